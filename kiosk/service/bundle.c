/* SPDX-License-Identifier: MIT */
#include "kiosk/service/bundle.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "MCUABNDL\1"
enum {
    MAGIC_SIZE = sizeof(MAGIC) - 1,
    LENGTH_SIZE = 4,
    SALT_SIZE = 16,
    STREAM_KEY = crypto_secretstream_xchacha20poly1305_KEYBYTES,
    STREAM_HEAD = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    STREAM_EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
    MESSAGE_MOST = STORE_CONTENT_MOST,   /* a body as JSON text */
    OUTCOME_SECONDS = 60 * 24 * 60 * 60, /* those of the last sixty days */
};

/* 80 random bits need no slow derivation. */
static void make_stream_key(unsigned char key[STREAM_KEY], const char *code,
                            const unsigned char salt[SALT_SIZE])
{
    crypto_generichash(key, STREAM_KEY, (const unsigned char *)code, strlen(code), salt,
                       SALT_SIZE);
}

/* --- writing ------------------------------------------------------------------------ */

struct writer {
    FILE *file;
    const char *path;
    crypto_secretstream_xchacha20poly1305_state stream;
    struct error *err;
};

static bool put(struct writer *w, const void *bytes, size_t size)
{
    return fwrite(bytes, 1, size, w->file) == size ||
           error_set(w->err, "%s: %s", w->path, strerror(errno));
}

static bool put_message(struct writer *w, const char *text, unsigned char tag)
{
    unsigned long long size = 0;
    size_t length = strlen(text);
    unsigned char *sealed = memory_alloc(length + STREAM_EXTRA);
    crypto_secretstream_xchacha20poly1305_push(
        &w->stream, sealed, &size, (const unsigned char *)text, length, NULL, 0, tag);
    const unsigned char head[LENGTH_SIZE] = {
        (unsigned char)size, (unsigned char)(size >> 8), (unsigned char)(size >> 16),
        (unsigned char)(size >> 24)};
    bool fine = put(w, head, sizeof(head)) && put(w, sealed, (size_t)size);
    free(sealed);
    return fine;
}

static bool put_json_take(struct writer *w, json_t *message)
{
    char *text = json_dumps(message, JSON_COMPACT);
    bool fine = put_message(w, text, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    memory_free_text(&text);
    json_wipe(&message);
    return fine;
}

static bool put_body(struct writer *w, const struct dossier *dossier,
                     const struct buffer *body)
{
    return put_json_take(
        w, json_pack("{s:s, s:s, s:s, s:I, s:s%}", "reference", dossier->reference, "key",
                     dossier->key, "procedure", dossier->procedure, "finalised",
                     (json_int_t)dossier->finalised_at, "body", body->data, body->size));
}

/* What cannot be read, or has files beside it, stays; the others go all the same. */
static bool put_dossier(struct writer *w, struct store *store,
                        const struct dossier *dossier, struct bundle_count *count)
{
    struct buffer body;
    struct error trouble = {0};
    bool fine = true;
    if (dossier->attachments > 0) {
        count->left++;
        return true;
    }
    if (!store_read_body(store, dossier->id, &body, &trouble))
        count->left++;
    else
        fine = put_body(w, dossier, &body), count->dossiers += fine;
    buffer_free(&body);
    return fine;
}

static bool put_outcome(struct writer *w, const struct dossier *dossier)
{
    return put_json_take(w, json_pack("{s:s, s:s, s:s, s:i, s:I, s:I}", "reference",
                                      dossier->reference, "key", dossier->key, "code",
                                      dossier->code, "status", dossier->status,
                                      "accepted", (json_int_t)dossier->accepted_at, "due",
                                      (json_int_t)dossier->due_at));
}

static bool put_all(struct writer *w, struct store *store, struct bundle_count *count)
{
    size_t room = store_list_dossiers(store, NULL, 0, w->err);
    struct dossier *list = memory_array(room + 1, sizeof(*list));
    size_t found = store_list_dossiers(store, list, room, w->err);
    int64_t since = clock_now() - OUTCOME_SECONDS;
    bool fine = !error_is_set(w->err);
    for (size_t i = 0; i < found && i < room && fine; i++) {
        enum dossier_state state = list[i].state;
        if (state == DOSSIER_FINALISED || state == DOSSIER_SENDING)
            fine = put_dossier(w, store, &list[i], count);
        else if (state == DOSSIER_HELD)
            count->left++;
        else if (state == DOSSIER_ACCEPTED && list[i].accepted_at >= since)
            fine = put_outcome(w, &list[i]), count->outcomes += fine;
    }
    free(list);
    return fine && put_message(w, "{}", crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

static bool begin(struct writer *w, const char *code)
{
    unsigned char salt[SALT_SIZE], head[STREAM_HEAD], key[STREAM_KEY];
    randombytes_buf(salt, sizeof(salt));
    make_stream_key(key, code, salt);
    crypto_secretstream_xchacha20poly1305_init_push(&w->stream, head, key);
    sodium_memzero(key, sizeof(key));
    return put(w, MAGIC, MAGIC_SIZE) && put(w, salt, sizeof(salt)) &&
           put(w, head, sizeof(head));
}

/* A stick is pulled as soon as the program has ended. */
static bool finish(struct writer *w)
{
    return (fflush(w->file) == 0 && fsync(fileno(w->file)) == 0) ||
           error_set(w->err, "%s: %s", w->path, strerror(errno));
}

bool bundle_export(struct store *store, const char *path, char code[REFERENCE_ROOM],
                   struct bundle_count *count, struct error *err)
{
    struct writer w = {.path = path, .err = err};
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return error_set(err, _("%s is there already. Choose another name."), path);
    if (fd < 0)
        return error_set(err, "%s: %s", path, strerror(errno));
    w.file = fdopen(fd, "wb");
    if (!w.file)
        error_die("a file that was opened cannot be written");
    *count = (struct bundle_count){0};
    reference_make(code);
    bool fine = begin(&w, code) && put_all(&w, store, count) && finish(&w);
    fine = (fclose(w.file) == 0 || !fine) && fine;
    sodium_memzero(&w.stream, sizeof(w.stream));
    if (!fine)
        unlink(path);
    return fine || error_is_set(err) || error_set(err, "%s: %s", path, strerror(errno));
}

/* --- reading ------------------------------------------------------------------------ */

struct reader {
    FILE *file;
    const char *path;
    crypto_secretstream_xchacha20poly1305_state stream;
    bool opened; /* the code has opened a message */
    struct error *err;
};

static bool is_damaged(struct reader *r)
{
    return error_set(r->err,
                     _("%s is not whole, or has been changed: nothing was taken over. "
                       "Have it exported again."),
                     r->path);
}

static bool is_locked(struct reader *r)
{
    return error_set(
        r->err, _("The code does not open %s. Compare it with what was written down."),
        r->path);
}

static bool get(struct reader *r, void *bytes, size_t size)
{
    return fread(bytes, 1, size, r->file) == size || is_damaged(r);
}

/* The next message into `out`, which is emptied first. */
static bool get_message(struct reader *r, struct buffer *out, bool *last)
{
    unsigned char head[LENGTH_SIZE], tag = 0;
    if (!get(r, head, sizeof(head)))
        return false;
    size_t size =
        head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    if (size < STREAM_EXTRA || size > MESSAGE_MOST + STREAM_EXTRA)
        return is_damaged(r);
    unsigned char *sealed = memory_alloc(size), *plain = memory_alloc(size);
    bool fine = get(r, sealed, size);
    if (fine && crypto_secretstream_xchacha20poly1305_pull(&r->stream, plain, NULL, &tag,
                                                           sealed, size, NULL, 0) != 0)
        fine = r->opened ? is_damaged(r) : is_locked(r);
    r->opened = r->opened || fine;
    buffer_clear(out);
    if (fine)
        buffer_add(out, plain, size - STREAM_EXTRA);
    *last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    memory_wipe(plain, size);
    free(plain);
    free(sealed);
    return fine;
}

/* It becomes part of file names. */
static bool has_reference(const json_t *message)
{
    const char *text = json_text(message, "reference");
    char reference[REFERENCE_ROOM];
    return text && reference_read(reference, text) && strcmp(text, reference) == 0;
}

/* As finalising makes it: it becomes part of a header and of an address. */
static bool has_key(const json_t *message)
{
    const char *key = json_text_or(message, "key", "");
    return strlen(key) == STORE_KEY_ROOM - 1 &&
           strspn(key, "0123456789abcdef") == STORE_KEY_ROOM - 1;
}

/* A moment that is over, give or take a clock that is a day ahead. */
static bool is_past(long long when)
{
    return when > 0 && when <= clock_now() + 24 * 60 * 60;
}

static bool is_of_codes(const json_t *message, const char *name, size_t room)
{
    const char *text = json_text_or(message, name, "");
    size_t size = strlen(text);
    return size > 0 && size < room &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                        "0123456789.-") == size;
}

static bool is_text(const json_t *message, const char *name, size_t room)
{
    const char *text = json_text(message, name);
    return text && *text && strlen(text) < room;
}

static bool is_dossier(const json_t *message)
{
    return is_text(message, "body", MESSAGE_MOST) &&
           is_of_codes(message, "procedure", STORE_CODE_ROOM) &&
           is_past(json_number(message, "finalised", 0));
}

static bool is_outcome(const json_t *message)
{
    long long status = json_number(message, "status", 0);
    return is_of_codes(message, "code", STORE_DOSSIER_ROOM) && status >= 0 &&
           status <= 10 && is_past(json_number(message, "accepted", 0)) &&
           json_number(message, "due", 0) >= 0;
}

static bool take_dossier(struct reader *r, struct store *store, const json_t *message,
                         struct bundle_count *count)
{
    const json_t *body = json_object_get(message, "body");
    const struct finalised finalised = {.reference = json_text(message, "reference"),
                                        .key = json_text(message, "key"),
                                        .procedure = json_text(message, "procedure"),
                                        .body = json_string_value(body),
                                        .size = json_string_length(body),
                                        .at = json_number(message, "finalised", 0)};
    bool fresh = false;
    if (!store_take_over(store, &finalised, clock_now(), &fresh, r->err))
        return false;
    count->dossiers += fresh;
    count->known += !fresh;
    return true;
}

/* Of a dossier that this counter does not know nothing is learnt. */
static bool take_outcome(struct reader *r, struct store *store, const json_t *message,
                         struct bundle_count *count)
{
    struct dossier dossier;
    const struct acceptance how = {.code = json_text(message, "code"),
                                   .status = (int)json_number(message, "status", 0),
                                   .accepted_at = json_number(message, "accepted", 0),
                                   .due_at = json_number(message, "due", 0)};
    if (!store_find_dossier(store, json_text(message, "reference"), &dossier, r->err))
        return !error_is_set(r->err);
    if (strcmp(dossier.key, json_text(message, "key")) != 0 ||
        dossier.state == DOSSIER_ACCEPTED)
        return true;
    count->outcomes++;
    return store_mark_accepted(store, dossier.id, &how, r->err);
}

static bool take(struct reader *r, struct store *store, const struct buffer *text,
                 struct bundle_count *count)
{
    json_t *message =
        json_parse(text->data, text->size, r->path, &JSON_MESSAGE_LIMITS, r->err);
    bool fine = message != NULL;
    if (fine && has_reference(message) && has_key(message)) {
        if (is_dossier(message))
            fine = take_dossier(r, store, message, count);
        else if (is_outcome(message))
            fine = take_outcome(r, store, message, count);
    }
    json_wipe(&message);
    return fine;
}

static bool open_stream(struct reader *r, const char *code)
{
    char magic[MAGIC_SIZE];
    unsigned char salt[SALT_SIZE], head[STREAM_HEAD], key[STREAM_KEY];
    rewind(r->file);
    if (fread(magic, 1, sizeof(magic), r->file) != sizeof(magic) ||
        memcmp(magic, MAGIC, sizeof(magic)) != 0)
        return error_set(r->err, _("%s is no exported outbox."), r->path);
    if (!get(r, salt, sizeof(salt)) || !get(r, head, sizeof(head)))
        return false;
    make_stream_key(key, code, salt);
    bool fine =
        crypto_secretstream_xchacha20poly1305_init_pull(&r->stream, head, key) == 0;
    sodium_memzero(key, sizeof(key));
    return fine || is_damaged(r);
}

/* Once through the file: `store` NULL only looks whether all of it is there. */
static bool go_through(struct reader *r, const char *code, struct store *store,
                       struct bundle_count *count)
{
    struct buffer text;
    bool last = false, fine = open_stream(r, code);
    buffer_init(&text, MESSAGE_MOST);
    while (fine && !last) {
        fine = get_message(r, &text, &last);
        if (fine && store)
            fine = take(r, store, &text, count);
    }
    buffer_free(&text);
    return fine;
}

bool bundle_import(struct store *store, const char *path, const char *code,
                   struct bundle_count *count, struct error *err)
{
    struct reader r = {.path = path, .err = err, .file = fopen(path, "rbe")};
    if (!r.file)
        return error_set(err, "%s: %s", path, strerror(errno));
    *count = (struct bundle_count){0};
    bool fine = go_through(&r, code, NULL, count) && go_through(&r, code, store, count);
    sodium_memzero(&r.stream, sizeof(r.stream));
    fclose(r.file);
    return fine;
}
