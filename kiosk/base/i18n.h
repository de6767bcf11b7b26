/* SPDX-License-Identifier: MIT */
/*
 * Two languages through gettext, switched at any moment.
 *
 * The text in the source is the English; locales/vi.po holds the Vietnamese. The locale
 * of a bare machine (C.UTF-8) is enough: the language is chosen by i18n_use(), not by
 * the locale.
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include "kiosk/base/error.h"

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text

/* Before anything is said. Takes the locale of the environment, or C.UTF-8 where it says
 * nothing; an environment that names another character set is an error. */
bool i18n_start(struct error *err);
void i18n_find_in(const char *locale_dir); /* where <lang>/LC_MESSAGES/motcua.mo are */
void i18n_use(const char *language);       /* "vi" or "en" */
const char *i18n_language(void);

#endif
