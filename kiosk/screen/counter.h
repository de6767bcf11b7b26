/* SPDX-License-Identifier: MIT */
/* What stands on the counter: everything a screen may ask or use. app.c owns it and fills
 * it in; what is not there yet (the program has just started) or not any more is NULL,
 * and screens say so instead of waiting. */
#ifndef SCREEN_COUNTER_H
#define SCREEN_COUNTER_H

#include "kiosk/base/loop.h"
#include "kiosk/base/settings.h"
#include "kiosk/screen/typing.h"
#include "kiosk/service/catalogue.h"
#include "kiosk/service/courier_line.h"
#include "kiosk/service/outbox.h"
#include "kiosk/service/printer_line.h"

struct mode;
struct stack;

struct counter {
    struct loop *loop;
    const struct settings *settings;
    const struct mode *mode;
    struct stack *stack;
    struct typing_way typing;
    struct catalogue *catalogue;
    struct store *store;
    struct courier_line *courier;
    struct printer_line *printer;
    bool portal_known, portal_reachable;
    int64_t portal_since;
    struct outbox_count outbox;
};

/* The store, opened now if it could not be opened before; NULL and an error. */
struct store *counter_store(struct counter *counter, struct error *err);
/* Says on the message line what is in the way of new dossiers, or soon will be. False if
 * none may be begun. */
bool counter_tell_health(struct counter *counter);
/* Looks at the outbox anew, for the badge in the header. */
void counter_look_at_outbox(struct counter *counter);

#endif
