/* SPDX-License-Identifier: MIT */
/* Hostile answers for a form that has everything: checks, computed answers, addresses,
 * formats, rows. The first line is a draft, what follows its progress. */
#include "forms/form/form.h"
#include "kiosk/base/json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/pair.h"

#include <stdlib.h>
#include <string.h>

static const char FACTS[] =
    "{\"format\":1,\"code\":\"9.999999\",\"version\":\"1\",\"name\":\"x\"}";
static const char SCHEMA[] =
    "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
    "\"name\":{\"type\":\"string\",\"format\":\"vn-name\",\"maxLength\":60},"
    "\"number\":{\"type\":\"string\",\"format\":\"vn-identity-number\"},"
    "\"tax\":{\"type\":\"string\",\"format\":\"vn-tax-code\"},"
    "\"phone\":{\"type\":\"string\",\"format\":\"vn-phone\"},"
    "\"commune\":{\"type\":\"string\",\"format\":\"vn-commune\"},"
    "\"home\":{\"type\":\"string\",\"x-address\":true},"
    "\"birth\":{\"type\":\"string\",\"format\":\"date\"},"
    "\"copies\":{\"type\":\"integer\"},"
    "\"year\":{\"readOnly\":true,\"x-compute\":{\"identity_year\":{\"var\":\"number\"}}},"
    "\"words\":{\"type\":\"string\",\"readOnly\":true,"
    "\"x-compute\":{\"date_words\":{\"var\":\"birth\"}}},"
    "\"fee\":{\"readOnly\":true,\"x-compute\":{\"*\":[{\"var\":\"copies\"},8000]}},"
    "\"feeWords\":{\"readOnly\":true,\"x-compute\":{\"money_words\":{\"var\":\"fee\"}}},"
    "\"heirs\":{\"type\":\"array\",\"maxItems\":4,\"items\":{\"type\":\"object\","
    "\"properties\":{\"name\":{\"type\":\"string\"},"
    "\"home\":{\"type\":\"string\",\"x-address\":true}},"
    "\"x-check\":[{\"id\":\"heir\",\"at\":\"/name\",\"severity\":\"warning\",\"logic\":{"
    "\"!=\":[{\"var\":\"name\"},{\"var\":\"$.name\"}]},"
    "\"message\":{\"vi\":\"a\",\"en\":\"b\"}}]}}},"
    "\"x-check\":["
    "{\"id\":\"year\",\"at\":\"/birth\",\"severity\":\"warning\",\"logic\":{\"==\":["
    "{\"substr\":[{\"var\":\"birth\"},0,4]},{\"cat\":[{\"identity_year\":{\"var\":"
    "\"number\"}}"
    "]}]},\"message\":{\"vi\":\"a\",\"en\":\"b\"}},"
    "{\"id\":\"past\",\"at\":\"/birth\",\"severity\":\"error\",\"logic\":{\">=\":["
    "{\"days_between\":[{\"var\":\"birth\"},{\"today\":[]}]},0]},"
    "\"message\":{\"vi\":\"a\",\"en\":\"b\"}}]}";
static const char LISTS[] =
    "{\"commune.json\":{\"communes\":[{\"code\":\"20194\",\"name\":\"A\",\"province\":"
    "\"48\"}]},"
    "\"abolished.json\":[{\"old\":\"Quảng Nam\",\"new\":\"48\"}],"
    "\"province.json\":{\"$id\":\"https://forms.motcua.vn/lists/province.json\","
    "\"oneOf\":[{\"const\":\"48\",\"title\":\"Đà Nẵng\"}]}}";

static json_t *page(const json_t *schema)
{
    json_t *elements = json_array(), *member;
    const char *name;
    json_object_foreach(json_object_get(schema, "properties"), name, member)
        json_array_append_new(elements,
                              json_pack("{s:s, s:o}", "type", "Control", "scope",
                                        json_sprintf("#/properties/%s", name)));
    return json_pack("{s:s, s:o}", "type", "VerticalLayout", "elements", elements);
}

static const struct procedure *procedure(void)
{
    static struct form_lists *lists; /* made once: the input is the answers */
    static struct procedure *made;
    if (!made) {
        json_t *schema = json_loads(SCHEMA, 0, NULL);
        lists = form_lists_create_take(json_loads(LISTS, 0, NULL), NULL);
        made = procedure_create_take(
            (struct procedure_files){.facts = json_loads(FACTS, 0, NULL),
                                     .schema = schema,
                                     .uischema = page(schema),
                                     .lists = lists},
            NULL);
    }
    if (!made)
        abort();
    return made;
}

/* Every warning can be passed, and then is; suggestions can be taken. */
static void pass_warnings(struct form *form)
{
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++) {
        if (!problems[i].warning)
            continue;
        char *pointer = strdup(problems[i].pointer);
        if (!form_pass_warning(form, problems[i].id, pointer, "vì sao"))
            abort();
        free(pointer);
        problems = form_problems(form, &count);
        if (i >= count || !problems[i].reason)
            abort();
    }
}

/* What is sent is the same when it is filled in again: nothing depends on the order. */
static void fill_again(const struct form *form)
{
    json_t *final = form_final_answers(form);
    struct form *again =
        form_create_take(procedure(), json_deep_copy(final), "2026-11-21", NULL);
    json_t *second = form_final_answers(again);
    if (!json_equal(final, second))
        abort();
    form_free(&again);
    json_wipe(&final);
    json_wipe(&second);
}

/* Rows come, change places and go; whatever was there goes into another version. */
static void change(struct form *form)
{
    for (size_t i = 0; i < form_field_count(form); i++) {
        if (form_field(form, i)->kind != FIELD_ROWS)
            continue;
        form_row_add(form, i);
        form_row_move(form, i, 0, form_field(form, i)->row_count - 1);
        form_row_remove(form, i, 0);
    }
    struct error err = {.text = ""};
    json_t *lost;
    struct form *carried =
        form_carry_over(procedure(), form_answers(form), "2026-11-21", &lost, &err);
    if (!carried)
        abort();
    json_wipe(&lost);
    form_free(&carried);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pair pair = pair_read(data, size);
    struct error err = {.text = ""};
    struct form *form = NULL;
    if (pair.first)
        form = form_create_take(procedure(), json_incref(pair.first), "2026-11-21", &err);
    if (pair.first && !form && !error_is_set(&err))
        abort();
    if (form) {
        form_restore_progress(form, pair.second);
        form_leave_all(form);
        pass_warnings(form);
        json_decref(form_passed_warnings(form));
        json_decref(form_progress(form));
        if (form_is_complete(form))
            fill_again(form);
        change(form);
    }
    form_free(&form);
    pair_free(&pair);
    return 0;
}
