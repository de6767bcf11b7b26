/* SPDX-License-Identifier: MIT */
/* motcuactl key: other keys for the store. */
#include "kiosk/ctl/ctl.h"

#include "kiosk/base/i18n.h"

#include <stdio.h>

int ctl_key_rotate(struct ctl *ctl)
{
    struct error err = {0};
    struct store *store = ctl_store(ctl, &err);
    if (!store || !store_rotate_key(store, ctl->new_file, &err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    if (ctl->new_file)
        printf(_("The key in %s opens the store now. The one before does so too, until a "
                 "program has opened the store with the new one.\n"),
               ctl->new_file);
    else
        puts(_("The store has a new key. Copies of the one before open it no more: make "
               "a new copy for the safe."));
    return EXIT_FINE;
}

int ctl_key_renew(struct ctl *ctl)
{
    struct error err = {0};
    struct store *store = ctl_store(ctl, &err);
    size_t damaged = 0;
    bool left = true;
    bool fine = store && store_begin_renewal(store, &err);
    while (fine && left)
        fine = store_renew_some(store, &left, &damaged, &err);
    if (!fine)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    if (damaged)
        return ctl_complain(EXIT_TROUBLE,
                            ngettext("%zu record is damaged and stays as it is, and "
                                     "the old data key with it.",
                                     "%zu records are damaged and stay as they are, "
                                     "and the old data key with them.",
                                     damaged),
                            damaged);
    puts(_("Everything in the store is sealed anew, under a new data key."));
    return EXIT_FINE;
}
