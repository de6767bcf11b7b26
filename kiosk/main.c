/* SPDX-License-Identifier: MIT */
/* motcua: the kiosk at the counter. */
#include "kiosk/app.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/options.h"

#include <stdio.h>

static const struct program PROGRAM = {
    .name = "motcua",
    .usage = "[OPTION]...",
    .purpose =
        N_("Serves citizens at a counter: find a procedure, fill in its form, check "
           "it, send it, print the slip, track it."),
    .epilogue =
        N_("Exit codes: 0 ended by the clerk; 1 the terminal cannot be used; 64 a "
           "mistake on the command line or in the settings."),
};

int main(int argc, char **argv)
{
    int words;
    struct error err = {0};
    struct settings *settings = options_start(&PROGRAM, argc, argv, &words);
    bool fine = words == 0 ? app_run(settings, &err)
                           : error_set(&err,
                                       _("%s takes no words, only options; see "
                                         "--help."),
                                       PROGRAM.name);
    if (!fine)
        fprintf(stderr, "%s: %s\n", PROGRAM.name, err.text);
    settings_free(&settings);
    return fine ? EXIT_FINE : words ? EXIT_USAGE : EXIT_TROUBLE;
}
