/* SPDX-License-Identifier: MIT */
#include "kiosk/store/seal.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
    VERSION = 2,
    VERSION_UNNUMBERED = 1,
    KEY_SIZE = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    KEYS_MOST = 16, /* two are usual while a key is renewed */
    KEY_FILE_MOST = 4096
};

_Static_assert(SEAL_EXTRA == SEAL_HEAD + NONCE_SIZE + TAG_SIZE,
               "the blob's frame has changed");

struct seal {
    size_t count;
    struct {
        uint32_t number;
        unsigned char key[KEY_SIZE];
    } keys[KEYS_MOST];
};

struct seal *seal_create(void)
{
    struct seal *seal = sodium_malloc(sizeof(*seal));
    if (!seal)
        error_die("out of memory");
    memset(seal, 0, sizeof(*seal));
    sodium_mprotect_readonly(seal);
    return seal;
}

void seal_free(struct seal **seal)
{
    sodium_free(*seal); /* wipes */
    *seal = NULL;
}

/* Where the next key goes; a number that is there already gets the new key. */
static unsigned char *open_place(struct seal *seal, uint32_t number)
{
    size_t at = 0;
    while (at < seal->count && seal->keys[at].number != number)
        at++;
    if (at == KEYS_MOST)
        error_die("too many keys on a ring");
    sodium_mprotect_readwrite(seal);
    seal->keys[at].number = number;
    if (at == seal->count)
        seal->count++;
    return seal->keys[at].key;
}

static const unsigned char *find_key(const struct seal *seal, uint32_t number)
{
    for (size_t i = 0; i < seal->count; i++) {
        if (seal->keys[i].number == number)
            return seal->keys[i].key;
    }
    return NULL;
}

/* --- key files ---------------------------------------------------------------------- */

bool seal_write_file(const struct seal *seal, const char *path, unsigned mode,
                     struct error *err)
{
    char line[2 * KEY_SIZE + 2];
    sodium_bin2hex(line, sizeof(line), seal->keys[0].key, KEY_SIZE);
    line[2 * KEY_SIZE] = '\n';
    bool fine = file_write(path, line, 2 * KEY_SIZE + 1, (mode_t)mode, err);
    sodium_memzero(line, sizeof(line));
    return fine;
}

static bool make_key_file(const char *path, struct error *err)
{
    struct seal *fresh = seal_create();
    seal_add_random(fresh, 0);
    bool fine = seal_write_file(fresh, path, 0600, err);
    seal_free(&fresh);
    return fine;
}

static bool read_key(const char *path, struct seal *seal, struct error *err)
{
    struct buffer text;
    size_t size = 0;
    bool fine = file_read(path, KEY_FILE_MOST, &text, err);
    if (fine && (sodium_hex2bin(open_place(seal, 0), KEY_SIZE, text.data, text.size,
                                " \t\r\n", &size, NULL) != 0 ||
                 size != KEY_SIZE))
        fine = error_set(err, _("%s is not a key: it must hold 64 hexadecimal digits."),
                         path);
    sodium_mprotect_readonly(seal);
    buffer_free(&text);
    return fine;
}

/* The group's bits are not looked at: under systemd they are the mask of an ACL. */
static bool check_key_file(const char *path, bool may_make, struct error *err)
{
    struct stat info;
    if (stat(path, &info) == 0) {
        if (info.st_mode & S_IRWXO)
            return error_set(err,
                             _("Everybody can read the key %s. Protect it: chmod "
                               "600."),
                             path);
        return true;
    }
    if (errno != ENOENT)
        return error_set(err, _("The key %s cannot be read: %s."), path, strerror(errno));
    if (!may_make)
        return error_set(err,
                         _("The key %s is missing; the store cannot be read without "
                           "it. Put it back from its backup."),
                         path);
    return make_key_file(path, err);
}

struct seal *seal_read_file(const char *key_file, bool may_make, struct error *err)
{
    if (!check_key_file(key_file, may_make, err))
        return NULL;
    struct seal *seal = seal_create();
    if (!read_key(key_file, seal, err))
        seal_free(&seal);
    return seal;
}

/* --- the ring ------------------------------------------------------------------------
 */

void seal_add_random(struct seal *seal, uint32_t number)
{
    randombytes_buf(open_place(seal, number), KEY_SIZE);
    sodium_mprotect_readonly(seal);
}

void seal_add_outer(struct seal *seal, const struct seal *outer)
{
    memcpy(open_place(seal, 0), outer->keys[0].key, KEY_SIZE);
    sodium_mprotect_readonly(seal);
}

void seal_drop_all(struct seal *seal)
{
    sodium_mprotect_readwrite(seal);
    sodium_memzero(seal, sizeof(*seal));
    sodium_mprotect_readonly(seal);
}

void seal_drop_old(struct seal *seal)
{
    uint32_t newest = seal_newest(seal);
    sodium_mprotect_readwrite(seal);
    for (size_t i = 0; i < seal->count; i++) {
        if (seal->keys[i].number == newest)
            seal->keys[0] = seal->keys[i];
    }
    sodium_memzero(&seal->keys[1], sizeof(seal->keys) - sizeof(seal->keys[0]));
    seal->count = seal->count ? 1 : 0;
    sodium_mprotect_readonly(seal);
}

size_t seal_count(const struct seal *seal)
{
    return seal->count;
}

uint32_t seal_number(const struct seal *seal, size_t index)
{
    return seal->keys[index].number;
}

uint32_t seal_newest(const struct seal *seal)
{
    uint32_t newest = 0;
    for (size_t i = 0; i < seal->count; i++) {
        if (seal->keys[i].number > newest)
            newest = seal->keys[i].number;
    }
    return newest;
}

bool seal_is_same(const struct seal *a, const struct seal *b)
{
    return a->count && b->count &&
           sodium_memcmp(a->keys[0].key, b->keys[0].key, KEY_SIZE) == 0;
}

#define WRAP_IDENTITY_ROOM 32
static void name_wrap(char out[WRAP_IDENTITY_ROOM], uint32_t number)
{
    snprintf(out, WRAP_IDENTITY_ROOM, "data key %u", number);
}

void seal_wrap(const struct seal *outer, const struct seal *seal, uint32_t number,
               struct buffer *out)
{
    char identity[WRAP_IDENTITY_ROOM];
    const unsigned char *key = find_key(seal, number);
    if (!key)
        error_die("wrapping a key that is not there");
    name_wrap(identity, number);
    seal_close(outer, identity, key, KEY_SIZE, out);
}

bool seal_unwrap(const struct seal *outer, uint32_t number, const void *blob, size_t size,
                 struct seal *seal)
{
    char identity[WRAP_IDENTITY_ROOM];
    struct buffer key;
    name_wrap(identity, number);
    buffer_init(&key, KEY_SIZE);
    bool fine = seal_open(outer, identity, blob, size, &key) && key.size == KEY_SIZE;
    if (fine) {
        memcpy(open_place(seal, number), key.data, KEY_SIZE);
        sodium_mprotect_readonly(seal);
    }
    buffer_free(&key);
    return fine;
}

/* --- blobs ---------------------------------------------------------------------------
 */

void seal_head(const struct seal *seal, unsigned char head[SEAL_HEAD])
{
    uint32_t number = seal_newest(seal);
    head[0] = VERSION;
    for (int i = 0; i < 4; i++)
        head[1 + i] = (unsigned char)(number >> (8 * i));
}

bool seal_key_of(const void *blob, size_t size, uint32_t *number)
{
    const unsigned char *bytes = blob;
    *number = 0;
    if (size >= SEAL_EXTRA - 4 && bytes[0] == VERSION_UNNUMBERED)
        return true;
    if (size < SEAL_EXTRA || bytes[0] != VERSION)
        return false;
    for (int i = 0; i < 4; i++)
        *number |= (uint32_t)bytes[1 + i] << (8 * i);
    return true;
}

void seal_close(const struct seal *seal, const char *identity, const void *content,
                size_t size, struct buffer *out)
{
    size_t room = size + SEAL_EXTRA;
    unsigned char *blob = memory_alloc(room);
    unsigned char *nonce = blob + SEAL_HEAD;
    const unsigned char *key = find_key(seal, seal_newest(seal));
    if (!key)
        error_die("sealing without a key");
    seal_head(seal, blob);
    randombytes_buf(nonce, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE_SIZE, NULL, content, size,
                                               (const unsigned char *)identity,
                                               strlen(identity), NULL, nonce, key);
    if (!buffer_add(out, blob, room))
        error_die("no room for a sealed blob");
    free(blob);
}

bool seal_open(const struct seal *seal, const char *identity, const void *blob,
               size_t size, struct buffer *out)
{
    uint32_t number;
    if (!seal_key_of(blob, size, &number))
        return false;
    const unsigned char *key = find_key(seal, number), *bytes = blob;
    if (!key)
        return false;
    size_t head = bytes[0] == VERSION ? SEAL_HEAD : 1;
    size_t content_size = size - head - NONCE_SIZE - TAG_SIZE;
    unsigned char *content = memory_alloc(content_size + 1);
    bool fine =
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            content, NULL, NULL, bytes + head + NONCE_SIZE, size - head - NONCE_SIZE,
            (const unsigned char *)identity, strlen(identity), bytes + head, key) == 0;
    fine = fine && buffer_add(out, content, content_size);
    memory_wipe(content, content_size);
    free(content);
    return fine;
}
