/* SPDX-License-Identifier: MIT */
/* Runs a harness over files: those named, or all of its seeds, so that they are a normal
 * test with any compiler. fuzz_schema reads tests/fuzz/seeds/schema/. */
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES (1 << 20)

static bool replay(const char *path)
{
    struct buffer bytes;
    struct error err = {0};
    bool fine = file_read(path, MOST_BYTES, &bytes, &err);
    if (fine)
        LLVMFuzzerTestOneInput((const uint8_t *)bytes.data, bytes.size);
    else
        printf("%s\n", err.text);
    buffer_free(&bytes);
    return fine;
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int replay_seeds(const char *program)
{
    const char *top = getenv("TOP_SRCDIR"), *name = strstr(program, "fuzz_");
    char *folder = memory_format("%s/tests/fuzz/seeds/%s", top != NULL ? top : ".",
                                 name != NULL ? name + strlen("fuzz_") : "");
    struct dirent **seeds = NULL;
    int count = scandir(folder, &seeds, is_seed, alphasort), failed = count <= 0;
    for (int i = 0; i < count; i++) {
        char *path = file_join(folder, seeds[i]->d_name);
        failed |= !replay(path);
        free(path);
        free(seeds[i]);
    }
    printf("%d seeds of %s\n", count, folder);
    free(seeds);
    free(folder);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = argc < 2 ? replay_seeds(argv[0]) : 0;
    for (int i = 1; i < argc; i++)
        failed |= !replay(argv[i]);
    return failed;
}
