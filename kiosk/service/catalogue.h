/* SPDX-License-Identifier: MIT */
/*
 * All procedures the kiosk knows, and finding one among thousands as it is typed.
 *
 * Two sources: the modelled procedures of the forms folder, which have forms of their
 * own, and the imported catalogue of the store. Of those, the ones that take dossiers
 * online or by post are filled in with the general form (forms/form/general.h); the
 * others can be looked up. Only what a list shows is kept at hand; a form is read when it
 * is opened. Names and what people call a procedure go into the index of a search
 * (kiosk/search/search.h).
 */
#ifndef SERVICE_CATALOGUE_H
#define SERVICE_CATALOGUE_H

#include "forms/form/procedure.h"
#include "kiosk/search/search.h"
#include "kiosk/store/catalogue.h"

struct catalogue;

struct catalogue *catalogue_create(void);
void catalogue_free(struct catalogue **catalogue);

/* Reads the facts of every procedure below `folder`. One that is bad is left out and told
 * in `err` (the first; all are logged); the others are there all the same. */
bool catalogue_load_forms(struct catalogue *catalogue, const char *folder,
                          struct error *err);
/* The province of the office, by its code of two digits: what it has published itself is
 * found before what others have. After the forms, before the store's catalogue. */
void catalogue_use_province(struct catalogue *catalogue, const char *code);
/* Adds the store's catalogue; entries of modelled procedures stay the modelled ones, and
 * of two with the same code the portal's counts. The store must outlive the catalogue. */
bool catalogue_load_store(struct catalogue *catalogue, struct store *store,
                          struct error *err);

/* The same in pieces, at most `room` entries at a time; *more: call it again. */
bool catalogue_load_part(struct catalogue *catalogue, struct store *store, size_t room,
                         bool *more, struct error *err);
/* The store's, when the loading began: 0 before it. */
int64_t catalogue_edition(const struct catalogue *catalogue);

/* Ends the loading: sorts the index and gives back what only served to load. The first
 * search does it, where it was not done before. */
void catalogue_make_ready(struct catalogue *catalogue);

/* A new one, to be loaded by catalogue_load_part(), which begins with the modelled
 * procedures of `other`, one at a time; `other` must stay until it is ready. What was
 * left out there is left out here, without another word. */
struct catalogue *catalogue_create_beside(const struct catalogue *other);

size_t catalogue_count(const struct catalogue *catalogue);

struct catalogue_entry; /* a procedure as a line of the list */
const char *catalogue_code(const struct catalogue_entry *entry);
/* Cleaned, in `language` ("vi", "en"); "" where nothing is known. */
const char *catalogue_name(const struct catalogue_entry *entry, const char *language);
const char *catalogue_field(const struct catalogue_entry *entry, const char *language);
const char *catalogue_agency(const struct catalogue_entry *entry, const char *language);
/* Processing time: the amount (0: unknown) and "working-day", "day" or "hour". */
long long catalogue_time(const struct catalogue_entry *entry, const char **unit);
/* Can it be filled in here, with a form of its own or the general one? */
bool catalogue_has_form(const struct catalogue_entry *entry);

struct catalogue_hit {
    const struct catalogue_entry *entry;
    int score;        /* compares within one answer only */
    unsigned reasons; /* bits of enum search_reason (kiosk/search/search.h) */
    int found;        /* percent of what was asked */
};

/* The best `room` procedures for what was typed, best first; an empty query gives the
 * modelled ones. *total (may be NULL) is how many match. What is added after
 * the first call cannot be found. */
size_t catalogue_search(struct catalogue *catalogue, const char *query,
                        struct catalogue_hit *out, size_t room, size_t *total);

/* Where an entry of the store's catalogue is from, and of what day it is. */
struct catalogue_origin {
    bool is_portals;  /* published by the portal, rather than imported by hand */
    int64_t since;    /* when it was imported, or the portal last had it; 0: unknown */
    const char *from; /* the portal's address, the names of the files; "" unknown;
                         borrowed */
};
/* Is it from the store's catalogue, rather than one of the forms folder? */
bool catalogue_is_imported(const struct catalogue *catalogue, const char *code,
                           struct catalogue_origin *origin);

/* The whole procedure, by code; without that very code, by what stands before the second
 * dot (1.001193.000.00.00.H17 is 1.001193). Its files are read and compiled
 * at the first call; borrowed. NULL and an error if it is unknown or its form is bad. */
const struct procedure *catalogue_find(struct catalogue *catalogue, const char *code,
                                       struct error *err);

#endif
