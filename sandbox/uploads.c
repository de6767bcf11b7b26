/* SPDX-License-Identifier: MIT */
#include "sandbox/uploads.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
    struct upload upload; /* its offset is the size of the file */
    bool claimed;
    struct entry *next;
};

struct uploads {
    pthread_mutex_t lock;
    char *folder;
    struct entry *first;
};

static char *path_of(const struct uploads *uploads, const char *id, const char *end)
{
    return memory_format("%s/%s%s", uploads->folder, id, end);
}

static int64_t size_of(const struct uploads *uploads, const char *id)
{
    struct stat info;
    char *path = path_of(uploads, id, "");
    int64_t size = stat(path, &info) == 0 ? info.st_size : 0;
    free(path);
    return size;
}

static void read_entry(struct uploads *uploads, const char *name)
{
    char *path = path_of(uploads, name, "");
    json_t *facts = json_read_file(path, &JSON_MESSAGE_LIMITS, NULL);
    struct entry *entry = memory_alloc(sizeof(*entry));
    struct upload *upload = &entry->upload;
    snprintf(upload->id, sizeof(upload->id), "%.32s", name);
    snprintf(upload->key, sizeof(upload->key), "%s", json_text_or(facts, "key", ""));
    snprintf(upload->sha256, sizeof(upload->sha256), "%s",
             json_text_or(facts, "sha256", ""));
    snprintf(upload->paper, sizeof(upload->paper), "%s",
             json_text_or(facts, "paper", ""));
    snprintf(upload->kind, sizeof(upload->kind), "%s", json_text_or(facts, "kind", ""));
    upload->length = json_number(facts, "length", 0);
    entry->next = uploads->first;
    uploads->first = entry;
    json_decref(facts);
    free(path);
}

struct uploads *uploads_open(const char *folder, struct error *err)
{
    struct uploads *uploads = memory_alloc(sizeof(*uploads));
    pthread_mutex_init(&uploads->lock, NULL);
    uploads->folder = file_join(folder, "uploads");
    DIR *listing = NULL;
    if (file_make_folder(uploads->folder, 0700, err))
        listing = opendir(uploads->folder);
    if (!listing) {
        error_set(err, _("%s cannot be read: %s."), uploads->folder, strerror(errno));
        uploads_close(&uploads);
        return NULL;
    }
    for (struct dirent *found; (found = readdir(listing));) {
        size_t size = strlen(found->d_name);
        if (size == 37 && strcmp(found->d_name + 32, ".json") == 0)
            read_entry(uploads, found->d_name);
    }
    closedir(listing);
    return uploads;
}

void uploads_close(struct uploads **uploads)
{
    if (!*uploads)
        return;
    for (struct entry *entry; (entry = (*uploads)->first);) {
        (*uploads)->first = entry->next;
        free(entry);
    }
    pthread_mutex_destroy(&(*uploads)->lock);
    free((*uploads)->folder);
    free(*uploads);
    *uploads = NULL;
}

/* The place that points to it, or the end of the list. */
static struct entry **find(struct uploads *uploads, const char *id)
{
    struct entry **at = &uploads->first;
    while (*at && strcmp((*at)->upload.id, id) != 0)
        at = &(*at)->next;
    return at;
}

static json_t *facts_of(const struct upload *upload)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:I}", "key", upload->key, "sha256",
                     upload->sha256, "paper", upload->paper, "kind", upload->kind,
                     "length", (json_int_t)upload->length);
}

static bool write_files(const struct uploads *uploads, const struct upload *upload)
{
    struct error err = {0};
    json_t *facts = facts_of(upload);
    char *text = json_dumps(facts, JSON_COMPACT);
    char *description = path_of(uploads, upload->id, ".json");
    char *content = path_of(uploads, upload->id, "");
    bool fine = file_write(content, "", 0, 0600, &err) &&
                file_write(description, text, strlen(text), 0600, &err);
    if (!fine)
        log_line("uploads: %s", err.text);
    free(content);
    free(description);
    memory_free_text(&text);
    json_decref(facts);
    return fine;
}

bool uploads_make(struct uploads *uploads, struct upload *upload)
{
    unsigned char random[16];
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(upload->id, sizeof(upload->id), random, sizeof(random));
    upload->offset = 0;
    if (!write_files(uploads, upload))
        return false;
    struct entry *entry = memory_alloc(sizeof(*entry));
    entry->upload = *upload;
    pthread_mutex_lock(&uploads->lock);
    entry->next = uploads->first;
    uploads->first = entry;
    pthread_mutex_unlock(&uploads->lock);
    return true;
}

bool uploads_find(struct uploads *uploads, const char *id, struct upload *out)
{
    pthread_mutex_lock(&uploads->lock);
    const struct entry *entry = *find(uploads, id);
    if (entry) {
        *out = entry->upload;
        out->offset = size_of(uploads, id);
    }
    pthread_mutex_unlock(&uploads->lock);
    return entry != NULL;
}

void uploads_drop(struct uploads *uploads, const char *id)
{
    pthread_mutex_lock(&uploads->lock);
    struct entry **place = find(uploads, id), *entry = *place;
    if (entry) {
        char *description = path_of(uploads, id, ".json");
        char *content = path_of(uploads, id, "");
        unlink(description);
        unlink(content);
        free(description);
        free(content);
        *place = entry->next;
        free(entry);
    }
    pthread_mutex_unlock(&uploads->lock);
}

bool uploads_has(struct uploads *uploads, const char *key, const char *sha256,
                 int64_t size)
{
    bool found = false;
    pthread_mutex_lock(&uploads->lock);
    for (const struct entry *entry = uploads->first; entry && !found; entry = entry->next)
        found = strcmp(entry->upload.key, key) == 0 &&
                strcmp(entry->upload.sha256, sha256) == 0 &&
                entry->upload.length == size && !entry->claimed &&
                size_of(uploads, entry->upload.id) == size;
    pthread_mutex_unlock(&uploads->lock);
    return found;
}

json_t *uploads_list(struct uploads *uploads)
{
    json_t *list = json_array();
    pthread_mutex_lock(&uploads->lock);
    for (const struct entry *entry = uploads->first; entry; entry = entry->next) {
        json_t *facts = facts_of(&entry->upload);
        json_object_set_new(facts, "id", json_string(entry->upload.id));
        json_object_set_new(facts, "offset",
                            json_integer(size_of(uploads, entry->upload.id)));
        json_array_append_new(list, facts);
    }
    pthread_mutex_unlock(&uploads->lock);
    return list;
}

int uploads_claim(struct uploads *uploads, const char *id)
{
    int fd = -1;
    pthread_mutex_lock(&uploads->lock);
    struct entry *entry = *find(uploads, id);
    if (entry && entry->claimed) {
        fd = -2;
    } else if (entry) {
        char *path = path_of(uploads, id, "");
        fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
        entry->claimed = fd >= 0;
        free(path);
    }
    pthread_mutex_unlock(&uploads->lock);
    return fd;
}

void uploads_release(struct uploads *uploads, const char *id, int fd)
{
    close(fd);
    pthread_mutex_lock(&uploads->lock);
    struct entry *entry = *find(uploads, id);
    if (entry)
        entry->claimed = false;
    pthread_mutex_unlock(&uploads->lock);
}

bool uploads_check(struct uploads *uploads, const char *id)
{
    struct upload upload;
    unsigned char piece[65536], hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof(hash) + 1];
    crypto_hash_sha256_state state;
    ssize_t got = 0;
    if (!uploads_find(uploads, id, &upload))
        return false;
    char *path = path_of(uploads, id, "");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    free(path);
    crypto_hash_sha256_init(&state);
    while (fd >= 0 && (got = read(fd, piece, sizeof(piece))) > 0)
        crypto_hash_sha256_update(&state, piece, (unsigned long long)got);
    if (fd < 0 || got < 0 || fsync(fd) < 0)
        log_line("uploads: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    return fd >= 0 && got == 0 && strcmp(hex, upload.sha256) == 0;
}
