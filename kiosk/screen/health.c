/* SPDX-License-Identifier: MIT */
/* What is in the way of new dossiers, told at the counter. */
#include "kiosk/service/health.h"

#include "kiosk/screen/counter.h"
#include "kiosk/screen/stack.h"

#include <stdlib.h>

bool counter_tell_health(struct counter *counter)
{
    struct health_facts facts;
    struct health health;
    if (!counter->store)
        return true; /* the store says what is wrong with it */
    health_look(counter->store, counter->settings, &facts);
    health_judge(&facts, counter->settings, &health);
    enum health_condition worst = health_worst(&health);
    if (worst == HEALTH_COUNT)
        return true;
    bool refused = health.conditions[worst].degree == HEALTH_REFUSED;
    char *words = health_words(&health, worst);
    screen_say(counter, refused ? STYLE_WRONG : STYLE_WARNING, "%s", words);
    free(words);
    return !refused;
}
