/* SPDX-License-Identifier: MIT */
/* Taking URIs apart and putting them together (RFC 3986). */
#include "forms/schema/uri.h"

#include "kiosk/base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct span {
    const char *text; /* NULL: this part is absent, which is not the same as empty */
    size_t size;
};

struct parts {
    struct span scheme, authority, path, query, fragment;
};

/* Bytes of `text` before the first of `stops`. */
static size_t span_until(const char *text, size_t size, const char *stops)
{
    size_t at = 0;
    while (at < size && strchr(stops, text[at]) == NULL)
        at++;
    return at;
}

static bool scheme_is_valid(struct span scheme)
{
    if (scheme.size == 0 || !isalpha((unsigned char)scheme.text[0]))
        return false;
    for (size_t i = 1; i < scheme.size; i++) {
        unsigned char c = (unsigned char)scheme.text[i];
        if (!isalnum(c) && c != '+' && c != '-' && c != '.')
            return false;
    }
    return true;
}

static struct parts split(const char *text, size_t size)
{
    struct parts parts = {0};
    const char *end = text + size;
    size_t colon = span_until(text, size, ":/?#");
    if (colon < size && text[colon] == ':') {
        struct span scheme = {text, colon};
        if (scheme_is_valid(scheme)) {
            parts.scheme = scheme;
            text += colon + 1;
        }
    }
    if (end - text >= 2 && text[0] == '/' && text[1] == '/') {
        text += 2;
        parts.authority =
            (struct span){text, span_until(text, (size_t)(end - text), "/?#")};
        text += parts.authority.size;
    }
    parts.path = (struct span){text, span_until(text, (size_t)(end - text), "?#")};
    text += parts.path.size;
    if (text < end && *text == '?') {
        text++;
        parts.query = (struct span){text, span_until(text, (size_t)(end - text), "#")};
        text += parts.query.size;
    }
    if (text < end)
        parts.fragment = (struct span){text + 1, (size_t)(end - text - 1)};
    return parts;
}

/* Letters, digits, whole percent-encodings, and the marks in `also`. */
static bool span_is_made_of(struct span span, const char *also)
{
    for (size_t i = 0; i < span.size; i++) {
        unsigned char c = (unsigned char)span.text[i];
        if (c == '%') {
            if (span.size - i < 3 || !isxdigit((unsigned char)span.text[i + 1]) ||
                !isxdigit((unsigned char)span.text[i + 2]))
                return false;
            i += 2;
        } else if (c >= 0x80 || c == '\0' || (!isalnum(c) && strchr(also, c) == NULL)) {
            return false;
        }
    }
    return true;
}

#define UNRESERVED "-._~"
#define SUB_DELIMS "!$&'()*+,;="

static bool authority_is_valid(struct span authority)
{
    const char *at = memrchr(authority.text, '@', authority.size);
    if (at != NULL) {
        struct span user = {authority.text, (size_t)(at - authority.text)};
        if (!span_is_made_of(user, UNRESERVED SUB_DELIMS ":"))
            return false;
        authority.size -= user.size + 1;
        authority.text = at + 1;
    }
    size_t host = span_until(authority.text, authority.size, ":");
    if (authority.size > 0 && authority.text[0] == '[') {
        const char *close = memchr(authority.text, ']', authority.size);
        if (close == NULL)
            return false;
        host = (size_t)(close - authority.text) + 1;
        struct span literal = {authority.text + 1, host - 2};
        if (literal.size < 2 || !span_is_made_of(literal, ":" UNRESERVED SUB_DELIMS) ||
            memchr(literal.text, '%', literal.size) != NULL)
            return false;
    } else if (!span_is_made_of((struct span){authority.text, host},
                                UNRESERVED SUB_DELIMS)) {
        return false;
    }
    if (host == authority.size)
        return true;
    if (authority.text[host] != ':')
        return false;
    for (size_t i = host + 1; i < authority.size; i++) {
        if (!isdigit((unsigned char)authority.text[i]))
            return false;
    }
    return true;
}

bool uri_is_reference(const char *text, size_t size)
{
    struct parts parts = split(text, size);
    if (parts.authority.text != NULL && !authority_is_valid(parts.authority))
        return false;
    /* "12:30" must not pass for a path */
    if (parts.scheme.text == NULL && parts.authority.text == NULL &&
        memchr(parts.path.text, ':', span_until(parts.path.text, parts.path.size, "/")) !=
            NULL)
        return false;
    const char *path_marks = UNRESERVED SUB_DELIMS ":@/";
    const char *query_marks = UNRESERVED SUB_DELIMS ":@/?";
    return span_is_made_of(parts.path, path_marks) &&
           span_is_made_of(parts.query, query_marks) &&
           span_is_made_of(parts.fragment, query_marks);
}

bool uri_is_valid(const char *text, size_t size)
{
    return split(text, size).scheme.text != NULL && uri_is_reference(text, size);
}

/* Section 5.2.4: "/a/b/../c/./d" becomes "/a/c/d", in place. */
static void remove_dots(char *path)
{
    char *out = path;
    for (const char *in = path; *in != '\0';) {
        size_t size = 1 + strcspn(in + 1, "/"); /* "/segment" */
        bool last = in[size] == '\0';
        bool here = size == 2 && memcmp(in, "/.", 2) == 0;
        bool above = size == 3 && memcmp(in, "/..", 3) == 0;
        if (above) {
            while (out > path && *--out != '/')
                ;
        }
        if (here || above) {
            if (last)
                *out++ = '/';
        } else {
            memmove(out, in, size);
            out += size;
        }
        in += size;
    }
    *out = '\0';
}

/* The path of a reference that has neither scheme nor authority, nor starts with '/'. */
static char *merge_paths(const struct parts *base, struct span path)
{
    if (path.size == 0)
        return memory_copy_span(base->path.text, base->path.size);
    const char *slash = memrchr(base->path.text, '/', base->path.size);
    int kept = slash == NULL ? 0 : (int)(slash - base->path.text) + 1;
    const char *root = slash == NULL && base->authority.text != NULL ? "/" : "";
    char *merged = memory_format("%s%.*s%.*s", root, kept, base->path.text,
                                 (int)path.size, path.text);
    if (merged[0] == '/')
        remove_dots(merged);
    return merged;
}

static char *join(const struct parts *parts)
{
    const struct span *p[] = {&parts->scheme, &parts->authority, &parts->path,
                              &parts->query, &parts->fragment};
    size_t room = 8;
    for (size_t i = 0; i < 5; i++)
        room += p[i]->size;
    char *out = memory_alloc(room), *end = out;
    const char *before[] = {"", "//", "", "?", "#"};
    for (size_t i = 0; i < 5; i++) {
        if (p[i]->text == NULL)
            continue;
        end = mempcpy(end, before[i], strlen(before[i]));
        end = mempcpy(end, p[i]->text, p[i]->size);
        if (i == 0)
            *end++ = ':';
    }
    return out;
}

char *uri_resolve(const char *base, const char *reference)
{
    struct parts to = split(reference, strlen(reference));
    if (to.scheme.text != NULL)
        return memory_copy_text(reference);
    struct parts from = split(base, strlen(base));
    char *path = NULL;
    if (to.authority.text == NULL) {
        if (to.path.size == 0 && to.query.text == NULL)
            to.query = from.query;
        if (to.path.size > 0 && to.path.text[0] == '/') {
            path = memory_copy_span(to.path.text, to.path.size);
            remove_dots(path);
        } else {
            path = merge_paths(&from, to.path);
        }
        to.path = (struct span){path, strlen(path)};
        to.authority = from.authority;
    }
    to.scheme = from.scheme;
    char *out = join(&to);
    free(path);
    return out;
}

void uri_decode(char *text)
{
    char *out = text;
    for (const char *in = text; *in != '\0'; in++) {
        char hex[3] = {0};
        if (in[0] == '%' && isxdigit((unsigned char)in[1]) &&
            isxdigit((unsigned char)in[2])) {
            memcpy(hex, in + 1, 2);
            *out++ = (char)strtol(hex, NULL, 16);
            in += 2;
        } else {
            *out++ = *in;
        }
    }
    *out = '\0';
}
