/* SPDX-License-Identifier: MIT */
#include "kiosk/input/keys.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Milliseconds: what follows ESC comes at once or never; a paste over a slow line pauses,
 * but one that does not end must not hold the keyboard for ever. */
enum { ESCAPE_SILENCE = 25, PASTE_SILENCE = 2000 };

/* What terminals send after ESC. Where they differ, all their ways stand here: xterm, the
 * Linux console ("[[A", ESC Tab), rxvt ("[7~", "[a"), and the SS3 ("O…") forms of
 * application mode. Modifiers (";5" and so on) are cut out before looking. */
struct sequence {
    const char *bytes;
    enum key_name name;
};

static const struct sequence SEQUENCES[] = {
    {"[A", KEY_UP},         {"[B", KEY_DOWN},      {"[C", KEY_RIGHT},
    {"[D", KEY_LEFT},       {"[H", KEY_HOME},      {"[F", KEY_END},
    {"[Z", KEY_BACK_TAB},   {"[1~", KEY_HOME},     {"[2~", KEY_INSERT},
    {"[3~", KEY_DELETE},    {"[4~", KEY_END},      {"[5~", KEY_PAGE_UP},
    {"[6~", KEY_PAGE_DOWN}, {"[7~", KEY_HOME},     {"[8~", KEY_END},
    {"OA", KEY_UP},         {"OB", KEY_DOWN},      {"OC", KEY_RIGHT},
    {"OD", KEY_LEFT},       {"OH", KEY_HOME},      {"OF", KEY_END},
    {"OM", KEY_ENTER},      {"OP", KEY_F1},        {"OQ", KEY_F1 + 1},
    {"OR", KEY_F1 + 2},     {"OS", KEY_F1 + 3},    {"[P", KEY_F1},
    {"[Q", KEY_F1 + 1},     {"[R", KEY_F1 + 2},    {"[S", KEY_F1 + 3},
    {"[11~", KEY_F1},       {"[12~", KEY_F1 + 1},  {"[13~", KEY_F1 + 2},
    {"[14~", KEY_F1 + 3},   {"[15~", KEY_F1 + 4},  {"[17~", KEY_F1 + 5},
    {"[18~", KEY_F1 + 6},   {"[19~", KEY_F1 + 7},  {"[20~", KEY_F1 + 8},
    {"[21~", KEY_F1 + 9},   {"[23~", KEY_F1 + 10}, {"[24~", KEY_F12},
    {"[[A", KEY_F1},        {"[[B", KEY_F1 + 1},   {"[[C", KEY_F1 + 2},
    {"[[D", KEY_F1 + 3},    {"[[E", KEY_F1 + 4},   {"\t", KEY_BACK_TAB},
    {"[a", KEY_UP},         {"[b", KEY_DOWN},      {"[c", KEY_RIGHT},
    {"[d", KEY_LEFT},       {"Oa", KEY_UP},        {"Ob", KEY_DOWN},
    {"Oc", KEY_RIGHT},      {"Od", KEY_LEFT},
};

static const char PASTE_BEGINS[] = "[200~", PASTE_ENDS[] = "[201~";

void keys_init(struct keys *keys, void (*call)(void *arg, const struct key *key),
               void *arg)
{
    *keys = (struct keys){.call = call, .arg = arg};
}

static void emit(struct keys *keys, enum key_name name, uint32_t character)
{
    struct key key = {.name = name, .character = character};
    keys->call(keys->arg, &key);
}

static void drop_held(struct keys *keys)
{
    memory_wipe(keys->held, keys->held_size);
    keys->held_size = 0;
}

static void emit_pasted(struct keys *keys, uint32_t c)
{
    bool second_half = c == '\n' && keys->after_return;
    keys->after_return = c == '\r';
    if (!second_half)
        emit(keys, KEY_PASTED, c == '\r' ? '\n' : c);
}

static void emit_character(struct keys *keys, uint32_t c)
{
    if (keys->pasting)
        emit_pasted(keys, c);
    else if (c == '\r' || c == '\n')
        emit(keys, KEY_ENTER, 0);
    else if (c == '\t')
        emit(keys, KEY_TAB, 0);
    else if (c == 0x7F || c == 0x08)
        emit(keys, KEY_BACKSPACE, 0);
    else if (c < 0x20)
        emit(keys, KEY_CONTROL, c ? c | 0x60 : ' ');
    else
        emit(keys, KEY_TEXT, c);
}

enum progress { MORE, WHOLE, BROKEN };

static bool is_parameter(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || byte == ';';
}

/* rxvt's Shift-Delete is "[3$", though '$' does not end a sequence elsewhere. */
static bool is_rxvt_shift(const unsigned char *held, size_t size)
{
    if (size < 4 || held[size - 1] != '$')
        return false;
    for (size_t i = 2; i < size - 1; i++) {
        if (held[i] < '0' || held[i] > '9')
            return false;
    }
    return true;
}

/* Is held[0..size) a whole escape sequence (held[0] is ESC)? */
static enum progress escape_progress(const unsigned char *held, size_t size)
{
    if (size < 2)
        return MORE;
    unsigned char last = held[size - 1];
    bool ends = last >= 0x40 && last <= 0x7E;
    if (held[1] == '\t')
        return WHOLE;
    if (held[1] != '[' && held[1] != 'O')
        return BROKEN; /* Alt with a key: not used here */
    if (size == 2 || (size == 3 && held[1] == '[' && last == '['))
        return MORE;
    if (held[1] == 'O')
        return ends ? WHOLE : is_parameter(last) ? MORE : BROKEN;
    if (ends || (size == 4 && held[2] == '[') || is_rxvt_shift(held, size))
        return WHOLE;
    return last >= 0x20 && last <= 0x3F ? MORE : BROKEN;
}

/* "[1;5C" is "[C" with Ctrl, "[3;2~", "[3^" and "[3$" are "[3~", "O5P" is "OP": the key
 * counts, not how. */
static void without_modifier(char *text)
{
    size_t size = strlen(text), parameters = strspn(text + 1, "0123456789;");
    if (size < 3 || parameters + 2 != size)
        return;
    char last = text[size - 1];
    size_t kept = 1;
    if (strchr("~^$@", last)) {
        kept += strspn(text + 1, "0123456789");
        last = '~';
    } else if (text[0] == '[' && strncmp(text, "[1;", 3) != 0) {
        return;
    }
    text[kept] = last;
    text[kept + 1] = '\0';
}

/* "[2;14R": only the second row is ever asked about, and no key looks like that. */
static bool is_report(const char *text)
{
    size_t digits = strncmp(text, "[2;", 3) == 0 ? strspn(text + 3, "0123456789") : 0;
    return digits > 0 && digits <= 4 && strcmp(text + 3 + digits, "R") == 0;
}

static void take_sequence(struct keys *keys)
{
    char text[KEYS_SEQUENCE_ROOM];
    memcpy(text, keys->held + 1, keys->held_size - 1);
    text[keys->held_size - 1] = '\0';
    drop_held(keys);
    if (strcmp(text, PASTE_BEGINS) == 0) {
        keys->pasting = true;
        keys->after_return = false;
        return;
    }
    if (strcmp(text, PASTE_ENDS) == 0) {
        if (keys->pasting)
            emit(keys, KEY_PASTE_END, 0);
        keys->pasting = false;
        return;
    }
    if (keys->pasting)
        return; /* keys inside a paste are hostile or an accident */
    if (is_report(text)) {
        emit(keys, KEY_REPORT, (uint32_t)strtoul(text + 3, NULL, 10));
        return;
    }
    without_modifier(text);
    for (size_t i = 0; i < sizeof(SEQUENCES) / sizeof(SEQUENCES[0]); i++) {
        if (strcmp(SEQUENCES[i].bytes, text) == 0) {
            emit(keys, SEQUENCES[i].name, 0);
            return;
        }
    }
}

static void feed_byte(struct keys *keys, unsigned char byte);

/* ESC and what follows it make no sequence: each is a key of its own. One that was begun
 * and not ended is none. */
static void break_sequence(struct keys *keys)
{
    unsigned char after = keys->held_size == 2 ? keys->held[1] : 0;
    bool begun = keys->held_size > 2 || after == '[' || after == 'O';
    drop_held(keys);
    if (begun)
        return;
    if (!keys->pasting)
        emit(keys, KEY_ESCAPE, 0);
    if (after)
        feed_byte(keys, after);
}

static void feed_escape(struct keys *keys)
{
    unsigned char last = keys->held[keys->held_size - 1];
    enum progress progress = escape_progress(keys->held, keys->held_size);
    if (progress == WHOLE) {
        take_sequence(keys);
    } else if (progress == BROKEN && keys->held_size == 2) {
        break_sequence(keys);
    } else if (progress == BROKEN) {
        drop_held(keys);
        feed_byte(keys, last);
    } else if (keys->held_size == KEYS_SEQUENCE_ROOM) {
        drop_held(keys);
        keys->skipping = true;
    }
}

/* The rest of a sequence that was too long; false for a byte that is not of it. */
static bool skip_byte(struct keys *keys, unsigned char byte)
{
    keys->skipping = byte >= 0x20 && byte <= 0x3F;
    return byte >= 0x20 && byte <= 0x7E;
}

/* How many bytes the first one promises. */
static size_t promised(unsigned char first)
{
    return first >= 0xF0 && first <= 0xF4   ? 4
           : first >= 0xE0 && first <= 0xEF ? 3
           : first >= 0xC2 && first <= 0xDF ? 2
                                            : 1;
}

static void feed_byte(struct keys *keys, unsigned char byte)
{
    if (keys->skipping && skip_byte(keys, byte))
        return;
    /* A character that was cut short: it is replaced, and this byte starts anew. */
    if (keys->held_size && keys->held[0] != 0x1B && (byte & 0xC0) != 0x80) {
        drop_held(keys);
        emit_character(keys, UTF8_REPLACEMENT);
    }
    if (keys->held_size && keys->held[0] == 0x1B && byte == 0x1B)
        break_sequence(keys);
    keys->held[keys->held_size++] = byte;
    if (keys->held[0] == 0x1B) {
        feed_escape(keys);
    } else if (keys->held_size == promised(keys->held[0])) {
        uint32_t c;
        utf8_read((const char *)keys->held, keys->held_size, &c);
        drop_held(keys);
        emit_character(keys, c);
    }
}

void keys_feed(struct keys *keys, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    while (size--)
        feed_byte(keys, *at++);
}

int keys_patience(const struct keys *keys)
{
    if (keys->pasting)
        return PASTE_SILENCE;
    bool escape = keys->held_size && keys->held[0] == 0x1B;
    return escape || keys->skipping ? ESCAPE_SILENCE : 0;
}

void keys_flush(struct keys *keys)
{
    keys->skipping = false;
    if (keys->held_size && keys->held[0] == 0x1B)
        break_sequence(keys);
    if (keys->pasting)
        emit(keys, KEY_PASTE_END, 0);
    keys->pasting = false;
}
