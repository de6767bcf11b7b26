/* SPDX-License-Identifier: MIT */
/* What is drawn where a terminal cannot show everything: the Linux console with one font
 * or another (it is asked through ioctl(), which answers here), plain terminals,
 * terminals that do not read UTF-8. */
#include "kiosk/ui/glyphs.h"

#include "kiosk/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <linux/kd.h>
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>

static const char *font; /* of the console; NULL: this is none */

int __wrap_ioctl(int fd, unsigned long request, void *arg);
int __wrap_ioctl(int fd, unsigned long request, void *arg)
{
    struct unimapdesc *map = arg;
    unsigned short room = map->entry_ct, count = 0;
    assert_int_equal(fd, 7);
    assert_int_equal(request, GIO_UNIMAP);
    if (!font) {
        errno = ENOTTY;
        return -1;
    }
    for (size_t at = 0, size = strlen(font); at < size; count++) {
        uint32_t c;
        at += utf8_read(font + at, size - at, &c);
        if (count < room)
            map->entries[count] = (struct unipair){(unsigned short)c, count};
    }
    map->entry_ct = count;
    errno = ENOMEM;
    return count <= room ? 0 : -1;
}

static struct glyphs glyphs;

static void look(enum glyphs_wish wish, const char *name, const char *characters)
{
    memset(&glyphs, 0, sizeof(glyphs));
    font = characters;
    glyphs_look(&glyphs, wish, 7, name);
}

/* The text as it would be drawn. */
static const char *drawn(const char *text)
{
    static char out[512];
    size_t used = 0, size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
        used += utf8_write(out + used, glyphs_shown(&glyphs, c));
    }
    out[used] = '\0';
    return out;
}

#define SCREEN "● Cổng DVC: thông · ▲ 2 … “Đặng THỊ Ừ” ₫ ✓ █▀▄ ─ ↑↓"
#define PLAIN  "* Cổng DVC: thông - ^ 2 . \"Đặng THỊ Ừ\" d v ### - ^v"
#define ASCII  "* Cong DVC: thong - ^ 2 . \"Dang THI U\" d v ### - ^v"

static void test_full(void **state)
{
    (void)state;
    look(GLYPHS_AUTO, "xterm-256color", NULL);
    assert_string_equal(drawn(SCREEN "国◈�"), SCREEN "国◈�");
    assert_true(glyphs_has(&glyphs, 0x301));
    look(GLYPHS_AUTO, NULL, NULL);
    assert_string_equal(drawn(SCREEN), SCREEN);
    look(GLYPHS_FULL, "vt100", "abc");
    assert_string_equal(drawn(SCREEN), SCREEN);
}

static void test_plain(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"linux", "linux-m", "vt100", "vt220"};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        look(GLYPHS_AUTO, NAMES[i], NULL);
        assert_string_equal(drawn(SCREEN), PLAIN);
        assert_false(glyphs_has(&glyphs, 0x301));
        assert_string_equal(drawn("◈�"), "??");
    }
    look(GLYPHS_PLAIN, "xterm", NULL);
    assert_string_equal(drawn(SCREEN), PLAIN);
}

/* The kiosk's own font, and what it has of a name from elsewhere. */
static void test_console_with_all(void **state)
{
    (void)state;
    look(GLYPHS_AUTO, "linux", SCREEN "◈�");
    assert_string_equal(drawn(SCREEN), SCREEN);
    assert_string_equal(drawn("Žofie 国"), "�ofie �");
    look(GLYPHS_PLAIN, "linux", SCREEN);
    assert_string_equal(drawn(SCREEN), PLAIN);
}

/* console-setup's Vietnamese font has no half blocks; the kernel's own has no Vietnamese,
 * but half blocks. */
static void test_console_with_some(void **state)
{
    (void)state;
    look(GLYPHS_AUTO, "linux", "●ổôăĐặỊỪ·▲…“”─↑↓█");
    assert_string_equal(drawn(SCREEN),
                        "● Cổng DVC: thông · ▲ 2 … “Đặng THỊ Ừ” d v █## ─ ↑↓");
    assert_false(glyphs_has(&glyphs, 0x2580));
    look(GLYPHS_AUTO, "linux", "█▀▄─·↑↓ôéà");
    assert_string_equal(drawn(SCREEN),
                        "* Cong DVC: thông · ^ 2 . \"Dang THI U\" d v █▀▄ ─ ↑↓");
    assert_true(glyphs_has(&glyphs, 0x2580));
}

static void test_font_is_changed(void **state)
{
    (void)state;
    look(GLYPHS_AUTO, "linux", "ab");
    assert_false(glyphs_has(&glyphs, 0x2580));
    font = "▀";
    glyphs_look(&glyphs, GLYPHS_AUTO, 7, "linux");
    assert_true(glyphs_has(&glyphs, 0x2580));
}

static void test_no_utf8(void **state)
{
    (void)state;
    look(GLYPHS_AUTO, "xterm", NULL);
    glyphs_no_utf8(&glyphs);
    assert_string_equal(drawn(SCREEN), ASCII);
    glyphs_look(&glyphs, GLYPHS_AUTO, 7, "xterm"); /* the window changed its size */
    assert_string_equal(drawn(SCREEN), ASCII);
    assert_string_equal(drawn("国 � Ž"), "? ? ?");
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_console_with_all),
        cmocka_unit_test(test_console_with_some),
        cmocka_unit_test(test_font_is_changed),
        cmocka_unit_test(test_no_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
