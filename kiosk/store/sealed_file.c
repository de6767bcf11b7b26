/* SPDX-License-Identifier: MIT */
#include "kiosk/store/sealed_file.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    SEALED_CHUNK = SEALED_FILE_CHUNK + TAG,
    EARLY_SYNC = 1 << 20 /* bytes after which the disk is asked to begin */
};

_Static_assert(SEALED_FILE_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
               "the length of a key");

struct sealed_writer {
    char *folder, *path; /* path "": finished */
    int fd;
    unsigned char key[SEALED_FILE_KEY];
    unsigned char content[SEALED_FILE_CHUNK], sealed[SEALED_CHUNK];
    size_t used; /* of content */
    uint64_t number;
    int64_t written, asked; /* bytes of the file; … of which the disk was told */
};

struct sealed_reader {
    int fd;
    unsigned char key[SEALED_FILE_KEY];
    unsigned char content[SEALED_FILE_CHUNK], sealed[SEALED_CHUNK];
    int64_t size;
    int64_t at; /* number of the chunk in content; -1: none */
    size_t used;
};

static int64_t chunks_of(int64_t size)
{
    return size == 0 ? 1 : (size + SEALED_FILE_CHUNK - 1) / SEALED_FILE_CHUNK;
}

int64_t sealed_file_room(int64_t size)
{
    return size + chunks_of(size) * TAG;
}

static void make_nonce(unsigned char nonce[NONCE], uint64_t number, bool last)
{
    memset(nonce, 0, NONCE);
    for (int i = 0; i < 8; i++)
        nonce[i] = (unsigned char)(number >> (8 * i));
    nonce[8] = last;
}

/* --- writing ------------------------------------------------------------------------ */

struct sealed_writer *sealed_writer_create(const char *folder, struct error *err)
{
    char *path = memory_format("%s/new-XXXXXX", folder);
    int fd = mkostemp(path, O_CLOEXEC); /* 0600 */
    if (fd < 0) {
        error_set(err, _("%s cannot be written: %s."), folder, strerror(errno));
        free(path);
        return NULL;
    }
    struct sealed_writer *writer = memory_alloc(sizeof(*writer));
    writer->folder = memory_copy_text(folder);
    writer->path = path;
    writer->fd = fd;
    randombytes_buf(writer->key, sizeof(writer->key));
    return writer;
}

static bool fail(const struct sealed_writer *writer, struct error *err)
{
    if (errno == ENOSPC || errno == EDQUOT)
        return error_set(err, _("The disk is full; the file was not taken. Make room, "
                                "then try again."));
    return error_set(err, _("%s cannot be written: %s."), writer->folder,
                     strerror(errno));
}

static bool write_all(int fd, const unsigned char *data, size_t size)
{
    while (size) {
        ssize_t done = write(fd, data, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        data += done;
        size -= (size_t)done;
    }
    return true;
}

static bool write_chunk(struct sealed_writer *writer, bool last, struct error *err)
{
    unsigned char nonce[NONCE];
    unsigned long long size;
    make_nonce(nonce, writer->number++, last);
    crypto_aead_xchacha20poly1305_ietf_encrypt(writer->sealed, &size, writer->content,
                                               writer->used, NULL, 0, NULL, nonce,
                                               writer->key);
    writer->used = 0;
    if (!write_all(writer->fd, writer->sealed, (size_t)size))
        return fail(writer, err);
    writer->written += (int64_t)size;
    /* The disk works while the rest is read, so that the sync at the end is short. */
    if (writer->written - writer->asked >= EARLY_SYNC) {
        (void)sync_file_range(writer->fd, writer->asked, writer->written - writer->asked,
                              SYNC_FILE_RANGE_WRITE);
        writer->asked = writer->written;
    }
    return true;
}

bool sealed_writer_add(struct sealed_writer *writer, const void *data, size_t size,
                       struct error *err)
{
    const unsigned char *from = data;
    while (size) {
        /* Only now is it known that the full chunk is not the last. */
        if (writer->used == SEALED_FILE_CHUNK && !write_chunk(writer, false, err))
            return false;
        size_t room = SEALED_FILE_CHUNK - writer->used;
        size_t part = size < room ? size : room;
        memcpy(writer->content + writer->used, from, part);
        writer->used += part;
        from += part;
        size -= part;
    }
    return true;
}

static bool sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool fine = fd >= 0 && fsync(fd) == 0;
    int cause = errno;
    if (fd >= 0)
        close(fd);
    errno = cause;
    return fine;
}

bool sealed_writer_finish(struct sealed_writer *writer, const char *name,
                          unsigned char key[SEALED_FILE_KEY], struct error *err)
{
    if (!write_chunk(writer, true, err))
        return false;
    if (fsync(writer->fd) < 0) /* once: what failed may be gone from the cache */
        return fail(writer, err);
    char *path = file_join(writer->folder, name);
    bool fine = rename(writer->path, path) == 0 || fail(writer, err);
    if (fine) { /* under its name it is still removed if the folder is not on the disk */
        free(writer->path);
        writer->path = memory_copy_text(path);
        fine = sync_folder(writer->folder) || fail(writer, err);
    }
    if (fine) {
        *writer->path = '\0';
        memcpy(key, writer->key, SEALED_FILE_KEY);
    }
    free(path);
    return fine;
}

void sealed_writer_free(struct sealed_writer **writer)
{
    struct sealed_writer *old = *writer;
    if (!old)
        return;
    if (*old->path)
        unlink(old->path);
    close(old->fd);
    free(old->folder);
    free(old->path);
    memory_wipe(old, sizeof(*old));
    free(old);
    *writer = NULL;
}

/* --- reading ------------------------------------------------------------------------ */

struct sealed_reader *sealed_reader_open(const char *path,
                                         const unsigned char key[SEALED_FILE_KEY],
                                         int64_t size, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat info;
    bool fine = fd >= 0 && fstat(fd, &info) == 0;
    if (!fine && errno == ENOENT)
        error_set_lasting(err, _("The attached file %s is not there any more: %s."), path,
                          strerror(errno));
    else if (!fine)
        error_set(err, _("An attached file cannot be read: %s."), strerror(errno));
    else if (info.st_size != sealed_file_room(size))
        fine = error_set_lasting(err, _("The attached file %s is damaged."), path);
    if (!fine) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    struct sealed_reader *reader = memory_alloc(sizeof(*reader));
    reader->fd = fd;
    reader->size = size;
    reader->at = -1;
    memcpy(reader->key, key, SEALED_FILE_KEY);
    return reader;
}

static ssize_t read_at(int fd, unsigned char *out, size_t room, off_t from)
{
    size_t used = 0;
    while (used < room) {
        ssize_t got = pread(fd, out + used, room - used, from + (off_t)used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        used += (size_t)got;
    }
    return (ssize_t)used;
}

static bool open_chunk(struct sealed_reader *reader, int64_t number, struct error *err)
{
    unsigned char nonce[NONCE];
    unsigned long long used = 0;
    bool last = number == chunks_of(reader->size) - 1;
    ssize_t got =
        read_at(reader->fd, reader->sealed, SEALED_CHUNK, number * SEALED_CHUNK);
    if (got < 0)
        return error_set(err, _("An attached file cannot be read: %s."), strerror(errno));
    make_nonce(nonce, (uint64_t)number, last);
    reader->at = -1;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            reader->content, &used, NULL, reader->sealed, (unsigned long long)got, NULL,
            0, nonce, reader->key) != 0)
        return error_set_lasting(err, _("An attached file is damaged."));
    reader->at = number;
    reader->used = (size_t)used;
    return true;
}

ssize_t sealed_reader_read(struct sealed_reader *reader, int64_t offset, void *out,
                           size_t room, struct error *err)
{
    if (offset < 0 || offset >= reader->size)
        return 0;
    int64_t number = offset / SEALED_FILE_CHUNK;
    size_t skip = (size_t)(offset % SEALED_FILE_CHUNK);
    if (reader->at != number && !open_chunk(reader, number, err))
        return -1;
    if (skip >= reader->used) {
        error_set_lasting(err, _("An attached file is damaged."));
        return -1;
    }
    size_t part = reader->used - skip < room ? reader->used - skip : room;
    memcpy(out, reader->content + skip, part);
    return (ssize_t)part;
}

void sealed_reader_free(struct sealed_reader **reader)
{
    if (!*reader)
        return;
    close((*reader)->fd);
    memory_wipe(*reader, sizeof(**reader));
    free(*reader);
    *reader = NULL;
}
