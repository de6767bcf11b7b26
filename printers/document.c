/* SPDX-License-Identifier: MIT */
/* A document's description, read and checked: nothing that layout.c or text.c gets from
 * here can surprise them. */
#include "printers/document.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "printers/blocks.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_HEADING = 4 };

static const struct page_words WORDS[] = {
    {.language = "vi",
     .page = "Trang %d/%d",
     .training = "BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"},
    {.language = "en", .page = "Page %d of %d", .training = "TRAINING COPY – NOT VALID"},
};

/* A value of the description and the way to it, so that an error can say where it is. */
struct spot {
    const struct spot *above;
    const char *key; /* NULL: `index` of an array */
    size_t index;
    const json_t *value; /* NULL: absent */
    struct error *err;
};

static struct spot spot_member(const struct spot *in, const char *key)
{
    return (struct spot){in, key, 0, json_object_get(in->value, key), in->err};
}

static struct spot spot_item(const struct spot *in, size_t index)
{
    return (struct spot){in, NULL, index, json_array_get(in->value, index), in->err};
}

static void write_pointer(const struct spot *spot, struct buffer *out)
{
    if (spot->above == NULL)
        return;
    write_pointer(spot->above, out);
    if (spot->key != NULL)
        buffer_format(out, "/%s", spot->key);
    else
        buffer_format(out, "/%zu", spot->index);
}

/* Always false. */
__attribute__((format(printf, 2, 3))) static bool refuse(const struct spot *spot,
                                                         const char *format, ...)
{
    char reason[256];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    struct buffer pointer;
    buffer_init(&pointer, 160);
    write_pointer(spot, &pointer);
    error_set(spot->err, _("The document cannot be used: at \"%s\": %s"), pointer.data,
              reason);
    buffer_free(&pointer);
    return false;
}

static bool check_members(const struct spot *in, const char *const known[])
{
    if (!json_is_object(in->value))
        return refuse(in, _("This must be an object."));
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)in->value, key, value)
    {
        size_t i = 0;
        while (known[i] != NULL && strcmp(known[i], key) != 0)
            i++;
        struct spot member = spot_member(in, key);
        if (known[i] == NULL)
            return refuse(&member, _("This member is not known here."));
    }
    return true;
}

static bool read_clean(const struct spot *spot, enum utf8_lines lines, size_t most,
                       char **out)
{
    if (spot->value == NULL)
        return refuse(spot, _("This is missing."));
    if (!json_is_string(spot->value))
        return refuse(spot, _("This must be text."));
    size_t size = json_string_length(spot->value);
    if (size > most)
        return refuse(spot, _("This text is longer than %zu bytes."), most);
    char *clean = utf8_clean(json_string_value(spot->value), size, lines);
    *out = viet_compose(clean);
    memory_free_text(&clean);
    return true;
}

static bool read_text(const struct spot *in, const char *key, char **out)
{
    struct spot spot = spot_member(in, key);
    return read_clean(&spot, UTF8_KEEP_LINES, DOCUMENT_MOST_TEXT, out);
}

static bool read_text_if_any(const struct spot *in, const char *key, char **out)
{
    struct spot spot = spot_member(in, key);
    if (spot.value != NULL)
        return read_clean(&spot, UTF8_KEEP_LINES, DOCUMENT_MOST_TEXT, out);
    *out = memory_copy_text("");
    return true;
}

static bool read_flag(const struct spot *in, const char *key, bool *out)
{
    struct spot spot = spot_member(in, key);
    if (spot.value != NULL && !json_is_boolean(spot.value))
        return refuse(&spot, _("This must be true or false."));
    *out = json_is_true(spot.value);
    return true;
}

static bool read_number(const struct spot *in, const char *key, int least, int most,
                        int otherwise, int *out)
{
    struct spot spot = spot_member(in, key);
    *out = otherwise;
    if (spot.value == NULL)
        return true;
    json_int_t number = json_is_integer(spot.value) ? json_integer_value(spot.value) : -1;
    if (number < least || number > most)
        return refuse(&spot, _("This must be a whole number from %d to %d."), least,
                      most);
    *out = (int)number;
    return true;
}

/* One of `names`, which ends with NULL; absent is the first. */
static bool read_choice(const struct spot *in, const char *key, const char *const names[],
                        int *out)
{
    struct spot spot = spot_member(in, key);
    const char *name = spot.value == NULL           ? names[0]
                       : json_is_string(spot.value) ? json_string_value(spot.value)
                                                    : "";
    for (*out = 0; names[*out] != NULL; ++*out) {
        if (strcmp(names[*out], name) == 0)
            return true;
    }
    return refuse(&spot, _("This value is not one of those allowed here."));
}

static bool read_align(const struct spot *in, enum align *out)
{
    static const char *const names[] = {"left", "center", "right", NULL};
    int choice;
    if (!read_choice(in, "align", names, &choice))
        return false;
    *out = (enum align)choice;
    return true;
}

/* The member `key` as an array of `least` to `most` values. */
static bool find_list(const struct spot *in, const char *key, size_t least, size_t most,
                      struct spot *list)
{
    *list = spot_member(in, key);
    if (list->value == NULL)
        return refuse(list, _("This is missing."));
    if (!json_is_array(list->value))
        return refuse(list, _("This must be a list."));
    size_t count = json_array_size(list->value);
    if (count < least || count > most)
        return refuse(list, _("This list must have %zu to %zu entries; it has %zu."),
                      least, most, count);
    return true;
}

static bool read_texts(const struct spot *list, size_t most, struct texts *out)
{
    size_t count = json_array_size(list->value);
    out->items = memory_array(count, sizeof *out->items);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        struct spot item = spot_item(list, i);
        if (!read_clean(&item, UTF8_KEEP_LINES, most, &out->items[i]))
            return false;
    }
    return true;
}

static void free_texts(struct texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        memory_free_text(&texts->items[i]);
    free(texts->items);
}

/* The kinds of blocks, one reader and one free function each. */

static bool read_heading(const struct spot *in, struct block *block)
{
    struct spot left, right;
    return find_list(in, "left", 0, MOST_HEADING, &left) &&
           find_list(in, "right", 0, MOST_HEADING, &right) &&
           read_texts(&left, DOCUMENT_MOST_LINE, &block->as.heading.left) &&
           read_texts(&right, DOCUMENT_MOST_LINE, &block->as.heading.right);
}

static void free_heading(struct block *block)
{
    free_texts(&block->as.heading.left);
    free_texts(&block->as.heading.right);
}

static bool read_title(const struct spot *in, struct block *block)
{
    return read_text(in, "text", &block->as.title.text) &&
           read_text_if_any(in, "note", &block->as.title.note);
}

static void free_title(struct block *block)
{
    memory_free_text(&block->as.title.text);
    memory_free_text(&block->as.title.note);
}

static bool read_blocks(const struct spot *in, const char *key, bool in_qr,
                        struct blocks *out);
static void free_blocks(struct blocks *blocks);

static bool read_qr(const struct spot *in, struct block *block)
{
    struct spot data = spot_member(in, "data");
    struct spot beside = spot_member(in, "beside");
    if (!read_clean(&data, UTF8_ONE_LINE, QR_MOST_BYTES, &block->as.qr.data) ||
        !read_text_if_any(in, "caption", &block->as.qr.caption))
        return false;
    struct error why = {0};
    block->as.qr.code = qr_create(block->as.qr.data, &why);
    if (block->as.qr.code == NULL)
        return refuse(&data, "%s", why.text);
    return beside.value == NULL || read_blocks(in, "beside", true, &block->as.qr.beside);
}

static void free_qr(struct block *block)
{
    qr_free(&block->as.qr.code);
    memory_free_text(&block->as.qr.data);
    memory_free_text(&block->as.qr.caption);
    free_blocks(&block->as.qr.beside);
}

static void strip_colon(char *label)
{
    size_t size = strlen(label);
    while (size > 0 && (label[size - 1] == ':' || label[size - 1] == ' '))
        label[--size] = '\0';
}

static bool read_fields(const struct spot *in, struct block *block)
{
    static const char *const known[] = {"label", "value", "strong", NULL};
    struct spot list;
    if (!find_list(in, "rows", 0, DOCUMENT_MOST_ROWS, &list))
        return false;
    size_t count = json_array_size(list.value);
    block->as.fields.rows = memory_array(count, sizeof *block->as.fields.rows);
    block->as.fields.count = count;
    for (size_t i = 0; i < count; i++) {
        struct field *field = &block->as.fields.rows[i];
        struct spot row = spot_item(&list, i);
        if (!check_members(&row, known) || !read_text(&row, "label", &field->label) ||
            !read_text(&row, "value", &field->value) ||
            !read_flag(&row, "strong", &field->strong))
            return false;
        strip_colon(field->label);
    }
    return true;
}

static void free_fields(struct block *block)
{
    for (size_t i = 0; i < block->as.fields.count; i++) {
        memory_free_text(&block->as.fields.rows[i].label);
        memory_free_text(&block->as.fields.rows[i].value);
    }
    free(block->as.fields.rows);
}

static bool read_columns(const struct spot *in, struct block *block)
{
    static const char *const known[] = {"text", "width", "align", NULL};
    struct spot list;
    if (!find_list(in, "columns", 1, DOCUMENT_MOST_COLUMNS, &list))
        return false;
    size_t count = json_array_size(list.value);
    block->as.table.columns = memory_array(count, sizeof *block->as.table.columns);
    block->as.table.column_count = count;
    for (size_t i = 0; i < count; i++) {
        struct column *column = &block->as.table.columns[i];
        struct spot item = spot_item(&list, i);
        if (!check_members(&item, known) || !read_text(&item, "text", &column->text) ||
            !read_number(&item, "width", 1, 1000, 10, &column->width) ||
            !read_align(&item, &column->align))
            return false;
    }
    return true;
}

static bool read_table(const struct spot *in, struct block *block)
{
    struct spot list;
    if (!read_columns(in, block) || !find_list(in, "rows", 0, DOCUMENT_MOST_ROWS, &list))
        return false;
    size_t count = json_array_size(list.value);
    block->as.table.rows = memory_array(count, sizeof *block->as.table.rows);
    block->as.table.row_count = count;
    for (size_t i = 0; i < count; i++) {
        struct spot row = spot_item(&list, i);
        if (json_array_size(row.value) != block->as.table.column_count)
            return refuse(&row, _("This row must be a list of %zu cells."),
                          block->as.table.column_count);
        if (!read_texts(&row, DOCUMENT_MOST_TEXT, &block->as.table.rows[i]))
            return false;
    }
    return true;
}

static void free_table(struct block *block)
{
    for (size_t i = 0; i < block->as.table.column_count; i++)
        memory_free_text(&block->as.table.columns[i].text);
    for (size_t i = 0; i < block->as.table.row_count; i++)
        free_texts(&block->as.table.rows[i]);
    free(block->as.table.columns);
    free(block->as.table.rows);
}

static bool read_paragraph(const struct spot *in, struct block *block)
{
    return read_text(in, "text", &block->as.text.text) &&
           read_flag(in, "small", &block->as.text.small) &&
           read_flag(in, "strong", &block->as.text.strong) &&
           read_align(in, &block->as.text.align);
}

static void free_paragraph(struct block *block)
{
    memory_free_text(&block->as.text.text);
}

static bool read_list(const struct spot *in, struct block *block)
{
    struct spot list;
    return find_list(in, "items", 0, DOCUMENT_MOST_ROWS, &list) &&
           read_texts(&list, DOCUMENT_MOST_TEXT, &block->as.list.items) &&
           read_flag(in, "numbered", &block->as.list.numbered);
}

static void free_list(struct block *block)
{
    free_texts(&block->as.list.items);
}

static bool read_signatures(const struct spot *in, struct block *block)
{
    static const char *const known[] = {"title", "note", NULL};
    struct spot list;
    if (!find_list(in, "columns", 1, MOST_SIGNATURES, &list))
        return false;
    size_t count = json_array_size(list.value);
    block->as.signatures.columns =
        memory_array(count, sizeof *block->as.signatures.columns);
    block->as.signatures.count = count;
    for (size_t i = 0; i < count; i++) {
        struct signature *signature = &block->as.signatures.columns[i];
        struct spot item = spot_item(&list, i);
        if (!check_members(&item, known) ||
            !read_text(&item, "title", &signature->title) ||
            !read_text_if_any(&item, "note", &signature->note))
            return false;
    }
    return true;
}

static void free_signatures(struct block *block)
{
    for (size_t i = 0; i < block->as.signatures.count; i++) {
        memory_free_text(&block->as.signatures.columns[i].title);
        memory_free_text(&block->as.signatures.columns[i].note);
    }
    free(block->as.signatures.columns);
}

static bool read_space(const struct spot *in, struct block *block)
{
    return read_number(in, "mm", 1, 200, 4, &block->as.space.mm);
}

#define MOST_MEMBERS 6
struct kind_info {
    const char *name;
    const char *members[MOST_MEMBERS];                        /* ends with NULL */
    bool (*read)(const struct spot *in, struct block *block); /* NULL: nothing to read */
    void (*free)(struct block *block); /* takes a block that was read in part; or NULL */
};

static const struct kind_info KINDS[BLOCK_KINDS] = {
    [BLOCK_HEADING] = {.name = "heading",
                       .members = {"type", "left", "right"},
                       .read = read_heading,
                       .free = free_heading},
    [BLOCK_TITLE] = {.name = "title",
                     .members = {"type", "text", "note"},
                     .read = read_title,
                     .free = free_title},
    [BLOCK_QR] = {.name = "qr",
                  .members = {"type", "data", "caption", "beside"},
                  .read = read_qr,
                  .free = free_qr},
    [BLOCK_FIELDS] = {.name = "fields",
                      .members = {"type", "rows"},
                      .read = read_fields,
                      .free = free_fields},
    [BLOCK_TABLE] = {.name = "table",
                     .members = {"type", "columns", "rows"},
                     .read = read_table,
                     .free = free_table},
    [BLOCK_TEXT] = {.name = "text",
                    .members = {"type", "text", "small", "strong", "align"},
                    .read = read_paragraph,
                    .free = free_paragraph},
    [BLOCK_LIST] = {.name = "list",
                    .members = {"type", "items", "numbered"},
                    .read = read_list,
                    .free = free_list},
    [BLOCK_SIGNATURES] = {.name = "signatures",
                          .members = {"type", "columns"},
                          .read = read_signatures,
                          .free = free_signatures},
    [BLOCK_RULE] = {.name = "rule", .members = {"type"}},
    [BLOCK_SPACE] = {.name = "space", .members = {"type", "mm"}, .read = read_space},
};

static bool read_block(const struct spot *in, bool in_qr, struct block *block)
{
    struct spot type = spot_member(in, "type");
    if (!json_is_string(type.value))
        return refuse(&type, _("The kind of this block is missing."));
    int kind = 0;
    while (kind < BLOCK_KINDS &&
           strcmp(KINDS[kind].name, json_string_value(type.value)) != 0)
        kind++;
    if (kind == BLOCK_KINDS)
        return refuse(&type, _("There is no block of this kind."));
    if (kind == BLOCK_QR && in_qr)
        return refuse(&type, _("A QR code cannot stand beside another."));
    block->kind = (enum block_kind)kind;
    return check_members(in, KINDS[kind].members) &&
           (KINDS[kind].read == NULL || KINDS[kind].read(in, block));
}

static bool read_blocks(const struct spot *in, const char *key, bool in_qr,
                        struct blocks *out)
{
    struct spot list;
    if (!find_list(in, key, 1, DOCUMENT_MOST_BLOCKS, &list))
        return false;
    size_t count = json_array_size(list.value);
    out->items = memory_array(count, sizeof *out->items);
    for (size_t i = 0; i < count; i++) {
        struct spot item = spot_item(&list, i);
        /* Counted before it is read: what was read of a bad block is freed too. */
        out->items[i].kind = BLOCK_RULE;
        out->count = i + 1;
        if (!read_block(&item, in_qr, &out->items[i]))
            return false;
    }
    return true;
}

static void free_blocks(struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        struct block *block = &blocks->items[i];
        if (KINDS[block->kind].free != NULL)
            KINDS[block->kind].free(block);
    }
    free(blocks->items);
}

static bool read_document(const struct spot *in, struct document *document)
{
    static const char *const known[] = {"title",    "language", "paper",
                                        "training", "blocks",   NULL};
    static const char *const languages[] = {"vi", "en", NULL}; /* in the order of WORDS */
    static const char *const papers[] = {
        [DOCUMENT_A4] = "A4", [DOCUMENT_A5] = "A5", NULL};
    int language, paper;
    struct spot title = spot_member(in, "title");
    if (!check_members(in, known) ||
        !read_clean(&title, UTF8_ONE_LINE, DOCUMENT_MOST_LINE, &document->title) ||
        !read_choice(in, "language", languages, &language) ||
        !read_choice(in, "paper", papers, &paper) ||
        !read_flag(in, "training", &document->training))
        return false;
    document->words = &WORDS[language];
    document->paper = (enum document_paper)paper;
    return read_blocks(in, "blocks", false, &document->blocks);
}

struct document *document_create(const json_t *description, struct error *err)
{
    struct document *document = memory_alloc(sizeof *document);
    struct error first = {0};
    struct spot root = {NULL, NULL, 0, description, &first};
    if (read_document(&root, document))
        return document;
    error_set(err, "%s", first.text);
    document_free(&document);
    return NULL;
}

void document_free(struct document **document)
{
    if (*document == NULL)
        return;
    memory_free_text(&(*document)->title);
    free_blocks(&(*document)->blocks);
    free(*document);
    *document = NULL;
}

enum document_paper document_paper(const struct document *document)
{
    return document->paper;
}

const char *document_language(const struct document *document)
{
    return document->words->language;
}
