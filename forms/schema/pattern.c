/* SPDX-License-Identifier: MIT */
/* Putting ECMA-262 expressions into PCRE2's words, and running them. */
#include "forms/schema/pattern.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    MATCH_LIMIT = 100000, /* PCRE2's internal steps for one text */
    HEAP_LIMIT_KIB = 8192,
    MOST_PATTERN = 8192,  /* bytes */
    MOST_SUBJECT = 32768, /* bytes */
};

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_general_context *memory;
};

/* The long names of Unicode's general categories; PCRE2 knows the short ones only. */
static const struct {
    const char *name, *category;
} CATEGORIES[] = {
    {"Letter", "L"},
    {"Cased_Letter", "L&"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Other", "C"},
    {"Control", "Cc"},
    {"Format", "Cf"},
    {"Surrogate", "Cs"},
    {"Private_Use", "Co"},
    {"Unassigned", "Cn"},
};

struct translation {
    const char *text;
    size_t size, at;
    bool in_class;
    struct buffer out;
    const char *trouble; /* NULL: none so far */
};

static char peek(const struct translation *t, size_t ahead)
{
    return t->size - t->at > ahead ? t->text[t->at + ahead] : '\0';
}

static void copy(struct translation *t, size_t count)
{
    buffer_add(&t->out, t->text + t->at, count);
    t->at += count;
}

/* \p{General_Category=Letter}, \p{gc=L}, \p{Letter}, \p{Script=Latin} */
static void translate_property(struct translation *t)
{
    const char *name = NULL, *close = NULL;
    if (peek(t, 2) == '{') {
        name = t->text + t->at + 3;
        close = memchr(name, '}', t->size - t->at - 3);
    }
    if (close == NULL) {
        t->trouble = "\\p needs a property in braces";
        return;
    }
    size_t size = (size_t)(close - name);
    static const char *const PREFIXES[] = {"General_Category=", "gc="};
    for (size_t i = 0; i < 2; i++) {
        size_t prefix = strlen(PREFIXES[i]);
        if (size > prefix && memcmp(name, PREFIXES[i], prefix) == 0) {
            name += prefix;
            size -= prefix;
        }
    }
    buffer_add(&t->out, t->text + t->at, 3);
    bool known = false;
    for (size_t i = 0; !known && i < sizeof CATEGORIES / sizeof *CATEGORIES; i++) {
        known = strlen(CATEGORIES[i].name) == size &&
                memcmp(CATEGORIES[i].name, name, size) == 0;
        if (known)
            buffer_add_text(&t->out, CATEGORIES[i].category);
    }
    if (!known)
        buffer_add(&t->out, name, size);
    buffer_add_text(&t->out, "}");
    t->at = (size_t)(close - t->text) + 1;
}

/* With the u flag an escaped letter must mean something, and what means something to
 * PCRE2 alone (\A, \Z, \G, \K, \R, \h ...) must not slip through. */
static void translate_escape(struct translation *t)
{
    char c = peek(t, 1);
    if (c == '\0' && t->size - t->at < 2)
        t->trouble = "a backslash at the end";
    else if (c == 'p' || c == 'P')
        translate_property(t);
    else if (c == 's' || c == 'S') {
        buffer_add_text(&t->out, c == 's' ? "\\p{Xsp}" : "\\P{Xsp}");
        t->at += 2;
    } else if (isalnum((unsigned char)c) &&
               strchr("0123456789bBcdDfknrtuvwWx", c) == NULL)
        t->trouble = "an unknown letter after a backslash";
    else if ((unsigned char)c < 0x80 && !isalnum((unsigned char)c) &&
             strchr("^$\\.*+?()[]{}|/-", c) == NULL)
        t->trouble = "a backslash before a character that needs none";
    else
        copy(t, 2);
}

/* Groups of Perl's own kinds: recursion, atoms, comments, verbs, inline options. */
static void translate_group(struct translation *t)
{
    static const char *const KINDS[] = {"(?:", "(?=", "(?!", "(?<"};
    if (peek(t, 1) == '*') {
        t->trouble = "nothing to repeat";
        return;
    }
    if (peek(t, 1) != '?') {
        copy(t, 1);
        return;
    }
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        if (t->size - t->at >= 3 && memcmp(t->text + t->at, KINDS[i], 3) == 0) {
            copy(t, 3);
            return;
        }
    }
    t->trouble = "an unknown kind of group";
}

static void translate(struct translation *t)
{
    while (t->at < t->size && t->trouble == NULL) {
        char c = peek(t, 0);
        if (c == '\\') {
            translate_escape(t);
        } else if (t->in_class) {
            if (c == '[')
                buffer_add_text(&t->out, "\\"); /* no [:alpha:] in ECMA-262 */
            t->in_class = c != ']';
            copy(t, 1);
        } else if (c == '(') {
            translate_group(t);
        } else if (strchr("*+?}", c) != NULL && c != '\0' && peek(t, 1) == '+') {
            t->trouble = "nothing to repeat"; /* possessive in Perl */
        } else {
            t->in_class = c == '[';
            copy(t, 1);
        }
    }
}

static void *take(size_t size, void *arg)
{
    (void)arg;
    return memory_take(size);
}

static void give_back(void *memory, void *arg)
{
    (void)arg;
    free(memory);
}

static pcre2_code *compile(const struct buffer *text, pcre2_general_context *memory,
                           char *why, size_t room)
{
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
    pcre2_set_parens_nest_limit(context, 64);
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX);
    const uint32_t options = PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS |
                             PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
                             PCRE2_NEVER_BACKSLASH_C;
    int error;
    PCRE2_SIZE at;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text->data, text->size, options, &error, &at, context);
    pcre2_compile_context_free(context);
    if (code == NULL && room > 0)
        pcre2_get_error_message(error, (PCRE2_UCHAR *)why, room);
    return code;
}

struct pattern *pattern_create(const char *text, size_t size, char *why, size_t room)
{
    struct translation t = {.text = text, .size = size};
    if (why == NULL)
        room = 0;
    if (size > MOST_PATTERN)
        t.trouble = "longer than 8 KiB";
    buffer_init(&t.out, 16 * MOST_PATTERN);
    translate(&t);
    pcre2_general_context *memory = pcre2_general_context_create(take, give_back, NULL);
    pcre2_code *code = t.trouble == NULL ? compile(&t.out, memory, why, room) : NULL;
    buffer_free(&t.out);
    if (t.trouble != NULL && room > 0)
        snprintf(why, room, "%s", t.trouble);
    if (code == NULL) {
        pcre2_general_context_free(memory);
        return NULL;
    }
    struct pattern *pattern = memory_alloc(sizeof *pattern);
    pattern->code = code;
    pattern->memory = memory;
    pattern->limits = pcre2_match_context_create(memory);
    pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(pattern->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(pattern->limits, HEAP_LIMIT_KIB);
    return pattern;
}

void pattern_free(struct pattern **pattern)
{
    if (*pattern == NULL)
        return;
    pcre2_code_free((*pattern)->code);
    pcre2_match_context_free((*pattern)->limits);
    pcre2_general_context_free((*pattern)->memory);
    free(*pattern);
    *pattern = NULL;
}

enum pattern_verdict pattern_match(const struct pattern *pattern, const char *text,
                                   size_t size)
{
    if (size > MOST_SUBJECT)
        return PATTERN_LIMIT;
    pcre2_match_data *data = pcre2_match_data_create(1, pattern->memory);
    int result =
        pcre2_match(pattern->code, (PCRE2_SPTR)text, size, 0, 0, data, pattern->limits);
    pcre2_match_data_free(data);
    if (result >= 0)
        return PATTERN_MATCH;
    return result == PCRE2_ERROR_NOMATCH ? PATTERN_MISS : PATTERN_LIMIT;
}
