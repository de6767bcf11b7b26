/* SPDX-License-Identifier: MIT */
/*
 * What the fault tests need and the product does not offer:
 *
 *   tool STATE draft FORMS PROCEDURE ANSWERS   a draft that is filled in to its end
 *   tool STATE early PROCEDURE FILE            finalises a file's bytes, and prints the
 *       reference BEFORE the commit: a wrong program, that the tests must find out
 *   tool STATE put PROCEDURE FILE COUNT        finalises them COUNT times, and prints
 *       each reference behind its commit
 *
 * In FILE the word REFERENCE stands for the reference.
 */
#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/catalogue.h"
#include "kiosk/service/draft.h"
#include "kiosk/service/drain.h"
#include "kiosk/service/reference.h"

#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool make_draft(struct store *store, char **words, struct error *err)
{
    char today[CLOCK_DATE_ROOM];
    struct catalogue *catalogue = catalogue_create();
    catalogue_load_forms(catalogue, words[0], err);
    const struct procedure *procedure = catalogue_find(catalogue, words[1], err);
    json_t *answers = json_read_file(words[2], &JSON_FORM_LIMITS, err);
    struct form *form = procedure && answers ? form_create_take(procedure, answers,
                                                                clock_today(today), err)
                                             : NULL;
    bool fine = form != NULL;
    if (fine) {
        int64_t id = 0;
        form_leave_all(form);
        const struct draft_place place = {
            .step = form_step_count(form) - 1, .field = SIZE_MAX, .papers = true};
        fine = draft_save(store, &id, procedure, form, &place, err);
        form_free(&form);
    }
    catalogue_free(&catalogue);
    return fine;
}

/* The bytes with the reference in its place. Allocated. */
static char *make_body(const char *text, const char *reference)
{
    static const char WORD[] = "REFERENCE";
    const char *at = strstr(text, WORD);
    if (!at)
        return memory_copy_text(text);
    return memory_format("%.*s%s%s", (int)(at - text), text, reference,
                         at + strlen(WORD));
}

static bool finalise(struct store *store, const char *procedure, const char *text,
                     bool early, struct error *err)
{
    char reference[REFERENCE_ROOM], key[STORE_KEY_ROOM];
    unsigned char random[16];
    reference_make(reference);
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(key, sizeof(key), random, sizeof(random));
    char *body = make_body(text, reference);
    struct finalised finalised = {.reference = reference,
                                  .key = key,
                                  .procedure = procedure,
                                  .body = body,
                                  .size = strlen(body),
                                  .at = clock_now()};
    if (early)
        printf("%s\n", reference);
    fflush(stdout);
    bool fine = store_finalise(store, &finalised, err);
    if (fine && !early)
        printf("%s\n", reference);
    free(body);
    return fine;
}

static bool put(struct store *store, char **words, long count, bool early,
                struct error *err)
{
    struct buffer text;
    bool fine = file_read(words[1], 1 << 20, &text, err);
    for (long i = 0; fine && i < count; i++)
        fine = finalise(store, words[0], text.data, early, err);
    buffer_free(&text);
    return fine;
}

int main(int argc, char **argv)
{
    struct error err = {0};
    setlocale(LC_ALL, "C.UTF-8");
    if (argc < 5 || sodium_init() < 0)
        return 64;
    const char *what = argv[2];
    struct store *store = store_open(argv[1], "", &err);
    bool fine = store != NULL;
    if (fine && strcmp(what, "draft") == 0 && argc == 6)
        fine = make_draft(store, argv + 3, &err);
    else if (fine && strcmp(what, "early") == 0)
        fine = put(store, argv + 3, 1, true, &err);
    else if (fine && strcmp(what, "put") == 0 && argc == 6)
        fine = put(store, argv + 3, strtol(argv[5], NULL, 10), false, &err);
    store_close(&store);
    if (!fine)
        fprintf(stderr, "tool: %s\n", err.text);
    return fine ? 0 : 1;
}
