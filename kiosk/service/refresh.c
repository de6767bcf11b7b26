/* SPDX-License-Identifier: MIT */
#include "kiosk/service/refresh.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/service/entries.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAY = 24 * 3600,      /* seconds between two questions … */
    SPREAD = 3600,        /* … and up to so many more: kiosks must not come at once */
    AFTER_FAILURE = 3600, /* seconds */
    MOST_PROCEDURES = 50000, /* as many as a list has room for */
    AT_ONCE = 50,            /* entries that are checked before others have their turn */
    CODE_SHOWN = 24,         /* bytes of a bad entry's code in the log */
};

struct refresh {
    struct loop *loop;
    struct store *store;
    struct portal *portal;
    char *address; /* a tag is worth nothing at another portal */
    bool daily;
    struct refresh_calls calls;
    void *arg;
    int64_t due; /* monotonic milliseconds */
    unsigned timer;
    struct portal_call *call;
    /* While an answer is being checked: */
    json_t *procedures;
    size_t next;
    struct entries *entries;
    struct catalogue_mark mark;
    /* The failure that the log has told last: it is not told every hour. */
    enum refresh_end told;
    enum portal_outcome told_outcome;
};

static void check_some(void *arg);

static bool is_at_work(const struct refresh *r)
{
    return r->call || r->procedures;
}

/* --- when --------------------------------------------------------------------------- */

static void came_due(void *arg)
{
    struct refresh *r = arg;
    r->timer = 0;
    refresh_look(r);
}

static void wait_seconds(struct refresh *r, int64_t seconds)
{
    r->due = clock_monotonic() + seconds * 1000;
    loop_cancel(r->loop, &r->timer);
    if (r->daily)
        r->timer = loop_after(r->loop, seconds * 1000, came_due, r);
}

/* From the store: another courier may have asked, or this one before it was started. A
 * time that is still to come is the fault of a clock. */
static int64_t seconds_left(struct refresh *r)
{
    struct catalogue_mark mark;
    int64_t now = clock_now();
    if (!store_read_catalogue_mark(r->store, &mark, NULL) || mark.asked_at > now ||
        now - mark.asked_at >= DAY)
        return 0;
    return DAY - (now - mark.asked_at);
}

static void wait_a_day(struct refresh *r)
{
    wait_seconds(r, DAY + randombytes_uniform(SPREAD));
}

void refresh_look(struct refresh *r)
{
    if (!r->daily || is_at_work(r) || clock_monotonic() < r->due || !r->calls.may(r->arg))
        return;
    int64_t left = seconds_left(r);
    if (left > 0)
        wait_seconds(r, left + randombytes_uniform(SPREAD));
    else
        refresh_now(r);
}

/* --- how it ended ------------------------------------------------------------------- */

static void log_end(struct refresh *r, const struct refresh_result *result)
{
    bool again = result->end == r->told && result->outcome == r->told_outcome;
    r->told = result->end;
    r->told_outcome = result->outcome;
    if (result->end == REFRESH_REPLACED)
        log_line("catalogue: %zu procedures of the portal", result->count);
    else if (result->end == REFRESH_UNCHANGED || again)
        return;
    else
        log_line("catalogue: %s; the old one stays", result->trouble);
}

static void finish(struct refresh *r, const struct refresh_result *result)
{
    json_decref(r->procedures);
    r->procedures = NULL;
    entries_free(&r->entries);
    if (result->end <= REFRESH_UNCHANGED)
        wait_a_day(r);
    else
        wait_seconds(r, AFTER_FAILURE);
    if (r->calls.may)
        log_end(r, result);
    r->calls.done(r->arg, result);
}

static void fail(struct refresh *r, enum refresh_end end, const char *trouble)
{
    char *clean = utf8_clean(trouble, strlen(trouble), UTF8_ONE_LINE);
    const struct refresh_result result = {.end = end, .trouble = clean};
    finish(r, &result);
    free(clean);
}

/* --- what came ---------------------------------------------------------------------- */

static void store_all(struct refresh *r)
{
    struct error err = {0};
    struct refresh_result result = {.end = REFRESH_REPLACED};
    if (store_replace_portal_catalogue(r->store, &r->mark, entries_next, r->entries,
                                       &result.count, &err))
        finish(r, &result);
    else
        fail(r, REFRESH_OUR_FAULT, err.text);
}

static void refuse(struct refresh *r, const json_t *entry, const char *why)
{
    char *trouble = memory_format(_("entry %zu (%.*s): %s"), r->next, CODE_SHOWN,
                                  json_text_or(entry, "code", "-"), why);
    fail(r, REFRESH_UNSOUND, trouble);
    free(trouble);
}

/* In pieces: a dossier that comes meanwhile does not wait for thousands of entries. */
static void check_some(void *arg)
{
    struct refresh *r = arg;
    r->timer = 0;
    size_t count = json_array_size(r->procedures);
    for (size_t i = 0; i < AT_ONCE && r->next < count; i++) {
        struct error err = {0};
        const json_t *entry = json_array_get(r->procedures, r->next++);
        if (!entries_take(r->entries, entry, &err)) {
            refuse(r, entry, err.text);
            return;
        }
    }
    if (r->next < count)
        r->timer = loop_after(r->loop, 0, check_some, r);
    else
        store_all(r);
}

static void take_procedures(struct refresh *r, const struct portal_reply *reply)
{
    if (json_array_size(reply->procedures) > MOST_PROCEDURES) {
        fail(r, REFRESH_UNSOUND, _("more procedures than there is room for"));
        return;
    }
    r->mark = (struct catalogue_mark){.asked_at = clock_now()};
    if (*reply->tag && strlen(r->address) + PORTAL_TAG_ROOM < sizeof(r->mark.tag))
        snprintf(r->mark.tag, sizeof(r->mark.tag), "%s %s", r->address, reply->tag);
    r->procedures = json_incref((json_t *)reply->procedures);
    r->next = 0;
    r->entries = entries_create();
    loop_cancel(r->loop, &r->timer);
    check_some(r);
}

static void note_unchanged(struct refresh *r)
{
    struct error err = {0};
    const struct refresh_result result = {.end = REFRESH_UNCHANGED};
    if (store_mark_catalogue_asked(r->store, clock_now(), &err))
        finish(r, &result);
    else
        fail(r, REFRESH_OUR_FAULT, err.text);
}

static void answered(void *arg, const struct portal_reply *reply)
{
    struct refresh *r = arg;
    r->call = NULL;
    if (reply->unchanged) {
        note_unchanged(r);
    } else if (reply->outcome == PORTAL_HAS_IT) {
        take_procedures(r, reply);
    } else {
        const struct refresh_result result = {
            .end = REFRESH_NO_ANSWER, .outcome = reply->outcome, .trouble = reply->words};
        finish(r, &result);
    }
}

/* --- the whole ---------------------------------------------------------------------- */

/* The tag of what we have, if this portal gave it. */
static const char *own_tag(const struct refresh *r, const struct catalogue_mark *mark)
{
    size_t size = strlen(r->address);
    bool ours = strncmp(mark->tag, r->address, size) == 0 && mark->tag[size] == ' ';
    return ours && strlen(mark->tag + size + 1) < PORTAL_TAG_ROOM ? mark->tag + size + 1
                                                                  : "";
}

void refresh_now(struct refresh *r)
{
    struct error err = {0};
    struct catalogue_mark mark;
    if (is_at_work(r))
        return;
    if (!store_read_catalogue_mark(r->store, &mark, &err)) {
        fail(r, REFRESH_OUR_FAULT, err.text);
        return;
    }
    r->call = portal_catalogue(r->portal, own_tag(r, &mark), answered, r);
}

struct refresh *refresh_create(struct loop *loop, struct store *store,
                               struct portal *portal, const struct settings *settings,
                               const struct refresh_calls *calls, void *arg)
{
    struct refresh *r = memory_alloc(sizeof(*r));
    r->loop = loop;
    r->store = store;
    r->portal = portal;
    r->address = memory_copy_text(settings_text(settings, PORTAL_URL));
    r->daily = calls->may &&
               strcmp(settings_text(settings, PORTAL_CATALOGUE), "daily") == 0 &&
               portal_has_address(portal);
    r->calls = *calls;
    r->arg = arg;
    return r;
}

void refresh_free(struct refresh **refresh)
{
    struct refresh *r = *refresh;
    if (!r)
        return;
    portal_cancel(&r->call);
    loop_cancel(r->loop, &r->timer);
    json_decref(r->procedures);
    entries_free(&r->entries);
    free(r->address);
    free(r);
    *refresh = NULL;
}
