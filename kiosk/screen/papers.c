/* SPDX-License-Identifier: MIT */
/* The papers of a form, after its last step: what to bring with these answers and why,
 * what of it is here, and the fee. A dossier comes back most often for a missing paper.
 */
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/attach.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/stack.h"
#include "kiosk/screen/stops.h"
#include "kiosk/service/attached.h"
#include "kiosk/service/words.h"

#include <stdlib.h>
#include <string.h>

enum { BOX_COLUMN = STOPS_MARGIN, NAME_COLUMN = 7, FEE_COLUMN = 16, HELP_ROWS = 2 };

/* What a line is; `index` of the first three is the place in form_papers(), of a
 * LINE_FILE that in `files`. */
enum line { LINE_NEEDED = 1, LINE_OPTIONAL, LINE_UNSURE, LINE_FEE, LINE_FILE };

struct papers_screen {
    struct screen screen;
    struct form_screen *form;
    struct stops stops;
    struct attachment *files; /* of all papers; NULL: none */
    size_t file_count;
    struct attach *attach; /* NULL until it is needed */
};

static const struct form *form_of(const struct papers_screen *s)
{
    return s->form->form;
}

static const char *words(const json_t *object, const char *key)
{
    return json_words(json_object_get(object, key), i18n_language());
}

/* --- the page ---------------------------------------------------------------------- */

/* Read together with the line before it. */
static void add_remark(struct papers_screen *s, int column, const char *text)
{
    if (*text)
        stops_add(&s->stops, 0, STYLE_QUIET, column, text)->joined = true;
}

static void add_blank(struct papers_screen *s)
{
    stops_add(&s->stops, 0, STYLE_PLAIN, 1, "");
}

static void add_heading(struct papers_screen *s)
{
    struct paper_count count = form_count_papers(form_of(s));
    bool all = count.needed > 0 && count.here == count.needed;
    char *text;
    if (count.needed == 0)
        text = memory_copy_text(_("With these answers no paper has to be brought."));
    else if (all)
        text = memory_format(_("✓ All papers that these answers ask for are here: %zu."),
                             count.needed);
    else
        text = memory_format(_("These answers ask for papers: %zu. Here of them: %zu."),
                             count.needed, count.here);
    stops_add(&s->stops, 0, all ? STYLE_GOOD : STYLE_STRONG, 1, text);
    free(text);
}

static enum line line_of(const json_t *paper)
{
    if (json_is_true(json_object_get(paper, "needed")))
        return LINE_NEEDED;
    bool optional = strcmp(json_text_or(paper, "needed", ""), "optional") == 0;
    return optional ? LINE_OPTIONAL : LINE_UNSURE;
}

/* The electronic papers, below the one they are of. */
static void add_files(struct papers_screen *s, const char *paper)
{
    for (size_t i = 0; i < s->file_count; i++) {
        if (strcmp(s->files[i].paper, paper) != 0)
            continue;
        char *text = attached_words(&s->files[i]);
        stops_add(&s->stops, LINE_FILE, STYLE_PLAIN, NAME_COLUMN + 2, text)->index = i;
        memory_free_text(&text);
    }
}

static void forget_files(struct papers_screen *s)
{
    if (s->files)
        memory_wipe(s->files, ATTACHMENTS_MOST * sizeof(*s->files));
    free(s->files);
    s->files = NULL;
    s->file_count = 0;
}

static void look_for_files(struct papers_screen *s)
{
    struct store *store = s->screen.counter->store;
    forget_files(s);
    if (!store || !s->form->draft)
        return;
    s->files = memory_array(ATTACHMENTS_MOST, sizeof(*s->files));
    s->file_count = attached_list(store, s->form->draft, s->files);
    if (s->file_count == 0)
        forget_files(s);
}

static void add_paper(struct papers_screen *s, size_t index, const json_t *paper)
{
    enum line kind = line_of(paper);
    bool here = json_is_true(json_object_get(paper, "here"));
    char *sheets = words_of_sheets(paper);
    char *text = memory_format("%s (%s)", words(paper, "name"), sheets);
    struct stop *line = stops_add_labelled(&s->stops, kind, NAME_COLUMN,
                                           kind == LINE_UNSURE ? "·"
                                           : here              ? "[x]"
                                                               : "[ ]",
                                           text);
    line->index = index;
    line->label_style = STYLE_PLAIN;
    add_remark(s, NAME_COLUMN, words(paper, "why"));
    add_remark(s, NAME_COLUMN, words(paper, "note"));
    add_files(s, json_text_or(paper, "id", ""));
    free(text);
    free(sheets);
}

static void add_papers(struct papers_screen *s, enum line kind)
{
    size_t i;
    json_t *paper;
    json_array_foreach(form_papers(form_of(s)), i, paper)
    {
        if (line_of(paper) == kind)
            add_paper(s, i, paper);
    }
}

/* Some papers under a heading of their own; nothing where there are none. */
static void add_others(struct papers_screen *s, size_t count, const char *heading,
                       enum line kind)
{
    if (count == 0)
        return;
    add_blank(s);
    stops_add(&s->stops, 0, STYLE_STRONG, 1, heading);
    add_papers(s, kind);
}

/* The amount, and the published text for its reason; the text alone where the answers do
 * not tell the amount. */
static void add_fee(struct papers_screen *s)
{
    const struct procedure *procedure = s->form->procedure;
    long long fee = form_fee(form_of(s));
    char *amount = words_of_fee(procedure, fee);
    add_blank(s);
    stops_add_labelled(&s->stops, LINE_FEE, FEE_COLUMN, _("Fee"), amount);
    if (fee >= 0)
        add_remark(s, FEE_COLUMN,
                   words(json_object_get(procedure_facts(procedure), "fee"), "text"));
    free(amount);
}

static void fill(struct papers_screen *s)
{
    struct paper_count count = form_count_papers(form_of(s));
    stops_clear(&s->stops);
    add_heading(s);
    add_papers(s, LINE_NEEDED);
    add_others(s, count.optional, _("Needed in some cases; tick what was brought:"),
               LINE_OPTIONAL);
    add_others(s, count.unsure, _("Depends on questions that are not answered yet:"),
               LINE_UNSURE);
    add_fee(s);
}

/* --- ticking ------------------------------------------------------------------------ */

static const json_t *paper_at(const struct papers_screen *s)
{
    const struct stop *line = stops_selected(&s->stops);
    return line->kind >= LINE_NEEDED && line->kind <= LINE_UNSURE
               ? json_array_get(form_papers(form_of(s)), line->index)
               : NULL;
}

static bool can_tick(const struct screen *screen)
{
    int kind = stops_selected(&((const struct papers_screen *)screen)->stops)->kind;
    return kind == LINE_NEEDED || kind == LINE_OPTIONAL;
}

static void tick(struct screen *screen)
{
    struct papers_screen *s = (struct papers_screen *)screen;
    const json_t *paper = paper_at(s);
    bool here = json_is_true(json_object_get(paper, "here"));
    form_set_paper_here(s->form->form, json_text_or(paper, "id", ""), !here);
    form_screen_save_soon(s->form);
    fill(s);
}

static bool lacks_some(const struct screen *screen)
{
    struct paper_count count =
        form_count_papers(form_of((const struct papers_screen *)screen));
    return count.here < count.needed;
}

static void tick_all(struct screen *screen)
{
    struct papers_screen *s = (struct papers_screen *)screen;
    size_t i;
    json_t *paper;
    json_array_foreach(form_papers(form_of(s)), i, paper)
    {
        if (line_of(paper) == LINE_NEEDED)
            form_set_paper_here(s->form->form, json_text_or(paper, "id", ""), true);
    }
    form_screen_save_soon(s->form);
    fill(s);
    screen_say(screen->counter, STYLE_GOOD, "%s", _("All papers are ticked."));
}

/* --- attaching ---------------------------------------------------------------------- */

static bool can_attach(const struct screen *screen)
{
    return can_tick(screen) && attach_possible(screen->counter);
}

/* What has come electronically is here as well. */
static void attached(void *arg)
{
    struct papers_screen *s = arg;
    look_for_files(s);
    const json_t *paper = paper_at(s);
    if (paper) {
        form_set_paper_here(s->form->form, json_text_or(paper, "id", ""), true);
        form_screen_save_soon(s->form);
    }
    fill(s);
}

static void attach(struct screen *screen)
{
    struct papers_screen *s = (struct papers_screen *)screen;
    const json_t *paper = paper_at(s);
    s->form->saved = s->form->saved && s->form->draft; /* it needs a draft to belong to */
    if (!form_screen_save(s->form))
        return;
    if (!s->attach)
        s->attach = attach_create(screen->counter, attached, s);
    attach_begin(s->attach, s->form->draft, json_text_or(paper, "id", ""));
}

static bool is_on_file(const struct screen *screen)
{
    return stops_selected(&((const struct papers_screen *)screen)->stops)->kind ==
           LINE_FILE;
}

static void remove_file(struct screen *screen)
{
    struct papers_screen *s = (struct papers_screen *)screen;
    const struct stop *line = stops_selected(&s->stops);
    struct error err = {0};
    struct store *store = counter_store(screen->counter, &err);
    if (store && attached_remove(store, s->files[line->index].id, &err))
        screen_say(screen->counter, STYLE_GOOD, "%s",
                   _("Taken out of the dossier; the file itself is where it was."));
    else
        screen_say(screen->counter, STYLE_WRONG, "%s", err.text);
    look_for_files(s);
    fill(s);
}

/* --- the way to the other stages -----------------------------------------------------
 */

static struct screen *form_below(struct screen *screen)
{
    return &((struct papers_screen *)screen)->form->screen;
}

static void next(struct screen *screen)
{
    form_stages_next(form_below(screen));
}

static void previous(struct screen *screen)
{
    form_stages_previous(form_below(screen));
}

static bool is_to_mend(const struct screen *screen)
{
    return form_tasks_to_mend(&((const struct papers_screen *)screen)->form->screen);
}

static void mend(struct screen *screen)
{
    form_tasks_mend(form_below(screen));
}

static void list_stages(struct screen *screen)
{
    form_tasks_list(form_below(screen));
}

static void next_missing(struct screen *screen)
{
    form_tasks_next(form_below(screen));
}

static bool is_missing(const struct screen *screen)
{
    return form_tasks_missing(&((const struct papers_screen *)screen)->form->screen);
}

static void leave(struct screen *screen)
{
    form_screen_ask_to_leave(((struct papers_screen *)screen)->form);
}

/* --- the screen ----------------------------------------------------------------------
 */

static char *title(const struct screen *screen)
{
    return form_screen_title(((const struct papers_screen *)screen)->form);
}

static char *beside_title(const struct screen *screen)
{
    return form_stages_number(((const struct papers_screen *)screen)->form);
}

/* What a tick says of the paper under the cursor. */
static const char *help(const struct papers_screen *s)
{
    const struct stop *line = stops_selected(&s->stops);
    if (line->kind == LINE_FEE)
        return "";
    if (line->kind == LINE_FILE)
        return _("It goes to the portal with the dossier. The last word tells this file "
                 "from every other, and stands on the slip.");
    if (line->kind == LINE_UNSURE)
        return _("Whether it is needed follows from questions that are still to be "
                 "answered.");
    if (strcmp(json_text_or(paper_at(s), "kind", ""), "present") == 0)
        return _("To be shown: tick it when you have seen it, and give it back.");
    return _("To be handed in: tick it when it lies here.");
}

static void paint(struct screen *screen, struct area area)
{
    struct papers_screen *s = (struct papers_screen *)screen;
    struct area body = {area.row + 2, area.rows - 2 - HELP_ROWS, area.columns};
    form_stages_paint(s->form, area.row, area.columns);
    stops_paint(&s->stops, body);
    draw_wrapped(area.row + area.rows - HELP_ROWS, BOX_COLUMN,
                 area.columns - BOX_COLUMN - 1, HELP_ROWS, STYLE_QUIET, help(s));
    form_screen_paint_saved(s->form, area);
}

static void key(struct screen *screen, const struct key *key)
{
    struct papers_screen *s = (struct papers_screen *)screen;
    if (key->name == KEY_ENTER)
        stops_move(&s->stops, 1);
    else
        stops_key(&s->stops, key);
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_LANGUAGE || news->kind == NEWS_FORM)
        fill((struct papers_screen *)screen);
}

static void scanned(struct screen *screen, const char *text)
{
    form_card_scanned(((struct papers_screen *)screen)->form, text);
}

static void close_papers(struct screen *screen)
{
    struct papers_screen *s = (struct papers_screen *)screen;
    form_leave_papers(s->form->form);
    stops_clear(&s->stops);
    forget_files(s);
    attach_free(&s->attach);
}

static const struct action ACTIONS[] = {
    {KEY_TEXT, ' ', "Space", N_("tick"), can_tick, tick},
    {KEY_TEXT, 'a', "A", N_("all are here"), lacks_some, tick_all},
    {KEY_TEXT, 'A', "A", NULL, lacks_some, tick_all},
    {KEY_TEXT, 't', "T", N_("attach a file"), can_attach, attach},
    {KEY_TEXT, 'T', "T", NULL, can_attach, attach},
    {KEY_DELETE, 0, "Del", N_("take the file out"), is_on_file, remove_file},
    {KEY_PAGE_DOWN, 0, "PgDn", N_("check"), NULL, next},
    {KEY_PAGE_UP, 0, "PgUp", N_("previous step"), NULL, previous},
    {KEY_F1 + 6, 0, "F7", N_("fix"), is_to_mend, mend},
    {KEY_F1 + 6, 0, "F7", NULL, NULL, mend},
    {KEY_ESCAPE, 0, "Esc", N_("leave"), NULL, leave},
    {KEY_F1 + 5, 0, "F6", N_("all steps"), NULL, list_stages},
    {KEY_F1 + 3, 0, "F4", N_("still missing"), is_missing, next_missing},
    {KEY_F1 + 3, 0, "F4", NULL, NULL, next_missing},
    {KEY_UP, 0, "↑↓", N_("choose"), NULL, NULL},
    {0},
};

static const struct screen_kind PAPERS_SCREEN = {
    .name = "papers",
    .size = sizeof(struct papers_screen),
    .session = true,
    .actions = ACTIONS,
    .title = title,
    .beside_title = beside_title,
    .paint = paint,
    .key = key,
    .scanned = scanned,
    .told = told,
    .close = close_papers,
};

void papers_screen_open(struct form_screen *form)
{
    struct papers_screen *s = screen_create(&PAPERS_SCREEN, form->screen.counter);
    s->form = form;
    look_for_files(s);
    fill(s);
    stops_first(&s->stops);
    screen_push(&s->screen);
}
