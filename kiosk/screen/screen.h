/* SPDX-License-Identifier: MIT */
/*
 * A screen is a const struct of functions and a table of actions. The footer is made from
 * that table, so that the keys shown are the keys that work. Screens stand on a stack
 * (stack.h); a dialog is pushed, never waited for.
 */
#ifndef SCREEN_SCREEN_H
#define SCREEN_SCREEN_H

#include "kiosk/input/keys.h"
#include "kiosk/screen/counter.h"
#include "kiosk/ui/term.h"

struct screen;

struct action {
    enum key_name key;
    uint32_t character; /* of KEY_CONTROL and KEY_TEXT */
    const char *shown;  /* "F2", "Enter", "↑↓" */
    const char *label;  /* N_(); NULL: works, but is not shown; the table ends with {0} */
    bool (*available)(const struct screen *screen); /* NULL: always */
    void (*run)(struct screen *screen); /* NULL: shown only, screen_kind.key serves it */
};

/* Where a screen may paint. */
struct area {
    int row, rows, columns;
};

enum news_kind {
    NEWS_LANGUAGE, /* the language was changed */
    NEWS_PORTAL,
    NEWS_DOSSIER, /* `reference`'s row has changed */
    NEWS_TRACKED, /* `id`, `dossier`, `reason` of courier_line.h */
    NEWS_PRINT,   /* `id`, `print`, `words` of printer_line.h */
    NEWS_UPLOAD,  /* `reference`'s attachments: `sent` of `size` bytes */
    NEWS_CATALOGUE,
    NEWS_FORM /* something was decided about a form in a dialog */
};

struct news {
    enum news_kind kind;
    const char *reference;
    unsigned id;
    const json_t *dossier;
    enum dossier_reason reason;
    enum print_state print;
    const char *words;
    int64_t sent, size;
};

struct screen_kind {
    const char *name;
    size_t size;  /* of the struct that begins with struct screen; it starts zeroed */
    bool dialog;  /* stands in front of the screen below, which stays visible */
    bool session; /* shows or holds what a citizen said: ends by itself after idle time */
    bool whole;   /* paints the title's row too */
    const struct action *actions;
    /* Allocated, or NULL. Slots that are NULL do nothing. */
    char *(*title)(const struct screen *screen);
    char *(*beside_title)(const struct screen *screen);
    void (*paint)(struct screen *screen, struct area area);
    /* Keys that no action took; KEY_PASTED characters come here as well. */
    void (*key)(struct screen *screen, const struct key *key);
    /* What a scanner read, as hostile as it can be. */
    void (*scanned)(struct screen *screen, const char *text);
    /* Undoes the last key, a digit. NULL: as Backspace does. */
    void (*take_back)(struct screen *screen);
    /* The screens below were told before; nobody leaves from here. */
    void (*told)(struct screen *screen, const struct news *news);
    void (*shown)(struct screen *screen); /* it is the top one again */
    /* Of the first screen: another citizen begins, for nobody was there any more. */
    void (*anew)(struct screen *screen);
    /* As the next citizen finds it: nothing typed, nothing chosen. NULL: never. */
    bool (*at_rest)(const struct screen *screen);
    /* Stores what was said, so that it may be closed; false: that is not possible now. */
    bool (*keep)(struct screen *screen);
    void (*close)(struct screen *screen); /* frees what it holds, wipes what was said */
};

struct screen {
    const struct screen_kind *kind;
    struct counter *counter;
    struct screen *below;
};

#endif
