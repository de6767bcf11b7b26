/* SPDX-License-Identifier: MIT */
/* Keys as people press them, and what they expect to see. */
#include "kiosk/base/utf8.h"
#include "kiosk/input/telex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct telex_settings TELEX = {.method = TELEX_TELEX};
static const struct telex_settings TELEX_NEW = {.new_style = true};
static const struct telex_settings VNI = {.method = TELEX_VNI};
static const struct telex_settings NAMES = {.names = true};

struct habit {
    const char *keys, *text;
};

static void check_habits(const struct habit *habits, size_t count,
                         struct telex_settings settings)
{
    for (size_t i = 0; i < count; i++) {
        char *text = telex_convert(habits[i].keys, settings);
        if (strcmp(text, habits[i].text) != 0)
            fail_msg("%s gives %s, not %s", habits[i].keys, text, habits[i].text);
        free(text);
    }
}

#define CHECK(habits, settings) check_habits(habits, COUNT(habits), settings)

static void test_marks_anywhere(void **state)
{
    static const struct habit habits[] = {
        {"nguyeenx", "nguyễn"},
        {"nguyenxe", "nguyễn"},
        {"nguyeexn", "nguyễn"},
        {"nguyexen", "nguyễn"},
        {"dduwowngf", "đường"},
        {"dduongwf", "đường"},
        {"duongwfd", "đường"},
        {"dduwowfng", "đường"},
        {"ddwowfng", "đường"},
        {"truowngf", "trường"},
        {"truwongf", "trường"},
        {"truongwf", "trường"},
        {"trwowngf", "trường"},
        {"tieengs", "tiếng"},
        {"tieesng", "tiếng"},
        {"tiengse", "tiếng"},
        {"vieetj", "việt"},
        {"viejte", "việt"},
        {"vietje", "việt"},
        {"tuyeetj", "tuyệt"},
        {"dangds", "đáng"},
        {"hoachw", "hoach"
                   "w"},
        {"hoawcj", "hoặc"},
        {"hoacwj", "hoặc"},
        {"thuows", "thuớ"},
        {"nguwoif", "người"},
        {"nguowif", "người"},
        {"nguoiwf", "người"},
        {"ruowuj", "rượu"},
        {"ruouwj", "rượu"},
        {"huouw", "hươu"},
        {"cuwuf", "cừu"},
        {"cuuwf", "cừu"},
        {"muaw", "mưa"},
        {"muwa", "mưa"},
        {"cuwar", "cửa"},
        {"tuaan", "tuân"},
        {"tuana", "tuân"},
        {"xuaan", "xuân"},
        {"quaanj", "quận"},
        {"quanaj", "quận"},
        {"khuya", "khuya"},
        {"khuyur", "khuỷu"},
        {"ngoao", "ngoao"},
        {"ngoeor", "ngoẻo"},
        {"oanh", "oanh"},
        {"yeeus", "yếu"},
        {"uyeenr", "uyển"},
        {"dda", "đa"},
        {"dad", "đa"},
        {"a", "a"},
    };
    (void)state;
    CHECK(habits, TELEX);
}

static void test_horn_on_both(void **state)
{
    static const struct habit habits[] = {
        {"uow", "ươ"},           {"uoww", "ươ"},         {"uowww", "uow"},
        {"truongwwf", "trường"}, {"uwow", "ươ"},         {"uowng", "ương"},
        {"uongw", "ương"},       {"thuow", "thuơ"},      {"thuowr", "thuở"},
        {"huow", "huơ"},         {"huowng", "hương"},    {"thuowng", "thương"},
        {"quow", "quơ"},         {"quowr", "quở"},       {"khuowu", "khươu"},
        {"thuowngr", "thưởng"},  {"khuowngw", "khương"}, {"uwowcs", "ước"},
        {"giuwongf", "giường"},  {"giuongwf", "giường"}, {"luowtj", "lượt"},
    };
    (void)state;
    CHECK(habits, TELEX);
}

static void test_tone_place(void **state)
{
    static const struct habit both[] = {
        {"hoangf", "hoàng"},  {"hoafng", "hoàng"},  {"quys", "quý"},
        {"quas", "quá"},      {"gif", "gì"},        {"gias", "giá"},
        {"giangr", "giảng"},  {"gieengs", "giếng"}, {"giuwax", "giữa"},
        {"gifn", "gìn"},      {"khoair", "khoải"},  {"thuyeenf", "thuyền"},
        {"tuyeets", "tuyết"}, {"huynhf", "huỳnh"},  {"suyts", "suýt"},
        {"mias", "mía"},      {"muar", "mủa"},      {"mual", "mual"},
        {"loatj", "loạt"},    {"khuyur", "khuỷu"},  {"xoongf", "xồng"},
        {"xooongf", "xoòng"}, {"gooofng", "goòng"}, {"quyts", "quýt"},
        {"huees", "huế"},     {"ngoaif", "ngoài"},  {"xoays", "xoáy"},
        {"muoois", "muối"},
    };
    static const struct habit old_style[] = {
        {"hoaf", "hòa"},   {"hofa", "hòa"},   {"khoer", "khỏe"},
        {"khore", "khỏe"}, {"thuyr", "thủy"}, {"Khasnh Hofa", "Khánh Hòa"},
        {"toas", "tóa"},
    };
    static const struct habit new_style[] = {
        {"hoaf", "hoà"},   {"hofa", "hoà"},   {"khoer", "khoẻ"},
        {"khore", "khoẻ"}, {"thuyr", "thuỷ"}, {"Khasnh Hofa", "Khánh Hoà"},
        {"quyr", "quỷ"},
    };
    (void)state;
    CHECK(both, TELEX);
    CHECK(both, TELEX_NEW);
    CHECK(old_style, TELEX);
    CHECK(new_style, TELEX_NEW);
}

static void test_tones_change(void **state)
{
    static const struct habit habits[] = {
        {"baif", "bài"},   {"baifs", "bái"},    {"baisf", "bài"},       {"baifz", "bai"},
        {"baifzs", "bái"}, {"hoafng", "hoàng"}, {"aaw", "ă"},           {"awa", "â"},
        {"oow", "ơ"},      {"owo", "ô"},        {"thuoongw", "thương"}, {"zalo", "zalo"},
    };
    (void)state;
    CHECK(habits, TELEX);
}

static void test_once_more_undoes(void **state)
{
    static const struct habit habits[] = {
        {"aa", "â"},         {"aaa", "aa"},         {"ee", "ê"},
        {"eee", "ee"},       {"ooo", "oo"},         {"as", "á"},
        {"ass", "as"},       {"aff", "af"},         {"axx", "ax"},
        {"arr", "ar"},       {"ajj", "aj"},         {"dd", "đ"},
        {"ddd", "dd"},       {"DDD", "DD"},         {"Ddd", "Dd"},
        {"w", "ư"},          {"ww", "w"},           {"www", "www"},
        {"wwi", "wi"},       {"aw", "ă"},           {"aww", "aw"},
        {"uww", "uw"},       {"oww", "ow"},         {"uwoww", "uow"},
        {"hoanff", "hoanf"}, {"gooogle", "google"}, {"hooong", "hoong"},
        {"tooong", "toong"}, {"booong", "boong"},   {"mooocs", "moóc"},
        {"passs", "pass"},
    };
    (void)state;
    CHECK(habits, TELEX);
}

static void test_foreign_words_come_back(void **state)
{
    static const struct habit habits[] = {
        {"windows", "windows"},
        {"Windows", "Windows"},
        {"password", "password"},
        {"email", "email"},
        {"example", "example"},
        {"google", "google"},
        {"class", "class"},
        {"staff", "staff"},
        {"issue", "issue"},
        {"Wang", "Wang"},
        {"William", "William"},
        {"Edwin", "Edwin"},
        {"banana", "banana"},
        {"Canada", "Canada"},
        {"data", "data"},
        {"depress", "depress"},
        {"keep", "keep"},
        {"green card", "grên card"},
        {"office", "office"},
        {"Microsoft", "Microsoft"},
        {"wifi", "wifi"},
        {"facebook", "facebook"},
        {"www.gov.vn", "www.gov.vn"},
        {"two", "two"},
        {"email@example.com", "email@example.com"},
        {"hoas@nas.vn", "hoas@nas.vn"},
        {"hoas@nas.vn hoas", "hoas@nas.vn hóa"},
        {"as@ as", "as@ á"},
        {"x", "x"},
        {"", ""},
        {"  ", "  "},
    };
    (void)state;
    CHECK(habits, TELEX);
}

static void test_names_of_the_highlands(void **state)
{
    static const struct habit habits[] = {
        {"Kroong", "Krông"},
        {"kroong", "krông"},
        {"Blowk", "Blơk"},
        {"blowk", "blơk"},
        {"DDawsk", "Đắk"},
        {"DDawks Lawks", "Đắk Lắk"},
        {"ddawks lawks", "đắk lắk"},
        {"DDawk", "Đăk"},
        {"Y Thuoojt", "Y Thuột"},
        {"Pleiku", "Pleiku"},
        {"Kon Ploong", "Kon Plông"},
        {"M'DDrawks", "M'Đrắk"},
        {"H'Hen Niee", "H'Hen Niê"},
        {"Chuw Pawh", "Chư Păh"},
        {"Kpaw", "Kpă"},
        {"Byaw", "Byă"},
        {"EEban", "Êban"},
        {"EEnuool", "Ênuôl"},
        {"Mloo", "Mlô"},
        {"Bhawng", "Bhăng"},
        {"Knuees", "Knuế"},
        {"Cuoorr", "Cuôr"},
        {"DDakroong", "Đakrông"},
        {"Avuwowng", "Avương"},
        {"Bawsc Kajn", "Bắc Kạn"},
        {"Rowng", "Rơng"},
        {"KROONG", "KRÔNG"},
    };
    static const struct habit in_names[] = {
        {"Sowmei", "Sơmei"}, {"Zanf", "Zàn"},   {"EEnuool", "Ênuôl"},
        {"Wang", "Ưang"},    {"Wwang", "Wang"},
    };
    (void)state;
    CHECK(habits, TELEX);
    CHECK(in_names, NAMES);
}

static void test_capitals(void **state)
{
    static const struct habit habits[] = {
        {"NGUYEENX", "NGUYỄN"},  {"Nguyeenx", "Nguyễn"}, {"NGUYENxe", "NGUYỄN"},
        {"DDinhj", "Định"},      {"Ddinhj", "Định"},     {"dDa", "đa"},
        {"UWowc", "Ươc"},        {"UOWNG", "ƯƠNG"},      {"W", "Ư"},
        {"AAm", "Âm"},           {"Aam", "Âm"},          {"QUYEETS", "QUYẾT"},
        {"HDDND", "HĐND"},       {"TDDC", "TĐC"},        {"NDD-CP", "NĐ-CP"},
        {"50.000dd", "50.000đ"}, {"Tp.Hoof", "Tp.Hồ"},   {"vaf/hoawcj", "và/hoặc"},
    };
    (void)state;
    CHECK(habits, TELEX);
}

static void test_vni(void **state)
{
    static const struct habit habits[] = {
        {"nguye6n4", "nguyễn"},
        {"nguyen64", "nguyễn"},
        {"nguye64n", "nguyễn"},
        {"d9uo7ng2", "đường"},
        {"d9u7o7ng2", "đường"},
        {"duong972", "đường"},
        {"tru7o7ng2", "trường"},
        {"truong72", "trường"},
        {"hoa2", "hòa"},
        {"thuo73", "thuở"},
        {"d9a81k", "đắk"},
        {"D9a8k1", "Đắk"},
        {"a6", "â"},
        {"a66", "a6"},
        {"a1", "á"},
        {"a11", "a1"},
        {"a10", "a"},
        {"d99", "d9"},
        {"H17", "H17"},
        {"29A1-123.45", "29Á-123.45"},
        {"ba8n", "băn"},
        {"moi71", "mới"},
        {"qua6n5 1", "quận 1"},
        {"windows", "windows"},
        {"2026", "2026"},
        {"Kro6ng", "Krông"},
        {"boong", "boong"},
    };
    (void)state;
    CHECK(habits, VNI);
}

/* ---- the text field's side ---- */

struct field {
    struct telex telex;
    char text[512];
};

static void apply(struct field *field, const struct telex_change *change)
{
    size_t size = strlen(field->text);
    for (size_t i = 0; i < change->erase; i++)
        size = utf8_previous(field->text, size);
    snprintf(field->text + size, sizeof(field->text) - size, "%s", change->text);
}

/* '<' is backspace, '|' leaves the word. */
static void type(struct field *field, const char *keys)
{
    struct telex_change change;
    for (; *keys; keys++) {
        if (*keys == '<')
            telex_backspace(&field->telex, &change);
        else if (*keys == '|')
            telex_end(&field->telex, &change);
        else
            telex_key(&field->telex, (char32_t)(unsigned char)*keys, &change);
        apply(field, &change);
    }
}

static void test_what_is_seen_while_typing(void **state)
{
    static const struct habit habits[] = {
        {"truo", "truo"},  {"truow", "trươ"},   {"truowng", "trương"},
        {"hof", "hò"},     {"hofa", "hòa"},     {"hofan", "hoàn"},
        {"wi", "ưi"},      {"win", "win"},      {"windows", "windows"},
        {"pas", "pá"},     {"pass", "pas"},     {"passw", "passw"},
        {"kee", "kê"},     {"keep", "kêp"},     {"keep|", "keep"},
        {"thuow", "thuơ"}, {"thuown", "thươn"}, {"hoafi", "hoài"},
        {"issu", "issu"},  {"as|as", "áá"},     {"aas,", "ấ,"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(habits); i++) {
        struct field field = {.text = ""};
        telex_init(&field.telex, TELEX);
        type(&field, habits[i].keys);
        assert_string_equal(field.text, habits[i].text);
    }
}

static void test_backspace_removes_what_is_seen(void **state)
{
    static const struct habit habits[] = {
        {"truwowngf<", "trườn"},
        {"truwowngf<<", "trườ"},
        {"truwowngf<<<", "trư"},
        {"truwowngf<<<<", "tr"},
        {"nguyeenx<", "nguyễ"},
        {"nguyeenx<<", "nguy"},
        {"nguyeenx<n", "nguyễn"},
        {"nguyeenx<<eenx", "nguyễn"},
        {"hoangf<", "hoàn"},
        {"hoangf<<", "hòa"},
        {"hoangf<<<", "hò"},
        {"thuowng<<", "thươ"},
        {"thuowng<<c", "thươc"},
        {"ddi<", "đ"},
        {"ddi<<", ""},
        {"ddi<<<", ""},
        {"windows<", "window"},
        {"windows<<<<<", "wi"},
        {"windows<<<<<n|", "win"},
        {"ass<", "a"},
        {"ass<s", "á"},
        {"gooof<", "gò"},
        {"booong<", "boon"},
        {"as |<", "á"},
        {"muoons<t", "muốt"},
        {"uwo<", "ư"},
        {"hoa<", "ho"},
        {"hoaf<", "hò"},
        {"a@s<<<s", "s"},
        {"www<<", "w"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(habits); i++) {
        struct field field = {.text = ""};
        telex_init(&field.telex, TELEX);
        type(&field, habits[i].keys);
        if (strcmp(field.text, habits[i].text) != 0)
            fail_msg("%s gives %s, not %s", habits[i].keys, field.text, habits[i].text);
    }
}

static void test_only_what_differs_is_replaced(void **state)
{
    struct telex telex;
    struct telex_change change;
    (void)state;
    telex_init(&telex, TELEX);
    for (const char *key = "truongw"; *key; key++)
        telex_key(&telex, (char32_t)*key, &change);
    assert_int_equal(change.erase, 4); /* uong */
    assert_string_equal(change.text, "ương");
    telex_key(&telex, U'f', &change);
    assert_int_equal(change.erase, 3);
    assert_string_equal(change.text, "ờng");
    telex_key(&telex, U' ', &change);
    assert_int_equal(change.erase, 0);
    assert_string_equal(change.text, " ");
}

static void test_endless_word_passes(void **state)
{
    char keys[101], *text;
    (void)state;
    memset(keys, 'a', 100);
    keys[100] = '\0';
    text = telex_convert(keys, TELEX);
    assert_true(strlen(text) >= 98 && strlen(text) <= 100);
    assert_true(strspn(text, "a") == strlen(text));
    free(text);
}

static void test_other_letters(void **state)
{
    static const struct habit habits[] = {
        {"đườngs", "đướng"},
        {"Việts", "Viết"},
        {"日本 vieetj", "日本 việt"},
        {"e\xcc\x81", "é"},
        {"ệ", "ệ"},
        {"\xff"
         "as",
         "\xef\xbf\xbd"
         "á"},
    };
    (void)state;
    CHECK(habits, TELEX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks_anywhere),
        cmocka_unit_test(test_horn_on_both),
        cmocka_unit_test(test_tone_place),
        cmocka_unit_test(test_tones_change),
        cmocka_unit_test(test_once_more_undoes),
        cmocka_unit_test(test_foreign_words_come_back),
        cmocka_unit_test(test_names_of_the_highlands),
        cmocka_unit_test(test_capitals),
        cmocka_unit_test(test_vni),
        cmocka_unit_test(test_what_is_seen_while_typing),
        cmocka_unit_test(test_backspace_removes_what_is_seen),
        cmocka_unit_test(test_only_what_differs_is_replaced),
        cmocka_unit_test(test_endless_word_passes),
        cmocka_unit_test(test_other_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
