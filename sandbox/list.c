/* SPDX-License-Identifier: MIT */
/* GET /v1/catalogue: all procedures, or that nothing has changed since. */
#include "sandbox/list.h"

#include "kiosk/base/error.h"
#include "kiosk/base/memory.h"
#include "sandbox/portal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_SIZE = 16 };

struct list {
    char *body;
    size_t size;
    char etag[2 * HASH_SIZE + 3]; /* with its quotes */
};

struct list *list_create_take(json_t *facts)
{
    unsigned char hash[HASH_SIZE];
    struct list *list = memory_alloc(sizeof(*list));
    json_t *whole = json_pack("{s:o}", "procedures", facts);
    list->body = json_dumps(whole, JSON_COMPACT);
    if (!list->body)
        error_die("a catalogue that is no JSON");
    list->size = strlen(list->body);
    crypto_generichash(hash, sizeof(hash), (const unsigned char *)list->body, list->size,
                       NULL, 0);
    list->etag[0] = '"';
    sodium_bin2hex(list->etag + 1, sizeof(list->etag) - 1, hash, sizeof(hash));
    list->etag[1 + 2 * HASH_SIZE] = '"';
    json_decref(whole);
    return list;
}

void list_free(struct list **list)
{
    if (!*list)
        return;
    free((*list)->body);
    free(*list);
    *list = NULL;
}

/* If-None-Match is "*" or a list of tags, each perhaps a weak one. */
static bool is_known(const struct list *list, const char *tags)
{
    return tags && (strcmp(tags, "*") == 0 || strstr(tags, list->etag) != NULL);
}

void list_show(struct portal *portal, const struct request *request,
               const struct fault_draw *draw, struct reply *reply)
{
    (void)draw;
    const struct list *list = portal->list;
    reply_header(reply, "ETag", "%s", list->etag);
    reply_header(reply, "Cache-Control", "no-cache"); /* ask again, with the tag */
    reply->status = 304;
    if (is_known(list, request_header(request, "If-None-Match")))
        return;
    reply->status = 200;
    reply_header(reply, "Content-Type", "%s", TYPE_JSON);
    if (!buffer_add(&reply->body, list->body, list->size))
        error_die("the catalogue is larger than an answer may be");
}
