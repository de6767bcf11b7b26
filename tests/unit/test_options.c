/* SPDX-License-Identifier: MIT */
/* The command line that all programs share, as a person meets it. This program is its own
 * small program: started with a word "play" it reads the rest of its command line. */
#include "config.h"
#include "kiosk/base/options.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int play(int argc, char **argv)
{
    const char *limit = NULL, *quick = NULL, *secret = NULL;
    const struct option_info options[] = {
        {"--limit", "N", "at most N lines", &limit},
        {"--quick", NULL, "do not wait", &quick},
        {"--link", NULL, NULL, &secret},
        {0},
    };
    const struct program program = {.name = "small",
                                    .usage = "[OPTION]... WORD...",
                                    .purpose = "Tests options.",
                                    .options = options,
                                    .epilogue = "Exit codes: 0 fine."};
    int words;
    struct settings *settings = options_start(&program, argc, argv, &words);
    fprintf(stderr, "limit=%s quick=%d link=%d state=%s", limit ? limit : "-",
            quick != NULL, secret != NULL, settings_text(settings, STORE_FOLDER));
    for (int i = 1; i <= words; i++)
        fprintf(stderr, " <%s>", argv[i]);
    settings_free(&settings);
    return 0;
}

struct call {
    const char *const *words;
};

static int start_self(void *arg)
{
    const struct call *call = arg;
    char *argv[16] = {scratch_self(), (char *)"play"};
    for (size_t i = 0; i + 3 < COUNT(argv) && call->words[i]; i++)
        argv[i + 2] = (char *)call->words[i];
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execv(argv[0], argv);
    return 99;
}

static void expect(const char *const *words, int code, const char *said,
                   const char *not_said)
{
    char out[8192];
    struct call call = {words};
    int status = scratch_child(start_self, &call, out, sizeof(out));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != code || !strstr(out, said) ||
        (not_said && strstr(out, not_said)))
        fail_msg("%s %s: status %d, not %d with \"%s\":\n%s", words[0] ? words[0] : "",
                 words[0] && words[1] ? words[1] : "", status, code, said, out);
    if (code == EXIT_USAGE) { /* one clear line */
        assert_int_equal(strncmp(out, "small: ", 7), 0);
        assert_ptr_equal(strchr(out, '\n'), out + strlen(out) - 1);
    }
}
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_taken(void **state)
{
    (void)state;
    expect(WORDS("--state", "/tmp/s"), 0, "limit=- quick=0 link=0 state=/tmp/s", "<");
    expect(WORDS("--limit", "3", "khai", "--quick", "sinh"), 0, "limit=3 quick=1", NULL);
    expect(WORDS("khai", "--limit=3", "sinh"), 0, " <khai> <sinh>", "<--");
    expect(WORDS("--limit="), 0, "limit= quick=0", NULL);
    expect(WORDS("--limit", "--quick"), 0, "limit=--quick quick=0", NULL);
    expect(WORDS("--limit", "1", "--limit", "2"), 0, "limit=2", NULL);
    expect(WORDS("--link"), 0, "link=1", NULL);
    expect(WORDS("-", "--", "--quick", "--"), 0, "quick=0 link=0", NULL);
    expect(WORDS("-", "--", "--quick", "--"), 0, " <-> <--quick> <-->", NULL);
}

static void test_refused(void **state)
{
    (void)state;
    expect(WORDS("--fast"), EXIT_USAGE, "There is no option --fast; see --help.", NULL);
    expect(WORDS("-q"), EXIT_USAGE, "There is no option -q", NULL);
    expect(WORDS("--limi"), EXIT_USAGE, "There is no option --limi;", NULL);
    expect(WORDS("--limit"), EXIT_USAGE, "--limit needs an argument.", NULL);
    expect(WORDS("word", "--config"), EXIT_USAGE, "--config needs an argument.", NULL);
    expect(WORDS("--quick=yes"), EXIT_USAGE, "--quick takes no argument.", NULL);
    expect(WORDS("--help=x"), EXIT_USAGE, "--help takes no argument.", NULL);
    expect(WORDS("--\x1b[2J\n\xff"), EXIT_USAGE, "There is no option --", "\x1b");
    expect(WORDS("--config", "/no/such.ini"), EXIT_USAGE,
           "/no/such.ini cannot be read: ", NULL);
    expect(WORDS("--config", "/"), EXIT_USAGE, "/ is a folder, not a file.", NULL);
}

static void test_told(void **state)
{
    (void)state;
    expect(WORDS("--version"), 0, "small " PACKAGE_VERSION "\n", NULL);
    expect(WORDS("--help"), 0, "Usage: small [OPTION]... WORD...\nTests options.\n",
           NULL);
    expect(WORDS("--help"), 0, "\n  --limit N                at most N lines\n", NULL);
    expect(WORDS("--help"), 0, "--config FILE", "--link");
    expect(WORDS("--help"), 0, "\nExit codes: 0 fine.\n", NULL);
    /* Help is there even where the settings are not. */
    expect(WORDS("--config", "/no/such.ini", "--help"), 0, "Usage: small", "cannot");
    expect(WORDS("--config", "/no/such.ini", "--version"), 0, "small ", "cannot");
    expect(WORDS("--help", "--fast"), EXIT_USAGE, "There is no option --fast", "Usage");
}

static void test_environment(void **state)
{
    (void)state;
    setenv("LC_ALL", "C", 1);
    expect(WORDS("Đỗ"), 0, " <Đỗ>", NULL);
    setenv("LC_ALL", "no_SUCH.locale", 1);
    expect(WORDS("Đỗ"), 0, " <Đỗ>", NULL);
    unsetenv("LC_ALL");
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "play") == 0)
        return play(argc - 1, argv + 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_told),
        cmocka_unit_test(test_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
