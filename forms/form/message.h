/* SPDX-License-Identifier: MIT */
/* Sentences that say what to do about a violation, for each keyword of JSON Schema. */
#ifndef FORMS_MESSAGE_H
#define FORMS_MESSAGE_H

#include "forms/form/form.h"
#include "forms/schema/schema.h"

/* What the sentence is about. */
struct message_subject {
    const char *name; /* of the field, as it is labelled */
    const struct field *field;
};

/* How telling a violation is beside others of the same field: the lowest is told. */
int message_rank(const char *keyword);

/* All allocated, in the language of the program. */
char *message_for(const struct message_subject *subject, const char *keyword,
                  const json_t *params);
char *message_unreadable(const struct message_subject *subject, bool too_long);
/* Where no field on the screen can mend it. */
char *message_out_of_reach(const char *name, const char *keyword);

#endif
