/* SPDX-License-Identifier: MIT */
/* date, time and date-time (RFC 3339), email (RFC 5321), uri and uri-reference (RFC
 * 3986), uuid (RFC 4122), regex (ECMA-262). */
#include "forms/schema/format.h"

#include "forms/schema/pattern.h"
#include "forms/schema/uri.h"
#include "forms/value/date.h"

#include <ctype.h>
#include <string.h>

static bool is_date(const char *text, size_t size)
{
    struct date date;
    return date_read(text, size, &date);
}

static bool is_uuid(const char *text, size_t size)
{
    if (size != 36)
        return false;
    for (size_t i = 0; i < size; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return false;
    }
    return true;
}

static bool is_regex(const char *text, size_t size)
{
    struct pattern *pattern = pattern_create(text, size, NULL, 0);
    bool valid = pattern != NULL;
    pattern_free(&pattern);
    return valid;
}

/* Labels of letters, digits and inner dashes, with a dot between them. */
static bool is_host(const char *text, size_t size)
{
    size_t label = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        bool last = i + 1 == size || text[i + 1] == '.';
        if (c == '.') {
            if (label == 0)
                return false;
            label = 0;
        } else if (isalnum(c) || (c == '-' && label > 0 && !last)) {
            if (++label > 63)
                return false;
        } else {
            return false;
        }
    }
    return label > 0 && size <= 253;
}

/* "[127.0.0.1]", "[IPv6:::1]": the shape of the brackets and characters only, for no mail
 * is sent from here. */
static bool is_address_literal(const char *text, size_t size)
{
    if (size < 4 || text[0] != '[' || text[size - 1] != ']')
        return false;
    bool six = size > 7 && memcmp(text + 1, "IPv6:", 5) == 0;
    for (size_t i = six ? 6 : 1; i < size - 1; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!(six ? isxdigit(c) || c == ':' || c == '.' : isdigit(c) || c == '.'))
            return false;
    }
    return true;
}

static bool is_dot_atom(const char *text, size_t size)
{
    if (size == 0 || text[0] == '.' || text[size - 1] == '.')
        return false;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '.' && text[i + 1] == '.')
            return false;
        if (c == '\0' || c >= 0x80 ||
            (!isalnum(c) && strchr("!#$%&'*+-/=?^_`{|}~.", c) == NULL))
            return false;
    }
    return true;
}

static bool is_quoted(const char *text, size_t size)
{
    if (size < 2 || text[0] != '"' || text[size - 1] != '"')
        return false;
    for (size_t i = 1; i < size - 1; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < ' ' || c > '~' || c == '"')
            return false;
        if (c == '\\' && ++i == size - 1)
            return false;
    }
    return true;
}

static bool is_email(const char *text, size_t size)
{
    const char *at = memrchr(text, '@', size);
    if (at == NULL)
        return false;
    size_t local = (size_t)(at - text), domain = size - local - 1;
    return local <= 64 && (is_dot_atom(text, local) || is_quoted(text, local)) &&
           (is_host(at + 1, domain) || is_address_literal(at + 1, domain));
}

static const struct format FORMATS[] = {
    {"date", is_date},
    {"date-time", date_is_stamp},
    {"email", is_email},
    {"regex", is_regex},
    {"time", date_is_time},
    {"uri", uri_is_valid},
    {"uri-reference", uri_is_reference},
    {"uuid", is_uuid},
};

const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
        if (strcmp(FORMATS[i].name, name) == 0)
            return &FORMATS[i];
    }
    return NULL;
}
