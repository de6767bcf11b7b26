/* SPDX-License-Identifier: MIT */
/* JavaScript's conversions, as far as JSON values can meet them. */
#include "forms/logic/operand.h"

#include "forms/logic/logic.h"
#include "forms/value/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_DEPTH = 64,
    MOST_DIGITS = 400, /* of a number in a text */
    MOST_TEXT = 4096,  /* of an array that is taken for a number */
};

bool logic_is_true(const json_t *value)
{
    if (json_is_number(value))
        return json_number_value(value) != 0;
    if (json_is_string(value))
        return json_string_length(value) > 0;
    if (json_is_array(value))
        return json_array_size(value) > 0;
    return json_is_true(value) || json_is_object(value);
}

/* -- numbers -- */

static const char BLANKS[] = " \t\n\v\f\r";

/* The decimal number at the start of `text`; *end is set behind it, and to `text` where
 * there is none. strtod alone would take "0x10", "inf" and "nan". */
static double read_number(const char *text, const char **end)
{
    char digits[MOST_DIGITS];
    size_t size = strspn(text, "0123456789+-.eE");
    *end = text;
    if (size >= sizeof digits)
        return NAN;
    memcpy(digits, text, size);
    digits[size] = '\0';
    char *stop;
    double number = strtod(digits, &stop);
    *end = text + (stop - digits);
    return stop == digits ? NAN : number;
}

static double whole_text_number(const char *text)
{
    text += strspn(text, BLANKS);
    if (*text == '\0')
        return 0;
    const char *end;
    double number = read_number(text, &end);
    end += strspn(end, BLANKS);
    return *end == '\0' ? number : NAN;
}

double logic_number(const json_t *value)
{
    if (json_is_number(value))
        return json_number_value(value);
    if (json_is_string(value))
        return whole_text_number(json_string_value(value));
    if (json_is_boolean(value) || json_is_null(value))
        return json_is_true(value);
    if (!json_is_array(value))
        return NAN;
    struct buffer text;
    buffer_init(&text, MOST_TEXT);
    double number = logic_add_text(&text, value) ? whole_text_number(text.data) : NAN;
    buffer_free(&text);
    return number;
}

double logic_leading_number(const json_t *value)
{
    if (json_is_number(value))
        return json_number_value(value);
    struct buffer text;
    buffer_init(&text, 65536);
    double number = NAN;
    if (logic_add_text(&text, value)) {
        const char *end;
        number = read_number(text.data + strspn(text.data, BLANKS), &end);
    }
    buffer_free(&text);
    return number;
}

json_t *logic_json(double number)
{
    if (!isfinite(number))
        return json_null();
    if (number == floor(number) && fabs(number) <= 0x1p53)
        return json_integer((json_int_t)number);
    return json_real(number);
}

/* -- texts -- */

/* The fewest digits that read back as the same number. */
static bool add_number(struct buffer *out, double number)
{
    char text[64];
    double size = fabs(number);
    bool plain = size == 0 || (size >= 1e-6 && size < 1e21);
    for (int digits = 0; digits <= 24; digits++) {
        snprintf(text, sizeof text, plain ? "%.*f" : "%.*e", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return buffer_add_text(out, text);
}

static bool add_text(struct buffer *out, const json_t *value, unsigned depth)
{
    if (value == NULL)
        return buffer_add_text(out, "undefined");
    switch (json_typeof(value)) {
    case JSON_STRING:
        return buffer_add(out, json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
        return buffer_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    case JSON_REAL:
        return add_number(out, json_real_value(value));
    case JSON_TRUE:
        return buffer_add_text(out, "true");
    case JSON_FALSE:
        return buffer_add_text(out, "false");
    case JSON_NULL:
        return buffer_add_text(out, "null");
    case JSON_OBJECT:
        return buffer_add_text(out, "[object Object]");
    case JSON_ARRAY:
        break;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        if (i > 0 && !buffer_add_text(out, ","))
            return false;
        if (!json_is_null(item) && (depth == 0 || !add_text(out, item, depth - 1)))
            return false;
    }
    return true;
}

bool logic_add_text(struct buffer *out, const json_t *value)
{
    return add_text(out, value, MOST_DEPTH);
}

/* -- comparing -- */

static bool is_container(const json_t *value)
{
    return json_is_array(value) || json_is_object(value);
}

bool logic_same(const json_t *a, const json_t *b)
{
    if (a == b)
        return true; /* arrays and objects are the same only by being one */
    if (a == NULL || b == NULL || is_container(a) || is_container(b))
        return false;
    if (json_is_number(a) && json_is_number(b))
        return number_compare(a, b) == 0;
    return json_equal(a, b);
}

/* A container beside something plain is compared as its text. */
static bool equal_as_text(const json_t *container, const json_t *plain)
{
    struct buffer text;
    buffer_init(&text, 65536);
    bool equal = false;
    if (logic_add_text(&text, container)) {
        json_t *string = json_stringn_nocheck(text.data, text.size);
        equal = logic_equal(string, plain);
        json_decref(string);
    }
    buffer_free(&text);
    return equal;
}

bool logic_equal(const json_t *a, const json_t *b)
{
    bool no_a = a == NULL || json_is_null(a), no_b = b == NULL || json_is_null(b);
    if (no_a || no_b)
        return no_a && no_b;
    if (is_container(a) != is_container(b))
        return is_container(a) ? equal_as_text(a, b) : equal_as_text(b, a);
    if (is_container(a) || json_typeof(a) == json_typeof(b))
        return logic_same(a, b);
    return logic_number(a) == logic_number(b);
}

bool logic_less(const json_t *a, const json_t *b, bool or_equal)
{
    if (json_is_string(a) && json_is_string(b)) {
        int order = strcmp(json_string_value(a), json_string_value(b));
        return order < 0 || (or_equal && order == 0);
    }
    double x = logic_number(a), y = logic_number(b);
    return x < y || (or_equal && x == y);
}
