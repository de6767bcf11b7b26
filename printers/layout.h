/* SPDX-License-Identifier: MIT */
/* Sets the blocks of a document on pages. */
#ifndef PRINTERS_LAYOUT_H
#define PRINTERS_LAYOUT_H

#include "printers/sheet.h"

/* NULL and an error where it would fill more than DOCUMENT_MOST_PAGES. The document must
 * outlive the sheet. */
struct sheet *layout_document(const struct document *document, struct error *err);

#endif
