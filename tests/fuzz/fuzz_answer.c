/* SPDX-License-Identifier: MIT */
/* An answer of the portal: on the first line what was asked, the status and the type,
 * then the body. What is believed keeps to the contract, and what is handed on is clean.
 */
#include "kiosk/base/utf8.h"
#include "kiosk/net/answer.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASE "https://dvc.example.vn"

static const char REFERENCE[] = "7QHM2K9TXV4DA3NPS";

static void check_text(const char *text)
{
    uint32_t symbol;
    for (size_t at = 0, size = strlen(text); at < size;) {
        at += utf8_read(text + at, size - at, &symbol);
        if (symbol != '\n' && !utf8_is_showable(symbol))
            abort();
    }
}

static void check_clean(const json_t *value)
{
    size_t i;
    const char *name;
    json_t *member;
    if (json_is_string(value))
        check_text(json_string_value(value));
    json_array_foreach((json_t *)value, i, member) check_clean(member);
    json_object_foreach((json_t *)value, name, member)
    {
        check_text(name);
        check_clean(member);
    }
}

static void check_receipt(const struct portal_receipt *receipt)
{
    if (strlen(receipt->code) < 4 || receipt->status < 1 || receipt->status > 10)
        abort();
    if (strpbrk(receipt->code, "/\\ %\n"))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char line[128] = "", type[64] = "";
    unsigned question = 0, status = 0;
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    size_t length = end ? (size_t)(end - data) : 0;
    if (!end || length >= sizeof(line))
        return 0;
    memcpy(line, data, length);
    if (sscanf(line, "%1u %3u %63[ -~]", &question, &status, type) < 2 ||
        question >= QUESTION_COUNT)
        return 0;
    char *body = malloc(size - length); /* no NUL behind it: a read too far is seen */
    if (!body)
        abort();
    memcpy(body, end + 1, size - length - 1);
    struct http_answer http = {.end = HTTP_ANSWERED,
                               .may_have_left = true,
                               .status = (int)status,
                               .type = type,
                               .etag = type, /* as good as any */
                               .location = type,
                               .upload_offset = type,
                               .tus = status == 200 ? "" : "1.0.0",
                               .retry_after = -1,
                               .body = body,
                               .size = size - length - 1};
    struct portal_reply reply;
    const struct answer_context context = {.question = (enum portal_question)question,
                                           .reference = REFERENCE,
                                           .base = BASE "/v1/uploads",
                                           .least = 100,
                                           .most = 200};
    answer_read_in(&reply, &context, &http);
    if (reply.outcome == PORTAL_UPLOAD_MADE &&
        (strncmp(reply.place, BASE "/", strlen(BASE) + 1) != 0 ||
         strlen(reply.place) >= sizeof(reply.place)))
        abort();
    if (reply.outcome == PORTAL_UPLOAD_AT && (reply.offset < 100 || reply.offset > 200))
        abort();
    if (reply.outcome == PORTAL_HAS_IT && question <= QUESTION_FIND_KEY)
        check_receipt(&reply.receipt);
    if (reply.outcome == PORTAL_HAS_IT && question == QUESTION_TRACK && !reply.json)
        abort();
    if (reply.unchanged && (status != 304 || question != QUESTION_CATALOGUE_NEWER))
        abort();
    check_clean(reply.json);
    check_text(reply.tag);
    answer_clear(&reply);
    free(body);
    return 0;
}
