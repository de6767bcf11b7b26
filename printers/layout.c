/* SPDX-License-Identifier: MIT */
/*
 * How each kind of block looks, after the manner of Vietnamese administrative papers: the
 * office on the left, the nation's name and motto on the right with a line under the
 * motto, the title in the middle, plain ruled tables, places to sign at the end.
 */
#include "printers/layout.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define THIN 0.6 /* points, of rules */

static double room_left(const struct sheet *sheet)
{
    return sheet_end(sheet) - sheet->y;
}

static void break_unless_fits(struct sheet *sheet, double height)
{
    if (height > room_left(sheet) && sheet->y > sheet_top(sheet))
        sheet_break(sheet);
}

/* Cells side by side: of a table, a field with its label, a list's item with its number.
 * A row that is higher than a page is set in parts. */
struct cell {
    PangoLayout *layout;
    double x;
    double drop; /* lowers the first line, to stand on the base line of its neighbour */
    int next;    /* the first line that is not set yet */
};

struct row {
    struct cell cells[DOCUMENT_MOST_COLUMNS];
    size_t count;
    double pad; /* above and below the text */
};

static void add_cell(struct row *row, struct sheet *sheet, const char *text, double x,
                     double width, const struct type *type)
{
    row->cells[row->count++] =
        (struct cell){.layout = sheet_set_text(sheet, text, width, type), .x = x};
}

static void free_row(struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        g_object_unref(row->cells[i].layout);
}

static void share_base_line(struct row *row)
{
    int lowest = 0;
    for (size_t i = 0; i < row->count; i++)
        lowest = MAX(lowest, pango_layout_get_baseline(row->cells[i].layout));
    for (size_t i = 0; i < row->count; i++) {
        int base = pango_layout_get_baseline(row->cells[i].layout);
        row->cells[i].drop = (double)(lowest - base) / PANGO_SCALE;
    }
}

static double row_height(const struct row *row)
{
    double height = 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct cell *cell = &row->cells[i];
        height = fmax(height, cell->drop + sheet_text_height(cell->layout));
    }
    return height + 2 * row->pad;
}

/* Sets what fits on this page and moves below it; false while something is left. */
static bool place_row_part(struct sheet *sheet, struct row *row)
{
    double room = room_left(sheet) - 2 * row->pad;
    double highest = 0;
    bool all = true;
    for (size_t i = 0; i < row->count; i++) {
        struct cell *cell = &row->cells[i];
        double used;
        int count =
            sheet_lines_that_fit(cell->layout, cell->next, room - cell->drop, &used);
        if (count > 0) {
            sheet_add_lines(sheet, cell->layout, cell->next, count, cell->x,
                            sheet->y + row->pad + cell->drop);
            highest = fmax(highest, used + cell->drop);
            cell->next += count;
            cell->drop = 0;
        }
        all = all && cell->next == pango_layout_get_line_count(cell->layout);
    }
    sheet->y += highest + 2 * row->pad;
    return all;
}

/* Goes to the next page first where the row fits whole there and not here. */
static void place_row(struct sheet *sheet, struct row *row)
{
    break_unless_fits(sheet, row_height(row));
    while (!place_row_part(sheet, row) && !sheet->too_long)
        sheet_break(sheet);
}

/* Centred lines of about the same length, no single word left over on the last. */
static void balance(PangoLayout *layout)
{
    int lines = pango_layout_get_line_count(layout);
    int widest = pango_layout_get_width(layout);
    int narrow = widest / 2, wide = widest;
    if (lines < 2 || lines > 4)
        return;
    while (wide - narrow > PANGO_SCALE) {
        int middle = (narrow + wide) / 2;
        pango_layout_set_width(layout, middle);
        if (pango_layout_get_line_count(layout) > lines)
            narrow = middle;
        else
            wide = middle;
    }
    pango_layout_set_width(layout, wide);
}

/* A paragraph, torn at the end of a page; no single line is left alone on either side. */
static void place_paragraph(struct sheet *sheet, struct area area, const char *text,
                            const struct type *type)
{
    PangoLayout *layout = sheet_set_text(sheet, text, area.width, type);
    double x = area.x;
    if (type->align == ALIGN_CENTRE) {
        balance(layout);
        x += (area.width - (double)pango_layout_get_width(layout) / PANGO_SCALE) / 2;
    }
    int total = pango_layout_get_line_count(layout);
    for (int next = 0; next < total && !sheet->too_long;) {
        double used;
        int count = sheet_lines_that_fit(layout, next, room_left(sheet), &used);
        int rest = total - next - count;
        if (rest == 1 && count > 2)
            count = sheet_lines_that_fit(layout, next, used - 1, &used);
        if (count == 0 || (rest > 0 && count == 1 && sheet->y > sheet_top(sheet))) {
            sheet_break(sheet);
            continue;
        }
        sheet_add_lines(sheet, layout, next, count, x, sheet->y);
        sheet->y += used;
        next += count;
        if (next < total)
            sheet_break(sheet);
    }
    g_object_unref(layout);
}

/* The size at which the text stands on one line; not below 60 %. */
static double size_to_fit(const struct sheet *sheet, const char *text, double width,
                          const struct type *type)
{
    PangoLayout *layout = sheet_set_text(sheet, text, -1, type);
    double natural = fmax(1, sheet_text_width(layout));
    g_object_unref(layout);
    return type->size * fmin(1, fmax(0.6, width / natural * 0.995));
}

/* One side of the heading, with its rule; returns where it ends. The name of the nation
 * and its motto are of one size and bold; below the name of an office stand smaller
 * lines. */
static double place_heading_side(struct sheet *sheet, const struct texts *texts,
                                 struct area area, bool nation)
{
    struct type type = {.size = sheet->size, .bold = true, .align = ALIGN_CENTRE};
    double y = sheet->y;
    double width = 0;
    for (size_t i = 0; i < texts->count; i++) {
        if (i == 0) {
            type.size = size_to_fit(sheet, texts->items[0], area.width, &type);
        } else if (!nation) {
            type.size = sheet->size * 0.85;
            type.bold = false;
        }
        PangoLayout *layout = sheet_set_text(sheet, texts->items[i], area.width, &type);
        sheet_add_lines(sheet, layout, 0, pango_layout_get_line_count(layout), area.x, y);
        y += sheet_text_height(layout);
        width = sheet_text_width(layout);
        g_object_unref(layout);
    }
    if (texts->count == 0)
        return y;
    /* As long as the motto; under an office, a third of the column. */
    if (!nation)
        width = area.width / 3;
    double middle = area.x + area.width / 2;
    y += sheet->size * 0.25;
    sheet_add_rule(sheet, middle - width / 2, y, middle + width / 2, y, THIN);
    return y;
}

static void place_heading(struct sheet *sheet, struct area area,
                          const struct block *block)
{
    break_unless_fits(sheet, sheet->size * 5);
    double left = area.width * 0.42;
    struct area office = {area.x, left - sheet->size};
    struct area nation = {area.x + left, area.width - left};
    double one = place_heading_side(sheet, &block->as.heading.left, office, false);
    double other = place_heading_side(sheet, &block->as.heading.right, nation, true);
    sheet->y = fmax(one, other) + sheet->size * 0.7;
}

static void place_title(struct sheet *sheet, struct area area, const struct block *block)
{
    double size = sheet->size;
    struct type title = {.size = size * 1.5, .bold = true, .align = ALIGN_CENTRE};
    struct type note = {.size = size * 0.9, .italic = true, .align = ALIGN_CENTRE};
    sheet_skip(sheet, size * 0.5);
    place_paragraph(sheet, area, block->as.title.text, &title);
    if (block->as.title.note[0] == '\0')
        return;
    struct area narrow = {area.x + area.width * 0.06, area.width * 0.88};
    sheet_skip(sheet, size * 0.2);
    place_paragraph(sheet, narrow, block->as.title.note, &note);
}

static void place_block(struct sheet *sheet, struct area area, const struct block *block);

/* The code at the right edge, its quiet zone in the margin; in the middle where nothing
 * stands beside it. Text beside it begins level with its upper edge. */
static void place_qr(struct sheet *sheet, struct area area, const struct block *block)
{
    const struct qr *code = block->as.qr.code;
    const struct blocks *beside = &block->as.qr.beside;
    double module = fmax(sheet->paper->qr / qr_side(code), MM(0.5));
    double side = module * qr_side(code);
    double quiet = module * QR_QUIET;
    double x = area.x + (area.width - side) / (beside->count > 0 ? 1 : 2);

    struct type type = {.size = sheet->size * 0.8, .align = ALIGN_CENTRE};
    struct row caption = {0};
    add_cell(&caption, sheet, block->as.qr.caption, x - quiet * 0.8, side + quiet * 1.6,
             &type);
    break_unless_fits(sheet, quiet + side + quiet + row_height(&caption));
    struct place start = sheet_remember(sheet);
    sheet->y += quiet;
    sheet_add_qr(sheet, code, x, sheet->y, module);
    sheet->y += side + quiet;
    if (block->as.qr.caption[0] != '\0')
        place_row(sheet, &caption);
    free_row(&caption);
    double end = sheet->y;

    struct area left = {area.x, area.width - side - quiet * 2};
    sheet->y = start.y + quiet;
    for (size_t i = 0; i < beside->count; i++)
        place_block(sheet, left, &beside->items[i]);
    /* Where the text went on to another page, it is the text that counts. */
    if (sheet->page == start.page)
        sheet->y = fmax(sheet->y, end);
}

static double widest_label(const struct sheet *sheet, const struct block *block,
                           const struct type *type)
{
    double widest = 0;
    for (size_t i = 0; i < block->as.fields.count; i++) {
        PangoLayout *layout =
            sheet_set_text(sheet, block->as.fields.rows[i].label, -1, type);
        widest = fmax(widest, sheet_text_width(layout));
        g_object_unref(layout);
    }
    return widest;
}

/* A code is never broken: what has no blank and is too wide is set smaller. */
static struct type fitting(const struct sheet *sheet, const char *text, struct type type,
                           double width)
{
    PangoLayout *layout = sheet_set_text(sheet, text, -1, &type);
    double needed = sheet_text_width(layout);
    g_object_unref(layout);
    if (needed > width && strchr(text, ' ') == NULL)
        type.size *= fmax(width / needed, 0.6) * 0.99;
    return type;
}

static void place_fields(struct sheet *sheet, struct area area, const struct block *block)
{
    double size = sheet->size;
    struct type plain = {.size = size};
    struct type strong = {.size = size * 1.15, .bold = true};
    double label = widest_label(sheet, block, &plain) + size; /* for the colon, a blank */
    label = fmin(label, area.width * 0.45);
    for (size_t i = 0; i < block->as.fields.count; i++) {
        const struct field *field = &block->as.fields.rows[i];
        struct row row = {.pad = size * 0.12};
        char *with_colon = memory_format("%s:", field->label);
        add_cell(&row, sheet, with_colon, area.x, label, &plain);
        struct type type = fitting(sheet, field->value, field->strong ? strong : plain,
                                   area.width - label);
        add_cell(&row, sheet, field->value, area.x + label, area.width - label, &type);
        memory_free_text(&with_colon);
        share_base_line(&row);
        place_row(sheet, &row);
        free_row(&row);
    }
}

struct table {
    const struct block *block;
    double edges[DOCUMENT_MOST_COLUMNS + 1];
    size_t columns;
    double heading_height; /* 0: too high to stand on every page */
};

static void make_edges(struct table *table, struct area area)
{
    double sum = 0, before = 0;
    for (size_t i = 0; i < table->columns; i++)
        sum += table->block->as.table.columns[i].width;
    for (size_t i = 0; i <= table->columns; i++) {
        table->edges[i] = area.x + area.width * before / sum;
        if (i < table->columns)
            before += table->block->as.table.columns[i].width;
    }
}

/* `texts` NULL makes the heading row. */
static void make_table_row(struct sheet *sheet, const struct table *table,
                           const struct texts *texts, struct row *row)
{
    double size = sheet->size;
    double pad = size * 0.4;
    *row = (struct row){.pad = size * 0.22};
    for (size_t i = 0; i < table->columns; i++) {
        const struct column *column = &table->block->as.table.columns[i];
        struct type type = {.size = size * 0.95,
                            .bold = texts == NULL,
                            .align = texts == NULL ? ALIGN_CENTRE : column->align};
        double width = table->edges[i + 1] - table->edges[i] - 2 * pad;
        add_cell(row, sheet, texts == NULL ? column->text : texts->items[i],
                 table->edges[i] + pad, fmax(width, 1), &type);
    }
}

/* Headings of one line stand level with the middle of those of two. */
static void centre_cells(struct row *row)
{
    double height = row_height(row) - 2 * row->pad;
    for (size_t i = 0; i < row->count; i++) {
        struct cell *cell = &row->cells[i];
        cell->drop = (height - sheet_text_height(cell->layout)) / 2;
    }
}

static bool place_ruled_part(struct sheet *sheet, const struct table *table,
                             struct row *row)
{
    double top = sheet->y;
    bool all = place_row_part(sheet, row);
    double left = table->edges[0], right = table->edges[table->columns];
    sheet_add_rule(sheet, left, top, right, top, THIN);
    sheet_add_rule(sheet, left, sheet->y, right, sheet->y, THIN);
    for (size_t i = 0; i <= table->columns; i++)
        sheet_add_rule(sheet, table->edges[i], top, table->edges[i], sheet->y, THIN);
    return all;
}

static void place_heading_row(struct sheet *sheet, const struct table *table)
{
    struct row row;
    make_table_row(sheet, table, NULL, &row);
    centre_cells(&row);
    while (!place_ruled_part(sheet, table, &row) && !sheet->too_long)
        sheet_break(sheet);
    free_row(&row);
}

static void continue_table(struct sheet *sheet, const struct table *table)
{
    sheet_break(sheet);
    if (table->heading_height > 0)
        place_heading_row(sheet, table);
}

static void place_table_row(struct sheet *sheet, const struct table *table,
                            struct row *row)
{
    double height = row_height(row);
    double page = sheet_end(sheet) - sheet_top(sheet) - table->heading_height;
    double room = room_left(sheet);
    /* One that is higher than a page is torn, but not to leave a scrap here. */
    if (height > room && (height <= page || room < page / 4))
        continue_table(sheet, table);
    while (!place_ruled_part(sheet, table, row) && !sheet->too_long)
        continue_table(sheet, table);
}

static void place_table(struct sheet *sheet, struct area area, const struct block *block)
{
    struct table table = {.block = block, .columns = block->as.table.column_count};
    make_edges(&table, area);
    struct row row;
    make_table_row(sheet, &table, NULL, &row);
    double page = sheet_end(sheet) - sheet_top(sheet);
    if (row_height(&row) < page / 3)
        table.heading_height = row_height(&row);
    free_row(&row);

    /* The heading row is not left alone at the foot of a page. */
    break_unless_fits(sheet, table.heading_height + sheet->size * 5);
    place_heading_row(sheet, &table);
    for (size_t i = 0; i < block->as.table.row_count && !sheet->too_long; i++) {
        make_table_row(sheet, &table, &block->as.table.rows[i], &row);
        place_table_row(sheet, &table, &row);
        free_row(&row);
    }
}

static void place_text(struct sheet *sheet, struct area area, const struct block *block)
{
    double size = sheet->size;
    struct type type = {.size = block->as.text.small ? size * 0.85 : size,
                        .bold = block->as.text.strong,
                        .align = block->as.text.align};
    /* What is said strongly often leads to what follows, and is not left alone. */
    if (type.bold)
        break_unless_fits(sheet, size * 6);
    place_paragraph(sheet, area, block->as.text.text, &type);
}

static void place_list(struct sheet *sheet, struct area area, const struct block *block)
{
    const struct texts *items = &block->as.list.items;
    struct type type = {.size = sheet->size};
    double indent = type.size * (!block->as.list.numbered ? 1.2
                                 : items->count < 10      ? 1.7
                                                          : 2.4);
    for (size_t i = 0; i < items->count && !sheet->too_long; i++) {
        char mark[24] = "•";
        if (block->as.list.numbered)
            snprintf(mark, sizeof mark, "%zu.", i + 1);
        struct row row = {.pad = type.size * 0.08};
        add_cell(&row, sheet, mark, area.x, indent, &type);
        add_cell(&row, sheet, items->items[i], area.x + indent, area.width - indent,
                 &type);
        place_row(sheet, &row);
        free_row(&row);
    }
}

static void place_signatures(struct sheet *sheet, struct area area,
                             const struct block *block)
{
    double size = sheet->size;
    size_t count = block->as.signatures.count;
    struct type title = {.size = size, .bold = true, .align = ALIGN_CENTRE};
    struct type note = {.size = size * 0.85, .italic = true, .align = ALIGN_CENTRE};
    struct row titles = {0}, notes = {0};
    double width = area.width / (double)count;
    for (size_t i = 0; i < count; i++) {
        const struct signature *signature = &block->as.signatures.columns[i];
        double x = area.x + width * (double)i;
        add_cell(&titles, sheet, signature->title, x, width, &title);
        add_cell(&notes, sheet, signature->note, x, width, &note);
    }
    double to_sign = size * 5.5;
    sheet_skip(sheet, size * 0.6);
    break_unless_fits(sheet, row_height(&titles) + row_height(&notes) + to_sign);
    place_row(sheet, &titles);
    place_row(sheet, &notes);
    sheet_skip(sheet, to_sign);
    free_row(&titles);
    free_row(&notes);
}

static void place_rule(struct sheet *sheet, struct area area, const struct block *block)
{
    (void)block;
    sheet_add_rule(sheet, area.x, sheet->y, area.x + area.width, sheet->y, THIN);
}

static void place_space(struct sheet *sheet, struct area area, const struct block *block)
{
    (void)area;
    sheet_skip(sheet, MM(block->as.space.mm));
}

static const struct {
    void (*place)(struct sheet *sheet, struct area area, const struct block *block);
    bool whole;   /* not torn, where it fits on one page */
    double after; /* of blank below, in sizes of the body's type */
} LOOKS[BLOCK_KINDS] = {
    [BLOCK_HEADING] = {.place = place_heading, .whole = true, .after = 0.6},
    [BLOCK_TITLE] = {.place = place_title, .whole = true, .after = 0.5},
    [BLOCK_QR] = {.place = place_qr, .whole = true, .after = 0.7},
    [BLOCK_FIELDS] = {.place = place_fields, .after = 0.6},
    [BLOCK_TABLE] = {.place = place_table, .after = 0.8},
    [BLOCK_TEXT] = {.place = place_text, .after = 0.45},
    [BLOCK_LIST] = {.place = place_list, .after = 0.5},
    [BLOCK_SIGNATURES] = {.place = place_signatures, .whole = true, .after = 0.4},
    [BLOCK_RULE] = {.place = place_rule, .after = 0.5},
    [BLOCK_SPACE] = {.place = place_space},
};

static void place_block(struct sheet *sheet, struct area area, const struct block *block)
{
    struct place start = sheet_remember(sheet);
    LOOKS[block->kind].place(sheet, area, block);
    if (LOOKS[block->kind].whole && sheet->page != start.page &&
        start.y > sheet_top(sheet)) {
        sheet_go_back(sheet, &start);
        sheet_break(sheet);
        LOOKS[block->kind].place(sheet, area, block);
    }
    sheet_skip(sheet, sheet->size * LOOKS[block->kind].after);
}

static struct sheet *layout_at(const struct document *document, double scale)
{
    struct sheet *sheet = sheet_create(document, scale);
    for (size_t i = 0; i < document->blocks.count && !sheet->too_long; i++)
        place_block(sheet, sheet_area(sheet), &document->blocks.items[i]);
    return sheet;
}

/* In smaller type, if that puts it all on one page; NULL if it does not. */
static struct sheet *layout_on_one_page(const struct document *document,
                                        const struct paper *paper)
{
    for (double size = paper->size - 0.5; size >= paper->smallest; size -= 0.5) {
        struct sheet *sheet = layout_at(document, size / paper->size);
        if (sheet_pages(sheet) == 1)
            return sheet;
        sheet_free(&sheet);
    }
    return NULL;
}

struct sheet *layout_document(const struct document *document, struct error *err)
{
    struct sheet *sheet = layout_at(document, 1);
    if (sheet_pages(sheet) == 2) {
        struct sheet *smaller = layout_on_one_page(document, sheet->paper);
        if (smaller != NULL) {
            sheet_free(&sheet);
            sheet = smaller;
        }
    }
    if (sheet->too_long) {
        error_set(err, _("The document is longer than %d pages."), DOCUMENT_MOST_PAGES);
        sheet_free(&sheet);
    }
    return sheet;
}
