/* SPDX-License-Identifier: MIT */
/* The slip, before and after the portal has the dossier. */
#include "kiosk/service/receipt.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/service/dossier.h"
#include "printers/document.h"
#include "tests/unit/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* `here`: the papers that were ticked, or NULL; taken. */
static struct dossier finalise_with(struct desk *desk, const char *example, json_t *here)
{
    struct error err = {0};
    json_t *answers = desk_read(example);
    char reference[REFERENCE_ROOM];
    struct dossier dossier;
    struct submission submission = {.procedure = desk->procedure,
                                    .answers = answers,
                                    .papers = here,
                                    .language = "vi",
                                    .consent = "ok"};
    assert_true(
        dossier_finalise(desk->store, desk->settings, &submission, reference, &err));
    assert_true(store_find_dossier(desk->store, reference, &dossier, &err));
    json_decref(answers);
    json_decref(here);
    return dossier;
}

static struct dossier finalise(struct desk *desk, const char *example)
{
    return finalise_with(desk, example, NULL);
}

/* As plain text; also drawn as PDF, to see that it can be. */
static void draw(struct desk *desk, const struct procedure *procedure,
                 const struct dossier *dossier, struct buffer *text)
{
    struct error err = {0};
    struct buffer pdf;
    json_t *slip = receipt_slip(desk->store, desk->settings, procedure, dossier, &err);
    if (!slip)
        fail_msg("%s", err.text);
    struct document *document = document_create(slip, &err);
    if (!document)
        fail_msg("%s", err.text);
    buffer_init(text, 1 << 20);
    buffer_init(&pdf, 4 << 20);
    assert_true(document_to_text(document, 76, text, &err));
    assert_true(document_to_pdf(document, &pdf, &err));
    buffer_free(&pdf);
    document_free(&document);
    json_decref(slip);
}

static void expect(const struct buffer *text, const char *words, bool there)
{
    if ((strstr(text->data, words) != NULL) != there)
        fail_msg("\"%s\" %s:\n%s", words, there ? "is missing" : "is there", text->data);
}

static void test_before_acceptance(void **state)
{
    struct desk *desk = *state;
    struct buffer text;
    struct dossier dossier =
        finalise(desk, "1.001193/examples/authorised-unmarried.json");
    char grouped[REFERENCE_GROUPED_ROOM];
    char *url = reference_url("https://dvc.example.vn", dossier.reference);
    reference_group(grouped, dossier.reference);
    draw(desk, desk->procedure, &dossier, &text);
    expect(&text, "SLIP OF ASSISTED SUBMISSION", true);
    expect(&text, "not the receipt", true);
    expect(&text, grouped, true);
    expect(&text, url, true);
    expect(&text, "the portal will issue it", true);
    expect(&text, "HOÀNG LÊ BẢO NGỌC", true);
    expect(&text, "PHẠM QUỐC DŨNG", true);
    expect(&text, "Birth registration (1.001193)", true);
    expect(&text, "Certified written authorisation", true);
    expect(&text, "Medical birth certificate", false);
    expect(&text, "8,000 đồng", true);
    expect(&text, "1 working day", true);
    expect(&text, "Bưu điện Hoà Khánh", true);
    expect(&text, "1022", true);
    free(url);
    buffer_free(&text);
}

static void test_after_acceptance(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct buffer text;
    struct dossier dossier =
        finalise(desk, "1.001193/examples/both-parents-married.json");
    struct acceptance how = {"H17.31.22-261121-0004", 1, 1795246325, 1795420800};
    assert_true(store_mark_accepted(desk->store, dossier.id, &how, &err));
    assert_true(store_find_dossier(desk->store, how.code, &dossier, &err));
    draw(desk, desk->procedure, &dossier, &text);
    expect(&text, "H17.31.22-261121-0004", true);
    expect(&text, "not the receipt", false);
    expect(&text, "15:00 23/11/2026", true);
    buffer_free(&text);
}

static void test_papers(void **state)
{
    static const char EXAMPLE[] = "1.001193/examples/both-parents-married.json";
    static const struct {
        const char *here[4];
        bool some_here, some_lacking;
    } CASES[] = {
        {{"residenceProof"}, true, true},
        {{"birthCertificate", "identityPaper"}, true, false},
        {{NULL}, false, true},
    };
    struct desk *desk = *state;
    struct buffer text;
    for (size_t c = 0; c < sizeof(CASES) / sizeof(CASES[0]); c++) {
        json_t *here = json_array();
        for (size_t i = 0; CASES[c].here[i]; i++)
            json_array_append_new(here, json_string(CASES[c].here[i]));
        struct dossier dossier = finalise_with(desk, EXAMPLE, here);
        draw(desk, desk->procedure, &dossier, &text);
        expect(&text, "Papers handed over or shown", CASES[c].some_here);
        expect(&text, " shown", CASES[c].some_here);
        expect(&text, "Papers still missing", CASES[c].some_lacking);
        expect(&text, "Must be valid", CASES[c].some_lacking); /* its note */
        expect(&text, "Papers to hand over or show", false);
        buffer_free(&text);
    }
    struct dossier dossier = finalise(desk, EXAMPLE);
    draw(desk, desk->procedure, &dossier, &text);
    expect(&text, "Papers to hand over or show", true);
    expect(&text, "still", false);
    buffer_free(&text);
}

static void test_training_and_little_known(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct buffer text;
    struct dossier dossier =
        finalise(desk, "1.001193/examples/both-parents-married.json");
    settings_override(desk->settings, KIOSK_TRAINING, "yes");
    settings_override(desk->settings, PORTAL_URL, "");
    settings_override(desk->settings, OFFICE_HOTLINE, "");
    /* The procedure is not known here any more, and there is no portal. */
    draw(desk, NULL, &dossier, &text);
    expect(&text, "birthCertificate", true);
    expect(&text, "/t/", false);
    buffer_free(&text);
    json_t *slip = receipt_slip(desk->store, desk->settings, NULL, &dossier, &err);
    assert_true(json_flag(slip, "training", false));
    json_decref(slip);
}

static void test_bytes_that_are_gone(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct dossier unknown = {.id = 99, .reference = "00000000000000000"};
    assert_null(receipt_slip(desk->store, desk->settings, NULL, &unknown, &err));
    assert_true(error_is_set(&err));
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(test_before_acceptance),         AT_DESK(test_after_acceptance),
        AT_DESK(test_training_and_little_known), AT_DESK(test_papers),
        AT_DESK(test_bytes_that_are_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
