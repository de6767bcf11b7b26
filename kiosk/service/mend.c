/* SPDX-License-Identifier: MIT */
#include "kiosk/service/mend.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/service/dossier.h"
#include "kiosk/service/draft.h"
#include "kiosk/service/outbox.h"

#include <string.h>

/* Each step was gone through, and the papers that lay there are still with the dossier.
 */
static json_t *make_progress(const json_t *submission, const struct procedure *procedure,
                             const struct form *form)
{
    json_t *here = json_array(), *paper;
    size_t i;
    json_array_foreach(json_object_get(submission, "papers"), i, paper)
    {
        if (json_flag(paper, "present", false))
            json_array_append(here, json_object_get(paper, "id"));
    }
    json_t *left = json_array();
    for (i = 0; i < form_step_count(form); i++)
        json_array_append_new(left, json_integer((json_int_t)i));
    return json_pack("{s:s, s:o, s:{s:o, s:b}}", "version", procedure_version(procedure),
                     "left", left, "papers", "here", here, "left", 1);
}

/* Where the office's first reason stands, or the beginning. */
static struct draft_place first_reason(const struct form *form)
{
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(problems[i].id, FORM_TOLD) == 0 && problems[i].field != SIZE_MAX)
            return (struct draft_place){.step = problems[i].step,
                                        .field = problems[i].field};
    }
    return (struct draft_place){.field = SIZE_MAX};
}

/* The answers in the form as it is now; what has no place in it any more is left to the
 * office's reasons and the check, which look at the whole. */
static struct form *form_of(const json_t *submission, const struct procedure *procedure,
                            struct error *err)
{
    char today[CLOCK_DATE_ROOM];
    json_t *lost = NULL;
    struct form *form = form_carry_over(procedure, json_object_get(submission, "answers"),
                                        clock_today(today), &lost, err);
    json_wipe(&lost);
    return form;
}

static bool make_draft(struct store *store, const struct dossier *rejected,
                       const struct procedure *procedure, const json_t *submission,
                       int64_t *draft, struct error *err)
{
    struct form *form = form_of(submission, procedure, err);
    if (!form)
        return false;
    json_t *progress = make_progress(submission, procedure, form);
    json_t *reasons = outbox_reasons(store, rejected);
    form_restore_progress(form, progress);
    form_tell(form, reasons);
    const struct draft_place place = first_reason(form);
    bool made =
        draft_mend(store, rejected->reference, procedure, form, &place, draft, err);
    json_wipe(&reasons);
    json_decref(progress);
    form_free(&form);
    return made;
}

bool mend_open(struct store *store, const struct dossier *rejected,
               const struct procedure *procedure, int64_t *draft, struct error *err)
{
    if (!outbox_can_mend(rejected))
        return error_set(err, _("This dossier was not returned, or has been mended "
                                "already."));
    *draft = store_find_mending(store, rejected->reference);
    if (*draft)
        return true;
    json_t *submission = dossier_read(store, rejected, err);
    bool fine =
        submission && make_draft(store, rejected, procedure, submission, draft, err);
    json_wipe(&submission);
    return fine;
}
