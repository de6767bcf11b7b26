/* SPDX-License-Identifier: MIT */
/* From answers to the stored bytes of a submission, and what the outbox says of it. */
#include "kiosk/service/dossier.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/outbox.h"
#include "kiosk/service/papers.h"
#include "tests/unit/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct dossier finalise_with(struct desk *desk, const json_t *answers,
                                    const json_t *warnings, const json_t *papers)
{
    struct error err = {0};
    char reference[REFERENCE_ROOM];
    struct dossier dossier;
    struct submission submission = {.procedure = desk->procedure,
                                    .answers = answers,
                                    .warnings = warnings,
                                    .papers = papers,
                                    .language = "vi",
                                    .consent = "Tôi đồng ý."};
    if (!dossier_finalise(desk->store, desk->settings, &submission, reference, &err))
        fail_msg("%s", err.text);
    assert_true(store_find_dossier(desk->store, reference, &dossier, &err));
    return dossier;
}

static struct dossier finalise(struct desk *desk, const json_t *answers)
{
    return finalise_with(desk, answers, NULL, NULL);
}

static json_t *sent_bytes(struct desk *desk, const struct dossier *dossier)
{
    struct error err = {0};
    struct buffer body;
    assert_true(store_read_body(desk->store, dossier->id, &body, &err));
    json_t *sent = json_parse(body.data, body.size, "body", &JSON_MESSAGE_LIMITS, &err);
    buffer_free(&body);
    assert_non_null(sent);
    return sent;
}

static void test_identified(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    char reference[REFERENCE_ROOM];
    struct dossier dossier;
    json_t *answers = desk_read("1.001193/examples/both-parents-married.json");
    json_t *identified = json_pack("[{s:s, s:s, s:s}]", "pointer", "/mother", "by",
                                   "card-qr", "at", "2026-11-21T14:31:40+07:00");
    struct submission submission = {.procedure = desk->procedure,
                                    .answers = answers,
                                    .identified = identified,
                                    .language = "vi",
                                    .consent = "Tôi đồng ý."};
    assert_true(
        dossier_finalise(desk->store, desk->settings, &submission, reference, &err));
    assert_true(store_find_dossier(desk->store, reference, &dossier, &err));
    json_t *sent = sent_bytes(desk, &dossier);
    assert_true(json_equal(json_object_get(sent, "identified"), identified));
    assert_null(json_object_get(sent, "warnings"));
    json_decref(sent);
    json_decref(identified);
    json_decref(answers);
}

static void test_warnings(void **state)
{
    struct desk *desk = *state;
    json_t *answers = desk_read("1.001193/examples/both-parents-married.json");
    json_t *warnings = json_array();
    struct dossier dossier = finalise_with(desk, answers, warnings, NULL);
    json_t *sent = sent_bytes(desk, &dossier);
    assert_null(json_object_get(sent, "warnings"));
    json_decref(sent);
    json_array_append_new(warnings,
                          json_pack("{s:s, s:s, s:s}", "id", "old-mother", "pointer",
                                    "/mother/birthDate", "reason", "Có giấy chứng sinh"));
    dossier = finalise_with(desk, answers, warnings, NULL);
    sent = sent_bytes(desk, &dossier);
    assert_true(json_equal(json_object_get(sent, "warnings"), warnings));
    json_decref(sent);
    json_decref(warnings);
    json_decref(answers);
}

static void test_envelope(void **state)
{
    struct desk *desk = *state;
    json_t *answers = desk_read("1.001193/examples/both-parents-married.json");
    int64_t before = clock_now();
    struct dossier dossier = finalise(desk, answers);
    json_t *sent = sent_bytes(desk, &dossier);

    static const struct {
        const char *pointer, *value;
    } EXPECTED[] = {
        {"/procedure", "1.001193"},
        {"/language", "vi"},
        {"/kiosk/id", "HK-2"},
        {"/kiosk/office", "Bưu điện Hoà Khánh"},
        {"/kiosk/counter", "Quầy 2"},
        {"/consent/text", "Tôi đồng ý."},
        {"/papers/0/id", "birthCertificate"},
    };
    for (size_t i = 0; i < sizeof(EXPECTED) / sizeof(EXPECTED[0]); i++)
        assert_string_equal(json_string_value(json_at(sent, EXPECTED[i].pointer)),
                            EXPECTED[i].value);
    assert_int_equal(json_object_size(sent), 9);
    assert_string_equal(json_text(sent, "reference"), dossier.reference);
    assert_string_equal(json_text(sent, "formVersion"),
                        procedure_version(desk->procedure));
    assert_true(json_is_true(json_at(sent, "/consent/given")));
    assert_true(json_equal(json_object_get(sent, "answers"), answers));
    int64_t at = 0;
    assert_true(clock_read_stamp(json_text(sent, "finalisedAt"), &at));
    assert_true(at >= before && at <= clock_now());
    assert_int_equal(at, dossier.finalised_at);
    assert_non_null(strstr(json_text(sent, "finalisedAt"), "+07:00"));
    size_t i;
    json_t *paper;
    json_array_foreach(json_object_get(sent, "papers"), i, paper)
    {
        assert_int_equal(json_object_size(paper), 3);
        assert_true(json_number(paper, "originals", 0) + json_number(paper, "copies", 0) >
                    0);
    }

    assert_int_equal(strspn(dossier.key, "0123456789abcdef"), 32);
    assert_int_equal(strlen(dossier.key), 32);
    struct dossier second = finalise(desk, answers);
    assert_string_not_equal(second.key, dossier.key);
    json_decref(sent);
    json_decref(answers);
}

/* The papers that the answers call for, and no others. */
static void test_papers(void **state)
{
    static const struct {
        const char *example, *papers;
    } CASES[] = {
        {"both-parents-married", "birthCertificate identityPaper"},
        {"mother-only-late-post", "identityPaper"},
        {"authorised-unmarried", "witnessStatement certifiedAuthorisation identityPaper"},
        {"abandoned-child", "abandonmentRecord identityPaper"},
    };
    for (size_t c = 0; c < sizeof(CASES) / sizeof(CASES[0]); c++) {
        char *path = memory_format("1.001193/examples/%s.json", CASES[c].example);
        json_t *answers = desk_read(path);
        struct dossier dossier = finalise(*state, answers);
        json_t *sent = sent_bytes(*state, &dossier);
        struct buffer names;
        size_t i;
        json_t *paper;
        buffer_init(&names, 1000);
        json_array_foreach(json_object_get(sent, "papers"), i, paper)
        {
            buffer_format(&names, "%s%s", i ? " " : "", json_text(paper, "id"));
        }
        assert_string_equal(names.data, CASES[c].papers);
        buffer_free(&names);
        json_decref(sent);
        json_decref(answers);
        free(path);
    }
}

static void expect_papers(json_t *papers_taken, const char *expected)
{
    struct buffer names;
    size_t i;
    json_t *paper;
    buffer_init(&names, 1000);
    json_array_foreach(papers_taken, i, paper)
    {
        buffer_format(&names, "%s%s: %s", i ? "; " : "", json_text(paper, "id"),
                      json_words(json_object_get(paper, "name"), "vi"));
    }
    assert_string_equal(names.data, expected);
    buffer_free(&names);
    json_decref(papers_taken);
}

/* What was ticked is here, what was not is lacking, or not mentioned where it may not be
 * needed; where nobody looked it is neither. */
static void test_papers_here(void **state)
{
    struct desk *desk = *state;
    json_t *answers = desk_read("1.001193/examples/both-parents-married.json");
    json_t *here = json_pack("[s, s, s, i]", "identityPaper", "abandonmentRecord",
                             "residenceProof", 3);
    struct dossier dossier = finalise_with(desk, answers, NULL, here);
    json_t *sent = dossier_read(desk->store, &dossier, NULL);
    static const char *const STATES[] = {"0", "1", "1"};
    for (size_t i = 0; i < 3; i++) {
        char *pointer = memory_format("/papers/%zu/present", i);
        assert_int_equal(json_is_true(json_at(sent, pointer)), *STATES[i] == '1');
        assert_true(json_is_boolean(json_at(sent, pointer)));
        free(pointer);
    }
    expect_papers(papers_of(sent, desk->procedure, PAPER_HERE),
                  "identityPaper: Giấy tờ tuỳ thân của người yêu cầu; residenceProof: "
                  "Giấy tờ chứng minh nơi cư trú");
    expect_papers(papers_of(sent, desk->procedure, PAPER_UNSEEN), "");
    expect_papers(
        papers_of_dossier(desk->store, &dossier, desk->procedure, PAPER_LACKING),
        "birthCertificate: Giấy chứng sinh");
    expect_papers(papers_of_dossier(desk->store, &dossier, NULL, PAPER_LACKING),
                  "birthCertificate: birthCertificate");
    json_wipe(&sent);

    dossier = finalise(desk, answers);
    sent = dossier_read(desk->store, &dossier, NULL);
    expect_papers(papers_of_dossier(desk->store, &dossier, NULL, PAPER_LACKING), "");
    expect_papers(papers_of(sent, NULL, PAPER_UNSEEN),
                  "birthCertificate: birthCertificate; identityPaper: identityPaper");
    json_wipe(&sent);
    dossier.id = 99; /* its bytes are gone */
    expect_papers(papers_of_dossier(desk->store, &dossier, NULL, PAPER_LACKING), "");
    json_decref(here);
    json_decref(answers);
}

static void test_no_consent_no_dossier(void **state)
{
    struct desk *desk = *state;
    json_t *answers = json_object();
    static const char *const CONSENTS[] = {NULL, ""};
    for (size_t i = 0; i < 2; i++) {
        struct error err = {0};
        char reference[REFERENCE_ROOM];
        struct submission submission = {.procedure = desk->procedure,
                                        .answers = answers,
                                        .language = "vi",
                                        .consent = CONSENTS[i]};
        assert_false(
            dossier_finalise(desk->store, desk->settings, &submission, reference, &err));
        assert_non_null(strstr(err.text, "agreed"));
    }
    struct dossier none[1];
    assert_int_equal(store_list_dossiers(desk->store, none, 1, NULL), 0);
    json_decref(answers);
}

static void test_too_large(void **state)
{
    struct desk *desk = *state;
    size_t size = 2 << 20;
    char *text = memory_alloc(size + 1);
    memset(text, 'a', size);
    json_t *answers = json_pack("{s:s}", "long", text);
    struct error err = {0};
    char reference[REFERENCE_ROOM];
    struct submission submission = {.procedure = desk->procedure,
                                    .answers = answers,
                                    .language = "vi",
                                    .consent = "ok"};
    assert_false(
        dossier_finalise(desk->store, desk->settings, &submission, reference, &err));
    assert_non_null(strstr(err.text, "1 MiB"));
    json_decref(answers);
    free(text);
}

static void test_explained(void **state)
{
    (void)state;
    enum { NOW = 1795246325 }; /* 14:32:05 on 21/11/2026 in +07:00 */
    static const struct {
        struct dossier dossier;
        const char *words;
    } CASES[] = {
        {{.state = DOSSIER_FINALISED, .next_try = NOW}, "Waiting to be sent."},
        {{.state = DOSSIER_SENDING, .next_try = NOW}, "Being sent."},
        {{.state = DOSSIER_FINALISED, .reason = REASON_UNREACHABLE, .next_try = NOW + 60},
         "Waiting: the portal cannot be reached. Next try at 14:33."},
        {{.state = DOSSIER_SENDING, .reason = REASON_TIMEOUT, .next_try = NOW + 86400},
         "Waiting: the portal did not answer in time. Next try at 14:32 22/11/2026."},
        {{.state = DOSSIER_ACCEPTED, .code = "H17-261121-0004"},
         "Accepted by the portal as H17-261121-0004."},
        {{.state = DOSSIER_HELD, .reason = REASON_FORBIDDEN},
         "Held: the portal does not admit this kiosk. Ask the administrator."},
        {{.state = DOSSIER_REJECTED, .reason = REASON_INVALID},
         "Returned: the portal says what must be corrected."},
        {{.state = DOSSIER_FINALISED, .reason = (enum dossier_reason)99},
         "Waiting to be sent."},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        char *words = outbox_explain(&CASES[i].dossier, NOW);
        assert_string_equal(words, CASES[i].words);
        free(words);
    }
}

/* Whatever state and reason meet, there are words. */
static void test_every_state_has_words(void **state)
{
    (void)state;
    for (int s = DOSSIER_FINALISED; s <= DOSSIER_REJECTED; s++) {
        for (int r = REASON_NONE; r < REASON_COUNT; r++) {
            struct dossier dossier = {.state = (enum dossier_state)s,
                                      .reason = (enum dossier_reason)r};
            char *words = outbox_explain(&dossier, 0);
            assert_true(strlen(words) > 5);
            free(words);
        }
    }
    for (int status = -1; status < 13; status++)
        assert_true(strlen(outbox_status_name(status)) > 3);
    assert_string_equal(outbox_status_name(4), "In progress");
    assert_string_equal(outbox_status_name(0), outbox_status_name(11));
}

static void expect_reasons(struct desk *desk, const char *problem, const char *expected)
{
    struct error err = {0};
    json_t *answers = json_object();
    struct dossier dossier = finalise(desk, answers);
    assert_true(store_mark_stopped(desk->store, dossier.id, DOSSIER_REJECTED,
                                   REASON_INVALID, 422, problem, &err));
    json_t *reasons = outbox_reasons(desk->store, &dossier);
    char *text = json_dumps(reasons, JSON_COMPACT);
    assert_string_equal(text, expected);
    free(text);
    json_decref(reasons);
    json_decref(answers);
}

static void test_reasons(void **state)
{
    expect_reasons(*state,
                   "{\"errors\": [{\"pointer\": \"/answers/child/fullName\","
                   " \"message\": \"Viết \\u202ehoa\\u0007.\"}, {\"pointer\": 3}]}",
                   "[{\"pointer\":\"/child/fullName\",\"message\":\"Viết \uFFFDhoa\uFFFD."
                   "\"},{\"pointer\":\"\",\"message\":\"\"}]");
    expect_reasons(*state, "{\"title\": \"No\", \"detail\": \"Not this way.\"}",
                   "[{\"pointer\":\"\",\"message\":\"Not this way.\"}]");
    expect_reasons(*state, "<html>", "[]");
    expect_reasons(*state, "", "[]");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(test_envelope),    AT_DESK(test_warnings),
        AT_DESK(test_identified),  AT_DESK(test_papers),
        AT_DESK(test_papers_here), AT_DESK(test_no_consent_no_dossier),
        AT_DESK(test_too_large),   cmocka_unit_test(test_explained),
        AT_DESK(test_reasons),     cmocka_unit_test(test_every_state_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
