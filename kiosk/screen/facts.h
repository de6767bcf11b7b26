/* SPDX-License-Identifier: MIT */
/* What is published of a procedure, word for word, in the present language. */
#ifndef SCREEN_FACTS_H
#define SCREEN_FACTS_H

#include "forms/form/procedure.h"
#include "kiosk/screen/items.h"
#include "kiosk/screen/lines.h"
#include "kiosk/service/catalogue.h"
#include "kiosk/service/outbox.h"

/* "Đăng ký khai sinh · 1.001193"; where the catalogue has it not, `gone`, what it was
 * called, or words to that effect (NULL). Allocated. */
char *facts_name(struct catalogue *catalogue, const char *code, const char *gone);
/* A dossier in a list: which procedure, since when, and where it stands. */
struct item_words facts_dossier(struct catalogue *catalogue,
                                const struct dossier *dossier);
/* A member of the facts; borrowed, "" where nothing is known. */
const char *facts_words(const json_t *facts, const char *key);
const char *facts_fee(const json_t *facts);
/* Allocated; "" where nothing is known. */
char *facts_time(const json_t *facts);
char *facts_channels(const json_t *facts);

/* Each adds lines, below the heading unless that is NULL, and returns how many papers and
 * laws there are. */
size_t facts_add_papers(struct lines *lines, const char *heading,
                        const struct procedure *procedure);
size_t facts_add_legal_basis(struct lines *lines, const char *heading,
                             const json_t *facts);

#endif
