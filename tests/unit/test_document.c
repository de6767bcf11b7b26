/* SPDX-License-Identifier: MIT */
/* Documents: what is refused and how, what comes out, and that it comes out the same. */
#include "printers/document.h"

#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *read_slip(void)
{
    const char *top = getenv("TOP_SRCDIR");
    char *path = memory_format("%s/tests/unit/data/slip.json", top != NULL ? top : ".");
    struct error err = {0};
    json_t *slip = json_read_file(path, &JSON_MESSAGE_LIMITS, &err);
    if (slip == NULL)
        fail_msg("%s", err.text);
    free(path);
    return slip;
}

static struct document *create(json_t *description)
{
    struct error err = {0};
    struct document *document = document_create(description, &err);
    if (document == NULL)
        fail_msg("%s", err.text);
    json_decref(description);
    return document;
}

/* One block in an otherwise sound document. */
static json_t *with_block(const char *block)
{
    char *text = memory_format("{\"title\": \"Thử\", \"blocks\": [%s]}", block);
    json_t *value = json_loads(text, 0, NULL);
    assert_non_null(value);
    free(text);
    return value;
}

static void expect_refused(json_t *description, const char *pointer, const char *reason)
{
    struct error err = {0};
    struct document *document = document_create(description, &err);
    assert_null(document);
    if (strstr(err.text, pointer) == NULL || strstr(err.text, reason) == NULL)
        fail_msg("\"%s\" was expected at \"%s\", not: %s", reason, pointer, err.text);
    json_decref(description);
}

static void test_bad_blocks(void **state)
{
    (void)state;
    static const struct {
        const char *block, *pointer, *reason;
    } CASES[] = {
        {"7", "\"/blocks/0/type\"", "kind of this block is missing"},
        {"{}", "\"/blocks/0/type\"", "kind of this block is missing"},
        {"{\"type\": \"video\"}", "\"/blocks/0/type\"", "no block of this kind"},
        {"{\"type\": \"rule\"}, {\"type\": \"rule\", \"wide\": 1}", "\"/blocks/1/wide\"",
         "not known here"},
        {"{\"type\": \"title\"}", "\"/blocks/0/text\"", "missing"},
        {"{\"type\": \"title\", \"text\": 5}", "\"/blocks/0/text\"", "must be text"},
        {"{\"type\": \"title\", \"text\": \"A\", \"note\": []}", "\"/blocks/0/note\"",
         "must be text"},
        {"{\"type\": \"heading\", \"left\": [\"A\"]}", "\"/blocks/0/right\"", "missing"},
        {"{\"type\": \"signatures\", \"columns\": []}", "\"/blocks/0/columns\"",
         "1 to 4 entries; it has 0"},
        {"{\"type\": \"heading\", \"left\": [\"A\", 1], \"right\": [\"B\"]}",
         "\"/blocks/0/left/1\"", "must be text"},
        {"{\"type\": \"qr\"}", "\"/blocks/0/data\"", "missing"},
        {"{\"type\": \"qr\", \"data\": \"\"}", "\"/blocks/0/data\"", "1 to 500 bytes"},
        {"{\"type\": \"qr\", \"data\": \"a\", \"beside\": [{\"type\": \"qr\", \"data\": "
         "\"b\"}]}",
         "\"/blocks/0/beside/0/type\"", "cannot stand beside another"},
        {"{\"type\": \"qr\", \"data\": \"a\", \"beside\": {}}", "\"/blocks/0/beside\"",
         "must be a list"},
        {"{\"type\": \"fields\", \"rows\": [{\"label\": \"A\"}]}",
         "\"/blocks/0/rows/0/value\"", "missing"},
        {"{\"type\": \"fields\", \"rows\": [\"A\"]}", "\"/blocks/0/rows/0\"",
         "must be an object"},
        {"{\"type\": \"fields\", \"rows\": [{\"label\": \"A\", \"value\": \"B\", "
         "\"strong\": 1}]}",
         "\"/blocks/0/rows/0/strong\"", "true or false"},
        {"{\"type\": \"table\", \"columns\": [{\"text\": \"A\", \"width\": 0}], "
         "\"rows\": "
         "[[\"1\"]]}",
         "\"/blocks/0/columns/0/width\"", "from 1 to 1000"},
        {"{\"type\": \"table\", \"columns\": [{\"text\": \"A\", \"align\": \"middle\"}], "
         "\"rows\": [[\"1\"]]}",
         "\"/blocks/0/columns/0/align\"", "not one of those"},
        {"{\"type\": \"table\", \"columns\": [{\"text\": \"A\"}, {\"text\": \"B\"}], "
         "\"rows\": [[\"1\", \"2\"], [\"1\"]]}",
         "\"/blocks/0/rows/1\"", "a list of 2 cells"},
        {"{\"type\": \"table\", \"columns\": [{\"text\": \"A\"}], \"rows\": [\"1\"]}",
         "\"/blocks/0/rows/0\"", "a list of 1 cells"},
        {"{\"type\": \"list\", \"items\": \"A\"}", "\"/blocks/0/items\"",
         "must be a list"},
        {"{\"type\": \"signatures\", \"columns\": [{\"note\": \"A\"}]}",
         "\"/blocks/0/columns/0/title\"", "missing"},
        {"{\"type\": \"space\", \"mm\": 2.5}", "\"/blocks/0/mm\"", "from 1 to 200"},
        {"{\"type\": \"text\", \"text\": \"A\", \"small\": \"yes\"}",
         "\"/blocks/0/small\"", "true or false"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
        expect_refused(with_block(CASES[i].block), CASES[i].pointer, CASES[i].reason);
}

static void test_bad_documents(void **state)
{
    (void)state;
    static const struct {
        const char *pointer;
        const char *value; /* NULL: taken out */
        const char *reason;
    } CASES[] = {
        {"/title", NULL, "missing"},
        {"/title", "true", "must be text"},
        {"/paper", "\"A3\"", "not one of those"},
        {"/language", "\"fr\"", "not one of those"},
        {"/language", "1", "not one of those"},
        {"/training", "\"no\"", "true or false"},
        {"/blocks", NULL, "missing"},
        {"/blocks", "[]", "1 to 200 entries; it has 0"},
        {"/author", "\"A\"", "not known here"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        json_t *slip = read_slip();
        json_t *value = NULL;
        if (CASES[i].value != NULL)
            value = json_loads(CASES[i].value, JSON_DECODE_ANY, NULL);
        assert_true(json_put(slip, CASES[i].pointer, value));
        json_decref(value);
        expect_refused(slip, CASES[i].pointer, CASES[i].reason);
    }
    struct error err = {0};
    assert_null(document_create(NULL, &err));
    assert_true(error_is_set(&err));
}

static void test_limits(void **state)
{
    (void)state;
    char *big = memory_alloc(DOCUMENT_MOST_TEXT + 2);
    memset(big, 'x', DOCUMENT_MOST_TEXT + 1);
    json_t *block = json_pack("{s:s, s:s}", "type", "text", "text", big);
    json_t *document = json_pack("{s:s, s:[o]}", "title", "A", "blocks", block);
    expect_refused(document, "/blocks/0/text", "longer than 4000 bytes");
    free(big);

    json_t *many = json_array();
    for (int i = 0; i <= DOCUMENT_MOST_BLOCKS; i++)
        json_array_append_new(many, json_pack("{s:s}", "type", "rule"));
    document = json_pack("{s:s, s:o}", "title", "A", "blocks", many);
    expect_refused(document, "/blocks", "1 to 200 entries; it has 201");
}

static const char *key_at(json_t *object, size_t at)
{
    void *iterator = json_object_iter(object);
    for (size_t i = 0; i < at; i++)
        iterator = json_object_iter_next(object, iterator);
    return json_object_iter_key(iterator);
}

static void put(json_t *in, const char *key, size_t at, json_t *value)
{
    if (key != NULL)
        json_object_set(in, key, value);
    else
        json_array_set(in, at, value);
}

/* Whatever stands in place of each value of a slip, it is refused or drawn. */
static void try_in_place_of(json_t *slip, json_t *in)
{
    static const char *const VALUES[] = {"null", "-1",      "\"\"", "[]",
                                         "{}",   "[[[1]]]", "1e9"};
    size_t count = json_is_object(in) ? json_object_size(in) : json_array_size(in);
    for (size_t at = 0; at < count; at++) {
        const char *key = json_is_object(in) ? key_at(in, at) : NULL;
        json_t *member = key != NULL ? json_object_get(in, key) : json_array_get(in, at);
        json_incref(member);
        for (size_t v = 0; v < sizeof(VALUES) / sizeof(VALUES[0]); v++) {
            json_t *value = json_loads(VALUES[v], JSON_DECODE_ANY, NULL);
            put(in, key, at, value);
            json_decref(value);
            struct error err = {0};
            struct document *document = document_create(slip, &err);
            assert_int_equal(document == NULL, error_is_set(&err));
            document_free(&document);
        }
        put(in, key, at, member);
        if (json_is_object(member) || json_is_array(member))
            try_in_place_of(slip, member);
        json_decref(member);
    }
}

static void test_any_value_anywhere(void **state)
{
    (void)state;
    json_t *slip = read_slip();
    try_in_place_of(slip, slip);
    struct document *document = create(slip);
    document_free(&document);
}

static void draw_pdf(const struct document *document, struct buffer *out)
{
    struct error err = {0};
    buffer_init(out, 8 << 20);
    if (!document_to_pdf(document, out, &err))
        fail_msg("%s", err.text);
}

static void test_pdf_is_the_same_each_time(void **state)
{
    (void)state;
    struct document *one = create(read_slip()), *other = create(read_slip());
    struct buffer first, again, second;
    draw_pdf(one, &first);
    draw_pdf(one, &again);
    draw_pdf(other, &second);
    assert_true(first.size > 1000);
    assert_memory_equal(first.data, "%PDF-", 5);
    assert_int_equal(first.size, again.size);
    assert_memory_equal(first.data, again.data, first.size);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    assert_null(memmem(first.data, first.size, "CreationDate", 12));
    assert_null(memmem(first.data, first.size, "/Author", 7));
    buffer_free(&first);
    buffer_free(&again);
    buffer_free(&second);
    document_free(&one);
    document_free(&other);
}

static void test_png(void **state)
{
    (void)state;
    struct document *slip = create(read_slip());
    struct buffer out;
    struct error err = {0};
    buffer_init(&out, 8 << 20);
    assert_true(document_to_png(slip, 0, 72, &out, &err));
    assert_memory_equal(out.data, "\x89PNG", 4);
    /* 148 x 210 mm at 72 dots per inch, big-endian in the header. */
    assert_memory_equal(out.data + 16, "\0\0\x01\xA4\0\0\x02\x54", 8);
    assert_false(document_to_png(slip, 1, 72, &out, &err));
    assert_non_null(strstr(err.text, "no page 2"));
    error_clear(&err);
    assert_false(document_to_png(slip, 0, 6000, &out, &err));
    assert_non_null(strstr(err.text, "30 to 600"));
    buffer_free(&out);
    buffer_init(&out, 1000);
    error_clear(&err);
    assert_false(document_to_png(slip, 0, 72, &out, &err));
    assert_non_null(strstr(err.text, "larger than 1000 bytes"));
    buffer_free(&out);
    document_free(&slip);
}

static char *text_of(const struct document *document, int columns)
{
    struct buffer out;
    struct error err = {0};
    buffer_init(&out, 1 << 20);
    if (!document_to_text(document, columns, &out, &err))
        fail_msg("%s", err.text);
    char *text = memory_copy_text(out.data);
    buffer_free(&out);
    return text;
}

static void expect_width(const char *text, int columns)
{
    for (const char *at = text; *at != '\0';) {
        size_t size = strcspn(at, "\n");
        char *line = memory_copy_span(at, size);
        if (utf8_columns(line) > columns)
            fail_msg("wider than %d: %s", columns, line);
        free(line);
        at += size + 1;
    }
}

static void test_text(void **state)
{
    (void)state;
    struct document *slip = create(read_slip());
    char *text = text_of(slip, 80);
    static const char *const EXPECTED[] = {
        "          BƯU ĐIỆN HOÀ KHÁNH               CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n",
        "\n                             PHIẾU HỖ TRỢ NỘP HỒ SƠ\n",
        "\nMã tra cứu: 7QHM-2K9T-XV4D-A3NP-W\n",
        "\nChủ hồ sơ:  NGUYỄN MINH AN                     █ ███ █ ",
        "\n            NGƯỜI NỘP HỒ SƠ                          NGƯỜI HỖ TRỢ\n",
    };
    for (size_t i = 0; i < sizeof(EXPECTED) / sizeof(EXPECTED[0]); i++) {
        if (strstr(text, EXPECTED[i]) == NULL)
            fail_msg("\"%s\" is not in\n%s", EXPECTED[i], text);
    }
    free(text);
    for (int columns = 40; columns < 132; columns += 7) {
        text = text_of(slip, columns);
        expect_width(text, columns);
        free(text);
    }
    struct buffer out;
    struct error err = {0};
    buffer_init(&out, 1 << 20);
    assert_false(document_to_text(slip, 39, &out, &err));
    buffer_free(&out);
    document_free(&slip);
}

static void test_text_is_cleaned_and_composed(void **state)
{
    (void)state;
    json_t *block = json_pack("{s:s, s:s}", "type", "text", "text",
                              "Tr\xC3\xA2\xCC\x80n\xE2\x80\xAE"
                              "evil\x1B[31m\xC2\x9B"
                              "9m");
    struct document *document =
        create(json_pack("{s:s, s:[o]}", "title", "A", "blocks", block));
    char *text = text_of(document, 80);
    assert_string_equal(text, "Trần\uFFFDevil\uFFFD[31m\uFFFD9m\n");
    free(text);
    struct buffer pdf;
    draw_pdf(document, &pdf);
    buffer_free(&pdf);
    document_free(&document);
}

static void test_training_is_said(void **state)
{
    (void)state;
    static const char *const SAID[][2] = {
        {"vi", "BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"},
        {"en", "TRAINING COPY – NOT VALID"},
    };
    for (size_t i = 0; i < 2; i++) {
        json_t *slip = read_slip();
        json_object_set_new(slip, "training", json_true());
        json_object_set_new(slip, "language", json_string(SAID[i][0]));
        struct document *document = create(slip);
        assert_string_equal(document_language(document), SAID[i][0]);
        char *text = text_of(document, 80);
        assert_non_null(strstr(text, SAID[i][1]));
        free(text);
        document_free(&document);
    }
}

static json_t *long_table(int rows, int width, const char *cell)
{
    json_t *table =
        json_pack("{s:s, s:[{s:s, s:i}, {s:s, s:i}], s:[]}", "type", "table", "columns",
                  "text", "TT", "width", width, "text", "Tên", "width", 60, "rows");
    for (int i = 0; i < rows; i++)
        json_array_append_new(json_object_get(table, "rows"),
                              json_pack("[s, s]", cell, cell));
    return json_pack("{s:s, s:s, s:[o]}", "title", "A", "paper", "A5", "blocks", table);
}

static int count_pages(const struct document *document)
{
    struct buffer out;
    int pages = 0;
    for (bool more = true; more; pages += more) {
        buffer_init(&out, 8 << 20);
        more = document_to_png(document, pages, 30, &out, NULL);
        buffer_free(&out);
    }
    return pages;
}

static void test_pages(void **state)
{
    (void)state;
    struct document *document = create(long_table(100, 1, "một hai"));
    int pages = count_pages(document);
    assert_in_range(pages, 4, 20);
    document_free(&document);

    /* A little more than a page is set smaller, and saves the second one. */
    document = create(long_table(34, 60, "một hai"));
    assert_int_equal(count_pages(document), 1);
    document_free(&document);
    document = create(long_table(40, 60, "một hai"));
    assert_int_equal(count_pages(document), 2);
    document_free(&document);

    /* A cell that is higher than a page is torn; one that never ends is refused. */
    char *high = memory_alloc(1000 + 1);
    for (int i = 0; i < 500; i++)
        memcpy(high + 2 * i, "a ", 2);
    document = create(long_table(1, 1, high));
    assert_in_range(count_pages(document), 15, 50);
    document_free(&document);
    document = create(long_table(1000, 1, high));
    struct buffer out;
    struct error err = {0};
    buffer_init(&out, 64 << 20);
    assert_false(document_to_pdf(document, &out, &err));
    assert_non_null(strstr(err.text, "longer than 50 pages"));
    buffer_free(&out);
    document_free(&document);
    free(high);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_blocks),
        cmocka_unit_test(test_bad_documents),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_any_value_anywhere),
        cmocka_unit_test(test_pdf_is_the_same_each_time),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_text_is_cleaned_and_composed),
        cmocka_unit_test(test_training_is_said),
        cmocka_unit_test(test_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
