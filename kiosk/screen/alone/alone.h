/* SPDX-License-Identifier: MIT */
/*
 * The citizen alone: what can be reached where no member of staff is at the kiosk. Look a
 * dossier up, read where it stands, print that, ask about procedures; nothing can be
 * written, and nothing of one citizen is left for the next. ALONE_MODE lists the screens,
 * and the stack opens no other.
 */
#ifndef SCREEN_ALONE_ALONE_H
#define SCREEN_ALONE_ALONE_H

#include "kiosk/screen/mode.h"

extern const struct mode ALONE_MODE;

/* The slip's reference, scanned or typed; the first screen. */
extern const struct screen_kind ALONE_START_SCREEN;
void alone_start_open(struct counter *counter);

/* Where the dossier stands. `asked`: a reference in its one form, or a dossier code; it
 * is copied. `id`: of the question that the courier has been asked. */
extern const struct screen_kind ALONE_STATUS_SCREEN;
void alone_status_open(struct counter *counter, const char *asked, unsigned id);

/* Which procedure is to be asked about? */
extern const struct screen_kind ALONE_QUESTIONS_SCREEN;
void alone_questions_open(struct counter *counter);

#endif
