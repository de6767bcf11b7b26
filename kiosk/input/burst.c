/* SPDX-License-Identifier: MIT */
#include "kiosk/input/burst.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <string.h>

/* Milliseconds. Scanners take 1 to 20 for a key. A held key comes every 30 or more, and
 * of two keys that a fast typist hits together the second may be held so long. Within a
 * code a busy machine may pause for longer. */
enum { KEY_GAP = 25, CODE_GAP = 250, AFTER_CODE = 100 };

void burst_init(struct burst *burst, const struct burst_calls *calls, void *arg)
{
    *burst = (struct burst){.calls = calls, .arg = arg};
    buffer_init(&burst->code, BURST_BYTES_MOST);
}

void burst_free(struct burst *burst)
{
    buffer_free(&burst->code);
    memory_wipe(burst, sizeof *burst);
}

static void rest(struct burst *burst, enum burst_state state)
{
    memory_wipe(burst->head, sizeof burst->head);
    burst->head_size = 0;
    buffer_clear(&burst->code);
    burst->state = state;
}

/* They were a person's after all. */
static void release_head(struct burst *burst)
{
    char held[BURST_HEAD_MOST];
    size_t count = burst->head_size;
    memcpy(held, burst->head, count);
    rest(burst, BURST_NONE);
    for (size_t i = 1; i < count; i++) {
        const struct key key = {.name = KEY_TEXT, .character = (unsigned char)held[i]};
        burst->calls->key(burst->arg, &key);
    }
    memory_wipe(held, sizeof held);
}

static void end_code(struct burst *burst)
{
    struct buffer code = burst->code;
    buffer_init(&burst->code, BURST_BYTES_MOST);
    rest(burst, BURST_AFTER);
    burst->calls->code(burst->arg, code.data);
    buffer_free(&code);
}

static bool is_digit(const struct key *key)
{
    return key->name == KEY_TEXT && key->character >= '0' && key->character <= '9';
}

static bool is_end(const struct key *key)
{
    return key->name == KEY_ENTER || key->name == KEY_TAB;
}

/* A key in a code never acts: what is no character stands for a letter that the scanner
 * could not type. Too long a code is no card; its start is told, so that it is said. */
static void add_to_code(struct burst *burst, const struct key *key)
{
    char bytes[4];
    uint32_t c = key->name == KEY_TEXT ? key->character : UTF8_REPLACEMENT;
    if (!burst->code.overflowed)
        buffer_add(&burst->code, bytes, utf8_write(bytes, c));
}

static void begin_code(struct burst *burst)
{
    buffer_add(&burst->code, burst->head, burst->head_size);
    buffer_add_text(&burst->code, "|");
    memory_wipe(burst->head, sizeof burst->head);
    burst->head_size = 0;
    burst->state = BURST_CODE;
    burst->calls->take_back(burst->arg);
}

/* Nothing is being gathered. */
static void take_first(struct burst *burst, const struct key *key)
{
    rest(burst, is_digit(key) ? BURST_HEAD : BURST_NONE);
    if (is_digit(key))
        burst->head[burst->head_size++] = (char)key->character;
    burst->calls->key(burst->arg, key);
}

static void take_in_head(struct burst *burst, const struct key *key)
{
    bool bar = key->name == KEY_TEXT && key->character == '|' && burst->head_size > 1;
    if (bar) {
        begin_code(burst);
    } else if (is_digit(key) && burst->head_size < BURST_HEAD_MOST) {
        burst->head[burst->head_size++] = (char)key->character;
    } else {
        release_head(burst);
        take_first(burst, key);
    }
}

void burst_take(struct burst *burst, const struct key *key, int64_t now)
{
    int64_t gap = now - burst->last;
    burst->last = now;
    if ((burst->state == BURST_HEAD && gap > KEY_GAP) ||
        (burst->state == BURST_CODE && gap > CODE_GAP) ||
        (burst->state == BURST_AFTER && gap > AFTER_CODE))
        burst_pause(burst);
    if (burst->state == BURST_HEAD)
        take_in_head(burst, key);
    else if (burst->state == BURST_CODE && is_end(key))
        end_code(burst);
    else if (burst->state == BURST_CODE)
        add_to_code(burst, key);
    else if (burst->state != BURST_AFTER || key->name != KEY_ENTER)
        take_first(burst, key);
}

int burst_patience(const struct burst *burst)
{
    if (burst->state == BURST_HEAD && burst->head_size > 1)
        return KEY_GAP;
    return burst->state == BURST_CODE ? CODE_GAP : 0;
}

void burst_pause(struct burst *burst)
{
    if (burst->state == BURST_HEAD)
        release_head(burst);
    else if (burst->state == BURST_CODE)
        end_code(burst);
    else
        rest(burst, BURST_NONE);
}
