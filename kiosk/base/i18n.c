/* SPDX-License-Identifier: MIT */
#include "kiosk/base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* GNU gettext keeps what it looked up; it looks anew when this number changes. */
extern int _nl_msg_cat_cntr;

static char current[8] = "vi";

bool i18n_start(struct error *err)
{
    const char *locale = setlocale(LC_ALL, "");
    bool bare = !locale || strcmp(setlocale(LC_CTYPE, NULL), "C") == 0 ||
                strcmp(setlocale(LC_CTYPE, NULL), "POSIX") == 0;
    if (bare)
        locale = setlocale(LC_ALL, "C.UTF-8");
    /* gettext translates nothing where messages are in the C locale. */
    const char *messages = setlocale(LC_MESSAGES, NULL);
    if (messages && (strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0))
        setlocale(LC_MESSAGES, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
    i18n_find_in(LOCALE_DIR);
    i18n_use(current);
    if (!locale || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return error_set(err,
                         _("The terminal must be in UTF-8, and the environment says "
                           "%s: set LANG=C.UTF-8 and start again."),
                         nl_langinfo(CODESET));
    return true;
}

void i18n_find_in(const char *locale_dir)
{
    bindtextdomain("motcua", locale_dir);
    bind_textdomain_codeset("motcua", "UTF-8");
    textdomain("motcua");
    _nl_msg_cat_cntr++;
}

void i18n_use(const char *language)
{
    snprintf(current, sizeof(current), "%s", strcmp(language, "en") == 0 ? "en" : "vi");
    setenv("LANGUAGE", current, 1);
    _nl_msg_cat_cntr++;
}

const char *i18n_language(void)
{
    return current;
}
