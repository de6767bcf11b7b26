/* SPDX-License-Identifier: MIT */
/* Two short fields side by side, such as a date of birth and a sex. The right one of all
 * pairs begins in the same column, unless the words are too long for that; where what
 * stands in a field would be cut off, it has a row of its own. */
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/form_page.h"

#include <stdlib.h>

/* Columns. */
enum {
    GAP = 3, /* between an input and the label on its right, for the mark of the focus */
    LEFT = 17, /* of the left input, brackets and all */
    RIGHT_LABEL = 11,
    BRACKETS = 4,
    ARROW = 2,
    CURSOR = 1, /* behind what is typed */
    DATE = 10,
    NUMBER = 8,
    TEXT_LEAST = 12,
    TEXT_MOST = 50, /* letters: a longer one never shares its row */
    CHOICE_LEAST = 8,
};

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int value_columns(const struct page *page, size_t index)
{
    char *text = form_typed(page->s->form, index);
    int columns = utf8_columns(text);
    memory_free_text(&text);
    return columns;
}

static int text_needs(const struct page *page, const struct field *field, size_t index)
{
    size_t letters = field->most_bytes / 4;
    if (letters > TEXT_MOST)
        return 0;
    int least = letters < TEXT_LEAST ? (int)letters : TEXT_LEAST;
    int shown = larger(value_columns(page, index), utf8_columns(field->example));
    return larger(least, shown) + CURSOR + BRACKETS;
}

/* 0: it has to have its own row. */
static int input_needs(const struct page *page, size_t index)
{
    const struct field *field = form_field(page->s->form, index);
    int shown = value_columns(page, index);
    switch (field->kind) {
    case FIELD_DATE:
        return larger(DATE, shown) + CURSOR + BRACKETS;
    case FIELD_INTEGER:
    case FIELD_NUMBER:
        return larger(NUMBER, shown) + BRACKETS;
    case FIELD_YES_NO:
        return page_options_width(field);
    case FIELD_CHOICE:
        return field->radio ? page_options_width(field)
                            : larger(CHOICE_LEAST, shown) + ARROW + BRACKETS;
    case FIELD_TEXT:
        return text_needs(page, field, index);
    default:
        return 0;
    }
}

struct pair {
    struct slot left, right;
};

static bool measure(const struct page *page, size_t left, size_t right, struct pair *pair)
{
    char *label = page_label(form_field(page->s->form, right));
    int needs[] = {input_needs(page, left), input_needs(page, right)};
    int all = page_input_columns(page), words = utf8_columns(label) + 1;
    memory_free_text(&label);
    int most = all - GAP - words - needs[1]; /* for the left one */
    if (needs[0] == 0 || needs[1] == 0 || needs[0] > most)
        return false;
    int columns = larger(needs[0], LEFT < most ? LEFT : most);
    int second = columns + GAP + words;
    int aligned = LEFT + GAP + RIGHT_LABEL + 1;
    if (second < aligned && all - aligned >= needs[1])
        second = aligned;
    pair->left = (struct slot){.input = INPUT_COLUMN, .columns = columns};
    pair->right = (struct slot){.label = INPUT_COLUMN + columns + GAP,
                                .input = INPUT_COLUMN + second,
                                .columns = all - second};
    return true;
}

void page_lay_pair(struct page *page, size_t left, size_t right)
{
    struct pair pair = {.left = {.label = 0}};
    measure(page, left, right, &pair);
    char *label = page_label(form_field(page->s->form, right));
    page_put_label(page, left);
    page_put_mark(page, pair.right.label, right);
    page_put(page, page->row, pair.right.label, pair.right.input - pair.right.label,
             right == page->s->focus ? STYLE_STRONG : STYLE_PLAIN, label);
    page_put_input(page, &pair.left, left);
    page_put_input(page, &pair.right, right);
    page->row++;
    memory_free_text(&label);
}

bool page_pair_fits(const struct page *page, size_t left, size_t right)
{
    const struct field *a = form_field(page->s->form, left);
    const struct field *b = form_field(page->s->form, right);
    struct pair pair;
    return a->visible && b->beside && *b->label && page_label_fits(a) &&
           measure(page, left, right, &pair);
}
