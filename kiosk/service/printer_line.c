/* SPDX-License-Identifier: MIT */
#include "kiosk/service/printer_line.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ARGUMENTS = 8, MOST_DEATHS = 2 };

/* A document that the printer has not settled yet. */
struct job {
    struct job *next;
    unsigned id;
    bool sent;    /* to the present printer process, */
    bool started; /* which said that it is at it */
    int deaths;   /* of processes that were at it */
    json_t *request;
};

struct printer_line {
    struct link *link;
    printer_line_told *told;
    void *arg;
    unsigned last_id;
    struct job *jobs; /* oldest first */
    char *argv[MOST_ARGUMENTS];
};

static const struct {
    const char *word;
    enum print_state state;
} STATES[] = {
    {"printing", PRINT_PRINTING},
    {"waiting", PRINT_WAITING},
    {"done", PRINT_DONE},
    {"failed", PRINT_FAILED},
};

static void free_job(struct job *job)
{
    json_wipe(&job->request);
    free(job);
}

static struct job *job_of(const struct printer_line *line, unsigned id)
{
    struct job *job = line->jobs;
    while (job && job->id != id)
        job = job->next;
    return job;
}

static void settle(struct printer_line *line, unsigned id)
{
    for (struct job **at = &line->jobs; *at; at = &(*at)->next) {
        if ((*at)->id == id) {
            struct job *job = *at;
            *at = job->next;
            free_job(job);
            return;
        }
    }
}

static void take_message(void *arg, const json_t *message)
{
    struct printer_line *line = arg;
    unsigned id = (unsigned)json_number(message, "id", 0);
    const char *word = json_text_or(message, "state", "");
    const char *words = json_text(message, "where");
    if (!words)
        words = json_text_or(message, "reason", "");
    for (size_t i = 0; i < sizeof(STATES) / sizeof(STATES[0]); i++) {
        if (strcmp(STATES[i].word, word) != 0)
            continue;
        struct job *job = job_of(line, id);
        if (job)
            job->started = true;
        if (STATES[i].state == PRINT_DONE || STATES[i].state == PRINT_FAILED)
            settle(line, id);
        char *clean = utf8_clean(words, strlen(words), UTF8_ONE_LINE);
        line->told(line->arg, id, STATES[i].state, clean);
        free(clean);
        return;
    }
}

static void send_job(struct printer_line *line, struct job *job)
{
    job->sent = link_send(line->link, job->request);
    job->started = false;
}

/* A death is laid to what the process was at; where it had not begun anything, to the
 * oldest that it had. */
static void count_death(struct printer_line *line)
{
    struct job *oldest = NULL;
    bool any = false;
    for (struct job *job = line->jobs; job; job = job->next) {
        if (job->sent && !oldest)
            oldest = job;
        job->deaths += job->started;
        any |= job->started;
    }
    if (!any && oldest)
        oldest->deaths++;
}

/* A new printer process knows nothing of what the old one had: what was not settled is
 * sent again, but once, for a document may be what killed it. */
static void came_up(void *arg)
{
    struct printer_line *line = arg;
    count_death(line);
    for (struct job *job = line->jobs, *next; job; job = next) {
        next = job->next;
        if (job->deaths < MOST_DEATHS) {
            send_job(line, job);
            continue;
        }
        unsigned id = job->id;
        settle(line, id);
        line->told(line->arg, id, PRINT_FAILED, "");
    }
}

const char *printer_line_trouble(const struct printer_line *line)
{
    return link_is_up(line->link)
               ? NULL
               : _("The printing program does not run; it is being started again.");
}

/* Nobody prints for the moment, and the screens must not say otherwise. */
static void went_down(void *arg)
{
    struct printer_line *line = arg;
    for (const struct job *job = line->jobs; job; job = job->next)
        line->told(line->arg, job->id, PRINT_WAITING, printer_line_trouble(line));
}

struct printer_line *printer_line_start(struct loop *loop, const char *program,
                                        const char *config, const char *state,
                                        printer_line_told *told, void *arg)
{
    struct printer_line *line = memory_alloc(sizeof(*line));
    line->told = told;
    line->arg = arg;
    link_arguments(line->argv, MOST_ARGUMENTS, program, config, state);
    const struct link_calls calls = {
        .message = take_message, .up = came_up, .down = went_down};
    line->link = link_start(loop, line->argv, &calls, line);
    return line;
}

void printer_line_free(struct printer_line **line)
{
    if (!*line)
        return;
    link_free(&(*line)->link);
    while ((*line)->jobs) {
        struct job *job = (*line)->jobs;
        (*line)->jobs = job->next;
        free_job(job);
    }
    for (size_t i = 0; i < MOST_ARGUMENTS; i++)
        free((*line)->argv[i]);
    free(*line);
    *line = NULL;
}

unsigned printer_line_print_take(struct printer_line *line, const char *name,
                                 json_t *document)
{
    if (++line->last_id == 0)
        line->last_id = 1;
    struct job *job = memory_alloc(sizeof(*job));
    job->id = line->last_id;
    job->request = json_pack("{ss, si, ss, so}", "do", "print", "id", (int)job->id,
                             "name", name, "document", document);
    struct job **end = &line->jobs;
    while (*end)
        end = &(*end)->next;
    *end = job;
    send_job(line, job);
    return job->id;
}
