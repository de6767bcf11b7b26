/* SPDX-License-Identifier: MIT */
/*
 * A long list in a JSON object, {"procedures": [{…}, {…}, …], …}, read as it comes: never
 * more of it is in memory than one member. Whether the whole is JSON is known at the end.
 */
#ifndef BASE_JSON_LIST_H
#define BASE_JSON_LIST_H

#include "kiosk/base/json.h"

/* `member` is borrowed. False, with an error, ends the reading. */
typedef bool json_list_member(void *arg, const json_t *member, struct error *err);

struct json_list;

/* `name` is the list's in the object; `source` what errors call the whole. Both stay the
 * caller's. `each` are the limits of one member. */
struct json_list *json_list_create(const char *name, const char *source,
                                   const struct json_limits *each,
                                   json_list_member *member, void *arg);
void json_list_free(struct json_list **list);

/* The next bytes, cut anywhere. False and an error: this is no such object, a member is
 * over its limits, or `member` said no. Nothing may be fed after that. */
bool json_list_feed(struct json_list *list, const char *data, size_t size,
                    struct error *err);
/* Was it an object, whole, with the list in it? */
bool json_list_end(struct json_list *list, struct error *err);

#endif
