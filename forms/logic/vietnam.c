/* SPDX-License-Identifier: MIT */
/* The operations of JSONLogic that only Vietnamese forms need: words for dates and
 * amounts, and what a personal number says. */
#include "forms/logic/inside.h"

#include "forms/value/date.h"
#include "forms/vietnam/identity.h"
#include "forms/vietnam/spell.h"

#include <math.h>
#include <string.h>

#define MONEY_MOST 1e15 /* beyond it a real number is no whole đồng any more */

static json_t *words_take(struct buffer *out)
{
    json_t *text = json_stringn(out->data, out->size);
    buffer_free(out);
    return text;
}

OPERATION(operate_date_words)
{
    const json_t *value = arg(args, 0);
    struct date date;
    if (!json_is_string(value) ||
        !date_read(json_string_value(value), json_string_length(value), &date))
        return json_null();
    struct buffer out;
    buffer_init(&out, SPELL_ROOM);
    spell_date(&out, &date);
    return words_take(&out);
}

OPERATION(operate_money_words)
{
    const json_t *value = arg(args, 0);
    double amount = json_is_number(value) ? json_number_value(value) : -1;
    if (!(amount >= 0 && amount <= MONEY_MOST) || amount != floor(amount))
        return json_null();
    struct buffer out;
    buffer_init(&out, SPELL_ROOM);
    spell_money(&out, (long long)amount);
    return words_take(&out);
}

static bool read_identity(const json_t *args, struct identity *identity)
{
    const json_t *value = arg(args, 0);
    return json_is_string(value) &&
           identity_read(json_string_value(value), identity) == NULL;
}

OPERATION(operate_identity_sex)
{
    struct identity identity;
    if (!read_identity(args, &identity))
        return json_null();
    return json_string(identity.female ? "female" : "male");
}

OPERATION(operate_identity_year)
{
    struct identity identity;
    return read_identity(args, &identity) ? json_integer(identity.year) : json_null();
}

/* Of a personal number, or of a code of two or three digits; null for a country. */
OPERATION(operate_identity_province)
{
    struct identity identity = {.abroad = false};
    const char *code = json_string_value(arg(args, 0));
    size_t digits = code ? strspn(code, "0123456789") : 0;
    if (digits == 3 && code[3] == '\0')
        memcpy(identity.province, code, sizeof(identity.province));
    else if (digits == 2 && code[2] == '\0')
        memcpy(identity.province, (char[]){'0', code[0], code[1], '\0'}, 4);
    else if (!read_identity(args, &identity) || identity.abroad)
        return json_null();
    const struct logic_context *c = l->context;
    const char *name =
        c && c->province_name ? c->province_name(c->provinces, identity.province) : NULL;
    return name ? json_string(name) : json_null();
}
