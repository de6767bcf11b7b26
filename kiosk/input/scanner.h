/* SPDX-License-Identifier: MIT */
/*
 * A barcode scanner on a serial line (/dev/ttyACM0): what it reads comes as text, a code
 * at a time. It is optional: while it is not there it is looked for now and then, without
 * a word to anybody; the log tells once that it came or went, and never what it read.
 */
#ifndef INPUT_SCANNER_H
#define INPUT_SCANNER_H

#include "kiosk/base/loop.h"

enum { SCANNER_BYTES_MOST = 4096 /* of one code; a longer one is left out */ };

/* One code, as hostile as a scanner can be: any bytes but CR, LF and NUL (which becomes
 * '?'), not empty. It is wiped after the call, which must not free the scanner. */
typedef void scanner_read(void *arg, const char *text);

struct scanner;

/* Looks for the device from the next turn of the loop on; nothing waits for it. `speed`
 * in bits a second, "9600", is one of those that the settings offer. */
struct scanner *scanner_start(struct loop *loop, const char *device, const char *speed,
                              scanner_read *call, void *arg);
void scanner_free(struct scanner **scanner);
bool scanner_is_there(const struct scanner *scanner); /* NULL: no */

#endif
