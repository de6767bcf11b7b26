/* SPDX-License-Identifier: MIT */
/*
 * Where a dossier stands, told to the citizen who asks alone: one word that is read from
 * afar, what to do next, by when, and what has happened. Nothing of it names anybody: the
 * portal's answer has no personal data but what an officer may have written into a note,
 * and notes are for who has the reference.
 */
#ifndef SERVICE_STANDING_H
#define SERVICE_STANDING_H

#include "kiosk/base/clock.h"
#include "kiosk/base/settings.h"
#include "kiosk/store/store.h"

#include <jansson.h>

enum standing_mood {
    STANDING_CALM,      /* nothing to do but wait */
    STANDING_YOUR_TURN, /* the citizen has to do something */
    STANDING_GOOD,
    STANDING_OVER,
    STANDING_UNKNOWN /* nothing could be found out */
};

/* What is known; all but `asked` may be missing. */
struct standing_facts {
    const char *asked;            /* a reference, or a dossier code */
    const json_t *tracked;        /* the portal's answer (courier_line.h), or NULL … */
    enum dossier_reason reason;   /* … and why there is none */
    const struct dossier *stored; /* this kiosk's own row, or NULL */
    const char *hotline;          /* "" for none */
};

struct standing_event {
    char when[CLOCK_STAMP_ROOM]; /* "14:32 21/11/2026" */
    char *text;
};

/* In the present language; all text is clean, one line, and never NULL. */
struct standing {
    enum standing_mood mood;
    char *word;   /* a few letters: "Đã có kết quả" */
    char *name;   /* the status as the national list has it; "" where there is none */
    char *next;   /* what to do, in sentences */
    char *note;   /* what the office wrote with the present status, or "" */
    bool awaited; /* a result is to come: due, or no time was promised */
    int64_t due;  /* 0: none is told */
    char *asked;  /* as it is printed on the slip */
    char *procedure, *procedure_code; /* "" where only a dossier code was asked for */
    char *code;                       /* the portal's; "" while there is none */
    struct standing_event *history;   /* oldest first; none for a dossier code */
    size_t count;
};

void standing_find(struct standing *standing, const struct standing_facts *facts,
                   int64_t now);
void standing_clear(struct standing *standing); /* wipes; may be called again */

/* The same as a page to take home, for printers/. A new reference. */
json_t *standing_page(const struct standing *standing, const struct settings *settings,
                      int64_t now);

#endif
