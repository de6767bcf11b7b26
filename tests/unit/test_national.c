/* SPDX-License-Identifier: MIT */
/* Lines of the national portal made into facts, with what its offices write into them. */
#include "kiosk/service/national.h"

#include "forms/form/procedure.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ' stands for ". */
static json_t *json_of(const char *text)
{
    char *copy = memory_copy_text(text);
    for (char *c = copy; *c; c++)
        if (*c == '\'')
            *c = '"';
    json_t *value = json_loads(copy, JSON_DECODE_ANY, NULL);
    if (!value)
        fail_msg("no JSON: %s", copy);
    free(copy);
    return value;
}

static json_t *facts_of(const char *line)
{
    json_t *parsed = json_of(line);
    json_t *facts = national_facts(parsed);
    json_decref(parsed);
    return facts;
}

static void assert_facts(const char *line, const char *expected)
{
    json_t *facts = facts_of(line), *wanted = json_of(expected);
    if (!json_equal(facts, wanted)) {
        char *text = json_dumps(facts, 0);
        fail_msg("%s\ngives %s\nnot   %s", line, text, expected);
    }
    json_decref(facts);
    json_decref(wanted);
}

static void shapes(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum national_shape shape;
    } CASES[] = {
        {"{'categories': []}", NATIONAL_LIST},
        {"{'executionMethods': [], 'categories': []}", NATIONAL_DETAIL},
        {"{'executionMethods': 3}", NATIONAL_NONE},
        {"{'name': {'vi': 'x'}}", NATIONAL_NONE},
        {"[]", NATIONAL_NONE},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        json_t *line = json_of(CASES[i].line);
        assert_int_equal(national_shape(line), CASES[i].shape);
        json_decref(line);
    }
}

static void lines_of_the_list(void **state)
{
    (void)state;
    assert_facts("{'name': ' Cấp  phép ', 'categories': ['A', 'B', 'C', 'D'],"
                 " 'departments': [], 'departmentPromulgate': 'Bộ Y'}",
                 "{'name': {'vi': 'Cấp phép'}, 'field': {'vi': 'A, B, C …'},"
                 " 'agency': {'vi': 'Bộ Y'}}");
    assert_facts("{'name': 7, 'categories': {}}", "{}");
}

#define DETAIL(members) "{'executionMethods': [], " members "}"

static void offices_laws_and_results(void **state)
{
    (void)state;
    assert_facts(
        DETAIL("'categoriesDetails': [{'name': 'Đất đai'}],"
               "'departmentsExecuting': [], 'unitGroupsExecuting':"
               " [{'name': 'Ủy ban nhân dân cấp xã'}, {'name': 'Ủy ban nhân dân'}],"
               "'resultsDetails': [{'name': '- Giấy chứng nhận'}, {'name': 'B'}],"
               "'legalBasisesDetails': [{'name': 'Luật 60/2014', 'code': '60/2014'},"
               " {'name': 'quy định', 'code': '1/2025/NĐ-CP'}, {'code': '2/2025'},"
               " {'name': 'quy định', 'code': '1/2025/NĐ-CP'}, 7]"),
        "{'traits': ['commune'], 'field': {'vi': 'Đất đai'},"
        " 'agency': {'vi': 'Ủy ban nhân dân cấp xã'},"
        " 'result': {'vi': 'Giấy chứng nhận; B'}, 'legalBasis': ["
        "{'vi': 'Luật 60/2014'}, {'vi': 'Số 1/2025/NĐ-CP: quy định'},"
        " {'vi': 'Số 2/2025'}]}");
}

#define METHOD(channel, members) "{'submissionMethod': '" channel "'" members "}"

static void channels(void **state)
{
    (void)state;
    assert_facts(
        "{'executionMethods': [" METHOD("POSTAL", "") ", " METHOD(
            "DIRECT", "") ", " METHOD("POSTAL", "") ", " METHOD("FAX", "") ", 7]}",
        "{'channels': ['DIRECT', 'POSTAL']}");
    assert_facts("{'isInternal': true, 'executionMethods': [" METHOD("ONLINE", "") "]}",
                 "{'traits': ['internal']}");
    assert_facts("{'isOfflineOnly': true, 'executionMethods': [" METHOD(
                     "ONLINE", "") ", " METHOD("DIRECT", "") "]}",
                 "{'channels': ['DIRECT']}");
}

static void who_and_for_whom(void **state)
{
    (void)state;
    assert_facts("{'categories': [], 'departments': ['Sở Tư pháp', 'UBND xã, phường'],"
                 " 'formalityTargetType': ['Doanh nghiệp', 'Công dân Việt Nam'],"
                 " 'departmentPromulgate': 'Bộ Tư pháp'}",
                 "{'traits': ['commune', 'citizen'],"
                 " 'agency': {'vi': 'Sở Tư pháp, UBND xã, phường'}}");
    assert_facts("{'categories': [], 'departments': ['Sở Tài chính'],"
                 " 'formalityTargetType': ['Doanh nghiệp'],"
                 " 'departmentPromulgate': 'UBND tỉnh  Bắc Ninh'}",
                 "{'traits': ['business'], 'province': 'Bắc Ninh',"
                 " 'agency': {'vi': 'Sở Tài chính'}}");
    assert_facts("{'categories': [],"
                 " 'formalityTargetType': ['Người Việt Nam định cư ở nước ngoài'],"
                 " 'departmentPromulgate': 'Bộ Ngoại giao'}",
                 "{'traits': ['citizen', 'abroad'], 'agency': {'vi': 'Bộ Ngoại giao'}}");
}

#define TIME(amount, unit) \
    METHOD("ONLINE", ", 'processingTime': " amount ", 'processingTimeUnit': '" unit "'")

static void times(void **state)
{
    (void)state;
    static const struct {
        const char *methods, *time; /* NULL: none */
    } CASES[] = {
        {TIME("5", "WORKING_DAY") "," TIME("5", "WORKING_DAY"),
         "{'amount': 5, 'unit': 'working-day'}"},
        {TIME("5", "DAY") "," TIME("15", "DAY"),
         "{'amount': 15, 'unit': 'day', 'note': {'vi': 'Từ 5 đến 15 ngày, tuỳ trường "
         "hợp',"
         " 'en': '5 to 15 days, depending on the case'}}"},
        {TIME("17.5", "WORKING_DAY"),
         "{'note': {'vi': '17,5 ngày làm việc', 'en': '17.5 working days'}}"},
        {TIME("2", "MONTH"), "{'note': {'vi': '2 tháng', 'en': '2 months'}}"},
        {TIME("7", "OTHER"), NULL},
        {TIME("0", "DAY"), NULL},
        {TIME("-3", "DAY"), NULL},
        {TIME("1e99", "DAY"), NULL},
        {TIME("null", "DAY"), NULL},
        {TIME("'a) Không quá 3 ngày.'", "OTHER"),
         "{'note': {'vi': 'a) Không quá 3 ngày.'}}"},
        {METHOD("ONLINE",
                ", 'processingTime': 'Theo mô tả', 'processingTimeUnit': 'OTHER',"
                " 'description': 'Trong ngày'"),
         "{'note': {'vi': 'Trong ngày'}}"},
        {TIME("5", "DAY") "," TIME("15", "WORKING_DAY"), NULL},
        {TIME("'Ngay'", "OTHER") "," TIME("3", "HOUR"), "{'amount': 3, 'unit': 'hour'}"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char *line = memory_format("{'executionMethods': [%s]}", CASES[i].methods);
        json_t *facts = facts_of(line), *time = json_object_get(facts, "time");
        json_t *wanted = CASES[i].time ? json_of(CASES[i].time) : NULL;
        if (wanted ? !json_equal(time, wanted) : time != NULL)
            fail_msg("%s gives %s", line, json_dumps(facts, 0));
        json_decref(wanted);
        json_decref(facts);
        free(line);
    }
}

#define FEES(channel, fees) METHOD(channel, ", 'fees': [" fees "]")
#define FEE(kind, value, words) \
    "{'type': '" kind "', 'value': " value ", 'description': '" words "'}"

static void fees(void **state)
{
    (void)state;
    static const struct {
        const char *methods, *text;
    } CASES[] = {
        {FEES("ONLINE", FEE("FEE", "30000", "")), "Phí 30.000 đồng"},
        {FEES("ONLINE", FEE("SERVICE_FEE", "1215000", "cấp lại;")),
         "1.215.000 đồng: cấp lại"},
        {FEES("ONLINE", FEE("FEE", "0", "Do tỉnh quy định.")), "Do tỉnh quy định"},
        {FEES("ONLINE", FEE("FEE", "0", "")), ""},
        {FEES("ONLINE", FEE("FEE", "null", "T")), ""},
        {FEES("ONLINE", FEE("FEE", "-5", "")), ""},
        {FEES("ONLINE", "7, {'type': 'PRICE_LEVEL', 'value': 20, 'currencyName': 'USD'}"),
         "Giá 20 USD"},
        {FEES("ONLINE", FEE("FEE", "5000", "") "," FEE("FEE", "5000", "")) "," FEES(
             "DIRECT", FEE("FEE", "5000", "")),
         "Phí 5.000 đồng"},
        {FEES("ONLINE", FEE("FEE", "5000", "")) "," FEES(
             "DIRECT", FEE("FEE", "9000", "")) "," FEES("POSTAL", ""),
         "Trực tiếp: Phí 9.000 đồng. Trực tuyến: Phí 5.000 đồng"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char *line = memory_format("{'executionMethods': [%s]}", CASES[i].methods);
        json_t *facts = facts_of(line);
        assert_string_equal(json_words(json_at(facts, "/fee/text"), "vi"), CASES[i].text);
        json_decref(facts);
        free(line);
    }
}

#define GROUP(name, papers) "{'name': '" name "', 'profileComponents': [" papers "]}"
#define PAPER(code, name, originals, copies)                             \
    "{'code': '" code "', 'name': '" name "', 'originalQty': " originals \
    ", 'copyQty': " copies "}"

static json_t *papers_of(const char *groups)
{
    char *line =
        memory_format("{'executionMethods': [], 'executionCases': [%s]}", groups);
    json_t *facts = facts_of(line);
    free(line);
    return facts;
}

/* "id:name/kind/originals+copies?@cases" of each paper, in a line. */
static void assert_papers(const json_t *facts, const char *expected)
{
    char line[1000] = "";
    size_t i, c;
    json_t *paper, *one;
    json_array_foreach(json_object_get(facts, "papers"), i, paper)
    {
        size_t used = strlen(line);
        snprintf(line + used, sizeof(line) - used, "%s%s:%s/%s/%lld+%lld%s",
                 used ? "; " : "", json_text(paper, "id"),
                 json_words(json_object_get(paper, "name"), "vi"),
                 json_text(paper, "kind"), json_number(paper, "originals", -1),
                 json_number(paper, "copies", -1),
                 json_flag(paper, "optional", false) ? "?" : "");
        json_array_foreach(json_object_get(paper, "cases"), c, one)
        {
            used = strlen(line);
            snprintf(line + used, sizeof(line) - used, "@%.1s", json_string_value(one));
        }
    }
    assert_string_equal(line, expected);
}

static void papers_are_what_has_a_number(void **state)
{
    (void)state;
    json_t *facts = papers_of(GROUP(
        "",
        PAPER("000.00.00.G15-KQ1", "- Đơn đề nghị;", "1", "0") "," PAPER("", "Trường hợp nộp qua bưu chính thì gửi kèm", "0", "0") "," PAPER(
            "", "+ Bản sao hộ chiếu (nếu có)",
            "0",
            "2") "," PAPER("X", "Lưu ý: mang theo bút", "1",
                           "0") "," PAPER("X", " ", "1",
                                          "0") "," PAPER("X", "Ảnh 4x6", "-1",
                                                         "9999") ","
                                                                 "7, {'name': 'Kết quả', "
                                                                 "'originalQty': 1, "
                                                                 "'isProcessingResult': "
                                                                 "true}") "," GROUP("* "
                                                                                    "Giấy"
                                                                                    " tờ "
                                                                                    "phải"
                                                                                    " xuấ"
                                                                                    "t "
                                                                                    "trìn"
                                                                                    "h:",
                                                                                    PAPER(
                                                                                        "K",
                                                                                        "Thẻ căn cước",
                                                                                        "1",
                                                                                        "0")) "," GROUP("* Lưu ý :",
                                                                                                        PAPER(
                                                                                                            "L",
                                                                                                            "Bản chụp phải rõ nét",
                                                                                                            "1",
                                                                                                            "0")) ", 7");
    assert_papers(facts, "000-00-00-G15-KQ1:Đơn đề nghị/submit/1+0; "
                         "paper-2:Bản sao hộ chiếu (nếu có)/submit/0+2?; "
                         "X:Ảnh 4x6/submit/0+99; K:Thẻ căn cước/present/1+0");
    assert_null(json_object_get(facts, "cases"));
    json_decref(facts);
}

static void cases_ask_for_papers(void **state)
{
    (void)state;
    json_t *facts =
        papers_of(GROUP("a) Đối với trường hợp bị mất thì hồ sơ gồm:",
                        PAPER("A", "Đơn", "1", "0") "," PAPER(
                            "B", "Bản cam kết", "1",
                            "0")) "," GROUP("b) Đối với trường hợp bị rách, hồ sơ gồm",
                                            PAPER("A", "Đơn", "1", "0") "," PAPER(
                                                "B", "Giấy cũ", "1", "0")));
    assert_papers(facts, "A:Đơn/submit/1+0@c@c; B:Bản cam kết/submit/1+0@c; "
                         "paper-3:Giấy cũ/submit/1+0@c");
    assert_string_equal(json_words(json_at(facts, "/cases/0/name"), "vi"), "Bị mất");
    assert_string_equal(json_words(json_at(facts, "/cases/1/name"), "vi"), "Bị rách");
    assert_int_equal(json_array_size(json_object_get(facts, "cases")), 2);
    /* The same case has the same name for ever, wherever it stands. */
    json_t *alone =
        papers_of(GROUP("Thành phần hồ sơ:", PAPER("A", "Đơn", "1", "0")) "," GROUP(
            "- Đối với trường hợp bị mất",
            PAPER("A", "Đơn", "1", "0") "," PAPER("B", "Bản cam kết", "1", "0")));
    assert_string_equal(json_text(json_at(alone, "/cases/0"), "id"),
                        json_text(json_at(facts, "/cases/0"), "id"));
    /* Who is in no case has one, too; and what all need, no case asks for. */
    assert_string_equal(json_text(json_at(alone, "/cases/1"), "id"), "other");
    assert_papers(alone, "A:Đơn/submit/1+0; B:Bản cam kết/submit/1+0@c");
    json_decref(alone);
    json_decref(facts);
}

static void one_case_is_none(void **state)
{
    (void)state;
    json_t *facts =
        papers_of(GROUP("Trường hợp bị mất", PAPER("A", "Đơn", "1", "0")) "," GROUP(
            "Trường hợp bị mất:", PAPER("B", "Ảnh", "1", "0")));
    assert_null(json_object_get(facts, "cases"));
    assert_papers(facts, "A:Đơn/submit/1+0; B:Ảnh/submit/1+0");
    json_decref(facts);
}

static char *repeated(const char *text, size_t times)
{
    char *all = memory_alloc(strlen(text) * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(all + i * strlen(text), text, strlen(text));
    return all;
}

static void long_texts(void **state)
{
    (void)state;
    char *long_text = repeated("đơn đề nghị ", 400);
    char *groups = memory_format(
        GROUP("%s",
              PAPER("A", "%s", "1", "0") "," PAPER(
                  "B", "Văn bản thoả thuận của các bên có liên quan. %s", "1", "0")),
        long_text, long_text, long_text);
    json_t *facts = papers_of(groups);
    const char *name = json_words(json_at(facts, "/papers/0/name"), "vi");
    assert_true(strlen(name) < 400);
    assert_non_null(strstr(name, " …"));
    assert_true(strlen(json_words(json_at(facts, "/papers/0/note"), "vi")) < 2000);
    assert_string_equal(json_words(json_at(facts, "/papers/1/name"), "vi"),
                        "Văn bản thoả thuận của các bên có liên quan");
    json_decref(facts);
    free(groups);
    free(long_text);
}

static void too_many(void **state)
{
    (void)state;
    json_t *line = json_of("{'executionMethods': [], 'executionCases': []}");
    for (int i = 0; i < 400; i++) {
        char *name = memory_format("Trường hợp %d", i);
        json_t *component =
            json_pack("{s:s+, s:s, s:i}", "name", "Giấy ", name + strlen("Trường hợp "),
                      "code", name, "originalQty", 1);
        json_array_append_new(
            json_object_get(line, "executionCases"),
            json_pack("{s:s, s:[o]}", "name", name, "profileComponents", component));
        free(name);
    }
    json_t *facts = national_facts(line);
    assert_int_equal(json_array_size(json_object_get(facts, "papers")), 100);
    assert_int_equal(json_array_size(json_object_get(facts, "cases")), 51);
    assert_string_equal(json_text(json_at(facts, "/cases/50"), "id"), "other");
    /* A case that nobody is asked for does not ask everybody for its papers. */
    assert_int_equal(json_array_size(json_at(facts, "/papers/49/cases")), 1);
    assert_false(json_flag(json_at(facts, "/papers/49"), "optional", false));
    assert_null(json_at(facts, "/papers/50/cases"));
    assert_true(json_flag(json_at(facts, "/papers/50"), "optional", false));
    json_object_set_new(facts, "format", json_integer(1));
    json_object_set_new(facts, "version", json_string("1"));
    json_object_set_new(facts, "code", json_string("1.000001"));
    json_object_set_new(facts, "name", json_string("x"));
    struct error err = {.text = ""};
    struct procedure *p =
        procedure_create_take((struct procedure_files){.facts = facts}, &err);
    assert_non_null(p);
    procedure_free(&p);
    json_decref(line);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes),
        cmocka_unit_test(lines_of_the_list),
        cmocka_unit_test(offices_laws_and_results),
        cmocka_unit_test(channels),
        cmocka_unit_test(who_and_for_whom),
        cmocka_unit_test(times),
        cmocka_unit_test(fees),
        cmocka_unit_test(papers_are_what_has_a_number),
        cmocka_unit_test(cases_ask_for_papers),
        cmocka_unit_test(one_case_is_none),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
