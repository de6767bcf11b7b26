/* SPDX-License-Identifier: MIT */
/*
 * A document is data: a list of blocks that service code fills and this room draws, as
 * PDF, PNG or plain text, in A4 or A5. It travels as JSON to the printer process:
 *
 * {"title": "Phiếu hỗ trợ nộp hồ sơ", "language": "vi", "paper": "A5", "training": false,
 *  "blocks": [
 *   {"type": "heading", "left": ["BƯU ĐIỆN HOÀ KHÁNH", "Quầy 2"],
 *                       "right": ["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
 *                                 "Độc lập - Tự do - Hạnh phúc"]},
 *   {"type": "title", "text": "PHIẾU HỖ TRỢ NỘP HỒ SƠ", "note": "..."},
 *   {"type": "qr", "data": "https://…/t/7QHM…", "caption": "..."},
 *   {"type": "fields", "rows": [{"label": "Mã tra cứu", "value": "7QHM-…",
 *                                "strong": true}]},
 *   {"type": "table", "columns": [{"text": "TT", "width": 8, "align": "right"}, …],
 *                     "rows": [["1", "Giấy chứng sinh", …]]},
 *   {"type": "text", "text": "…", "small": true, "strong": false, "align": "left"},
 *   {"type": "list", "items": ["…"], "numbered": true},
 *   {"type": "signatures", "columns": [{"title": "NGƯỜI NỘP HỒ SƠ", "note": "(Ký, ghi rõ
 *                                       họ tên)"}]},
 *   {"type": "rule"}, {"type": "space", "mm": 4}]}
 *
 * A block "qr" may carry "beside": [blocks], set to its left; no qr stands in there. All
 * text is cleaned again here. Widths of columns are shares, 1 to 1000. Pages break
 * between blocks and between table rows, with the heading row repeated.
 *
 * The language is "vi" or "en", the paper "A4" or "A5", align "left", "center" or
 * "right". What may be left out: paper (A4), training, note, caption, beside, strong,
 * small, numbered, and a column's width (10) and align. A member that is not named here
 * is an error, so that a slip of the pen is found and not left off the paper.
 */
#ifndef PRINTERS_DOCUMENT_H
#define PRINTERS_DOCUMENT_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"

#include <jansson.h>

#define DOCUMENT_MOST_BLOCKS  200  /* those beside a QR code are counted on their own */
#define DOCUMENT_MOST_ROWS    1000 /* of a table, of fields; items of a list */
#define DOCUMENT_MOST_COLUMNS 12
#define DOCUMENT_MOST_TEXT    4000 /* bytes of one text */
#define DOCUMENT_MOST_LINE    200  /* bytes of the title and of a line in the heading */
#define DOCUMENT_MOST_PAGES   50

struct document;
enum document_paper { DOCUMENT_A4, DOCUMENT_A5 };

/* An error names the block and what is wrong with it. Keeps its own copy of everything.
 */
struct document *document_create(const json_t *description, struct error *err);
void document_free(struct document **document); /* wiped */

enum document_paper document_paper(const struct document *document);
const char *document_language(const struct document *document); /* "vi" or "en" */

/* Each appends to `out`, initialised by the caller with its limit. PDF text can be
 * selected and searched; its metadata holds the title alone, no name, no date of birth,
 * and the same document gives the same bytes. */
bool document_to_pdf(const struct document *document, struct buffer *out,
                     struct error *err);
/* The same for a printer that has no A5: two A5 pages side by side on one A4 sheet,
 * turned by 90 degrees, with a line to cut along. A document in A4 comes out as it is. */
bool document_to_pdf_on_a4(const struct document *document, struct buffer *out,
                           struct error *err);
/* The page (from 0) at `dpi`, 30 to 600. */
bool document_to_png(const struct document *document, int page, int dpi,
                     struct buffer *out, struct error *err);
/* Lines of at most `columns` (40 or more), the QR in half blocks; where it is wider than
 * `columns`, the text it holds. */
bool document_to_text(const struct document *document, int columns, struct buffer *out,
                      struct error *err);

#endif
