/* SPDX-License-Identifier: MIT */
/* A schema on the first line, the UI schema after it: they are linted, the form is made,
 * filled in every field with what people type, and read out. */
#include "forms/form/form.h"
#include "forms/form/lint.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/pair.h"

#include <stdlib.h>

/* A look at many fields costs a validation each; this many find as much. */
enum { FIELDS_FILLED = 24 };

static void fill(struct form *form)
{
    static const char *const typed[] = {"Nguyễn An", "31/12/2026", "1.234",
                                        "yes",       "a; b",       ""};
    size_t kinds = sizeof(typed) / sizeof(*typed);
    for (size_t i = 0; i < form_field_count(form) && i < FIELDS_FILLED; i++) {
        for (size_t k = 0; k < kinds; k++)
            form_set_typed(form, i, typed[(i + k) % kinds]);
        form_set_typed(form, i, typed[i % kinds]);
        free(form_typed(form, i));
    }
}

/* What is handed out keeps to its contract, whatever the files say. */
static void check(const struct form *form)
{
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++) {
        size_t field = problems[i].field;
        if (field != SIZE_MAX &&
            (field >= form_field_count(form) || !form_field(form, field)->visible))
            abort();
        if (!*problems[i].message || (i > 0 && field < problems[i - 1].field))
            abort();
    }
    for (size_t i = 0; i < form_step_count(form); i++) {
        const struct step *step = form_step(form, i);
        if (step->first + step->count > form_field_count(form) || step->count == 0)
            abort();
    }
}

static void run(struct procedure *procedure, json_t *answers)
{
    struct error err = {.text = ""};
    struct form *form = form_create_take(procedure, answers, "2026-11-21", &err);
    if (!form) {
        if (!error_is_set(&err))
            abort();
        return;
    }
    check(form);
    fill(form);
    form_use_language(form, "en");
    form_leave_all(form);
    check(form);
    json_decref(form_final_answers(form));
    json_t *progress = form_progress(form);
    form_restore_progress(form, progress);
    json_decref(progress);
    form_free(&form);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pair pair = pair_read(data, size);
    struct error err = {.text = ""};
    json_t *answers = json_deep_copy(json_object_get(pair.first, "answers"));
    struct procedure_files files = {
        .facts = json_pack("{s:i, s:s, s:s, s:s}", "format", 1, "code", "9.999999",
                           "version", "1", "name", "x"),
        .schema = pair.first,
        .uischema = pair.second,
        .english = json_deep_copy(json_object_get(pair.first, "english"))};
    struct lint_findings found;
    form_lint(&files, NULL, &found);
    lint_findings_free(&found);
    struct procedure *procedure = procedure_create_take(files, &err);
    if (!procedure && !error_is_set(&err))
        abort();
    if (procedure)
        run(procedure, answers);
    else
        json_decref(answers);
    procedure_free(&procedure);
    return 0;
}
