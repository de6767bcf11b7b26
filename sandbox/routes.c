/* SPDX-License-Identifier: MIT */
#include "sandbox/portal.h"

#include "kiosk/base/log.h"
#include "sandbox/problem.h"

#include <stdio.h>
#include <string.h>

/* The calls of docs/portal-api.yaml, and those for the one who plays the office. */
static const struct route {
    const char *method;
    const char *pattern; /* {} stands for one part of the path */
    portal_handler *handler;
    enum {
        STRUCK_BEFORE, /* faults strike before the handler */
        STRUCK_WITHIN, /* the handler lets them strike where they hurt most */
        NEVER_STRUCK,
    } faults;
} ROUTES[] = {
    {"POST", "/v1/dossiers", submit_dossier, STRUCK_WITHIN},
    {"GET", "/v1/catalogue", list_show, STRUCK_BEFORE},
    {"GET", "/v1/dossiers", track_by_key, STRUCK_BEFORE},
    {"GET", "/v1/dossiers/{}", track_by_code, STRUCK_BEFORE},
    {"GET", "/v1/track/{}", track_by_reference, STRUCK_BEFORE},
    {"OPTIONS", "/v1/uploads", upload_options, STRUCK_BEFORE},
    {"POST", "/v1/uploads", upload_make, STRUCK_WITHIN},
    {"HEAD", "/v1/uploads/{}", upload_tell, STRUCK_WITHIN},
    {"PATCH", "/v1/uploads/{}", upload_add, STRUCK_WITHIN},
    {"DELETE", "/v1/uploads/{}", upload_end, STRUCK_WITHIN},
    {"GET", "/t", page_look_up, STRUCK_BEFORE},
    {"GET", "/t/{}", page_show, STRUCK_BEFORE},
    {"POST", "/_sandbox/dossiers/{}/advance", operate_advance, NEVER_STRUCK},
    {"GET", "/_sandbox/dossiers", operate_list, NEVER_STRUCK},
    {"GET", "/_sandbox/uploads", operate_uploads, NEVER_STRUCK},
    {"GET", "/_sandbox/faults", operate_get_faults, NEVER_STRUCK},
    {"PUT", "/_sandbox/faults", operate_put_faults, NEVER_STRUCK},
};
static const size_t ROUTE_COUNT = sizeof(ROUTES) / sizeof(ROUTES[0]);

/* Does the path follow the pattern? `part` receives what stands for {}; a part that is
 * empty or too long for any code fits no pattern. */
static bool path_fits(const char *pattern, const char *path, char *part, size_t room)
{
    const char *hole = strstr(pattern, "{}");
    if (!hole)
        return strcmp(pattern, path) == 0;
    size_t before = (size_t)(hole - pattern);
    if (strncmp(pattern, path, before) != 0)
        return false;
    size_t size = strcspn(path + before, "/");
    if (size == 0 || size >= room || strcmp(path + before + size, hole + 2) != 0)
        return false;
    memcpy(part, path + before, size);
    part[size] = '\0';
    return true;
}

/* NULL if there is none; `allow` then lists the methods that would do on this path. */
static const struct route *find_route(struct request *request, char *allow, size_t room)
{
    bool is_head = strcmp(request->method, "HEAD") == 0; /* a GET but for the body */
    allow[0] = '\0';
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        const struct route *route = &ROUTES[i];
        if (!path_fits(route->pattern, request->path, request->part,
                       sizeof(request->part)))
            continue;
        if (strcmp(route->method, request->method) == 0 ||
            (is_head && strcmp(route->method, "GET") == 0))
            return route;
        size_t used = strlen(allow);
        snprintf(allow + used, room - used, "%s%s", used > 0 ? ", " : "", route->method);
    }
    return NULL;
}

bool portal_strike(struct portal *portal, const struct request *request,
                   const struct fault_draw *draw, struct reply *reply)
{
    if (draw->latency_ms > 0)
        faults_wait(portal->faults, draw->latency_ms);
    if (draw->drop_before)
        reply->dropped = true;
    else if (draw->status != 0)
        problem_reply_status(reply, draw->status, request_language(request));
    return draw->drop_before || draw->status != 0;
}

struct words portal_procedure_name(const struct portal *portal,
                                   const struct dossier *dossier)
{
    const struct listing *listing = catalogue_find(portal->catalogue, dossier->procedure);
    return listing ? listing->name
                   : (struct words){dossier->procedure, dossier->procedure};
}

static void answer(struct portal *portal, struct request *request,
                   const struct fault_draw *draw, struct reply *reply)
{
    char allow[64];
    const char *language = request_language(request);
    const struct route *route = find_route(request, allow, sizeof(allow));
    bool struck_here = !route || route->faults == STRUCK_BEFORE;
    if (struck_here && portal_strike(portal, request, draw, reply))
        return;
    if (route && request->too_large) {
        problem_reply(reply, PROBLEM_TOO_LARGE, language, NULL);
    } else if (route) {
        route->handler(portal, request, draw, reply);
    } else if (allow[0] != '\0') {
        reply_header(reply, "Allow", "%s", allow);
        problem_reply(reply, PROBLEM_METHOD, language, NULL);
    } else {
        problem_reply(reply, PROBLEM_NO_SUCH_CALL, language, NULL);
    }
}

void portal_answer(struct portal *portal, struct request *request, struct reply *reply)
{
    static const char NEVER[] = "/_sandbox/";
    struct fault_draw draw = {0};
    if (strncmp(request->path, NEVER, strlen(NEVER)) != 0)
        draw = faults_draw(portal->faults);
    answer(portal, request, &draw, reply);
    reply->cut = draw.cut;
    if (reply->dropped)
        log_line("%s %s: dropped", request->method, request->path);
    else
        log_line("%s %s: %u%s", request->method, request->path, reply->status,
                 reply->cut ? ", cut" : "");
}
