/* SPDX-License-Identifier: MIT */
/* motcuactl health: may this kiosk take new dossiers? */
#include "kiosk/service/health.h"

#include "kiosk/base/i18n.h"
#include "kiosk/ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const NAMES[HEALTH_COUNT] = {
    [HEALTH_DISK] = "disk",     [HEALTH_CLOCK] = "clock", [HEALTH_ORDER] = "order",
    [HEALTH_LENGTH] = "length", [HEALTH_WAIT] = "wait",   [HEALTH_FORMS] = "forms",
};

static const char *const DEGREES[] = {
    [HEALTH_FINE] = "fine", [HEALTH_WARNING] = "warning", [HEALTH_REFUSED] = "refused"};

int ctl_health(struct ctl *ctl)
{
    struct error err = {0};
    struct health_facts facts;
    struct health health;
    struct store *store = ctl_store(ctl, &err);
    if (!store)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    health_look(store, ctl->settings, &facts);
    health_judge(&facts, ctl->settings, &health);
    json_t *all = json_object();
    for (int i = 0; i < HEALTH_COUNT; i++) {
        enum health_degree degree = health.conditions[i].degree;
        char *words = health_words(&health, (enum health_condition)i);
        json_object_set_new(all, NAMES[i],
                            json_pack("{s:s, s:I, s:s*}", "is", DEGREES[degree], "figure",
                                      (json_int_t)health.conditions[i].figure, "words",
                                      words));
        if (!ctl->json && words)
            printf("%s\n", words);
        free(words);
    }
    enum health_condition worst = health_worst(&health);
    if (ctl->json)
        ctl_print_json_take(all);
    else
        json_decref(all);
    if (worst == HEALTH_COUNT && !ctl->json)
        puts(_("All is well: new dossiers are taken."));
    bool refused =
        worst != HEALTH_COUNT && health.conditions[worst].degree == HEALTH_REFUSED;
    return refused ? EXIT_TROUBLE : EXIT_FINE;
}
