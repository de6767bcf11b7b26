/* SPDX-License-Identifier: MIT */
#include "kiosk/service/receipt.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/service/dossier.h"
#include "kiosk/service/intake.h"
#include "kiosk/service/papers.h"
#include "kiosk/service/reference.h"
#include "kiosk/service/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All that a slip is made of. */
struct slip {
    const struct settings *settings;
    const struct procedure *procedure; /* may be NULL */
    const struct dossier *dossier;
    const json_t *facts;      /* NULL without the procedure */
    const json_t *submission; /* what was sent */
    const json_t *answers;    /* borrowed from it */
    const char *language;
    char reference[REFERENCE_GROUPED_ROOM];
    char *url; /* NULL where no portal is set */
};

/* --- small things ------------------------------------------------------------------- */

/* A JSON string, whatever the text: what is no UTF-8 is replaced. */
static json_t *text_of(const char *text)
{
    char *clean = utf8_clean(text, strlen(text), UTF8_KEEP_LINES);
    json_t *value = json_string(clean);
    memory_free_text(&clean);
    return value;
}

static void add_line(json_t *lines, const char *text)
{
    if (*text)
        json_array_append_new(lines, text_of(text));
}

/* Takes `value`; a row without a value is left out. */
static void add_row(json_t *rows, const char *label, char *value, bool strong)
{
    if (*value)
        json_array_append_new(rows, json_pack("{s:s, s:o, s:b}", "label", label, "value",
                                              text_of(value), "strong", strong));
    memory_free_text(&value);
}

static char *words_of(const struct slip *slip, const json_t *facts, const char *key)
{
    return memory_copy_text(json_words(json_object_get(facts, key), slip->language));
}

static char *time_of(int64_t when)
{
    char out[CLOCK_STAMP_ROOM];
    return memory_copy_text(clock_people(out, when));
}

/* --- the heading and what stands beside the QR code --------------------------------- */

static json_t *heading(const struct slip *slip)
{
    json_t *office = json_array();
    add_line(office, settings_text(slip->settings, OFFICE_NAME));
    add_line(office, settings_text(slip->settings, OFFICE_COUNTER));
    add_line(office, settings_text(slip->settings, OFFICE_ADDRESS));
    const char *hotline = settings_text(slip->settings, OFFICE_HOTLINE);
    if (*hotline) {
        char *line = memory_format(_("Hotline: %s"), hotline);
        add_line(office, line);
        free(line);
    }
    return json_pack("{s:s, s:o, s:[s, s]}", "type", "heading", "left", office, "right",
                     _("SOCIALIST REPUBLIC OF VIET NAM"),
                     _("Independence - Freedom - Happiness"));
}

static json_t *title(const struct slip *slip)
{
    const char *note = slip->dossier->state == DOSSIER_ACCEPTED
                           ? _("The portal has the dossier. The office that receives it "
                               "issues the receipt (Form 01).")
                           : _("This is not the receipt (Form 01): the portal has not "
                               "accepted the dossier yet.");
    return json_pack("{s:s, s:s, s:s}", "type", "title", "text",
                     _("SLIP OF ASSISTED SUBMISSION"), "note", note);
}

static void add_key_rows(const struct slip *slip, json_t *rows)
{
    const struct dossier *dossier = slip->dossier;
    add_row(rows, _("Reference"), memory_copy_text(slip->reference), true);
    add_row(rows, _("Dossier code"),
            memory_copy_text(dossier->code[0] ? dossier->code
                                              : _("the portal will issue it")),
            dossier->code[0]);
    add_row(rows, _("Handed in at"), time_of(dossier->finalised_at), false);
    if (dossier->accepted_at)
        add_row(rows, _("At the portal"), time_of(dossier->accepted_at), false);
    add_row(rows, _("Result due"),
            dossier->due_at ? time_of(dossier->due_at)
                            : memory_copy_text(_("told once the dossier is received")),
            false);
}

/* --- the dossier ---------------------------------------------------------------------
 */

/* What stands in the answers where the facts point; "" where nothing does. */
static const char *answer_at(const struct slip *slip, const char *fact)
{
    const char *pointer = json_text_or(slip->facts, fact, "");
    const json_t *value = *pointer ? json_at(slip->answers, pointer) : NULL;
    return json_is_string(value) ? json_string_value(value) : "";
}

static char *procedure_line(const struct slip *slip)
{
    const char *name = json_words(json_object_get(slip->facts, "name"), slip->language);
    return *name ? memory_format("%s (%s)", name, slip->dossier->procedure)
                 : memory_copy_text(slip->dossier->procedure);
}

static char *processing_time(const struct slip *slip)
{
    const json_t *time = json_object_get(slip->facts, "time");
    long long amount = json_number(time, "amount", 0);
    const char *note = json_words(json_object_get(time, "note"), slip->language);
    if (amount <= 0)
        return memory_copy_text(note);
    char *words = words_of_time(amount, json_text_or(time, "unit", "day"));
    char *all = *note ? memory_format("%s. %s", words, note) : memory_copy_text(words);
    free(words);
    return all;
}

static char *fee_amount(const struct slip *slip)
{
    char today[CLOCK_DATE_ROOM];
    long long fee = slip->procedure ? procedure_fee(slip->procedure, slip->answers,
                                                    clock_today(today))
                                    : -1;
    return fee < 0 ? memory_copy_text("") : words_of_money(fee);
}

static void add_dossier_rows(const struct slip *slip, json_t *rows)
{
    const char *owner = answer_at(slip, "owner");
    const char *submitter = answer_at(slip, "submitter");
    add_row(rows, _("Procedure"), procedure_line(slip), false);
    add_row(rows, _("Decided by"), words_of(slip, slip->facts, "agency"), false);
    add_row(rows, _("Owner of the dossier"), memory_copy_text(*owner ? owner : submitter),
            true);
    add_row(rows, _("Submitted by"), memory_copy_text(*submitter ? submitter : owner),
            false);
    if (!slip->dossier->due_at) /* a promised time says more */
        add_row(rows, _("Processing time"), processing_time(slip), false);
    add_row(rows, _("Fee"), fee_amount(slip), false);
}

static json_t *fields(const struct slip *slip)
{
    json_t *rows = json_array();
    add_key_rows(slip, rows);
    add_dossier_rows(slip, rows);
    return json_pack("{s:s, s:o}", "type", "fields", "rows", rows);
}

static json_t *qr(const struct slip *slip)
{
    return json_pack("{s:s, s:s, s:s, s:[o]}", "type", "qr", "data",
                     slip->url ? slip->url : slip->reference, "caption",
                     _("Scan to follow the dossier"), "beside", fields(slip));
}

/* The published text, word for word, where it takes more than the answers to tell. */
static void add_published_fee(const struct slip *slip, json_t *blocks)
{
    const json_t *fee = json_object_get(slip->facts, "fee");
    const char *text = json_words(json_object_get(fee, "text"), slip->language);
    char *amount = fee_amount(slip);
    bool is_known = *amount;
    free(amount);
    if (!*text || is_known)
        return;
    char *line = memory_format(_("Fee as published: %s"), text);
    json_array_append_new(blocks, json_pack("{s:s, s:o, s:b}", "type", "text", "text",
                                            text_of(line), "small", 1));
    free(line);
}

/* --- the papers ----------------------------------------------------------------------
 */

/* What became of a paper, or is still to be done with it. */
static const char *note_of(const json_t *paper, enum paper_state state)
{
    const char *kind = json_text_or(paper, "kind", "");
    bool shown = strcmp(kind, "present") == 0;
    if (!shown && strcmp(kind, "submit") != 0)
        return "";
    if (state == PAPER_HERE)
        return shown ? _("shown") : _("handed over");
    return shown ? _("show") : _("hand over");
}

static json_t *paper_row(const struct slip *slip, size_t number, const json_t *paper,
                         enum paper_state state)
{
    const char *name = json_words(json_object_get(paper, "name"), slip->language);
    char cells[3][24];
    snprintf(cells[0], sizeof(cells[0]), "%zu", number);
    snprintf(cells[1], sizeof(cells[1]), "%lld", json_number(paper, "originals", 0));
    snprintf(cells[2], sizeof(cells[2]), "%lld", json_number(paper, "copies", 0));
    return json_pack("[s, o, s, s, s]", cells[0], text_of(name), cells[1], cells[2],
                     note_of(paper, state));
}

static void add_strong(json_t *blocks, const char *text)
{
    json_array_append_new(
        blocks, json_pack("{s:s, s:s, s:b}", "type", "text", "text", text, "strong", 1));
}

/* A table of the papers in that state under its heading; nothing where there are none. */
static void add_table(const struct slip *slip, json_t *blocks, const char *heading,
                      enum paper_state state)
{
    json_t *papers = papers_of(slip->submission, slip->procedure, state), *paper;
    json_t *rows = json_array();
    size_t i;
    json_array_foreach(papers, i, paper)
        json_array_append_new(rows, paper_row(slip, i + 1, paper, state));
    json_decref(papers);
    if (json_array_size(rows) == 0) {
        json_decref(rows);
        return;
    }
    add_strong(blocks, heading);
    json_array_append_new(
        blocks,
        json_pack("{s:s, s:[{s:s, s:i, s:s}, {s:s, s:i}, {s:s, s:i, s:s}, "
                  "{s:s, s:i, s:s}, {s:s, s:i}], s:o}",
                  "type", "table", "columns", "text", _("No."), "width", 7, "align",
                  "right", "text", _("Paper"), "width", 49, "text", _("Originals"),
                  "width", 14, "align", "center", "text", _("Copies"), "width", 12,
                  "align", "center", "text", _("Note"), "width", 18, "rows", rows));
}

/* Of one that is not known any more its id. Allocated. */
static char *paper_name(const struct slip *slip, const char *id)
{
    size_t i;
    json_t *paper;
    json_array_foreach(json_object_get(slip->facts, "papers"), i, paper)
    {
        if (strcmp(json_text_or(paper, "id", ""), id) == 0)
            return words_of(slip, paper, "name");
    }
    return memory_copy_text(id);
}

/* With what is to be minded, for whoever has still to bring them. */
static void add_lacking(const struct slip *slip, json_t *blocks)
{
    json_t *papers = papers_of(slip->submission, slip->procedure, PAPER_LACKING), *paper;
    json_t *items = json_array();
    size_t i;
    json_array_foreach(papers, i, paper)
    {
        const char *name = json_words(json_object_get(paper, "name"), slip->language);
        const char *note = json_words(json_object_get(paper, "note"), slip->language);
        char *sheets = words_of_sheets(paper);
        char *line = memory_format("%s (%s)%s%s", name, sheets, *note ? ". " : "", note);
        add_line(items, line);
        free(line);
        free(sheets);
    }
    json_decref(papers);
    if (json_array_size(items) == 0) {
        json_decref(items);
        return;
    }
    add_strong(blocks, _("Papers still missing: bring them with this slip"));
    json_array_append_new(blocks, json_pack("{s:s, s:o, s:b}", "type", "list", "items",
                                            items, "numbered", 1));
}

static void add_papers(const struct slip *slip, json_t *blocks)
{
    if (json_array_size(json_object_get(slip->submission, "papers")) == 0)
        add_strong(blocks, _("No papers have to be handed over."));
    add_table(slip, blocks, _("Papers handed over or shown"), PAPER_HERE);
    add_lacking(slip, blocks);
    add_table(slip, blocks, _("Papers to hand over or show"), PAPER_UNSEEN);
}

/* What has gone electronically: by the first eight digits of its hash anybody can tell
 * later whether a file is that one. */
static void add_files(const struct slip *slip, json_t *blocks)
{
    json_t *items = json_array(), *file;
    size_t i;
    json_array_foreach(json_object_get(slip->submission, "attachments"), i, file)
    {
        char *name = paper_name(slip, json_text_or(file, "paper", ""));
        char *pages = words_of_pages((int)json_number(file, "pages", 0));
        char *line = memory_format("%s: %s, %s, %.8s", name,
                                   intake_kind_name(json_text_or(file, "kind", "")),
                                   pages, json_text_or(file, "sha256", ""));
        add_line(items, line);
        free(line);
        free(pages);
        free(name);
    }
    if (json_array_size(items) == 0) {
        json_decref(items);
        return;
    }
    add_strong(blocks, _("Electronic papers sent with the dossier"));
    json_array_append_new(blocks, json_pack("{s:s, s:o, s:b}", "type", "list", "items",
                                            items, "numbered", 1));
}

/* --- what happens next ---------------------------------------------------------------
 */

static json_t *next_steps(const struct slip *slip)
{
    json_t *items = json_array();
    enum dossier_state state = slip->dossier->state;
    if (state == DOSSIER_HELD)
        add_line(items, _("The dossier stays at this counter for now; the post office "
                          "sees to it."));
    else if (state != DOSSIER_ACCEPTED)
        add_line(items, _("The dossier goes to the portal by itself; you need not wait "
                          "here."));
    add_line(items, _("Follow it by the QR code or the reference above; give the "
                      "reference to nobody you do not trust."));
    add_line(items, _("Bring this slip and an identity paper when you collect the "
                      "result."));
    return json_pack("{s:s, s:o, s:b}", "type", "list", "items", items, "numbered", 1);
}

static void add_end(const struct slip *slip, json_t *blocks)
{
    add_strong(blocks, _("What happens next"));
    json_array_append_new(blocks, next_steps(slip));
    if (slip->url)
        json_array_append_new(blocks, json_pack("{s:s, s:s, s:b}", "type", "text", "text",
                                                slip->url, "small", 1));
    json_array_append_new(
        blocks,
        json_pack("{s:s, s:[{s:s, s:s}, {s:s, s:s}]}", "type", "signatures", "columns",
                  "title", _("SUBMITTER"), "note", _("(Signature, full name)"), "title",
                  _("MEMBER OF STAFF"), "note", _("(Signature, full name)")));
}

static json_t *make_document(const struct slip *slip)
{
    json_t *blocks = json_array();
    json_array_append_new(blocks, heading(slip));
    json_array_append_new(blocks, title(slip));
    json_array_append_new(blocks, qr(slip));
    add_published_fee(slip, blocks);
    add_papers(slip, blocks);
    add_files(slip, blocks);
    add_end(slip, blocks);
    return json_pack("{s:s, s:s, s:s, s:b, s:o}", "title",
                     _("Slip of assisted submission"), "language", slip->language,
                     "paper", settings_text(slip->settings, PRINTER_PAPER), "training",
                     settings_number(slip->settings, KIOSK_TRAINING) != 0, "blocks",
                     blocks);
}

json_t *receipt_slip(struct store *store, const struct settings *settings,
                     const struct procedure *procedure, const struct dossier *dossier,
                     struct error *err)
{
    json_t *submission = dossier_read(store, dossier, err);
    if (!submission)
        return NULL;
    const char *portal = settings_text(settings, PORTAL_URL);
    struct slip slip = {.settings = settings,
                        .procedure = procedure,
                        .dossier = dossier,
                        .facts = procedure ? procedure_facts(procedure) : NULL,
                        .submission = submission,
                        .answers = json_object_get(submission, "answers"),
                        .language = i18n_language(),
                        .url =
                            *portal ? reference_url(portal, dossier->reference) : NULL};
    reference_group(slip.reference, dossier->reference);
    json_t *document = make_document(&slip);
    free(slip.url);
    json_wipe(&submission);
    if (!document)
        error_die("a slip that is no JSON");
    return document;
}
