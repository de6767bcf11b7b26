/* SPDX-License-Identifier: MIT */
/*
 * Documents on paper, through a queue of CUPS.
 *
 * Each call connects anew, so that a print service that was started again is no special
 * case. It may give the number of a lost job to another one after that: a job is known by
 * its number and its UUID together.
 */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "printers/reasons.h"
#include "printers/target.h"

#include <cups/cups.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PDF_LIMIT = 32 << 20,
    CONNECT_TIME = 5000, /* milliseconds */
    ANSWER_TIME = 10,    /* seconds */
    MOST_REASONS = 32,
};

#define MEDIA_A4 "iso_a4_210x297mm"
#define MEDIA_A5 "iso_a5_148x210mm"

struct queue {
    char *name;
    char *uri;
};

/* There is nobody here to type one. */
static const char *no_password(const char *prompt, http_t *http, const char *method,
                               const char *resource, void *arg)
{
    (void)prompt, (void)http, (void)method, (void)resource, (void)arg;
    return NULL;
}

static int give_up(http_t *http, void *arg)
{
    (void)http, (void)arg;
    return 0;
}

static void *queue_open(const struct settings *settings, struct error *err)
{
    char uri[HTTP_MAX_URI];
    const char *name = settings_text(settings, PRINTER_QUEUE);
    if (httpAssembleURIf(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", NULL, "localhost",
                         0, "/printers/%s", name) != HTTP_URI_STATUS_OK) {
        error_set(err, _("\"%s\" cannot be the name of a printer queue."), name);
        return NULL;
    }
    cupsSetPasswordCB2(no_password, NULL);
    const char *server = settings_text(settings, PRINTER_SERVER);
    if (server[0] != '\0')
        cupsSetServer(server);
    struct queue *queue = memory_alloc(sizeof *queue);
    queue->name = memory_copy_text(name);
    queue->uri = memory_copy_text(uri);
    return queue;
}

static void queue_free(void *self)
{
    struct queue *queue = self;
    free(queue->name);
    free(queue->uri);
    free(queue);
}

static http_t *connect_service(struct error *err)
{
    http_t *http = httpConnect2(cupsServer(), ippPort(), NULL, AF_UNSPEC,
                                cupsEncryption(), 1, CONNECT_TIME, NULL);
    if (http == NULL) {
        error_set(err, _("The print service does not answer. Tell the administrator that "
                         "CUPS must be started."));
        return NULL;
    }
    httpSetTimeout(http, ANSWER_TIME, give_up, NULL);
    return http;
}

/* Asks for attributes of the queue, or of one of its jobs where `number` is not 0. NULL
 * where there is no answer at all; the status of an answer is in cupsLastError(). */
static ipp_t *ask(http_t *http, const struct queue *queue, int number,
                  const char *const *attributes, int count)
{
    ipp_t *request = ippNewRequest(number > 0 ? IPP_OP_GET_JOB_ATTRIBUTES
                                              : IPP_OP_GET_PRINTER_ATTRIBUTES);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL,
                 queue->uri);
    if (number > 0)
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", number);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
                 cupsUser());
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_CONST_TAG(IPP_TAG_KEYWORD),
                  "requested-attributes", count, NULL, attributes);
    return cupsDoRequest(http, request, "/");
}

static bool has_media(ipp_t *printer, const char *media)
{
    ipp_attribute_t *supported =
        ippFindAttribute(printer, "media-supported", IPP_TAG_ZERO);
    return supported != NULL && ippContainsString(supported, media);
}

/* Where the document is A5 and the printer has no such paper, but A4. */
static bool needs_a4(ipp_t *printer, const struct document *document)
{
    return document_paper(document) == DOCUMENT_A5 && !has_media(printer, MEDIA_A5) &&
           has_media(printer, MEDIA_A4);
}

static ipp_t *find_printer(http_t *http, const struct queue *queue, struct error *err)
{
    static const char *const wanted[] = {"printer-is-accepting-jobs", "media-supported"};
    ipp_t *printer = ask(http, queue, 0, wanted, 2);
    if (cupsLastError() == IPP_STATUS_ERROR_NOT_FOUND)
        error_set(err,
                  _("There is no printer queue \"%s\". See [printer] queue in the "
                    "settings."),
                  queue->name);
    else if (printer == NULL || cupsLastError() > IPP_STATUS_OK_CONFLICTING)
        error_set(err, _("The print service gave an error: %s"), cupsLastErrorString());
    else if (ippGetBoolean(
                 ippFindAttribute(printer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN),
                 0))
        return printer;
    else
        error_set(err,
                  _("The printer queue \"%s\" does not accept jobs. Tell the "
                    "administrator."),
                  queue->name);
    ippDelete(printer);
    return NULL;
}

static bool send_pdf(http_t *http, const struct queue *queue, const char *media,
                     const struct buffer *pdf, struct job *job, struct error *err)
{
    cups_option_t *options = NULL;
    int count = cupsAddOption("media", media, 0, &options);
    count = cupsAddOption("sides", "one-sided", count, &options);
    job->number = cupsCreateJob(http, queue->name, job->name, count, options);
    cupsFreeOptions(count, options);
    bool sent =
        job->number > 0 &&
        cupsStartDocument(http, queue->name, job->number, job->name, CUPS_FORMAT_PDF,
                          1) == HTTP_STATUS_CONTINUE &&
        cupsWriteRequestData(http, pdf->data, pdf->size) == HTTP_STATUS_CONTINUE &&
        cupsFinishDocument(http, queue->name) <= IPP_STATUS_OK_CONFLICTING;
    if (sent)
        return true;
    error_set(err, _("The print service did not take the document: %s"),
              cupsLastErrorString());
    if (job->number > 0) /* half a job must not come out later */
        cupsCancelJob2(http, queue->name, job->number, 1);
    return false;
}

static bool queue_print(void *self, const struct document *document, struct job *job,
                        struct error *err)
{
    struct queue *queue = self;
    http_t *http = connect_service(err);
    if (http == NULL)
        return false;
    ipp_t *printer = find_printer(http, queue, err);
    bool sent = false;
    if (printer != NULL) {
        bool a4 = needs_a4(printer, document);
        bool a5 = document_paper(document) == DOCUMENT_A5 && !a4;
        struct buffer pdf;
        buffer_init(&pdf, PDF_LIMIT);
        sent = (a4 ? document_to_pdf_on_a4 : document_to_pdf)(document, &pdf, err) &&
               send_pdf(http, queue, a5 ? MEDIA_A5 : MEDIA_A4, &pdf, job, err);
        buffer_free(&pdf);
    }
    ippDelete(printer);
    httpClose(http);
    return sent;
}

static const char *text_of(ipp_t *answer, const char *attribute)
{
    const char *text =
        ippGetString(ippFindAttribute(answer, attribute, IPP_TAG_ZERO), 0, NULL);
    return text != NULL ? text : "";
}

/* Is this answer about the job that we sent? */
static bool is_ours(ipp_t *answer, struct job *job)
{
    const char *uuid = text_of(answer, "job-uuid");
    const char *name = text_of(answer, "job-name");
    if (job->uuid[0] == '\0')
        snprintf(job->uuid, sizeof job->uuid, "%s", uuid);
    /* A service may keep the name to itself. */
    return strcmp(job->uuid, uuid) == 0 &&
           (name[0] == '\0' || strcmp(name, job->name) == 0);
}

static void set_state(struct job *job, enum job_state state, const char *reason)
{
    job->state = state;
    if (reason != NULL)
        error_set(&job->reason, "%s", reason);
}

/* Why a job that is not done does not go on; printing where nothing is in its way. */
static void ask_printer(http_t *http, const struct queue *queue, struct job *job)
{
    static const char *const wanted[] = {"printer-state", "printer-state-reasons",
                                         "printer-state-message"};
    ipp_t *printer = ask(http, queue, 0, wanted, 3);
    ipp_attribute_t *reasons =
        ippFindAttribute(printer, "printer-state-reasons", IPP_TAG_KEYWORD);
    const char *keywords[MOST_REASONS];
    size_t count = 0;
    for (int i = 0; i < ippGetCount(reasons) && count < MOST_REASONS; i++)
        keywords[count++] = ippGetString(reasons, i, NULL);
    const char *words =
        reasons_find(keywords, count, text_of(printer, "printer-state-message"),
                     clock_monotonic() - job->begun);
    int state =
        ippGetInteger(ippFindAttribute(printer, "printer-state", IPP_TAG_ENUM), 0);
    if (words == NULL && state == IPP_PSTATE_STOPPED)
        words =
            _("The printer has stopped. Look at its display, or ask the administrator.");
    set_state(job, words != NULL ? JOB_WAITING : JOB_PRINTING, words);
    ippDelete(printer);
}

static void read_job(http_t *http, const struct queue *queue, ipp_t *answer,
                     struct job *job)
{
    int state = ippGetInteger(ippFindAttribute(answer, "job-state", IPP_TAG_ENUM), 0);
    switch (state) {
    case IPP_JSTATE_COMPLETED:
        snprintf(job->where, sizeof job->where, "%s", queue->name);
        set_state(job, JOB_DONE, NULL);
        break;
    case IPP_JSTATE_CANCELED:
        set_state(
            job, JOB_FAILED,
            _("The job was cancelled at the printer. Print again if it is needed."));
        break;
    case IPP_JSTATE_ABORTED:
        set_state(
            job, JOB_FAILED,
            _("The printer gave the job up. See to the printer, then print again."));
        break;
    case IPP_JSTATE_HELD:
        set_state(
            job, JOB_WAITING,
            _("The job is held in the queue. Ask the administrator to release it."));
        break;
    default:
        ask_printer(http, queue, job);
        break;
    }
}

static void queue_poll(void *self, struct job *job)
{
    static const char *const wanted[] = {"job-state", "job-name", "job-uuid"};
    struct queue *queue = self;
    struct error err = {0};
    http_t *http = connect_service(&err);
    if (http == NULL) {
        set_state(job, JOB_WAITING, err.text);
        return;
    }
    ipp_t *answer = ask(http, queue, job->number, wanted, 3);
    ipp_status_t status = cupsLastError();
    if (status == IPP_STATUS_ERROR_NOT_FOUND ||
        (answer != NULL && status <= IPP_STATUS_OK_CONFLICTING && !is_ours(answer, job)))
        set_state(job, JOB_FAILED,
                  _("The print service has lost the job. If it was not printed, print "
                    "again."));
    else if (answer == NULL || status > IPP_STATUS_OK_CONFLICTING)
        set_state(job, JOB_WAITING,
                  _("The print service gives no answer at the moment."));
    else
        read_job(http, queue, answer, job);
    ippDelete(answer);
    httpClose(http);
}

const struct target TARGET_CUPS = {
    .open = queue_open,
    .print = queue_print,
    .poll = queue_poll,
    .free = queue_free,
};
