/* SPDX-License-Identifier: MIT */
/* Apart from term.c because <term.h> defines plain words as macros. */
#include "kiosk/ui/terminfo.h"

#include <curses.h>
#include <term.h>
#include <unistd.h>

bool terminfo_places_cursor(void)
{
    int status;
    if (setupterm(NULL, STDOUT_FILENO, &status) != OK)
        return false;
    bool places = tigetstr("cup") != NULL;
    del_curterm(cur_term);
    return places;
}
