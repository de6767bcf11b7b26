/* SPDX-License-Identifier: MIT */
/* Pages as lists of marks, through pangocairo. */
#include "printers/sheet.h"

#include "kiosk/base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Noto has every Vietnamese letter; the others stand in where it is not installed. */
#define FAMILIES "Noto Serif, Noto Sans, DejaVu Serif, DejaVu Sans, serif"

/* Of the type's own, which leaves more between the lines than a form has room for. */
#define LINE_HEIGHT 0.92

static const struct paper PAPERS[] = {
    [DOCUMENT_A4] = {.width = MM(210),
                     .height = MM(297),
                     .left = MM(22),
                     .right = MM(18),
                     .top = MM(16),
                     .bottom = MM(18),
                     .size = 12,
                     .smallest = 10,
                     .qr = MM(34)},
    [DOCUMENT_A5] = {.width = MM(148),
                     .height = MM(210),
                     .left = MM(13),
                     .right = MM(11),
                     .top = MM(10),
                     .bottom = MM(13),
                     .size = 10,
                     .smallest = 9,
                     .qr = MM(29)},
};

/* Heard by LeakSanitizer alone: fontconfig keeps what it read until the program ends. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}

enum mark_kind { MARK_LINES, MARK_RULE, MARK_QR };

struct mark {
    enum mark_kind kind;
    int page;
    double x, y;
    union {
        struct {
            PangoLayout *layout;
            int first, count;
        } lines;
        struct {
            double x2, y2, thickness;
        } rule;
        struct {
            const struct qr *code;
            double module;
        } qr;
    } as;
};

static PangoContext *make_context(PangoFontMap *fonts, const char *language)
{
    PangoContext *context = pango_font_map_create_context(fonts);
    /* The same line breaks on every machine: nothing is fitted to pixels. */
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_language(context, pango_language_from_string(language));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    return context;
}

struct sheet *sheet_create(const struct document *document, double scale)
{
    struct sheet *sheet = memory_alloc(sizeof *sheet);
    sheet->paper = &PAPERS[document->paper];
    sheet->size = sheet->paper->size * scale;
    sheet->words = document->words;
    sheet->training = document->training;
    sheet->fonts = pango_cairo_font_map_new();
    sheet->context = make_context(sheet->fonts, document->words->language);
    sheet->y = sheet_top(sheet);
    return sheet;
}

static void drop_marks(struct sheet *sheet, size_t keep)
{
    while (sheet->mark_count > keep) {
        struct mark *mark = &sheet->marks[--sheet->mark_count];
        if (mark->kind == MARK_LINES)
            g_object_unref(mark->as.lines.layout);
    }
}

void sheet_free(struct sheet **sheet)
{
    if (*sheet == NULL)
        return;
    drop_marks(*sheet, 0);
    free((*sheet)->marks);
    g_object_unref((*sheet)->context);
    g_object_unref((*sheet)->fonts);
    free(*sheet);
    *sheet = NULL;
}

struct area sheet_area(const struct sheet *sheet)
{
    const struct paper *paper = sheet->paper;
    return (struct area){paper->left, paper->width - paper->left - paper->right};
}

double sheet_top(const struct sheet *sheet)
{
    /* The line that says "training" stands above everything else. */
    return sheet->paper->top + (sheet->training ? sheet->size * 2.2 : 0);
}

double sheet_end(const struct sheet *sheet)
{
    return sheet->paper->height - sheet->paper->bottom;
}

void sheet_break(struct sheet *sheet)
{
    if (sheet->page + 1 == DOCUMENT_MOST_PAGES)
        sheet->too_long = true;
    else
        sheet->page++;
    sheet->y = sheet_top(sheet);
}

void sheet_skip(struct sheet *sheet, double height)
{
    if (sheet->y > sheet_top(sheet))
        sheet->y = fmin(sheet->y + height, sheet_end(sheet));
}

struct place sheet_remember(const struct sheet *sheet)
{
    return (struct place){sheet->mark_count, sheet->page, sheet->y};
}

void sheet_go_back(struct sheet *sheet, const struct place *place)
{
    drop_marks(sheet, place->mark_count);
    sheet->page = place->page;
    sheet->y = place->y;
}

PangoLayout *sheet_set_text(const struct sheet *sheet, const char *text, double width,
                            const struct type *type)
{
    static const PangoAlignment alignments[] = {
        [ALIGN_LEFT] = PANGO_ALIGN_LEFT,
        [ALIGN_CENTRE] = PANGO_ALIGN_CENTER,
        [ALIGN_RIGHT] = PANGO_ALIGN_RIGHT,
    };
    PangoFontDescription *font = pango_font_description_from_string(FAMILIES);
    pango_font_description_set_absolute_size(font, round(type->size * PANGO_SCALE));
    if (type->bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    if (type->italic)
        pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    PangoLayout *layout = pango_layout_new(sheet->context);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_width(layout, (int)round(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, alignments[type->align]);
    /* A code or an address that is broken must not gain a hyphen. */
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_attr_list_insert(attributes, pango_attr_line_height_new(LINE_HEIGHT));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

double sheet_text_height(PangoLayout *layout)
{
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return (double)box.height / PANGO_SCALE;
}

double sheet_text_width(PangoLayout *layout)
{
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return (double)box.width / PANGO_SCALE;
}

/* The height of one line. */
static double line_height(PangoLayout *layout, int line)
{
    PangoRectangle box;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, line), NULL,
                                  &box);
    return (double)box.height / PANGO_SCALE;
}

int sheet_lines_that_fit(PangoLayout *layout, int first, double height, double *used)
{
    int count = 0;
    *used = 0;
    while (first + count < pango_layout_get_line_count(layout)) {
        double next = line_height(layout, first + count);
        if (*used + next > height)
            break;
        *used += next;
        count++;
    }
    return count;
}

static struct mark *add_mark(struct sheet *sheet, enum mark_kind kind, double x, double y)
{
    if (sheet->mark_count == sheet->mark_room) {
        sheet->mark_room = sheet->mark_room * 2 + 64;
        sheet->marks =
            memory_resize(sheet->marks, sheet->mark_room, sizeof *sheet->marks);
    }
    struct mark *mark = &sheet->marks[sheet->mark_count++];
    *mark = (struct mark){.kind = kind, .page = sheet->page, .x = x, .y = y};
    return mark;
}

void sheet_add_lines(struct sheet *sheet, PangoLayout *layout, int first, int count,
                     double x, double y)
{
    struct mark *mark = add_mark(sheet, MARK_LINES, x, y);
    mark->as.lines.layout = g_object_ref(layout);
    mark->as.lines.first = first;
    mark->as.lines.count = count;
}

void sheet_add_rule(struct sheet *sheet, double x1, double y1, double x2, double y2,
                    double thickness)
{
    struct mark *mark = add_mark(sheet, MARK_RULE, x1, y1);
    mark->as.rule.x2 = x2;
    mark->as.rule.y2 = y2;
    mark->as.rule.thickness = thickness;
}

void sheet_add_qr(struct sheet *sheet, const struct qr *code, double x, double y,
                  double module)
{
    struct mark *mark = add_mark(sheet, MARK_QR, x, y);
    mark->as.qr.code = code;
    mark->as.qr.module = module;
}

int sheet_pages(const struct sheet *sheet)
{
    return sheet->page + 1;
}

static void draw_lines(const struct mark *mark, cairo_t *cairo)
{
    PangoLayout *layout = mark->as.lines.layout;
    double y = mark->y;
    for (int i = 0; i < mark->as.lines.count; i++) {
        int index = mark->as.lines.first + i;
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, index);
        PangoRectangle box;
        pango_layout_line_get_extents(line, NULL, &box);
        double slack = (pango_layout_get_width(layout) - box.width) / (double)PANGO_SCALE;
        PangoAlignment align = pango_layout_get_alignment(layout);
        double x = mark->x;
        if (align == PANGO_ALIGN_CENTER)
            x += slack / 2;
        else if (align == PANGO_ALIGN_RIGHT)
            x += slack;
        cairo_move_to(cairo, x, y - (double)box.y / PANGO_SCALE);
        pango_cairo_show_layout_line(cairo, line);
        y += (double)box.height / PANGO_SCALE;
    }
}

static void draw_rule(const struct mark *mark, cairo_t *cairo)
{
    cairo_set_line_width(cairo, mark->as.rule.thickness);
    cairo_move_to(cairo, mark->x, mark->y);
    cairo_line_to(cairo, mark->as.rule.x2, mark->as.rule.y2);
    cairo_stroke(cairo);
}

/* Runs of dark modules as one path: exact edges, and no hairlines between the modules. */
static void draw_qr(const struct mark *mark, cairo_t *cairo)
{
    const struct qr *code = mark->as.qr.code;
    double module = mark->as.qr.module;
    double quiet = QR_QUIET * module;
    double whole = qr_side(code) * module + 2 * quiet;
    cairo_save(cairo);
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    cairo_set_source_rgb(cairo, 1, 1, 1); /* the word "training" may stand behind */
    cairo_rectangle(cairo, mark->x - quiet, mark->y - quiet, whole, whole);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (int y = 0; y < qr_side(code); y++) {
        for (int x = 0; x < qr_side(code);) {
            int run = 0;
            while (qr_is_dark(code, x + run, y))
                run++;
            if (run > 0)
                cairo_rectangle(cairo, mark->x + x * module, mark->y + y * module,
                                run * module, module);
            x += run + 1;
        }
    }
    cairo_fill(cairo);
    cairo_restore(cairo);
}

static void draw_page_number(const struct sheet *sheet, int page, cairo_t *cairo)
{
    struct area area = sheet_area(sheet);
    struct type type = {.size = sheet->size * 0.8, .align = ALIGN_CENTRE};
    char number[64];
    snprintf(number, sizeof number, sheet->words->page, page + 1, sheet_pages(sheet));
    PangoLayout *layout = sheet_set_text(sheet, number, area.width, &type);
    cairo_move_to(cairo, area.x, sheet->paper->height - sheet->paper->bottom * 0.7);
    pango_cairo_show_layout(cairo, layout);
    g_object_unref(layout);
}

/* Said twice: a line above, as text, and large and light across the page, as a shape, so
 * that it does not mix with the words of the page when these are selected. */
static void draw_training(const struct sheet *sheet, cairo_t *cairo)
{
    const struct paper *paper = sheet->paper;
    struct area area = sheet_area(sheet);
    struct type type = {.size = sheet->size, .bold = true, .align = ALIGN_CENTRE};
    PangoLayout *line = sheet_set_text(sheet, sheet->words->training, area.width, &type);
    double height = sheet->size * 1.7;
    cairo_set_line_width(cairo, 0.8);
    cairo_rectangle(cairo, area.x, paper->top, area.width, height);
    cairo_stroke(cairo);
    cairo_move_to(cairo, area.x, paper->top + (height - sheet_text_height(line)) / 2);
    pango_cairo_show_layout(cairo, line);
    g_object_unref(line);

    double diagonal = hypot(paper->width, paper->height);
    type.size = diagonal / 26;
    PangoLayout *across = sheet_set_text(sheet, sheet->words->training, diagonal, &type);
    cairo_save(cairo);
    cairo_translate(cairo, paper->width / 2, paper->height / 2);
    cairo_rotate(cairo, -atan2(paper->height, paper->width));
    cairo_move_to(cairo, -diagonal / 2, -sheet_text_height(across) / 2);
    cairo_set_source_rgb(cairo, 0.88, 0.88, 0.88);
    pango_cairo_layout_path(cairo, across);
    cairo_fill(cairo);
    cairo_restore(cairo);
    g_object_unref(across);
}

void sheet_draw(const struct sheet *sheet, int page, cairo_t *cairo)
{
    static void (*const draw[])(const struct mark *mark, cairo_t *cairo) = {
        [MARK_LINES] = draw_lines,
        [MARK_RULE] = draw_rule,
        [MARK_QR] = draw_qr,
    };
    cairo_set_source_rgb(cairo, 0, 0, 0);
    if (sheet->training)
        draw_training(sheet, cairo);
    for (size_t i = 0; i < sheet->mark_count; i++) {
        if (sheet->marks[i].page == page)
            draw[sheet->marks[i].kind](&sheet->marks[i], cairo);
    }
    if (sheet_pages(sheet) > 1)
        draw_page_number(sheet, page, cairo);
}
