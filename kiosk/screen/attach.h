/* SPDX-License-Identifier: MIT */
/* Attaching an electronic paper: a file is picked from the folder of the settings, and
 * taken in while a bar shows how far it is. */
#ifndef SCREEN_ATTACH_H
#define SCREEN_ATTACH_H

#include "kiosk/screen/screen.h"

struct attach;

/* Is there a folder to pick from? */
bool attach_possible(const struct counter *counter);
/* `done` is called when a file has been attached, after all that was in front has
 * closed. */
struct attach *attach_create(struct counter *counter, void (*done)(void *arg), void *arg);
void attach_free(struct attach **attach); /* when nothing of it is in front any more */

/* Lets a file be picked for the paper of a draft that is in the store. */
void attach_begin(struct attach *attach, int64_t draft, const char *paper);

#endif
