/* SPDX-License-Identifier: MIT */
/* Sealed files and the rows that know them. */
#include "kiosk/base/memory.h"
#include "kiosk/store/attachments.h"
#include "tests/unit/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { CHUNK = SEALED_FILE_CHUNK, SEALED = SEALED_FILE_CHUNK + 16 };

static unsigned char byte_at(int64_t at)
{
    return (unsigned char)(at * 31 + at / 251);
}

/* A sealed file of so many bytes under this name; its key. */
static void make_file(const char *folder, const char *name, int64_t size,
                      unsigned char key[SEALED_FILE_KEY])
{
    struct error err = {0};
    struct sealed_writer *writer = sealed_writer_create(folder, &err);
    assert_non_null(writer);
    for (int64_t at = 0; at < size;) {
        unsigned char piece[1000];
        size_t used = 0;
        while (used < sizeof(piece) && at < size)
            piece[used++] = byte_at(at++);
        assert_true(sealed_writer_add(writer, piece, used, &err));
    }
    assert_true(sealed_writer_finish(writer, name, key, &err));
    sealed_writer_free(&writer);
}

/* How many bytes can be read from `offset`; all of them must be the right ones. */
static int64_t count_from(const char *path, const unsigned char key[SEALED_FILE_KEY],
                          int64_t size, int64_t offset)
{
    struct error err = {0};
    unsigned char piece[7777];
    struct sealed_reader *reader = sealed_reader_open(path, key, size, &err);
    int64_t at = offset;
    ssize_t got = reader ? 1 : -1;
    while (got > 0) {
        got = sealed_reader_read(reader, at, piece, sizeof(piece), &err);
        for (ssize_t i = 0; i < got; i++)
            assert_int_equal(piece[i], byte_at(at + i));
        at += got > 0 ? got : 0;
    }
    assert_true(got == 0 || error_is_set(&err));
    sealed_reader_free(&reader);
    return got < 0 ? -1 : at - offset;
}

static void test_every_length(void **state)
{
    static const int64_t SIZES[] = {0,         1,         CHUNK - 1,    CHUNK,
                                    CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5};
    for (size_t i = 0; i < sizeof(SIZES) / sizeof(SIZES[0]); i++) {
        unsigned char key[SEALED_FILE_KEY];
        struct stat info;
        int64_t size = SIZES[i];
        make_file(*state, "file", size, key);
        char *path = scratch_path(*state, "file");
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_size, sealed_file_room(size));
        assert_int_equal(info.st_mode & 0777, 0600);
        for (int64_t from = 0; from <= size; from += size / 7 + 1)
            assert_int_equal(count_from(path, key, size, from), size - from);
        assert_int_equal(scratch_count(*state), 1);
        key[0] ^= 1;
        assert_int_equal(count_from(path, key, size, 0), size == 0 ? 0 : -1);
        unlink(path);
        free(path);
    }
}

static void spoil(const char *path, const char *how)
{
    unsigned char one[SEALED], other[SEALED];
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fread(one, SEALED, 1, file), 1);
    assert_int_equal(fread(other, SEALED, 1, file), 1);
    if (strcmp(how, "exchanged") == 0) {
        rewind(file);
        fwrite(other, SEALED, 1, file);
        fwrite(one, SEALED, 1, file);
    } else if (strcmp(how, "repeated") == 0) {
        fseek(file, SEALED, SEEK_SET);
        fwrite(one, SEALED, 1, file);
    } else if (strcmp(how, "a bit") == 0) {
        fseek(file, SEALED + 5, SEEK_SET);
        fputc(other[5] ^ 4, file);
    }
    fclose(file);
    if (strcmp(how, "torn") == 0)
        assert_int_equal(truncate(path, 2 * SEALED - 100), 0);
    else if (strcmp(how, "cut") == 0)
        assert_int_equal(truncate(path, 2 * SEALED), 0);
}

static void test_what_was_spoilt_does_not_open(void **state)
{
    static const char *const WAYS[] = {"exchanged", "repeated", "a bit", "torn", "cut"};
    for (size_t i = 0; i < sizeof(WAYS) / sizeof(WAYS[0]); i++) {
        unsigned char key[SEALED_FILE_KEY];
        int64_t size = 2 * CHUNK + 100;
        make_file(*state, "file", size, key);
        char *path = scratch_path(*state, "file");
        spoil(path, WAYS[i]);
        assert_int_equal(count_from(path, key, size, 0), -1);
        /* Nor as a shorter one that ends where it was cut. */
        assert_int_equal(count_from(path, key, 2 * CHUNK, 0), -1);
        unlink(path);
        free(path);
    }
}

static void test_a_writer_that_ends_leaves_nothing(void **state)
{
    struct error err = {0};
    struct sealed_writer *writer = sealed_writer_create(*state, &err);
    assert_true(sealed_writer_add(writer, "x", 1, &err));
    assert_int_equal(scratch_count(*state), 1);
    sealed_writer_free(&writer);
    assert_int_equal(scratch_count(*state), 0);
}

/* --- rows --------------------------------------------------------------------------- */

static int64_t make_draft(struct store *store)
{
    struct error err = {0};
    int64_t draft = 0;
    assert_true(store_save_draft(store, &draft, "1.001193", "{}", 2, &err));
    return draft;
}

static bool attach(struct store *store, int64_t draft, const char *paper,
                   const char *content, struct attachment *what, struct error *err)
{
    *what = (struct attachment){.kind = "application/pdf", .pages = 2};
    snprintf(what->paper, sizeof(what->paper), "%s", paper);
    snprintf(what->name, sizeof(what->name), "%s.pdf", SHELF_CANARY);
    struct attachment_writer *writer = attachment_writer_create(store, err);
    bool kept = writer && attachment_writer_add(writer, content, strlen(content), err) &&
                attachment_writer_keep(writer, draft, what, err);
    attachment_writer_free(&writer);
    return kept;
}

static size_t count(struct store *store, enum attachment_owner owner, int64_t id)
{
    struct error err = {0};
    struct attachment list[ATTACHMENTS_MOST];
    size_t found;
    if (!store_list_attachments(store, owner, id, list, &found, &err))
        fail_msg("%s", err.text);
    return found;
}

static size_t files(const char *folder)
{
    char *path = scratch_path(folder, "attachments");
    size_t found = scratch_count(path);
    free(path);
    return found;
}

static void test_kept_and_read(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    int64_t draft = make_draft(store);
    struct attachment what, list[ATTACHMENTS_MOST];
    size_t found;
    bool waits;
    assert_true(attach(store, draft, "paperOne", "hello", &what, &err));
    assert_string_equal(
        what.sha256, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assert_true(store_note_upload(store, what.id, "https://a/b", 3, false, &waits, &err));
    assert_true(waits);
    store_close(&store);
    store = shelf_open(*state);
    assert_true(
        store_list_attachments(store, ATTACHMENT_OF_DRAFT, draft, list, &found, &err));
    assert_int_equal(found, 1);
    assert_string_equal(list[0].paper, "paperOne");
    assert_string_equal(list[0].name, what.name);
    assert_string_equal(list[0].place, "https://a/b");
    assert_string_equal(list[0].sha256, what.sha256);
    assert_int_equal(list[0].size, 5);
    assert_int_equal(list[0].pages, 2);
    assert_int_equal(list[0].confirmed, 3);
    struct sealed_reader *reader = store_open_attachment(store, what.id, &err);
    char content[16];
    assert_int_equal(sealed_reader_read(reader, 1, content, sizeof(content), &err), 4);
    assert_memory_equal(content, "ello", 4);
    sealed_reader_free(&reader);
    /* The same once more, for that paper and for another. */
    assert_false(attach(store, draft, "paperOne", "hello", &what, &err));
    assert_true(attach(store, draft, "paperTwo", "hello", &what, &err));
    assert_int_equal(files(*state), 2);
    store_close(&store);
}

static void test_whoever_goes_takes_them_along(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct attachment what;
    int64_t draft = make_draft(store);
    assert_true(attach(store, draft, "one", "1", &what, &err));
    assert_true(attach(store, draft, "two", "2", &what, &err));
    assert_true(store_delete_attachment(store, what.id, &err));
    assert_int_equal(files(*state), 1);
    assert_true(store_delete_draft(store, draft, &err));
    assert_int_equal(files(*state), 0);
    /* A draft that is gone takes nothing more. */
    assert_false(attach(store, draft, "one", "1", &what, &err));
    assert_int_equal(files(*state), 0);
    draft = make_draft(store);
    assert_true(attach(store, draft, "one", "1", &what, &err));
    assert_true(store_expire_drafts(store, INT64_MAX, &err));
    assert_int_equal(files(*state), 0);
    store_close(&store);
}

static void test_a_dossier_takes_over_what_it_names(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct attachment named, other;
    int64_t draft = make_draft(store);
    assert_true(attach(store, draft, "one", "1", &named, &err));
    assert_true(attach(store, draft, "two", "2", &other, &err));
    struct finalised finalised = {.reference = "7QHM2K9TXV4DA3NPS",
                                  .key = "00112233445566778899aabbccddeeff",
                                  .procedure = "1.001193",
                                  .body = "{}",
                                  .size = 2,
                                  .at = 1,
                                  .draft = draft,
                                  .attachments = &named.id,
                                  .attachment_count = 1};
    assert_true(store_finalise(store, &finalised, &err));
    struct dossier dossier = shelf_find(store, finalised.reference);
    assert_int_equal(dossier.attachments, 1);
    assert_int_equal(count(store, ATTACHMENT_OF_DOSSIER, dossier.id), 1);
    store_tidy(store);
    assert_int_equal(files(*state), 1);
    /* Kept as long as the body is. */
    const struct acceptance how = {.code = "H17.31.22-261121-0004", .accepted_at = 100};
    size_t gone;
    bool left;
    assert_true(store_mark_accepted(store, dossier.id, &how, &err));
    assert_true(store_forget_sent(store, 100, &gone, &left, &err));
    assert_int_equal(files(*state), 1);
    assert_true(store_forget_sent(store, 101, &gone, &left, &err));
    assert_int_equal(files(*state), 0);
    assert_int_equal(count(store, ATTACHMENT_OF_DOSSIER, dossier.id), 0);
    /* One that is not the draft's any more: nothing is finalised. */
    finalised.reference = "7QHM2K9TXV4DA3NPT";
    finalised.key = "00112233445566778899aabbccddeef0";
    finalised.draft = make_draft(store);
    assert_false(store_finalise(store, &finalised, &err));
    store_close(&store);
}

/* A returned dossier can be mended again, however its draft ended. */
static void test_a_returned_dossier_gets_them_back(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct attachment kept, dropped, other;
    int64_t draft = make_draft(store), beside = make_draft(store), id;
    assert_true(attach(store, draft, "one", "1", &kept, &err));
    assert_true(attach(store, draft, "two", "2", &dropped, &err));
    assert_true(attach(store, beside, "one", "3", &other, &err));
    struct finalised finalised = {.reference = "7QHM2K9TXV4DA3NPS",
                                  .key = "00112233445566778899aabbccddeeff",
                                  .procedure = "1.001193",
                                  .body = "{}",
                                  .size = 2,
                                  .at = 1,
                                  .draft = draft,
                                  .attachments = (int64_t[]){kept.id, dropped.id},
                                  .attachment_count = 2};
    assert_true(store_finalise(store, &finalised, &err));
    struct dossier dossier = shelf_find(store, finalised.reference);
    assert_true(store_mark_stopped(store, dossier.id, DOSSIER_REJECTED, REASON_INVALID,
                                   422, "{}", &err));
    for (int round = 0; round < 2; round++) {
        assert_true(
            store_mend_draft(store, finalised.reference, "1.001193", "{}", 2, &id, &err));
        assert_int_equal(count(store, ATTACHMENT_OF_DOSSIER, dossier.id), 0);
        assert_int_equal(count(store, ATTACHMENT_OF_DRAFT, id), 2);
        assert_true(round == 0 ? store_delete_draft(store, id, &err)
                               : store_expire_drafts(store, INT64_MAX, &err));
        assert_int_equal(count(store, ATTACHMENT_OF_DOSSIER, dossier.id), 2);
        /* Another draft's are not touched, and go with it. */
        assert_int_equal(files(*state), round == 0 ? 3 : 2);
    }
    /* Finalised anew: what the new one does not name goes. */
    finalised.replaces = finalised.reference;
    assert_true(store_mend_draft(store, finalised.reference, "1.001193", "{}", 2,
                                 &finalised.draft, &err));
    finalised.reference = "7QHM2K9TXV4DA3NPT";
    finalised.key = "00112233445566778899aabbccddeef0";
    finalised.attachment_count = 1;
    assert_true(store_finalise(store, &finalised, &err));
    store_tidy(store);
    assert_int_equal(files(*state), 1);
    assert_int_equal(count(store, ATTACHMENT_OF_DOSSIER, dossier.id), 0);
    store_close(&store);
}

/* A process that died between the file and its row. */
static void test_orphans_are_swept_when_they_are_old(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct attachment what;
    int64_t draft = make_draft(store);
    assert_true(attach(store, draft, "one", "1", &what, &err));
    char *folder = scratch_path(*state, "attachments");
    const struct timespec OLD[2] = {{.tv_sec = time(NULL) - 7200},
                                    {.tv_sec = time(NULL) - 7200}};
    free(scratch_text(folder, "new-aaaaaa", "x"));
    char *old = scratch_text(folder, "00112233445566778899aabbccddeeff", "x");
    assert_int_equal(utimensat(0, old, OLD, 0), 0);
    char *aside = scratch_text(*state, "motcua.db.damaged-20261122-130501", "");
    store_sweep_attachments(store, true);
    assert_int_equal(files(*state), 3); /* what was set aside may know it */
    unlink(aside);
    free(aside);
    store_sweep_attachments(store, true);
    assert_int_equal(files(*state), 2); /* ours, and what somebody may be writing */
    assert_int_equal(count(store, ATTACHMENT_OF_DRAFT, draft), 1);
    free(old);
    free(folder);
    store_close(&store);
}

static void test_a_row_without_its_file(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct attachment what;
    assert_true(attach(store, make_draft(store), "one", "1", &what, &err));
    char *folder = scratch_path(*state, "attachments"),
         *away = memory_format("%s-", folder);
    assert_int_equal(rename(folder, away), 0);
    assert_null(store_open_attachment(store, what.id, &err));
    assert_non_null(strstr(err.text, "is not there any more"));
    free(folder);
    free(away);
    store_close(&store);
}

/* The files stay as they are: only what holds their keys is sealed anew. */
static void test_a_new_data_key(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct attachment what;
    bool left = true, waits;
    size_t damaged;
    assert_true(attach(store, make_draft(store), "one", "hello", &what, &err));
    assert_true(store_note_upload(store, what.id, "https://a/b", 3, false, &waits, &err));
    assert_true(waits);
    assert_true(store_begin_renewal(store, &err));
    while (left)
        assert_true(store_renew_some(store, &left, &damaged, &err));
    assert_int_equal(damaged, 0);
    store_close(&store);
    store = shelf_open(*state);
    struct sealed_reader *reader = store_open_attachment(store, what.id, &err);
    char content[16];
    assert_int_equal(sealed_reader_read(reader, 0, content, sizeof(content), &err), 5);
    sealed_reader_free(&reader);
    store_close(&store);
}

/* What is gone or damaged stays so; a process without a file left has only to wait. */
static void test_which_errors_last(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct attachment what;
    struct rlimit room, none;
    assert_true(attach(store, make_draft(store), "one", "hello", &what, &err));
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &room), 0);
    none = (struct rlimit){.rlim_cur = 0, .rlim_max = room.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct sealed_reader *reader = store_open_attachment(store, what.id, &err);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &room), 0);
    assert_null(reader);
    assert_true(error_is_set(&err) && !err.lasting);
    error_clear(&err);
    reader = store_open_attachment(store, what.id, &err);
    assert_non_null(reader);
    sealed_reader_free(&reader);
    assert_null(store_open_attachment(store, what.id + 1, &err));
    assert_true(err.lasting);
    store_close(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_SHELF(test_every_length),
        AT_SHELF(test_what_was_spoilt_does_not_open),
        AT_SHELF(test_a_writer_that_ends_leaves_nothing),
        AT_SHELF(test_kept_and_read),
        AT_SHELF(test_which_errors_last),
        AT_SHELF(test_whoever_goes_takes_them_along),
        AT_SHELF(test_a_dossier_takes_over_what_it_names),
        AT_SHELF(test_a_returned_dossier_gets_them_back),
        AT_SHELF(test_orphans_are_swept_when_they_are_old),
        AT_SHELF(test_a_row_without_its_file),
        AT_SHELF(test_a_new_data_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
