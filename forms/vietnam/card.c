/* SPDX-License-Identifier: MIT */
#include "forms/vietnam/card.h"

#include "forms/value/date.h"
#include "forms/vietnam/identity.h"
#include "forms/vietnam/names.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum place { NUMBER, OLD_NUMBER, NAME, BIRTH, SEX, ADDRESS, ISSUED, PLACES };

enum { NAME_MOST = 100, ADDRESS_MOST = 500, EXTRA_MOST = 500 /* letters */ };

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD: a byte that was no letter */

/* ---- the text and its fields ---- */

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7F;
}

/* Without what scanners and text files put around a code. */
static void trim(const char **text, size_t *size)
{
    static const char BOM[] = "\xEF\xBB\xBF";
    if (*size >= 3 && memcmp(*text, BOM, 3) == 0)
        *text += 3, *size -= 3;
    while (*size && is_blank(**text))
        (*text)++, (*size)--;
    if (*size >= 3 && memcmp(*text, "]Q", 2) == 0)
        *text += 3, *size -= 3;
    while (*size && is_blank((*text)[*size - 1]))
        (*size)--;
}

/* The field from `text` up to `size`: trimmed, cleaned, composed. Allocated. */
static char *take_field(const char *text, size_t size)
{
    while (size && is_blank(*text))
        text++, size--;
    while (size && is_blank(text[size - 1]))
        size--;
    char *clean = utf8_clean(text, size, UTF8_ONE_LINE);
    char *field = viet_compose(clean);
    memory_free_text(&clean);
    return field;
}

struct fields {
    char *list[PLACES + CARD_EXTRAS_MOST];
    size_t count;
};

/* False: there are more than any card has. */
static bool split(struct fields *fields, const char *text, size_t size)
{
    const char *end = text + size;
    for (;;) {
        const char *bar = memchr(text, '|', (size_t)(end - text));
        if (fields->count == sizeof fields->list / sizeof *fields->list)
            return false;
        fields->list[fields->count++] =
            take_field(text, (size_t)((bar ? bar : end) - text));
        if (!bar)
            return true;
        text = bar + 1;
    }
}

static void drop(struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        memory_free_text(&fields->list[i]);
}

/* ---- what each must be ---- */

static bool is_digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") == count && text[count] == '\0';
}

/* "15031990" as "1990-03-15". */
static bool read_date(const char *text, char iso[11], struct date *date)
{
    if (!is_digits(text, 8))
        return false;
    snprintf(iso, 11, "%.4s-%.2s-%.2s", text + 4, text + 2, text);
    return date_read(iso, 10, date);
}

/* "Nam", "Nữ", or what a keyboard left of them. */
static bool read_sex(const char *text, bool *female)
{
    char folded[16];
    viet_fold(folded, sizeof folded, text);
    *female = strcmp(folded, "nu") == 0 || strcmp(folded, "n") == 0;
    return *female || strcmp(folded, "nam") == 0;
}

static bool has_lost_letter(const char *text)
{
    return strchr(text, '?') || strstr(text, REPLACEMENT);
}

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

/* Some scanners put another sign in the place of a letter, others leave its marks out or
 * the whole letter. No address in Viet Nam is written without any mark. */
static bool lost_letters(const char *name, const char *address)
{
    return has_lost_letter(name) || has_lost_letter(address) ||
           (is_ascii(name) && is_ascii(address));
}

/* ---- the checks ---- */

/* The number, by itself and against the date of birth and the sex. */
static bool check_number(const struct card *card, const struct date *birth,
                         struct error *err)
{
    struct identity identity;
    const char *fault = identity_read(card->number, &identity);
    if (fault) {
        error_set(err, _(fault), _("The number on the card"));
        return false;
    }
    if (identity.year != birth->year)
        return error_set(err, _("The card contradicts itself: its number is of another "
                                "year of birth. Look at the card and type the answers."));
    if (identity.female != card->female)
        return error_set(err, _("The card contradicts itself: its number is of the other "
                                "sex. Look at the card and type the answers."));
    return true;
}

static bool check_dates(const struct date *birth, const struct date *issued,
                        const char *today, struct error *err)
{
    struct date now;
    bool dated = today && date_read(today, strlen(today), &now);
    if (dated &&
        (date_count(birth) > date_count(&now) || date_count(issued) > date_count(&now)))
        return error_set(err, _("A date on the card is in the future. Look at the card "
                                "and type the answers."));
    if (date_count(issued) < date_count(birth))
        return error_set(err, _("The card contradicts itself: it was issued before the "
                                "birth. Look at the card and type the answers."));
    return true;
}

static bool check_texts(const struct card *card, struct error *err)
{
    if (utf8_count(card->name) > NAME_MOST || utf8_count(card->address) > ADDRESS_MOST)
        return error_set(err, _("This is no identity card: a text in it is too long."));
    for (size_t i = 0; i < card->extra_count; i++)
        if (utf8_count(card->extras[i]) > EXTRA_MOST)
            return error_set(err, _("This is no identity card: a text in it is too "
                                    "long."));
    bool judged = !has_lost_letter(card->name);
    if (*card->name == '\0' || (judged && name_find_fault(card->name)))
        return error_set(err, _("This is no identity card: there is no name in the "
                                "third field."));
    if (*card->address == '\0')
        return error_set(err, _("This is no identity card: there is no address in the "
                                "sixth field."));
    return true;
}

/* Takes the fields into the card; what stays in `fields` is dropped by the caller. */
static bool take(struct card *card, struct fields *fields, const char *today,
                 struct error *err)
{
    char **list = fields->list;
    struct date birth, issued;
    if (!is_digits(list[NUMBER], 12))
        return error_set(err, _("This is no identity card: it does not begin with a "
                                "number of 12 digits."));
    if (*list[OLD_NUMBER] && !is_digits(list[OLD_NUMBER], 9))
        return error_set(err, _("This is no identity card: the old number is not of 9 "
                                "digits."));
    if (!read_date(list[BIRTH], card->birth_date, &birth))
        return error_set(err, _("The date of birth on the card is no day that exists. "
                                "Look at the card and type the answers."));
    if (!read_sex(list[SEX], &card->female))
        return error_set(err, _("This is no identity card: the sex is neither Nam nor "
                                "Nữ."));
    if (!read_date(list[ISSUED], card->issue_date, &issued))
        return error_set(err, _("The date of issue on the card is no day that exists. "
                                "Look at the card and type the answers."));
    memcpy(card->number, list[NUMBER], sizeof card->number);
    memcpy(card->old_number, list[OLD_NUMBER], strlen(list[OLD_NUMBER]));
    card->name = list[NAME];
    card->address = list[ADDRESS];
    card->letters_lost = lost_letters(card->name, card->address);
    card->extra_count = fields->count - PLACES;
    card->extras = memory_array(card->extra_count + 1, sizeof *card->extras);
    memcpy(card->extras, list + PLACES, card->extra_count * sizeof *card->extras);
    list[NAME] = list[ADDRESS] = NULL;
    fields->count = PLACES;
    return check_number(card, &birth, err) && check_dates(&birth, &issued, today, err) &&
           check_texts(card, err);
}

bool card_read(const char *text, size_t size, const char *today, struct card *card,
               struct error *err)
{
    struct fields fields = {0};
    *card = (struct card){0};
    bool fine = false, fits = size <= CARD_BYTES_MOST;
    trim(&text, &size);
    if (size == 0)
        error_set(err, _("Nothing was read."));
    else if (!fits || !split(&fields, text, size))
        error_set(err, _("This is no identity card: it is longer than any."));
    else if (fields.count < PLACES)
        error_set(err, _("This is no identity card: it has %zu fields of at least %d."),
                  fields.count, PLACES);
    else
        fine = take(card, &fields, today, err);
    drop(&fields);
    if (!fine)
        card_clear(card);
    return fine;
}

void card_clear(struct card *card)
{
    memory_free_text(&card->name);
    memory_free_text(&card->address);
    for (size_t i = 0; i < card->extra_count; i++)
        memory_free_text(&card->extras[i]);
    free(card->extras);
    memory_wipe(card, sizeof *card);
}
