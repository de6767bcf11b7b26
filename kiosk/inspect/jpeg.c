/* SPDX-License-Identifier: MIT */
/* JPEG (ITU-T T.81): the segments up to the end of the first picture. */
#include "kiosk/inspect/inspect.h"

enum {
    TEM = 0x01,
    SOF0 = 0xc0,
    DHT = 0xc4,
    JPG = 0xc8,
    DAC = 0xcc,
    SOF15 = 0xcf,
    RST0 = 0xd0,
    RST7 = 0xd7,
    SOI = 0xd8,
    EOI = 0xd9,
    SOS = 0xda,
    LEAST_SOF = 8 /* length, precision, height, width, number of components */
};

struct reading {
    const unsigned char *data;
    size_t size, at;
    bool has_size, has_scan;
};

static struct inspection end(enum inspect_fault fault)
{
    return (struct inspection){INSPECT_JPEG, fault, fault == INSPECT_FINE ? 1 : 0};
}

static bool is_frame(int marker)
{
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG &&
           marker != DAC;
}

/* To the next marker, past what is coded between; -1: there is none. */
static int next_marker(struct reading *r)
{
    for (; r->at + 1 < r->size; r->at++) {
        int code = r->data[r->at + 1];
        bool stuffed = code == 0 || code == 0xff || (code >= RST0 && code <= RST7);
        if (r->data[r->at] == 0xff && !stuffed) {
            r->at += 2;
            return code;
        }
    }
    return -1;
}

static int number_at(const struct reading *r, size_t at)
{
    return r->data[at] << 8 | r->data[at + 1];
}

/* The segment that follows its marker. */
static enum inspect_fault pass_segment(struct reading *r, int marker)
{
    if (r->size - r->at < 2)
        return INSPECT_TRUNCATED;
    size_t length = (size_t)number_at(r, r->at);
    if (length < 2)
        return INSPECT_DAMAGED;
    if (length > r->size - r->at)
        return INSPECT_TRUNCATED;
    if (is_frame(marker)) {
        /* A height of 0 is told after the first scan; nobody writes that any more. */
        if (length < LEAST_SOF || number_at(r, r->at + 3) == 0 ||
            number_at(r, r->at + 5) == 0)
            return INSPECT_DAMAGED;
        r->has_size = true;
    }
    if (marker == SOS) {
        if (!r->has_size)
            return INSPECT_DAMAGED;
        r->has_scan = true;
    }
    r->at += length;
    return INSPECT_FINE;
}

struct inspection inspect_jpeg(const unsigned char *data, size_t size)
{
    struct reading r = {.data = data, .size = size, .at = 2};
    for (;;) {
        /* Between segments nothing may stand but fill bytes. */
        if (!r.has_scan && r.at < size && data[r.at] != 0xff)
            return end(INSPECT_DAMAGED);
        int marker = next_marker(&r);
        if (marker < 0)
            return end(INSPECT_TRUNCATED);
        if (marker == EOI) /* cameras put more after it: previews, depth, films */
            return end(r.has_scan ? INSPECT_FINE : INSPECT_DAMAGED);
        if (marker == SOI)
            return end(INSPECT_DAMAGED);
        if (marker == TEM)
            continue;
        enum inspect_fault fault = pass_segment(&r, marker);
        if (fault != INSPECT_FINE)
            return end(fault);
    }
}
