/* SPDX-License-Identifier: MIT */
#include "kiosk/service/dossier.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/drain.h"
#include "kiosk/service/health.h"
#include "kiosk/store/attachments.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_MOST = 1 << 20, KEY_BYTES = 16 };

_Static_assert(REFERENCE_ROOM == STORE_REFERENCE_ROOM, "one reference, one length");
_Static_assert(2 * KEY_BYTES + 1 == STORE_KEY_ROOM, "one key, one length");

static json_t *where_from(const struct settings *settings)
{
    return json_pack("{s:s, s:s, s:s}", "id", settings_text(settings, OFFICE_ID),
                     "office", settings_text(settings, OFFICE_NAME), "counter",
                     settings_text(settings, OFFICE_COUNTER));
}

static bool is_in(const json_t *ids, const char *id)
{
    size_t i;
    json_t *entry;
    json_array_foreach(ids, i, entry)
    {
        if (json_is_string(entry) && strcmp(json_string_value(entry), id) == 0)
            return true;
    }
    return false;
}

static json_t *paper_needed(const struct submission *submission, const json_t *paper)
{
    const char *id = json_text_or(paper, "id", "");
    json_t *present =
        submission->papers ? json_boolean(is_in(submission->papers, id)) : NULL;
    return json_pack("{s:s, s:I, s:I, s:o*}", "id", id, "originals",
                     (json_int_t)json_number(paper, "originals", 0), "copies",
                     (json_int_t)json_number(paper, "copies", 0), "present", present);
}

/* What is attached to the draft. */
struct files {
    struct attachment list[ATTACHMENTS_MOST];
    size_t count;
    int64_t ids[ATTACHMENTS_MOST]; /* of those that the envelope names */
    size_t named;
};

static bool has_file(const struct files *files, const char *paper)
{
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->list[i].paper, paper) == 0)
            return true;
    }
    return false;
}

/* One that may be needed is mentioned where somebody brought it. */
static bool is_part_of(const struct submission *submission, const struct files *files,
                       const json_t *paper)
{
    const char *id = json_text_or(paper, "id", "");
    if (strcmp(json_text_or(paper, "needed", ""), "optional") == 0)
        return is_in(submission->papers, id) || has_file(files, id);
    return json_flag(paper, "needed", false);
}

/* What the answers say must be handed over or shown. */
static json_t *papers_needed(const struct submission *submission,
                             const struct files *files)
{
    char today[CLOCK_DATE_ROOM];
    json_t *all =
        procedure_papers(submission->procedure, submission->answers, clock_today(today));
    json_t *needed = json_array();
    size_t i;
    json_t *paper;
    json_array_foreach(all, i, paper)
    {
        if (is_part_of(submission, files, paper))
            json_array_append_new(needed, paper_needed(submission, paper));
    }
    json_decref(all);
    return needed;
}

/* The files of these papers; one whose paper is not needed any more stays here. How a
 * file was called is nobody's business beyond the counter. */
static json_t *files_named(struct files *files, const json_t *papers)
{
    json_t *named = json_array(), *paper;
    size_t at;
    files->named = 0;
    json_array_foreach(papers, at, paper)
    {
        for (size_t i = 0; i < files->count; i++) {
            const struct attachment *file = &files->list[i];
            if (strcmp(file->paper, json_text_or(paper, "id", "")) != 0)
                continue;
            files->ids[files->named++] = file->id;
            json_array_append_new(
                named, json_pack("{s:s, s:s, s:I, s:s, s:i}", "paper", file->paper,
                                 "kind", file->kind, "size", (json_int_t)file->size,
                                 "sha256", file->sha256, "pages", file->pages));
        }
    }
    return named;
}

/* What there is nothing of is not mentioned. */
static json_t *list_or_null(const json_t *list)
{
    return json_array_size(list) > 0 ? (json_t *)list : NULL;
}

static json_t *make_envelope(const struct settings *settings,
                             const struct submission *submission, struct files *files,
                             const char *reference, const char *replaces, int64_t now)
{
    char stamp[CLOCK_STAMP_ROOM];
    clock_stamp(stamp, now);
    json_t *papers = papers_needed(submission, files);
    json_t *named = files_named(files, papers);
    json_t *envelope = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:{s:b, s:s, s:s}, s:O, s:o, s:O*, s:O*, s:O*, "
        "s:s*}",
        "reference", reference, "procedure", procedure_code(submission->procedure),
        "formVersion", procedure_version(submission->procedure), "finalisedAt", stamp,
        "language", submission->language, "kiosk", where_from(settings), "consent",
        "given", 1, "at", stamp, "text", submission->consent, "answers",
        submission->answers, "papers", papers, "attachments", list_or_null(named),
        "warnings", list_or_null(submission->warnings), "identified",
        list_or_null(submission->identified), "replaces", *replaces ? replaces : NULL);
    json_decref(named);
    return envelope;
}

static void make_key(char out[STORE_KEY_ROOM])
{
    unsigned char random[KEY_BYTES];
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(out, STORE_KEY_ROOM, random, sizeof(random));
}

/* The bytes that will be sent, now and at every new try. Allocated; NULL and an error if
 * they are too many. */
static char *make_body(const struct settings *settings,
                       const struct submission *submission, struct files *files,
                       const char *reference, const char *replaces, int64_t now,
                       struct error *err)
{
    json_t *envelope =
        make_envelope(settings, submission, files, reference, replaces, now);
    char *body = envelope ? json_dumps(envelope, JSON_COMPACT) : NULL;
    if (!body)
        error_die("a submission that is no JSON");
    json_decref(envelope);
    if (strlen(body) > BODY_MOST) {
        error_set(err, _("The dossier is larger than 1 MiB. Shorten the longest "
                         "answers."));
        memory_free_text(&body);
    }
    return body;
}

bool dossier_finalise(struct store *store, const struct settings *settings,
                      const struct submission *submission, char reference[REFERENCE_ROOM],
                      struct error *err)
{
    if (!submission->consent || !*submission->consent)
        return error_set(err, _("The citizen has not agreed to the use of personal data; "
                                "without that nothing can be sent."));
    if (!health_allows(store, settings, err))
        return false;
    char key[STORE_KEY_ROOM], replaces[STORE_REFERENCE_ROOM] = "";
    int64_t now = clock_now();
    struct files *files = memory_alloc(sizeof(*files));
    char *body = NULL;
    reference_make(reference);
    make_key(key);
    if (!submission->draft ||
        (store_list_attachments(store, ATTACHMENT_OF_DRAFT, submission->draft,
                                files->list, &files->count, err) &&
         store_draft_mends(store, submission->draft, replaces, err)))
        body = make_body(settings, submission, files, reference, replaces, now, err);
    struct finalised finalised = {.reference = reference,
                                  .key = key,
                                  .procedure = procedure_code(submission->procedure),
                                  .body = body,
                                  .size = body ? strlen(body) : 0,
                                  .at = now,
                                  .draft = submission->draft,
                                  .attachments = files->ids,
                                  .attachment_count = files->named,
                                  .replaces = replaces};
    bool fine = body && store_finalise(store, &finalised, err);
    if (fine) /* a courier that sleeps beside an empty outbox */
        drain_ring(settings_text(settings, STORE_FOLDER));
    memory_free_text(&body);
    memory_wipe(files, sizeof(*files));
    free(files);
    return fine;
}

json_t *dossier_read(struct store *store, const struct dossier *dossier,
                     struct error *err)
{
    struct buffer body;
    json_t *submission = NULL;
    if (store_read_body(store, dossier->id, &body, err))
        submission = json_parse(body.data, body.size, _("The stored dossier"),
                                &JSON_MESSAGE_LIMITS, err);
    buffer_free(&body);
    return submission;
}
