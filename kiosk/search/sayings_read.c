/* SPDX-License-Identifier: MIT */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/search/sayings_table.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MOST = 10, /* of one pattern */
    LINES_MOST = 5000,
    PHRASE_ROOM = 200,
    WEIGHT_MOST = 1000,
    NO_MEANING = 0,
    NO_WORD = (1 << 30) - 1 /* what a part can hold */
};

static const char *const TRAIT_NAME[TRAIT_COUNT] = {
    [TRAIT_MODELLED] = "modelled",
    [TRAIT_COMMUNE] = "commune",
    [TRAIT_CITIZEN] = "citizen",
    [TRAIT_BUSINESS] = "business",
    [TRAIT_OTHER_PROVINCE] = "other-province",
    [TRAIT_OWN_PROVINCE] = "own-province",
    [TRAIT_INTERNAL] = "internal",
    [TRAIT_ABROAD] = "abroad",
};

struct reader {
    struct sayings *sayings;
    struct vocabulary *written; /* words as they are written in the file, */
    uint32_t *read;             /* and which words they are */
    size_t written_count;
    bool (*take)(struct reader *reader, char *left, char *right);
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static char *trim(char *text)
{
    while (is_blank(*text))
        text++;
    size_t size = strlen(text);
    while (size && is_blank(text[size - 1]))
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

/* Cuts the first word off *rest, which becomes what is behind it; "": there is none. A
 * file has thousands: they are not worth the calls that cut() makes. */
static char *cut_word(char **rest)
{
    char *word = *rest;
    while (is_blank(*word))
        word++;
    char *end = word;
    while (*end && !is_blank(*end))
        end++;
    *rest = *end ? end + 1 : end;
    *end = '\0';
    return word;
}

static size_t find_class(const struct sayings *sayings, const char *name)
{
    size_t i = 0;
    while (i < sayings->class_count && strcmp(sayings->classes[i].name, name) != 0)
        i++;
    return i;
}

/* Its number. */
static uint32_t keep_word(struct sayings *sayings, const struct spoken_word *word)
{
    uint32_t number = vocabulary_add(sayings->words, word->marked, strlen(word->marked));
    if (number < sayings->word_count)
        return number;
    sayings->folds =
        memory_one_more(sayings->folds, sayings->word_count, sizeof(*sayings->folds));
    sayings->folds[sayings->word_count++] =
        vocabulary_add(sayings->folded, word->folded, strlen(word->folded));
    return number;
}

/* False: it is no word. The same few words are written again and again: each is read
 * once. */
static bool read_word(struct reader *reader, const char *token, struct part *part)
{
    struct sayings *sayings = reader->sayings;
    uint32_t written = vocabulary_add(reader->written, token, strlen(token));
    if (written == reader->written_count) {
        struct spoken_word word = {.folded = ""};
        uint32_t number = NO_WORD;
        if (spoken_read(token, &word, 1))
            number = keep_word(sayings, &word);
        reader->read = memory_one_more(reader->read, written, sizeof(*reader->read));
        reader->read[reader->written_count++] = number;
    }
    *part = (struct part){PART_WORD, reader->read[written]};
    return reader->read[written] != NO_WORD;
}

static bool read_part(struct reader *reader, const char *token, struct part *part)
{
    const struct sayings *sayings = reader->sayings;
    if (strcmp(token, "..") == 0) {
        *part = (struct part){.kind = PART_GAP};
        return true;
    }
    if (token[0] == '@') {
        size_t class = find_class(sayings, token);
        *part = (struct part){PART_CLASS, (unsigned)class};
        return class < sayings->class_count;
    }
    return read_word(reader, token, part);
}

static void add_parts(struct sayings *sayings, const struct part *parts, size_t count,
                      struct pattern *out)
{
    bool word = parts[0].kind == PART_WORD;
    *out = (struct pattern){.first = (uint32_t)sayings->part_count,
                            .count = (uint16_t)count,
                            .opening = word ? sayings->folds[parts[0].number]
                                            : OPENS_WITH_CLASS};
    for (size_t i = 0; i < count; i++) {
        sayings->parts =
            memory_one_more(sayings->parts, sayings->part_count, sizeof(*sayings->parts));
        sayings->parts[sayings->part_count++] = parts[i];
    }
}

/* A gap stands between two words, never at an end. */
static bool read_pattern(struct reader *reader, char *text, struct pattern *out)
{
    struct part parts[WORDS_MOST];
    size_t count = 0;
    for (char *token; *(token = cut_word(&text));) {
        if (count == WORDS_MOST || !read_part(reader, token, &parts[count++]))
            return false;
    }
    if (count == 0 || parts[0].kind == PART_GAP || parts[count - 1].kind == PART_GAP)
        return false;
    add_parts(reader->sayings, parts, count, out);
    return true;
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

static bool take_special(struct reader *reader, char *left, char *right)
{
    struct sayings *sayings = reader->sayings;
    int worth;
    if (!read_worth(right, &worth))
        return false;
    for (char *phrase; (phrase = cut(&left, '|'));) {
        char folded[PHRASE_ROOM];
        if (spoken_fold(folded, sizeof(folded), phrase) == 0)
            return false;
        sayings->specials = memory_one_more(sayings->specials, sayings->special_count,
                                            sizeof(*sayings->specials));
        sayings->specials[sayings->special_count++] =
            (struct special){memory_copy_text(folded), worth};
    }
    return true;
}

static bool take_weight(struct reader *reader, char *left, char *right)
{
    struct sayings *sayings = reader->sayings;
    for (size_t i = 0; i < TRAIT_COUNT; i++) {
        if (strcmp(TRAIT_NAME[i], left) == 0)
            return read_worth(right, &sayings->weights[i]);
    }
    return false;
}

static bool take_first(struct reader *reader, char *left, char *right)
{
    struct sayings *sayings = reader->sayings;
    sayings->firsts =
        memory_one_more(sayings->firsts, sayings->first_count, sizeof(*sayings->firsts));
    sayings->firsts[sayings->first_count++] = memory_copy_text(left);
    return right == NULL;
}

static bool take_class(struct reader *reader, char *left, char *right)
{
    struct sayings *sayings = reader->sayings;
    if (left[0] != '@' || find_class(sayings, left) < sayings->class_count)
        return false;
    struct class class = {.name = memory_copy_text(left)};
    bool fine = right != NULL;
    for (char *phrase; fine && (phrase = cut(&right, ','));) {
        class.phrases =
            memory_one_more(class.phrases, class.count, sizeof(*class.phrases));
        fine = read_pattern(reader, phrase, &class.phrases[class.count]);
        class.count += fine;
    }
    sayings->classes = memory_one_more(sayings->classes, sayings->class_count,
                                       sizeof(*sayings->classes));
    sayings->classes[sayings->class_count++] = class;
    return fine;
}

/* Its number. */
static uint32_t add_meaning(struct sayings *sayings, char *meant)
{
    struct meaning meaning = {.count = 0};
    for (char *phrase; (phrase = cut(&meant, '|'));) {
        char folded[PHRASE_ROOM];
        if (spoken_fold(folded, sizeof(folded), phrase) == 0)
            continue;
        meaning.phrases =
            memory_one_more(meaning.phrases, meaning.count, sizeof(*meaning.phrases));
        meaning.phrases[meaning.count++] = memory_copy_text(folded);
    }
    sayings->meanings = memory_one_more(sayings->meanings, sayings->meaning_count,
                                        sizeof(*sayings->meanings));
    sayings->meanings[sayings->meaning_count] = meaning;
    return (uint32_t)sayings->meaning_count++;
}

static void add_saying(struct sayings *sayings, struct pattern pattern, uint32_t meaning)
{
    sayings->sayings =
        memory_one_more(sayings->sayings, sayings->count, sizeof(*sayings->sayings));
    sayings->sayings[sayings->count++] = (struct saying){pattern, meaning};
}

static bool take_saying(struct reader *reader, char *left, char *right)
{
    struct sayings *sayings = reader->sayings;
    struct pattern pattern;
    if (!right)
        return false;
    uint32_t meaning = add_meaning(sayings, right);
    for (char *said; (said = cut(&left, '|'));) {
        if (!read_pattern(reader, said, &pattern))
            return false;
        add_saying(sayings, pattern, meaning);
    }
    return true;
}

static bool take_story(struct reader *reader, char *left, char *right)
{
    struct sayings *sayings = reader->sayings;
    bool fine = take_saying(reader, left, right);
    sayings->meanings[sayings->meaning_count - 1].story = true;
    return fine;
}

/* A saying, too: who types it means the phrase. */
static bool take_abbreviation(struct reader *reader, char *left, char *right)
{
    struct sayings *sayings = reader->sayings;
    char word[PHRASE_ROOM], phrase[PHRASE_ROOM];
    struct pattern pattern;
    if (!right || spoken_fold(word, sizeof(word), left) == 0 || strchr(word, ' ') ||
        spoken_fold(phrase, sizeof(phrase), right) == 0 ||
        !read_pattern(reader, left, &pattern))
        return false;
    add_saying(sayings, pattern, add_meaning(sayings, right));
    sayings->abbreviations =
        memory_one_more(sayings->abbreviations, sayings->abbreviation_count,
                        sizeof(*sayings->abbreviations));
    sayings->abbreviations[sayings->abbreviation_count++] =
        (struct abbreviation){memory_copy_text(word), memory_copy_text(phrase)};
    return true;
}

static bool take_nothing(struct reader *reader, char *left, char *right)
{
    struct sayings *sayings = reader->sayings;
    struct pattern pattern;
    if (right)
        return false;
    for (char *said; (said = cut(&left, ','));) {
        if (!*said)
            continue;
        if (!read_pattern(reader, said, &pattern))
            return false;
        add_saying(sayings, pattern, NO_MEANING);
    }
    return true;
}

static const struct {
    const char *name;
    bool (*take)(struct reader *reader, char *left, char *right);
} SECTIONS[] = {
    {"[first]", take_first},
    {"[weights]", take_weight},
    {"[special]", take_special},
    {"[classes]", take_class},
    {"[abbreviations]", take_abbreviation},
    {"[nothing]", take_nothing},
    {"[sayings]", take_saying},
    {"[stories]", take_story},
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
    return reader->take && reader->take(reader, left, rest ? trim(rest) : NULL);
}

/* The saying may begin with what the pattern begins with. Each class is looked at once:
 * as classes name classes, there are more ways than anybody could go. */
static void add_openings(struct sayings *sayings, const struct pattern *pattern,
                         uint32_t saying)
{
    if (pattern->opening == OPENS_WITH_CLASS) {
        struct class *class = &sayings->classes[sayings->parts[pattern->first].number];
        bool again = class->opened == saying + 1;
        class->opened = saying + 1;
        for (size_t i = 0; i < class->count && !again; i++)
            add_openings(sayings, &class->phrases[i], saying);
        return;
    }
    uint32_t *first = &sayings->first_openings[pattern->opening];
    if (*first != NO_OPENING && sayings->openings[*first].saying == saying)
        return; /* by another phrase of its class */
    sayings->openings = memory_one_more(sayings->openings, sayings->opening_count,
                                        sizeof(*sayings->openings));
    sayings->openings[sayings->opening_count] = (struct opening){saying, *first};
    *first = (uint32_t)sayings->opening_count++;
}

/* From the last saying to the first, each before those that are there. */
static void sort_openings(struct sayings *sayings)
{
    sayings->first_openings =
        memory_array(vocabulary_count(sayings->folded), sizeof(uint32_t));
    sayings->openings = memory_alloc(sizeof(*sayings->openings)); /* NO_OPENING */
    sayings->opening_count = 1;
    for (size_t i = sayings->count; i-- > 0;)
        add_openings(sayings, &sayings->sayings[i].pattern, (uint32_t)i);
}

struct sayings *sayings_read(const char *text, struct error *err)
{
    struct sayings *sayings = memory_alloc(sizeof(*sayings));
    struct reader reader = {.sayings = sayings, .written = vocabulary_create()};
    bool fine = true;
    sayings->words = vocabulary_create();
    sayings->folded = vocabulary_create();
    add_meaning(sayings, NULL); /* NO_MEANING */
    for (int number = 1; *text && number <= LINES_MOST; number++) {
        size_t size = strcspn(text, "\n");
        char *line = memory_copy_span(text, size);
        if (!take_line(&reader, line) && fine)
            fine = error_set(err, _("Line %d cannot be read."), number);
        free(line);
        text += size + (text[size] == '\n');
    }
    sort_openings(sayings);
    vocabulary_free(&reader.written);
    free(reader.read);
    return sayings;
}
