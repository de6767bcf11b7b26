/* SPDX-License-Identifier: MIT */
/*
 * Puts dossiers into a store and shows what became of them, for tests of the courier that
 * must choose the bytes themselves.
 *
 *   outbox STATE put COUNT   finalises COUNT dossiers; prints a reference and a key a
 * line outbox STATE list        a JSON array of all rows, newest first outbox STATE
 * problem ID  what the portal said was wrong
 */
#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/reference.h"
#include "kiosk/store/store.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 2000 };

static bool finalise(struct store *store, const char *reference, const char *procedure,
                     const void *body, size_t size, struct error *err)
{
    char key[STORE_KEY_ROOM];
    unsigned char random[16];
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(key, sizeof(key), random, sizeof(random));
    struct finalised finalised = {.reference = reference,
                                  .key = key,
                                  .procedure = procedure,
                                  .body = body,
                                  .size = size,
                                  .at = clock_now()};
    if (!store_finalise(store, &finalised, err))
        return false;
    printf("%s %s\n", reference, key);
    return true;
}

static bool put(struct store *store, struct error *err)
{
    char reference[REFERENCE_ROOM];
    reference_make(reference);
    /* Bytes that no encoder would write twice in the same way. */
    char *body = memory_format(
        "{ \"reference\":\"%s\",\t\"name\" : \"Ph\\u1ea1m Thử\"\n}", reference);
    bool fine = finalise(store, reference, "1.001193", body, strlen(body), err);
    free(body);
    return fine;
}

static bool add(struct store *store, const char *path, struct error *err)
{
    struct buffer bytes;
    json_t *submission = json_read_file(path, &JSON_FORM_LIMITS, err);
    bool fine = submission != NULL;
    fine = file_read(path, 1 << 20, &bytes, err) && fine;
    fine = fine && finalise(store, json_text_or(submission, "reference", ""),
                            json_text_or(submission, "procedure", ""), bytes.data,
                            bytes.size, err);
    buffer_free(&bytes);
    json_decref(submission);
    return fine;
}

static void list(struct store *store)
{
    struct dossier *rows = memory_array(MOST_ROWS, sizeof(*rows));
    size_t count = store_list_dossiers(store, rows, MOST_ROWS, NULL);
    json_t *all = json_array();
    for (size_t i = 0; i < count && i < MOST_ROWS; i++)
        json_array_append_new(
            all, json_pack("{s:I, s:s, s:s, s:i, s:i, s:i, s:i, s:I, s:s, s:i}", "id",
                           (json_int_t)rows[i].id, "reference", rows[i].reference, "key",
                           rows[i].key, "state", (int)rows[i].state, "reason",
                           (int)rows[i].reason, "http", rows[i].http_status, "attempts",
                           rows[i].attempts, "next", (json_int_t)rows[i].next_try, "code",
                           rows[i].code, "status", rows[i].status));
    json_dumpf(all, stdout, JSON_INDENT(1));
    json_decref(all);
    free(rows);
}

static bool problem(struct store *store, int64_t id, struct error *err)
{
    struct buffer words;
    bool fine = store_read_problem(store, id, &words, err);
    if (fine)
        puts(words.data);
    buffer_free(&words);
    return fine;
}

int main(int argc, char **argv)
{
    struct error err = {0};
    if (argc < 3 || sodium_init() < 0)
        return 64;
    struct store *store = store_open(argv[1], "", &err);
    bool fine = store != NULL;
    long number = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
    if (fine && strcmp(argv[2], "list") == 0)
        list(store);
    else if (fine && strcmp(argv[2], "problem") == 0)
        fine = problem(store, number, &err);
    else if (fine && argc > 3 && strcmp(argv[2], "add") == 0)
        fine = add(store, argv[3], &err);
    for (long i = 0; fine && i < number && strcmp(argv[2], "put") == 0; i++)
        fine = put(store, &err);
    store_close(&store);
    if (!fine)
        fprintf(stderr, "outbox: %s\n", err.text);
    return fine ? 0 : 1;
}
