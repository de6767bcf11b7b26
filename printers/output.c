/* SPDX-License-Identifier: MIT */
/* Documents as PDF and PNG. */
#include "kiosk/base/i18n.h"
#include "printers/document.h"
#include "printers/layout.h"

#include <cairo-pdf.h>
#include <math.h>

static cairo_status_t take_bytes(void *arg, const unsigned char *data, unsigned size)
{
    struct buffer *out = arg;
    return buffer_add(out, data, size) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static bool check(cairo_status_t status, const struct buffer *out, struct error *err)
{
    if (out->overflowed)
        return error_set(err, _("The drawn document is larger than %zu bytes."),
                         out->limit);
    if (status != CAIRO_STATUS_SUCCESS)
        return error_set(err, _("The document could not be drawn: %s."),
                         cairo_status_to_string(status));
    return true;
}

/* The title is all that the file says about itself: no author, and no time, which would
 * make two prints of one slip differ. */
static cairo_surface_t *open_pdf(const struct document *document, double width,
                                 double height, struct buffer *out)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(take_bytes, out, width, height);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    return surface;
}

static bool close_pdf(cairo_surface_t *surface, cairo_t *cairo, const struct buffer *out,
                      struct error *err)
{
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return check(status, out, err);
}

bool document_to_pdf(const struct document *document, struct buffer *out,
                     struct error *err)
{
    struct sheet *sheet = layout_document(document, err);
    if (sheet == NULL)
        return false;
    cairo_surface_t *surface =
        open_pdf(document, sheet->paper->width, sheet->paper->height, out);
    cairo_t *cairo = cairo_create(surface);
    for (int page = 0; page < sheet_pages(sheet); page++) {
        sheet_draw(sheet, page, cairo);
        cairo_show_page(cairo);
    }
    bool fine = close_pdf(surface, cairo, out, err);
    sheet_free(&sheet);
    return fine;
}

/* Dashes across the middle of the A4 sheet. */
static void draw_cut(cairo_t *cairo)
{
    static const double dashes[] = {4, 4};
    cairo_save(cairo);
    cairo_set_dash(cairo, dashes, 2, 0);
    cairo_set_line_width(cairo, 0.5);
    cairo_set_source_rgb(cairo, 0.4, 0.4, 0.4);
    cairo_move_to(cairo, 0, MM(297) / 2);
    cairo_line_to(cairo, MM(210), MM(297) / 2);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

bool document_to_pdf_on_a4(const struct document *document, struct buffer *out,
                           struct error *err)
{
    if (document->paper != DOCUMENT_A5)
        return document_to_pdf(document, out, err);
    struct sheet *sheet = layout_document(document, err);
    if (sheet == NULL)
        return false;
    cairo_surface_t *surface = open_pdf(document, MM(210), MM(297), out);
    cairo_t *cairo = cairo_create(surface);
    for (int page = 0; page < sheet_pages(sheet); page++) {
        bool lower = page % 2 == 1;
        if (!lower)
            draw_cut(cairo);
        /* The page's left edge lies along the sheet's bottom or along the cut: turned to
         * the left, the first page is below and both read in order. */
        cairo_save(cairo);
        cairo_translate(cairo, 0, lower ? MM(297) / 2 : MM(297));
        cairo_rotate(cairo, -G_PI / 2);
        sheet_draw(sheet, page, cairo);
        cairo_restore(cairo);
        if (lower || page + 1 == sheet_pages(sheet))
            cairo_show_page(cairo);
    }
    bool fine = close_pdf(surface, cairo, out, err);
    sheet_free(&sheet);
    return fine;
}

static bool draw_png(const struct sheet *sheet, int page, int dpi, struct buffer *out,
                     struct error *err)
{
    double scale = dpi / 72.0;
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)ceil(sheet->paper->width * scale),
        (int)ceil(sheet->paper->height * scale));
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    sheet_draw(sheet, page, cairo);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, take_bytes, out);
    cairo_surface_destroy(surface);
    return check(status, out, err);
}

bool document_to_png(const struct document *document, int page, int dpi,
                     struct buffer *out, struct error *err)
{
    if (dpi < 30 || dpi > 600)
        return error_set(err, _("A picture can be drawn at 30 to 600 dots per inch."));
    struct sheet *sheet = layout_document(document, err);
    if (sheet == NULL)
        return false;
    bool fine;
    if (page < 0 || page >= sheet_pages(sheet))
        fine = error_set(err, _("The document has no page %d; its pages are 1 to %d."),
                         page + 1, sheet_pages(sheet));
    else
        fine = draw_png(sheet, page, dpi, out, err);
    sheet_free(&sheet);
    return fine;
}
