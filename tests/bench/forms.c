/* SPDX-License-Identifier: MIT */
/* What the form engine costs, beside one repaint of the screen and beside jansson at the
 * same files, in one process: the lists indexed, all procedures compiled, a whole birth
 * registration validated, one answer changed; and for each procedure its time and memory.
 * Times are of the processor, so that a busy machine says the same. TOP_SRCDIR says where
 * the procedures are. */
#include "forms/form/form.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <curses.h>
#include <dirent.h>
#include <malloc.h>
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
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

struct cost {
    double median, slow; /* microseconds; of a hundred runs one is slower */
};

static struct cost measure(void (*run)(void *arg), void *arg)
{
    double times[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double start = now();
        run(arg);
        times[i] = now() - start;
    }
    qsort(times, ROUNDS, sizeof(*times), compare);
    return (struct cost){times[ROUNDS / 2], times[ROUNDS * 99 / 100]};
}

/* A line of the table. `peer` is what it is compared with, beside the repaint; or 0. */
static struct cost show(const char *what, void (*run)(void *arg), void *arg,
                        double repaint, double peer)
{
    struct cost cost = measure(run, arg);
    printf("%-38s %10.1f %10.1f %10.3f", what, cost.median, cost.slow,
           repaint > 0 ? cost.median / repaint : 1);
    if (peer > 0)
        printf(" %10.2f", cost.median / peer);
    putchar('\n');
    return cost;
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
    char *schemas[PROCEDURES_MOST], *uischemas[PROCEDURES_MOST]; /* as texts */
    size_t count;
};

/* One of them. */
struct one {
    const struct all *all;
    size_t index;
};

static void compile_one(void *arg)
{
    const struct one *one = arg;
    struct procedure *procedure = compile(one->all->files[one->index]);
    procedure_free(&procedure);
}

static void compile_all(void *arg)
{
    const struct all *all = arg;
    for (size_t i = 0; i < all->count; i++)
        compile_one(&(struct one){.all = all, .index = i});
}

/* What jansson does with the same: the files from texts to values. */
static void parse_one(void *arg)
{
    const struct one *one = arg;
    json_decref(json_loads(one->all->schemas[one->index], 0, NULL));
    json_decref(json_loads(one->all->uischemas[one->index], 0, NULL));
}

static void parse_all(void *arg)
{
    const struct all *all = arg;
    for (size_t i = 0; i < all->count; i++)
        parse_one(&(struct one){.all = all, .index = i});
}

static void index_lists(void *arg)
{
    struct form_lists *made = form_lists_create_take(json_incref(arg), NULL);
    form_lists_free(&made);
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

static void write_answers(void *arg)
{
    const struct birth *birth = arg;
    free(json_dumps(birth->answers, JSON_COMPACT));
}

static void open_form(void *arg)
{
    const struct birth *birth = arg;
    struct form *form = form_create_take(birth->procedure, json_deep_copy(birth->answers),
                                         "2026-11-21", NULL);
    form_free(&form);
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
        if (all->count < PROCEDURES_MOST) {
            struct procedure_files files = read_files(codes[i]->d_name);
            all->schemas[all->count] = json_dumps(files.schema, JSON_INDENT(2));
            all->uischemas[all->count] = json_dumps(files.uischema, JSON_INDENT(2));
            all->files[all->count++] = files;
        }
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

static json_t *read_lists(void)
{
    struct error err = {0};
    char *folder = memory_format("%s/forms/lists", top);
    json_t *files = json_read_folder(folder, &JSON_FORM_LIMITS, &err);
    lists = files ? form_lists_create_take(json_incref(files), &err) : NULL;
    if (!lists)
        error_die("%s", err.text);
    free(folder);
    return files;
}

/* ---- the tables ---- */

static size_t bytes_in_use(void)
{
    return mallinfo2().uordblks;
}

static void show_procedures(const struct all *all)
{
    printf("\n%-12s %12s %12s %12s\n", "procedure", "compiled us", "/ parsing", "KiB");
    for (size_t i = 0; i < all->count; i++) {
        struct one one = {.all = all, .index = i};
        double compiling = measure(compile_one, &one).median;
        double parsing = measure(parse_one, &one).median;
        size_t before = bytes_in_use();
        struct procedure *procedure = compile(all->files[i]);
        double kib = (double)(bytes_in_use() - before) / 1024;
        printf("%-12s %12.1f %12.2f %12.1f\n", procedure_code(procedure), compiling,
               compiling / parsing, kib);
        procedure_free(&procedure);
    }
}

static void show_all(const struct all *all, struct birth *birth, json_t *list_files)
{
    char *compiled = memory_format("%zu procedures compiled", all->count);
    char *parsed = memory_format("  %zu procedures parsed by jansson", all->count);
    printf("%-38s %10s %10s %10s %10s\n", "forms", "median us", "p99 us", "/ repaint",
           "/ jansson");
    double repainted = show("one repaint of 80x25", repaint, NULL, 0, 0).median;
    double written =
        show("  its answers written by jansson", write_answers, birth, repainted, 0)
            .median;
    show("a birth registration validated", validate, birth, repainted, written);
    show("its form opened with all answers", open_form, birth, repainted, 0);
    show("one answer changed in it", change, birth, repainted, 0);
    double jansson = show(parsed, parse_all, (void *)all, repainted, 0).median;
    show(compiled, compile_all, (void *)all, repainted, jansson);
    show("the lists indexed, once for all", index_lists, list_files, repainted, 0);
    show_procedures(all);
    free(compiled);
    free(parsed);
}

int main(void)
{
    static struct all all;
    i18n_start(NULL);
    top = getenv("TOP_SRCDIR");
    top = top ? top : ".";
    json_t *list_files = read_lists();
    find_all(&all);
    struct birth birth = open_birth();
    FILE *terminal = fopen("/dev/null", "w+");
    SCREEN *screen = terminal ? newterm("xterm-256color", terminal, terminal) : NULL;
    if (!screen)
        error_die("no terminal to paint on");
    resizeterm(LINES_OF_PAGE, 80);
    show_all(&all, &birth, list_files);
    delscreen(screen);
    return 0;
}
