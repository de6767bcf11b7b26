/* SPDX-License-Identifier: MIT */
/* A page to take home: where the dossier stands, what to do and by when. It is no receipt
 * and says so. */
#include "kiosk/service/standing.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/reference.h"

#include <stdlib.h>
#include <string.h>

static void add_row(json_t *rows, const char *label, const char *value, bool strong)
{
    if (*value)
        json_array_append_new(rows, json_pack("{s:s, s:s, s:b}", "label", label, "value",
                                              value, "strong", strong));
}

static json_t *heading(const struct settings *settings)
{
    static const enum setting LINES[] = {OFFICE_NAME, OFFICE_COUNTER, OFFICE_ADDRESS};
    json_t *office = json_array();
    for (size_t i = 0; i < sizeof(LINES) / sizeof(LINES[0]); i++) {
        const char *line = settings_text(settings, LINES[i]);
        if (*line)
            json_array_append_new(office, json_string(line));
    }
    const char *hotline = settings_text(settings, OFFICE_HOTLINE);
    if (*hotline) {
        char *line = memory_format(_("Hotline: %s"), hotline);
        json_array_append_new(office, json_string(line));
        free(line);
    }
    return json_pack("{s:s, s:o, s:[s, s]}", "type", "heading", "left", office, "right",
                     _("SOCIALIST REPUBLIC OF VIET NAM"),
                     _("Independence - Freedom - Happiness"));
}

static json_t *title(int64_t now)
{
    char when[CLOCK_STAMP_ROOM];
    char *note = memory_format(_("As known at %s. This page is no receipt and proves "
                                 "nothing by itself."),
                               clock_people(when, now));
    json_t *block = json_pack("{s:s, s:s, s:s}", "type", "title", "text",
                              _("WHERE THE DOSSIER STANDS"), "note", note);
    free(note);
    return block;
}

static json_t *fields(const struct standing *standing, bool is_code)
{
    char when[CLOCK_STAMP_ROOM];
    json_t *rows = json_array();
    add_row(rows, _("Status"), *standing->name ? standing->name : standing->word, true);
    if (standing->awaited)
        add_row(rows, _("Result due on"),
                standing->due ? clock_people(when, standing->due)
                              : _("no date is promised"),
                true);
    add_row(rows, _("Reference"), is_code ? "" : standing->asked, false);
    add_row(rows, _("Dossier code"), standing->code, false);
    add_row(rows, _("Procedure"),
            *standing->procedure ? standing->procedure : standing->procedure_code, false);
    return json_pack("{s:s, s:o}", "type", "fields", "rows", rows);
}

/* The QR code of the slip again, so that the page can be used in its place. */
static void add_facts(json_t *blocks, const struct standing *standing,
                      const struct settings *settings)
{
    char reference[REFERENCE_ROOM];
    const char *portal = settings_text(settings, PORTAL_URL);
    bool is_code = !reference_read(reference, standing->asked);
    json_t *rows = fields(standing, is_code);
    if (is_code || !*portal) {
        json_array_append_new(blocks, rows);
        return;
    }
    char *url = reference_url(portal, reference);
    json_array_append_new(
        blocks, json_pack("{s:s, s:s, s:s, s:[o]}", "type", "qr", "data", url, "caption",
                          _("Scan to follow the dossier"), "beside", rows));
    json_array_append_new(
        blocks, json_pack("{s:s, s:s, s:b}", "type", "text", "text", url, "small", 1));
    free(url);
}

static void add_text(json_t *blocks, const char *text, bool strong)
{
    json_array_append_new(blocks, json_pack("{s:s, s:s, s:b}", "type", "text", "text",
                                            text, "strong", strong));
}

static void add_history(json_t *blocks, const struct standing *standing)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < standing->count; i++)
        json_array_append_new(rows, json_pack("[s, s]", standing->history[i].when,
                                              standing->history[i].text));
    add_text(blocks, _("What has happened"), true);
    json_array_append_new(blocks,
                          json_pack("{s:s, s:[{s:s, s:i}, {s:s, s:i}], s:o}", "type",
                                    "table", "columns", "text", _("When"), "width", 25,
                                    "text", _("What"), "width", 75, "rows", rows));
}

json_t *standing_page(const struct standing *standing, const struct settings *settings,
                      int64_t now)
{
    json_t *blocks = json_array();
    json_array_append_new(blocks, heading(settings));
    json_array_append_new(blocks, title(now));
    add_facts(blocks, standing, settings);
    add_text(blocks, _("What to do next"), true);
    add_text(blocks, standing->next, false);
    if (*standing->note) {
        char *note = memory_format(_("The office writes: %s"), standing->note);
        add_text(blocks, note, false);
        free(note);
    }
    if (standing->count > 0)
        add_history(blocks, standing);
    return json_pack("{s:s, s:s, s:s, s:b, s:o}", "title", _("Where the dossier stands"),
                     "language", i18n_language(), "paper",
                     settings_text(settings, PRINTER_PAPER), "training",
                     settings_number(settings, KIOSK_TRAINING) != 0, "blocks", blocks);
}
