/* SPDX-License-Identifier: MIT */
/* The settings file: what is wrong with it is told with its line. */
#include "kiosk/base/settings.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct settings *read_text(const char *folder, const char *text, size_t size,
                                  struct error *err)
{
    char *path = scratch_write(folder, "motcua.ini", text, size);
    struct settings *settings = settings_read(path, err);
    free(path);
    return settings;
}

static void test_defaults(void **state)
{
    struct error err = {0};
    struct settings *s = read_text(*state, "", 0, &err);
    assert_non_null(s);
    for (int i = 0; i < SETTING_COUNT; i++)
        assert_string_equal(settings_text(s, i), SETTINGS[i].otherwise);
    assert_int_equal(settings_number(s, PORTAL_TIMEOUT), 30);
    assert_int_equal(settings_number(s, KIOSK_TRAINING), 0);
    settings_free(&s);
    assert_null(s);
    settings_free(&s);
}

static void test_read(void **state)
{
    static const char TEXT[] = "\xef\xbb\xbf; what the kiosk of Hoà Khánh is\r\n"
                               "[portal]\r\n"
                               "url = https://dvc.example.vn/\r\n"
                               "timeout=5 ; seconds\r\n"
                               "\r\n"
                               "  [office]  \r\n"
                               "name = Bưu điện \"Hoà Khánh\"\r\n"
                               "counter:Quầy 2\r\n"
                               "# a remark in Latin-1: \xe0\r\n"
                               "[kiosk]\r\n"
                               "training = yes\r\n"
                               "language = en"; /* no line end */
    struct error err = {0};
    struct settings *s = read_text(*state, TEXT, strlen(TEXT), &err);
    if (!s)
        fail_msg("%s", err.text);
    assert_string_equal(settings_text(s, PORTAL_URL), "https://dvc.example.vn");
    assert_int_equal(settings_number(s, PORTAL_TIMEOUT), 5);
    assert_string_equal(settings_text(s, OFFICE_NAME), "Bưu điện \"Hoà Khánh\"");
    assert_string_equal(settings_text(s, OFFICE_COUNTER), "Quầy 2");
    assert_int_equal(settings_number(s, KIOSK_TRAINING), 1);
    assert_string_equal(settings_text(s, KIOSK_LANGUAGE), "en");
    assert_string_equal(settings_text(s, OFFICE_HOTLINE), "1022");
    assert_non_null(strstr(settings_path(s), "/motcua.ini"));
    settings_override(s, STORE_FOLDER, "/tmp/elsewhere");
    assert_string_equal(settings_text(s, STORE_FOLDER), "/tmp/elsewhere");
    settings_free(&s);
}

static void test_refused(void **state)
{
    static const struct {
        const char *text, *line, *words;
    } CASES[] = {
        {"[portal]\nurl = dvc.example.vn\n", "line 2:", "url must be an address"},
        {"[portal]\nurl = http://dvc.example.vn\n", "line 2:", "url must be an address"},
        {"[portal]\nurl = http://127.0.0.1.evil.vn\n", "line 2:", "url must be"},
        {"[office]\nid = quầy 3\n", "line 2:", "letters without marks"},
        {"[office]\nid =\n", "line 2:", "letters without marks"},
        {"[portal]\nurl = ftp://dvc.example.vn\n", "line 2:", "url must be an address"},
        {"[portal]\nurl = https://\n", "line 2:", "url must be an address"},
        {"[portal]\nurl = https:///x\n", "line 2:", "url must be an address"},
        {"[portal]\nurl = https://a b\n", "line 2:", "url must be an address"},
        {"[portal]\nurl = https://me:secret@a.vn\n", "line 2:", "url must be an address"},
        {"[portal]\nurl = https://a.vn/?x=1\n", "line 2:", "url must be an address"},
        {"[portal]\nurl = https://đ.vn\n", "line 2:", "url must be an address"},
        {"[portal]\n\n\ntimeout = 0\n",
         "line 4:", "timeout must be a whole number from 1"},
        {"[portal]\ntimeout = 601\n", "line 2:", "from 1 to 600"},
        {"[portal]\ntimeout = 5s\n", "line 2:", "whole number"},
        {"[portal]\ntimeout = 1.5\n", "line 2:", "whole number"},
        {"[portal]\ntimeout = \n", "line 2:", "whole number"},
        {"[portal]\ntimeout = 99999999999999999999\n", "line 2:", "whole number"},
        {"[kiosk]\ntraining = maybe\n", "line 2:", "must be one of: yes no"},
        {"[kiosk]\ntraining = yes no\n", "line 2:", "must be one of: yes no"},
        {"[kiosk]\ntraining = YES\n", "line 2:", "must be one of: yes no"},
        {"[kiosk]\nlanguage = fr\n", "line 2:", "must be one of: vi en"},
        {"[kiosk]\nlanguage = v\n", "line 2:", "must be one of: vi en"},
        {"[printer]\npaper = a5\n", "line 2:", "must be one of: A4 A5"},
        {"[office]\nname = Qu\xe1n\n", "line 2:", "name is not in UTF-8"},
        {"[office]\nphone = 1\n", "line 2:", "there is no setting [office] phone"},
        {"[offices]\nname = 1\n", "line 2:", "there is no setting [offices] name"},
        {"[Office]\nname = 1\n", "line 2:", "there is no setting [Office] name"},
        {"name = 1\n[office]\n", "line 1:", "there is no setting [] name"},
        {"[office]\nname = a\nid = b\nname = c\n",
         "line 4:", "[office] name is set twice"},
        {"[office]\nname = a\n  second line\n", "line 3:", "this is no \"key = value\""},
        {"[office]\nname\n", "line 2:", "this is no \"key = value\""},
        {"[office\nname = a\n", "line 1:", "this is no \"key = value\""},
        {"[office]\n= a\n", "line 2:", "there is no setting [office] "},
        {"[office]\nna\x1b[2Jme = a\n", "line 2:", "there is no setting"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct error err = {0};
        struct settings *s =
            read_text(*state, CASES[i].text, strlen(CASES[i].text), &err);
        assert_null(s);
        if (!strstr(err.text, CASES[i].line) || !strstr(err.text, CASES[i].words) ||
            !strstr(err.text, "motcua.ini") || strchr(err.text, 0x1B))
            fail_msg("case %zu: \"%s\"", i, err.text);
    }
}

static void test_strange_files(void **state)
{
    char long_line[1000], large[70000];
    int size = snprintf(long_line, sizeof(long_line), "[office]\nid = a\nname = ");
    memset(long_line + size, 'x', sizeof(long_line) - (size_t)size);
    memset(large, '\n', sizeof(large));
    const struct {
        const char *text;
        size_t size;
        const char *words;
    } CASES[] = {
        {long_line, sizeof(long_line), "line 3: the line is too long"},
        {"[office]\nname = a\0b\n", 20, "is not a text file"},
        {large, sizeof(large), "too large"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct error err = {0};
        assert_null(read_text(*state, CASES[i].text, CASES[i].size, &err));
        if (!strstr(err.text, CASES[i].words))
            fail_msg("case %zu: \"%s\"", i, err.text);
    }
    struct error err = {0};
    assert_null(settings_read(*state, &err));
    assert_non_null(strstr(err.text, "is a folder"));
    error_clear(&err);
    char *path = scratch_path(*state, "not-there.ini");
    assert_null(settings_read(path, &err));
    assert_non_null(strstr(err.text, "not-there.ini cannot be read"));
    free(path);
}

/* Every default is one that the file could say, and a bad override changes nothing. */
static void test_table(void **state)
{
    struct {
        char *text;
        size_t size;
    } all = {0};
    FILE *out = open_memstream(&all.text, &all.size);
    for (int i = 0; i < SETTING_COUNT; i++) {
        assert_non_null(SETTINGS[i].key);
        fprintf(out, "[%s]\n%s = %s\n", SETTINGS[i].section, SETTINGS[i].key,
                SETTINGS[i].otherwise);
    }
    fclose(out);
    struct error err = {0};
    struct settings *s = read_text(*state, all.text, all.size, &err);
    if (!s)
        fail_msg("%s", err.text);
    settings_override(s, PORTAL_TIMEOUT, "none");
    assert_int_equal(settings_number(s, PORTAL_TIMEOUT), 30);
    settings_free(&s);
    free(all.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(test_defaults),      IN_SCRATCH(test_read),  IN_SCRATCH(test_refused),
        IN_SCRATCH(test_strange_files), IN_SCRATCH(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
