/* SPDX-License-Identifier: MIT */
#include "kiosk/search/sayings.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MOST = 10, /* of one pattern */
    GAP_MOST = 3,    /* words that ".." may stand for */
    LINES_MOST = 5000,
    PHRASE_ROOM = 200,
    WEIGHT_MOST = 1000
};

/* A word of a pattern: itself, any phrase of a class, or a gap. */
struct part {
    enum part_kind { PART_WORD, PART_CLASS, PART_GAP } kind;
    struct spoken_word word;
    size_t class;
};

struct pattern {
    struct part parts[WORDS_MOST];
    size_t count;
};

struct class
{
    char *name; /* with its @ */
    struct pattern *phrases;
    size_t count;
};

struct saying {
    struct pattern pattern;
    char **meant;
    size_t count;
};

struct special {
    char *phrase; /* folded */
    int worth;
};

struct abbreviation {
    char *word, *phrase; /* folded */
};

struct sayings {
    int weights[TRAIT_COUNT];
    struct class *classes;
    size_t class_count;
    struct saying *sayings;
    size_t count;
    struct special *specials;
    size_t special_count;
    struct abbreviation *abbreviations;
    size_t abbreviation_count;
    char **firsts; /* codes */
    size_t first_count;
};

static const char *const TRAIT_NAME[TRAIT_COUNT] = {
    [TRAIT_MODELLED] = "modelled",
    [TRAIT_COMMUNE] = "commune",
    [TRAIT_CITIZEN] = "citizen",
    [TRAIT_BUSINESS] = "business",
    [TRAIT_OTHER_PROVINCE] = "other-province",
    [TRAIT_OWN_PROVINCE] = "own-province",
    [TRAIT_INTERNAL] = "internal",
};

/* --- reading -------------------------------------------------------------------------
 */

struct reader {
    struct sayings *sayings;
    bool (*take)(struct sayings *sayings, char *left, char *right);
};

static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    size_t size = strlen(text);
    while (size && strchr(" \t\r", text[size - 1]))
        text[--size] = '\0';
    return text;
}

/* Cuts the first piece up to `mark` off *rest; NULL when nothing is left. */
static char *cut(char **rest, char mark)
{
    if (!*rest)
        return NULL;
    char *piece = *rest, *end = strchr(piece, mark);
    *rest = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    return trim(piece);
}

static size_t find_class(const struct sayings *sayings, const char *name)
{
    size_t i = 0;
    while (i < sayings->class_count && strcmp(sayings->classes[i].name, name) != 0)
        i++;
    return i;
}

static bool read_part(const struct sayings *sayings, const char *token, struct part *part)
{
    if (strcmp(token, "..") == 0) {
        part->kind = PART_GAP;
        return true;
    }
    if (token[0] == '@') {
        part->kind = PART_CLASS;
        part->class = find_class(sayings, token);
        return part->class < sayings->class_count;
    }
    part->kind = PART_WORD;
    return spoken_read(token, &part->word, 1) == 1;
}

/* A gap stands between two words, never at an end. */
static bool read_pattern(const struct sayings *sayings, char *text, struct pattern *out)
{
    *out = (struct pattern){0};
    for (char *token; (token = cut(&text, ' '));) {
        if (!*token)
            continue;
        if (out->count == WORDS_MOST ||
            !read_part(sayings, token, &out->parts[out->count++]))
            return false;
    }
    return out->count > 0 && out->parts[0].kind != PART_GAP &&
           out->parts[out->count - 1].kind != PART_GAP;
}

/* A whole number of the file. */
static bool read_worth(const char *text, int *out)
{
    char *end;
    long worth = text ? strtol(text, &end, 10) : 0;
    if (!text || *end || end == text || labs(worth) > WEIGHT_MOST)
        return false;
    *out = (int)worth;
    return true;
}

static bool take_special(struct sayings *sayings, char *left, char *right)
{
    int worth;
    if (!read_worth(right, &worth))
        return false;
    for (char *phrase; (phrase = cut(&left, '|'));) {
        char folded[PHRASE_ROOM];
        if (spoken_fold(folded, sizeof(folded), phrase) == 0)
            return false;
        sayings->specials = memory_resize(sayings->specials, sayings->special_count + 1,
                                          sizeof(*sayings->specials));
        sayings->specials[sayings->special_count++] =
            (struct special){memory_copy_text(folded), worth};
    }
    return true;
}

static bool take_weight(struct sayings *sayings, char *left, char *right)
{
    for (size_t i = 0; i < TRAIT_COUNT; i++) {
        if (strcmp(TRAIT_NAME[i], left) == 0)
            return read_worth(right, &sayings->weights[i]);
    }
    return false;
}

static bool take_first(struct sayings *sayings, char *left, char *right)
{
    sayings->firsts = memory_resize(sayings->firsts, sayings->first_count + 1,
                                    sizeof(*sayings->firsts));
    sayings->firsts[sayings->first_count++] = memory_copy_text(left);
    return right == NULL;
}

static bool take_class(struct sayings *sayings, char *left, char *right)
{
    if (left[0] != '@' || find_class(sayings, left) < sayings->class_count)
        return false;
    struct class class = {.name = memory_copy_text(left)};
    bool fine = right != NULL;
    for (char *phrase; fine && (phrase = cut(&right, ','));) {
        class.phrases =
            memory_resize(class.phrases, class.count + 1, sizeof(*class.phrases));
        fine = read_pattern(sayings, phrase, &class.phrases[class.count]);
        class.count += fine;
    }
    sayings->classes = memory_resize(sayings->classes, sayings->class_count + 1,
                                     sizeof(*sayings->classes));
    sayings->classes[sayings->class_count++] = class;
    return fine;
}

static void add_saying(struct sayings *sayings, const struct pattern *pattern,
                       const char *meant)
{
    sayings->sayings =
        memory_resize(sayings->sayings, sayings->count + 1, sizeof(*sayings->sayings));
    struct saying *saying = &sayings->sayings[sayings->count++];
    *saying = (struct saying){.pattern = *pattern};
    char *copy = memory_copy_text(meant), *rest = copy;
    for (char *phrase; (phrase = cut(&rest, '|'));) {
        char folded[PHRASE_ROOM];
        if (spoken_fold(folded, sizeof(folded), phrase) == 0)
            continue;
        saying->meant =
            memory_resize(saying->meant, saying->count + 1, sizeof(*saying->meant));
        saying->meant[saying->count++] = memory_copy_text(folded);
    }
    free(copy);
}

static bool take_saying(struct sayings *sayings, char *left, char *right)
{
    struct pattern pattern;
    for (char *said; (said = cut(&left, '|'));) {
        if (!right || !read_pattern(sayings, said, &pattern))
            return false;
        add_saying(sayings, &pattern, right);
    }
    return true;
}

/* A saying, too: who types it means the phrase. */
static bool take_abbreviation(struct sayings *sayings, char *left, char *right)
{
    char word[PHRASE_ROOM], phrase[PHRASE_ROOM];
    struct pattern pattern;
    if (!right || spoken_fold(word, sizeof(word), left) == 0 || strchr(word, ' ') ||
        spoken_fold(phrase, sizeof(phrase), right) == 0 ||
        !read_pattern(sayings, left, &pattern))
        return false;
    add_saying(sayings, &pattern, right);
    sayings->abbreviations =
        memory_resize(sayings->abbreviations, sayings->abbreviation_count + 1,
                      sizeof(*sayings->abbreviations));
    sayings->abbreviations[sayings->abbreviation_count++] =
        (struct abbreviation){memory_copy_text(word), memory_copy_text(phrase)};
    return true;
}

static bool take_nothing(struct sayings *sayings, char *left, char *right)
{
    struct pattern pattern;
    if (right)
        return false;
    for (char *said; (said = cut(&left, ','));) {
        if (!*said)
            continue;
        if (!read_pattern(sayings, said, &pattern))
            return false;
        add_saying(sayings, &pattern, "");
    }
    return true;
}

static const struct {
    const char *name;
    bool (*take)(struct sayings *sayings, char *left, char *right);
} SECTIONS[] = {
    {"[first]", take_first},
    {"[weights]", take_weight},
    {"[special]", take_special},
    {"[classes]", take_class},
    {"[abbreviations]", take_abbreviation},
    {"[nothing]", take_nothing},
    {"[sayings]", take_saying},
};

static bool take_line(struct reader *reader, char *line)
{
    line = trim(line);
    if (*line == '\0' || *line == '#')
        return true;
    if (*line == '[') {
        reader->take = NULL;
        for (size_t i = 0; i < sizeof(SECTIONS) / sizeof(SECTIONS[0]); i++) {
            if (strcmp(SECTIONS[i].name, line) == 0)
                reader->take = SECTIONS[i].take;
        }
        return reader->take != NULL;
    }
    char *rest = line, *left = cut(&rest, '=');
    return reader->take && reader->take(reader->sayings, left, rest ? trim(rest) : NULL);
}

struct sayings *sayings_read(const char *text, struct error *err)
{
    struct reader reader = {.sayings = memory_alloc(sizeof(struct sayings))};
    bool fine = true;
    for (int number = 1; *text && number <= LINES_MOST; number++) {
        size_t size = strcspn(text, "\n");
        char *line = memory_copy_span(text, size);
        if (!take_line(&reader, line) && fine)
            fine = error_set(err, _("Line %d cannot be read."), number);
        free(line);
        text += size + (text[size] == '\n');
    }
    return reader.sayings;
}

void sayings_free(struct sayings **sayings)
{
    if (!*sayings)
        return;
    struct sayings *s = *sayings;
    for (size_t i = 0; i < s->class_count; i++) {
        free(s->classes[i].name);
        free(s->classes[i].phrases);
    }
    for (size_t i = 0; i < s->count; i++) {
        for (size_t m = 0; m < s->sayings[i].count; m++)
            free(s->sayings[i].meant[m]);
        free(s->sayings[i].meant);
    }
    for (size_t i = 0; i < s->special_count; i++)
        free(s->specials[i].phrase);
    for (size_t i = 0; i < s->abbreviation_count; i++) {
        free(s->abbreviations[i].word);
        free(s->abbreviations[i].phrase);
    }
    free(s->abbreviations);
    for (size_t i = 0; i < s->first_count; i++)
        free(s->firsts[i]);
    free(s->firsts);
    free(s->specials);
    free(s->classes);
    free(s->sayings);
    free(s);
    *sayings = NULL;
}

int sayings_weight(const struct sayings *sayings, enum search_trait trait)
{
    return sayings ? sayings->weights[trait] : 0;
}

const char *sayings_special(const struct sayings *sayings, size_t number, int *worth)
{
    if (!sayings || number >= sayings->special_count)
        return NULL;
    *worth = sayings->specials[number].worth;
    return sayings->specials[number].phrase;
}

int sayings_first(const struct sayings *sayings, const char *code)
{
    size_t place = 0;
    while (sayings && place < sayings->first_count &&
           strcmp(sayings->firsts[place], code) != 0)
        place++;
    return sayings ? (int)(sayings->first_count - place) : 0;
}

const char *sayings_abbreviation(const struct sayings *sayings, size_t number,
                                 const char **phrase)
{
    if (!sayings || number >= sayings->abbreviation_count)
        return NULL;
    *phrase = sayings->abbreviations[number].phrase;
    return sayings->abbreviations[number].word;
}

/* --- matching ------------------------------------------------------------------------
 */

struct said {
    const struct spoken_word *words;
    size_t count;
};

static size_t match_parts(const struct sayings *sayings, const struct part *parts,
                          size_t left, struct said said, bool *found);

/* A phrase of the class, and then the rest of the pattern: the longest way. */
static size_t match_class(const struct sayings *sayings, const struct part *parts,
                          size_t left, struct said said, bool *found)
{
    const struct class *class = &sayings->classes[parts[0].class];
    size_t longest = 0;
    for (size_t i = 0; i < class->count; i++) {
        const struct pattern *phrase = &class->phrases[i];
        bool here = false, beyond = false;
        size_t used = match_parts(sayings, phrase->parts, phrase->count, said, &here);
        if (!here)
            continue;
        struct said rest = {said.words + used, said.count - used};
        size_t more = match_parts(sayings, parts + 1, left - 1, rest, &beyond);
        if (beyond && used + more > longest) {
            longest = used + more;
            *found = true;
        }
    }
    return longest;
}

static size_t match_gap(const struct sayings *sayings, const struct part *parts,
                        size_t left, struct said said, bool *found)
{
    for (size_t gap = 0; gap <= GAP_MOST && gap <= said.count; gap++) {
        struct said rest = {said.words + gap, said.count - gap};
        size_t used = match_parts(sayings, parts + 1, left - 1, rest, found);
        if (*found)
            return gap + used;
    }
    return 0;
}

/* How many of the words the parts take; *found: all parts were met. A class names only
 * classes that stand before it, so this comes to an end. */
static size_t match_parts(const struct sayings *sayings, const struct part *parts,
                          size_t left, struct said said, bool *found)
{
    if (left == 0) {
        *found = true;
        return 0;
    }
    if (parts[0].kind == PART_CLASS)
        return match_class(sayings, parts, left, said, found);
    if (parts[0].kind == PART_GAP)
        return match_gap(sayings, parts, left, said, found);
    if (said.count == 0 || !spoken_is(&said.words[0], &parts[0].word))
        return 0;
    struct said rest = {said.words + 1, said.count - 1};
    return 1 + match_parts(sayings, parts + 1, left - 1, rest, found);
}

struct saying_match sayings_match(const struct sayings *sayings,
                                  const struct spoken_word *words, size_t count)
{
    struct saying_match best = {0};
    for (size_t i = 0; sayings && i < sayings->count; i++) {
        const struct saying *saying = &sayings->sayings[i];
        const struct part *first = &saying->pattern.parts[0];
        if (count == 0 ||
            (first->kind == PART_WORD && first->word.folded[0] != words[0].folded[0]))
            continue; /* as most do */
        bool found = false;
        struct said said = {words, count};
        size_t used = match_parts(sayings, saying->pattern.parts, saying->pattern.count,
                                  said, &found);
        if (found && used > best.words)
            best = (struct saying_match){.words = used,
                                         .meant = (const char *const *)saying->meant,
                                         .count = saying->count};
    }
    return best;
}
