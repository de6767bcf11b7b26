/* SPDX-License-Identifier: MIT */
/*
 * Every word of Debian's Vietnamese word list, typed by every habit, comes back as it is
 * in the list. Nothing of the list is left out: its foreign words and abbreviations
 * (Telex, GIF, HĐND) count as well. The list has the new tone style; the old one is made
 * of it. The words that fail are printed. Then the names of all provinces and communes.
 */
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "tests/unit/typist.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char LIST[] = "/usr/share/hunspell/vi_VN.dic";
static const char PLACES[] = "/../shared/data/places/vn-units-2026-07.json";

enum { WORD_ROOM = 256, PLACES_ROOM = 4 << 20, SKIPPED = 77 };

/* In tenths of a percent. Places have letters that are tone keys too: Cuôr, Dur, Ktur. */
enum { LIST_LEAST = 995, PLACES_LEAST = 980 };

static const struct {
    const char *name;
    enum telex_method method;
    enum typist_habit habit;
} WAYS[] = {
    {"Telex, inline", TELEX_TELEX, TYPIST_INLINE},
    {"Telex, tone last", TELEX_TELEX, TYPIST_TONE_LAST},
    {"Telex, all last", TELEX_TELEX, TYPIST_ALL_LAST},
    {"VNI, inline", TELEX_VNI, TYPIST_INLINE},
    {"VNI, tone last", TELEX_VNI, TYPIST_TONE_LAST},
    {"VNI, all last", TELEX_VNI, TYPIST_ALL_LAST},
};

enum { WAY_COUNT = sizeof(WAYS) / sizeof(WAYS[0]) };

/* The ends that old style writes otherwise: hoà is hòa; but quỳ stays. */
static const char *const ENDS[][2] = {
    {"oà", "òa"}, {"oá", "óa"}, {"oả", "ỏa"}, {"oã", "õa"}, {"oạ", "ọa"},
    {"oè", "òe"}, {"oé", "óe"}, {"oẻ", "ỏe"}, {"oẽ", "õe"}, {"oẹ", "ọe"},
    {"uỳ", "ùy"}, {"uý", "úy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uỵ", "ụy"},
};

static void to_old_style(char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i < sizeof(ENDS) / sizeof(ENDS[0]); i++) {
        size_t end = strlen(ENDS[i][0]);
        if (size >= end && strcmp(word + size - end, ENDS[i][0]) == 0 &&
            strncmp(word, "qu", 2) != 0)
            memcpy(word + size - end, ENDS[i][1], end);
    }
}

/* The tone mark may stand elsewhere: places are written in both styles. */
static bool is_same_name(const char *a, const char *b)
{
    char *one = viet_key(a), *other = viet_key(b);
    bool same = strcmp(one, other) == 0;
    free(one);
    free(other);
    return same;
}

struct tally {
    size_t right, all;
};

static void count(struct tally *tally, const char *wanted, const char *keys, char *text,
                  bool right)
{
    tally->all++;
    tally->right += right;
    if (!right)
        printf("  %s: %s gives %s\n", wanted, keys, text);
    free(text);
}

static struct telex_settings settings_of(size_t way, bool new_style)
{
    return (struct telex_settings){.method = WAYS[way].method, .new_style = new_style};
}

static int report(const char *what, size_t way, struct tally tally, size_t least)
{
    bool enough = tally.right * 1000 >= tally.all * least;
    printf("%s%s, %s: %.2f %% of %zu\n", enough ? "" : "FAIL: ", what, WAYS[way].name,
           100.0 * (double)tally.right / (double)tally.all, tally.all);
    return enough ? 0 : 1;
}

static int try_list(FILE *file, size_t way, bool new_style)
{
    char line[WORD_ROOM];
    struct tally tally = {0};
    rewind(file);
    for (bool first = true; fgets(line, sizeof(line), file); first = false) {
        line[strcspn(line, "\r\n/")] = '\0'; /* behind a '/': flags of the speller */
        if (first || !line[0])
            continue; /* the first line counts the words */
        if (!new_style)
            to_old_style(line);
        char keys[WORD_ROOM];
        typist_type(keys, sizeof(keys), line, WAYS[way].method, WAYS[way].habit);
        char *text = telex_convert(keys, settings_of(way, new_style));
        count(&tally, line, keys, text, strcmp(text, line) == 0);
    }
    return report(new_style ? "word list, new style" : "word list, old style", way, tally,
                  LIST_LEAST);
}

/* Bytes of the run of letters that `text` begins with. */
static size_t letters_at(const char *text)
{
    size_t size = 0;
    while (text[size]) {
        uint32_t c, base;
        size_t used = utf8_read(text + size, 4, &c);
        base = viet_base(c);
        if (base < 'a' || base > 'z')
            break;
        size += used;
    }
    return size;
}

/* The keys of a whole name: word by word, and what is no letter as it is. */
static void type_name(struct buffer *out, const char *name, size_t way)
{
    while (*name) {
        char keys[WORD_ROOM] = {*name};
        size_t size = letters_at(name);
        char *word = memory_copy_span(name, size);
        if (size)
            typist_type(keys, sizeof(keys), word, WAYS[way].method, WAYS[way].habit);
        buffer_add_text(out, keys);
        free(word);
        name += size ? size : 1;
    }
}

static int try_places(const char *text, size_t way)
{
    static const char before[] = "\"FullName\": \"";
    struct tally tally = {0};
    while ((text = strstr(text, before))) {
        struct buffer keys;
        text += strlen(before);
        char *name = memory_copy_span(text, strcspn(text, "\""));
        buffer_init(&keys, 4096);
        type_name(&keys, name, way);
        char *got = telex_convert(keys.data, settings_of(way, false));
        count(&tally, name, keys.data, got, is_same_name(got, name));
        buffer_free(&keys);
        free(name);
    }
    return report("places", way, tally, PLACES_LEAST);
}

/* The places are not part of the project: without them the list alone counts. */
static int try_all_places(void)
{
    struct error err = {0};
    struct buffer text;
    const char *top = getenv("TOP_SRCDIR");
    char *path = memory_format("%s%s", top ? top : ".", PLACES);
    int failed = 0;
    if (!file_read(path, PLACES_ROOM, &text, &err))
        printf("%s: the places are left out\n", err.text);
    for (size_t way = 0; text.size && way < WAY_COUNT; way++)
        failed += try_places(text.data, way);
    buffer_free(&text);
    free(path);
    return failed;
}

int main(void)
{
    FILE *file = fopen(LIST, "r");
    if (!file) {
        printf("%s (package hunspell-vi) is not here\n", LIST);
        return SKIPPED;
    }
    int failed = 0;
    for (size_t way = 0; way < WAY_COUNT; way++)
        failed += try_list(file, way, true) + try_list(file, way, false);
    fclose(file);
    failed += try_all_places();
    return failed ? 1 : 0;
}
