/* SPDX-License-Identifier: MIT */
#include "kiosk/service/refresh.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json_list.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/service/entries.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    DAY = 24 * 3600,      /* seconds between two questions … */
    SPREAD = 3600,        /* … and up to so many more: kiosks must not come at once */
    AFTER_FAILURE = 3600, /* seconds */
    AT_ONCE = 32 << 10,   /* bytes that are read before others have their turn */
    PAUSE = 20,           /* milliseconds between two pieces that are written */
    CODE_SHOWN = 24,      /* bytes of a bad entry's code in the log */
};

/* All of it is checked before any of it goes into the store. */
enum step { STEP_NONE, STEP_ASK, STEP_CHECK, STEP_SWEEP, STEP_FILL };

struct refresh {
    struct loop *loop;
    struct store *store;
    struct portal *portal;
    char *address; /* a tag is worth nothing at another portal */
    char *folder;  /* of the store */
    bool daily;
    struct refresh_calls calls;
    void *arg;
    int64_t due; /* monotonic milliseconds */
    unsigned timer;
    enum step step;
    struct stage *stage; /* the right to replace, from the question on */
    struct portal_call *call;
    int file; /* what came: never whole in memory; -1: none */
    bool file_failed;
    struct error trouble; /* of the file; of an entry */
    bool unsound;         /* an entry is bad */
    struct json_list *list;
    struct entries *entries;
    struct catalogue_mark mark;
    /* The failure that the log has told last: it is not told every hour. */
    enum refresh_end told;
    enum portal_outcome told_outcome;
};

static bool is_at_work(const struct refresh *r)
{
    return r->step != STEP_NONE;
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
    if (r->call && r->calls.may && r->calls.may(r->arg))
        portal_go_on(r->call);
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

static void put_down(struct refresh *r)
{
    r->step = STEP_NONE;
    loop_cancel(r->loop, &r->timer);
    portal_cancel(&r->call);
    json_list_free(&r->list);
    entries_free(&r->entries);
    stage_close(&r->stage);
    if (r->file >= 0)
        close(r->file);
    r->file = -1;
}

static void finish(struct refresh *r, const struct refresh_result *result)
{
    put_down(r);
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

/* A body that is no catalogue, whoever it is from. */
static void fail_strange(struct refresh *r)
{
    const struct refresh_result result = {.end = REFRESH_NO_ANSWER,
                                          .outcome = PORTAL_STRANGE,
                                          .trouble = portal_outcome_name(PORTAL_STRANGE)};
    finish(r, &result);
}

/* --- what came ---------------------------------------------------------------------- */

/* Dossiers go first, on a thin line, too. */
static enum http_taken take_bytes(void *arg, const char *data, size_t size)
{
    struct refresh *r = arg;
    if (r->calls.may && !r->calls.may(r->arg))
        return HTTP_TAKE_LATER;
    if (r->file < 0)
        r->file = file_open_nameless(r->folder, &r->trouble);
    r->file_failed = r->file < 0 || !file_add(r->file, data, size, &r->trouble);
    return r->file_failed ? HTTP_TAKE_NOT : HTTP_TAKEN;
}

static bool put_entry(void *arg, size_t number, const char *json, struct error *err)
{
    struct refresh *r = arg;
    return stage_put(r->stage, number, json, err);
}

static bool take_entry(void *arg, const json_t *entry, struct error *err)
{
    struct refresh *r = arg;
    struct error why = {0};
    size_t number = entries_count(r->entries) + 1;
    if (entries_take(r->entries, entry, &why))
        return true;
    r->unsound = r->step == STEP_CHECK; /* else it is the store that fails */
    return error_set(err, _("entry %zu (%.*s): %s"), number, CODE_SHOWN,
                     json_text_or(entry, "code", "-"), why.text);
}

static void go_on(struct refresh *r);

static void read_from_the_start(struct refresh *r, enum step step)
{
    json_list_free(&r->list);
    entries_free(&r->entries);
    lseek(r->file, 0, SEEK_SET);
    r->step = step;
    r->entries = entries_create(step == STEP_FILL ? put_entry : NULL, r);
    r->list = json_list_create("procedures", "portal", &JSON_FORM_LIMITS, take_entry, r);
}

static void publish(struct refresh *r)
{
    struct error err = {0};
    struct refresh_result result = {.end = REFRESH_REPLACED,
                                    .count = entries_count(r->entries)};
    if (stage_publish(r->stage, &r->mark, &err))
        finish(r, &result);
    else
        fail(r, REFRESH_OUR_FAULT, err.text);
}

/* Nothing at all is no catalogue: a portal that lost its own must not empty ours. */
static void end_reading(struct refresh *r)
{
    if (!json_list_end(r->list, NULL) || entries_count(r->entries) == 0) {
        fail_strange(r);
    } else if (r->step == STEP_FILL) {
        publish(r);
    } else {
        r->step = STEP_SWEEP;
        go_on(r);
    }
}

static void read_some(struct refresh *r)
{
    char bytes[AT_ONCE];
    struct error err = {0};
    ssize_t size = read(r->file, bytes, sizeof(bytes));
    if (size < 0)
        fail(r, REFRESH_OUR_FAULT, strerror(errno));
    else if (size == 0)
        end_reading(r);
    else if (json_list_feed(r->list, bytes, (size_t)size, &err) &&
             stage_pause(r->stage, &err))
        go_on(r);
    else if (r->unsound)
        fail(r, REFRESH_UNSOUND, err.text);
    else if (r->step == STEP_FILL)
        fail(r, REFRESH_OUR_FAULT, err.text);
    else
        fail_strange(r);
}

static void sweep_some(struct refresh *r)
{
    bool more;
    struct error err = {0};
    if (!stage_sweep(r->stage, &more, &err)) {
        fail(r, REFRESH_OUR_FAULT, err.text);
        return;
    }
    if (!more)
        read_from_the_start(r, STEP_FILL);
    go_on(r);
}

static void take_turn(void *arg)
{
    struct refresh *r = arg;
    r->timer = 0;
    if (r->step == STEP_SWEEP)
        sweep_some(r);
    else
        read_some(r);
}

/* In pieces: a dossier that comes meanwhile does not wait for thousands of entries, and
 * between two pieces a kiosk has the time to save a draft. */
static void go_on(struct refresh *r)
{
    bool writes = r->step == STEP_SWEEP || r->step == STEP_FILL;
    r->timer = loop_after(r->loop, writes ? PAUSE : 0, take_turn, r);
}

static void take_catalogue(struct refresh *r, const char *tag)
{
    int64_t now = clock_now();
    struct catalogue_source *source = &r->mark.sources[CATALOGUE_PORTAL];
    r->mark = (struct catalogue_mark){.asked_at = now};
    source->since = now;
    snprintf(source->from, sizeof(source->from), "%s", r->address);
    if (*tag && strlen(r->address) + PORTAL_TAG_ROOM < sizeof(r->mark.tag))
        snprintf(r->mark.tag, sizeof(r->mark.tag), "%s %s", r->address, tag);
    if (r->file < 0) { /* not one byte of a body */
        fail_strange(r);
        return;
    }
    read_from_the_start(r, STEP_CHECK);
    go_on(r);
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
    if (r->file_failed) {
        fail(r, REFRESH_OUR_FAULT, r->trouble.text);
    } else if (reply->outcome != PORTAL_HAS_IT) {
        const struct refresh_result result = {
            .end = REFRESH_NO_ANSWER, .outcome = reply->outcome, .trouble = reply->words};
        finish(r, &result);
    } else if (reply->unchanged) {
        note_unchanged(r);
    } else {
        take_catalogue(r, reply->tag);
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
    r->stage = stage_open(r->store, CATALOGUE_PORTAL, &err);
    if (!r->stage || !store_read_catalogue_mark(r->store, &mark, &err)) {
        fail(r, REFRESH_OUR_FAULT, err.text);
        return;
    }
    loop_cancel(r->loop, &r->timer);
    r->step = STEP_ASK;
    r->unsound = r->file_failed = false;
    error_clear(&r->trouble);
    r->call = portal_catalogue(r->portal, own_tag(r, &mark), take_bytes, r, answered, r);
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
    r->folder = memory_copy_text(settings_text(settings, STORE_FOLDER));
    r->daily = calls->may &&
               strcmp(settings_text(settings, PORTAL_CATALOGUE), "daily") == 0 &&
               portal_has_address(portal);
    r->calls = *calls;
    r->arg = arg;
    r->file = -1;
    return r;
}

void refresh_free(struct refresh **refresh)
{
    struct refresh *r = *refresh;
    if (!r)
        return;
    put_down(r);
    free(r->address);
    free(r->folder);
    free(r);
    *refresh = NULL;
}
