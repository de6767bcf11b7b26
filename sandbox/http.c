/* SPDX-License-Identifier: MIT */
#include "sandbox/http.h"

#include "kiosk/base/error.h"
#include "kiosk/base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A list of every dossier of a long test run still fits. */
#define REPLY_MOST_BYTES (32u * 1024 * 1024)

const char *request_language(const struct request *request)
{
    const char *wanted = request_header(request, "Accept-Language");
    return wanted != NULL && strncasecmp(wanted, "en", 2) == 0 ? "en" : "vi";
}

bool request_has_type(const struct request *request, const char *type)
{
    const char *given = request_header(request, "Content-Type");
    size_t size = strlen(type);
    return given != NULL && strncasecmp(given, type, size) == 0 &&
           strchr("; \t", given[size]) != NULL;
}

void reply_init(struct reply *reply)
{
    memset(reply, 0, sizeof(*reply));
    buffer_init(&reply->body, REPLY_MOST_BYTES);
}

void reply_free(struct reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        free(reply->headers[i].value);
    buffer_free(&reply->body);
}

void reply_header(struct reply *reply, const char *name, const char *format, ...)
{
    if (reply->header_count == REPLY_MOST_HEADERS)
        error_die("too many headers in a reply, at %s", name);
    char *value = NULL;
    va_list list;
    va_start(list, format);
    if (vasprintf(&value, format, list) < 0)
        error_die("no memory for a header");
    va_end(list);
    reply->headers[reply->header_count].name = name;
    reply->headers[reply->header_count].value = value;
    reply->header_count++;
}

static int add_chunk(const char *chunk, size_t size, void *arg)
{
    return buffer_add(arg, chunk, size) ? 0 : -1;
}

void reply_json_take(struct reply *reply, unsigned status, const char *type,
                     json_t *value)
{
    reply->status = status;
    reply_header(reply, "Content-Type", "%s", type);
    reply_header(reply, "Cache-Control", "no-store");
    if (json_dump_callback(value, add_chunk, &reply->body, JSON_COMPACT) != 0)
        error_die("a reply could not be written as JSON");
    json_decref(value);
}
