/* SPDX-License-Identifier: MIT */
/* JSON pointers (RFC 6901). */
#ifndef FORMS_POINTER_H
#define FORMS_POINTER_H

/* The pointer of the member `name` under `pointer`. Allocated. */
char *pointer_join(const char *pointer, const char *name);

#endif
