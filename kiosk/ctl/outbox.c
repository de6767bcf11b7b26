/* SPDX-License-Identifier: MIT */
#include "kiosk/service/outbox.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/service/reference.h"

#include <stdio.h>
#include <stdlib.h>

static json_t *as_json(const struct dossier *dossier, const char *words)
{
    return json_pack("{s:s, s:s, s:s, s:i, s:s}", "reference", dossier->reference,
                     "procedure", dossier->procedure, "state",
                     ctl_state_name(dossier->state), "attempts", dossier->attempts,
                     "words", words);
}

int ctl_outbox(struct ctl *ctl)
{
    struct error err = {0};
    struct store *store = ctl_store(ctl, &err);
    if (!store)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    size_t room = store_list_dossiers(store, NULL, 0);
    struct dossier *list = memory_array(room + 1, sizeof(*list));
    size_t count = store_list_dossiers(store, list, room);
    json_t *all = json_array();
    for (size_t i = 0; i < count && i < room; i++) {
        if (list[i].state == DOSSIER_ACCEPTED)
            continue;
        char grouped[REFERENCE_GROUPED_ROOM];
        char *words = outbox_explain(&list[i], clock_now());
        reference_group(grouped, list[i].reference);
        if (ctl->json)
            json_array_append_new(all, as_json(&list[i], words));
        else
            printf("%s\t%s\n", grouped, words);
        free(words);
    }
    free(list);
    if (ctl->json)
        ctl_print_json_take(json_incref(all));
    json_decref(all);
    return EXIT_FINE;
}
