/* SPDX-License-Identifier: MIT */
/* Documents as plain text, for a terminal or a mail: lines of a given width. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "printers/blocks.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_COLUMNS = 40, GAP = 2 };

struct lines {
    char **items;
    size_t count, room;
};

static void take_line(struct lines *lines, char *line)
{
    if (lines->count == lines->room) {
        lines->room = lines->room * 2 + 16;
        lines->items = memory_resize(lines->items, lines->room, sizeof *lines->items);
    }
    lines->items[lines->count++] = line;
}

static void free_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        memory_free_text(&lines->items[i]);
    free(lines->items);
}

static void add_blank(struct lines *lines)
{
    take_line(lines, memory_copy_text(""));
}

static void add_rule(struct lines *lines, int columns)
{
    struct buffer rule;
    buffer_init(&rule, (size_t)columns * 4);
    for (int i = 0; i < columns; i++)
        buffer_add_text(&rule, "─");
    take_line(lines, memory_copy_text(rule.data));
    buffer_free(&rule);
}

static void add_text(struct lines *lines, const char *text, int columns, enum align align)
{
    const char *next = text;
    do {
        const char *start = next;
        int size = (int)utf8_wrap(start, columns, &next);
        char *line = memory_copy_span(start, (size_t)size);
        int slack = columns - utf8_columns(line);
        int indent = align == ALIGN_LEFT ? 0 : align == ALIGN_CENTRE ? slack / 2 : slack;
        take_line(lines, memory_format("%*s%s", indent > 0 ? indent : 0, "", line));
        memory_free_text(&line);
    } while (*next != '\0');
}

/* Puts columns of lines side by side, `starts` telling where each begins. */
static void add_beside(struct lines *out, const struct lines *columns, const int *starts,
                       size_t count)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = columns[i].count > most ? columns[i].count : most;
    for (size_t row = 0; row < most; row++) {
        char *line = memory_copy_text("");
        for (size_t i = 0; i < count; i++) {
            const char *part = row < columns[i].count ? columns[i].items[row] : "";
            int pad = starts[i] - utf8_columns(line);
            if (*part == '\0')
                continue;
            char *longer = memory_format("%s%*s%s", line, pad > 0 ? pad : 0, "", part);
            memory_free_text(&line);
            line = longer;
        }
        take_line(out, line);
    }
}

static void write_blocks(struct lines *out, const struct blocks *blocks, int columns);

static void write_heading(struct lines *out, const struct block *block, int columns)
{
    const struct texts *sides[] = {&block->as.heading.left, &block->as.heading.right};
    struct lines parts[2] = {{0}, {0}};
    int half = (columns - GAP) / 2;
    int starts[] = {0, columns - half};
    bool narrow = columns < 72;
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < sides[side]->count; i++)
            add_text(narrow ? out : &parts[side], sides[side]->items[i],
                     narrow ? columns : half, ALIGN_CENTRE);
    }
    add_beside(out, parts, starts, 2);
    free_lines(&parts[0]);
    free_lines(&parts[1]);
}

static void write_title(struct lines *out, const struct block *block, int columns)
{
    add_text(out, block->as.title.text, columns, ALIGN_CENTRE);
    if (block->as.title.note[0] != '\0')
        add_text(out, block->as.title.note, columns, ALIGN_CENTRE);
}

static void write_code(struct lines *out, const struct block *block, int columns)
{
    struct buffer code;
    int width = qr_columns(block->as.qr.code);
    if (width > columns) {
        add_text(out, block->as.qr.data, columns, ALIGN_LEFT);
        return;
    }
    buffer_init(&code, (size_t)width * (size_t)width * 4);
    qr_to_text(block->as.qr.code, &code);
    const char *at = code.data;
    for (const char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        char *row = memory_copy_span(at, (size_t)(end - at));
        take_line(out, memory_format("%*s%s", (columns - width) / 2, "", row));
        memory_free_text(&row);
    }
    buffer_free(&code);
}

static void write_qr(struct lines *out, const struct block *block, int columns)
{
    int width = qr_columns(block->as.qr.code);
    int left = columns - width - GAP;
    const char *caption = block->as.qr.caption;
    if (left < LEAST_COLUMNS - GAP || block->as.qr.beside.count == 0) {
        write_blocks(out, &block->as.qr.beside, columns);
        write_code(out, block, columns);
        if (*caption != '\0')
            add_text(out, caption, columns, ALIGN_CENTRE);
        return;
    }
    struct lines parts[2] = {{0}, {0}};
    int starts[] = {0, left + GAP};
    write_blocks(&parts[0], &block->as.qr.beside, left);
    write_code(&parts[1], block, width);
    if (*caption != '\0')
        add_text(&parts[1], caption, width, ALIGN_CENTRE);
    add_beside(out, parts, starts, 2);
    free_lines(&parts[0]);
    free_lines(&parts[1]);
}

static void write_fields(struct lines *out, const struct block *block, int columns)
{
    int label = 0;
    for (size_t i = 0; i < block->as.fields.count; i++) {
        int width = utf8_columns(block->as.fields.rows[i].label) + GAP;
        label = width > label ? width : label;
    }
    if (label > columns * 45 / 100)
        label = columns * 45 / 100;
    int starts[] = {0, label};
    for (size_t i = 0; i < block->as.fields.count; i++) {
        struct lines parts[2] = {{0}, {0}};
        char *with_colon = memory_format("%s:", block->as.fields.rows[i].label);
        add_text(&parts[0], with_colon, label - 1, ALIGN_LEFT);
        add_text(&parts[1], block->as.fields.rows[i].value, columns - label, ALIGN_LEFT);
        add_beside(out, parts, starts, 2);
        memory_free_text(&with_colon);
        free_lines(&parts[0]);
        free_lines(&parts[1]);
    }
}

/* Where the columns of a table begin, one blank between them, and where the last ends. */
static void share_columns(const struct block *block, int columns, int *starts)
{
    size_t count = block->as.table.column_count;
    long sum = 0, before = 0;
    for (size_t i = 0; i < count; i++)
        sum += block->as.table.columns[i].width;
    /* Each has two columns and its blank; what is left is shared. */
    long spare = columns + 1 - 3 * (long)count;
    for (size_t i = 0; i <= count; i++) {
        starts[i] = (int)(3 * (long)i + spare * before / sum);
        if (i < count)
            before += block->as.table.columns[i].width;
    }
}

static void write_row(struct lines *out, const struct block *block, const int *starts,
                      const struct texts *texts)
{
    struct lines parts[DOCUMENT_MOST_COLUMNS] = {{0}};
    size_t count = block->as.table.column_count;
    for (size_t i = 0; i < count; i++) {
        const struct column *column = &block->as.table.columns[i];
        add_text(&parts[i], texts == NULL ? column->text : texts->items[i],
                 starts[i + 1] - starts[i] - 1, column->align);
    }
    add_beside(out, parts, starts, count);
    for (size_t i = 0; i < count; i++)
        free_lines(&parts[i]);
}

static void write_table(struct lines *out, const struct block *block, int columns)
{
    int starts[DOCUMENT_MOST_COLUMNS + 1];
    share_columns(block, columns, starts);
    write_row(out, block, starts, NULL);
    add_rule(out, columns);
    for (size_t i = 0; i < block->as.table.row_count; i++)
        write_row(out, block, starts, &block->as.table.rows[i]);
    add_rule(out, columns);
}

static void write_paragraph(struct lines *out, const struct block *block, int columns)
{
    add_text(out, block->as.text.text, columns, block->as.text.align);
}

static void write_list(struct lines *out, const struct block *block, int columns)
{
    const struct texts *items = &block->as.list.items;
    int indent = block->as.list.numbered ? (items->count < 10 ? 3 : 5) : 2;
    int starts[] = {0, indent};
    for (size_t i = 0; i < items->count; i++) {
        struct lines parts[2] = {{0}, {0}};
        take_line(&parts[0], block->as.list.numbered ? memory_format("%zu.", i + 1)
                                                     : memory_copy_text("-"));
        add_text(&parts[1], items->items[i], columns - indent, ALIGN_LEFT);
        add_beside(out, parts, starts, 2);
        free_lines(&parts[0]);
        free_lines(&parts[1]);
    }
}

static void write_signatures(struct lines *out, const struct block *block, int columns)
{
    struct lines parts[MOST_SIGNATURES] = {{0}};
    int starts[MOST_SIGNATURES] = {0};
    int count = (int)block->as.signatures.count;
    int width = columns / count;
    for (int i = 0; i < count; i++) {
        const struct signature *signature = &block->as.signatures.columns[i];
        starts[i] = width * i;
        add_text(&parts[i], signature->title, width - 1, ALIGN_CENTRE);
        add_text(&parts[i], signature->note, width - 1, ALIGN_CENTRE);
    }
    add_beside(out, parts, starts, (size_t)count);
    for (int i = 0; i < count; i++)
        free_lines(&parts[i]);
    for (int i = 0; i < 3; i++)
        add_blank(out);
}

static void write_rule(struct lines *out, const struct block *block, int columns)
{
    (void)block;
    add_rule(out, columns);
}

static void (*const WRITERS[BLOCK_KINDS])(struct lines *out, const struct block *block,
                                          int columns) = {
    [BLOCK_HEADING] = write_heading,
    [BLOCK_TITLE] = write_title,
    [BLOCK_QR] = write_qr,
    [BLOCK_FIELDS] = write_fields,
    [BLOCK_TABLE] = write_table,
    [BLOCK_TEXT] = write_paragraph,
    [BLOCK_LIST] = write_list,
    [BLOCK_SIGNATURES] = write_signatures,
    [BLOCK_RULE] = write_rule,
    [BLOCK_SPACE] = NULL, /* a blank line stands between blocks anyway */
};

static void write_blocks(struct lines *out, const struct blocks *blocks, int columns)
{
    bool first = true;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];
        if (WRITERS[block->kind] == NULL)
            continue;
        if (!first)
            add_blank(out);
        first = false;
        WRITERS[block->kind](out, block, columns);
    }
}

/* Blanks at the end of a line are of no use, and get lost on the way anyway. */
static size_t trimmed_size(const char *line)
{
    size_t size = strlen(line);
    while (size > 0 && line[size - 1] == ' ')
        size--;
    return size;
}

bool document_to_text(const struct document *document, int columns, struct buffer *out,
                      struct error *err)
{
    if (columns < LEAST_COLUMNS)
        return error_set(err, _("Text needs %d columns or more."), LEAST_COLUMNS);
    struct lines lines = {0};
    if (document->training) {
        add_text(&lines, document->words->training, columns, ALIGN_CENTRE);
        add_blank(&lines);
    }
    write_blocks(&lines, &document->blocks, columns);
    for (size_t i = 0; i < lines.count; i++) {
        buffer_add(out, lines.items[i], trimmed_size(lines.items[i]));
        buffer_add_text(out, "\n");
    }
    free_lines(&lines);
    if (out->overflowed)
        return error_set(err, _("The document is larger than %zu bytes."), out->limit);
    return true;
}
