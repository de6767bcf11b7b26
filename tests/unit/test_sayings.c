/* SPDX-License-Identifier: MIT */
/* What people say for what the office writes: the table's form, and the table itself. */
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "kiosk/search/sayings.h"
#include "kiosk/search/search.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char TABLE[] = "# for people\n"
                            "[weights]\n"
                            "commune = 40\n"
                            "internal = -120\n"
                            "[special]\n"
                            "có yếu tố nước ngoài | lưu động = -60\n"
                            "[first]\n"
                            "2.000815\n"
                            "1.001193\n"
                            "[classes]\n"
                            "@thân = cha, mẹ, ông nội\n"
                            "@chết = mất, qua đời\n"
                            "[abbreviations]\n"
                            "bhxh = bảo hiểm xã hội\n"
                            "[nothing]\n"
                            "tôi, ở đâu, làm thế nào\n"
                            "[stories]\n"
                            "có người chết = khai tử\n"
                            "[sayings]\n"
                            "chồng tây = kết hôn có yếu tố nước ngoài\n"
                            "@thân @chết | @thân .. mới @chết = khai tử\n"
                            "lấy vợ | cưới = kết hôn | đăng ký kết hôn\n"
                            "huỷ sổ = huỷ sổ\n"
                            "mất sổ = cấp lại sổ\n";

static int read_table(void **state)
{
    struct error err = {0};
    *state = sayings_read(TABLE, &err);
    assert_string_equal(err.text, "");
    return 0;
}

static int forget_table(void **state)
{
    struct sayings *sayings = *state;
    sayings_free(&sayings);
    assert_null(sayings);
    sayings_free(&sayings);
    return 0;
}

static void test_matches(void **state)
{
    static const struct {
        const char *said;
        size_t words;
        const char *meant; /* the first; NULL: it tells nothing */
    } CASES[] = {
        {"mẹ mất", 2, "khai tu"},
        {"ông nội qua đời hôm qua", 4, "khai tu"},
        {"cha anh ấy mới mất", 5, "khai tu"},
        {"cha anh ấy ở cùng với tôi mới mất", 0, ""}, /* too far apart */
        {"me mat", 2, "khai tu"},                     /* without marks it may be that */
        {"mẹ mật", 0, ""},                            /* with others it is not, */
        {"huỹ sổ", 2, "huy so"},                      /* but for hỏi and ngã */
        {"mẹ", 0, ""},
        {"lấy vợ", 2, "ket hon"},
        {"CƯỚI VỢ", 1, "ket hon"},
        {"mất sổ đỏ", 2, "cap lai so"},
        {"ở đâu", 2, NULL},
        {"o dau vay", 2, NULL},
        {"bhxh", 1, "bao hiem xa hoi"},
        {"có người chết", 3, "khai tu"},
        {"xyzzy", 0, ""},
        {"", 0, ""},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct spoken_word words[10];
        size_t count = spoken_read(CASES[i].said, words, 10);
        struct said_word said[10];
        sayings_hear(*state, words, count, said);
        struct saying_match match = sayings_match(*state, said, count);
        if (match.words != CASES[i].words)
            fail_msg("%s: %zu words", CASES[i].said, match.words);
        if (match.words && CASES[i].meant)
            assert_string_equal(match.meant[0], CASES[i].meant);
        if (!CASES[i].meant)
            assert_int_equal(match.count, 0);
        assert_int_equal(match.story, strncmp(CASES[i].said, "có người", 9) == 0);
    }
}

static void test_facts(void **state)
{
    int worth = 0;
    const char *phrase = NULL;
    assert_int_equal(sayings_weight(*state, TRAIT_COMMUNE), 40);
    assert_int_equal(sayings_weight(*state, TRAIT_INTERNAL), -120);
    assert_int_equal(sayings_weight(*state, TRAIT_CITIZEN), 0);
    assert_int_equal(sayings_weight(NULL, TRAIT_COMMUNE), 0);
    assert_string_equal(sayings_special(*state, 0, &worth), "co yeu to nuoc ngoai");
    assert_int_equal(worth, -60);
    assert_string_equal(sayings_special(*state, 1, &worth), "luu dong");
    assert_null(sayings_special(*state, 2, &worth));
    assert_string_equal(sayings_abbreviation(*state, 0, &phrase), "bhxh");
    assert_string_equal(phrase, "bao hiem xa hoi");
    assert_null(sayings_abbreviation(*state, 1, &phrase));
    assert_int_equal(sayings_first(*state, "2.000815"), 2);
    assert_int_equal(sayings_first(*state, "1.001193"), 1);
    assert_int_equal(sayings_first(*state, "1.000000"), 0);
}

/* A bad line is named; the others hold. */
static void test_bad_lines(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "[nowhere]\n",
        "[weights]\ncommune\n",
        "[weights]\ncommune = many\n",
        "[weights]\ncommune = 99999\n",
        "[weights]\nmoon = 3\n",
        "[classes]\nthân = cha\n",
        "[classes]\n@a = x\n@a = y\n",
        "[classes]\n@a = @b\n",
        "[classes]\n@a = @a\n",
        "[special]\nlưu động\n",
        "[abbreviations]\nb h = bảo hiểm\n",
        "[abbreviations]\nbh = \n",
        "[nothing]\ntôi = ta\n",
        "[nothing]\n.. tôi\n",
        "[sayings]\ncưới\n",
        "[sayings]\ncưới .. = kết hôn\n",
        "[sayings]\n@nobody mất = khai tử\n",
        "[sayings]\na b c d e f g h i j k = l\n",
        "stray\n",
        "\xff\xfe = \x01\n",
    };
    for (size_t i = 0; i < COUNT(BAD); i++) {
        struct error err = {0};
        char *text = memory_format("%s[nothing]\ntôi\n", BAD[i]);
        struct sayings *sayings = sayings_read(text, &err);
        struct spoken_word me;
        struct said_word said;
        spoken_read("tôi", &me, 1);
        sayings_hear(sayings, &me, 1, &said);
        if (!err.text[0])
            fail_msg("%s was taken", BAD[i]);
        assert_int_equal(sayings_match(sayings, &said, 1).words, 1);
        sayings_free(&sayings);
        free(text);
    }
}

/* The table that is shipped can be read to its last line. */
static void test_shipped(void **state)
{
    (void)state;
    const char *top = getenv("TOP_SRCDIR");
    char *path = memory_format("%s/forms/search/words.txt", top ? top : ".");
    struct error err = {0};
    struct buffer text;
    assert_true(file_read(path, 1 << 20, &text, &err));
    struct sayings *sayings = sayings_read(text.data, &err);
    assert_string_equal(err.text, "");
    assert_int_not_equal(sayings_weight(sayings, TRAIT_MODELLED), 0);
    sayings_free(&sayings);
    buffer_free(&text);
    free(path);
}

/* What is found, and why. */
static void test_reasons(void **state)
{
    static const struct {
        const char *query, *code;
        unsigned reasons;
    } CASES[] = {
        {"khai tu", "1.000656", FOUND_ALL_WORDS},
        {"mẹ mất, làm thế nào", "1.000656", FOUND_ALL_WORDS | FOUND_SAYING},
        {"khaitu", "1.000656", FOUND_ALL_WORDS | FOUND_CORRECTED},
        {"ket hn", "1.000894", FOUND_ALL_WORDS | FOUND_CORRECTED},
        {"ddawng kys kets hoon", "1.000894", FOUND_ALL_WORDS | FOUND_CORRECTED},
        {"kết hôn ngay lập tức", "1.000894", FOUND_SOME_WORDS},
        {"hưởng bhxh", "1.001613", FOUND_ALL_WORDS | FOUND_SAYING},
        {"bảo hiểm xã hội", "1.001613", FOUND_ALL_WORDS},
        {"1.0008", "1.000894", FOUND_CODE},
        {"0008", "1.000894", FOUND_CODE}, /* as it is read aloud */
        {"001613", "1.001613", FOUND_CODE},
        /* What happened counts less than what is asked for, */
        {"có người chết, hưởng bhxh", "1.001613", FOUND_SOME_WORDS | FOUND_SAYING},
        /* unless nothing is. */
        {"có người chết hôm qua", "1.000656", FOUND_SOME_WORDS | FOUND_SAYING},
        /* A special case is meant by who says what stands for it. */
        /* Whoever writes as he speaks, and keys that were not taken for marks: by the
         * words beside them. */
        {"đăng kí thường chú cho mẹ", "1.004222", FOUND_SOME_WORDS | FOUND_CORRECTED},
        {"thuwowngf truws", "1.004222", FOUND_ALL_WORDS | FOUND_CORRECTED},
        {"chú ý", "1.000998", FOUND_ALL_WORDS},
        {"chồng tây", "2.000806", FOUND_ALL_WORDS | FOUND_SAYING},
        {"kết hôn", "1.000894", FOUND_ALL_WORDS},
        {"tôi", "1.000999", FOUND_ALL_WORDS}, /* nothing else was said */
        {"lien minh", "1.000999", FOUND_ALL_WORDS | FOUND_KEYWORD},
    };
    struct search *search = search_create(*state);
    static const char *const NAMES[][2] = {
        {"1.000656", "Thủ tục đăng ký khai tử"},
        {"1.001766", "Thủ tục đăng ký khai tử có yếu tố nước ngoài"},
        {"1.000894", "Thủ tục đăng ký kết hôn"},
        {"2.000806", "Thủ tục đăng ký kết hôn có yếu tố nước ngoài"},
        {"1.001613", "Giải quyết hưởng BHXH một lần"},
        {"1.004222", "Đăng ký thường trú"},
        {"1.003197", "Xóa đăng ký thường trú"},
        {"1.000998", "Chú ý"},
        {"1.000999", "Tội gì tối"},
    };
    for (size_t i = 0; i < COUNT(NAMES); i++)
        search_add_name(search, search_add(search, NAMES[i][0], 0), NAMES[i][1],
                        SEARCH_NAME);
    search_add_name(search, COUNT(NAMES) - 1, "liên minh", SEARCH_KEYWORD);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct search_hit hit;
        if (search_find(search, CASES[i].query, &hit, 1, NULL) != 1)
            fail_msg("%s: nothing", CASES[i].query);
        if (strcmp(NAMES[hit.item][0], CASES[i].code) != 0)
            fail_msg("%s: %s", CASES[i].query, NAMES[hit.item][0]);
        if (hit.reasons != CASES[i].reasons)
            fail_msg("%s: for %x", CASES[i].query, hit.reasons);
    }
    search_free(&search);
}

#define WITH_TABLE(test) cmocka_unit_test_setup_teardown(test, read_table, forget_table)

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        WITH_TABLE(test_matches),         WITH_TABLE(test_facts),
        cmocka_unit_test(test_bad_lines), cmocka_unit_test(test_shipped),
        WITH_TABLE(test_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
