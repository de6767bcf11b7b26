/* SPDX-License-Identifier: MIT */
#include "kiosk/base/options.h"

#include "config.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/privacy.h"
#include "kiosk/base/utf8.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct common {
    const char *config, *state, *help, *version;
};

enum { COMMON_COUNT = 4 };

static const struct option_info *find(const struct option_info *options, const char *name,
                                      size_t size)
{
    for (; options && options->name; options++) {
        if (strlen(options->name) == size && strncmp(options->name, name, size) == 0)
            return options;
    }
    return NULL;
}

/* One clear line, cleaned, for the words of a command line may be hostile too. */
static _Noreturn void refuse(const struct program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static _Noreturn void refuse(const struct program *program, const char *format, ...)
{
    char why[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof(why), format, args);
    va_end(args);
    char *clean = utf8_clean(why, strlen(why), UTF8_ONE_LINE);
    fprintf(stderr, "%s: %s\n", program->name, clean);
    free(clean);
    exit(EXIT_USAGE);
}

static void print_options(const struct option_info *options)
{
    for (; options && options->name; options++) {
        if (!options->help)
            continue;
        const char *argument = options->argument ? _(options->argument) : "";
        int columns = utf8_columns(options->name) + 1 + utf8_columns(argument);
        printf("  %s %s%*s %s\n", options->name, argument,
               columns < 24 ? 24 - columns : 0, "", _(options->help));
    }
}

static _Noreturn void print_help(const struct program *program,
                                 const struct option_info *common)
{
    printf(_("Usage: %s %s\n"), program->name, program->usage);
    printf("%s\n\n", _(program->purpose));
    print_options(program->options);
    print_options(common);
    if (program->print_more)
        program->print_more();
    if (program->epilogue)
        printf("\n%s\n", _(program->epilogue));
    exit(EXIT_FINE);
}

static void keep_word(const struct program *program, const char *word)
{
    struct option_words *all = program->all;
    if (all->count == OPTION_WORDS_MOST)
        refuse(program, _("%s is given too often."), program->many);
    all->words[all->count++] = word;
}

/* Puts the words that are no options to the front; returns how many there are. */
static int read_words(const struct program *program, const struct option_info *common,
                      int argc, char **argv)
{
    int words = 1;
    bool all_words = false;
    for (int i = 1; i < argc; i++) {
        char *word = argv[i];
        bool is_option = !all_words && word[0] == '-' && word[1];
        if (is_option && strcmp(word, "--") == 0) {
            all_words = true;
            continue;
        }
        if (!is_option) {
            argv[words++] = word;
            continue;
        }
        char *equals = strchr(word, '=');
        size_t size = equals ? (size_t)(equals - word) : strlen(word);
        const struct option_info *option = find(program->options, word, size);
        if (!option)
            option = find(common, word, size);
        if (!option)
            refuse(program, _("There is no option %s; see --help."), word);
        if (!option->argument && equals)
            refuse(program, _("%s takes no argument."), option->name);
        if (!option->argument)
            *option->value = "";
        else if (equals)
            *option->value = equals + 1;
        else if (i + 1 < argc)
            *option->value = argv[++i];
        else
            refuse(program, _("%s needs an argument."), option->name);
        if (program->many && strcmp(option->name, program->many) == 0)
            keep_word(program, *option->value);
    }
    return words - 1;
}

struct settings *options_start(const struct program *program, int argc, char **argv,
                               int *words)
{
    struct common given = {0};
    const struct option_info common[COMMON_COUNT + 1] = {
        {"--config", N_("FILE"), N_("read the settings from FILE"), &given.config},
        {"--state", N_("DIR"), N_("keep the state in DIR"), &given.state},
        {"--help", NULL, N_("print this and end"), &given.help},
        {"--version", NULL, N_("print the version and end"), &given.version},
        {0},
    };
    struct error err = {0};
    privacy_start();
    log_start(program->name);
    if (sodium_init() < 0)
        error_die("libsodium does not start");
    if (!i18n_start(&err))
        refuse(program, "%s", err.text);
    *words = read_words(program, common, argc, argv);
    if (given.version) {
        printf("%s %s\n", program->name, PACKAGE_VERSION);
        exit(EXIT_FINE);
    }
    struct settings *settings = settings_read(given.config, &err);
    if (settings) {
        i18n_find_in(settings_text(settings, PATH_LOCALES));
        i18n_use(settings_text(settings, KIOSK_LANGUAGE));
    }
    if (given.help) {
        settings_free(&settings);
        print_help(program, common);
    }
    if (!settings)
        refuse(program, "%s", err.text);
    if (given.state)
        settings_override(settings, STORE_FOLDER, given.state);
    return settings;
}
