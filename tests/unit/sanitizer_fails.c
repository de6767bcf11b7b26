/* SPDX-License-Identifier: MIT */
/* Wrong on purpose: each word makes a fault that a sanitizer must stop. It shows that
 * the sanitizers are on; see sanitizers_on.sh. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_past_the_end(volatile int size)
{
    char *bytes = calloc((size_t)size, 1);
    int byte = bytes != NULL ? bytes[size] : 0;

    free(bytes);
    return byte;
}

static int add_past_the_end(volatile int number)
{
    return number + 1;
}

/* Many times, for one might still stand in a register at the end. */
static int forget(volatile int size)
{
    void *volatile lost = NULL;

    for (int i = 0; i < 100; i++)
        lost = malloc((size_t)size);
    lost = NULL;
    return lost == NULL ? 0 : 1;
}

int main(int argc, char **argv)
{
    const char *fault = argc > 1 ? argv[1] : "";

    if (strcmp(fault, "address") == 0)
        printf("%d\n", read_past_the_end(8));
    else if (strcmp(fault, "undefined") == 0)
        printf("%d\n", add_past_the_end(INT_MAX));
    else if (strcmp(fault, "leak") == 0)
        printf("%d\n", forget(8));
    else
        return 2;
    return 0;
}
