/* SPDX-License-Identifier: MIT */
/* Bytes as terminals send them, whole, torn and hostile. */
#include "kiosk/base/utf8.h"
#include "kiosk/input/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What came, in words: letters as typed, <names>, a pasted letter after a '+'. */
struct heard {
    char words[4096];
    size_t size;
};

static const char *const NAMES[] = {
    [KEY_ENTER] = "<enter>",      [KEY_ESCAPE] = "<esc>",    [KEY_TAB] = "<tab>",
    [KEY_BACK_TAB] = "<backtab>", [KEY_BACKSPACE] = "<bs>",  [KEY_DELETE] = "<del>",
    [KEY_INSERT] = "<ins>",       [KEY_UP] = "<up>",         [KEY_DOWN] = "<down>",
    [KEY_LEFT] = "<left>",        [KEY_RIGHT] = "<right>",   [KEY_HOME] = "<home>",
    [KEY_END] = "<end>",          [KEY_PAGE_UP] = "<pgup>",  [KEY_PAGE_DOWN] = "<pgdn>",
    [KEY_PASTE_END] = "<pasted>", [KEY_REPORT] = "<report>",
};

static void hear(void *arg, const struct key *key)
{
    struct heard *heard = arg;
    char letter[5] = "";
    letter[utf8_write(letter, key->character)] = '\0';
    if (key->character == '\n')
        snprintf(letter, sizeof(letter), "\\n");
    size_t room = sizeof(heard->words) - heard->size;
    int size;
    if (key->name >= KEY_F1 && key->name <= KEY_F12)
        size = snprintf(heard->words + heard->size, room, "<f%d>",
                        (int)(key->name - KEY_F1) + 1);
    else if (key->name == KEY_TEXT)
        size = snprintf(heard->words + heard->size, room, "%s", letter);
    else if (key->name == KEY_PASTED)
        size = snprintf(heard->words + heard->size, room, "+%s", letter);
    else if (key->name == KEY_CONTROL)
        size = snprintf(heard->words + heard->size, room, "<^%s>", letter);
    else
        size = snprintf(heard->words + heard->size, room, "%s", NAMES[key->name]);
    assert_true(size > 0 && (size_t)size < room);
    heard->size += (size_t)size;
}

/* Feeds `bytes` in pieces of `piece`, then silence. */
static void feed(struct heard *heard, const char *bytes, size_t size, size_t piece)
{
    struct keys keys;
    *heard = (struct heard){.size = 0};
    keys_init(&keys, hear, heard);
    for (size_t at = 0; at < size; at += piece)
        keys_feed(&keys, bytes + at, size - at < piece ? size - at : piece);
    while (keys_patience(&keys))
        keys_flush(&keys);
}

static void expect(const char *bytes, const char *words)
{
    static const size_t PIECES[] = {4096, 1, 2, 3};
    for (size_t i = 0; i < COUNT(PIECES); i++) {
        struct heard heard;
        feed(&heard, bytes, strlen(bytes), PIECES[i]);
        if (strcmp(heard.words, words) != 0)
            fail_msg("ESC%s in pieces of %zu: %s, not %s", bytes + (*bytes == 0x1B),
                     PIECES[i], heard.words, words);
    }
}

static void test_named_keys(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        const char *sequences[14]; /* after ESC */
    } CASES[] = {
        {"<up>", {"[A", "OA", "[1;5A", "[1;2A", "[1;16A", "[a", "Oa", "O5A"}},
        {"<down>", {"[B", "OB", "[1;3B", "[b", "Ob"}},
        {"<right>", {"[C", "OC", "[1;5C", "[c", "Oc"}},
        {"<left>", {"[D", "OD", "[1;5D", "[d", "Od"}},
        {"<home>", {"[H", "OH", "[1~", "[7~", "[1;5H", "[7^", "[7$", "[7@"}},
        {"<end>", {"[F", "OF", "[4~", "[8~", "[1;2F", "[8^"}},
        {"<ins>", {"[2~", "[2;5~", "[2^"}},
        {"<del>", {"[3~", "[3;2~", "[3^", "[3$", "[3@"}},
        {"<pgup>", {"[5~", "[5;5~", "[5^"}},
        {"<pgdn>", {"[6~", "[6;5~", "[6$"}},
        {"<backtab>", {"[Z", "\t"}}, /* the second is the Linux console's */
        {"<enter>", {"OM"}},
        {"<f1>", {"OP", "[P", "[11~", "[[A", "[1;5P", "O5P", "O1;2P", "[11^"}},
        {"<f2>", {"OQ", "[12~", "[[B", "[1;2Q"}},
        {"<f3>", {"OR", "[13~", "[[C", "[1;2R"}},
        {"<f4>", {"OS", "[14~", "[[D", "[1;2S"}},
        {"<f5>", {"[15~", "[[E", "[15;2~"}},
        {"<f6>", {"[17~"}},
        {"<f7>", {"[18~"}},
        {"<f8>", {"[19~", "[19;5~"}},
        {"<f9>", {"[20~"}},
        {"<f10>", {"[21~"}},
        {"<f11>", {"[23~", "[23$"}},
        {"<f12>", {"[24~", "[24;6~"}},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        for (const char *const *s = CASES[i].sequences; *s; s++) {
            char bytes[32], words[64];
            snprintf(bytes, sizeof(bytes), "\x1b%s", *s);
            expect(bytes, CASES[i].words);
            snprintf(bytes, sizeof(bytes), "a\x1b%sế", *s); /* and nothing is left over */
            snprintf(words, sizeof(words), "a%sế", CASES[i].words);
            expect(bytes, words);
        }
    }
}

static void test_letters(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *words;
    } CASES[] = {
        {"khai sinh", "khai sinh"},
        {"Đỗ Thị Ánh", "Đỗ Thị Ánh"},
        {"\xf0\x9f\x99\x82", "\xf0\x9f\x99\x82"},
        {"e\xcc\x82\xcc\x81", "e\xcc\x82\xcc\x81"},
        {"\r", "<enter>"},
        {"\n", "<enter>"},
        {"\t\x7f\x08", "<tab><bs><bs>"},
        {"\x01\x11\x1a", "<^a><^q><^z>"},
        {"\x80", "\xef\xbf\xbd"},
        {"\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xe1\xba"
         "a",
         "\xef\xbf\xbd"
         "a"},
        {"\xe1\xe1\xba\xbf", "\xef\xbf\xbdế"},
        {"\xe1\xba\r", "\xef\xbf\xbd<enter>"},
        {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\xef\xbf\xbd"},
        {"\xe1\x1b[A", "\xef\xbf\xbd<up>"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        expect(CASES[i].bytes, CASES[i].words);
    struct heard heard;
    feed(&heard, "a\0b", 3, 3);
    assert_string_equal(heard.words, "a<^ >b");
}

static void test_escape(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *words;
    } CASES[] = {
        {"\x1b", "<esc>"},
        {"\x1b\x1b", "<esc><esc>"},
        {"\x1b\x1b[A", "<esc><up>"}, /* rxvt's Alt-Up */
        {"\x1bq", "<esc>q"},
        {"\x1b\r", "<esc><enter>"},
        {"\x1bế", "<esc>ế"},
        /* Cut short: no key, least of all Escape, which may throw a form away. */
        {"\x1b[", ""},
        {"\x1b[1;", ""},
        {"\x1bO", ""},
        {"\x1b[\x1b[B", "<down>"},
        {"\x1b[3\x1b", "<esc>"},
        {"\x1b[3\r", "<enter>"},
        {"\x1b[3ế", "ế"},
        {"\x1bO\x1bOA", "<up>"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        expect(CASES[i].bytes, CASES[i].words);
}

/* Nobody waits where nothing is open, and never long. */
static void test_patience(void **state)
{
    (void)state;
    struct heard heard = {.size = 0};
    struct keys keys;
    keys_init(&keys, hear, &heard);
    assert_int_equal(keys_patience(&keys), 0);
    keys_feed(&keys, "\x1b", 1);
    assert_in_range(keys_patience(&keys), 1, 100);
    keys_feed(&keys, "[A", 2);
    assert_int_equal(keys_patience(&keys), 0);
    keys_feed(&keys, "\xe1\xba", 2); /* the rest of a letter comes, or another key does */
    assert_int_equal(keys_patience(&keys), 0);
    keys_feed(&keys, "\xbf\x1b[200~a", 8);
    assert_in_range(keys_patience(&keys), 1000, 5000);
    keys_feed(&keys, "\x1b[201~", 6);
    assert_int_equal(keys_patience(&keys), 0);
    keys_flush(&keys); /* with nothing open it does nothing */
    assert_string_equal(heard.words, "<up>ế+a<pasted>");
}

/* Replies of the terminal, mouse reports, other programs' modes: swallowed whole. */
static void test_unknown_sequences(void **state)
{
    (void)state;
    static const char *const UNKNOWN[] = {
        "[?1;2c", "[>0;276;0c", "[24;80R",  "[<0;10;20M", "[I",
        "[O",     "[?2026;2$y", "[27;5;9~", "[13;2u",     "[99~",
        "OX",     "[[Z",        "[1;5",     "[E",         "[1;2;3;4m",
    };
    for (size_t i = 0; i < COUNT(UNKNOWN); i++) {
        char bytes[64];
        snprintf(bytes, sizeof(bytes), "\x1b%s", UNKNOWN[i]);
        expect(bytes, "");
    }
}

/* Where the cursor is in the second row, which the kiosk has asked for. */
static void test_report(void **state)
{
    (void)state;
    expect("\x1b[2;2R", "<report>");
    expect("a\x1b[2;140Rb", "a<report>b");
    expect("\x1b[1;3R\x1b[R", "<f3><f3>"); /* Alt-F3, F3 */
    expect("\x1b[2;99999R\x1b[2R\x1b[2;R\x1b[3;3R\x1b[2;3;4R", "");
    expect("\x1b[200~\x1b[2;3R\x1b[201~", "<pasted>");
}

static void test_endless_sequence(void **state)
{
    (void)state;
    char bytes[2100] = "\x1b[";
    memset(bytes + 2, '1', 2000);
    expect(bytes, "");
    snprintf(bytes + 2002, 8, "mab"); /* its end, and keys after it */
    expect(bytes, "ab");
    snprintf(bytes + 2002, 8, "\r");
    expect(bytes, "<enter>");
    snprintf(bytes + 2002, 8, "\x1b[A");
    expect(bytes, "<up>");
    snprintf(bytes + 2002, 8, "ế");
    expect(bytes, "ế");
    struct keys keys;
    struct heard heard = {.size = 0};
    keys_init(&keys, hear, &heard);
    keys_feed(&keys, bytes, 2002);
    assert_in_range(keys.held_size, 0, KEYS_SEQUENCE_ROOM);
    assert_int_not_equal(keys_patience(&keys), 0);
    keys_flush(&keys); /* after the silence, keys are keys again */
    keys_feed(&keys, "1a", 2);
    assert_string_equal(heard.words, "1a");
}

static void test_pastes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *words;
    } CASES[] = {
        {"\x1b[200~An\x1b[201~", "+A+n<pasted>"},
        {"\x1b[200~\x1b[201~", "<pasted>"},
        {"a\x1b[200~ế\x1b[201~b", "a+ế<pasted>b"},
        {"\x1b[200~a\r\nb\rc\nd\r\r\n\x1b[201~", "+a+\\n+b+\\n+c+\\n+d+\\n+\\n<pasted>"},
        {"\x1b[200~a\r\x1b[201~\x1b[200~\nb\x1b[201~", "+a+\\n<pasted>+\\n+b<pasted>"},
        {"\x1b[200~a\tb\x7f\x03\x1b[201~", "+a+\t+b+\x7f+\x03<pasted>"},
        /* Keys within a paste do not act. */
        {"\x1b[200~a\x1b[24~\x1bOP\x1b[A\x1b\tb\x1b[201~", "+a+b<pasted>"},
        {"\x1b[200~a\x1b", "+a<pasted>"},
        {"\x1b[200~\x1bq\x1b[201~", "+q<pasted>"},
        {"\x1b[200~a\x1b[200~b\x1b[201~c", "+a+b<pasted>c"},
        {"\x1b[200~a\xff\xe1\xba\x1b[201~", "+a+\xef\xbf\xbd+\xef\xbf\xbd<pasted>"},
        {"\x1b[200~\x1b[1;1;1\x1b[201~c", "<pasted>c"},
        {"\x1b[201~a", "a"},                   /* an end without a beginning */
        {"\x1b[200~open", "+o+p+e+n<pasted>"}, /* over after a silence */
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        expect(CASES[i].bytes, CASES[i].words);
}

/* After an unterminated paste the keyboard is a keyboard again. */
static void test_paste_without_end(void **state)
{
    (void)state;
    struct heard heard = {.size = 0};
    struct keys keys;
    keys_init(&keys, hear, &heard);
    keys_feed(&keys, "\x1b[200~a\r", 8);
    keys_flush(&keys);
    keys_feed(&keys, "\nb\x1b[24~", 7);
    assert_string_equal(heard.words, "+a+\\n<pasted><enter>b<f12>");
}

/* What was typed does not stay behind. */
static void test_nothing_kept(void **state)
{
    (void)state;
    struct heard heard = {.size = 0};
    struct keys keys;
    keys_init(&keys, hear, &heard);
    keys_feed(&keys, "048196006603ế\x1b[A", 18);
    static const unsigned char zeros[KEYS_SEQUENCE_ROOM];
    assert_memory_equal(keys.held, zeros, sizeof(zeros));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_named_keys),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_escape),
        cmocka_unit_test(test_patience),
        cmocka_unit_test(test_unknown_sequences),
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_endless_sequence),
        cmocka_unit_test(test_pastes),
        cmocka_unit_test(test_paste_without_end),
        cmocka_unit_test(test_nothing_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
