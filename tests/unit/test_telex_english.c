/* SPDX-License-Identifier: MIT */
/*
 * The commonest English words, typed as they are, stay as they are: SCOWL's two commonest
 * levels, 10,900 words without those that have an apostrophe (which ends a word here) or
 * letters beyond ASCII. What else is on the screen then is a Vietnamese word, typed by
 * the same keys ("his" is hí); those are printed.
 */
#include "kiosk/input/telex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const LISTS[] = {
    "/usr/share/dict/scowl/english-words.10",
    "/usr/share/dict/scowl/english-words.20",
    "/usr/share/dict/scowl/american-words.10",
    "/usr/share/dict/scowl/american-words.20",
};

enum { WORD_ROOM = 256, WORDS_LEAST = 10000, PERCENT_LEAST = 95, SKIPPED = 77 };

struct tally {
    size_t right, all;
};

static void try_word(struct tally *tally, const char *word, enum telex_method method)
{
    char *text = telex_convert(word, (struct telex_settings){.method = method});
    tally->all++;
    if (strcmp(text, word) == 0)
        tally->right++;
    else
        printf("  %s gives %s\n", word, text);
    free(text);
}

static void try_list(struct tally *tally, FILE *file, enum telex_method method)
{
    char line[WORD_ROOM];
    while (fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")])
            continue;
        try_word(tally, line, method);
    }
}

int main(void)
{
    struct tally tallies[] = {[TELEX_TELEX] = {0}, [TELEX_VNI] = {0}};
    for (size_t i = 0; i < sizeof(LISTS) / sizeof(LISTS[0]); i++) {
        FILE *file = fopen(LISTS[i], "r");
        if (!file) {
            printf("%s (package scowl) is not here\n", LISTS[i]);
            return SKIPPED;
        }
        try_list(&tallies[TELEX_TELEX], file, TELEX_TELEX);
        rewind(file);
        try_list(&tallies[TELEX_VNI], file, TELEX_VNI);
        fclose(file);
    }
    int failed = 0;
    for (size_t i = 0; i < 2; i++) {
        struct tally tally = tallies[i];
        printf("%s: %.2f %% of %zu are left as typed\n", i == TELEX_VNI ? "VNI" : "Telex",
               100.0 * (double)tally.right / (double)tally.all, tally.all);
        failed |=
            tally.all < WORDS_LEAST || tally.right * 100 < tally.all * PERCENT_LEAST;
    }
    return failed;
}
