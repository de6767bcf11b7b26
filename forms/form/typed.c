/* SPDX-License-Identifier: MIT */
#include "forms/form/typed.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BETWEEN_CHOICES "; "

char *typed_tidy(const char *typed, enum field_kind kind)
{
    enum utf8_lines lines = kind == FIELD_LINES ? UTF8_KEEP_LINES : UTF8_ONE_LINE;
    char *clean = utf8_clean(typed, strlen(typed), lines);
    char *composed = viet_compose(clean);
    memory_free_text(&clean);
    const char *from = composed + strspn(composed, " \n");
    size_t size = strlen(from);
    while (size > 0 && (from[size - 1] == ' ' || from[size - 1] == '\n'))
        size--;
    char *tidy = memory_copy_span(from, size);
    memory_free_text(&composed);
    return tidy;
}

void typed_close_up(char *tidy)
{
    static const char BETWEEN[] = " .-()", ABROAD[] = "+84";
    bool abroad = strncmp(tidy, ABROAD, strlen(ABROAD)) == 0;
    const char *from = tidy + (abroad ? strlen(ABROAD) : 0);
    size_t between = 0;
    for (const char *c = from; *c; c++) {
        if (strchr(BETWEEN, *c))
            between++;
        else if (*c < '0' || *c > '9')
            return;
    }
    if (between == strlen(from))
        return;
    char *to = tidy;
    if (abroad)
        *to++ = '0';
    for (; *from; from++)
        if (!strchr(BETWEEN, *from))
            *to++ = *from;
    *to = '\0';
}

/* ---- numbers ---- */

/* A blank as people, spreadsheets and web pages put it between thousands; its bytes. */
static size_t blank_at(const char *text)
{
    static const char *const blanks[] = {" ", "\u00a0", "\u2009", "\u202f"};
    for (size_t i = 0; i < sizeof(blanks) / sizeof(*blanks); i++)
        if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
            return strlen(blanks[i]);
    return 0;
}

static size_t separator_at(const char *text)
{
    return *text == '.' || *text == ',' ? 1 : blank_at(text);
}

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* Reads a whole number, in one run or in groups of three with the same mark between, into
 * `out` (room for strlen(text) + 1). A mark that is no such group is left, as what may be
 * a decimal mark. Returns what was not read, NULL if there are no digits. */
static const char *read_groups(const char *text, char *out)
{
    size_t size = digits_at(text);
    if (size == 0)
        return NULL;
    memcpy(out, text, size);
    out += size;
    const char *mark = text += size;
    size_t mark_size = separator_at(mark);
    bool grouped = size <= 3 && mark_size > 0;
    while (grouped && strncmp(text, mark, mark_size) == 0 &&
           digits_at(text + mark_size) == 3) {
        memcpy(out, text + mark_size, 3);
        out += 3;
        text += mark_size + 3;
    }
    *out = '\0';
    return text;
}

static enum typed_result read_integer(const char *tidy, json_t **value)
{
    bool negative = *tidy == '-';
    const char *from = tidy + (negative || *tidy == '+');
    char *digits = memory_alloc(strlen(tidy) + 2);
    const char *rest = read_groups(from, digits + 1);
    digits[0] = negative ? '-' : '+';
    errno = 0;
    long long number = rest && *rest == '\0' ? strtoll(digits, NULL, 10) : 0;
    bool read = rest && *rest == '\0' && errno == 0;
    memory_free_text(&digits);
    if (read)
        *value = json_integer(number);
    return read ? TYPED_READ : TYPED_UNREADABLE;
}

/* What stands behind the whole part: nothing, or a decimal mark and digits to the end. */
static bool is_fraction(const char *rest, char mark)
{
    size_t places = *rest == mark ? digits_at(rest + 1) : 0;
    return *rest == '\0' || (places > 0 && rest[1 + places] == '\0');
}

/* "1.234,5", "1 234,5", "1234.5": the last comma is the decimal mark, as Vietnamese is
 * written; without one, a point is, unless three digits follow it. */
static enum typed_result read_number(const char *tidy, json_t **value)
{
    bool negative = *tidy == '-';
    const char *from = tidy + (negative || *tidy == '+');
    const char *comma = strchr(from, ',');
    char mark = comma && !strpbrk(comma + 1, ",.") ? ',' : '.';
    char *whole =
        memory_copy_span(from, mark == ',' ? (size_t)(comma - from) : strlen(from));
    char *digits = memory_alloc(strlen(whole) + 1);
    const char *rest = read_groups(whole, digits);
    if (rest && mark == ',')
        rest = *rest ? NULL : comma;
    else if (rest && *rest && strchr(whole, '.') != rest)
        rest = NULL;
    if (rest && is_fraction(rest, mark)) {
        const char *first = digits + strspn(digits, "0");
        char *text = memory_format("%s%s%s%s", negative ? "-" : "", *first ? first : "0",
                                   *rest ? "." : "", *rest ? rest + 1 : "");
        *value = json_parse(text, strlen(text), "", &JSON_MESSAGE_LIMITS, NULL);
        memory_free_text(&text);
    }
    memory_free_text(&digits);
    memory_free_text(&whole);
    return *value ? TYPED_READ : TYPED_UNREADABLE;
}

/* ---- choices ---- */

enum { FOLDED_ROOM = 512 }; /* what is longer is not recognised without its marks */

static bool same_words(const char *a, const char *b)
{
    char folded_a[FOLDED_ROOM], folded_b[FOLDED_ROOM];
    size_t size = viet_fold(folded_a, sizeof(folded_a), a);
    return size > 0 && strlen(a) < FOLDED_ROOM && strlen(b) < FOLDED_ROOM &&
           viet_fold(folded_b, sizeof(folded_b), b) == size &&
           memcmp(folded_a, folded_b, size) == 0;
}

/* As it is written; else the only one that is the same without marks and capitals. */
static const struct choice *find_choice(const struct field *field, const char *text)
{
    const struct choice *alike = NULL;
    size_t alikes = 0;
    for (size_t i = 0; i < field->choice_count; i++)
        if (strcmp(field->choices[i].text, text) == 0)
            return &field->choices[i];
    for (size_t i = 0; i < field->choice_count; i++) {
        if (same_words(field->choices[i].text, text)) {
            alike = &field->choices[i];
            alikes++;
        }
    }
    return alikes == 1 ? alike : NULL;
}

static enum typed_result read_choice(const struct field *field, const char *tidy,
                                     json_t **value)
{
    const struct choice *choice = find_choice(field, tidy);
    *value = choice ? json_deep_copy(choice->value) : NULL;
    return choice ? TYPED_READ : TYPED_UNREADABLE;
}

static enum typed_result read_choices(const struct field *field, const char *tidy,
                                      json_t **value)
{
    json_t *list = json_array();
    bool fine = true;
    while (*tidy && fine) {
        size_t size = strcspn(tidy, ";");
        char *text = memory_copy_span(tidy, size);
        char *one = typed_tidy(text, FIELD_TEXT);
        const struct choice *choice = find_choice(field, one);
        fine = choice || *one == '\0';
        if (choice)
            json_array_append_new(list, json_deep_copy(choice->value));
        memory_free_text(&one);
        memory_free_text(&text);
        tidy += size + (tidy[size] == ';');
    }
    if (fine && json_array_size(list) > 0)
        *value = json_incref(list);
    json_decref(list);
    return *value ? TYPED_READ : TYPED_UNREADABLE;
}

static enum typed_result read_yes_no(const char *tidy, json_t **value)
{
    bool yes = same_words(tidy, _("Yes")) || same_words(tidy, "Có");
    bool no = same_words(tidy, _("No")) || same_words(tidy, "Không");
    if (!yes && !no)
        return TYPED_UNREADABLE;
    *value = json_boolean(yes);
    return TYPED_READ;
}

static enum typed_result read_date(const char *tidy, json_t **value)
{
    char iso[CLOCK_DATE_ROOM];
    if (!clock_date_from_people(iso, tidy))
        return TYPED_UNREADABLE;
    *value = json_string(iso);
    return TYPED_READ;
}

enum typed_result typed_read(const struct field *field, const char *tidy, json_t **value)
{
    *value = NULL;
    if (*tidy == '\0')
        return TYPED_EMPTY;
    if (strlen(tidy) > TYPED_BYTES_MOST)
        return TYPED_TOO_LONG;
    switch (field->kind) {
    case FIELD_INTEGER:
        return read_integer(tidy, value);
    case FIELD_NUMBER:
        return read_number(tidy, value);
    case FIELD_DATE:
        return read_date(tidy, value);
    case FIELD_YES_NO:
        return read_yes_no(tidy, value);
    case FIELD_CHOICE:
        return read_choice(field, tidy, value);
    case FIELD_CHOICES:
        return read_choices(field, tidy, value);
    default:
        *value = json_string(tidy);
        return *value ? TYPED_READ : TYPED_UNREADABLE;
    }
}

/* ---- writing ---- */

static const struct choice *choice_of(const struct field *field, const json_t *value)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (json_equal(field->choices[i].value, value))
            return &field->choices[i];
    return NULL;
}

/* Without regard to the kind of field: what a draft or another version left there. */
static char *write_plainly(const json_t *value, enum utf8_lines lines)
{
    if (json_is_string(value))
        return utf8_clean(json_string_value(value), json_string_length(value), lines);
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    char *clean = text ? utf8_clean(text, strlen(text), lines) : memory_copy_text("");
    memory_free_text(&text);
    return clean;
}

static char *write_choices(const struct field *field, const json_t *list)
{
    struct buffer out;
    buffer_init(&out, TYPED_BYTES_MOST);
    size_t i;
    json_t *value;
    json_array_foreach(list, i, value)
    {
        const struct choice *choice = choice_of(field, value);
        char *plain = choice ? NULL : write_plainly(value, UTF8_ONE_LINE);
        buffer_add_text(&out, i ? BETWEEN_CHOICES : "");
        buffer_add_text(&out, choice ? choice->text : plain);
        memory_free_text(&plain);
    }
    char *text = memory_copy_text(out.data);
    buffer_free(&out);
    return text;
}

/* Years and house numbers stay whole; what is longer gets marks between thousands. */
static char *write_integer(json_int_t number)
{
    char digits[32], *text = memory_alloc(sizeof(digits) * 2), *to = text;
    int size = snprintf(digits, sizeof(digits), "%lld", (long long)number);
    int sign = digits[0] == '-';
    const char *mark = strcmp(i18n_language(), "vi") == 0 ? "." : ",";
    for (int i = 0; i < size; i++) {
        if (size - sign > 4 && i > sign && (size - i) % 3 == 0)
            *to++ = *mark;
        *to++ = digits[i];
    }
    return text;
}

static char *write_real(const struct field *field, const json_t *value)
{
    char *text = write_plainly(value, UTF8_ONE_LINE);
    if (field->kind == FIELD_NUMBER && strcmp(i18n_language(), "vi") == 0 &&
        !strpbrk(text, "eE"))
        for (char *point = strchr(text, '.'); point; point = NULL)
            *point = ',';
    return text;
}

char *typed_write(const struct field *field, const json_t *value)
{
    char date[CLOCK_DATE_ROOM];
    if (!value)
        return memory_copy_text("");
    const struct choice *choice =
        field->kind == FIELD_CHOICE ? choice_of(field, value) : NULL;
    if (choice)
        return memory_copy_text(choice->text);
    if (field->kind == FIELD_CHOICES && json_is_array(value))
        return write_choices(field, value);
    if (json_is_boolean(value))
        return memory_copy_text(json_is_true(value) ? _("Yes") : _("No"));
    if (json_is_integer(value))
        return write_integer(json_integer_value(value));
    if (json_is_real(value))
        return write_real(field, value);
    if (field->kind == FIELD_DATE && json_is_string(value) &&
        clock_date_to_people(date, json_string_value(value)))
        return memory_copy_text(date);
    bool lines = field->kind == FIELD_LINES || field->kind == FIELD_DISPLAY;
    return write_plainly(value, lines ? UTF8_KEEP_LINES : UTF8_ONE_LINE);
}
