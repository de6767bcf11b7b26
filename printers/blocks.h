/* SPDX-License-Identifier: MIT */
/* What document.c has read and checked, for those who draw it: layout.c and text.c. All
 * text is clean UTF-8 in NFC. */
#ifndef PRINTERS_BLOCKS_H
#define PRINTERS_BLOCKS_H

#include "kiosk/qr/qr.h"
#include "printers/document.h"

enum { MOST_SIGNATURES = 4 };

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

enum block_kind {
    BLOCK_HEADING,
    BLOCK_TITLE,
    BLOCK_QR,
    BLOCK_FIELDS,
    BLOCK_TABLE,
    BLOCK_TEXT,
    BLOCK_LIST,
    BLOCK_SIGNATURES,
    BLOCK_RULE,
    BLOCK_SPACE,
    BLOCK_KINDS,
};

struct texts {
    char **items;
    size_t count;
};

struct field {
    char *label, *value; /* the label without a colon at its end */
    bool strong;
};

struct column {
    char *text;
    int width; /* a share */
    enum align align;
};

struct signature {
    char *title, *note; /* never NULL, may be "" */
};

struct blocks {
    struct block *items;
    size_t count;
};

struct block {
    enum block_kind kind;
    union {
        struct {
            struct texts left, right;
        } heading;
        struct {
            char *text, *note; /* the note may be "" */
        } title;
        struct {
            struct qr *code;
            char *data;
            char *caption; /* may be "" */
            struct blocks beside;
        } qr;
        struct {
            struct field *rows;
            size_t count;
        } fields;
        struct {
            struct column *columns;
            size_t column_count;
            struct texts *rows; /* each with column_count texts */
            size_t row_count;
        } table;
        struct {
            char *text;
            bool small, strong;
            enum align align;
        } text;
        struct {
            struct texts items;
            bool numbered;
        } list;
        struct {
            struct signature *columns;
            size_t count;
        } signatures;
        struct {
            int mm;
        } space;
    } as;
};

/* Words that the paper itself says, in the language of the document and not in that of
 * the machine that draws it. */
struct page_words {
    const char *language;
    const char *page;     /* of the number and the count of pages */
    const char *training; /* across and above each page of a training document */
};

struct document {
    char *title;
    const struct page_words *words;
    enum document_paper paper;
    bool training;
    struct blocks blocks;
};

#endif
