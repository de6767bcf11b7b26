/* SPDX-License-Identifier: MIT */
/* Hostile codes: what is taken for a card is clean and within its limits, and reads the
 * same when it is written as a card again; a refusal always says why. */
#include "forms/vietnam/card.h"
#include "kiosk/base/buffer.h"
#include "kiosk/base/utf8.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void look_at(const char *text)
{
    char *clean = utf8_clean(text, strlen(text), UTF8_ONE_LINE);
    if (strcmp(clean, text) != 0 || strchr(text, '|'))
        abort();
    free(clean);
}

static void add_date(struct buffer *out, const char *iso)
{
    buffer_format(out, "%.2s%.2s%.4s", iso + 8, iso + 5, iso);
}

/* As the card would have it. */
static void write_card(struct buffer *out, const struct card *card)
{
    buffer_format(out, "%s|%s|%s|", card->number, card->old_number, card->name);
    add_date(out, card->birth_date);
    buffer_format(out, "|%s|%s|", card->female ? "Nữ" : "Nam", card->address);
    add_date(out, card->issue_date);
    for (size_t i = 0; i < card->extra_count; i++)
        buffer_format(out, "|%s", card->extras[i]);
}

static void compare(const struct card *one, const struct card *other)
{
    if (strcmp(one->number, other->number) != 0 || strcmp(one->name, other->name) != 0 ||
        strcmp(one->address, other->address) != 0 || one->female != other->female ||
        one->letters_lost != other->letters_lost ||
        one->extra_count != other->extra_count)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct card card, again;
    struct error err = {0};
    if (!card_read((const char *)data, size, "2026-11-21", &card, &err)) {
        if (!error_is_set(&err) || card.name)
            abort();
        return 0;
    }
    look_at(card.name);
    look_at(card.address);
    for (size_t i = 0; i < card.extra_count; i++)
        look_at(card.extras[i]);
    struct buffer out;
    buffer_init(&out, CARD_BYTES_MOST * 4);
    write_card(&out, &card);
    /* What was no UTF-8 grows when it is replaced. */
    if (out.size <= CARD_BYTES_MOST) {
        if (!card_read(out.data, out.size, "2026-11-21", &again, &err))
            abort();
        compare(&card, &again);
        card_clear(&again);
    }
    buffer_free(&out);
    card_clear(&card);
    return 0;
}
