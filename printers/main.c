/* SPDX-License-Identifier: MIT */
/* motcua-printer: the only process that prints. Started by the kiosk with --link, it
 * serves the requests of protocol.md; from a shell, it prints one document. */
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/link.h"
#include "kiosk/base/log.h"
#include "kiosk/base/options.h"
#include "kiosk/base/utf8.h"
#include "printers/desk.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Time to take in what the kiosk wrote before it died (milliseconds). */
enum { LAST_WORDS = 1000 };

struct service {
    struct loop *loop;
    struct link *link;
    struct desk *desk;
    unsigned last;
    int status; /* of the program */
};

static void take_message(void *arg, const json_t *message)
{
    struct service *service = arg;
    desk_take(service->desk, message);
}

static void hung_up(void *arg)
{
    struct service *service = arg;
    loop_stop(service->loop);
}

static void send_answer(void *arg, const json_t *message)
{
    struct service *service = arg;
    log_line("print %lld: %s %s", json_number(message, "id", 0),
             json_text_or(message, "state", ""),
             json_text_or(message, "where", json_text_or(message, "reason", "")));
    link_send(service->link, message); /* a kiosk that is gone needs none */
}

static void stop(void *arg)
{
    struct service *service = arg;
    service->last = 0;
    loop_stop(service->loop);
}

/* The signal comes when the kiosk dies, perhaps before its last requests are read; those
 * are printed first, and the hang-up behind them ends the loop. */
static void told_to_end(void *arg, int number)
{
    struct service *service = arg;
    (void)number;
    if (service->last == 0)
        service->last = loop_after(service->loop, LAST_WORDS, stop, service);
}

static void leave_terminal(const struct settings *settings)
{
    if (!isatty(STDERR_FILENO))
        return;
    char *path = file_join(settings_text(settings, STORE_FOLDER), "printer.log");
    log_leave_terminal(path);
    free(path);
}

static void serve(struct service *service)
{
    static const struct link_calls calls = {.message = take_message, .down = hung_up};
    loop_on_signal(service->loop, SIGTERM, told_to_end, service);
    service->link = link_join(service->loop, LINK_FD, &calls, service);
    loop_run(service->loop);
    loop_cancel(service->loop, &service->last);
    link_free(&service->link);
}

static void show_answer(void *arg, const json_t *message)
{
    struct service *service = arg;
    const char *state = json_text_or(message, "state", "");
    if (strcmp(state, "done") == 0) {
        printf(_("Printed: %s\n"), json_text_or(message, "where", ""));
        loop_stop(service->loop);
    } else if (strcmp(state, "failed") == 0) {
        fprintf(stderr, "motcua-printer: %s\n", json_text_or(message, "reason", ""));
        service->status = EXIT_TROUBLE;
        loop_stop(service->loop);
    } else if (strcmp(state, "waiting") == 0) {
        fprintf(stderr, "motcua-printer: %s\n", json_text_or(message, "reason", ""));
    }
}

struct first_request {
    struct service *service;
    json_t *request;
};

static void take_first(void *arg)
{
    struct first_request *first = arg;
    desk_take(first->service->desk, first->request);
}

static void print_one(struct service *service, const char *path, const char *name)
{
    struct error err = {0};
    json_t *document = json_read_file(path, &JSON_MESSAGE_LIMITS, &err);
    if (document == NULL) {
        fprintf(stderr, "motcua-printer: %s\n", err.text);
        service->status = EXIT_TROUBLE;
        return;
    }
    if (!utf8_is_valid(name, strlen(name)))
        name = ""; /* the desk says what a name must be */
    struct first_request first = {
        .service = service,
        .request = json_pack("{s:s, s:i, s:s, s:o}", "do", "print", "id", 1, "name", name,
                             "document", document),
    };
    /* From within the loop, for the answer may stop it at once. */
    loop_after(service->loop, 0, take_first, &first);
    loop_run(service->loop);
    json_wipe(&first.request);
}

int main(int argc, char **argv)
{
    const char *link = NULL, *print = NULL, *name = NULL;
    const struct option_info options[] = {
        {"--print", N_("FILE"), N_("print the document that FILE describes"), &print},
        {"--name", N_("NAME"), N_("name the file or the job NAME"), &name},
        {"--link", NULL, NULL, &link},
        {0},
    };
    const struct program program = {
        .name = "motcua-printer",
        .usage = "--print FILE [--name NAME]",
        .purpose = N_("Prints slips and other documents, on paper or as PDF files."),
        .options = options,
        .epilogue = N_("Ends with 0 when the document is printed, with 1 when it is not, "
                       "with 64 when the command line is wrong."),
    };
    int words;
    struct settings *settings = options_start(&program, argc, argv, &words);
    if (words > 0 || (link != NULL) == (print != NULL)) {
        fprintf(stderr, _("%s: see --help for how it is used.\n"), program.name);
        settings_free(&settings);
        return EXIT_USAGE;
    }
    struct service service = {.loop = loop_create()};
    service.desk = desk_create(service.loop, settings,
                               link != NULL ? send_answer : show_answer, &service);
    if (link != NULL) {
        leave_terminal(settings);
        serve(&service);
    } else {
        print_one(&service, print, name != NULL ? name : "document");
    }
    desk_free(&service.desk);
    loop_free(&service.loop);
    settings_free(&settings);
    return service.status;
}
