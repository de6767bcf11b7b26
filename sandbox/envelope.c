/* SPDX-License-Identifier: MIT */
#include "sandbox/envelope.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "sandbox/catalogue.h"
#include "sandbox/problem.h"
#include "sandbox/reference.h"
#include "sandbox/uploads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_MOST = 200,
    CONSENT_MOST = 4000,
    PAPERS_MOST = 100,
    SHEETS_MOST = 999,
    WARNINGS_MOST = 200,
    PERSONS_MOST = 200,
    REASON_MOST = 500,
    FILES_MOST = 50,
    PAGES_MOST = 100000
};

static bool has_length(const json_t *value, size_t least, size_t most)
{
    size_t count = json_is_string(value) ? utf8_count(json_string_value(value)) : 0;
    return json_is_string(value) && count >= least && count <= most;
}

/* May be left out. */
static bool is_list_of_warnings(const json_t *value)
{
    return !value ||
           (json_array_size(value) > 0 && json_array_size(value) <= WARNINGS_MOST);
}

/* May be left out. */
static bool is_list_of_persons(const json_t *value)
{
    return !value ||
           (json_array_size(value) > 0 && json_array_size(value) <= PERSONS_MOST);
}

/* May be left out. */
static bool is_list_of_files(const json_t *value)
{
    return !value || (json_array_size(value) > 0 && json_array_size(value) <= FILES_MOST);
}

static bool is_kind_of_file(const json_t *value)
{
    static const char *const KINDS[] = {"application/pdf", "image/jpeg", "image/png"};
    for (size_t i = 0; json_is_string(value) && i < sizeof(KINDS) / sizeof(KINDS[0]); i++)
        if (strcmp(json_string_value(value), KINDS[i]) == 0)
            return true;
    return false;
}

static bool is_whole_number(const json_t *value, double most)
{
    double number = json_number_value(value);
    return json_is_number(value) && number >= 1 && number <= most &&
           number == floor(number);
}

static bool is_size_of_file(const json_t *value)
{
    return is_whole_number(value, (double)UPLOADS_MOST_BYTES);
}

static bool is_number_of_pages(const json_t *value)
{
    return is_whole_number(value, PAGES_MOST);
}

static bool is_hash(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && json_string_length(value) == 64 &&
           strspn(text, "0123456789abcdef") == 64;
}

static bool is_way_to_identify(const json_t *value)
{
    return json_is_string(value) && strcmp(json_string_value(value), "card-qr") == 0;
}

static bool is_reason(const json_t *value)
{
    return has_length(value, 1, REASON_MOST);
}

static bool is_line(const json_t *value)
{
    return has_length(value, 1, LINE_MOST);
}

static bool is_line_or_empty(const json_t *value)
{
    return has_length(value, 0, LINE_MOST);
}

static bool is_consent_text(const json_t *value)
{
    return has_length(value, 1, CONSENT_MOST);
}

static bool is_reference(const json_t *value)
{
    return json_is_string(value) && reference_is_exact(json_string_value(value));
}

static bool is_reference_or_absent(const json_t *value)
{
    return !value || is_reference(value);
}

static bool is_procedure(const json_t *value)
{
    return json_is_string(value) && catalogue_is_code(json_string_value(value));
}

static bool is_stamp(const json_t *value)
{
    const char *text = json_string_value(value);
    int64_t when;
    return text && clock_read_stamp(text, &when) && strlen(text) > 6 &&
           strcmp(text + strlen(text) - 6, "+07:00") == 0;
}

static bool is_language(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && (strcmp(text, "vi") == 0 || strcmp(text, "en") == 0);
}

/* Letters, digits and hyphens: the names of kiosks and of papers. */
static bool is_name(const json_t *value)
{
    const char *text = json_string_value(value);
    size_t size = text ? strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
                       : 0;
    return size > 0 && size <= 64 && text[size] == '\0';
}

static bool is_yes(const json_t *value)
{
    return json_is_true(value);
}

static bool is_flag_or_absent(const json_t *value)
{
    return !value || json_is_boolean(value);
}

static bool is_object(const json_t *value)
{
    return json_is_object(value);
}

static bool is_list(const json_t *value)
{
    return json_is_array(value) && json_array_size(value) <= PAPERS_MOST;
}

static bool is_number_of_sheets(const json_t *value)
{
    double number = json_number_value(value); /* 1.0 is a whole number too */
    return json_is_number(value) && number >= 0 && number <= SHEETS_MOST &&
           number == floor(number);
}

static const struct words STAMP = {"Cần thời điểm RFC 3339 với +07:00.",
                                   "Needs a time by RFC 3339 with +07:00."};
static const struct words LINE = {"Cần một dòng chữ, tối đa 200 ký tự.",
                                  "Needs a text of at most 200 characters."};
static const struct words NAME = {"Chỉ gồm chữ không dấu, số và dấu -.",
                                  "Letters, digits and hyphens only."};
static const struct words PRESENT = {"Cần true hoặc false.", "Needs true or false."};
static const struct words SHEETS = {"Cần số nguyên từ 0 đến 999.",
                                    "Needs a whole number from 0 to 999."};
static const struct words REFERENCE = {
    "Mã tra cứu gồm 17 ký hiệu và phải khớp ký hiệu kiểm tra.",
    "The reference has 17 symbols, and its check symbol must agree."};
static const struct words PROCEDURE = {"Mã thủ tục có dạng 1.001193.",
                                       "A procedure's code looks like 1.001193."};
static const struct words LANGUAGE = {"Chọn vi hoặc en.", "Choose vi or en."};
static const struct words KIOSK = {"Cần nơi gửi hồ sơ.",
                                   "Needs the kiosk it comes from."};
static const struct words CONSENT = {"Cần sự đồng ý của công dân.",
                                     "Needs the citizen's consent."};
static const struct words GIVEN = {"Không có sự đồng ý thì không nhận hồ sơ.",
                                   "Without consent no dossier is taken."};
static const struct words SHOWN = {"Cần đúng lời văn đã hiện cho công dân.",
                                   "Needs the words that were shown."};
static const struct words ANSWERS = {"Cần các mục đã khai.", "Needs the answers."};
static const struct words PAPERS = {"Cần danh sách giấy tờ.",
                                    "Needs the list of papers."};
static const struct words WARNINGS = {"Cần danh sách cảnh báo, tối đa 200.",
                                      "Needs a list of warnings, 200 at most."};
static const struct words REASON = {"Cần lý do, tối đa 500 ký tự.",
                                    "Needs a reason of at most 500 characters."};
static const struct words PERSONS = {"Cần danh sách người đã đối chiếu, tối đa 200.",
                                     "Needs a list of persons, 200 at most."};
static const struct words FILES = {"Cần danh sách tệp, tối đa 50.",
                                   "Needs a list of files, 50 at most."};
static const struct words KIND = {"Tệp là application/pdf, image/jpeg hoặc image/png.",
                                  "A file is application/pdf, image/jpeg or image/png."};
static const struct words SIZE = {"Cần số byte của tệp.",
                                  "Needs the number of its bytes."};
static const struct words HASH = {"Cần SHA-256, 64 chữ số thập lục phân.",
                                  "Needs a SHA-256, 64 hexadecimal digits."};
static const struct words PAGES = {"Cần số trang, từ 1.",
                                   "Needs the number of pages, 1 and more."};
static const struct words WAY = {"Cách đối chiếu: card-qr.",
                                 "The way to identify is card-qr."};
static const struct words STRANGER = {"Mục này không có trong quy định.",
                                      "There is no such member."};

struct rule {
    const char *pointer;
    bool (*holds)(const json_t *value); /* NULL: absent */
    const struct words *complaint;
};

/* Every member there may be: what no rule names does not belong there. */
static const struct rule RULES[] = {
    {"/reference", is_reference, &REFERENCE},
    {"/procedure", is_procedure, &PROCEDURE},
    {"/formVersion", is_line, &LINE},
    {"/finalisedAt", is_stamp, &STAMP},
    {"/language", is_language, &LANGUAGE},
    {"/kiosk", is_object, &KIOSK},
    {"/kiosk/id", is_name, &NAME},
    {"/kiosk/office", is_line_or_empty, &LINE},
    {"/kiosk/counter", is_line_or_empty, &LINE},
    {"/consent", is_object, &CONSENT},
    {"/consent/given", is_yes, &GIVEN},
    {"/consent/at", is_stamp, &STAMP},
    {"/consent/text", is_consent_text, &SHOWN},
    {"/answers", is_object, &ANSWERS},
    {"/papers", is_list, &PAPERS},
    {"/warnings", is_list_of_warnings, &WARNINGS},
    {"/identified", is_list_of_persons, &PERSONS},
    {"/attachments", is_list_of_files, &FILES},
    {"/replaces", is_reference_or_absent, &REFERENCE},
};

static const struct rule PAPER_RULES[] = {
    {"/id", is_name, &NAME},
    {"/originals", is_number_of_sheets, &SHEETS},
    {"/copies", is_number_of_sheets, &SHEETS},
    {"/present", is_flag_or_absent, &PRESENT},
};

static const struct rule FILE_RULES[] = {
    {"/paper", is_name, &NAME},
    {"/kind", is_kind_of_file, &KIND},
    {"/size", is_size_of_file, &SIZE},
    {"/sha256", is_hash, &HASH},
    {"/pages", is_number_of_pages, &PAGES},
};

static const struct rule WARNING_RULES[] = {
    {"/id", is_name, &NAME},
    {"/pointer", is_line, &LINE},
    {"/reason", is_reason, &REASON},
};

static const struct rule PERSON_RULES[] = {
    {"/pointer", is_line, &LINE},
    {"/by", is_way_to_identify, &WAY},
    {"/at", is_stamp, &STAMP},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_named(const struct rule *rules, size_t count, const char *pointer)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rules[i].pointer, pointer) == 0)
            return true;
    return false;
}

/* The members of `object`, which stands at `base` + `inner`: each must have its rule. */
static void check_no_strangers(json_t *errors, const char *language, const json_t *object,
                               const struct rule *rules, size_t count, const char *base,
                               const char *inner)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        char *pointer = problem_pointer(inner, name);
        char *whole = memory_format("%s%s", base, pointer);
        if (!is_named(rules, count, pointer))
            problem_add_error(errors, whole, words_in(STRANGER, language));
        free(whole);
        free(pointer);
    }
}

static void check_rules(json_t *errors, const char *language, const json_t *object,
                        const struct rule *rules, size_t count, const char *base)
{
    for (size_t i = 0; i < count; i++) {
        if (rules[i].holds(json_at(object, rules[i].pointer)))
            continue;
        char *whole = memory_format("%s%s", base, rules[i].pointer);
        problem_add_error(errors, whole, words_in(*rules[i].complaint, language));
        free(whole);
    }
}

/* Each of the list under `name`; what is no list was told of already. */
static void check_list(json_t *errors, const char *language, const json_t *submission,
                       const char *name, const struct rule *rules, size_t count)
{
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(submission, name), i, entry)
    {
        char *base = memory_format("/%s/%zu", name, i);
        check_rules(errors, language, entry, rules, count, base);
        check_no_strangers(errors, language, entry, rules, count, base, "");
        free(base);
    }
}

json_t *envelope_check(const json_t *submission, const char *language)
{
    static const char *const CLOSED[] = {"", "/kiosk", "/consent"};
    json_t *errors = json_array();
    check_rules(errors, language, submission, RULES, COUNT(RULES), "");
    for (size_t i = 0; i < COUNT(CLOSED); i++)
        check_no_strangers(errors, language, json_at(submission, CLOSED[i]), RULES,
                           COUNT(RULES), "", CLOSED[i]);
    if (is_list(json_object_get(submission, "papers")))
        check_list(errors, language, submission, "papers", PAPER_RULES,
                   COUNT(PAPER_RULES));
    if (is_list_of_warnings(json_object_get(submission, "warnings")))
        check_list(errors, language, submission, "warnings", WARNING_RULES,
                   COUNT(WARNING_RULES));
    if (is_list_of_persons(json_object_get(submission, "identified")))
        check_list(errors, language, submission, "identified", PERSON_RULES,
                   COUNT(PERSON_RULES));
    if (is_list_of_files(json_object_get(submission, "attachments")))
        check_list(errors, language, submission, "attachments", FILE_RULES,
                   COUNT(FILE_RULES));
    return errors;
}
