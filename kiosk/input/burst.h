/* SPDX-License-Identifier: MIT */
/*
 * A scanner that types. Its keys come faster than anybody's: digits, then a bar '|', then
 * the rest of a card's code, and Enter. They are to come as one text, not as keys that
 * turn answers over and press buttons.
 *
 * No key of a person is kept back for long enough to notice, and none is lost. The first
 * digit passes at once, for nobody can tell yet. Only keys that follow a digit within a
 * few milliseconds, and are digits too, are held; when the bar does not come, or a pause
 * does, they pass on in their order. Once the bar has come at such a speed it is a
 * scanner for certain, and the key that had passed is taken back.
 *
 * Pure: times are handed in, in milliseconds of any clock that never goes back.
 */
#ifndef INPUT_BURST_H
#define INPUT_BURST_H

#include "kiosk/base/buffer.h"
#include "kiosk/input/keys.h"

struct burst_calls {
    void (*key)(void *arg, const struct key *key); /* a person's */
    /* The last key that came by `key` was the first of a code: undo it. */
    void (*take_back)(void *arg);
    /* A whole code, UTF-8, at most BURST_BYTES_MOST; wiped after the call. */
    void (*code)(void *arg, const char *text);
};

enum { BURST_HEAD_MOST = 16 /* digits before the first bar */, BURST_BYTES_MOST = 4096 };

enum burst_state {
    BURST_NONE,  /* the last key was no digit, or long ago */
    BURST_HEAD,  /* digits of which the first has passed, the others are held */
    BURST_CODE,  /* the bar has come */
    BURST_AFTER, /* the code is over: an Enter that follows at once is its second end */
};

struct burst {
    const struct burst_calls *calls;
    void *arg;
    enum burst_state state;
    int64_t last; /* when the last key came */
    char head[BURST_HEAD_MOST];
    size_t head_size;
    struct buffer code;
};

void burst_init(struct burst *burst, const struct burst_calls *calls, void *arg);
void burst_free(struct burst *burst); /* wipes */

/* A key from the keyboard; it may pass at once, with those held before it, or later. */
void burst_take(struct burst *burst, const struct key *key, int64_t now);
/* After how many milliseconds without a key burst_pause is to be called; 0: nothing
 * waits. */
int burst_patience(const struct burst *burst);
void burst_pause(struct burst *burst);

#endif
