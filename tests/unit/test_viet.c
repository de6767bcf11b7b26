/* SPDX-License-Identifier: MIT */
/* All 134 letters of Vietnamese that ASCII lacks: each from every way to write it. */
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Unicode's names of the marks. */
enum {
    HAT = 0x302,
    BREVE = 0x306,
    HORN = 0x31B,
    GRAVE = 0x300,
    HOOK = 0x309,
    TILDE = 0x303,
    ACUTE = 0x301,
    DOT = 0x323
};

/* From the Unicode Character Database: the letter, and what it decomposes into. đ and Đ
 * do not decompose. */
static const struct letter {
    uint32_t composed;
    char base;
    uint32_t shape, tone;
} LETTERS[] = {
    {U'à', 'a', 0, GRAVE},     {U'ả', 'a', 0, HOOK},     {U'ã', 'a', 0, TILDE},
    {U'á', 'a', 0, ACUTE},     {U'ạ', 'a', 0, DOT},      {U'â', 'a', HAT, 0},
    {U'ầ', 'a', HAT, GRAVE},   {U'ẩ', 'a', HAT, HOOK},   {U'ẫ', 'a', HAT, TILDE},
    {U'ấ', 'a', HAT, ACUTE},   {U'ậ', 'a', HAT, DOT},    {U'ă', 'a', BREVE, 0},
    {U'ằ', 'a', BREVE, GRAVE}, {U'ẳ', 'a', BREVE, HOOK}, {U'ẵ', 'a', BREVE, TILDE},
    {U'ắ', 'a', BREVE, ACUTE}, {U'ặ', 'a', BREVE, DOT},  {U'è', 'e', 0, GRAVE},
    {U'ẻ', 'e', 0, HOOK},      {U'ẽ', 'e', 0, TILDE},    {U'é', 'e', 0, ACUTE},
    {U'ẹ', 'e', 0, DOT},       {U'ê', 'e', HAT, 0},      {U'ề', 'e', HAT, GRAVE},
    {U'ể', 'e', HAT, HOOK},    {U'ễ', 'e', HAT, TILDE},  {U'ế', 'e', HAT, ACUTE},
    {U'ệ', 'e', HAT, DOT},     {U'ì', 'i', 0, GRAVE},    {U'ỉ', 'i', 0, HOOK},
    {U'ĩ', 'i', 0, TILDE},     {U'í', 'i', 0, ACUTE},    {U'ị', 'i', 0, DOT},
    {U'ò', 'o', 0, GRAVE},     {U'ỏ', 'o', 0, HOOK},     {U'õ', 'o', 0, TILDE},
    {U'ó', 'o', 0, ACUTE},     {U'ọ', 'o', 0, DOT},      {U'ô', 'o', HAT, 0},
    {U'ồ', 'o', HAT, GRAVE},   {U'ổ', 'o', HAT, HOOK},   {U'ỗ', 'o', HAT, TILDE},
    {U'ố', 'o', HAT, ACUTE},   {U'ộ', 'o', HAT, DOT},    {U'ơ', 'o', HORN, 0},
    {U'ờ', 'o', HORN, GRAVE},  {U'ở', 'o', HORN, HOOK},  {U'ỡ', 'o', HORN, TILDE},
    {U'ớ', 'o', HORN, ACUTE},  {U'ợ', 'o', HORN, DOT},   {U'ù', 'u', 0, GRAVE},
    {U'ủ', 'u', 0, HOOK},      {U'ũ', 'u', 0, TILDE},    {U'ú', 'u', 0, ACUTE},
    {U'ụ', 'u', 0, DOT},       {U'ư', 'u', HORN, 0},     {U'ừ', 'u', HORN, GRAVE},
    {U'ử', 'u', HORN, HOOK},   {U'ữ', 'u', HORN, TILDE}, {U'ứ', 'u', HORN, ACUTE},
    {U'ự', 'u', HORN, DOT},    {U'ỳ', 'y', 0, GRAVE},    {U'ỷ', 'y', 0, HOOK},
    {U'ỹ', 'y', 0, TILDE},     {U'ý', 'y', 0, ACUTE},    {U'ỵ', 'y', 0, DOT},
    {U'À', 'A', 0, GRAVE},     {U'Ả', 'A', 0, HOOK},     {U'Ã', 'A', 0, TILDE},
    {U'Á', 'A', 0, ACUTE},     {U'Ạ', 'A', 0, DOT},      {U'Â', 'A', HAT, 0},
    {U'Ầ', 'A', HAT, GRAVE},   {U'Ẩ', 'A', HAT, HOOK},   {U'Ẫ', 'A', HAT, TILDE},
    {U'Ấ', 'A', HAT, ACUTE},   {U'Ậ', 'A', HAT, DOT},    {U'Ă', 'A', BREVE, 0},
    {U'Ằ', 'A', BREVE, GRAVE}, {U'Ẳ', 'A', BREVE, HOOK}, {U'Ẵ', 'A', BREVE, TILDE},
    {U'Ắ', 'A', BREVE, ACUTE}, {U'Ặ', 'A', BREVE, DOT},  {U'È', 'E', 0, GRAVE},
    {U'Ẻ', 'E', 0, HOOK},      {U'Ẽ', 'E', 0, TILDE},    {U'É', 'E', 0, ACUTE},
    {U'Ẹ', 'E', 0, DOT},       {U'Ê', 'E', HAT, 0},      {U'Ề', 'E', HAT, GRAVE},
    {U'Ể', 'E', HAT, HOOK},    {U'Ễ', 'E', HAT, TILDE},  {U'Ế', 'E', HAT, ACUTE},
    {U'Ệ', 'E', HAT, DOT},     {U'Ì', 'I', 0, GRAVE},    {U'Ỉ', 'I', 0, HOOK},
    {U'Ĩ', 'I', 0, TILDE},     {U'Í', 'I', 0, ACUTE},    {U'Ị', 'I', 0, DOT},
    {U'Ò', 'O', 0, GRAVE},     {U'Ỏ', 'O', 0, HOOK},     {U'Õ', 'O', 0, TILDE},
    {U'Ó', 'O', 0, ACUTE},     {U'Ọ', 'O', 0, DOT},      {U'Ô', 'O', HAT, 0},
    {U'Ồ', 'O', HAT, GRAVE},   {U'Ổ', 'O', HAT, HOOK},   {U'Ỗ', 'O', HAT, TILDE},
    {U'Ố', 'O', HAT, ACUTE},   {U'Ộ', 'O', HAT, DOT},    {U'Ơ', 'O', HORN, 0},
    {U'Ờ', 'O', HORN, GRAVE},  {U'Ở', 'O', HORN, HOOK},  {U'Ỡ', 'O', HORN, TILDE},
    {U'Ớ', 'O', HORN, ACUTE},  {U'Ợ', 'O', HORN, DOT},   {U'Ù', 'U', 0, GRAVE},
    {U'Ủ', 'U', 0, HOOK},      {U'Ũ', 'U', 0, TILDE},    {U'Ú', 'U', 0, ACUTE},
    {U'Ụ', 'U', 0, DOT},       {U'Ư', 'U', HORN, 0},     {U'Ừ', 'U', HORN, GRAVE},
    {U'Ử', 'U', HORN, HOOK},   {U'Ữ', 'U', HORN, TILDE}, {U'Ứ', 'U', HORN, ACUTE},
    {U'Ự', 'U', HORN, DOT},    {U'Ỳ', 'Y', 0, GRAVE},    {U'Ỷ', 'Y', 0, HOOK},
    {U'Ỹ', 'Y', 0, TILDE},     {U'Ý', 'Y', 0, ACUTE},    {U'Ỵ', 'Y', 0, DOT},
};

static const char *as_text(const uint32_t *code_points)
{
    static char text[64];
    size_t length = 0;
    for (; *code_points; code_points++)
        length += utf8_write(text + length, *code_points);
    text[length] = '\0';
    return text;
}

static void expect_composed(const uint32_t *given, uint32_t expected)
{
    const uint32_t one[] = {expected, 0};
    char *composed = viet_compose(as_text(given));
    char *again = viet_compose(composed);
    assert_string_equal(composed, as_text(one));
    assert_string_equal(again, composed);
    free(composed);
    free(again);
}

/* A letter with one of its two marks, precomposed: what comes half composed. */
static uint32_t half(const struct letter *whole, uint32_t shape, uint32_t tone)
{
    for (size_t i = 0; i < COUNT(LETTERS); i++) {
        if (LETTERS[i].base == whole->base && LETTERS[i].shape == shape &&
            LETTERS[i].tone == tone)
            return LETTERS[i].composed;
    }
    fail_msg("no half of U+%04X", whole->composed);
    return 0;
}

static void test_composes_from_every_order(void **state)
{
    (void)state;
    assert_int_equal(COUNT(LETTERS) + 2 /* đ Đ */, 134);
    for (size_t i = 0; i < COUNT(LETTERS); i++) {
        const struct letter *letter = &LETTERS[i];
        uint32_t base = (uint32_t)letter->base, whole = letter->composed;
        if (letter->shape && letter->tone) {
            uint32_t shaped = half(letter, letter->shape, 0);
            uint32_t toned = half(letter, 0, letter->tone);
            expect_composed((uint32_t[]){base, letter->shape, letter->tone, 0}, whole);
            expect_composed((uint32_t[]){base, letter->tone, letter->shape, 0}, whole);
            expect_composed((uint32_t[]){shaped, letter->tone, 0}, whole);
            expect_composed((uint32_t[]){toned, letter->shape, 0}, whole);
        } else {
            uint32_t mark = letter->shape ? letter->shape : letter->tone;
            expect_composed((uint32_t[]){base, mark, 0}, whole);
        }
        expect_composed((uint32_t[]){whole, 0}, whole);
    }
    expect_composed((uint32_t[]){U'đ', 0}, U'đ');
    expect_composed((uint32_t[]){U'Đ', 0}, U'Đ');
}

/* What has no single letter stays as it came, and stays so. */
static void test_composes_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *given, *told;
    } CASES[] = {
        {"", ""},
        {"Hòa, hoà", "Hòa, hoà"}, /* where the tone stands is the person's own */
        {"a\xcc\x80\xcc\x81", "à\xcc\x81"},
        {"â\xcc\x86", "â\xcc\x86"},
        {"\xcc\x81"
         "a",
         "\xcc\x81"
         "a"},
        {"n\xcc\x83", "n\xcc\x83"}, /* Spanish has it, Vietnamese has not */
        {"a\xcc\xa7\xcc\x81", "a\xcc\xa7\xcc\x81"},
        {"a \xcc\x81", "a \xcc\x81"},
        {"d\xcc\x81", "d\xcc\x81"},
        {"\xff"
         "a\xcc\x81\xe1\xba",
         "\xff"
         "á\xe1\xba"},
        {"Nguye\xcc\x82\xcc\x83n Thi\xcc\xa3 A\xcc\x81nh", "Nguyễn Thị Ánh"},
        {"tru\xcc\x9bo\xcc\x9b\xcc\x80ng", "trường"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char *composed = viet_compose(CASES[i].given);
        char *again = viet_compose(composed);
        assert_string_equal(composed, CASES[i].told);
        assert_string_equal(again, composed);
        free(composed);
        free(again);
    }
}

static void test_folds_every_letter(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(LETTERS); i++) {
        const struct letter *letter = &LETTERS[i];
        char base[] = {(char)(letter->base | 0x20), '\0'}, folded[16];
        viet_fold(folded, sizeof(folded), as_text((uint32_t[]){letter->composed, 0}));
        assert_string_equal(folded, base);
        viet_fold(folded, sizeof(folded),
                  as_text((uint32_t[]){(uint32_t)letter->base,
                                       letter->tone ? letter->tone : HAT, 0}));
        assert_string_equal(folded, base);
        assert_int_equal(viet_base(letter->composed), base[0]);
    }
    assert_int_equal(viet_base(U'đ'), 'd');
    assert_int_equal(viet_base(U'Đ'), 'd');
}

static void test_folds_names(void **state)
{
    (void)state;
    static const struct {
        const char *given, *told;
    } CASES[] = {
        {"", ""},
        {" - ", ""},
        {"Chứng thực bản sao", "chung thuc ban sao"},
        {"  ĐĂNG KÝ   (lại) khai sinh. ", "dang ky lai khai sinh"},
        {"Đăng ký khai sinh", "dang ky khai sinh"},
        {"Cha, mẹ/con", "cha me con"},
        {"1.001193", "1 001193"},
        {"Blơk Ê-đê Ñ", "blok e de ñ"},
        {"\xff"
         "a\xe2\x80\x8b"
         "b",
         "a b"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char folded[64], again[64];
        size_t length = viet_fold(folded, sizeof(folded), CASES[i].given);
        assert_string_equal(folded, CASES[i].told);
        assert_int_equal(length, strlen(folded));
        viet_fold(again, sizeof(again), folded);
        assert_string_equal(again, folded);
    }
}

/* Whatever the room, what is written is a beginning of the whole, and ends in a NUL. */
static void test_fold_keeps_its_room(void **state)
{
    (void)state;
    static const char WHOLE[] = "chung thuc ñ ban sao";
    for (size_t room = 0; room < 32; room++) {
        char folded[32];
        memset(folded, '#', sizeof(folded));
        size_t length = viet_fold(folded, room, "Chứng thực Ñ bản sao");
        assert_int_equal(folded[room < 31 ? room : 31], '#');
        if (room == 0)
            continue;
        assert_true(length < room);
        assert_int_equal(folded[length], '\0');
        assert_memory_equal(folded, WHOLE, length);
        assert_true(utf8_is_valid(folded, length));
    }
}

/* One name, whichever way it is styled; other names are others. */
static void test_keys_of_names(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        bool same;
    } CASES[] = {
        {"Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", true},
        {"Thuỷ", "THỦY", true},
        {"Đỗ Quý", "đỗ qúy", true},
        {"Hoa\u0300", "hòa", true},
        {" Lê  Ân ", "LÊ ÂN", true},
        {"H'Êban", "h'êban", true},
        {"", "  ", true},
        {"Hoà", "Hoa", false},
        {"Hoà", "Hoá", false},
        {"Hòa Ân", "Hoa Ần", false},
        {"Đào", "Dào", false},
        {"Ân", "An", false},
        {"An Bình", "Anbình", false},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char *one = viet_key(CASES[i].one), *other = viet_key(CASES[i].other);
        if ((strcmp(one, other) == 0) != CASES[i].same)
            fail_msg("“%s” and “%s”: “%s”, “%s”", CASES[i].one, CASES[i].other, one,
                     other);
        free(one);
        free(other);
    }
}

static void test_tones_on_and_off(void **state)
{
    static const uint32_t tones[] = {GRAVE, HOOK, TILDE, ACUTE, DOT};
    uint32_t tone;
    (void)state;
    assert_int_equal(viet_put_tone(U'ơ', ACUTE), U'ớ');
    assert_int_equal(viet_put_tone(U'Y', DOT), U'Ỵ');
    assert_int_equal(viet_put_tone(U'á', ACUTE), U'á');
    assert_int_equal(viet_put_tone(U'b', ACUTE), U'b');
    assert_int_equal(viet_put_tone(U'a', 0), U'a');
    assert_int_equal(viet_put_tone(U'a', HAT), U'a'); /* a mark, but no tone */
    assert_int_equal(viet_take_tone(U'đ', &tone), U'đ');
    assert_int_equal(tone, 0);
    for (size_t i = 0; i < COUNT(LETTERS); i++) {
        uint32_t plain = viet_take_tone(LETTERS[i].composed, &tone);
        assert_int_equal(tone, LETTERS[i].tone);
        assert_int_equal(viet_put_tone(plain, tone), LETTERS[i].composed);
    }
    for (size_t i = 0; i < COUNT(tones); i++) {
        assert_int_equal(viet_take_tone(viet_put_tone(U'e', tones[i]), &tone), U'e');
        assert_int_equal(tone, tones[i]);
    }
}

/* The table has each small letter and its capital: the same base, shape and tone. */
static void test_every_letter_has_its_capital(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(LETTERS); i++) {
        const struct letter *letter = &LETTERS[i];
        const struct letter *other = LETTERS;
        while ((other->base ^ letter->base) != 0x20 || other->shape != letter->shape ||
               other->tone != letter->tone)
            other++;
        bool small = letter->base >= 'a';
        char *text = memory_copy_text(as_text((uint32_t[]){letter->composed, 0}));
        char *capital = viet_capitals(text);
        assert_string_equal(capital, as_text((uint32_t[]){
                                         small ? other->composed : letter->composed, 0}));
        free(capital);
        char *word = memory_format("x%s", text), *title = viet_title(word);
        assert_string_equal(
            title + 1,
            as_text((uint32_t[]){small ? letter->composed : other->composed, 0}));
        free(title);
        free(word);
        free(text);
    }
}

static void test_writes_names(void **state)
{
    (void)state;
    static const struct {
        const char *given, *capitals, *title;
    } CASES[] = {
        {"", "", ""},
        {"nguyễn văn an", "NGUYỄN VĂN AN", "Nguyễn Văn An"},
        {"ĐẶNG thị đào", "ĐẶNG THỊ ĐÀO", "Đặng Thị Đào"},
        {"nguye\xcc\x82\xcc\x83n thi\xcc\xa3 a\xcc\x81nh", "NGUYỄN THỊ ÁNH",
         "Nguyễn Thị Ánh"},
        {"h'hen niê", "H'HEN NIÊ", "H'Hen Niê"},
        {"k’brơi", "K’BRƠI", "K’Brơi"},
        {"y-bih kbuôr", "Y-BIH KBUÔR", "Y-Bih Kbuôr"},
        {"ƀlơk čil mĭnh ñĕ", "ɃLƠK ČIL MĬNH ÑĔ", "Ƀlơk Čil Mĭnh Ñĕ"},
        {"rơ\xcc\x86 o", "RƠ\xcc\x86 O", "Rơ\xcc\x86 O"}, /* no single letter for it */
        {"jean-françois d.", "JEAN-FRANÇOIS D.", "Jean-François D."},
        {"  trần  2 ", "  TRẦN  2 ", "  Trần  2 "},
        {"\xff"
         "a\xe1\xba",
         "\xff"
         "A\xe1\xba",
         "\xff"
         "A\xe1\xba"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char *capitals = viet_capitals(CASES[i].given);
        char *title = viet_title(CASES[i].given), *again = viet_title(capitals);
        assert_string_equal(capitals, CASES[i].capitals);
        assert_string_equal(title, CASES[i].title);
        assert_string_equal(again, CASES[i].title);
        free(capitals);
        free(title);
        free(again);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_composes_from_every_order),
        cmocka_unit_test(test_composes_nothing_else),
        cmocka_unit_test(test_folds_every_letter),
        cmocka_unit_test(test_folds_names),
        cmocka_unit_test(test_fold_keeps_its_room),
        cmocka_unit_test(test_keys_of_names),
        cmocka_unit_test(test_tones_on_and_off),
        cmocka_unit_test(test_every_letter_has_its_capital),
        cmocka_unit_test(test_writes_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
