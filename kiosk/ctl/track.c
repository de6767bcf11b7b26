/* SPDX-License-Identifier: MIT */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/service/outbox.h"
#include "kiosk/service/reference.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MOST = 4 << 20 };

/* --- showing --------------------------------------------------------------------------
 */

static void print_line(const char *label, const char *text)
{
    char *clean = utf8_clean(text, strlen(text), UTF8_ONE_LINE);
    if (*clean)
        printf("%s\t%s\n", label, clean);
    free(clean);
}

/* "14:32 21/11/2026" of an RFC 3339 text; "" if it is none. */
static const char *time_words(const char *stamp, char out[CLOCK_STAMP_ROOM])
{
    int64_t when;
    if (!stamp || !clock_read_stamp(stamp, &when))
        return "";
    return clock_people(out, when);
}

static const char *status_words(const json_t *holder)
{
    return outbox_status_name(
        (int)json_number(json_object_get(holder, "status"), "number", 0));
}

static void print_event(const json_t *event)
{
    char when[CLOCK_STAMP_ROOM];
    const char *note = json_words(json_object_get(event, "note"), i18n_language());
    char *line = memory_format("%s%s%s", status_words(event), *note ? ": " : "", note);
    const char *time = time_words(json_text(event, "at"), when);
    print_line(*time ? time : "-", line);
    free(line);
}

/* What the portal says (docs/portal-api.yaml), for people. */
static void print_dossier(const json_t *dossier)
{
    char when[CLOCK_STAMP_ROOM], grouped[REFERENCE_GROUPED_ROOM],
        reference[REFERENCE_ROOM];
    const json_t *procedure = json_object_get(dossier, "procedure");
    size_t i;
    json_t *event;
    if (reference_read(reference, json_text_or(dossier, "reference", ""))) {
        reference_group(grouped, reference);
        print_line(_("Reference"), grouped);
    }
    print_line(_("Dossier code"), json_text_or(dossier, "code", ""));
    print_line(_("Procedure"),
               json_words(json_object_get(procedure, "name"), i18n_language()));
    print_line(_("Status"), status_words(dossier));
    print_line(_("At the portal"), time_words(json_text(dossier, "receivedAt"), when));
    print_line(_("Result due"), time_words(json_text(dossier, "dueAt"), when));
    json_array_foreach(json_object_get(dossier, "history"), i, event)
    {
        print_event(event);
    }
}

static json_t *stamp(int64_t when)
{
    char out[CLOCK_STAMP_ROOM];
    return when ? json_string(clock_stamp(out, when)) : json_null();
}

/* What the store knows, in the same words as far as they go. */
static int print_known(const struct ctl *ctl, const struct dossier *dossier)
{
    char *words = outbox_explain(dossier, clock_now());
    if (ctl->json) {
        ctl_print_json_take(
            json_pack("{s:s, s:s, s:o, s:{s:s}, s:s, s:s, s:o, s:o}", "source", "kiosk",
                      "reference", dossier->reference, "code",
                      dossier->code[0] ? json_string(dossier->code) : json_null(),
                      "procedure", "code", dossier->procedure, "state",
                      ctl_state_name(dossier->state), "words", words, "finalisedAt",
                      stamp(dossier->finalised_at), "dueAt", stamp(dossier->due_at)));
    } else {
        char when[CLOCK_STAMP_ROOM], grouped[REFERENCE_GROUPED_ROOM];
        reference_group(grouped, dossier->reference);
        print_line(_("Reference"), grouped);
        print_line(_("Dossier code"), dossier->code);
        print_line(_("Procedure"), dossier->procedure);
        print_line(_("Status"), words);
        print_line(_("Handed in at"), clock_people(when, dossier->finalised_at));
        if (dossier->due_at)
            print_line(_("Result due"), clock_people(when, dossier->due_at));
    }
    free(words);
    return EXIT_FINE;
}

/* --- asking ---------------------------------------------------------------------------
 */

static void read_answer(int fd, struct buffer *out)
{
    char chunk[16384];
    ssize_t got;
    while ((got = read(fd, chunk, sizeof(chunk))) > 0 || (got < 0 && errno == EINTR)) {
        if (got > 0)
            buffer_add(out, chunk, (size_t)got);
    }
}

/* An exit code as the courier's; *answer is what the portal said if it is EXIT_FINE. */
static int ask_portal(const struct ctl *ctl, const char *query, json_t **answer,
                      struct error *err)
{
    int fd, status;
    pid_t courier = ctl_start_courier(ctl, "--track", query, &fd, err);
    if (courier < 0)
        return EXIT_TROUBLE;
    struct buffer bytes;
    buffer_init(&bytes, ANSWER_MOST);
    read_answer(fd, &bytes);
    close(fd);
    while (waitpid(courier, &status, 0) < 0 && errno == EINTR)
        continue;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_TROUBLE;
    if (code == EXIT_FINE) {
        *answer = json_parse(bytes.data, bytes.size, _("The portal's answer"),
                             &JSON_MESSAGE_LIMITS, err);
        code = *answer ? EXIT_FINE : EXIT_TROUBLE;
    }
    buffer_free(&bytes);
    return code;
}

/* The courier has said on standard error what is wrong. */
static int fall_back(struct ctl *ctl, const char *query, int code,
                     const struct error *cause)
{
    struct error err = {0};
    struct dossier dossier;
    if (error_is_set(cause))
        ctl_complain(code, "%s", cause->text);
    if (!ctl_find_dossier(ctl, query, &dossier, &err)) {
        if (error_is_set(&err))
            return ctl_complain(EXIT_TROUBLE, "%s", err.text);
        return code == CTL_UNKNOWN ? CTL_UNKNOWN : EXIT_TROUBLE;
    }
    ctl_complain(EXIT_FINE, code == CTL_UNKNOWN
                                ? _("The portal does not know the dossier yet; this is "
                                    "what is known here.")
                                : _("The portal did not answer; this is what is known "
                                    "here."));
    return print_known(ctl, &dossier);
}

int ctl_track(struct ctl *ctl)
{
    char reference[REFERENCE_ROOM];
    const char *query = ctl->words[0];
    if (reference_read(reference, query))
        query = reference;
    else if (!reference_is_dossier_code(query))
        return ctl_complain(CTL_UNKNOWN,
                            _("%s is no reference and no dossier code; is "
                              "it mistyped?"),
                            query);
    struct error err = {0};
    json_t *answer = NULL;
    int code = ask_portal(ctl, query, &answer, &err);
    if (code != EXIT_FINE)
        return fall_back(ctl, query, code, &err);
    if (ctl->json)
        ctl_print_json_take(json_incref(answer));
    else
        print_dossier(answer);
    json_decref(answer);
    return EXIT_FINE;
}
