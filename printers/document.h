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
 * A block "qr" may carry "beside": [blocks], set to its left. All text is cleaned again
 * here. Widths of columns are shares. Pages break between blocks and between table rows,
 * with the heading row repeated.
 */
#ifndef PRINTERS_DOCUMENT_H
#define PRINTERS_DOCUMENT_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"

#include <jansson.h>

struct document;

/* An error names the block and what is wrong with it. Keeps its own copy of everything. */
struct document *document_create(const json_t *description, struct error *err);
void document_free(struct document **document);

/* Each appends to `out`, initialised by the caller with its limit. PDF text can be
 * selected and searched; its metadata holds the title alone, no name, no date of birth,
 * and the same document gives the same bytes. */
bool document_to_pdf(const struct document *document, struct buffer *out,
                     struct error *err);
/* The page (from 0) at `dpi`. */
bool document_to_png(const struct document *document, int page, int dpi,
                     struct buffer *out, struct error *err);
/* Lines of at most `columns`, the QR in half blocks. */
bool document_to_text(const struct document *document, int columns, struct buffer *out,
                      struct error *err);

#endif
