/* SPDX-License-Identifier: MIT */
#include "kiosk/app.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/input/burst.h"
#include "kiosk/input/scanner.h"
#include "kiosk/reload.h"
#include "kiosk/screen/alone/alone.h"
#include "kiosk/screen/stack.h"
#include "kiosk/ui/term.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct app {
    struct counter counter;
    struct keys keys;
    struct burst burst; /* between the keys and the screens */
    struct scanner *scanner;
    struct reload reload;
    unsigned silence_timer, burst_timer, minute_timer;
};

/* --- the store, for screens ----------------------------------------------------------
 */

struct store *counter_store(struct counter *counter, struct error *err)
{
    if (!counter->store)
        counter->store = store_open(settings_text(counter->settings, STORE_FOLDER),
                                    settings_text(counter->settings, STORE_KEY), err);
    return counter->store;
}

void counter_look_at_outbox(struct counter *counter)
{
    if (counter->store)
        store_count_outbox(counter->store, &counter->outbox, NULL);
}

/* --- keys, and scanners that type ----------------------------------------------------
 */

static void take_key(void *arg, const struct key *key)
{
    struct app *app = arg;
    if (key->name == KEY_REPORT)
        term_told_column(key->character); /* painted anew after the keys in any case */
    else
        burst_take(&app->burst, key, clock_monotonic());
}

static void show_key(void *arg, const struct key *key)
{
    stack_key(((struct app *)arg)->counter.stack, key);
}

static void take_back_key(void *arg)
{
    stack_take_back(((struct app *)arg)->counter.stack);
}

static void show_code(void *arg, const char *text)
{
    stack_scanned(((struct app *)arg)->counter.stack, text);
}

static const struct burst_calls BURST_CALLS = {
    .key = show_key, .take_back = take_back_key, .code = show_code};

static void keys_pause(void *arg)
{
    struct app *app = arg;
    app->burst_timer = 0;
    burst_pause(&app->burst);
    reload_look(&app->reload);
    stack_paint(app->counter.stack);
}

/* After keys have come: what is held waits for more. */
static void wait_for_more(struct app *app)
{
    int patience = burst_patience(&app->burst);
    loop_cancel(app->counter.loop, &app->burst_timer);
    if (patience)
        app->burst_timer = loop_after(app->counter.loop, patience, keys_pause, app);
}

static void keys_are_silent(void *arg)
{
    struct app *app = arg;
    app->silence_timer = 0;
    keys_flush(&app->keys);
    wait_for_more(app);
    reload_look(&app->reload);
    stack_paint(app->counter.stack);
}

static void keys_ready(void *arg, int fd, int events)
{
    struct app *app = arg;
    char bytes[4096];
    (void)events;
    ssize_t size = read(fd, bytes, sizeof(bytes));
    if (size < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (size <= 0) { /* the terminal is gone: what was typed is saved on the way out */
        loop_stop(app->counter.loop);
        return;
    }
    loop_cancel(app->counter.loop, &app->silence_timer);
    keys_feed(&app->keys, bytes, (size_t)size);
    memory_wipe(bytes, (size_t)size);
    wait_for_more(app);
    int patience = keys_patience(&app->keys);
    if (patience)
        app->silence_timer =
            loop_after(app->counter.loop, patience, keys_are_silent, app);
    reload_look(&app->reload);
    stack_paint(app->counter.stack);
}

/* --- a scanner on a serial line ------------------------------------------------------
 */

static void scanned(void *arg, const char *text)
{
    struct app *app = arg;
    stack_scanned(app->counter.stack, text);
    stack_paint(app->counter.stack);
}

static void start_scanner(struct app *app)
{
    const struct settings *settings = app->counter.settings;
    const char *device = settings_text(settings, SCANNER_DEVICE);
    if (*device)
        app->scanner =
            scanner_start(app->counter.loop, device,
                          settings_text(settings, SCANNER_SPEED), scanned, app);
}

/* --- what the helper processes tell ------------------------------------------------- */

static void told_portal(void *arg, bool reachable, int64_t since)
{
    struct counter *counter = &((struct app *)arg)->counter;
    counter->portal_known = true;
    counter->portal_reachable = reachable;
    counter->portal_since = since;
    const struct news news = {.kind = NEWS_PORTAL};
    stack_tell(counter->stack, &news);
}

static void told_dossier(void *arg, const char *reference)
{
    struct counter *counter = &((struct app *)arg)->counter;
    counter_look_at_outbox(counter);
    const struct news news = {.kind = NEWS_DOSSIER, .reference = reference};
    stack_tell(counter->stack, &news);
}

static void told_tracked(void *arg, unsigned id, const json_t *dossier,
                         enum dossier_reason reason)
{
    const struct news news = {
        .kind = NEWS_TRACKED, .id = id, .dossier = dossier, .reason = reason};
    stack_tell(((struct app *)arg)->counter.stack, &news);
}

static void told_uploading(void *arg, const char *reference, int64_t sent, int64_t size)
{
    const struct news news = {
        .kind = NEWS_UPLOAD, .reference = reference, .sent = sent, .size = size};
    stack_tell(((struct app *)arg)->counter.stack, &news);
}

static void told_catalogue(void *arg, int64_t edition)
{
    reload_hear(&((struct app *)arg)->reload, edition);
}

static void told_print(void *arg, unsigned id, enum print_state state, const char *words)
{
    const struct news news = {
        .kind = NEWS_PRINT, .id = id, .print = state, .words = words};
    stack_tell(((struct app *)arg)->counter.stack, &news);
}

static void start_helpers(struct app *app)
{
    static const struct courier_calls CALLS = {.portal = told_portal,
                                               .dossier = told_dossier,
                                               .uploading = told_uploading,
                                               .tracked = told_tracked,
                                               .catalogue = told_catalogue};
    struct counter *counter = &app->counter;
    const char *config = settings_path(counter->settings);
    const char *state = settings_text(counter->settings, STORE_FOLDER);
    char *courier = file_beside_program("motcua-courier");
    char *printer = file_beside_program("motcua-printer");
    counter->courier =
        courier_line_start(counter->loop, courier, config, state, &CALLS, app);
    counter->printer =
        printer_line_start(counter->loop, printer, config, state, told_print, app);
    free(courier);
    free(printer);
}

/* --- after the first paint -----------------------------------------------------------
 */

static bool has_drafts(const struct counter *counter)
{
    struct draft newest;
    return counter->store && store_list_drafts(counter->store, &newest, 1, NULL) > 0;
}

/* Where a damaged store has been set aside, the clerk is told what became of the work. */
static void tell_rescue(struct counter *counter, struct store *store)
{
    struct rescue rescue;
    if (!store_take_rescue(store, &rescue))
        return;
    screen_say(counter, STYLE_WRONG,
               rescue.damaged
                   ? _("The store was damaged: %zu drafts, %zu dossiers saved, %zu lost. "
                       "Tell the administrator.")
                   : _("The store was damaged: %zu drafts, %zu dossiers saved. Tell the "
                       "administrator."),
               rescue.drafts, rescue.dossiers, rescue.damaged);
}

static void load(void *arg)
{
    struct app *app = arg;
    struct counter *counter = &app->counter;
    struct error err = {0};
    struct store *store = counter_store(counter, &err);
    char *log = file_join(settings_text(counter->settings, STORE_FOLDER), "kiosk.log");
    log_to_file(log);
    free(log);
    reload_first(&app->reload, counter, &err);
    if (store)
        counter_look_at_outbox(counter);
    if (error_is_set(&err))
        screen_say(counter, STYLE_WRONG, "%s", err.text);
    else if (counter->mode->tells_outbox && has_drafts(counter))
        screen_say(counter, STYLE_WARNING, "%s",
                   _("There is a draft to go on with: press F3."));
    if (store &&
        counter->mode->tells_outbox) { /* what weighs most comes last, and stays */
        counter_tell_health(counter);
        tell_rescue(counter, store);
    }
    const struct news news = {.kind = NEWS_CATALOGUE};
    stack_tell(counter->stack, &news);
    start_helpers(app);
    start_scanner(app);
}

/* --- time and signals -----------------------------------------------------------------
 */

/* The clock of the header is the one thing that wakes an idle kiosk. */
static void next_minute(void *arg)
{
    struct app *app = arg;
    int64_t left = 60 - clock_now() % 60;
    app->minute_timer = loop_after(app->counter.loop, left * 1000 + 20, next_minute, app);
    reload_look(&app->reload);
    stack_paint(app->counter.stack);
}

static void resized(void *arg, int signal)
{
    struct app *app = arg;
    (void)signal;
    term_resized();
    term_repaint();
    stack_paint(app->counter.stack);
}

static void told_to_end(void *arg, int signal)
{
    struct app *app = arg;
    (void)signal;
    loop_stop(app->counter.loop);
}

static void watch_the_world(struct app *app)
{
    struct loop *loop = app->counter.loop;
    loop_on_signal(loop, SIGWINCH, resized, app);
    loop_on_signal(loop, SIGTERM, told_to_end, app);
    loop_on_signal(loop, SIGHUP, told_to_end, app);
    loop_on_signal(loop, SIGINT, told_to_end, app);
    signal(SIGPIPE, SIG_IGN);
    loop_watch(loop, term_input(), LOOP_READ, keys_ready, app);
}

static void put_away(struct app *app)
{
    struct counter *counter = &app->counter;
    scanner_free(&app->scanner);
    reload_end(&app->reload);
    stack_free(&counter->stack); /* saves an open form */
    term_close();
    courier_line_free(&counter->courier);
    printer_line_free(&counter->printer);
    catalogue_free(&counter->catalogue);
    store_close(&counter->store);
    loop_free(&counter->loop);
    memory_wipe(&app->keys, sizeof(app->keys));
    burst_free(&app->burst);
}

/* One kiosk for a state folder: two would show each other's drafts. A folder that cannot
 * be used is told of by the store. The lock goes with the process. */
static bool claim_folder(const struct settings *settings, struct error *err)
{
    const char *folder = settings_text(settings, STORE_FOLDER);
    char *path = file_join(folder, "kiosk.lock");
    struct error trouble = {0};
    bool taken = file_make_folder(folder, 0700, &trouble) && file_lock(path, true) < 0 &&
                 errno == EWOULDBLOCK;
    free(path);
    return !taken || error_set(err,
                               _("Another kiosk is running with the state folder %s. Use "
                                 "that one, or end it first."),
                               folder);
}

static bool open_terminal(const struct settings *settings, struct error *err)
{
    const char *glyphs = settings_text(settings, SCREEN_GLYPHS);
    const char *theme = settings_text(settings, SCREEN_THEME);
    return term_open(strcmp(glyphs, "full") == 0    ? GLYPHS_FULL
                     : strcmp(glyphs, "plain") == 0 ? GLYPHS_PLAIN
                                                    : GLYPHS_AUTO,
                     strcmp(theme, "contrast") == 0 ? THEME_CONTRAST : THEME_NORMAL, err);
}

bool app_run(const struct settings *settings, struct error *err)
{
    bool alone = settings_number(settings, KIOSK_ALONE);
    struct app app = {
        .counter = {.settings = settings, .mode = alone ? &ALONE_MODE : &COUNTER_MODE}};
    if (!claim_folder(settings, err) || !open_terminal(settings, err))
        return false;
    typing_start(&app.counter.typing, settings);
    app.counter.loop = loop_create();
    app.counter.stack = stack_create(&app.counter);
    keys_init(&app.keys, take_key, &app);
    burst_init(&app.burst, &BURST_CALLS, &app);
    watch_the_world(&app);
    app.counter.mode->begin(&app.counter);
    next_minute(&app); /* paints */
    loop_after(app.counter.loop, 0, load, &app);
    loop_run(app.counter.loop);
    put_away(&app);
    return true;
}
