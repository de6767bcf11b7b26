/* SPDX-License-Identifier: MIT */
/* motcua-sandbox: a stand-in portal that speaks the whole API of docs/portal-api.yaml,
 * for demonstration, training and tests; it breaks on request. */
#include "kiosk/base/error.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/options.h"
#include "sandbox/server.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *port_text = "8080", *bind_text = "127.0.0.1", *tls_text, *fault_text,
                  *forms_text, *catalogue_text;

static const struct option_info OPTIONS[] = {
    {"--port", N_("N"), N_("listen at port N; 0: any free one (8080)"), &port_text},
    {"--bind", N_("ADDR"), N_("listen at this IP address (127.0.0.1)"), &bind_text},
    {"--tls", N_("CERT,KEY"), N_("serve HTTPS with these PEM files"), &tls_text},
    {"--fault", N_("SPEC"), N_("faults from the start, see below"), &fault_text},
    {"--forms", N_("DIR"), N_("the procedures' folder"), &forms_text},
    {"--catalogue", N_("FILE"),
     N_("more procedures, a line each; those have the general form"), &catalogue_text},
    {0},
};

static const struct program PROGRAM = {
    .name = "motcua-sandbox",
    .usage = "[OPTION]...",
    .purpose = N_("A stand-in portal for demonstration, training and tests."),
    .options = OPTIONS,
    .epilogue = N_(
        "Prints \"listening on URL\" when it is ready; ends at SIGTERM or SIGINT.\n"
        "\n"
        "Faults: JSON or name=number,... with latency_ms (0 to 60000), status (400 to\n"
        "599), and the probabilities (0 to 1) drop_before_commit, drop_after_commit,\n"
        "cut_reply, forget_key; for uploads cut_upload (bytes), upload_status (400 to "
        "599),\n"
        "lose_upload, wrong_offset. PUT /_sandbox/faults changes them while it runs.\n"
        "\n"
        "Exit codes: 0 ended as asked, 1 trouble, 64 wrong options."),
};

static _Noreturn void refuse(int code, const struct error *err)
{
    fprintf(stderr, "%s: %s\n", PROGRAM.name, err->text);
    exit(code);
}

static bool read_port(int *port, struct error *err)
{
    char *end;
    errno = 0;
    long number = strtol(port_text, &end, 10);
    if (errno != 0 || end == port_text || *end != '\0' || number < 0 || number > 65535)
        return error_set(err, _("--port takes a number from 0 to 65535."));
    *port = (int)number;
    return true;
}

/* What the command line asks for, beyond the settings. */
struct plan {
    int port;
    struct fault_spec faults;
};

static bool make_plan(struct plan *plan, const char *stray_word, struct error *err)
{
    if (stray_word)
        return error_set(err, _("There is nothing to do with “%s”; see --help."),
                         stray_word);
    return read_port(&plan->port, err) &&
           (!fault_text || fault_spec_parse(&plan->faults, fault_text, err));
}

/* Reads the two files of "CERT,KEY". */
static bool read_tls(struct buffer *certificate, struct buffer *key, struct error *err)
{
    enum { MOST_PEM = 64 * 1024 };
    const char *comma = strchr(tls_text, ',');
    if (!comma)
        return error_set(err, _("--tls takes two files: CERT,KEY."));
    char *path = memory_copy_span(tls_text, (size_t)(comma - tls_text));
    bool fine = file_read(path, MOST_PEM, certificate, err);
    free(path);
    return file_read(comma + 1, MOST_PEM, key, err) && fine;
}

/* Serves until a signal says to end. The signals were blocked before any thread began, so
 * that they arrive here and nowhere else. */
static bool serve(const struct server_address *address, struct portal *portal,
                  const sigset_t *endings, struct error *err)
{
    struct server *server = server_start(address, portal, err);
    if (!server)
        return false;
    printf("listening on %s\n", server_url(server));
    fflush(stdout);
    int signal;
    sigwait(endings, &signal);
    server_stop(&server);
    return true;
}

static bool read_catalogue(struct portal *portal, const char *forms, struct error *err)
{
    portal->catalogue = catalogue_read(forms, err);
    if (!portal->catalogue ||
        (catalogue_text && !catalogue_add_file(portal->catalogue, catalogue_text, err)))
        return false;
    portal->list = list_create_take(catalogue_facts(portal->catalogue));
    return true;
}

static bool open_and_serve(const struct settings *settings, int port,
                           const sigset_t *endings, struct portal *portal,
                           struct error *err)
{
    struct buffer certificate = {0}, key = {0};
    const char *forms = forms_text ? forms_text : settings_text(settings, PATH_FORMS);
    struct server_address address = {.bind = bind_text, .port = port};
    portal->hotline = settings_text(settings, OFFICE_HOTLINE);
    bool fine = true;
    if (tls_text) {
        fine = read_tls(&certificate, &key, err);
        address.certificate = certificate.data;
        address.key = key.data;
    }
    if (fine) {
        portal->book = book_open(settings_text(settings, STORE_FOLDER), err);
        if (portal->book)
            portal->uploads = uploads_open(settings_text(settings, STORE_FOLDER), err);
        fine = portal->uploads && read_catalogue(portal, forms, err) &&
               serve(&address, portal, endings, err);
    }
    if (tls_text) {
        buffer_free(&certificate);
        buffer_free(&key);
    }
    return fine;
}

int main(int argc, char **argv)
{
    int words;
    struct error err = {0};
    struct plan plan = {0};
    struct settings *settings = options_start(&PROGRAM, argc, argv, &words);
    if (!make_plan(&plan, words > 0 ? argv[1] : NULL, &err)) {
        settings_free(&settings);
        refuse(EXIT_USAGE, &err);
    }
    umask(077);
    sigset_t endings;
    sigemptyset(&endings);
    sigaddset(&endings, SIGTERM);
    sigaddset(&endings, SIGINT);
    sigprocmask(SIG_BLOCK, &endings, NULL);
    signal(SIGPIPE, SIG_IGN);

    struct portal portal = {.claims = claims_create(), .faults = faults_create()};
    faults_set(portal.faults, &plan.faults);
    bool fine = open_and_serve(settings, plan.port, &endings, &portal, &err);
    book_close(&portal.book);
    uploads_close(&portal.uploads);
    list_free(&portal.list);
    catalogue_free(&portal.catalogue);
    claims_free(&portal.claims);
    faults_free(&portal.faults);
    settings_free(&settings);
    if (!fine)
        refuse(EXIT_TROUBLE, &err);
    return EXIT_FINE;
}
