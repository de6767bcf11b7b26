/* SPDX-License-Identifier: MIT */
#include "kiosk/service/health.h"

#include "config.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/store/catalogue.h"

#include <stdlib.h>
#include <sys/statvfs.h>

enum { HOUR = 60 * 60, DAY = 24 * HOUR, MEGABYTE = 1 << 20, NO_FIGURE = -1 };

static int64_t free_megabytes(const struct health_facts *facts)
{
    return facts->free_bytes < 0 ? NO_FIGURE : facts->free_bytes / MEGABYTE;
}

/* How much `later` is after `earlier`, in whole units; a started one counts not. */
static int64_t since(int64_t earlier, int64_t later, int64_t unit)
{
    return earlier && later > earlier ? (later - earlier) / unit : 0;
}

static int64_t days_before_built(const struct health_facts *facts)
{
    return since(facts->now, facts->built, DAY);
}

static int64_t hours_before_newest(const struct health_facts *facts)
{
    return since(facts->now, facts->newest_dossier, HOUR);
}

static int64_t waiting(const struct health_facts *facts)
{
    return facts->waiting;
}

static int64_t days_waited(const struct health_facts *facts)
{
    return since(facts->oldest_waiting, facts->now, DAY);
}

static int64_t days_unconfirmed(const struct health_facts *facts)
{
    return since(facts->forms_confirmed, facts->now, DAY);
}

/* A figure at its limit or beyond is told of, or refuses; a limit of 0 never does. */
static const struct {
    int64_t (*figure)(const struct health_facts *facts);
    bool less_is_worse;
    enum setting warn, refuse;
    const char *words[3]; /* by degree; %lld is the figure */
} CONDITIONS[HEALTH_COUNT] = {
    [HEALTH_DISK] = {free_megabytes,
                     true,
                     HEALTH_DISK_WARN,
                     HEALTH_DISK_REFUSE,
                     {NULL, N_("The disk has only %lld MB left: tell the administrator."),
                      N_("The disk has only %lld MB left, too little for a new dossier. "
                         "Tell the administrator, who must make room.")}},
    [HEALTH_CLOCK] = {days_before_built,
                      false,
                      HEALTH_CLOCK_WARN,
                      HEALTH_CLOCK_REFUSE,
                      {NULL, N_("The clock is %lld days behind: have it set right."),
                       N_("The clock is wrong, at least %lld days behind. Have it set "
                          "right before a dossier is handed in.")}},
    [HEALTH_ORDER] = {hours_before_newest,
                      false,
                      HEALTH_ORDER_WARN,
                      HEALTH_ORDER_REFUSE,
                      {NULL,
                       N_("The clock is %lld hours before the newest dossier: have it "
                          "looked at."),
                       N_("The clock is %lld hours before the newest dossier. Have it "
                          "set right before another is handed in.")}},
    [HEALTH_LENGTH] = {waiting,
                       false,
                       HEALTH_LENGTH_WARN,
                       HEALTH_LENGTH_REFUSE,
                       {NULL,
                        N_("%lld dossiers wait to be sent: tell the administrator."),
                        N_("%lld dossiers wait to be sent, and no more are taken until "
                           "some have gone. Tell the administrator.")}},
    [HEALTH_WAIT] = {days_waited,
                     false,
                     HEALTH_WAIT_WARN,
                     HEALTH_WAIT_REFUSE,
                     {NULL,
                      N_("A dossier has waited %lld days to be sent: tell the "
                         "administrator."),
                      N_("A dossier has waited %lld days to be sent, and no more are "
                         "taken until it has gone. Tell the administrator.")}},
    [HEALTH_FORMS] = {days_unconfirmed,
                      false,
                      HEALTH_FORMS_WARN,
                      HEALTH_FORMS_REFUSE,
                      {NULL,
                       N_("The list of procedures is %lld days old: it may have "
                          "changed."),
                       N_("The list of procedures is %lld days old, too old to hand in "
                          "by it. Tell the administrator.")}},
};

static bool reaches(int64_t figure, long limit, bool less_is_worse)
{
    return limit > 0 && (less_is_worse ? figure <= limit : figure >= limit);
}

void health_judge(const struct health_facts *facts, const struct settings *settings,
                  struct health *out)
{
    for (int i = 0; i < HEALTH_COUNT; i++) {
        int64_t figure = CONDITIONS[i].figure(facts);
        bool less = CONDITIONS[i].less_is_worse;
        enum health_degree degree = HEALTH_FINE;
        if (figure == NO_FIGURE)
            degree = HEALTH_FINE;
        else if (reaches(figure, settings_number(settings, CONDITIONS[i].refuse), less))
            degree = HEALTH_REFUSED;
        else if (reaches(figure, settings_number(settings, CONDITIONS[i].warn), less))
            degree = HEALTH_WARNING;
        out->conditions[i].degree = degree;
        out->conditions[i].figure = figure;
    }
}

enum health_condition health_worst(const struct health *health)
{
    int worst = 0;
    for (int i = 1; i < HEALTH_COUNT; i++) {
        if (health->conditions[i].degree > health->conditions[worst].degree)
            worst = i;
    }
    return health->conditions[worst].degree ? (enum health_condition)worst : HEALTH_COUNT;
}

char *health_words(const struct health *health, enum health_condition condition)
{
    enum health_degree degree = health->conditions[condition].degree;
    const char *words = CONDITIONS[condition].words[degree];
    return words
               ? memory_format(_(words), (long long)health->conditions[condition].figure)
               : NULL;
}

void health_look(struct store *store, const struct settings *settings,
                 struct health_facts *out)
{
    struct statvfs disk;
    struct outbox_count outbox = {0};
    struct catalogue_mark mark = {0};
    store_count_outbox(store, &outbox, NULL);
    store_read_catalogue_mark(store, &mark, NULL);
    *out = (struct health_facts){
        .now = clock_now(),
        .built = BUILT_AT,
        .newest_dossier = store_newest_dossier(store),
        .free_bytes = -1,
        .waiting = (int64_t)outbox.waiting,
        .oldest_waiting = outbox.oldest,
        .forms_confirmed = *settings_text(settings, PORTAL_URL) ? mark.asked_at : 0,
    };
    if (statvfs(settings_text(settings, STORE_FOLDER), &disk) == 0)
        out->free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
}

bool health_allows(struct store *store, const struct settings *settings,
                   struct error *err)
{
    struct health_facts facts;
    struct health health;
    health_look(store, settings, &facts);
    health_judge(&facts, settings, &health);
    enum health_condition worst = health_worst(&health);
    if (worst == HEALTH_COUNT || health.conditions[worst].degree != HEALTH_REFUSED)
        return true;
    char *words = health_words(&health, worst);
    error_set(err, "%s", words);
    free(words);
    return false;
}
