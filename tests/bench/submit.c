/* SPDX-License-Identifier: MIT */
/* What it costs to have a dossier on the disk: store_finalise() beside a bare append and
 * fdatasync of the same bytes, turn by turn on the same disk; how often it syncs, and how
 * many bytes it writes, for the first dossier as for the ten-thousandth. */
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "kiosk/store/store.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS = 400, /* with both, in turns */
    MANY = 10000,
    WINDOW = 1000,
    TIDY = 50,   /* dossiers between two idle moments of the courier */
    BODY = 2600, /* bytes of a usual dossier */
};

/* SQLite's calls come here, for the program's own symbols go before a library's. */
static long syncs, bytes;

int fdatasync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fsync, fd);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at)
{
    bytes += (long)size;
    return syscall(SYS_pwrite64, fd, data, size, at);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double middle(double *times, size_t count)
{
    qsort(times, count, sizeof(*times), compare);
    return times[count / 2];
}

static void give_up(const char *words)
{
    fprintf(stderr, "submit: %s\n", words);
    exit(1);
}

static void finalise(struct store *store, unsigned number, const char *body)
{
    struct error err = {0};
    char reference[STORE_REFERENCE_ROOM], key[STORE_KEY_ROOM];
    snprintf(reference, sizeof(reference), "B%016u", number);
    snprintf(key, sizeof(key), "%032x", number);
    struct finalised finalised = {.reference = reference,
                                  .key = key,
                                  .procedure = "1.001193",
                                  .body = body,
                                  .size = BODY,
                                  .at = 1};
    if (!store_finalise(store, &finalised, &err))
        give_up(err.text);
}

static void append(int fd, const char *body)
{
    if (write(fd, body, BODY) != BODY || syscall(SYS_fdatasync, fd) != 0)
        give_up("the disk refuses");
}

static void compare_both(struct store *store, const char *folder, const char *body)
{
    static double ours[ROUNDS], bare[ROUNDS];
    char *path = file_join(folder, "bare");
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    free(path);
    if (fd < 0)
        give_up("the disk refuses");
    for (unsigned i = 0; i < ROUNDS; i++)
        finalise(store, 50000 + i, body); /* the log as long as it is in use */
    store_tidy(store);
    long before = syncs, tidied = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        if (i % TIDY == TIDY - 1) {
            tidied -= syncs;
            store_tidy(store); /* the courier's part */
            tidied += syncs;
        }
        double start = now();
        finalise(store, i + 1, body);
        double between = now();
        append(fd, body);
        bare[i] = now() - between;
        ours[i] = between - start;
    }
    close(fd);
    double a = middle(ours, ROUNDS), b = middle(bare, ROUNDS);
    printf("durable finalise %.3f ms, bare append and fdatasync %.3f ms: %.2f times "
           "(1.25 is the budget); %.2f syncs each\n",
           a, b, a / b, (double)(syncs - before - tidied) / ROUNDS);
}

/* As a counter does: the courier tidies up when it has nothing to do. */
static void count_bytes(struct store *store, const char *body)
{
    printf("bytes written for each dossier of %d bytes, by thousands:", BODY);
    for (unsigned i = 0; i < MANY / WINDOW; i++) {
        bytes = 0;
        for (unsigned k = 0; k < WINDOW; k++) {
            finalise(store, 100000 + i * WINDOW + k, body);
            if (k % TIDY == TIDY - 1)
                store_tidy(store);
        }
        printf(" %ld", bytes / WINDOW);
        fflush(stdout);
    }
    putchar('\n');
}

static int remove_entry(const char *path, const struct stat *info, int kind,
                        struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path);
}

int main(void)
{
    struct error err = {0};
    const char *temporary = getenv("TMPDIR");
    char *folder =
        memory_format("%s/motcua-bench-XXXXXX", temporary ? temporary : "/tmp");
    static char body[BODY + 1];
    memset(body, 'a', BODY);
    if (!mkdtemp(folder))
        give_up("no temporary folder");
    struct store *store = store_open(folder, "", &err);
    if (!store)
        give_up(err.text);
    compare_both(store, folder, body);
    count_bytes(store, body);
    store_close(&store);
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
    return 0;
}
