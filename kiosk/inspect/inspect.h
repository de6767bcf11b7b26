/* SPDX-License-Identifier: MIT */
/*
 * What an electronic paper is, by its content and never by its name, and whether it is
 * whole: pure functions over hostile bytes. They run in motcua-inspect alone, a process
 * that lives for one file, sees no store and can open nothing.
 */
#ifndef INSPECT_INSPECT_H
#define INSPECT_INSPECT_H

#include <stdbool.h>
#include <stddef.h>

enum inspect_kind {
    INSPECT_UNKNOWN,
    INSPECT_PDF,
    INSPECT_JPEG,
    INSPECT_PNG,
    INSPECT_KIND_COUNT
};

enum inspect_fault {
    INSPECT_FINE,
    INSPECT_EMPTY,
    INSPECT_STRANGE,   /* of no kind that is known */
    INSPECT_TRUNCATED, /* its end is missing */
    INSPECT_ENCRYPTED,
    INSPECT_DAMAGED, /* cannot be read */
    INSPECT_FAULT_COUNT
};

struct inspection {
    enum inspect_kind kind;
    enum inspect_fault fault;
    int pages; /* 1 and more where there is no fault */
};

struct inspection inspect(const void *data, size_t size);

/* The parts of it, for bytes that begin as that kind does. */
struct inspection inspect_pdf(const unsigned char *data, size_t size);
struct inspection inspect_jpeg(const unsigned char *data, size_t size);
struct inspection inspect_png(const unsigned char *data, size_t size);

#endif
