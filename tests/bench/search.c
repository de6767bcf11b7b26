/* SPDX-License-Identifier: MIT */
/* What a key costs in the search box: this search beside SQLite FTS5, ranked, both over
 * the same folded titles, both counting every hit, with the same keys. Over the national
 * catalogue (../shared), and over 100,000 titles made of its words. */
#include "kiosk/search/search.h"
#include "kiosk/base/file.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"

#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    NATIONAL_MOST = 10000,
    LARGE = 100000,
    FILE_MOST = 64 << 20,
    FOLDED_ROOM = 4096,
    TYPED_MOST = 40, /* keys of one search */
    PAGE = 10
};

struct titles {
    char **texts;
    size_t count;
};

struct times {
    double *each; /* microseconds */
    size_t count;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double part(struct times *times, double share)
{
    qsort(times->each, times->count, sizeof(*times->each), compare);
    return times->each[(size_t)((double)(times->count - 1) * share)];
}

static bool read_titles(const char *path, struct titles *out)
{
    struct error err = {0};
    struct buffer text;
    if (!file_read(path, FILE_MOST, &text, &err))
        return false;
    out->texts = memory_array(NATIONAL_MOST, sizeof(*out->texts));
    for (const char *at = text.data; *at && out->count < NATIONAL_MOST;) {
        size_t size = strcspn(at, "\n");
        json_t *line = json_parse(at, size, "line", &JSON_FORM_LIMITS, &err);
        if (json_text(line, "name"))
            out->texts[out->count++] = memory_copy_text(json_text(line, "name"));
        json_decref(line);
        at += size + (at[size] == '\n');
    }
    buffer_free(&text);
    return true;
}

/* Titles as long as real ones, of their words in a new order; always the same ones. */
static struct titles make_large(const struct titles *real)
{
    struct titles large = {memory_array(LARGE, sizeof(*large.texts)), LARGE};
    uint32_t seed = 1;
    for (size_t i = 0; i < LARGE; i++) {
        seed = seed * 1664525u + 1013904223u;
        const char *head = real->texts[i % real->count];
        const char *tail = real->texts[(seed >> 8) % real->count];
        size_t half = strlen(head) / 2, rest = strlen(tail) / 2;
        large.texts[i] = memory_format("%.*s %s", (int)(half + strcspn(head + half, " ")),
                                       head, tail + rest + strcspn(tail + rest, " "));
    }
    return large;
}

static void die_of(sqlite3 *db)
{
    error_die("%s", sqlite3_errmsg(db));
}

static sqlite3 *fill_fts(const struct titles *titles)
{
    sqlite3 *db;
    sqlite3_stmt *add;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db,
                     "CREATE VIRTUAL TABLE title USING fts5(name, prefix='1 2 3');"
                     "BEGIN",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "INSERT INTO title(name) VALUES(?)", -1, &add, NULL) !=
            SQLITE_OK)
        die_of(db);
    for (size_t i = 0; i < titles->count; i++) {
        char folded[FOLDED_ROOM];
        viet_fold(folded, sizeof(folded), titles->texts[i]);
        sqlite3_bind_text(add, 1, folded, -1, SQLITE_TRANSIENT);
        if (sqlite3_step(add) != SQLITE_DONE || sqlite3_reset(add) != SQLITE_OK)
            die_of(db);
    }
    sqlite3_finalize(add);
    if (sqlite3_exec(db, "COMMIT; INSERT INTO title(title) VALUES('optimize')", NULL,
                     NULL, NULL) != SQLITE_OK)
        die_of(db);
    return db;
}

/* Every word, the last one begun, best first, all rows read. */
static void ask_fts(sqlite3_stmt *find, const char *typed)
{
    char folded[FOLDED_ROOM];
    if (viet_fold(folded, sizeof(folded), typed) == 0)
        return;
    struct buffer match;
    buffer_init(&match, 2 * FOLDED_ROOM);
    for (const char *at = folded; *at;) {
        size_t size = strcspn(at, " ");
        buffer_format(&match, "\"%.*s\"%s", (int)size, at, at[size] ? " AND " : "*");
        at += size + (at[size] == ' ');
    }
    sqlite3_bind_text(find, 1, match.data, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(find) == SQLITE_ROW)
        sqlite3_column_int64(find, 0);
    sqlite3_reset(find);
    buffer_free(&match);
}

static void ask(struct search *search, sqlite3_stmt *find, const char *typed,
                struct times *ours, struct times *theirs)
{
    struct search_hit hits[PAGE];
    size_t total;
    double start = now();
    search_find(search, typed, hits, PAGE, &total);
    ours->each[ours->count++] = now() - start;
    start = now();
    ask_fts(find, typed);
    theirs->each[theirs->count++] = now() - start;
}

/* Types `searches` titles key by key, spread over all of them. */
static void type_titles(const struct titles *titles, size_t searches,
                        struct search *search, sqlite3 *db)
{
    struct times ours = {memory_array(searches * TYPED_MOST, sizeof(double)), 0};
    struct times theirs = {memory_array(searches * TYPED_MOST, sizeof(double)), 0};
    sqlite3_stmt *find;
    if (sqlite3_prepare_v2(db,
                           "SELECT rowid FROM title WHERE title MATCH ? ORDER BY rank",
                           -1, &find, NULL) != SQLITE_OK)
        die_of(db);
    for (size_t i = 0; i < searches; i++) {
        const char *title = titles->texts[i * titles->count / searches];
        if (strncmp(title, "Thủ tục ", strlen("Thủ tục ")) == 0)
            title += strlen("Thủ tục ");
        size_t size = strlen(title), keys = 0;
        for (size_t at = 1; at <= size && keys < TYPED_MOST; at++) {
            if (((unsigned char)title[at] & 0xC0) == 0x80)
                continue;
            char *typed = memory_copy_span(title, at);
            ask(search, find, typed, &ours, &theirs);
            free(typed);
            keys++;
        }
    }
    sqlite3_finalize(find);
    printf("%8zu %8zu %10.1f %10.1f %10.1f %10.1f %9.3f %9.3f\n", titles->count,
           ours.count, part(&ours, 0.5), part(&ours, 0.99), part(&theirs, 0.5),
           part(&theirs, 0.99), part(&ours, 0.5) / part(&theirs, 0.5),
           part(&ours, 0.99) / part(&theirs, 0.99));
    free(ours.each);
    free(theirs.each);
}

static void measure(const struct titles *titles, size_t searches,
                    const struct sayings *sayings, double *built)
{
    struct search_hit hit;
    double start = now();
    struct search *search = search_create(sayings);
    for (size_t i = 0; i < titles->count; i++)
        search_add_name(search, search_add(search, "1.000000", 0), titles->texts[i],
                        SEARCH_NAME);
    search_find(search, "", &hit, 1, NULL); /* sorts the index */
    *built = now() - start;
    sqlite3 *db = fill_fts(titles);
    type_titles(titles, searches, search, db);
    sqlite3_close(db);
    search_free(&search);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const char *top = getenv("TOP_SRCDIR");
    char *path =
        memory_format("%s/../shared/data/catalogue/national.jsonl", top ? top : ".");
    char *words = memory_format("%s/forms/search/words.txt", top ? top : ".");
    struct titles titles = {0};
    struct error err = {0};
    struct buffer text;
    if (!read_titles(path, &titles)) {
        printf("search: %s is not here: nothing to measure with\n", path);
        return 77;
    }
    if (!file_read(words, 1 << 20, &text, &err))
        error_die("%s", err.text);
    double start = now(), built, built_large;
    struct sayings *sayings = sayings_read(text.data, &err);
    double read = now() - start;
    printf("Search, microseconds a key of CPU time (ours, FTS5 ranked, the ratio):\n"
           "  titles     keys    ours p50        p99   FTS5 p50        p99       p50"
           "       p99\n");
    measure(&titles, 300, sayings, &built);
    struct titles large = make_large(&titles);
    measure(&large, 40, sayings, &built_large);
    printf("The index: %.1f ms, and %.1f ms for the larger one; the sayings: %.1f ms\n",
           built / 1e3, built_large / 1e3, read / 1e3);
    sayings_free(&sayings);
    return 0;
}
