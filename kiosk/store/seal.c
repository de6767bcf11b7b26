/* SPDX-License-Identifier: MIT */
#include "kiosk/store/seal.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    VERSION = 1,
    KEY_SIZE = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    KEY_FILE_MOST = 4096
};

_Static_assert(SEAL_EXTRA == 1 + NONCE_SIZE + TAG_SIZE, "the blob's frame has changed");

struct seal {
    unsigned char key[KEY_SIZE];
};

static bool make_key_file(const char *path, struct error *err)
{
    unsigned char key[KEY_SIZE];
    char line[2 * KEY_SIZE + 2];
    randombytes_buf(key, sizeof(key));
    sodium_bin2hex(line, sizeof(line), key, sizeof(key));
    line[2 * KEY_SIZE] = '\n';
    bool fine = file_write(path, line, 2 * KEY_SIZE + 1, 0600, err);
    sodium_memzero(key, sizeof(key));
    sodium_memzero(line, sizeof(line));
    return fine;
}

static bool read_key(const char *path, unsigned char key[KEY_SIZE], struct error *err)
{
    struct buffer text;
    size_t size = 0;
    bool fine = file_read(path, KEY_FILE_MOST, &text, err);
    if (fine && (sodium_hex2bin(key, KEY_SIZE, text.data, text.size, " \t\r\n", &size,
                                NULL) != 0 ||
                 size != KEY_SIZE))
        fine = error_set(err, _("%s is not a key: it must hold 64 hexadecimal digits."),
                         path);
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

struct seal *seal_create(const char *key_file, bool may_make, struct error *err)
{
    if (!check_key_file(key_file, may_make, err))
        return NULL;
    struct seal *seal = sodium_malloc(sizeof(*seal));
    if (!seal)
        error_die("out of memory");
    if (!read_key(key_file, seal->key, err))
        seal_free(&seal);
    else
        sodium_mprotect_readonly(seal);
    return seal;
}

void seal_free(struct seal **seal)
{
    sodium_free(*seal); /* wipes */
    *seal = NULL;
}

void seal_close(const struct seal *seal, const char *identity, const void *content,
                size_t size, struct buffer *out)
{
    size_t room = size + SEAL_EXTRA;
    unsigned char *blob = memory_alloc(room);
    unsigned char *nonce = blob + 1;
    blob[0] = VERSION;
    randombytes_buf(nonce, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE_SIZE, NULL, content, size,
                                               (const unsigned char *)identity,
                                               strlen(identity), NULL, nonce, seal->key);
    if (!buffer_add(out, blob, room))
        error_die("no room for a sealed blob");
    free(blob);
}

bool seal_open(const struct seal *seal, const char *identity, const void *blob,
               size_t size, struct buffer *out)
{
    const unsigned char *bytes = blob;
    if (size < SEAL_EXTRA || bytes[0] != VERSION)
        return false;
    size_t content_size = size - SEAL_EXTRA;
    unsigned char *content = memory_alloc(content_size + 1);
    bool fine =
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            content, NULL, NULL, bytes + 1 + NONCE_SIZE, size - 1 - NONCE_SIZE,
            (const unsigned char *)identity, strlen(identity), bytes + 1, seal->key) == 0;
    fine = fine && buffer_add(out, content, content_size);
    memory_wipe(content, content_size);
    free(content);
    return fine;
}
