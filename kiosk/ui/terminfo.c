/* SPDX-License-Identifier: MIT */
/* Apart from term.c because <term.h> defines plain words as macros. */
#include "kiosk/ui/terminfo.h"

#include <curses.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

struct terminfo terminfo_look(void)
{
    int status;
    if (setupterm(NULL, STDOUT_FILENO, &status) != OK)
        return (struct terminfo){0};
    const char *question = tigetstr("u7"); /* (char *)-1 where it is no such name */
    struct terminfo facts = {.places_cursor = tigetstr("cup") != NULL,
                             .reports_cursor = question && question != (char *)-1 &&
                                               strcmp(question, "\033[6n") == 0};
    del_curterm(cur_term);
    return facts;
}
