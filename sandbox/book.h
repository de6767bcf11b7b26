/* SPDX-License-Identifier: MIT */
/*
 * The portal's book of dossiers, in SQLite: what was handed in, under which key, with
 * which reference; the code that was issued; the history of statuses.
 *
 * Entering a dossier is one transaction, on the disk before the call returns: after it,
 * neither a crash nor a second try with the same key can make another dossier of it.
 * All functions may be called from any thread.
 */
#ifndef SANDBOX_BOOK_H
#define SANDBOX_BOOK_H

#include "kiosk/base/error.h"
#include "sandbox/reference.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOOK_KEY_ROOM       33 /* 32 hexadecimal digits */
#define BOOK_CODE_ROOM      48 /* "H17.31.22-261121-0004" */
#define BOOK_PROCEDURE_ROOM 24 /* "1.001193.000.00.00.H17" */

struct dossier {
    char key[BOOK_KEY_ROOM];
    char reference[REFERENCE_ROOM];
    char code[BOOK_CODE_ROOM];
    char procedure[BOOK_PROCEDURE_ROOM];
    int64_t received_at;
    int64_t due_at; /* 0: none */
    int status;
    long times_received; /* how many POSTs arrived with its key */
};

struct event {
    int64_t at;
    int status;
    char *note_vi, *note_en; /* both or neither; as they were given, not cleaned */
};

struct book;

/* Opens or makes the book in `folder`. */
struct book *book_open(const char *folder, struct error *err);
void book_close(struct book **book);

/* A POST with this key has come in, whatever becomes of it. False: the disk refused. */
bool book_note_arrival(struct book *book, const char *key);

enum book_verdict {
    BOOK_ENTERED,
    BOOK_REPLAYED,       /* same key, same bytes: nothing new */
    BOOK_KEY_REUSED,     /* same key, other bytes */
    BOOK_REFERENCE_USED, /* another key has this reference */
    BOOK_TROUBLE,        /* the disk refused; nothing was entered */
};

struct submission {
    const char *key, *reference, *procedure;
    const char *body; /* the bytes as they came */
    size_t size;
    int64_t received_at, due_at;
};

/* Enters the submission with status 1 and the next code of the day. `out` receives the
 * new or the earlier dossier with BOOK_ENTERED and BOOK_REPLAYED. */
enum book_verdict book_enter(struct book *book, const struct submission *submission,
                             struct dossier *out);
/* What book_enter would say of a key that is known already; BOOK_ENTERED if it is not. */
enum book_verdict book_recall(struct book *book, const char *key, const char *body,
                              size_t size, struct dossier *out);

enum book_column { BOOK_BY_KEY, BOOK_BY_REFERENCE, BOOK_BY_CODE };
bool book_find(struct book *book, enum book_column column, const char *value,
               struct dossier *out);

/* All dossiers, oldest first. `call` must not call the book. */
void book_list(struct book *book, void (*call)(void *arg, const struct dossier *dossier),
               void *arg);

/* The dossier's history, oldest first; allocated, freed with book_free_events. */
struct event *book_history(struct book *book, const char *code, size_t *count);
void book_free_events(struct event *events, size_t count);

/* Puts the dossier into another status. False: no such dossier, or the disk refused. */
bool book_advance(struct book *book, const char *code, const struct event *event);

#endif
