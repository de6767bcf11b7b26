/* SPDX-License-Identifier: MIT */
/* Where a dossier stands, as the citizen who asks alone is told, on the screen and on
 * paper. */
#include "kiosk/service/standing.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "printers/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define REFERENCE "00000000000000000"
#define CODE      "H17.31.22-261121-0004"

static const int64_t NOW = 1795246325; /* 14:32 21/11/2026 */

/* What a portal answers, `status` in the place of the %d. */
static const char ANSWER[] =
    "{\"reference\": \"" REFERENCE "\", \"code\": \"" CODE "\","
    " \"procedure\": {\"code\": \"1.001193\", \"name\": {\"vi\": \"Đăng ký khai sinh\","
    " \"en\": \"Birth registration\"}},"
    " \"status\": {\"number\": %d, \"name\": {\"vi\": \"Lạ\", \"en\": \"Odd\"}},"
    " \"receivedAt\": \"2026-11-21T14:32:09+07:00\","
    " \"dueAt\": \"2026-11-23T17:00:00+07:00\","
    " \"history\": [{\"at\": \"2026-11-21T14:32:09+07:00\", \"status\": {\"number\": 1,"
    " \"name\": {\"vi\": \"a\"}}, \"note\": null}, {\"at\": "
    "\"2026-11-21T15:05:44+07:00\","
    " \"status\": {\"number\": 5, \"name\": {\"vi\": \"b\"}},"
    " \"note\": {\"vi\": \"Bổ sung.\\u001b[2J\", \"en\": \"Bring it.\\u001b[2J\"}}]}";

static json_t *answer(int status)
{
    struct error err = {0};
    char *text = memory_format(ANSWER, status);
    json_t *value = json_parse(text, strlen(text), "answer", &JSON_MESSAGE_LIMITS, &err);
    if (!value)
        fail_msg("%s", err.text);
    free(text);
    return value;
}

static void find(struct standing *standing, const char *asked, const json_t *tracked,
                 enum dossier_reason reason, const struct dossier *stored)
{
    const struct standing_facts facts = {.asked = asked,
                                         .tracked = tracked,
                                         .reason = reason,
                                         .stored = stored,
                                         .hotline = "1022"};
    standing_find(standing, &facts, NOW);
}

static void test_every_status(void **state)
{
    (void)state;
    static const struct {
        enum standing_mood mood;
        const char *word, *name, *next;
        bool awaited;
    } CASES[] = {
        [0] = {STANDING_CALM, "Odd", "Odd", "Ask where", true},
        [1] = {STANDING_CALM, "Handed in", "Newly registered", "nothing you have", true},
        [2] = {STANDING_CALM, "Taken in", "Received by the office", "nothing", true},
        [3] = {STANDING_YOUR_TURN, "Not taken", "Not received", "Bring the slip", false},
        [4] = {STANDING_CALM, "In progress", "In progress", "Come on the day", true},
        [5] = {STANDING_YOUR_TURN, "More papers", "More papers requested", "Bring", true},
        [6] = {STANDING_YOUR_TURN, "Please pay", "Payment requested", "Pay", true},
        [7] = {STANDING_OVER, "Withdrawn", "Withdrawn at", "hand in a new", false},
        [8] = {STANDING_OVER, "Stopped", "Stopped", "has stopped", false},
        [9] = {STANDING_GOOD, "Result ready", "Completed", "Bring the slip", false},
        [10] = {STANDING_GOOD, "Handed over", "Result handed over", "nothing", false},
        [11] = {STANDING_CALM, "Odd", "Odd", "Ask where", true},
    };
    for (int i = 0; i < (int)(sizeof(CASES) / sizeof(CASES[0])); i++) {
        struct standing standing;
        json_t *tracked = answer(i);
        find(&standing, REFERENCE, tracked, REASON_NONE, NULL);
        assert_int_equal(standing.mood, CASES[i].mood);
        assert_string_equal(standing.word, CASES[i].word);
        assert_non_null(strstr(standing.name, CASES[i].name));
        assert_non_null(strstr(standing.next, CASES[i].next));
        assert_int_equal(standing.awaited, CASES[i].awaited);
        assert_int_equal(standing.due, CASES[i].awaited ? 1795428000 : 0);
        bool may_wait = standing.mood == STANDING_CALM || standing.mood == STANDING_GOOD;
        assert_int_equal(strstr(standing.next, "1022") == NULL, may_wait);
        standing_clear(&standing);
        json_decref(tracked);
    }
}

static void test_by_reference(void **state)
{
    (void)state;
    struct standing standing;
    json_t *tracked = answer(5);
    find(&standing, REFERENCE, tracked, REASON_NONE, NULL);
    assert_string_equal(standing.asked, "0000-0000-0000-0000-0");
    assert_string_equal(standing.code, CODE);
    assert_string_equal(standing.procedure, "Birth registration");
    assert_string_equal(standing.procedure_code, "1.001193");
    assert_int_equal(standing.count, 2);
    assert_string_equal(standing.note, "Bring it.�[2J");
    assert_string_equal(standing.history[0].when, "14:32 21/11/2026");
    assert_string_equal(standing.history[0].text, "Newly registered");
    assert_string_equal(standing.history[1].text, "More papers requested. Bring it.�[2J");
    standing_clear(&standing);
    standing_clear(&standing);
    json_decref(tracked);
}

/* Codes are numbered one after the other: who types one learns the status alone. */
static void test_by_code(void **state)
{
    (void)state;
    struct standing standing;
    struct dossier stored = {.state = DOSSIER_HELD, .procedure = "1.001193"};
    json_t *tracked = answer(5);
    find(&standing, CODE, tracked, REASON_NONE, &stored);
    assert_string_equal(standing.word, "More papers");
    assert_string_equal(standing.procedure, "");
    assert_string_equal(standing.note, "");
    assert_string_equal(standing.procedure_code, "");
    assert_int_equal(standing.count, 0);
    assert_non_null(strstr(standing.next, "is shown for the reference"));
    standing_clear(&standing);
    find(&standing, CODE, NULL, REASON_TIMEOUT, &stored);
    assert_string_equal(standing.word, "No line");
    assert_string_equal(standing.procedure_code, "");
    standing_clear(&standing);
    json_decref(tracked);
}

static void test_without_the_portal(void **state)
{
    (void)state;
    static const struct {
        int stored; /* enum dossier_state, -1: none */
        enum dossier_reason reason;
        enum standing_mood mood;
        const char *word;
    } CASES[] = {
        {-1, REASON_UNREACHABLE, STANDING_UNKNOWN, "No line"},
        {-1, REASON_NONE, STANDING_UNKNOWN, "Not found"},
        {DOSSIER_FINALISED, REASON_NONE, STANDING_CALM, "To be sent"},
        {DOSSIER_SENDING, REASON_TIMEOUT, STANDING_CALM, "To be sent"},
        {DOSSIER_ACCEPTED, REASON_PORTAL_DOWN, STANDING_CALM, "Handed in"},
        {DOSSIER_ACCEPTED, REASON_NONE, STANDING_UNKNOWN, "Not found"},
        {DOSSIER_HELD, REASON_NONE, STANDING_YOUR_TURN, "Please ask"},
        {DOSSIER_REJECTED, REASON_NONE, STANDING_YOUR_TURN, "To be mended"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct standing standing;
        struct dossier stored = {.code = CODE, .procedure = "1.001193", .due_at = NOW};
        if (CASES[i].stored >= 0)
            stored.state = (enum dossier_state)CASES[i].stored;
        find(&standing, REFERENCE, NULL, CASES[i].reason,
             CASES[i].stored < 0 ? NULL : &stored);
        assert_int_equal(standing.mood, CASES[i].mood);
        assert_string_equal(standing.word, CASES[i].word);
        assert_string_equal(standing.name, "");
        assert_int_equal(standing.count, 0);
        standing_clear(&standing);
    }
}

static void test_overdue(void **state)
{
    (void)state;
    struct standing standing;
    json_t *tracked = answer(4);
    json_object_set_new(tracked, "dueAt", json_string("2026-11-20T17:00:00+07:00"));
    find(&standing, REFERENCE, tracked, REASON_NONE, NULL);
    assert_non_null(strstr(standing.next, "is over"));
    assert_non_null(strstr(standing.next, "1022"));
    standing_clear(&standing);
    json_object_set_new(tracked, "dueAt", json_null());
    find(&standing, REFERENCE, tracked, REASON_NONE, NULL);
    assert_true(standing.awaited && standing.due == 0);
    standing_clear(&standing);
    json_decref(tracked);
}

/* Answers that no portal should give. */
static void test_hostile(void **state)
{
    (void)state;
    static const char *const ANSWERS[] = {
        "{}",
        "{\"status\": 9, \"history\": {\"a\": 1}, \"code\": [], \"procedure\": \"x\"}",
        "{\"status\": {\"number\": -1}, \"history\": [1, null, [], {}]}",
        "{\"status\": {\"number\": 1e99, \"name\": 5}, \"dueAt\": \"tomorrow\"}",
    };
    for (size_t i = 0; i < sizeof(ANSWERS) / sizeof(ANSWERS[0]); i++) {
        struct standing standing;
        json_t *tracked = json_parse(ANSWERS[i], strlen(ANSWERS[i]), "answer",
                                     &JSON_MESSAGE_LIMITS, NULL);
        assert_non_null(tracked);
        find(&standing, REFERENCE, tracked, REASON_NONE, NULL);
        assert_non_null(standing.word);
        assert_non_null(standing.next);
        standing_clear(&standing);
        json_decref(tracked);
    }
}

/* The page as text, drawn as PDF too, to see that it can be. */
static void draw(const struct standing *standing, struct buffer *text)
{
    struct error err = {0};
    struct buffer pdf;
    struct settings *settings = settings_read("/dev/null", &err);
    settings_override(settings, PORTAL_URL, "https://dvc.example.vn");
    settings_override(settings, OFFICE_NAME, "Bưu điện Hoà Khánh");
    json_t *page = standing_page(standing, settings, NOW);
    struct document *document = document_create(page, &err);
    if (!document)
        fail_msg("%s", err.text);
    buffer_init(text, 1 << 20);
    buffer_init(&pdf, 4 << 20);
    assert_true(document_to_text(document, 76, text, &err));
    assert_true(document_to_pdf(document, &pdf, &err));
    buffer_free(&pdf);
    document_free(&document);
    json_decref(page);
    settings_free(&settings);
}

static void expect(const struct buffer *text, const char *words, bool there)
{
    if ((strstr(text->data, words) != NULL) != there)
        fail_msg("\"%s\" %s:\n%s", words, there ? "is missing" : "is there", text->data);
}

static void test_page(void **state)
{
    (void)state;
    struct standing standing;
    struct buffer text;
    json_t *tracked = answer(5);
    find(&standing, REFERENCE, tracked, REASON_NONE, NULL);
    draw(&standing, &text);
    expect(&text, "WHERE THE DOSSIER STANDS", true);
    expect(&text, "As known at 14:32 21/11/2026", true);
    expect(&text, "no receipt", true);
    expect(&text, "Bưu điện Hoà Khánh", true);
    expect(&text, "Hotline: 1022", true);
    expect(&text, "0000-0000-0000-0000-0", true);
    expect(&text, "https://dvc.example.vn/t/" REFERENCE, true);
    expect(&text, "More papers requested", true);
    expect(&text, "17:00 23/11/2026", true);
    expect(&text, "Birth registration", true);
    expect(&text, "What to do next", true);
    expect(&text, "The office writes: Bring it.", true);
    buffer_free(&text);
    standing_clear(&standing);
    find(&standing, CODE, tracked, REASON_NONE, NULL);
    draw(&standing, &text);
    expect(&text, CODE, true);
    expect(&text, "/t/", false);
    expect(&text, "Birth registration", false);
    expect(&text, "What has happened\n", false);
    buffer_free(&text);
    standing_clear(&standing);
    json_decref(tracked);
}

static int use_english(void **state)
{
    (void)state;
    i18n_use("en");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_status), cmocka_unit_test(test_by_reference),
        cmocka_unit_test(test_by_code),      cmocka_unit_test(test_without_the_portal),
        cmocka_unit_test(test_overdue),      cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_page),
    };
    return cmocka_run_group_tests(tests, use_english, NULL);
}
