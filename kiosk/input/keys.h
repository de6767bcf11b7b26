/* SPDX-License-Identifier: MIT */
/*
 * Bytes from a keyboard become keys: UTF-8 characters, the named keys of xterm, the Linux
 * console, tmux, foot and their kin, and pastes (bracketed paste, so that what was pasted
 * never acts as a key). A pure state machine; what it cannot read it swallows, and it
 * holds at most a sequence's bytes.
 */
#ifndef INPUT_KEYS_H
#define INPUT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_name {
    KEY_NONE,
    KEY_TEXT,    /* a character to be typed; `character` says which */
    KEY_PASTED,  /* a character out of a paste; '\n' for its line ends */
    KEY_CONTROL, /* Ctrl with a letter, in lower case, or with the blank: `character` */
    KEY_ENTER,
    KEY_ESCAPE,
    KEY_TAB,
    KEY_BACK_TAB,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_INSERT,
    KEY_UP,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_F1, /* KEY_F1 + n is F(n+1) */
    KEY_F12 = KEY_F1 + 11,
    KEY_PASTE_END, /* a paste is over: time to look at what it left */
    KEY_REPORT,    /* no key: the terminal says that the cursor is in the second row and
                      in the column `character` */
};

struct key {
    enum key_name name;
    uint32_t character; /* Unicode; UTF8_REPLACEMENT for bytes that are no UTF-8 */
};

#define KEYS_SEQUENCE_ROOM 32

struct keys {
    unsigned char held[KEYS_SEQUENCE_ROOM]; /* the start of a sequence or a character */
    size_t held_size;
    bool pasting;
    bool after_return; /* of a CR LF in a paste */
    bool skipping;     /* the rest of a sequence longer than any key's */
    void (*call)(void *arg, const struct key *key);
    void *arg;
};

void keys_init(struct keys *keys, void (*call)(void *arg, const struct key *key),
               void *arg);
void keys_feed(struct keys *keys, const void *bytes, size_t size);
/* After how many milliseconds of silence keys_flush is to be called: for a lone ESC,
 * which waits for what may follow, and for a paste without an end; 0: nothing waits. */
int keys_patience(const struct keys *keys);
/* ESC alone becomes a key, a sequence that was cut short none, and a paste is over. */
void keys_flush(struct keys *keys);

#endif
