/* SPDX-License-Identifier: MIT */
/* The kiosk's line to motcua-printer (messages: printers/protocol.md). A document that
 * was under way when the printer process died is sent again once, to the new one; those
 * that waited behind it are not counted as tried. */
#ifndef SERVICE_PRINTER_LINE_H
#define SERVICE_PRINTER_LINE_H

#include "kiosk/base/link.h"

enum print_state {
    PRINT_QUEUED,
    PRINT_PRINTING,
    PRINT_WAITING,
    PRINT_DONE,
    PRINT_FAILED
};

struct printer_line;

/* `words`: where it went, or why it waits or failed; cleaned, may be "". */
typedef void printer_line_told(void *arg, unsigned id, enum print_state state,
                               const char *words);

struct printer_line *printer_line_start(struct loop *loop, const char *program,
                                        const char *config, const char *state,
                                        printer_line_told *told, void *arg);
void printer_line_free(struct printer_line **line);

/* `name` has letters, digits and '-' only. Takes the reference of `document`, even when
 * it fails. Returns the id that comes back. */
unsigned printer_line_print_take(struct printer_line *line, const char *name,
                                 json_t *document);

/* Why nothing can be printed just now, translated; NULL where the program runs. */
const char *printer_line_trouble(const struct printer_line *line);

#endif
