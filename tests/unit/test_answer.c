/* SPDX-License-Identifier: MIT */
/* Which answers of the portal are believed. */
#include "kiosk/net/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define OURS    "7QHM2K9TXV4DA3NPW"
#define RECEIPT "\"reference\":\"" OURS "\",\"code\":\"H17.31.22-261121-0004\"," PART
#define PART                                                          \
    "\"status\":{\"number\":1,\"name\":{\"vi\":\"a\",\"en\":\"b\"}}," \
    "\"receivedAt\":\"2026-11-21T14:32:05+07:00\",\"dueAt\":null"
#define STEP \
    "{\"at\":\"2026-11-21T14:32:05+07:00\",\"status\":{\"number\":1,\"name\":{}}}"
#define JSON    "application/json"
#define PROBLEM "application/problem+json"

static enum portal_outcome read_answer(struct portal_reply *reply,
                                       enum portal_question question, int status,
                                       const char *type, const char *body)
{
    struct http_answer http = {.end = HTTP_ANSWERED,
                               .status = status,
                               .type = type,
                               .etag = "\"t1\"",
                               .location = "",
                               .tus = "",
                               .upload_offset = "",
                               .retry_after = -1,
                               .body = body,
                               .size = strlen(body)};
    answer_read(reply, question, OURS, &http);
    return reply->outcome;
}

static void test_outcomes(void **state)
{
    (void)state;
    static const struct {
        enum portal_question question;
        int status;
        const char *type, *body;
        enum portal_outcome outcome;
    } CASES[] = {
        {QUESTION_SUBMIT, 201, JSON, "{" RECEIPT "}", PORTAL_HAS_IT},
        {QUESTION_SUBMIT, 200, "Application/JSON; charset=utf-8", "{" RECEIPT "}",
         PORTAL_HAS_IT},
        {QUESTION_SUBMIT, 201, "application/jsonp", "{" RECEIPT "}", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 201, "", "{" RECEIPT "}", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 202, JSON, "{" RECEIPT "}", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 201, JSON, "{" RECEIPT, PORTAL_STRANGE},
        {QUESTION_SUBMIT, 201, JSON, "{" RECEIPT ",\"code\":\"H18\"}", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 201, JSON, "{" PART "}", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 201, JSON, "null", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 302, "text/html", "", PORTAL_PAGE},
        {QUESTION_SUBMIT, 308, "", "", PORTAL_PAGE},
        {QUESTION_SUBMIT, 200, "text/html; charset=utf-8", "<html>", PORTAL_PAGE},
        {QUESTION_SUBMIT, 201, "text/plain", "{" RECEIPT "}", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 204, "", "", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 100, "", "", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 400, PROBLEM, "{}", PORTAL_REFUSED},
        {QUESTION_SUBMIT, 401, PROBLEM, "{}", PORTAL_FORBIDDEN},
        {QUESTION_SUBMIT, 413, PROBLEM, "{}", PORTAL_TOO_LARGE},
        {QUESTION_SUBMIT, 413, "text/html", "<html>", PORTAL_PAGE},
        {QUESTION_SUBMIT, 422, PROBLEM, "{", PORTAL_STRANGE},
        {QUESTION_SUBMIT, 500, PROBLEM, "{}", PORTAL_DOWN},
        {QUESTION_SUBMIT, 511, "text/html", "<html>", PORTAL_PAGE},
        {QUESTION_SUBMIT, 999, "", "", PORTAL_DOWN},
        {QUESTION_SUBMIT, 409, PROBLEM, "{}", PORTAL_IN_PROGRESS},
        {QUESTION_SUBMIT, 429, "text/plain", "", PORTAL_BUSY},
        {QUESTION_SUBMIT, 503, "text/html", "", PORTAL_DOWN},
        {QUESTION_SUBMIT, 422, PROBLEM,
         "{\"errors\":[{\"pointer\":\"/a\",\"message\":\"b\"}]}", PORTAL_INVALID},
        {QUESTION_SUBMIT, 422, PROBLEM, "{\"errors\":[{\"pointer\":1}]}", PORTAL_REFUSED},
        {QUESTION_SUBMIT, 422, PROBLEM,
         "{\"type\":\"https://x/idempotency-key-reused\","
         "\"errors\":[{\"pointer\":\"/a\",\"message\":\"b\"}]}",
         PORTAL_KEY_REUSED},
        {QUESTION_SUBMIT, 403, PROBLEM, "{}", PORTAL_FORBIDDEN},
        {QUESTION_SUBMIT, 403, "text/html", "<html>", PORTAL_PAGE},
        {QUESTION_SUBMIT, 404, PROBLEM, "{}", PORTAL_REFUSED},
        {QUESTION_FIND_KEY, 200, JSON, "{\"dossiers\":[]}", PORTAL_KNOWS_NOT},
        {QUESTION_FIND_KEY, 200, JSON, "{\"dossiers\":[{" RECEIPT "}]}", PORTAL_HAS_IT},
        {QUESTION_FIND_KEY, 200, JSON, "{\"dossiers\":[{" PART "}]}", PORTAL_STRANGE},
        {QUESTION_FIND_KEY, 200, JSON, "{\"dossiers\":{}}", PORTAL_STRANGE},
        {QUESTION_FIND_KEY, 200, JSON, "{}", PORTAL_STRANGE},
        {QUESTION_FIND_KEY, 404, PROBLEM, "{}", PORTAL_REFUSED},
        {QUESTION_PROBE, 200, JSON, "{\"dossiers\":[]}", PORTAL_KNOWS_NOT},
        {QUESTION_PROBE, 200, "text/html", "<html>", PORTAL_PAGE},
        {QUESTION_TRACK, 200, JSON, "{" RECEIPT ",\"history\":[" STEP "]}",
         PORTAL_HAS_IT},
        {QUESTION_TRACK, 200, JSON, "{" RECEIPT ",\"history\":[1]}", PORTAL_STRANGE},
        {QUESTION_TRACK, 200, JSON, "{" RECEIPT "}", PORTAL_STRANGE},
        {QUESTION_TRACK, 404, PROBLEM, "{}", PORTAL_KNOWS_NOT},
        {QUESTION_TRACK, 404, "text/html", "", PORTAL_PAGE},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct portal_reply reply;
        enum portal_outcome outcome = read_answer(
            &reply, CASES[i].question, CASES[i].status, CASES[i].type, CASES[i].body);
        if (outcome != CASES[i].outcome)
            print_error("case %zu: %s\n", i, CASES[i].body);
        assert_int_equal(outcome, CASES[i].outcome);
        assert_non_null(reply.words);
        answer_clear(&reply);
    }
}

/* Its body went elsewhere; a captive portal's page is not taken for one. */
static void test_catalogue(void **state)
{
    (void)state;
    static const struct {
        enum portal_question question;
        int status;
        const char *type, *body;
        enum portal_outcome outcome;
    } CASES[] = {
        {QUESTION_CATALOGUE, 200, JSON, "", PORTAL_HAS_IT},
        {QUESTION_CATALOGUE_NEWER, 200, JSON, "", PORTAL_HAS_IT},
        {QUESTION_CATALOGUE_NEWER, 304, "", "", PORTAL_HAS_IT},
        {QUESTION_CATALOGUE, 304, "", "", PORTAL_PAGE}, /* than what? */
        {QUESTION_CATALOGUE, 200, "text/html", "", PORTAL_PAGE},
        {QUESTION_CATALOGUE, 302, "text/html", "", PORTAL_PAGE},
        {QUESTION_CATALOGUE, 404, PROBLEM, "{}", PORTAL_REFUSED},
        {QUESTION_CATALOGUE, 404, "text/html", "", PORTAL_PAGE},
        {QUESTION_CATALOGUE, 503, "", "", PORTAL_DOWN},
        {QUESTION_TRACK, 304, "", "", PORTAL_PAGE},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct portal_reply reply;
        enum portal_outcome outcome = read_answer(
            &reply, CASES[i].question, CASES[i].status, CASES[i].type, CASES[i].body);
        if (outcome != CASES[i].outcome)
            print_error("case %zu\n", i);
        assert_int_equal(outcome, CASES[i].outcome);
        bool has_new = outcome == PORTAL_HAS_IT && CASES[i].status == 200;
        assert_int_equal(reply.unchanged, outcome == PORTAL_HAS_IT && !has_new);
        assert_string_equal(reply.tag, has_new ? "\"t1\"" : "");
        answer_clear(&reply);
    }
}

/* It goes into a header of ours: what is no ETag is none. */
static void test_tag(void **state)
{
    (void)state;
    char endless[300];
    memset(endless, 'a', sizeof(endless));
    endless[0] = endless[sizeof(endless) - 2] = '"';
    endless[sizeof(endless) - 1] = '\0';
    const struct {
        const char *etag, *tag;
    } CASES[] = {
        {"\"a-1\"", "\"a-1\""}, {"W/\"b\"", "W/\"b\""}, {"", ""},          {"\"", ""},
        {"plain", ""},          {"\"a b\"", ""},        {"\"a\x1b\"", ""}, {"W/", ""},
        {"\"\xc3\xa1\"", ""},   {endless, ""},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct portal_reply reply;
        struct http_answer http = {.end = HTTP_ANSWERED,
                                   .status = 200,
                                   .type = JSON,
                                   .etag = CASES[i].etag,
                                   .body = ""};
        answer_read(&reply, QUESTION_CATALOGUE, NULL, &http);
        assert_int_equal(reply.outcome, PORTAL_HAS_IT);
        assert_string_equal(reply.tag, CASES[i].tag);
        answer_clear(&reply);
    }
}

static void test_receipt(void **state)
{
    (void)state;
    struct portal_reply reply;
    read_answer(&reply, QUESTION_SUBMIT, 201, JSON,
                "{\"reference\":\"" OURS "\",\"code\":\"H17-261121-0004\","
                "\"status\":{\"number\":2,\"name\":{}},"
                "\"receivedAt\":\"1970-01-01T07:00:10+07:00\","
                "\"dueAt\":\"1970-01-01T00:01:00Z\"}");
    assert_string_equal(reply.receipt.code, "H17-261121-0004");
    assert_int_equal(reply.receipt.status, 2);
    assert_int_equal(reply.receipt.received_at, 10);
    assert_int_equal(reply.receipt.due_at, 60);
    assert_null(reply.json);
    answer_clear(&reply);
}

/* Nothing that a terminal or a printer would obey comes through. */
static void test_cleaned(void **state)
{
    (void)state;
    struct portal_reply reply;
    read_answer(&reply, QUESTION_TRACK, 200, JSON,
                "{" RECEIPT ",\"history\":[],\"procedure\":{\"name\":"
                "{\"vi\":\"a\\u001b[31mb\\u202e\"}},\"\\u009bm\":1}");
    assert_int_equal(reply.outcome, PORTAL_HAS_IT);
    char *text = json_dumps(reply.json, JSON_COMPACT);
    assert_non_null(strstr(text, "a\xEF\xBF\xBD[31mb\xEF\xBF\xBD"));
    assert_null(strstr(text, "\xC2\x9B"));
    free(text);
    answer_clear(&reply);

    read_answer(&reply, QUESTION_SUBMIT, 422, PROBLEM,
                "{\"title\":\"t\\u0007\",\"other\":[1],"
                "\"errors\":[{\"pointer\":\"/a\",\"message\":\"b\\nc\",\"x\":1}]}");
    text = json_dumps(reply.json, JSON_COMPACT);
    assert_string_equal(text, "{\"title\":\"t\xEF\xBF\xBD\","
                              "\"errors\":[{\"pointer\":\"/a\",\"message\":\"b c\"}]}");
    free(text);
    answer_clear(&reply);
}

static void test_without_an_answer(void **state)
{
    (void)state;
    static const struct {
        enum http_end end;
        enum portal_outcome outcome;
    } CASES[] = {
        {HTTP_NO_NAME, PORTAL_UNREACHABLE},
        {HTTP_CUT, PORTAL_UNREACHABLE},
        {HTTP_TLS_UNTRUSTED, PORTAL_UNTRUSTED},
        {HTTP_TLS_WRONG_NAME, PORTAL_OTHER_NAME},
        {HTTP_TLS_EXPIRED, PORTAL_EXPIRED},
        {HTTP_TLS_NOT_YET, PORTAL_NOT_YET},
        {HTTP_TLS_FAILED, PORTAL_NO_TLS},
        {HTTP_TLS_OURS, PORTAL_OUR_TLS},
        {HTTP_TIMEOUT, PORTAL_LATE},
        {HTTP_TOO_LARGE, PORTAL_STRANGE},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct portal_reply reply;
        struct http_answer http = {.end = CASES[i].end,
                                   .may_have_left = true,
                                   .type = "",
                                   .retry_after = -1,
                                   .body = ""};
        answer_read(&reply, QUESTION_SUBMIT, OURS, &http);
        assert_int_equal(reply.outcome, CASES[i].outcome);
        assert_true(reply.may_have_left);
        assert_string_equal(reply.words, http_end_name(CASES[i].end));
        answer_clear(&reply);
    }
}

/* --- uploads ------------------------------------------------------------------------ */

#define BASE "https://dvc.example.vn:8443/v1/uploads"

static enum portal_outcome read_upload(struct portal_reply *reply,
                                       const struct http_answer *given,
                                       enum portal_question question)
{
    struct http_answer http = *given;
    const struct answer_context context = {
        .question = question, .base = BASE, .least = 101, .most = 200};
    http.end = HTTP_ANSWERED;
    http.retry_after = -1;
    http.type = http.type ? http.type : "";
    http.location = http.location ? http.location : "";
    http.tus = http.tus ? http.tus : "";
    http.upload_offset = http.upload_offset ? http.upload_offset : "";
    http.body = http.body ? http.body : "";
    http.size = strlen(http.body);
    answer_read_in(reply, &context, &http);
    return reply->outcome;
}

static void test_uploads(void **state)
{
    (void)state;
    static const struct {
        enum portal_question question;
        struct http_answer http;
        enum portal_outcome outcome;
    } CASES[] = {
        {QUESTION_UPLOAD_SEND,
         {.status = 204, .tus = "1.0.0", .upload_offset = "101"},
         PORTAL_UPLOAD_AT},
        {QUESTION_UPLOAD_SEND,
         {.status = 204, .tus = "1.0.0", .upload_offset = "200"},
         PORTAL_UPLOAD_AT},
        /* Nothing came of it, or more than was sent. */
        {QUESTION_UPLOAD_SEND,
         {.status = 204, .tus = "1.0.0", .upload_offset = "100"},
         PORTAL_STRANGE},
        {QUESTION_UPLOAD_SEND,
         {.status = 204, .tus = "1.0.0", .upload_offset = "201"},
         PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK,
         {.status = 200, .tus = "1.0.0", .upload_offset = "-1"},
         PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK,
         {.status = 200, .tus = "1.0.0", .upload_offset = "150x"},
         PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK,
         {.status = 200, .tus = "1.0.0", .upload_offset = "99999999999999999999"},
         PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK, {.status = 200, .tus = "1.0.0"}, PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK,
         {.status = 200, .tus = "0.2", .upload_offset = "150"},
         PORTAL_STRANGE},
        /* Whoever knows nothing of tus knows nothing of uploads. */
        {QUESTION_UPLOAD_ASK, {.status = 404, .tus = "1.0.0"}, PORTAL_UPLOAD_GONE},
        {QUESTION_UPLOAD_ASK, {.status = 410, .tus = "1.0.0"}, PORTAL_UPLOAD_GONE},
        {QUESTION_UPLOAD_ASK, {.status = 403, .tus = "1.0.0"}, PORTAL_UPLOAD_GONE},
        {QUESTION_UPLOAD_ASK, {.status = 401, .tus = "1.0.0"}, PORTAL_FORBIDDEN},
        {QUESTION_UPLOAD_ASK, {.status = 412, .tus = "1.0.0"}, PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK, {.status = 403}, PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK, {.status = 403, .type = "text/html"}, PORTAL_PAGE},
        {QUESTION_UPLOAD_ASK, {.status = 401}, PORTAL_STRANGE},
        {QUESTION_UPLOAD_SEND, {.status = 403, .tus = "1.0.0"}, PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK, {.status = 404}, PORTAL_STRANGE},
        {QUESTION_UPLOAD_ASK, {.status = 404, .type = "text/html"}, PORTAL_PAGE},
        {QUESTION_UPLOAD_SEND, {.status = 409, .tus = "1.0.0"}, PORTAL_UPLOAD_MOVED},
        {QUESTION_UPLOAD_SEND, {.status = 409}, PORTAL_IN_PROGRESS},
        {QUESTION_UPLOAD_SEND, {.status = 423}, PORTAL_IN_PROGRESS},
        {QUESTION_UPLOAD_SEND, {.status = 460, .tus = "1.0.0"}, PORTAL_UPLOAD_BROKEN},
        {QUESTION_UPLOAD_SEND,
         {.status = 422, .type = PROBLEM, .body = "{\"type\":\"x/upload-broken\"}"},
         PORTAL_UPLOAD_BROKEN},
        {QUESTION_UPLOAD_SEND, {.status = 302}, PORTAL_PAGE},
        {QUESTION_UPLOAD_SEND, {.status = 503}, PORTAL_DOWN},
        {QUESTION_UPLOAD_MAKE,
         {.status = 413, .type = PROBLEM, .body = "{\"type\":\"x\"}"},
         PORTAL_TOO_LARGE},
        {QUESTION_UPLOAD_MAKE, {.status = 404, .tus = "1.0.0"}, PORTAL_STRANGE},
        {QUESTION_UPLOAD_MAKE,
         {.status = 200, .tus = "1.0.0", .location = "/v1/uploads/a"},
         PORTAL_STRANGE},
        {QUESTION_SUBMIT,
         {.status = 409, .type = PROBLEM, .body = "{\"type\":\"x/attachments-missing\"}"},
         PORTAL_INCOMPLETE},
        {QUESTION_SUBMIT,
         {.status = 409, .type = JSON, .body = "{\"type\":\"x/attachments-missing\"}"},
         PORTAL_IN_PROGRESS},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct portal_reply reply;
        if (read_upload(&reply, &CASES[i].http, CASES[i].question) != CASES[i].outcome)
            fail_msg("case %zu: %s", i, reply.words);
        answer_clear(&reply);
    }
}

/* An upload leads nowhere but to the portal itself. */
static void test_places(void **state)
{
    (void)state;
    static const struct {
        const char *location, *place; /* NULL: refused */
    } CASES[] = {
        {"/v1/uploads/ab12", "https://dvc.example.vn:8443/v1/uploads/ab12"},
        {"https://DVC.example.vn:8443/files/ab?x=1",
         "https://DVC.example.vn:8443/files/ab?x=1"},
        {"uploads/ab12", "https://dvc.example.vn:8443/v1/uploads/ab12"},
        {"", NULL},
        {"https://dvc.example.vn/v1/uploads/ab12", NULL},
        {"http://dvc.example.vn:8443/v1/uploads/ab12", NULL},
        {"https://evil.example.vn:8443/v1/uploads/ab12", NULL},
        {"//evil.example.vn/v1/uploads/ab12", NULL},
        {"https://dvc.example.vn:8443@evil.example/v1", NULL},
        {"https://user@dvc.example.vn:8443/v1", NULL},
        {"/v1/uploads/a b", NULL},
        {"/v1/uploads/a\r\nHost: x", NULL},
        {"/v1/uploads/a#b", NULL},
        {"/v1/uploads/\x1b[2J", NULL},
        {"file:///etc/passwd", NULL},
        {"\\\\evil\\x", NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct portal_reply reply;
        const struct http_answer http = {
            .status = 201, .tus = "1.0.0", .location = CASES[i].location};
        enum portal_outcome outcome = read_upload(&reply, &http, QUESTION_UPLOAD_MAKE);
        if (CASES[i].place && (outcome != PORTAL_UPLOAD_MADE ||
                               strcasecmp(reply.place, CASES[i].place) != 0))
            fail_msg("%s leads to %s", CASES[i].location, reply.place);
        if (!CASES[i].place && (outcome != PORTAL_STRANGE || *reply.place))
            fail_msg("%s is believed", CASES[i].location);
    }
    char *longest = malloc(4000);
    memset(longest, 'a', 3999);
    longest[0] = '/';
    longest[3999] = '\0';
    struct portal_reply reply;
    const struct http_answer http = {.status = 201, .tus = "1.0.0", .location = longest};
    assert_int_equal(read_upload(&reply, &http, QUESTION_UPLOAD_MAKE), PORTAL_STRANGE);
    free(longest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcomes), cmocka_unit_test(test_catalogue),
        cmocka_unit_test(test_tag),      cmocka_unit_test(test_receipt),
        cmocka_unit_test(test_cleaned),  cmocka_unit_test(test_without_an_answer),
        cmocka_unit_test(test_uploads),  cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
