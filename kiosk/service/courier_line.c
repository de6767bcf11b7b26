/* SPDX-License-Identifier: MIT */
#include "kiosk/service/courier_line.h"

#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ARGUMENTS = 8 };

struct courier_line {
    struct link *link;
    struct courier_calls calls;
    void *arg;
    unsigned last_id;
    json_t *question; /* the last look-up, until it is answered; NULL: none */
    char *argv[MOST_ARGUMENTS];
};

static void told_portal(struct courier_line *line, const json_t *message)
{
    line->calls.portal(line->arg, json_flag(message, "reachable", false),
                       json_number(message, "since", 0));
}

static void told_dossier(struct courier_line *line, const json_t *message)
{
    line->calls.dossier(line->arg, json_text_or(message, "reference", ""));
}

static void told_uploading(struct courier_line *line, const json_t *message)
{
    int64_t sent = json_number(message, "sent", 0),
            size = json_number(message, "size", 0);
    if (line->calls.uploading && size > 0 && sent >= 0 && sent <= size)
        line->calls.uploading(line->arg, json_text_or(message, "reference", ""), sent,
                              size);
}

static void told_tracked(struct courier_line *line, const json_t *message)
{
    long long reason = json_number(message, "reason", REASON_NONE);
    long long id = json_number(message, "id", 0);
    const json_t *dossier = json_object_get(message, "dossier");
    if (reason < 0 || reason >= REASON_COUNT)
        reason = REASON_STRANGE;
    if (line->question && id == json_number(line->question, "id", 0)) {
        json_decref(line->question);
        line->question = NULL;
    }
    line->calls.tracked(line->arg, (unsigned)id, json_is_object(dossier) ? dossier : NULL,
                        (enum dossier_reason)reason);
}

static void told_catalogue(struct courier_line *line, const json_t *message)
{
    line->calls.catalogue(line->arg, json_number(message, "edition", 0));
}

static const struct {
    const char *event;
    void (*told)(struct courier_line *line, const json_t *message);
} EVENTS[] = {
    {"portal", told_portal},       {"dossier", told_dossier},
    {"uploading", told_uploading}, {"tracked", told_tracked},
    {"catalogue", told_catalogue},
};

static void take_message(void *arg, const json_t *message)
{
    const char *event = json_text_or(message, "event", "");
    for (size_t i = 0; i < sizeof(EVENTS) / sizeof(EVENTS[0]); i++) {
        if (strcmp(EVENTS[i].event, event) == 0)
            EVENTS[i].told(arg, message);
    }
}

/* A question that went down with a courier is put to the new one. */
static void came_up(void *arg)
{
    struct courier_line *line = arg;
    if (line->question)
        link_send(line->link, line->question);
}

struct courier_line *courier_line_start(struct loop *loop, const char *program,
                                        const char *config, const char *state,
                                        const struct courier_calls *calls, void *arg)
{
    struct courier_line *line = memory_alloc(sizeof(*line));
    line->calls = *calls;
    line->arg = arg;
    link_arguments(line->argv, MOST_ARGUMENTS, program, config, state);
    const struct link_calls link_calls = {.message = take_message, .up = came_up};
    line->link = link_start(loop, line->argv, &link_calls, line);
    return line;
}

void courier_line_free(struct courier_line **line)
{
    if (!*line)
        return;
    link_free(&(*line)->link);
    json_decref((*line)->question);
    for (size_t i = 0; i < MOST_ARGUMENTS; i++)
        free((*line)->argv[i]);
    free(*line);
    *line = NULL;
}

void courier_line_wake(struct courier_line *line)
{
    json_t *message = json_pack("{ss}", "do", "wake");
    link_send(line->link, message);
    json_decref(message);
}

unsigned courier_line_track(struct courier_line *line, const char *query)
{
    if (++line->last_id == 0)
        line->last_id = 1;
    json_decref(line->question);
    line->question = json_pack("{ss, si, ss}", "do", "track", "id", (int)line->last_id,
                               "query", query);
    if (line->question)
        link_send(line->link, line->question);
    return line->last_id;
}
