/* SPDX-License-Identifier: MIT */
/* One dossier on its way: asked for, its attachments, and then itself. */
#include "kiosk/base/clock.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/delivery_inside.h"
#include "kiosk/service/upload.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_DETOURS = 4, /* of one try */
    PROGRESS = 500    /* milliseconds between two words on the progress of one */
};

static void answered(void *arg, const struct portal_reply *reply);
static void send_item(struct delivery *d, struct waiting_item *item);
static void carry_on(struct delivery *d, struct waiting_item *item);

int64_t delivery_delay_after(const struct delivery *d, int failures, long retry_after)
{
    return delivery_delay(&d->pace, failures, retry_after, randombytes_random());
}

void delivery_tell_changed(struct delivery *d, const char *reference)
{
    d->calls.changed(d->arg, reference);
}

/* Our own trouble (a full disk, a store that is busy): nothing can be written down. */
static void put_off(struct delivery *d, struct waiting_item *item,
                    const struct error *why)
{
    item->due = clock_monotonic() + delivery_delay_after(d, ++item->failures, -1);
    log_line("%s: %s", item->row.reference, why->text);
    d->look_due = clock_monotonic() + d->pace.first;
}

static void begun(struct delivery *d, const struct waiting_item *item)
{
    d->under_way[waiting_lane_of(item)]++;
}

static void accept(struct delivery *d, struct waiting_item *item,
                   const struct portal_receipt *receipt)
{
    struct error err = {0};
    struct acceptance how = {.code = receipt->code,
                             .status = receipt->status,
                             .accepted_at = receipt->received_at,
                             .due_at = receipt->due_at};
    if (!store_mark_accepted(d->store, item->row.id, &how, &err)) {
        put_off(d, item, &err);
        return;
    }
    log_line("%s: accepted as %s", item->row.reference, receipt->code);
    delivery_tell_changed(d, item->row.reference);
    waiting_remove(&d->waiting, item);
}

static void postpone(struct delivery *d, struct waiting_item *item,
                     const struct delivery_rule *rule, const struct portal_reply *reply)
{
    struct error err = {0};
    struct dossier *row = &item->row;
    int64_t delay = delivery_delay_after(d, ++item->failures, reply->retry_after);
    bool may_have_left =
        item->uncertain || (item->step == DELIVERY_SEND && reply->may_have_left);
    item->due = clock_monotonic() + delay;
    row->state = may_have_left ? rule->next : rule->unsent;
    row->reason = rule->reason;
    row->next_try = clock_now() + (delay + 999) / 1000;
    if (!store_postpone(d->store, row->id, rule->reason, reply->http_status,
                        row->next_try, row->state == DOSSIER_SENDING, &err))
        log_line("%s: %s", row->reference, err.text);
    upload_free(&item->upload); /* where it stands is asked anew */
    log_line("%s: %s (%d), again in %lld ms", row->reference, reply->words,
             reply->http_status, (long long)delay);
    delivery_tell_changed(d, row->reference);
}

static void stop(struct delivery *d, struct waiting_item *item,
                 const struct delivery_rule *rule, const struct portal_reply *reply)
{
    struct error err = {0};
    char *problem = reply->json ? json_dumps(reply->json, JSON_COMPACT) : NULL;
    bool stopped = store_mark_stopped(d->store, item->row.id, rule->next, rule->reason,
                                      reply->http_status, problem ? problem : "", &err);
    memory_free_text(&problem);
    if (!stopped) {
        put_off(d, item, &err);
        return;
    }
    log_line("%s: %s (%d), %s", item->row.reference, reply->words, reply->http_status,
             rule->next == DOSSIER_HELD ? "held" : "rejected");
    delivery_tell_changed(d, item->row.reference);
    waiting_remove(&d->waiting, item);
}

/* What is to be sent is lost or damaged here: no new try mends that, a person must know.
 */
static void give_up(struct delivery *d, struct waiting_item *item,
                    enum dossier_reason reason, const char *why)
{
    struct error err = {0};
    log_line("%s: %s, held", item->row.reference, why);
    if (!store_mark_stopped(d->store, item->row.id, DOSSIER_HELD, reason, 0, "", &err)) {
        put_off(d, item, &err);
        return;
    }
    delivery_tell_changed(d, item->row.reference);
    waiting_remove(&d->waiting, item);
}

/* Not read: for good, or because the store or the disk have no time just now? */
static void not_read(struct delivery *d, struct waiting_item *item,
                     enum dossier_reason reason, const struct error *why)
{
    if (why->lasting)
        give_up(d, item, reason, why->text);
    else
        put_off(d, item, why);
}

/* --- its attachments ---------------------------------------------------------------- */

static void told_progress(void *arg, int64_t sent, int64_t size)
{
    struct waiting_item *item = arg;
    struct delivery *d = item->owner;
    int64_t now = clock_monotonic();
    if (!d->calls.uploading || (item->told_at && now - item->told_at < PROGRESS))
        return;
    item->told_at = now;
    d->calls.uploading(d->arg, item->row.reference, sent, size);
}

/* Somebody held it while its files went: between two pieces nothing else would show. */
static void leave(struct delivery *d, struct waiting_item *item)
{
    log_line("%s: does not wait any more", item->row.reference);
    delivery_tell_changed(d, item->row.reference);
    waiting_remove(&d->waiting, item);
}

/* Does the portal have more than it ever had? Where it only says again what it has, or
 * bytes go that went before, nothing gets better: patience must go on growing. */
static bool has_come_further(struct waiting_item *item)
{
    int64_t confirmed = upload_confirmed(item->upload);
    bool further = confirmed > item->furthest;
    if (further)
        item->furthest = confirmed;
    return further;
}

/* The portal has said where an attachment stands, or that it is not there. */
static void take_note(struct delivery *d, struct waiting_item *item,
                      const struct delivery_rule *rule, const struct portal_reply *reply)
{
    struct error err = {0};
    bool fine = true;
    if (!item->upload) { /* what it names is not here, or the portal errs */
        give_up(d, item, REASON_ATTACHMENT, "attachments are missed that are not here");
        return;
    }
    if (rule->action != DELIVERY_CARRY_ON && ++item->detours > MOST_DETOURS) {
        postpone(d, item, rule, reply);
        return;
    }
    if (rule->action == DELIVERY_CARRY_ON) {
        fine = upload_note(item->upload, reply, &err);
        if (has_come_further(item))
            item->failures = 0;
    } else if (rule->action == DELIVERY_RENEW) {
        fine = upload_renew(item->upload, &err);
    } else {
        upload_review(item->upload);
    }
    if (!fine)
        put_off(d, item, &err);
    else if (upload_is_stopped(item->upload))
        leave(d, item);
    else if (!d->ending)
        carry_on(d, item);
}

/* The next step of a dossier of which the portal has nothing, or not all. */
static void carry_on(struct delivery *d, struct waiting_item *item)
{
    struct error err = {0};
    if (!item->upload && item->row.attachments > 0) {
        item->upload = upload_open(d->store, item->row.id, told_progress, item, &err);
        if (!item->upload) {
            not_read(d, item, REASON_ATTACHMENT, &err);
            return;
        }
        has_come_further(item); /* before this try, or before the courier's start */
    }
    if (!item->upload || upload_is_over(item->upload)) {
        send_item(d, item);
        return;
    }
    item->step = DELIVERY_UPLOAD;
    portal_give_time(d->portal, item->failures);
    item->call =
        upload_go_on(item->upload, d->portal, item->row.key, answered, item, &err);
    if (item->call)
        begun(d, item);
    else
        not_read(d, item, REASON_ATTACHMENT, &err);
}

/* --- one step of it ----------------------------------------------------------------- */

static void answered(void *arg, const struct portal_reply *reply)
{
    struct waiting_item *item = arg;
    struct delivery *d = item->owner;
    struct error err = {0};
    const struct delivery_rule *rule = delivery_rule(item->step, reply->outcome);
    item->call = NULL;
    d->under_way[waiting_lane_of(item)]--;
    if (item->step == DELIVERY_UPLOAD && upload_has_failed(item->upload, &err)) {
        not_read(d, item, REASON_ATTACHMENT, &err);
        delivery_advance(d);
        return;
    }
    switch (rule->action) {
    case DELIVERY_ACCEPT:
        accept(d, item, &reply->receipt);
        break;
    case DELIVERY_GO_ON:
        if (!d->ending)
            carry_on(d, item);
        break;
    case DELIVERY_CARRY_ON:
    case DELIVERY_RENEW:
    case DELIVERY_REVIEW:
        take_note(d, item, rule, reply);
        break;
    case DELIVERY_POSTPONE:
        postpone(d, item, rule, reply);
        break;
    case DELIVERY_STOP:
        stop(d, item, rule, reply);
        break;
    }
    delivery_learn_from(d, rule, reply);
    delivery_advance(d);
}

static void send_item(struct delivery *d, struct waiting_item *item)
{
    struct error err = {0};
    struct buffer body;
    struct dossier *row = &item->row;
    if (!store_read_body(d->store, row->id, &body, &err)) {
        not_read(d, item, REASON_CONTENT, &err);
        /* The state on the disk comes first: from here on it is asked for before it is
         * sent again, whatever happens to this process. */
    } else if (!store_mark_sending(d->store, row->id, clock_now(), &err)) {
        put_off(d, item, &err);
    } else {
        row->state = DOSSIER_SENDING;
        item->step = DELIVERY_SEND;
        portal_give_time(d->portal, item->failures);
        item->call = portal_submit(d->portal, body.data, body.size, row->key,
                                   row->reference, answered, item);
        begun(d, item);
        delivery_tell_changed(d, row->reference);
    }
    buffer_free(&body);
}

void delivery_start_item(struct delivery *d, struct waiting_item *item)
{
    item->tried = true;
    item->uncertain = item->row.state == DOSSIER_SENDING;
    item->detours = 0;
    upload_free(&item->upload);
    if (delivery_first_step(item->row.state) == DELIVERY_SEND) {
        carry_on(d, item);
        return;
    }
    item->step = DELIVERY_ASK;
    portal_give_time(d->portal, item->failures);
    item->call =
        portal_find_key(d->portal, item->row.key, item->row.reference, answered, item);
    begun(d, item);
}
