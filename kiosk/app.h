/* SPDX-License-Identifier: MIT */
/* The kiosk put together: terminal, screens, store, catalogue, and the lines to the
 * courier and the printer. */
#ifndef KIOSK_APP_H
#define KIOSK_APP_H

#include "kiosk/base/settings.h"

/* Serves citizens until it is told to end. The first screen is painted before anything
 * slow is done. False and an error where the terminal cannot be used. */
bool app_run(const struct settings *settings, struct error *err);

#endif
