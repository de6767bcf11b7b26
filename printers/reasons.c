/* SPDX-License-Identifier: MIT */
#include "printers/reasons.h"

#include "kiosk/base/i18n.h"

#include <string.h>

/* In the order of telling: what a person at the counter can mend comes first. */
static const struct {
    const char *keyword;
    const char *words;
} REASONS[] = {
    {"media-jam", N_("Paper is jammed in the printer. Take it out and close the cover.")},
    {"cover-open", N_("The printer's cover is open. Close it.")},
    {"door-open", N_("The printer's door is open. Close it.")},
    {"interlock-open", N_("The printer is open. Close it.")},
    {"media-empty", N_("The printer has no paper. Put paper in.")},
    {"media-needed", N_("The printer asks for other paper. Put in the size it shows.")},
    {"input-tray-missing", N_("The printer's paper tray is out. Push it in.")},
    {"output-area-full", N_("The printer's output tray is full. Take the paper out.")},
    {"output-tray-missing", N_("The printer's output tray is missing. Put it in.")},
    {"toner-empty", N_("The printer has no toner. Change the cartridge.")},
    {"marker-supply-empty", N_("The printer has no ink or toner. Change the cartridge.")},
    {"marker-waste-full", N_("The printer's waste box is full. Change it.")},
    {"offline", N_("The printer does not answer. Switch it on and check its cable.")},
    {"timed-out", N_("The printer does not answer. Switch it on and check its cable.")},
    {"connecting-to-device",
     N_("The printer does not answer. Switch it on and check its cable.")},
    {"shutdown", N_("The printer is off. Switch it on.")},
    {"paused", N_("The printer is paused. Press its button to go on, or ask the "
                  "administrator.")},
    {"moving-to-paused",
     N_("The printer is paused. Press its button to go on, or ask the "
        "administrator.")},
    {"spool-area-full",
     N_("The print service has no room left. Tell the administrator.")},
    {"cups-missing-filter",
     N_("The print service lacks a program for this printer. Tell the administrator.")},
    {"fuser-over-temp", N_("The printer is too hot. Let it cool down.")},
    {"other", N_("The printer reports a fault. Look at its display.")},
};

/* Is `keyword` this reason, whatever it ends with? */
static bool is_reason(const char *keyword, const char *reason, bool patient)
{
    size_t size = strlen(reason);
    if (strncmp(keyword, reason, size) != 0)
        return false;
    const char *ending = keyword + size;
    if (*ending == '\0' || strcmp(ending, "-error") == 0)
        return true;
    return !patient &&
           (strcmp(ending, "-warning") == 0 || strcmp(ending, "-report") == 0);
}

const char *reasons_find(const char *const *keywords, size_t count, bool patient)
{
    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++) {
        for (size_t k = 0; k < count; k++) {
            if (is_reason(keywords[k], REASONS[i].keyword, patient))
                return _(REASONS[i].words);
        }
    }
    return NULL;
}
