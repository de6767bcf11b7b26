/* SPDX-License-Identifier: MIT */
/*
 * The store's catalogue: the procedures that are not modelled here. It has two parts,
 * which are replaced apart from each other: what the portal publishes, and what was
 * imported by hand. Where both have a procedure, the portal's is read first.
 *
 * A new part is staged in small pieces on a shelf of its own beside the one that is read,
 * so that nobody who saves a draft waits for thousands of entries; then it takes the
 * other's place at one stroke. The other is swept away when the next one is staged: until
 * then who has read it may open what is in it. A process that ends on the way leaves what
 * was there, and a shelf to be swept.
 */
#ifndef STORE_CATALOGUE_H
#define STORE_CATALOGUE_H

#include "kiosk/store/store.h"

enum catalogue_part { CATALOGUE_PORTAL, CATALOGUE_IMPORTED, CATALOGUE_PARTS };

#define STORE_TAG_ROOM  512
#define STORE_FROM_ROOM 256

struct catalogue_source {
    int64_t since; /* when this part was replaced; 0: it never was, or nobody knows */
    char from[STORE_FROM_ROOM]; /* the portal's address, names of files; "" unknown */
};

struct catalogue_mark {
    int64_t edition;          /* counts the replacements of either part; 0: none yet */
    int64_t asked_at;         /* when the portal last said what it has */
    char tag[STORE_TAG_ROOM]; /* by which its part is known; "" */
    struct catalogue_source sources[CATALOGUE_PARTS];
};
bool store_read_catalogue_mark(struct store *store, struct catalogue_mark *mark,
                               struct error *err);
/* The portal was asked, and nothing has changed. */
bool store_mark_catalogue_asked(struct store *store, int64_t asked_at, struct error *err);

/* --- reading ---------------------------------------------------------------------- */

/* `place` finds the entry again. `json` is one procedure, facts of docs/form-format.md.
 */
typedef void store_catalogue_entry(void *arg, enum catalogue_part part, int64_t place,
                                   const char *json);
/* How far one has read; {0} is the beginning. */
struct catalogue_cursor {
    enum catalogue_part part;
    int64_t place;
};
/* The next entries, at most `room`; *more: there may be others behind them. */
bool store_read_catalogue(struct store *store, struct catalogue_cursor *cursor,
                          size_t room, store_catalogue_entry *entry, void *arg,
                          bool *more, struct error *err);
/* `json` is initialised here, freed by the caller in either case. False without an error:
 * nothing stands at that place. */
bool store_find_catalogue_entry(struct store *store, int64_t place, struct buffer *json,
                                struct error *err);

/* --- replacing a part --------------------------------------------------------------- */

struct stage;

/* Takes the right to replace, which one process at a time has and the kernel gives back.
 * NULL and an error if another one has it. */
struct stage *stage_open(struct store *store, enum catalogue_part part,
                         struct error *err);
void stage_close(struct stage **stage); /* what was not published is left to be swept */

/* Takes a piece of what nobody reads any more away; *more: call it again. To be called
 * to its end before the first entry. */
bool stage_sweep(struct stage *stage, bool *more, struct error *err);

/* Entry `number`, counted from 0; one that is there is replaced. A hundred entries are
 * written in one transaction, which is as long as the writing takes; stage_pause() writes
 * what waits for that. */
bool stage_put(struct stage *stage, size_t number, const char *json, struct error *err);
bool stage_pause(struct stage *stage, struct error *err);

/* All that was put becomes the part, with the part's own source of `mark`, and the tag
 * and asked_at if it is the portal's; it counts the edition. All of it or nothing. */
bool stage_publish(struct stage *stage, const struct catalogue_mark *mark,
                   struct error *err);

#endif
