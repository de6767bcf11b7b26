/* SPDX-License-Identifier: MIT */
/* The outbox from a shell: what is not settled, where each stands and why, and what an
 * administrator may do about it. */
#include "kiosk/service/outbox.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/service/bundle.h"
#include "kiosk/service/drain.h"
#include "kiosk/service/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* RFC 3339, or nothing for a moment that there is not. */
static json_t *stamp_or_null(int64_t when)
{
    char stamp[CLOCK_STAMP_ROOM];
    return when ? json_string(clock_stamp(stamp, when)) : NULL;
}

static json_t *text_or_null(const char *text)
{
    return *text ? json_string(text) : NULL;
}

static json_t *as_json(const struct dossier *dossier)
{
    char *words = outbox_explain(dossier, clock_now());
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:i, s:o*, s:o*, s:o*, s:o*, s:o*, s:o*}", "reference",
        dossier->reference, "procedure", dossier->procedure, "state",
        ctl_state_name(dossier->state), "reason", outbox_reason_name(dossier->reason),
        "words", words, "attempts", dossier->attempts, "finalisedAt",
        stamp_or_null(dossier->finalised_at), "triedAt", stamp_or_null(dossier->tried_at),
        "nextTry", stamp_or_null(dossier->next_try), "code", text_or_null(dossier->code),
        "replaces", text_or_null(dossier->replaces), "replacedBy",
        text_or_null(dossier->replaced_by));
    if (dossier->http_status)
        json_object_set_new(json, "httpStatus", json_integer(dossier->http_status));
    free(words);
    return json;
}

static void print_line(const struct dossier *dossier)
{
    char grouped[REFERENCE_GROUPED_ROOM];
    char *words = outbox_explain(dossier, clock_now());
    reference_group(grouped, dossier->reference);
    printf("%s\t%s\n", grouped, words);
    free(words);
}

int ctl_outbox(struct ctl *ctl)
{
    struct error err = {0};
    struct store *store = ctl_store(ctl, &err);
    if (!store)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    size_t room = store_list_open(store, NULL, 0, &err);
    struct dossier *list = memory_array(room + 1, sizeof(*list));
    size_t count = outbox_list_open(store, list, room, &err);
    if (error_is_set(&err)) {
        free(list);
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    }
    json_t *all = json_array();
    for (size_t i = 0; i < count; i++) {
        if (ctl->json)
            json_array_append_new(all, as_json(&list[i]));
        else
            print_line(&list[i]);
    }
    free(list);
    if (ctl->json)
        ctl_print_json_take(json_incref(all));
    json_decref(all);
    return EXIT_FINE;
}

/* The dossier of the command's word; an exit code if it cannot be had. */
static int find(struct ctl *ctl, struct dossier *out)
{
    struct error err = {0};
    if (ctl_find_dossier(ctl, ctl->words[0], out, &err))
        return EXIT_FINE;
    if (error_is_set(&err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    return ctl_complain(CTL_UNKNOWN, _("This counter has no dossier %s."), ctl->words[0]);
}

static void print_time(const char *label, int64_t when)
{
    char text[CLOCK_STAMP_ROOM];
    if (when)
        printf("%s\t%s\n", label, clock_people(text, when));
}

static void print_text(const char *label, const char *text)
{
    if (*text)
        printf("%s\t%s\n", label, text);
}

static void print_reference(const char *label, const char *reference)
{
    char grouped[REFERENCE_GROUPED_ROOM];
    reference_group(grouped, reference);
    if (*reference)
        print_text(label, grouped);
}

static void print_reasons(const json_t *reasons)
{
    size_t i;
    json_t *reason;
    json_array_foreach(reasons, i, reason)
    {
        const char *pointer = json_text_or(reason, "pointer", "");
        printf("%s\t%s%s%s\n", _("The portal says"), pointer, *pointer ? ": " : "",
               json_text_or(reason, "message", ""));
    }
}

static void print_dossier(const struct dossier *dossier, const json_t *reasons)
{
    char *words = outbox_explain(dossier, clock_now());
    print_reference(_("Reference"), dossier->reference);
    print_text(_("Procedure"), dossier->procedure);
    print_text(_("Where it stands"), words);
    print_time(_("Finalised"), dossier->finalised_at);
    if (dossier->attempts)
        printf("%s\t%d\n", _("Tries"), dossier->attempts);
    print_time(_("Last try"), dossier->tried_at);
    print_time(_("Next try"), dossier->next_try);
    print_text(_("Dossier code"), dossier->code);
    print_reference(_("Stands for"), dossier->replaces);
    print_reference(_("Replaced by"), dossier->replaced_by);
    print_reasons(reasons);
    free(words);
}

int ctl_outbox_show(struct ctl *ctl)
{
    struct dossier dossier;
    int code = find(ctl, &dossier);
    if (code != EXIT_FINE)
        return code;
    json_t *reasons = outbox_reasons(ctl->store, &dossier);
    if (ctl->json) {
        json_t *json = as_json(&dossier);
        json_object_set(json, "reasons", reasons);
        ctl_print_json_take(json);
    } else {
        print_dossier(&dossier, reasons);
    }
    json_wipe(&reasons);
    return EXIT_FINE;
}

/* Says where the dossier stands after something was done to it. */
static int tell(struct ctl *ctl, const char *reference)
{
    struct error err = {0};
    struct dossier dossier;
    if (!store_find_dossier(ctl->store, reference, &dossier, &err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    if (ctl->json)
        ctl_print_json_take(as_json(&dossier));
    else
        print_line(&dossier);
    return EXIT_FINE;
}

int ctl_outbox_hold(struct ctl *ctl)
{
    struct error err = {0};
    struct dossier dossier;
    int code = find(ctl, &dossier);
    if (code != EXIT_FINE)
        return code;
    if (!outbox_hold(ctl->store, &dossier, &err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    return tell(ctl, dossier.reference);
}

int ctl_outbox_send(struct ctl *ctl)
{
    struct error err = {0};
    struct dossier dossier;
    int code = find(ctl, &dossier);
    if (code != EXIT_FINE)
        return code;
    if (!outbox_send_now(ctl->store, ctl->settings, &dossier, &err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    return tell(ctl, dossier.reference);
}

/* --- on a stick ----------------------------------------------------------------------
 */

int ctl_outbox_export(struct ctl *ctl)
{
    struct error err = {0};
    struct bundle_count count;
    char code[REFERENCE_ROOM], grouped[REFERENCE_GROUPED_ROOM];
    struct store *store = ctl_store(ctl, &err);
    if (!store || !bundle_export(store, ctl->words[0], code, &count, &err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    reference_group(grouped, code);
    if (ctl->json) {
        ctl_print_json_take(json_pack("{s:s, s:I, s:I, s:I}", "code", grouped, "dossiers",
                                      (json_int_t)count.dossiers, "outcomes",
                                      (json_int_t)count.outcomes, "left",
                                      (json_int_t)count.left));
        return EXIT_FINE;
    }
    print_text(_("Code that opens it"), grouped);
    printf("%s\t%zu\n", _("Dossiers that wait"), count.dossiers);
    printf("%s\t%zu\n", _("Answers of the portal"), count.outcomes);
    if (count.left)
        printf("%s\t%zu\n",
               _("Left here: held, with electronic papers, or not to be read"),
               count.left);
    return EXIT_FINE;
}

/* The code comes by standard input: a command line can be seen by others. */
static bool read_code(char out[REFERENCE_ROOM])
{
    char line[128];
    if (isatty(STDIN_FILENO))
        fprintf(stderr, "%s ", _("Code that opens it:"));
    bool fine = fgets(line, sizeof(line), stdin) && reference_read(out, line);
    memory_wipe(line, sizeof(line));
    return fine;
}

int ctl_outbox_import(struct ctl *ctl)
{
    struct error err = {0};
    struct bundle_count count;
    char code[REFERENCE_ROOM];
    struct store *store = ctl_store(ctl, &err);
    if (!store)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    if (!read_code(code))
        return ctl_complain(EXIT_USAGE,
                            _("The code has 17 letters and digits, as printed by outbox "
                              "export; one of them is not right."));
    if (!bundle_import(store, ctl->words[0], code, &count, &err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    drain_ring(settings_text(ctl->settings, STORE_FOLDER));
    if (ctl->json) {
        ctl_print_json_take(
            json_pack("{s:I, s:I, s:I}", "dossiers", (json_int_t)count.dossiers, "known",
                      (json_int_t)count.known, "outcomes", (json_int_t)count.outcomes));
        return EXIT_FINE;
    }
    printf("%s\t%zu\n", _("New here"), count.dossiers);
    printf("%s\t%zu\n", _("Here already"), count.known);
    printf("%s\t%zu\n", _("Answers of the portal that were news"), count.outcomes);
    return EXIT_FINE;
}
