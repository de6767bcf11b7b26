/* SPDX-License-Identifier: MIT */
/* The store as its users see it: what goes in comes out. */
#include "kiosk/store/store.h"

#include "tests/unit/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* --- drafts --------------------------------------------------------------------------*/

static void test_draft_round_trip(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    int64_t first = 0, second = 0;
    assert_true(store_save_draft(store, &first, "1.001193", SHELF_CANARY, 10, &err));
    assert_true(store_save_draft(store, &second, "2.000815", "", 0, &err));
    assert_true(first > 0 && second > first);
    assert_true(store_save_draft(store, &first, "1.001193", SHELF_CANARY,
                                 strlen(SHELF_CANARY), &err));
    store_close(&store);

    store = shelf_open(*state);
    struct draft draft;
    struct buffer content;
    assert_true(store_read_draft(store, first, &draft, &content, &err));
    assert_string_equal(content.data, SHELF_CANARY);
    assert_string_equal(draft.procedure, "1.001193");
    buffer_free(&content);

    struct draft list[1];
    assert_int_equal(store_list_drafts(store, list, 1, NULL), 2);
    assert_true(store_delete_draft(store, first, &err));
    assert_int_equal(store_list_drafts(store, list, 1, NULL), 1);
    assert_int_equal(list[0].id, second);
    assert_false(store_read_draft(store, first, &draft, &content, &err));
    assert_true(error_is_set(&err));
    buffer_free(&content);
    store_close(&store);
}

static void test_draft_that_is_gone_is_not_saved(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    int64_t id = 0;
    assert_true(store_save_draft(store, &id, "1.001193", "a", 1, &err));
    assert_true(store_delete_draft(store, id, &err));
    assert_false(store_save_draft(store, &id, "1.001193", "b", 1, &err));
    assert_true(error_is_set(&err));
    struct draft list[4];
    assert_int_equal(store_list_drafts(store, list, 4, NULL), 0);
    store_close(&store);
}

/* --- dossiers and the outbox
 * ----------------------------------------------------------*/

static void test_dossier_life(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    int64_t draft = 0;
    assert_true(store_save_draft(store, &draft, "1.001193", "x", 1, &err));
    assert_true(shelf_finalise(store, "7QHM2K9TXV4DA3NPW", SHELF_CANARY, draft, &err));
    struct draft drafts[2];
    assert_int_equal(store_list_drafts(store, drafts, 2, NULL), 0);

    struct dossier dossier = shelf_find(store, "7QHM2K9TXV4DA3NPW");
    assert_int_equal(dossier.state, DOSSIER_FINALISED);
    assert_int_equal(dossier.finalised_at, 1795000000);
    assert_int_equal(store_next_due(store), 1795000000);
    struct dossier due[2];
    assert_int_equal(store_list_due(store, 1794999999, due, 2), 0);
    assert_int_equal(store_list_due(store, 1795000000, due, 2), 1);

    assert_true(store_mark_sending(store, dossier.id, 1795000001, &err));
    assert_true(
        store_postpone(store, dossier.id, REASON_TIMEOUT, 0, 1795000060, true, &err));
    dossier = shelf_find(store, "7QHM2K9TXV4DA3NPW");
    assert_int_equal(dossier.state, DOSSIER_SENDING);
    assert_int_equal(dossier.reason, REASON_TIMEOUT);
    assert_int_equal(dossier.attempts, 1);
    assert_int_equal(dossier.tried_at, 1795000001);
    assert_int_equal(store_next_due(store), 1795000060);

    struct acceptance how = {"H17.31.22-261121-0004", 1, 1795000100, 1795100000};
    assert_true(store_mark_accepted(store, dossier.id, &how, &err));
    /* The slower of two couriers cannot take it back. */
    assert_true(
        store_postpone(store, dossier.id, REASON_BUSY, 409, 1795009999, false, &err));
    assert_true(store_mark_stopped(store, dossier.id, DOSSIER_HELD, REASON_FORBIDDEN, 403,
                                   "no", &err));
    assert_false(store_mark_sending(store, dossier.id, 1795000200, &err));
    dossier = shelf_find(store, "H17.31.22-261121-0004");
    assert_string_equal(dossier.reference, "7QHM2K9TXV4DA3NPW");
    assert_int_equal(dossier.state, DOSSIER_ACCEPTED);
    assert_int_equal(dossier.due_at, 1795100000);
    assert_int_equal(store_next_due(store), 0);

    struct buffer body;
    error_clear(&err);
    assert_true(store_read_body(store, dossier.id, &body, &err));
    assert_string_equal(body.data, SHELF_CANARY);
    buffer_free(&body);
    assert_false(store_find_dossier(store, "", &dossier, &err));
    assert_false(store_find_dossier(store, "no such", &dossier, &err));
    assert_false(error_is_set(&err));
    store_close(&store);
}

static void test_outbox_counts_and_problems(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct outbox_count count;
    assert_true(store_count_outbox(store, &count, &err));
    assert_int_equal(count.waiting + count.held + count.rejected + count.oldest, 0);
    struct dossier rejected = shelf_add_dossier(store, "AAAAAAAAAAAAAAAAA");
    struct dossier held = shelf_add_dossier(store, "BBBBBBBBBBBBBBBBB");
    shelf_add_dossier(store, "CCCCCCCCCCCCCCCCC");
    assert_true(store_mark_stopped(store, rejected.id, DOSSIER_REJECTED, REASON_INVALID,
                                   422, SHELF_CANARY, &err));
    assert_true(store_mark_stopped(store, held.id, DOSSIER_HELD, REASON_FORBIDDEN, 403,
                                   NULL, &err));
    assert_true(store_count_outbox(store, &count, &err));
    assert_int_equal(count.waiting, 1);
    assert_int_equal(count.held, 1);
    assert_int_equal(count.rejected, 1);
    assert_int_equal(count.oldest, 1795000000);

    struct buffer problem;
    assert_true(store_read_problem(store, rejected.id, &problem, &err));
    assert_string_equal(problem.data, SHELF_CANARY);
    buffer_free(&problem);
    assert_true(store_read_problem(store, held.id, &problem, &err));
    assert_string_equal(problem.data, "");
    buffer_free(&problem);

    struct dossier list[2];
    assert_int_equal(store_list_dossiers(store, list, 2, NULL), 3);
    assert_string_equal(list[0].reference, "CCCCCCCCCCCCCCCCC");
    store_close(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_SHELF(test_draft_round_trip),
        AT_SHELF(test_draft_that_is_gone_is_not_saved),
        AT_SHELF(test_dossier_life),
        AT_SHELF(test_outbox_counts_and_problems),
    };
    unsetenv("CREDENTIALS_DIRECTORY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
