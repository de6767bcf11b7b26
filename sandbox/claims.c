/* SPDX-License-Identifier: MIT */
#include "sandbox/claims.h"

#include "kiosk/base/memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct claim {
    char *key;
    struct claim *next;
};

struct claims {
    pthread_mutex_t lock;
    struct claim *first;
};

struct claims *claims_create(void)
{
    struct claims *claims = memory_alloc(sizeof(*claims));
    pthread_mutex_init(&claims->lock, NULL);
    return claims;
}

void claims_free(struct claims **claims)
{
    if (*claims != NULL) {
        while ((*claims)->first != NULL)
            claims_give_back(*claims, (*claims)->first->key);
        pthread_mutex_destroy(&(*claims)->lock);
        free(*claims);
        *claims = NULL;
    }
}

/* The place that points to the claim of `key`, or the end of the list. */
static struct claim **find(struct claims *claims, const char *key)
{
    struct claim **at = &claims->first;
    while (*at != NULL && strcmp((*at)->key, key) != 0)
        at = &(*at)->next;
    return at;
}

bool claims_take(struct claims *claims, const char *key)
{
    pthread_mutex_lock(&claims->lock);
    struct claim **end = find(claims, key);
    bool free_so_far = *end == NULL;
    if (free_so_far) {
        *end = memory_alloc(sizeof(**end));
        (*end)->key = memory_copy_text(key);
    }
    pthread_mutex_unlock(&claims->lock);
    return free_so_far;
}

void claims_give_back(struct claims *claims, const char *key)
{
    pthread_mutex_lock(&claims->lock);
    struct claim **at = find(claims, key);
    struct claim *claim = *at;
    if (claim != NULL) {
        *at = claim->next;
        free(claim->key);
        free(claim);
    }
    pthread_mutex_unlock(&claims->lock);
}
