/* SPDX-License-Identifier: MIT */
/* What a key costs the typing engine, beside iconv in the same process, which turns the
 * typed text from UTF-8 into UTF-16 a letter at a call, as a text widget might. */
#include "kiosk/input/telex.h"
#include "kiosk/base/utf8.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 200001, BUDGET_NS = 2000 };

/* A line of a form, and another. */
static const char *const LINES[][2] = {
    [TELEX_TELEX] = {"Nguyeenx Thij Thanh Huowngf, sinh ngayf 12 thangs 3 nawm 1987 ",
                     "thoon Buoon Kroong, xax EA Phee, tinhr DDawsk Lawsk email a@b.vn "},
    [TELEX_VNI] = {"Nguye6n4 Thi5 Thanh Hu7o7ng2, sinh nga2y 12 tha1ng 3 na8m ",
                   "tho6n Buo6n Kro6ng, xa4 Ea Phe6, ti3nh D9a81k La81k email a@b.vn "},
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double report(const char *what, double *times, double beside)
{
    qsort(times, ROUNDS, sizeof(*times), compare);
    double median = times[ROUNDS / 2];
    printf("%-34s %8.0f %8.0f", what, median, times[ROUNDS * 99 / 100]);
    if (beside > 0)
        printf(" %8.1f", median / beside);
    putchar('\n');
    return times[ROUNDS * 99 / 100];
}

/* Nanoseconds of each key, with those of asking for the time. */
static void time_typing(double *times, enum telex_method method)
{
    struct telex telex;
    struct telex_change change;
    const char *line = "";
    telex_init(&telex, (struct telex_settings){.method = method});
    for (int i = 0, lines = 0; i < ROUNDS; i++, line++) {
        if (!*line)
            line = LINES[method][lines++ % 2];
        double start = now();
        telex_key(&telex, (char32_t)*line, &change);
        times[i] = now() - start;
    }
}

/* And of each letter of the text that comes of them. */
static bool time_iconv(double *times)
{
    iconv_t converter = iconv_open("UTF-16LE", "UTF-8");
    if (converter == (iconv_t)-1)
        return false;
    char *text = telex_convert(LINES[TELEX_TELEX][0], (struct telex_settings){0});
    char *at = text;
    for (int i = 0; i < ROUNDS; i++) {
        char out[8], *to = out;
        at = *at ? at : text;
        size_t size = utf8_next(at, 0), room = sizeof(out);
        double start = now();
        iconv(converter, &at, &size, &to, &room);
        times[i] = now() - start;
    }
    free(text);
    iconv_close(converter);
    return true;
}

int main(void)
{
    static double times[ROUNDS];
    double beside = 0;
    printf("%-34s %8s %8s %8s\n", "each, with the clock", "ns", "p99", "x iconv");
    if (time_iconv(times)) {
        report("iconv, a letter", times, 0);
        beside = times[ROUNDS / 2];
    }
    time_typing(times, TELEX_TELEX);
    double telex = report("Telex, a key", times, beside);
    time_typing(times, TELEX_VNI);
    double vni = report("VNI, a key", times, beside);
    bool within = telex < BUDGET_NS && vni < BUDGET_NS;
    printf("budget %d ns at p99: %s\n", BUDGET_NS, within ? "kept" : "EXCEEDED");
    return 0;
}
