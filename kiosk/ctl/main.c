/* SPDX-License-Identifier: MIT */
#include "kiosk/ctl/ctl.h"

#include "kiosk/base/i18n.h"

#include <stdio.h>
#include <string.h>

static const struct command COMMANDS[] = {
    {.name = "search",
     .usage = "[--limit N] [--json] QUERY...",
     .help = N_("find procedures; prints code, tab and name, the best first"),
     .least = 1,
     .most = 100,
     .options = "--limit --json",
     .run = ctl_search},
    {.name = "submit",
     .usage = "CODE ANSWERS.json [--attach PAPER=FILE]... [--wait SECONDS] [--json]",
     .help = N_("check the answers, finalise the dossier and print its reference; who "
                "runs this\n      confirms that the citizen's consent was given on "
                "paper, and that is recorded;\n      --attach adds an electronic paper "
                "by its id; --wait sends the dossier and prints its\n      code once the "
                "portal has accepted it"),
     .least = 2,
     .most = 2,
     .options = "--attach --wait --json",
     .run = ctl_submit},
    {.name = "track",
     .usage = "REFERENCE|CODE [--json]",
     .help = N_("ask the portal where a dossier is; without the portal, what is known "
                "here"),
     .least = 1,
     .most = 1,
     .options = "--json",
     .run = ctl_track},
    {.name = "receipt",
     .usage = "REFERENCE|CODE [--format pdf|png|text] [-o FILE]",
     .help = N_("write the slip of a dossier, as text unless another format is given; "
                "png\n      is its first page"),
     .least = 1,
     .most = 1,
     .options = "--format --output",
     .run = ctl_receipt},
    {.name = "outbox list",
     .usage = "[--json]",
     .help = N_("list the dossiers that the portal has not accepted: reference, tab, "
                "where it stands"),
     .options = "--json",
     .run = ctl_outbox},
    {.name = "health",
     .usage = "[--json]",
     .help = N_("tell whether this kiosk takes new dossiers, and what is in the way or "
                "soon will\n      be; ends with 1 if it takes none"),
     .options = "--json",
     .run = ctl_health},
    {.name = "key rotate",
     .usage = "[--new FILE]",
     .help = N_("change the key that opens the store: the one in its file, or with --new "
                "to the one\n      in FILE, which is made if it is not there; what is "
                "sealed stays as it is"),
     .options = "--new",
     .run = ctl_key_rotate},
    {.name = "key renew",
     .usage = "",
     .help = N_("seal everything in the store anew under a new data key; may be ended at "
                "any point\n      and run again"),
     .options = "",
     .run = ctl_key_renew},
    {.name = "outbox show",
     .usage = "REFERENCE [--json]",
     .help =
         N_("where a dossier stands, why, when it is tried next, what the portal said"),
     .least = 1,
     .most = 1,
     .options = "--json",
     .run = ctl_outbox_show},
    {.name = "outbox hold",
     .usage = "REFERENCE [--json]",
     .help = N_("keep a dossier back until it is released"),
     .least = 1,
     .most = 1,
     .options = "--json",
     .run = ctl_outbox_hold},
    {.name = "outbox release",
     .usage = "REFERENCE [--json]",
     .help = N_("let a dossier that is held go on its way"),
     .least = 1,
     .most = 1,
     .options = "--json",
     .run = ctl_outbox_send},
    {.name = "outbox resend",
     .usage = "REFERENCE [--json]",
     .help = N_("try a dossier now, without waiting for its next try; what may have "
                "left\n      before is asked for first, so that nothing arrives twice"),
     .least = 1,
     .most = 1,
     .options = "--json",
     .run = ctl_outbox_send},
    {.name = "outbox export",
     .usage = "FILE [--json]",
     .help = N_("write what waits, and what the portal answered, to an encrypted file "
                "that another\n      office can import; prints the code that opens it: "
                "write it down, and do not\n      keep it with the file"),
     .least = 1,
     .most = 1,
     .options = "--json",
     .run = ctl_outbox_export},
    {.name = "outbox import",
     .usage = "FILE [--json]",
     .help = N_("take over such a file; the code is read from standard input. Taking it "
                "twice, or\n      back to where it came from, doubles nothing"),
     .least = 1,
     .most = 1,
     .options = "--json",
     .run = ctl_outbox_import},
    {.name = "outbox",
     .usage = "[--json]",
     .help = N_("the same as outbox list"),
     .options = "--json",
     .run = ctl_outbox},
    {.name = "catalogue import",
     .usage = "FILE.jsonl...",
     .help =
         N_("replace the imported catalogue, all of it or nothing; a line is a "
            "procedure, in\n      the kiosk's own form, or in the national portal's as "
            "it lists or details them;\n      of one procedure the line that says more "
            "counts"),
     .least = 1,
     .most = 100,
     .options = "",
     .run = ctl_import},
    {.name = "catalogue refresh",
     .usage = "",
     .help = N_("ask the portal for its catalogue now; what was imported stays beside "
                "it"),
     .options = "",
     .run = ctl_refresh},
    {.name = "id parse",
     .usage = "<LINES",
     .help = N_("read the QR codes of identity cards, a line each from standard input, "
                "and print\n      a line of JSON for each: its fields, or the error; "
                "ends with 2 if there was one"),
     .options = "",
     .run = ctl_card},
    {.name = "forms lint",
     .usage = "[DIR]...",
     .help = N_("tell everything in the files of procedures that is unknown or leads "
                "nowhere;\n      DIR is the folder of one procedure or of several"),
     .most = 1000,
     .options = "",
     .run = ctl_lint},
    {.name = "forms evaluate",
     .usage = "CODE|DIR ANSWERS.json... [--today DATE]",
     .help = N_("print what a form makes of the answers, as JSON: controls, errors, "
                "problems,\n      checks, papers, fee, computed and what would be sent; "
                "of several files a list"),
     .least = 2,
     .most = 10000,
     .options = "--today",
     .run = ctl_evaluate},
    {.name = "schema check",
     .usage = "SCHEMA.json INSTANCE.json [--remotes DIR=URL]",
     .help = N_("validate by JSON Schema 2020-12; ends with 0 where it is valid, 1 where "
                "it is\n      not, 2 where one of them cannot be used"),
     .least = 2,
     .most = 2,
     .options = "--remotes",
     .run = ctl_schema},
    {.name = "logic",
     .usage = "RULE DATA [--today DATE]",
     .help = N_("apply a rule of JSONLogic and print the result; each is a file, or "
                "else JSON"),
     .least = 2,
     .most = 2,
     .options = "--today",
     .run = ctl_logic},
    {.name = "telex",
     .usage = "[--method telex|vni] [--tone old|new]",
     .help = N_("read lines of keystrokes and print the text that they make in the "
                "kiosk's fields"),
     .options = "--method --tone",
     .run = ctl_telex},
};

enum { COMMAND_COUNT = sizeof(COMMANDS) / sizeof(COMMANDS[0]) };

static void print_commands(void)
{
    printf("\n%s\n", _("Commands:"));
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %s %s\n      %s\n", COMMANDS[i].name, COMMANDS[i].usage,
               _(COMMANDS[i].help));
}

/* How many of the words are the command's name; 0: it is another one. */
static int match(const struct command *command, char **words, int count)
{
    const char *at = command->name;
    for (int used = 0; used < count; used++) {
        size_t size = strlen(words[used]);
        if (strncmp(at, words[used], size) != 0 || (at[size] && at[size] != ' '))
            return 0;
        if (!at[size])
            return used + 1;
        at += size + 1;
    }
    return 0;
}

static const struct command *find_command(struct ctl *ctl)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        int used = match(&COMMANDS[i], ctl->words, ctl->count);
        if (used) {
            ctl->words += used;
            ctl->count -= used;
            return &COMMANDS[i];
        }
    }
    return NULL;
}

static bool takes(const struct command *command, const char *option)
{
    const char *at = strstr(command->options, option);
    size_t size = strlen(option);
    return at && (at[size] == '\0' || at[size] == ' ');
}

/* Every option that was given must be one of the command's. */
static bool options_fit(const struct command *command, const struct option_info *options)
{
    for (; options->name; options++) {
        if (*options->value && options->help && !takes(command, options->name)) {
            ctl_complain(EXIT_USAGE, _("%s does not take %s; see --help."), command->name,
                         options->name);
            return false;
        }
    }
    return true;
}

static int run(struct ctl *ctl, const struct option_info *options)
{
    if (ctl->count == 0)
        return ctl_complain(EXIT_USAGE, _("Which command? See --help."));
    const struct command *command = find_command(ctl);
    if (!command)
        return ctl_complain(EXIT_USAGE, _("There is no command %s; see --help."),
                            ctl->words[0]);
    if (ctl->count < command->least || ctl->count > command->most)
        return ctl_complain(EXIT_USAGE, _("Usage: motcuactl %s %s"), command->name,
                            command->usage);
    if (!options_fit(command, options))
        return EXIT_USAGE;
    int code = command->run(ctl);
    return code == EXIT_FINE ? ctl_finish_output() : code;
}

int main(int argc, char **argv)
{
    struct ctl ctl = {0};
    const struct option_info options[] = {
        {"--limit", N_("N"), N_("show at most N procedures (20)"), &ctl.limit},
        {"--attach", N_("PAPER=FILE"), N_("attach FILE to the paper; as often as needed"),
         &ctl.attach},
        {"--wait", N_("SECONDS"), N_("send, and wait so long for the portal"), &ctl.wait},
        {"--json", NULL, N_("print JSON"), &ctl.json},
        {"--format", N_("FORMAT"), N_("pdf, png or text"), &ctl.format},
        {"--output", N_("FILE"), N_("write to FILE (also -o)"), &ctl.output},
        {"-o", N_("FILE"), NULL, &ctl.output},
        {"--today", N_("DATE"), N_("take DATE for today, 2026-11-21"), &ctl.today},
        {"--method", N_("METHOD"), N_("telex or vni"), &ctl.method},
        {"--tone", N_("STYLE"), N_("of tone marks in hoa, khoe, thuy: old or new"),
         &ctl.tone},
        {"--new", N_("FILE"), N_("with the new key of the store"), &ctl.new_file},
        {"--remotes", N_("DIR=URL"), N_("schemas below DIR are known under URL"),
         &ctl.remotes},
        {0},
    };
    const struct program program = {
        .name = "motcuactl",
        .usage = "COMMAND [OPTION]...",
        .purpose = N_("The services of the counter from a shell."),
        .options = options,
        .many = "--attach",
        .all = &ctl.attached,
        .print_more = print_commands,
        .epilogue = N_("Exit codes: 0 done, for submit: finalised; 1 trouble; 2 the "
                       "answers cannot be sent, with every\nerror as JSON pointer and "
                       "message; 3 unknown; 64 a mistake on the command line."),
    };
    ctl.settings = options_start(&program, argc, argv, &ctl.count);
    ctl.words = argv + 1;
    int code = run(&ctl, options);
    catalogue_free(&ctl.catalogue);
    store_close(&ctl.store);
    settings_free(&ctl.settings);
    return code;
}
