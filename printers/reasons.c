/* SPDX-License-Identifier: MIT */
#include "printers/reasons.h"

#include "kiosk/base/i18n.h"

#include <string.h>

#define NO_ANSWER N_("The printer does not answer. Switch it on and check its cable.")
#define PAUSED \
    N_("The printer is paused. Press its button to go on, or ask the administrator.")

/* Milliseconds of a job's age from which on it counts. */
enum { AT_ONCE = 0, SOON = 2000, LATE = 8000, NEVER = -1 };

/* In the order of telling. Where there is no connection, the rest is what was last heard;
 * then comes what a person at the counter can mend. */
static const struct {
    const char *keyword;
    const char *words;
    int least; /* counts no sooner than this */
} REASONS[] = {
    {"connecting-to-device", NO_ANSWER, LATE}, /* each job begins with it */
    {"offline", NO_ANSWER, SOON},
    {"timed-out", NO_ANSWER, SOON},
    {"shutdown", N_("The printer is off. Switch it on."), SOON},
    {"media-jam", N_("Paper is jammed in the printer. Take it out and close the cover."),
     0},
    {"cover-open", N_("The printer's cover is open. Close it."), 0},
    {"door-open", N_("The printer's door is open. Close it."), 0},
    {"interlock-open", N_("The printer is open. Close it."), 0},
    {"media-empty", N_("The printer has no paper. Put paper in."), 0},
    {"media-needed", N_("The printer asks for other paper. Put in the size it shows."),
     0},
    {"input-tray-missing", N_("The printer's paper tray is out. Push it in."), 0},
    {"output-area-full", N_("The printer's output tray is full. Take the paper out."), 0},
    {"output-tray-missing", N_("The printer's output tray is missing. Put it in."), 0},
    {"toner-empty", N_("The printer has no toner. Change the cartridge."), 0},
    {"marker-supply-empty", N_("The printer has no ink or toner. Change the cartridge."),
     0},
    {"marker-waste-full", N_("The printer's waste box is full. Change it."), 0},
    {"paused", PAUSED, 0},
    {"moving-to-paused", PAUSED, 0},
    {"spool-area-full", N_("The print service has no room left. Tell the administrator."),
     0},
    {"cups-missing-filter",
     N_("The print service lacks a program for this printer. Tell the administrator."),
     0},
    {"fuser-over-temp", N_("The printer is too hot. Let it cool down."), 0},
    {"other", N_("The printer reports a fault. Look at its display."), SOON},
};

/* CUPS says only in these messages, and in no keyword, that it cannot reach a printer. */
static const char *const UNREACHABLE[] = {
    "may not exist or is unavailable",
    "is unreachable",
    "not responding",
    "Unable to locate printer",
    "Waiting for printer to become available",
};

/* The age from which `keyword` counts for this reason; NEVER if it is another. */
static int counts_from(const char *keyword, const char *reason)
{
    static const struct {
        const char *ending;
        int from;
    } ENDINGS[] = {
        {"", AT_ONCE}, {"-error", AT_ONCE}, {"-warning", SOON}, {"-report", LATE}};
    size_t size = strlen(reason);
    if (strncmp(keyword, reason, size) != 0)
        return NEVER;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        if (strcmp(keyword + size, ENDINGS[i].ending) == 0)
            return ENDINGS[i].from;
    }
    return NEVER;
}

const char *reasons_find(const char *const *keywords, size_t count, const char *message,
                         int64_t age)
{
    for (size_t i = 0; i < sizeof UNREACHABLE / sizeof *UNREACHABLE; i++) {
        if (age >= SOON && strstr(message, UNREACHABLE[i]) != NULL)
            return _(NO_ANSWER);
    }
    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++) {
        for (size_t k = 0; k < count; k++) {
            int from = counts_from(keywords[k], REASONS[i].keyword);
            if (from != NEVER && age >= from && age >= REASONS[i].least)
                return _(REASONS[i].words);
        }
    }
    return NULL;
}
