/* SPDX-License-Identifier: MIT */
#include "kiosk/service/outbox.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/service/drain.h"
#include "kiosk/service/reference.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The national list; the portal speaks of a dossier by these numbers. */
static const char *const STATUS_NAMES[] = {
    [1] = N_("Newly registered"),
    [2] = N_("Received by the office"),
    [3] = N_("Not received"),
    [4] = N_("In progress"),
    [5] = N_("More papers requested"),
    [6] = N_("Payment requested"),
    [7] = N_("Withdrawn at the citizen's request"),
    [8] = N_("Stopped"),
    [9] = N_("Completed"),
    [10] = N_("Result handed over"),
};

static const char *const STATE_WORDS[] = {
    [DOSSIER_FINALISED] = N_("Waiting to be sent."),
    [DOSSIER_SENDING] = N_("Being sent."),
    [DOSSIER_ACCEPTED] = N_("Accepted by the portal."),
    [DOSSIER_HELD] = N_("Held: ask the administrator."),
    [DOSSIER_REJECTED] = N_("Returned: the portal says what must be corrected."),
};

static const char *const WAITING_WORDS[REASON_COUNT] = {
    [REASON_NO_PORTAL] = N_("Waiting: no portal is set for this kiosk."),
    [REASON_UNREACHABLE] = N_("Waiting: the portal cannot be reached."),
    [REASON_TLS] = N_("Waiting: the portal could not prove that it is the portal."),
    [REASON_UNTRUSTED] = N_(
        "Waiting: nobody known vouches for the portal. If the Wi-Fi asks for a sign-in, "
        "do that; else tell the administrator."),
    [REASON_OTHER_NAME] = N_("Waiting: another machine answers in the portal's place. "
                             "Tell the administrator."),
    [REASON_EXPIRED] = N_("Waiting: the portal's certificate has expired. If the date of "
                          "this machine is right, tell the administrator."),
    [REASON_CLOCK] = N_("Waiting: the date of this machine is wrong. Set date and time."),
    [REASON_OUR_TLS] = N_("Waiting: the certificate files of this kiosk cannot be used. "
                          "Tell the administrator."),
    [REASON_PAGE] =
        N_("Waiting: a web page answers, not the portal. If the Wi-Fi asks for "
           "a sign-in, do that; else tell the administrator."),
    [REASON_TIMEOUT] = N_("Waiting: the portal did not answer in time."),
    [REASON_BUSY] = N_("Waiting: the portal is busy."),
    [REASON_PORTAL_DOWN] = N_("Waiting: the portal is out of order."),
    [REASON_STRANGE] = N_("Waiting: the portal's answer cannot be understood."),
    [REASON_FORBIDDEN] = N_("Waiting: the portal does not admit this kiosk."),
    [REASON_REFUSED] = N_("Waiting: the portal did not take it."),
    [REASON_UPLOAD] = N_("Waiting: the attached files are not complete at the portal "
                         "yet."),
};

static const char *const HELD_WORDS[REASON_COUNT] = {
    [REASON_FORBIDDEN] =
        N_("Held: the portal does not admit this kiosk. Ask the administrator."),
    [REASON_REFUSED] =
        N_("Held: the portal refuses this dossier. Ask the administrator."),
    [REASON_ATTACHMENT] = N_("Held: an attached file cannot be read from the disk any "
                             "more. Ask the administrator."),
    [REASON_TOO_LARGE] =
        N_("Held: the dossier is too large for the portal. Ask the administrator."),
    [REASON_BY_HAND] = N_("Held at this counter: it is not sent until it is released."),
    [REASON_CONTENT] = N_("Held: the content of this dossier cannot be read from the "
                          "disk any more. Ask the administrator."),
};

/* For programs; they never change. */
static const char *const REASON_NAMES[REASON_COUNT] = {
    [REASON_NONE] = "none",
    [REASON_NO_PORTAL] = "no-portal",
    [REASON_UNREACHABLE] = "unreachable",
    [REASON_TLS] = "tls",
    [REASON_UNTRUSTED] = "tls-untrusted",
    [REASON_OTHER_NAME] = "tls-other-name",
    [REASON_EXPIRED] = "tls-expired",
    [REASON_CLOCK] = "tls-clock",
    [REASON_OUR_TLS] = "tls-own-files",
    [REASON_PAGE] = "web-page",
    [REASON_TIMEOUT] = "timeout",
    [REASON_BUSY] = "busy",
    [REASON_PORTAL_DOWN] = "portal-down",
    [REASON_STRANGE] = "strange-answer",
    [REASON_FORBIDDEN] = "forbidden",
    [REASON_REFUSED] = "refused",
    [REASON_INVALID] = "invalid",
    [REASON_TOO_LARGE] = "too-large",
    [REASON_UPLOAD] = "upload",
    [REASON_ATTACHMENT] = "attachment",
    [REASON_BY_HAND] = "by-hand",
    [REASON_CONTENT] = "content",
};

const char *outbox_reason_name(enum dossier_reason reason)
{
    const char *name = (unsigned)reason < REASON_COUNT ? REASON_NAMES[reason] : NULL;
    return name ? name : "unknown";
}

static bool is_waiting(const struct dossier *dossier)
{
    return dossier->state == DOSSIER_FINALISED || dossier->state == DOSSIER_SENDING;
}

static const char *find_words(const struct dossier *dossier)
{
    const char *words = NULL;
    if ((unsigned)dossier->reason < REASON_COUNT) {
        if (is_waiting(dossier))
            words = WAITING_WORDS[dossier->reason];
        else if (dossier->state == DOSSIER_HELD)
            words = HELD_WORDS[dossier->reason];
    }
    if (!words && (unsigned)dossier->state <= DOSSIER_REJECTED)
        words = STATE_WORDS[dossier->state];
    return words ? _(words) : "";
}

/* "14:32", or with the day where that is not today. */
static void write_time(char out[CLOCK_STAMP_ROOM], int64_t when, int64_t now)
{
    struct tm then = clock_local(when), today = clock_local(now);
    clock_people(out, when);
    if (then.tm_yday == today.tm_yday && then.tm_year == today.tm_year)
        out[strcspn(out, " ")] = '\0';
}

bool outbox_find(struct store *store, const char *reference_or_code, struct dossier *out)
{
    struct error err = {0};
    bool found = store_find_dossier(store, reference_or_code, out, &err);
    if (error_is_set(&err))
        log_line("a dossier cannot be looked up: %s", err.text);
    return found;
}

size_t outbox_list(struct store *store, struct dossier *out, size_t room,
                   struct error *err)
{
    size_t count = store_list_dossiers(store, out, room, err);
    return count < room ? count : room;
}

size_t outbox_list_open(struct store *store, struct dossier *out, size_t room,
                        struct error *err)
{
    size_t count = store_list_open(store, out, room, err);
    return count < room ? count : room;
}

bool outbox_hold(struct store *store, const struct dossier *dossier, struct error *err)
{
    return store_hold(store, dossier->id, err);
}

bool outbox_send_now(struct store *store, const struct settings *settings,
                     const struct dossier *dossier, struct error *err)
{
    if (!store_release(store, dossier->id, clock_now(), err))
        return false;
    drain_ring(settings_text(settings, STORE_FOLDER));
    return true;
}

bool outbox_can_hold(const struct dossier *dossier)
{
    return is_waiting(dossier);
}

bool outbox_can_send(const struct dossier *dossier)
{
    return is_waiting(dossier) || dossier->state == DOSSIER_HELD;
}

bool outbox_can_mend(const struct dossier *dossier)
{
    return dossier->state == DOSSIER_REJECTED && !*dossier->replaced_by &&
           !dossier->taken_over;
}

bool outbox_needs_somebody(const struct dossier *dossier)
{
    return dossier->state == DOSSIER_HELD || outbox_can_mend(dossier);
}

char *outbox_explain(const struct dossier *dossier, int64_t now)
{
    const char *words = find_words(dossier);
    char time[CLOCK_STAMP_ROOM];
    if (is_waiting(dossier) && dossier->next_try > now) {
        write_time(time, dossier->next_try, now);
        char *next = memory_format(_("Next try at %s."), time);
        char *both = memory_format("%s %s", words, next);
        free(next);
        return both;
    }
    if (dossier->state == DOSSIER_REJECTED && *dossier->replaced_by) {
        char grouped[REFERENCE_GROUPED_ROOM];
        reference_group(grouped, dossier->replaced_by);
        return memory_format(_("Returned; mended and sent again as %s."), grouped);
    }
    if (dossier->state == DOSSIER_REJECTED && dossier->taken_over)
        return memory_copy_text(
            _("Returned: the office that it came from mends it and sends it again."));
    if (dossier->state == DOSSIER_ACCEPTED && dossier->code[0])
        return memory_format(_("Accepted by the portal as %s."), dossier->code);
    return memory_copy_text(words);
}

const char *outbox_status_name(int status)
{
    size_t count = sizeof(STATUS_NAMES) / sizeof(STATUS_NAMES[0]);
    bool known = status > 0 && (size_t)status < count;
    return known ? _(STATUS_NAMES[status]) : _("Not known yet");
}

static void add_reason(json_t *reasons, const char *pointer, const char *message)
{
    static const char ANSWERS[] = "/answers";
    size_t inside = strlen(ANSWERS);
    if (strncmp(pointer, ANSWERS, inside) == 0 &&
        (pointer[inside] == '/' || pointer[inside] == '\0'))
        pointer += inside;
    char *clean_pointer = utf8_clean(pointer, strlen(pointer), UTF8_ONE_LINE);
    char *clean = utf8_clean(message, strlen(message), UTF8_ONE_LINE);
    json_array_append_new(
        reasons, json_pack("{s:s, s:s}", "pointer", clean_pointer, "message", clean));
    free(clean_pointer);
    memory_free_text(&clean);
}

static void add_reasons(json_t *reasons, const json_t *problem)
{
    enum { REASONS_MOST = 200 };
    size_t i;
    json_t *error;
    json_array_foreach(json_object_get(problem, "errors"), i, error)
    {
        /* RFC 9457's own example says "detail". */
        const char *message =
            json_text_or(error, "message", json_text_or(error, "detail", ""));
        if (i < REASONS_MOST)
            add_reason(reasons, json_text_or(error, "pointer", ""), message);
    }
    if (json_array_size(reasons) == 0)
        add_reason(reasons, "",
                   json_text_or(problem, "detail", json_text_or(problem, "title", "")));
}

json_t *outbox_reasons(struct store *store, const struct dossier *dossier)
{
    struct buffer text;
    json_t *reasons = json_array();
    if (store_read_problem(store, dossier->id, &text, NULL) && text.size) {
        json_t *problem =
            json_parse(text.data, text.size, "problem", &JSON_MESSAGE_LIMITS, NULL);
        if (problem)
            add_reasons(reasons, problem);
        json_wipe(&problem);
    }
    buffer_free(&text);
    return reasons;
}
