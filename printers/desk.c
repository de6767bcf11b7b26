/* SPDX-License-Identifier: MIT */
#include "printers/desk.h"

#include "config.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "printers/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_JOBS = 64,
    LOOK_OFTEN = 400,   /* milliseconds between looks at a job that is young, */
    LOOK_SELDOM = 2000, /* and at one that takes long */
    YOUNG = 15000,
};

struct entry {
    struct desk *desk;
    struct entry *next;
    json_int_t id;
    const char *language; /* of the document, and so of the reasons */
    struct job job;
    unsigned timer;
};

struct desk {
    struct loop *loop;
    desk_answer *answer;
    void *arg;
    const struct target *target;
    void *self;             /* the target's; NULL: it could not be opened */
    struct error no_target; /* and why */
    struct entry *entries;
    size_t count;
};

static const struct target *choose_target(const struct settings *settings,
                                          struct error *err)
{
    if (settings_text(settings, PRINTER_QUEUE)[0] == '\0')
        return &TARGET_FOLDER;
#ifdef WITH_CUPS
    (void)err;
    return &TARGET_CUPS;
#else
    error_set(err, _("This program was built without CUPS, so it cannot print on the "
                     "queue in the settings."));
    return NULL;
#endif
}

struct desk *desk_create(struct loop *loop, const struct settings *settings,
                         desk_answer *answer, void *arg)
{
    struct desk *desk = memory_alloc(sizeof *desk);
    desk->loop = loop;
    desk->answer = answer;
    desk->arg = arg;
    desk->target = choose_target(settings, &desk->no_target);
    if (desk->target != NULL)
        desk->self = desk->target->open(settings, &desk->no_target);
    return desk;
}

/* Takes the entry off the list and frees it. */
static void drop_entry(struct desk *desk, struct entry *entry)
{
    struct entry **at = &desk->entries;
    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    desk->count--;
    loop_cancel(desk->loop, &entry->timer);
    free(entry);
}

void desk_free(struct desk **desk)
{
    if (*desk == NULL)
        return;
    while ((*desk)->entries != NULL)
        drop_entry(*desk, (*desk)->entries);
    if ((*desk)->self != NULL)
        (*desk)->target->free((*desk)->self);
    free(*desk);
    *desk = NULL;
}

static void answer(struct desk *desk, json_int_t id, enum job_state state,
                   const char *words)
{
    static const struct {
        const char *name, *key; /* of the words */
    } states[] = {
        [JOB_PRINTING] = {"printing", NULL},
        [JOB_WAITING] = {"waiting", "reason"},
        [JOB_DONE] = {"done", "where"},
        [JOB_FAILED] = {"failed", "reason"},
    };
    json_t *message = json_pack("{s:I, s:s}", "id", id, "state", states[state].name);
    if (states[state].key != NULL)
        json_object_set_new(message, states[state].key, json_string(words));
    desk->answer(desk->arg, message);
    json_decref(message);
}

static void answer_job(const struct entry *entry)
{
    const struct job *job = &entry->job;
    answer(entry->desk, entry->id, job->state,
           job->state == JOB_DONE ? job->where : job->reason.text);
}

static void look(void *arg);

static void look_later(struct entry *entry)
{
    bool young = clock_monotonic() - entry->job.begun < YOUNG;
    entry->timer =
        loop_after(entry->desk->loop, young ? LOOK_OFTEN : LOOK_SELDOM, look, entry);
}

/* Tells the kiosk what is new, and it alone. */
static void look(void *arg)
{
    struct entry *entry = arg;
    struct desk *desk = entry->desk;
    struct job *job = &entry->job;
    struct job before = *job;
    entry->timer = 0;
    i18n_use(entry->language);
    error_clear(&job->reason);
    desk->target->poll(desk->self, job);
    if (job->state != before.state || strcmp(job->reason.text, before.reason.text) != 0)
        answer_job(entry);
    if (job->state == JOB_PRINTING || job->state == JOB_WAITING)
        look_later(entry);
    else
        drop_entry(desk, entry);
}

/* Letters, digits and '-', so that it can be neither a path nor an option. */
static bool is_name(const char *name)
{
    if (name == NULL || name[0] == '-' || strlen(name) >= sizeof((struct job *)0)->name)
        return false;
    size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789-");
    return size > 0 && name[size] == '\0';
}

static bool check_request(const struct desk *desk, const json_t *request,
                          struct error *err)
{
    if (strcmp(json_text_or(request, "do", ""), "print") != 0)
        return error_set(err, _("The printer program does not know this request."));
    if (!json_is_integer(json_object_get(request, "id")))
        return error_set(err, _("The request to print has no number."));
    if (!is_name(json_text(request, "name")))
        return error_set(err, _("The name of a print must be 1 to 64 letters, digits or "
                                "hyphens."));
    if (desk->self == NULL)
        return error_set(err, "%s", desk->no_target.text);
    if (desk->count == MOST_JOBS)
        return error_set(err, _("%d prints are waiting already. See to the printer."),
                         MOST_JOBS);
    return true;
}

static struct entry *add_entry(struct desk *desk, const json_t *request,
                               const struct document *document)
{
    struct entry *entry = memory_alloc(sizeof *entry);
    entry->desk = desk;
    entry->id = json_integer_value(json_object_get(request, "id"));
    entry->language = document_language(document);
    entry->job.begun = clock_monotonic();
    snprintf(entry->job.name, sizeof entry->job.name, "%s", json_text(request, "name"));
    entry->next = desk->entries;
    desk->entries = entry;
    desk->count++;
    return entry;
}

static void print(struct desk *desk, const json_t *request,
                  const struct document *document)
{
    struct entry *entry = add_entry(desk, request, document);
    struct job *job = &entry->job;
    answer_job(entry);
    struct error err = {0};
    if (!desk->target->print(desk->self, document, job, &err)) {
        job->state = JOB_FAILED;
        job->reason = err;
    }
    if (job->state == JOB_PRINTING || job->state == JOB_WAITING) {
        look_later(entry);
        return;
    }
    answer_job(entry);
    drop_entry(desk, entry);
}

void desk_take(struct desk *desk, const json_t *request)
{
    struct error err = {0};
    struct document *document = NULL;
    const json_t *description = json_object_get(request, "document");
    bool english = strcmp(json_text_or(description, "language", ""), "en") == 0;
    i18n_use(english ? "en" : "vi");
    if (check_request(desk, request, &err))
        document = document_create(description, &err);
    if (document != NULL) {
        i18n_use(document_language(document));
        print(desk, request, document);
    } else {
        answer(desk, json_number(request, "id", 0), JOB_FAILED, err.text);
    }
    document_free(&document);
}
