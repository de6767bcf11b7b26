/* SPDX-License-Identifier: MIT */
/* The linter of forms: a good procedure passes, and each way to break it is found. */
#include "tests/unit/forms_fixture.h"

#include "forms/form/lint.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOOD                                                                                   \
    "{'procedure.json': {'format': 1, 'code': '9.999999', 'version': '1',"                     \
    "  'name': {'vi': 'Thử', 'en': 'Trial'}, 'legalBasis': [{'vi': 'a', 'en': 'b'}],"        \
    "  'owner': '/person/name', 'fee': {'logic': {'*': [{'var': 'copies'}, 2000]}},"           \
    "  'papers': [{'id': 'form', 'name': {'vi': 'Tờ khai', 'en': 'Form'},"                   \
    "   'when': {'==': [{'var': 'person.sex'}, 'male']}}]},"                                   \
    " 'schema.json': {'type': 'object', 'properties': {"                                       \
    "  'person': {'type': 'object', 'properties': {"                                           \
    "    'name': {'type': 'string', 'title': 'Tên', 'format': 'vn-name',"                     \
    "     'description': 'Đủ cả họ', 'x-message': {'format': {'vi': 'a', 'en': 'b'}}}," \
    "    'sex': {'type': 'string', 'oneOf': ["                                                 \
    "     {'const': 'male', 'title': 'Nam', 'i18n': 'sex.male'}]}}},"                          \
    "  'copies': {'type': 'integer'},"                                                         \
    "  'fee': {'type': 'integer', 'readOnly': true,"                                           \
    "   'x-compute': {'*': [{'var': 'copies'}, 2]}},"                                          \
    "  'members': {'type': 'array', 'items': {'type': 'object', 'properties': {"               \
    "   'name': {'type': 'string'}, 'age': {'type': 'integer'}},"                              \
    "   'x-check': [{'id': 'adult', 'at': '/age', 'severity': 'error',"                        \
    "    'logic': {'or': [{'>': [{'var': 'age'}, 17]}, {'some': [{'var': '$.members'},"        \
    "     {'>': [{'var': 'age'}, 60]}]}, {'<': [{'var': '$.copies'}, 2]}]},"                   \
    "    'message': {'vi': 'a', 'en': 'b'}}]}}},"                                              \
    "  'x-check': [{'id': 'few', 'at': '/copies', 'severity': 'error',"                        \
    "   'logic': {'<': [{'var': 'copies'}, 9]}, 'message': {'vi': 'a', 'en': 'b'}},"           \
    "   {'id': 'grown', 'at': '/members', 'severity': 'warning',"                              \
    "   'logic': {'all': [{'filter': [{'var': 'members'}, {'!!': {'var': 'name'}}]},"          \
    "    {'>': [{'var': ['age', 0]}, 17]}]}, 'message': {'vi': 'a', 'en': 'b'}},"              \
    "   {'id': 'sum', 'at': '/members', 'severity': 'warning',"                                \
    "   'logic': {'<': [{'reduce': [{'var': 'members'}, {'+': [{'var': 'accumulator'},"        \
    "    {'var': 'current.age'}]}, {'var': 'copies'}]}, 900]},"                                \
    "   'message': {'vi': 'a', 'en': 'b'}}]},"                                                 \
    " 'uischema.json': {'type': 'Categorization', 'elements': ["                               \
    "  {'type': 'Category', 'label': 'Người', 'i18n': 'step.person', 'elements': ["         \
    "   {'type': 'Control', 'scope': '#/properties/person/properties/name'},"                  \
    "   {'type': 'Control', 'scope': '#/properties/person/properties/sex',"                    \
    "    'options': {'format': 'radio'}},"                                                     \
    "   {'type': 'Control', 'scope': '#/properties/copies', 'rule': {'effect': 'SHOW',"        \
    "    'condition': {'scope': '#/properties/person/properties/sex',"                         \
    "     'schema': {'const': 'male'}, 'failWhenUndefined': true}}},"                          \
    "   {'type': 'Control', 'scope': '#/properties/members', 'options': {"                     \
    "    'elementLabelProp': 'name', 'detail': {'type': 'VerticalLayout', 'elements': ["       \
    "     {'type': 'Control', 'scope': '#/properties/name'},"                                  \
    "     {'type': 'Control', 'scope': '#/properties/age'}]}}},"                               \
    "   {'type': 'Label', 'text': 'Nhớ ký tên', 'i18n': 'note.sign'}]}]},"                 \
    " 'en.json': {'person.name.label': 'Name', 'person.name.description': 'In full',"          \
    "  'person.sex.label': 'Sex', 'sex.male': 'Male', 'copies.label': 'Copies',"               \
    "  'members.label': 'Members', 'members.name.label': 'Name',"                              \
    "  'members.age.label': 'Age', 'step.person.label': 'Person',"                             \
    "  'note.sign.text': 'Remember to sign'}}"

#define CHECK(id, at)                                                      \
    "{'id': '" id "', 'at': '" at "', 'severity': 'error', 'logic': true," \
    " 'message': {'vi': 'a', 'en': 'b'}}"
#define ELEMENTS "/uischema.json/elements/0/elements"

/* The value put at the pointer (NULL: what is there removed), and what is then said. */
static const struct {
    const char *put, *value;
    const char *file, *pointer, *says;
} BROKEN[] = {
    {"/procedure.json/code", "'1.000000'", "procedure.json", "/code", "another code"},
    {"/procedure.json/colour", "1", "procedure.json", "/colour", "not known"},
    {"/procedure.json/owner", "'/person/nam'", "procedure.json", "/owner", "no answer"},
    {"/procedure.json/fee/logic", "{'pay': 1}", "procedure.json", "/fee/logic",
     "no operation"},
    {"/procedure.json/papers/0/when", "{'var': 'person.age'}", "procedure.json",
     "/papers/0/when", "person.age"},
    {"/procedure.json/papers/0/colour", "1", "procedure.json", "/papers/0/colour",
     "not known"},
    {"/uischema.json/elements/0/options", "{'card': {'father': '#/properties/copies'}}",
     "uischema.json", "/elements/0/options/card/father", "does not say"},
    {"/uischema.json/elements/0/options", "{'card': {'fullName': '#/properties/copies'}}",
     "uischema.json", "/elements/0/options/card/fullName", "no text"},
    {"/uischema.json/elements/0/options", "{'card': {'fullName': '#/properties/nobody'}}",
     "uischema.json", "/elements/0/options/card/fullName", "no text"},
    {"/uischema.json/elements/0/label", "'Người yêu cầu và người được uỷ quyền'",
     "uischema.json", "/elements/0", "columns of a step's title"},
    {"/uischema.json/elements/0/options", "{'card': 'mother'}", "uischema.json",
     "/elements/0/options/card", "this value"},
    {ELEMENTS "/4/options",
     "{'card': {'fullName': '#/properties/person/properties/name'}}", "uischema.json",
     "/elements/0/elements/4/options/card/fullName", "No Control below"},
    {"/schema.json/requried", "[]", "schema.json", "/requried", "no keyword"},
    {"/schema.json/properties/copies/format", "'vn-fax'", "schema.json",
     "/properties/copies/format", "vn-fax"},
    {"/schema.json/properties/lost", "{'type': 'string'}", "schema.json",
     "/properties/lost", "No Control"},
    {"/schema.json/properties/members/items/properties/lost", "{'type': 'string'}",
     "schema.json", "/properties/members", "No Control"},
    {"/schema.json/properties/person/properties/name/x-message/pattern",
     "{'vi': 'a', 'en': 'b'}", "schema.json",
     "/properties/person/properties/name/x-message/pattern", "pattern"},
    {"/schema.json/properties/person/properties/name/x-message/format/en", NULL,
     "schema.json", "/properties/person/properties/name/x-message/format", "“en”"},
    {"/procedure.json/name/en", NULL, "procedure.json", "/name", "“en”"},
    {"/procedure.json/fee/text", "{'vi': 'a'}", "procedure.json", "/fee/text", "“en”"},
    {"/procedure.json/legalBasis/0/en", NULL, "procedure.json", "/legalBasis/0", "“en”"},
    {"/procedure.json/papers/0/name/en", "''", "procedure.json", "/papers/0/name",
     "“en”"},
    {"/procedure.json/papers/0/kind", "'lend'", "procedure.json", "/papers/0/kind",
     "present"},
    {"/procedure.json/papers",
     "[{'id': 'a', 'name': {'vi': 'a', 'en': 'b'},"
     "'why': {'vi': 'a', 'en': 'b'}}]",
     "procedure.json", "/papers/0/why", "always"},
    {"/procedure.json/papers/0/optional", "true", "procedure.json", "/papers/0/optional",
     "says when"},
    {"/procedure.json/papers/0/originals", "{'var': 'person.age'}", "procedure.json",
     "/papers/0/originals", "person.age"},
    {"/procedure.json/papers/0/copies", "{'count': 1}", "procedure.json",
     "/papers/0/copies", "no operation"},
    {"/procedure.json/papers/0/when", "{'missing': ['copies', 'persons']}",
     "procedure.json", "/papers/0/when", "persons"},
    {"/procedure.json/papers/0/when", "{'==': [1, 1], '!': 1}", "procedure.json",
     "/papers/0/when", "one member"},
    {"/procedure.json/fee/logic", "{'var': 'person.fees'}", "procedure.json",
     "/fee/logic", "person.fees"},
    {"/schema.json/properties/copies/maxLenght", "9", "schema.json",
     "/properties/copies/maxLenght", "no keyword"},
    {"/schema.json/properties/copies/x-chek", "[]", "schema.json",
     "/properties/copies/x-chek", "no keyword"},
    {"/schema.json/properties/person/properties/name/x-address", "'yes'", "schema.json",
     "/properties/person/properties/name/x-address", "true or false"},
    {"/schema.json/properties/members/items/x-check", "[" CHECK("old", "/members") "]",
     "schema.json", "/properties/members/items/x-check/0/at", "no answer"},
    {"/schema.json/properties/members/items/x-check/0/logic", "{'var': 'copies'}",
     "schema.json", "/properties/members/items/x-check/0", "under “$”"},
    {"/schema.json/properties/members/items/x-check/0/logic", "{'var': '$.copis'}",
     "schema.json", "/properties/members/items/x-check/0", "“$.copis”"},
    {"/schema.json/x-check/0/logic", "{'var': '$.copies'}", "schema.json", "/x-check/0",
     "“$.copies”"},
    {"/schema.json/properties/members/items/properties/age/x-compute", "1", "schema.json",
     "/properties/members/items/properties/age/x-compute", "in a row"},
    {"/schema.json/anyOf", "[{'x-check': [" CHECK("old", "/copies") "]}]", "schema.json",
     "/anyOf/0/x-check/0", "in a branch"},
    {"/schema.json/x-check", "[" CHECK("old", "/copies") "," CHECK("old", "/copies") "]",
     "schema.json", "/x-check/1", "twice"},
    {"/schema.json/anyOf", "[{'required': ['copies']}, {'required': ['members']}]",
     "schema.json", "/anyOf", "gets no mark"},
    {"/schema.json/properties/person/oneOf",
     "[{'properties': {'sex': {'const': 'male'}}, 'required': ['name']}, {}]",
     "schema.json", "/properties/person/oneOf", "gets no mark"},
    {"/schema.json/if", "{'properties': {'copis': {'const': 1}}}", "schema.json",
     "/if/properties/copis", "no answer"},
    {"/schema.json/if",
     "{'properties': {'person': {'properties': {'sex': {'const': "
     "'mal'}}}}}",
     "schema.json", "/if/properties/person/properties/sex", "\"mal\""},
    {"/schema.json/x-check/0/logic",
     "{'some': [{'var': 'members'},"
     " {'==': [{'var': 'agee'}, 1]}]}",
     "schema.json", "/x-check/0", "of a row"},
    {"/schema.json/x-check/0/logic",
     "{'reduce': [{'filter': [{'var': 'members'}, true]},"
     " {'+': [{'var': 'accumulator'}, {'var': 'current.agee'}]}, 0]}",
     "schema.json", "/x-check/0", "agee"},
    {"/schema.json/x-check/0/logic", "{'var': 'nothing'}", "schema.json", "/x-check/0",
     "nothing"},
    {"/schema.json/x-check/0/at", "'/nothing'", "schema.json", "/x-check/0/at",
     "/nothing"},
    {"/schema.json/x-check/0/at", "'/person'", "schema.json", "/x-check/0/at",
     "no control"},
    {"/schema.json/x-check/0/at", "'/fee'", "schema.json", "/x-check/0/at", "no control"},
    {"/schema.json/x-check/0/id", NULL, "schema.json", "/x-check/0", "“id”"},
    {"/schema.json/x-check/0/id", "'a_b'", "schema.json", "/x-check/0", "dashes"},
    {"/schema.json/x-check/0/severity", "'bad'", "schema.json", "/x-check/0", "severity"},
    {"/schema.json/x-check/0/message/en", NULL, "schema.json", "/x-check/0", "“en”"},
    {"/schema.json/x-check/0/colour", "1", "schema.json", "/x-check/0/colour",
     "not known"},
    {"/schema.json/properties/fee/readOnly", NULL, "schema.json",
     "/properties/fee/x-compute", "readOnly"},
    {"/schema.json/properties/fee/x-compute", "{'var': 'fee'}", "schema.json", "",
     "back to itself"},
    {"/schema.json/properties/fee/x-compute", "{'var': 'fees'}", "schema.json",
     "/properties/fee/x-compute", "fees"},
    {"/schema.json/properties/copies/x-prefill", "{'var': 'copied'}", "schema.json",
     "/properties/copies/x-prefill", "copied"},
    {"/schema.json/properties/copies/x-prefill", "{'var': 'fee'}", "schema.json", "",
     "/copies leads back to itself"},
    {"/schema.json/properties/fee/x-prefill", "{'var': 'copies'}", "schema.json",
     "/properties/fee/x-prefill", "open to change"},
    {"/schema.json/properties/members/items/properties/age/x-prefill", "{'var': 'fee'}",
     "schema.json", "/properties/members/items/properties/age/x-prefill", "no effect"},
    {"/schema.json/properties/members/x-prefill", "{'var': 'fee'}", "schema.json",
     "/properties/members/x-prefill", "no effect"},
    {ELEMENTS "/0/type", "'Slider'", "uischema.json", "/elements/0/elements/0", "Slider"},
    {ELEMENTS "/0/scope", "'#/properties/persons'", "uischema.json",
     "/elements/0/elements/0/scope", "no answer"},
    {ELEMENTS "/0/scope", NULL, "uischema.json", "/elements/0/elements/0", "scope"},
    {ELEMENTS "/0/colour", "1", "uischema.json", "/elements/0/elements/0/colour",
     "not known"},
    {ELEMENTS "/0/options", "{'slider': true}", "uischema.json",
     "/elements/0/elements/0/options/slider", "slider"},
    {ELEMENTS "/1/options/format", "'slider'", "uischema.json",
     "/elements/0/elements/1/options/format", "value"},
    {ELEMENTS "/1/scope", "'#/properties/person/properties/name'", "uischema.json",
     "/elements/0/elements/1", "already"},
    {ELEMENTS "/2/rule/effect", "'BLINK'", "uischema.json",
     "/elements/0/elements/2/rule/effect", "BLINK"},
    {ELEMENTS "/2/rule/condition/validate", "'x'", "uischema.json",
     "/elements/0/elements/2/rule/condition/validate", "not known"},
    {ELEMENTS "/2/rule/condition/schema", NULL, "uischema.json",
     "/elements/0/elements/2/rule/condition", "always true"},
    {ELEMENTS "/2/rule/condition/scope", "'#/properties/x'", "uischema.json",
     "/elements/0/elements/2/rule/condition/scope", "no answer"},
    {ELEMENTS "/2/rule/condition/type", "'XOR'", "uischema.json",
     "/elements/0/elements/2/rule/condition", "XOR"},
    {ELEMENTS "/3/options/elementLabelProp", "'nick'", "uischema.json",
     "/elements/0/elements/3", "nick"},
    {ELEMENTS "/3/options/detail/elements/0/scope", "'#/properties/nick'",
     "uischema.json", "/elements/0/elements/3/options/detail/elements/0/scope",
     "no answer"},
    {ELEMENTS "/2/options", "{'detail': {'type': 'VerticalLayout'}}", "uischema.json",
     "/elements/0/elements/2/options/detail", "does nothing"},
    {ELEMENTS "/2/options", "{'multi': true}", "uischema.json",
     "/elements/0/elements/2/options/multi", "does nothing"},
    {ELEMENTS "/0/options", "{'typing': 'telex'}", "uischema.json",
     "/elements/0/elements/0/options/typing", "value"},
    {ELEMENTS "/2/options", "{'typing': 'plain'}", "uischema.json",
     "/elements/0/elements/2/options/typing", "does nothing"},
    {ELEMENTS "/0/options", "{'format': 'radio'}", "uischema.json",
     "/elements/0/elements/0/options/format", "does nothing"},
    {ELEMENTS "/0/options", "'multi'", "uischema.json", "/elements/0/elements/0/options",
     "object"},
    {ELEMENTS "/0/elements", "[]", "uischema.json", "/elements/0/elements/0/elements",
     "not known"},
    {ELEMENTS "/4/scope", "'#/properties/copies'", "uischema.json",
     "/elements/0/elements/4/scope", "not known"},
    {ELEMENTS "/4/type", "'Category'", "uischema.json", "/elements/0/elements/4",
     "Categorization"},
    {ELEMENTS "/4/type", "'Group'", "uischema.json", "/elements/0/elements/4",
     "“elements”"},
    {"/uischema.json/elements/0/type", "'Group'", "uischema.json", "/elements/0",
     "Categorization"},
    {ELEMENTS "/2/rule/condition/schema", "{'cosnt': 'male'}", "uischema.json",
     "/elements/0/elements/2/rule/condition/schema/cosnt", "no keyword"},
    {ELEMENTS "/2/rule/condition/schema", "{'enum': ['male', 'mal']}", "uischema.json",
     "/elements/0/elements/2/rule/condition/schema", "\"mal\""},
    {ELEMENTS "/2/rule/condition/schema", "{'not': {'const': 'mal'}}", "uischema.json",
     "/elements/0/elements/2/rule/condition/schema/not", "\"mal\""},
    {"/schema.json/properties/copies/type", "'object'", "uischema.json", "", "/copies"},
    {ELEMENTS "/4/text", NULL, "uischema.json", "/elements/0/elements/4", "“text”"},
    {"/uischema.json/elements/0/label", NULL, "uischema.json", "/elements/0", "“label”"},
    {"/en.json/sex.male", NULL, "uischema.json", "/elements/0/elements/1", "sex.male"},
    {"/en.json/copies.label", NULL, "uischema.json", "/elements/0/elements/2",
     "copies.label"},
    {"/en.json/note.sign.text", NULL, "uischema.json", "/elements/0/elements/4",
     "note.sign.text"},
    {"/en.json/unused", "'x'", "i18n/en.json", "/unused", "Nothing asks"},
    {"/schema.json/properties/copies/type", "'integre'", "", "", "/properties/copies"},
};

static void lint(const json_t *files, struct lint_findings *out)
{
    const struct procedure_files borrowed = {
        .facts = json_object_get(files, "procedure.json"),
        .schema = json_object_get(files, "schema.json"),
        .uischema = json_object_get(files, "uischema.json"),
        .english = json_object_get(files, "en.json")};
    form_lint(&borrowed, "9.999999", out);
}

static bool is_told(const struct lint_findings *found, size_t i)
{
    for (size_t k = 0; k < found->count; k++) {
        const struct lint_finding *f = &found->list[k];
        if (strcmp(f->file, BROKEN[i].file) == 0 &&
            strcmp(f->pointer, BROKEN[i].pointer) == 0 &&
            strstr(f->reason, BROKEN[i].says))
            return true;
    }
    return false;
}

static void print_findings(const struct lint_findings *found)
{
    for (size_t i = 0; i < found->count; i++)
        print_error("%s: %s: %s\n", found->list[i].file, found->list[i].pointer,
                    found->list[i].reason);
}

static void a_good_procedure_passes(void **state)
{
    (void)state;
    struct lint_findings found;
    json_t *files = fixture_json(GOOD);
    lint(files, &found);
    print_findings(&found);
    assert_int_equal(found.count, 0);
    lint_findings_free(&found);
    json_decref(files);
}

static void what_is_broken_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(BROKEN) / sizeof(*BROKEN); i++) {
        struct lint_findings found;
        json_t *files = fixture_json(GOOD), *value = fixture_json(BROKEN[i].value);
        json_put(files, BROKEN[i].put, value);
        lint(files, &found);
        if (!is_told(&found, i)) {
            print_findings(&found);
            fail_msg("%s = %s", BROKEN[i].put, BROKEN[i].value ? BROKEN[i].value : "-");
        }
        lint_findings_free(&found);
        json_decref(value);
        json_decref(files);
    }
}

static void passes(const char *code, void *arg)
{
    int *passed = arg;
    struct lint_findings found;
    struct procedure_files files = fixture_real_files(code);
    form_lint(&files, code, &found);
    print_findings(&found);
    assert_int_equal(found.count, 0);
    ++*passed;
    lint_findings_free(&found);
    json_decref(files.facts);
    json_decref(files.schema);
    json_decref(files.uischema);
    json_decref(files.english);
}

/* What we ship is the example that others write by. */
static void the_procedures_of_the_project_pass(void **state)
{
    (void)state;
    int passed = 0;
    fixture_each_code(passes, &passed);
    assert_true(passed >= 12);
}

enum { LAYERS = 12, WIDE = 6 };

static void add_answer(json_t *properties, int layer, int place)
{
    char name[32];
    json_t *sum = json_array();
    for (int i = 0; i < WIDE; i++) {
        snprintf(name, sizeof(name), "a%d-%d", (layer + 1) % LAYERS, i);
        json_array_append_new(sum, json_pack("{s:s}", "var", name));
    }
    snprintf(name, sizeof(name), "a%d-%d", layer, place);
    json_object_set_new(properties, name,
                        json_pack("{s:s, s:b, s:{s:o}}", "type", "integer", "readOnly", 1,
                                  "x-compute", "+", sum));
}

/* More ways lead around than anybody could follow one by one. */
static void a_wide_circle_is_found_soon(void **state)
{
    (void)state;
    struct lint_findings found;
    json_t *files = fixture_json(GOOD);
    json_t *properties = json_at(files, "/schema.json/properties");
    for (int layer = 0; layer < LAYERS; layer++)
        for (int place = 0; place < WIDE; place++)
            add_answer(properties, layer, place);
    lint(files, &found);
    size_t circles = 0;
    for (size_t i = 0; i < found.count; i++)
        circles += strstr(found.list[i].reason, "leads back to itself") != NULL;
    assert_int_equal(circles, LAYERS * WIDE);
    lint_findings_free(&found);
    json_decref(files);
}

static int start(void **state)
{
    (void)state;
    fixture_start();
    i18n_use("en");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_procedure_passes),
        cmocka_unit_test(what_is_broken_is_told),
        cmocka_unit_test(the_procedures_of_the_project_pass),
        cmocka_unit_test(a_wide_circle_is_found_soon),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
