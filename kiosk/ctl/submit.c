/* SPDX-License-Identifier: MIT */
#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/check.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/service/dossier.h"
#include "kiosk/service/draft.h"
#include "kiosk/service/intake.h"
#include "kiosk/service/outbox.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WAIT_MOST = 86400,      /* seconds */
    GLANCE = 50,            /* milliseconds between looks at the store */
    COURIER_INTERVAL = 1000 /* between two starts of the courier */
};

/* --- the answers ---------------------------------------------------------------------
 */

/* Errors go where the caller reads them: JSON to standard output, lines to the other. */
static int print_errors_take(const struct ctl *ctl, json_t *errors)
{
    size_t i;
    json_t *error;
    if (ctl->json) {
        ctl_print_json_take(errors);
        return CTL_INVALID;
    }
    json_array_foreach(errors, i, error)
    {
        ctl_complain(CTL_INVALID, "%s: %s", json_text_or(error, "pointer", ""),
                     json_text_or(error, "message", ""));
    }
    json_decref(errors);
    return CTL_INVALID;
}

static int print_error(const struct ctl *ctl, const char *pointer, const char *message)
{
    return print_errors_take(
        ctl, json_pack("[{s:s, s:s}]", "pointer", pointer, "message", message));
}

/* An exit code; EXIT_FINE with *answers, an object. */
static int read_answers(const struct ctl *ctl, const char *path, json_t **answers)
{
    struct error err = {0};
    struct buffer bytes;
    int code = EXIT_FINE;
    if (!file_read(path, JSON_FORM_LIMITS.bytes, &bytes, &err)) {
        code = ctl_complain(EXIT_TROUBLE, "%s", err.text);
    } else {
        *answers = json_parse(bytes.data, bytes.size, path, &JSON_FORM_LIMITS, &err);
        if (!*answers)
            code = print_error(ctl, "", err.text);
        else if (!json_is_object(*answers))
            code = print_error(ctl, "", _("The answers must be an object."));
    }
    buffer_free(&bytes);
    return code;
}

/* An exit code; EXIT_FINE with *final, what is to be sent. */
static int check(const struct ctl *ctl, const struct procedure *procedure,
                 const json_t *answers, json_t **final)
{
    struct error err = {0};
    size_t i;
    json_t *warning, *warnings = NULL;
    json_t *errors = check_answers(procedure, answers, final, &warnings, &err);
    if (!errors)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    json_array_foreach(warnings, i, warning)
    {
        ctl_complain(EXIT_FINE, _("Look again: %s: %s"),
                     json_text_or(warning, "pointer", ""),
                     json_text_or(warning, "message", ""));
    }
    json_decref(warnings);
    if (json_array_size(errors) > 0)
        return print_errors_take(ctl, errors);
    json_decref(errors);
    return EXIT_FINE;
}

/* --- electronic papers
 * ------------------------------------------------------------------
 */

/* May something be attached to the paper, with these answers? */
static bool is_asked_for(const json_t *papers, const char *id, size_t size)
{
    size_t i;
    json_t *paper;
    json_array_foreach(papers, i, paper)
    {
        const char *known = json_text_or(paper, "id", "");
        bool asked = json_flag(paper, "needed", false) ||
                     strcmp(json_text_or(paper, "needed", ""), "optional") == 0;
        if (asked && strlen(known) == size && strncmp(known, id, size) == 0)
            return true;
    }
    return false;
}

/* "PAPER=FILE" */
static bool attach(struct ctl *ctl, int64_t draft, const json_t *papers, const char *word)
{
    struct error err = {0};
    size_t size = strcspn(word, "=");
    if (word[size] != '=' || size == 0 || !word[size + 1]) {
        ctl_complain(CTL_INVALID, _("--attach takes the id of a paper and a file: "
                                    "PAPER=FILE."));
        return false;
    }
    char *paper = memory_copy_span(word, size);
    const char *file = word + size + 1;
    bool fine = is_asked_for(papers, word, size);
    if (!fine)
        ctl_complain(CTL_INVALID, _("With these answers no paper %s is asked for."),
                     paper);
    const struct intake_order order = {.draft = draft, .paper = paper, .name = file};
    if (fine && !intake_run(ctl->store, ctl->settings, file, &order, &err)) {
        fine = false;
        ctl_complain(CTL_INVALID, "%s: %s", file, err.text);
    }
    free(paper);
    return fine;
}

/* A draft with all that was given with --attach; 0: that did not succeed, and was told.
 */
static int64_t attach_all(struct ctl *ctl, const struct procedure *procedure,
                          const json_t *answers)
{
    struct error err = {0};
    char today[CLOCK_DATE_ROOM];
    int64_t draft = 0;
    const struct draft_place place = {.field = SIZE_MAX};
    clock_today(today);
    struct form *form = form_create_take(procedure, json_deep_copy(answers), today, &err);
    bool fine = form && draft_save(ctl->store, &draft, procedure, form, &place, &err);
    form_free(&form);
    if (!fine) {
        ctl_complain(EXIT_TROUBLE, "%s", err.text);
        return 0;
    }
    json_t *papers = procedure_papers(procedure, answers, today);
    for (size_t i = 0; fine && i < ctl->attached.count; i++)
        fine = attach(ctl, draft, papers, ctl->attached.words[i]);
    json_decref(papers);
    if (!fine)
        draft_delete(ctl->store, draft, NULL);
    return fine ? draft : 0;
}

/* --- waiting for the portal ------------------------------------------------------------
 */

static bool is_waiting(const struct dossier *dossier)
{
    return dossier->state == DOSSIER_FINALISED || dossier->state == DOSSIER_SENDING;
}

struct waiting {
    pid_t courier;      /* one pass of it; -1: none runs */
    int64_t next_start; /* monotonic */
    bool without;       /* it cannot be started: perhaps another one runs */
};

static void tend_courier(const struct ctl *ctl, struct waiting *waiting,
                         const struct dossier *dossier)
{
    if (waiting->courier > 0 && waitpid(waiting->courier, NULL, WNOHANG) != 0)
        waiting->courier = -1;
    int64_t now = clock_monotonic();
    if (waiting->courier > 0 || waiting->without || now < waiting->next_start ||
        dossier->next_try > clock_now())
        return;
    struct error err = {0};
    waiting->next_start = now + COURIER_INTERVAL;
    waiting->courier = ctl_start_courier(ctl, "--once", NULL, NULL, &err);
    if (waiting->courier < 0) {
        waiting->without = true;
        ctl_complain(EXIT_TROUBLE, "%s", err.text);
    }
}

/* Sends, and waits until the portal has decided or the time is over. */
static bool wait_for_portal(struct ctl *ctl, long seconds, struct dossier *dossier,
                            struct error *err)
{
    struct waiting waiting = {.courier = -1};
    int64_t end = clock_monotonic() + seconds * 1000;
    bool fine = true;
    while (fine && is_waiting(dossier) && clock_monotonic() < end) {
        tend_courier(ctl, &waiting, dossier);
        usleep(GLANCE * 1000);
        fine = store_find_dossier(ctl->store, dossier->reference, dossier, err);
    }
    if (waiting.courier > 0) {
        /* It may have other dossiers under way; whoever comes next sends those. */
        kill(waiting.courier, SIGTERM);
        waitpid(waiting.courier, NULL, 0);
    }
    return fine;
}

/* --- the command
 * ------------------------------------------------------------------------ */

static json_t *stamp(int64_t when)
{
    char out[CLOCK_STAMP_ROOM];
    return when ? json_string(clock_stamp(out, when)) : json_null();
}

static int report(const struct ctl *ctl, const struct dossier *dossier, bool waited)
{
    if (dossier->state == DOSSIER_REJECTED)
        return print_errors_take(ctl, outbox_reasons(ctl->store, dossier));
    if (ctl->json)
        ctl_print_json_take(
            json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "reference", dossier->reference,
                      "state", ctl_state_name(dossier->state), "code",
                      dossier->code[0] ? json_string(dossier->code) : json_null(),
                      "finalisedAt", stamp(dossier->finalised_at), "acceptedAt",
                      stamp(dossier->accepted_at), "dueAt", stamp(dossier->due_at)));
    else if (dossier->state == DOSSIER_ACCEPTED)
        printf("%s\n", dossier->code);
    if (waited && dossier->state != DOSSIER_ACCEPTED) {
        char *words = outbox_explain(dossier, clock_now());
        ctl_complain(EXIT_FINE, "%s", words);
        free(words);
    }
    return EXIT_FINE;
}

static int finalise(struct ctl *ctl, const struct procedure *procedure,
                    const json_t *answers, long seconds)
{
    struct error err = {0};
    struct dossier dossier;
    char reference[REFERENCE_ROOM];
    int64_t draft = 0;
    if (ctl->attached.count > 0 && !(draft = attach_all(ctl, procedure, answers)))
        return CTL_INVALID;
    struct submission submission = {
        .procedure = procedure,
        .answers = answers,
        .draft = draft,
        .language = i18n_language(),
        .consent = _("The citizen's consent was given on paper and recorded by the "
                     "outreach team."),
    };
    if (!dossier_finalise(ctl->store, ctl->settings, &submission, reference, &err)) {
        if (draft)
            draft_delete(ctl->store, draft, NULL);
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    }
    if (!ctl->json) {
        printf("%s\n", reference);
        fflush(stdout);
    }
    bool fine = store_find_dossier(ctl->store, reference, &dossier, &err) &&
                (!seconds || wait_for_portal(ctl, seconds, &dossier, &err));
    /* It is finalised, whatever happened since. */
    return fine ? report(ctl, &dossier, seconds != 0)
                : ctl_complain(EXIT_FINE, "%s", err.text);
}

int ctl_submit(struct ctl *ctl)
{
    struct error err = {0};
    long seconds;
    if (!ctl_number("--wait", ctl->wait, 0, WAIT_MOST, 0, &seconds))
        return EXIT_USAGE;
    struct catalogue *catalogue = ctl_catalogue(ctl, &err);
    if (!catalogue)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    const struct procedure *procedure = catalogue_find(catalogue, ctl->words[0], &err);
    if (!procedure)
        return ctl_complain(CTL_UNKNOWN, "%s", err.text);
    if (!procedure_has_form(procedure))
        return ctl_complain(CTL_UNKNOWN, _("The procedure %s has no form here."),
                            procedure_code(procedure));
    json_t *answers = NULL, *final = NULL;
    int code = read_answers(ctl, ctl->words[1], &answers);
    if (code == EXIT_FINE)
        code = check(ctl, procedure, answers, &final);
    if (code == EXIT_FINE)
        code = finalise(ctl, procedure, final, seconds);
    json_decref(final);
    json_wipe(&answers);
    return code;
}
