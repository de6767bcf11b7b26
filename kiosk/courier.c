/* SPDX-License-Identifier: MIT */
/*
 * motcua-courier: the only process that talks to the portal. It drains the outbox of the
 * state folder, looks dossiers up and keeps the catalogue fresh; the kiosk starts it with
 * --link and speaks to it over a line (kiosk/service/courier_line.h), and it works the
 * same without a kiosk.
 */
#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/link.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/options.h"
#include "kiosk/net/portal.h"
#include "kiosk/service/delivery.h"
#include "kiosk/service/delivery_rules.h"
#include "kiosk/service/housekeeping.h"
#include "kiosk/service/reference.h"
#include "kiosk/service/refresh.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_UNKNOWN = 3 };
enum {
    GOODBYE = 600,     /* milliseconds for what is under way when the courier must end */
    LOCK_WAIT = 5000,  /* that --once waits for another courier */
    MOST_LOOK_UPS = 8, /* under way at once */
};

struct look_up {
    struct courier *courier;
    struct look_up *next;
    struct portal_call *call;
    long long id; /* that the kiosk gave it */
};

struct courier {
    struct settings *settings;
    struct loop *loop;
    struct store *store;
    struct portal *portal;
    struct delivery *delivery;
    struct refresh *refresh;
    struct housekeeping *housekeeping;
    int64_t edition;   /* of the catalogue, that the kiosk was told; -1: none */
    struct link *link; /* NULL without a kiosk */
    struct look_up *look_ups;
    enum delivery_mode mode;
    int64_t patience; /* monotonic: until when --once waits for another courier */
    bool ending;
    int exit_code;
};

/* --- looking up --------------------------------------------------------------------- */

/* NULL where the query is neither a reference nor a dossier code. */
static struct portal_call *ask(struct portal *portal, const char *query,
                               portal_done *done, void *arg)
{
    char reference[REFERENCE_ROOM];
    portal_give_time(portal, 0); /* somebody waits for this one */
    if (reference_read(reference, query))
        return portal_track(portal, reference, done, arg);
    if (strlen(query) < PORTAL_CODE_ROOM && reference_is_dossier_code(query))
        return portal_dossier(portal, query, done, arg);
    return NULL;
}

static void tell(struct courier *courier, json_t *message)
{
    if (courier->link)
        link_send(courier->link, message);
    json_decref(message);
}

static void tell_nothing_found(struct courier *courier, long long id)
{
    tell(courier, json_pack("{s:s, s:I, s:b}", "event", "tracked", "id", (json_int_t)id,
                            "found", false));
}

static void tell_no_answer(struct courier *courier, long long id,
                           enum dossier_reason reason)
{
    tell(courier, json_pack("{s:s, s:I, s:i}", "event", "tracked", "id", (json_int_t)id,
                            "reason", (int)reason));
}

static void drop_look_up(struct look_up *gone)
{
    struct look_up **place = &gone->courier->look_ups;
    while (*place != gone)
        place = &(*place)->next;
    *place = gone->next;
    portal_cancel(&gone->call);
    free(gone);
}

static void looked_up(void *arg, const struct portal_reply *reply)
{
    struct look_up *look_up = arg;
    struct courier *courier = look_up->courier;
    look_up->call = NULL;
    if (reply->outcome == PORTAL_HAS_IT)
        tell(courier,
             json_pack("{s:s, s:I, s:b, s:O}", "event", "tracked", "id",
                       (json_int_t)look_up->id, "found", true, "dossier", reply->json));
    else if (reply->outcome == PORTAL_KNOWS_NOT)
        tell_nothing_found(courier, look_up->id);
    else
        tell_no_answer(courier, look_up->id,
                       delivery_rule(DELIVERY_ASK, reply->outcome)->reason);
    drop_look_up(look_up);
    delivery_learn(courier->delivery, reply);
}

static void look_up(struct courier *courier, long long id, const char *query)
{
    size_t under_way = 0;
    for (struct look_up *other = courier->look_ups; other; other = other->next)
        under_way++;
    if (!portal_has_address(courier->portal)) {
        tell_no_answer(courier, id, REASON_NO_PORTAL);
        return;
    }
    if (under_way >= MOST_LOOK_UPS) {
        tell_no_answer(courier, id, REASON_BUSY);
        return;
    }
    struct look_up *made = memory_alloc(sizeof(*made));
    *made = (struct look_up){.courier = courier, .next = courier->look_ups, .id = id};
    courier->look_ups = made;
    made->call = ask(courier->portal, query, looked_up, made);
    if (!made->call) {
        drop_look_up(made);
        tell_nothing_found(courier, id);
    }
}

/* --- the kiosk ---------------------------------------------------------------------- */

static void end(struct courier *courier);

static void kiosk_says(void *arg, const json_t *message)
{
    struct courier *courier = arg;
    const char *what = json_text_or(message, "do", "");
    if (strcmp(what, "wake") == 0)
        delivery_wake(courier->delivery);
    else if (strcmp(what, "track") == 0)
        look_up(courier, json_number(message, "id", 0),
                json_text_or(message, "query", ""));
}

static void kiosk_hung_up(void *arg)
{
    end(arg);
}

static void told_changed(void *arg, const char *reference)
{
    tell(arg, json_pack("{s:s, s:s}", "event", "dossier", "reference", reference));
}

static void told_portal(void *arg, bool reachable, int64_t since)
{
    tell(arg, json_pack("{s:s, s:b, s:I}", "event", "portal", "reachable", reachable,
                        "since", (json_int_t)since));
}

static void told_uploading(void *arg, const char *reference, int64_t sent, int64_t size)
{
    tell(arg, json_pack("{s:s, s:s, s:I, s:I}", "event", "uploading", "reference",
                        reference, "sent", (json_int_t)sent, "size", (json_int_t)size));
}

/* --- the catalogue ------------------------------------------------------------------ */

/* Another process may have changed it, and rung. */
static void tell_catalogue(struct courier *courier)
{
    struct catalogue_mark mark;
    if (!courier->link || !store_read_catalogue_mark(courier->store, &mark, NULL) ||
        mark.edition == courier->edition)
        return;
    courier->edition = mark.edition;
    tell(courier, json_pack("{s:s, s:I}", "event", "catalogue", "edition", mark.edition));
}

static bool has_time(void *arg)
{
    struct courier *courier = arg;
    return delivery_has_time(courier->delivery);
}

static void refreshed(void *arg, const struct refresh_result *result)
{
    if (result->end == REFRESH_REPLACED)
        tell_catalogue(arg);
}

/* --- beginning and end -------------------------------------------------------------- */

static void stop(void *arg)
{
    struct courier *courier = arg;
    loop_stop(courier->loop);
}

static void at_rest(void *arg)
{
    struct courier *courier = arg;
    bool pass_is_over =
        courier->mode == DELIVERY_ONCE && (!delivery_is_elsewhere(courier->delivery) ||
                                           clock_monotonic() >= courier->patience);
    if (courier->ending || pass_is_over)
        loop_stop(courier->loop);
    if (courier->ending || courier->mode == DELIVERY_ONCE)
        return;
    tell_catalogue(courier);
    refresh_look(courier->refresh);
}

/* What is under way may end, for a moment; what does not is asked for at the next start.
 */
static void end(struct courier *courier)
{
    if (courier->ending)
        return;
    courier->ending = true;
    delivery_end(courier->delivery);
    loop_after(courier->loop, GOODBYE, stop, courier);
}

static void signalled(void *arg, int signal)
{
    (void)signal;
    end(arg);
}

static bool start(struct courier *courier, struct error *err)
{
    static const struct delivery_calls CALLS = {.changed = told_changed,
                                                .portal = told_portal,
                                                .uploading = told_uploading,
                                                .rest = at_rest};
    static const struct refresh_calls REFRESH_CALLS = {.may = has_time,
                                                       .done = refreshed};
    const char *folder = settings_text(courier->settings, STORE_FOLDER);
    courier->store = store_open(folder, settings_text(courier->settings, STORE_KEY), err);
    if (!courier->store)
        return false;
    courier->portal = portal_create(courier->loop, courier->settings);
    courier->delivery =
        delivery_create(courier->loop, courier->store, courier->portal, courier->settings,
                        courier->mode, &CALLS, courier, err);
    courier->refresh = refresh_create(courier->loop, courier->store, courier->portal,
                                      courier->settings, &REFRESH_CALLS, courier);
    if (courier->delivery && courier->mode != DELIVERY_ONCE)
        courier->housekeeping =
            housekeeping_create(courier->loop, courier->store, courier->settings);
    return courier->delivery != NULL;
}

static void finish(struct courier *courier)
{
    while (courier->look_ups)
        drop_look_up(courier->look_ups);
    housekeeping_free(&courier->housekeeping);
    refresh_free(&courier->refresh);
    delivery_free(&courier->delivery);
    portal_free(&courier->portal);
    store_close(&courier->store);
    link_free(&courier->link);
    loop_free(&courier->loop);
    settings_free(&courier->settings);
}

static int complain(const char *words)
{
    fprintf(stderr, "motcua-courier: %s\n", words);
    return EXIT_TROUBLE;
}

static void log_in(const char *folder)
{
    struct error err = {0};
    char *path = file_join(folder, "courier.log");
    file_make_folder(folder, 0700, &err); /* the store will say so, if it cannot be */
    log_leave_terminal(path);
    free(path);
}

/* Serves the outbox, with the kiosk's line in link mode. */
static int serve(struct courier *courier, bool linked)
{
    static const struct link_calls CALLS = {.message = kiosk_says, .down = kiosk_hung_up};
    struct error err = {0};
    /* Asking before anything else is opened, for 3 could become another file's number. */
    if (linked && fcntl(LINK_FD, F_SETFD, FD_CLOEXEC) < 0)
        return complain(_("--link is for the kiosk, which starts the courier itself."));
    if (linked)
        log_in(settings_text(courier->settings, STORE_FOLDER));
    loop_on_signal(courier->loop, SIGTERM, signalled, courier);
    loop_on_signal(courier->loop, SIGINT, signalled, courier);
    if (!start(courier, &err)) {
        if (linked)
            log_line("%s", err.text);
        return linked ? EXIT_TROUBLE : complain(err.text);
    }
    if (linked)
        courier->link = link_join(courier->loop, LINK_FD, &CALLS, courier);
    loop_run(courier->loop);
    return courier->exit_code;
}

static int serve_once(struct courier *courier)
{
    courier->mode = DELIVERY_ONCE;
    courier->patience = clock_monotonic() + LOCK_WAIT;
    /* Another courier of this folder looks as well, and may be quicker. */
    drain_ring(settings_text(courier->settings, STORE_FOLDER));
    if (serve(courier, false) != EXIT_FINE || !courier->delivery)
        return EXIT_TROUBLE;
    struct error err = {0};
    struct outbox_count count;
    if (!store_count_outbox(courier->store, &count, &err))
        return complain(err.text);
    housekeeping_do(courier->store, courier->settings);
    if (count.waiting && delivery_is_elsewhere(courier->delivery))
        return complain(_("Another courier is sending from this folder."));
    if (count.waiting && !portal_has_address(courier->portal))
        return complain(_("No portal address is set: [portal] url in the settings."));
    return count.waiting ? EXIT_TROUBLE : EXIT_FINE;
}

/* --- the command line --------------------------------------------------------------- */

static const char *const TROUBLE[PORTAL_OUTCOME_COUNT] = {
    [PORTAL_KNOWS_NOT] = N_("The portal knows no such dossier."),
    [PORTAL_UNREACHABLE] =
        N_("The portal cannot be reached. Check the network and try again."),
    [PORTAL_UNTRUSTED] = N_("No authority that this kiosk knows vouches for the portal. "
                            "Check [portal] ca in the settings and the network."),
    [PORTAL_OTHER_NAME] = N_("The certificate that came is of another host. Check the "
                             "address and the network."),
    [PORTAL_EXPIRED] = N_("The portal's certificate has expired, or the clock of this "
                          "machine is ahead. Check the clock."),
    [PORTAL_NOT_YET] = N_("The portal's certificate is not valid yet: the clock of this "
                          "machine is behind. Set it."),
    [PORTAL_NO_TLS] =
        N_("No trusted connection to the portal. Check the certificates and the clock."),
    [PORTAL_OUR_TLS] = N_("The files of [portal] ca, certificate and key in the settings "
                          "cannot be used. Check them."),
    [PORTAL_LATE] = N_("The portal did not answer in time. Try again."),
    [PORTAL_BUSY] = N_("The portal is busy. Try again in a while."),
    [PORTAL_IN_PROGRESS] = N_("The portal is busy. Try again in a while."),
    [PORTAL_DOWN] = N_("The portal has a problem. Try again later."),
    [PORTAL_PAGE] = N_("A web page answered, not the portal. Check the address, and "
                       "whether the network asks for a sign-in."),
    [PORTAL_STRANGE] =
        N_("What answered is not the portal. Check the network and the address."),
    [PORTAL_FORBIDDEN] =
        N_("The portal does not let this kiosk in. Tell the administrator."),
    [PORTAL_TOO_LARGE] = N_("The portal refused the question."),
    [PORTAL_REFUSED] = N_("The portal refused the question."),
    [PORTAL_INVALID] = N_("The portal refused the question."),
    [PORTAL_KEY_REUSED] = N_("The portal refused the question."),
    [PORTAL_INCOMPLETE] = N_("The portal refused the question."),
    [PORTAL_UPLOAD_MADE] = N_("The portal refused the question."),
    [PORTAL_UPLOAD_AT] = N_("The portal refused the question."),
    [PORTAL_UPLOAD_GONE] = N_("The portal refused the question."),
    [PORTAL_UPLOAD_MOVED] = N_("The portal refused the question."),
    [PORTAL_UPLOAD_BROKEN] = N_("The portal refused the question."),
};

static void print_found(void *arg, const struct portal_reply *reply)
{
    struct courier *courier = arg;
    if (reply->outcome == PORTAL_HAS_IT) {
        json_dumpf(reply->json, stdout, JSON_INDENT(2));
        putchar('\n');
        courier->exit_code = fflush(stdout) == 0 ? EXIT_FINE : EXIT_TROUBLE;
    } else {
        complain(_(TROUBLE[reply->outcome]));
        courier->exit_code =
            reply->outcome == PORTAL_KNOWS_NOT ? EXIT_UNKNOWN : EXIT_TROUBLE;
    }
    loop_stop(courier->loop);
}

static int track(struct courier *courier, const char *query)
{
    courier->portal = portal_create(courier->loop, courier->settings);
    if (!portal_has_address(courier->portal))
        return complain(_("No portal address is set: [portal] url in the settings."));
    if (!ask(courier->portal, query, print_found, courier)) {
        complain(_("This is neither a reference nor a dossier code."));
        return EXIT_USAGE;
    }
    loop_run(courier->loop);
    return courier->exit_code;
}

static void say_refreshed(void *arg, const struct refresh_result *result)
{
    struct courier *courier = arg;
    courier->exit_code = EXIT_FINE;
    if (result->end == REFRESH_REPLACED) {
        printf(ngettext("%zu procedure came from the portal.\n",
                        "%zu procedures came from the portal.\n", result->count),
               result->count);
        drain_ring(settings_text(courier->settings, STORE_FOLDER)); /* for the kiosk */
    } else if (result->end == REFRESH_UNCHANGED) {
        printf("%s\n", _("The portal has nothing new."));
    } else {
        if (result->end == REFRESH_UNSOUND)
            fprintf(stderr, "motcua-courier: %s\n", result->trouble);
        complain(result->end == REFRESH_NO_ANSWER   ? _(TROUBLE[result->outcome])
                 : result->end == REFRESH_OUR_FAULT ? result->trouble
                                                    : _("The portal's catalogue is not "
                                                        "sound; nothing was changed."));
        courier->exit_code = EXIT_TROUBLE;
    }
    if (fflush(stdout) != 0)
        courier->exit_code = EXIT_TROUBLE;
    loop_stop(courier->loop);
}

static int refresh(struct courier *courier)
{
    static const struct refresh_calls CALLS = {.done = say_refreshed};
    struct error err = {0};
    courier->store = store_open(settings_text(courier->settings, STORE_FOLDER),
                                settings_text(courier->settings, STORE_KEY), &err);
    if (!courier->store)
        return complain(err.text);
    courier->portal = portal_create(courier->loop, courier->settings);
    if (!portal_has_address(courier->portal))
        return complain(_("No portal address is set: [portal] url in the settings."));
    courier->refresh = refresh_create(courier->loop, courier->store, courier->portal,
                                      courier->settings, &CALLS, courier);
    courier->exit_code = -1;
    refresh_now(courier->refresh);
    if (courier->exit_code < 0) /* not known yet */
        loop_run(courier->loop);
    return courier->exit_code;
}

int main(int argc, char **argv)
{
    const char *link = NULL, *once = NULL, *query = NULL, *fresh = NULL;
    const struct option_info options[] = {
        {"--once", NULL, N_("send what is due now, once, and end"), &once},
        {"--track", N_("CODE"),
         N_("ask the portal for a reference or dossier code, and end"), &query},
        {"--refresh", NULL, N_("ask the portal for its catalogue, and end"), &fresh},
        {"--link", NULL, NULL, &link}, /* for the kiosk */
        {0},
    };
    const struct program program = {
        .name = "motcua-courier",
        .usage = "[OPTION]...",
        .purpose = N_("Sends what waits in the outbox to the portal."),
        .options = options,
        .epilogue =
            N_("Without --once, --track or --refresh it works until it is ended.\n"
               "Exit codes: 0 done, and nothing waits any more; 1 something "
               "still waits, or trouble;\n3 the portal knows no such dossier; "
               "64 a mistake in the command line."),
    };
    int words;
    struct courier courier = {.mode = DELIVERY_ALWAYS, .edition = -1};
    courier.settings = options_start(&program, argc, argv, &words);
    int code = EXIT_USAGE;
    signal(SIGPIPE, SIG_IGN); /* a connection or a pipe that breaks is an error of it */
    if (words || !!link + !!once + !!query + !!fresh > 1) {
        complain(_("Give one of --once, --track and --refresh, and no other words."));
        settings_free(&courier.settings);
        return code;
    }
    courier.loop = loop_create();
    if (query) {
        code = track(&courier, query);
    } else if (fresh) {
        code = refresh(&courier);
    } else if (once) {
        code = serve_once(&courier);
    } else {
        courier.mode = link ? DELIVERY_CURIOUS : DELIVERY_ALWAYS;
        code = serve(&courier, link != NULL);
    }
    finish(&courier);
    return code;
}
