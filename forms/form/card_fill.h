/* SPDX-License-Identifier: MIT */
/*
 * An identity card fills the answers about a person. Which answers are whose, the UI
 * schema says in `options.card` of a Category, a Group or the page of a row; what would
 * change is told first, and written only when somebody has agreed to it.
 */
#ifndef FORMS_CARD_FILL_H
#define FORMS_CARD_FILL_H

#include "forms/form/form.h"
#include "forms/vietnam/card.h"

/* Somebody whom a card can be filled in for. Valid until the next change of the form. */
struct card_person {
    char *title;           /* in the form's language: "Người mẹ" */
    char *pointer;         /* of what holds the answers: "/mother", "/members/0" */
    size_t sheet, element; /* for card_fill.c: where the mapping stands */
};

struct card_persons {
    struct card_person *list;
    size_t count;
};

/* What a card has to say about one field. */
struct card_change {
    char *pointer, *label;
    char *before, *after; /* as they may be shown; before is "" where nothing stands */
    json_t *value;        /* what would be written */
    bool same;            /* as it is already: a name also with other capitals, and with
                             the tone mark elsewhere (HÒA, Hoà) */
};

struct card_changes {
    struct card_change *list;
    size_t count;
};

/* Is it a member of options.card? */
bool card_fill_knows(const char *name);

/* card_read() on the form's day. */
bool card_fill_read(const struct form *form, const char *text, struct card *card,
                    struct error *err);

/* Those who can be filled in now with one of the fields [first, first + count); the one
 * to whom the field `focus` (or SIZE_MAX) belongs comes first. */
void card_fill_persons(const struct form *form, size_t first, size_t count, size_t focus,
                       struct card_persons *out);
void card_persons_free(struct card_persons *persons);

/* For each field of the person that is there now and can be edited. */
void card_fill_propose(const struct form *form, const struct card_person *person,
                       const struct card *card, struct card_changes *out);
void card_changes_free(struct card_changes *changes); /* wiped */

/* Writes those that differ. */
void card_fill_accept(struct form *form, const struct card_changes *changes);

/* A member of staff has compared the person with the card, at a time by RFC 3339. It
 * holds for the number (without one: the name) that stands in the form then, and lapses
 * when that changes. After card_fill_accept(). */
void card_fill_confirm(struct form *form, const struct card_person *person,
                       const char *at);
/* Those that hold: [{"pointer", "by", "at"}]. New reference. */
json_t *card_fill_confirmed(const struct form *form);

#endif
