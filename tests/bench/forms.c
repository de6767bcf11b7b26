/* SPDX-License-Identifier: MIT */
/* What the form engine costs, beside one repaint of the screen in the same process: all
 * procedures compiled, a whole birth registration validated, one answer changed.
 * TOP_SRCDIR says where the procedures are. */
#include "forms/form/form.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <curses.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 301, PROCEDURES_MOST = 100, LINES_OF_PAGE = 25 };

static const char *top;
static struct form_lists *lists;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Microseconds of one run: the median and the 99th of a hundred. */
static double measure(const char *what, void (*run)(void *arg), void *arg, double beside)
{
    double times[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double start = now();
        run(arg);
        times[i] = now() - start;
    }
    qsort(times, ROUNDS, sizeof(*times), compare);
    double median = times[ROUNDS / 2];
    printf("%-34s %10.1f %10.1f", what, median, times[ROUNDS * 99 / 100]);
    if (beside > 0)
        printf(" %10.3f", median / beside);
    putchar('\n');
    return median;
}

static json_t *read_file(const char *format, const char *code, const char *name)
{
    struct error err = {0};
    char *path = memory_format(format, top, code, name);
    json_t *value = json_read_file(path, &JSON_FORM_LIMITS, &err);
    if (!value)
        error_die("%s", err.text);
    free(path);
    return value;
}

static struct procedure_files read_files(const char *code)
{
    static const char *const place = "%s/forms/procedures/%s/%s";
    return (struct procedure_files){.facts = read_file(place, code, "procedure.json"),
                                    .schema = read_file(place, code, "schema.json"),
                                    .uischema = read_file(place, code, "uischema.json"),
                                    .english = read_file(place, code, "i18n/en.json"),
                                    .lists = lists};
}

static struct procedure *compile(struct procedure_files files)
{
    struct error err = {0};
    json_incref(files.facts);
    json_incref(files.schema);
    json_incref(files.uischema);
    json_incref(files.english);
    struct procedure *procedure = procedure_create_take(files, &err);
    if (!procedure)
        error_die("%s", err.text);
    return procedure;
}

/* ---- what is measured ---- */

struct all {
    struct procedure_files files[PROCEDURES_MOST];
    size_t count;
};

static void compile_all(void *arg)
{
    const struct all *all = arg;
    for (size_t i = 0; i < all->count; i++) {
        struct procedure *procedure = compile(all->files[i]);
        procedure_free(&procedure);
    }
}

struct birth {
    struct procedure *procedure;
    json_t *answers;
    struct form *form;
    size_t field;
    int turn;
};

static void validate(void *arg)
{
    const struct birth *birth = arg;
    if (!schema_validate(procedure_schema(birth->procedure), birth->answers, NULL))
        error_die("the example is not valid");
}

static void change(void *arg)
{
    struct birth *birth = arg;
    form_set_typed(birth->form, birth->field,
                   birth->turn++ % 2 ? "Nguyễn An" : "Lê Bình");
}

/* A full page of the screen to a terminal that takes everything. */
static void repaint(void *arg)
{
    (void)arg;
    erase();
    for (int i = 0; i < LINES_OF_PAGE; i++)
        mvprintw(i, 0, "%2d  Họ, chữ đệm, tên người được khai sinh: Nguyễn Thị Minh An",
                 i);
    clearok(curscr, TRUE);
    refresh();
}

static int is_code(const struct dirent *entry)
{
    return entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
}

static void find_all(struct all *all)
{
    struct dirent **codes;
    char *folder = memory_format("%s/forms/procedures", top);
    int count = scandir(folder, &codes, is_code, alphasort);
    for (int i = 0; i < count; i++) {
        if (all->count < PROCEDURES_MOST)
            all->files[all->count++] = read_files(codes[i]->d_name);
        free(codes[i]);
    }
    if (count >= 0)
        free(codes);
    free(folder);
}

static struct birth open_birth(void)
{
    struct birth birth = {0};
    struct error err = {0};
    struct procedure_files files = read_files("1.001193");
    birth.procedure = compile(files);
    birth.answers = read_file("%s/forms/procedures/%s/examples/%s", "1.001193",
                              "both-parents-married.json");
    birth.form = form_create_take(birth.procedure, json_deep_copy(birth.answers),
                                  "2026-11-21", &err);
    if (!birth.form)
        error_die("%s", err.text);
    while (strcmp(form_field(birth.form, birth.field)->pointer, "/child/fullName") != 0)
        birth.field++;
    return birth;
}

static void read_lists(void)
{
    struct error err = {0};
    char *folder = memory_format("%s/forms/lists", top);
    json_t *files = json_read_folder(folder, &JSON_FORM_LIMITS, &err);
    lists = files ? form_lists_create_take(files, &err) : NULL;
    if (!lists)
        error_die("%s", err.text);
    free(folder);
}

int main(void)
{
    static struct all all;
    i18n_start(NULL);
    top = getenv("TOP_SRCDIR");
    top = top ? top : ".";
    read_lists();
    find_all(&all);
    struct birth birth = open_birth();
    FILE *terminal = fopen("/dev/null", "w+");
    SCREEN *screen = terminal ? newterm("xterm-256color", terminal, terminal) : NULL;
    if (!screen)
        error_die("no terminal to paint on");
    resizeterm(LINES_OF_PAGE, 80);
    printf("%-34s %10s %10s %10s\n", "forms", "median us", "p99 us", "/ repaint");
    double beside = measure("one repaint of 80x25", repaint, NULL, 0);
    measure("a birth registration validated", validate, &birth, beside);
    measure("one answer changed in it", change, &birth, beside);
    char *what = memory_format("%zu procedures compiled", all.count);
    measure(what, compile_all, &all, beside);
    delscreen(screen);
    return 0;
}
