/* SPDX-License-Identifier: MIT */
#include "kiosk/service/delivery.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/delivery_inside.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    AT_ONCE = 4,         /* dossiers under way */
    UPLOADS_AT_ONCE = 2, /* … with attachments, beside them */
    SLOW_LOOK = 60000,
    ELSEWHERE_LOOK = 1000, /* while another process drains */
    MOST_ASKED =
        HTTP_MOST_RETRY_AFTER * 1000, /* milliseconds that a portal may ask for */
    MOST_SHOWN = 64 /* rows whose time is brought up to date after a probe */
};

static void tell_changed(void *arg, const char *reference)
{
    delivery_tell_changed(arg, reference);
}

/* --- the portal as a whole ---------------------------------------------------------- */

/* While the portal is down nothing is tried, yet people want to know why and until when.
 */
static void show_waiting(struct delivery *d, enum dossier_reason reason, int http_status)
{
    int64_t left = d->probe_due - clock_monotonic(), now = clock_now();
    int64_t next = now + ((left > 0 ? left : 0) + 999) / 1000;
    size_t shown = 0;
    for (size_t i = 0; i < d->waiting.count && shown < MOST_SHOWN; i++) {
        struct waiting_item *item = d->waiting.items[i];
        struct dossier *row = &item->row;
        bool true_still = row->reason == reason && row->next_try >= now;
        if (item->call || item->due > d->probe_due || true_still)
            continue;
        if (!store_postpone(d->store, row->id, reason, http_status, next,
                            row->state == DOSSIER_SENDING, NULL))
            return;
        row->reason = reason;
        row->http_status = http_status;
        row->next_try = next;
        shown++;
        tell_changed(d, row->reference);
    }
}

/* Those that failed because the portal was away need not wait for their own time. */
static void hurry(struct delivery *d)
{
    static const bool PORTALS[REASON_COUNT] = {
        [REASON_UNREACHABLE] = true, [REASON_TLS] = true,     [REASON_TIMEOUT] = true,
        [REASON_PORTAL_DOWN] = true, [REASON_STRANGE] = true, [REASON_UNTRUSTED] = true,
        [REASON_OTHER_NAME] = true,  [REASON_EXPIRED] = true, [REASON_CLOCK] = true,
        [REASON_OUR_TLS] = true,     [REASON_PAGE] = true,
    };
    int64_t now = clock_monotonic();
    for (size_t i = 0; i < d->waiting.count; i++) {
        struct waiting_item *item = d->waiting.items[i];
        int64_t soon = now + randombytes_uniform((uint32_t)d->pace.first);
        if (!item->call && PORTALS[item->row.reason] && item->due > soon)
            item->due = soon;
    }
}

static void portal_is_up(struct delivery *d)
{
    enum portal_state before = d->state;
    d->state = PORTAL_STATE_UP;
    d->probe_failures = 0;
    if (before == PORTAL_STATE_UP || before == PORTAL_STATE_DOUBT)
        return;
    log_line("the portal is there");
    if (d->mode != DELIVERY_ONCE)
        hurry(d);
    d->calls.portal(d->arg, true, clock_now());
}

static void portal_is_down(struct delivery *d, const struct portal_reply *reply)
{
    enum portal_state before = d->state;
    int64_t now = clock_monotonic();
    d->state = PORTAL_STATE_DOWN;
    d->probe_due = now + delivery_delay_after(d, ++d->probe_failures, reply->retry_after);
    d->quiet_until = reply->retry_after > 0 ? d->probe_due : now;
    if (!d->elsewhere)
        show_waiting(d, delivery_rule(DELIVERY_ASK, reply->outcome)->reason,
                     reply->http_status);
    if (before == PORTAL_STATE_DOWN)
        return;
    log_line("the portal is not there: %s", reply->words);
    d->calls.portal(d->arg, false, clock_now());
}

/* What one answer says of the portal. */
void delivery_learn_from(struct delivery *d, const struct delivery_rule *rule,
                         const struct portal_reply *reply)
{
    if (portal_is_there(reply->outcome)) {
        portal_is_up(d);
    } else if (d->state == PORTAL_STATE_DOWN) {
        return; /* the probe decides */
    } else if (!reply->may_have_left && reply->http_status == 0) {
        portal_is_down(d, reply); /* nobody was met: that is the portal, or our line */
    } else if (rule->doubt && d->state != PORTAL_STATE_DOUBT) {
        d->state = PORTAL_STATE_DOUBT;
        d->probe_due = clock_monotonic();
    }
}

static void probed(void *arg, const struct portal_reply *reply)
{
    struct delivery *d = arg;
    d->probe = NULL;
    if (portal_is_there(reply->outcome))
        portal_is_up(d);
    else
        portal_is_down(d, reply);
    delivery_advance(d);
}

/* --- the whole ---------------------------------------------------------------------- */

static void look(struct delivery *d)
{
    struct error err = {0};
    struct outbox_count count;
    int64_t now = clock_monotonic();
    if (!store_count_outbox(d->store, &count, &err)) {
        log_line("%s", err.text);
        d->look_due = now + d->pace.first;
        return;
    }
    int64_t most = d->pace.most > MOST_ASKED ? d->pace.most : MOST_ASKED;
    waiting_look(&d->waiting, d->store, d, most + d->pace.first, tell_changed);
    if (d->waiting.count == 0) {
        d->elsewhere = false;
        d->look_due = -1;
        if (count.waiting) { /* but it could not be read: no sleeping over that */
            log_line("what waits in the outbox could not be read");
            d->look_due = now + d->pace.first;
        }
        drain_give(d->drain);
        store_tidy(d->store);
        return;
    }
    d->elsewhere = !drain_take(d->drain);
    if (d->elsewhere && d->news)
        drain_tell(d->drain);
    d->news = false;
    d->look_due = now + (d->elsewhere ? ELSEWHERE_LOOK : SLOW_LOOK);
}

/* Nothing can be sent without an address; say so once for each. */
static void lament(struct delivery *d)
{
    for (size_t i = 0; i < d->waiting.count; i++) {
        struct dossier *row = &d->waiting.items[i]->row;
        if (row->reason == REASON_NO_PORTAL ||
            !store_postpone(d->store, row->id, REASON_NO_PORTAL, 0, row->next_try,
                            row->state == DOSSIER_SENDING, NULL))
            continue;
        row->reason = REASON_NO_PORTAL;
        tell_changed(d, row->reference);
    }
}

static size_t under_way(const struct delivery *d)
{
    return d->under_way[LANE_PLAIN] + d->under_way[LANE_UPLOADS];
}

/* Which lanes have room for one more; false: none. */
static bool may_start(const struct delivery *d, bool open[LANE_COUNT])
{
    static const size_t MOST[LANE_COUNT] = {AT_ONCE, UPLOADS_AT_ONCE};
    bool may = !d->ending && !d->elsewhere && portal_has_address(d->portal);
    bool first = d->state == PORTAL_STATE_UNKNOWN && under_way(d) == 0;
    for (int lane = 0; lane < LANE_COUNT; lane++)
        open[lane] =
            may &&
            (first || (d->state == PORTAL_STATE_UP && d->under_way[lane] < MOST[lane]));
    return open[LANE_PLAIN] || open[LANE_UPLOADS];
}

static bool wants_probe(const struct delivery *d)
{
    if (d->ending || d->probe || !portal_has_address(d->portal))
        return false;
    bool work = d->waiting.count && !d->elsewhere;
    if (d->state == PORTAL_STATE_UNKNOWN)
        return d->mode == DELIVERY_CURIOUS && under_way(d) == 0;
    if (d->state == PORTAL_STATE_DOUBT)
        return true;
    return d->state == PORTAL_STATE_DOWN && d->mode != DELIVERY_ONCE &&
           (work || d->mode == DELIVERY_CURIOUS);
}

static void due(void *arg)
{
    struct delivery *d = arg;
    d->timer = 0;
    delivery_advance(d);
}

static void set_timer(struct delivery *d)
{
    int64_t soonest = d->look_due, item = -1;
    bool open[LANE_COUNT];
    if (may_start(d, open) && d->mode != DELIVERY_ONCE)
        item = waiting_soonest(&d->waiting, open);
    if (item >= 0 && (soonest < 0 || item < soonest))
        soonest = item;
    if (wants_probe(d) && (soonest < 0 || d->probe_due < soonest))
        soonest = d->probe_due;
    loop_cancel(d->loop, &d->timer);
    if (soonest >= 0 && !d->ending)
        d->timer = loop_after(d->loop, soonest - clock_monotonic(), due, d);
}

void delivery_advance(struct delivery *d)
{
    struct waiting_item *item;
    bool open[LANE_COUNT];
    int64_t now = clock_monotonic();
    bool emptied = d->waiting.count == 0 && d->look_due >= 0;
    if (!d->ending && d->look_due >= 0 && (d->look_due <= now || emptied))
        look(d);
    if (!portal_has_address(d->portal) && !d->elsewhere && !d->ending)
        lament(d);
    while (may_start(d, open) &&
           (item = waiting_next(&d->waiting, open, d->mode == DELIVERY_ONCE)))
        delivery_start_item(d, item);
    if (wants_probe(d) && d->probe_due <= clock_monotonic()) {
        d->probed_at = clock_monotonic();
        portal_give_time(d->portal, d->probe_failures);
        d->probe = portal_probe(d->portal, probed, d);
    }
    set_timer(d);
    if (under_way(d) == 0 && (d->ending || !d->probe))
        d->calls.rest(d->arg);
}

static void look_now(struct delivery *d)
{
    int64_t now = clock_monotonic();
    if (d->ending)
        return;
    d->look_due = now;
    /* Somebody stands at the counter: a portal that was away is asked anew, but not more
     * often than it would be at first, and not before the time it named itself. */
    if (d->state == PORTAL_STATE_DOWN && now >= d->quiet_until &&
        now - d->probed_at >= d->pace.first && d->probe_due > now)
        d->probe_due = now;
    loop_cancel(d->loop, &d->timer);
    d->timer = loop_after(d->loop, 0, due, d);
}

static void rung(void *arg)
{
    look_now(arg);
}

struct delivery *delivery_create(struct loop *loop, struct store *store,
                                 struct portal *portal, const struct settings *settings,
                                 enum delivery_mode mode,
                                 const struct delivery_calls *calls, void *arg,
                                 struct error *err)
{
    struct delivery *d = memory_alloc(sizeof(*d));
    d->loop = loop;
    d->store = store;
    d->portal = portal;
    d->mode = mode;
    d->calls = *calls;
    d->arg = arg;
    d->pace.first = settings_number(settings, PORTAL_RETRY_FIRST) * 1000;
    d->pace.most = settings_number(settings, PORTAL_RETRY_MOST) * 1000;
    d->look_due = clock_monotonic();
    d->drain = drain_open(loop, settings_text(settings, STORE_FOLDER), rung, d, err);
    if (!d->drain) {
        free(d);
        return NULL;
    }
    d->timer = loop_after(loop, 0, due, d);
    return d;
}

void delivery_free(struct delivery **delivery)
{
    struct delivery *d = *delivery;
    if (!d)
        return;
    for (size_t i = 0; i < d->waiting.count; i++)
        portal_cancel(&d->waiting.items[i]->call);
    portal_cancel(&d->probe);
    waiting_free(&d->waiting);
    loop_cancel(d->loop, &d->timer);
    drain_free(&d->drain);
    free(d);
    *delivery = NULL;
}

void delivery_wake(struct delivery *d)
{
    d->news = true;
    look_now(d);
}

void delivery_learn(struct delivery *d, const struct portal_reply *reply)
{
    if (d->ending)
        return;
    delivery_learn_from(d, delivery_rule(DELIVERY_ASK, reply->outcome), reply);
    delivery_advance(d);
}

void delivery_end(struct delivery *d)
{
    d->ending = true;
    loop_cancel(d->loop, &d->timer);
    d->timer = loop_after(d->loop, 0, due, d);
}

bool delivery_is_elsewhere(const struct delivery *d)
{
    return d->elsewhere;
}

bool delivery_has_time(const struct delivery *d)
{
    static const bool ALL[LANE_COUNT] = {true, true};
    int64_t now = clock_monotonic(), item = waiting_soonest(&d->waiting, ALL);
    bool settled = d->state == PORTAL_STATE_UP ||
                   (d->state == PORTAL_STATE_UNKNOWN && d->mode == DELIVERY_ALWAYS);
    return settled && !d->ending && !d->elsewhere && !d->probe && under_way(d) == 0 &&
           (d->look_due < 0 || d->look_due > now) && (item < 0 || item > now);
}
