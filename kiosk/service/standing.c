/* SPDX-License-Identifier: MIT */
#include "kiosk/service/standing.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/service/outbox.h"
#include "kiosk/service/reference.h"

#include <stdlib.h>
#include <string.h>

enum { HISTORY_MOST = 100 /* of what a portal tells, the last */ };

/* --- what is said --------------------------------------------------------------------
 */

struct saying {
    enum standing_mood mood;
    const char *word, *next;
    bool awaited;
};

/* By the numbers of the national list. */
static const struct saying STATUSES[] = {
    [1] = {STANDING_CALM, N_("Handed in"),
           N_("There is nothing you have to do now. The office checks the dossier and "
              "takes it in."),
           true},
    [2] = {STANDING_CALM, N_("Taken in"),
           N_("There is nothing you have to do now. The office begins to work on it."),
           true},
    [3] = {STANDING_YOUR_TURN, N_("Not taken"),
           N_("Bring the slip and your papers to where you handed the dossier in: there "
              "you "
              "are shown how to hand it in again."),
           false},
    [4] = {STANDING_CALM, N_("In progress"),
           N_("There is nothing you have to do now. Come on the day the result is due."),
           true},
    [5] = {STANDING_YOUR_TURN, N_("More papers"),
           N_("Bring the papers that are asked for to where you handed the dossier in, "
              "as soon "
              "as you can. The work goes on when they are there, so the result may come "
              "later."),
           true},
    [6] = {STANDING_YOUR_TURN, N_("Please pay"),
           N_("Pay the fee where you handed the dossier in, as soon as you can. The work "
              "goes on when it is paid, so the result may come later."),
           true},
    [7] = {STANDING_OVER, N_("Withdrawn"),
           N_("The dossier was withdrawn as you asked. To try again, hand in a new one."),
           false},
    [8] =
        {STANDING_OVER, N_("Stopped"),
         N_("The work on the dossier has stopped. Ask where you handed it in what can be "
            "done."),
         false},
    [9] = {STANDING_GOOD, N_("Result ready"),
           N_("Bring the slip and your identity card to where the result is handed "
              "over. You can come from now on, in office hours."),
           false},
    [10] = {STANDING_GOOD, N_("Handed over"),
            N_("The result has been handed over. There is nothing left to do."), false},
};
enum { STATUS_COUNT = sizeof(STATUSES) / sizeof(STATUSES[0]) };

static const struct saying STRANGE_STATUS = {
    STANDING_CALM, "", N_("Ask where you handed the dossier in what this means for you."),
    true};

/* What this kiosk has in its own store and the portal has not. */
static const struct saying STATES[] = {
    [DOSSIER_FINALISED] = {STANDING_CALM, N_("To be sent"),
                           N_("The dossier was taken in at the counter and is kept safe. "
                              "It goes to the portal by itself; look again later today."),
                           true},
    [DOSSIER_SENDING] =
        {STANDING_CALM, N_("To be sent"),
         N_("The dossier was taken in at the counter and is kept safe. It "
            "goes to the portal by itself; look again later today."),
         true},
    [DOSSIER_ACCEPTED] = {STANDING_CALM, N_("Handed in"),
                          N_("The portal has the dossier. What became of it since cannot "
                             "be seen now, for the portal does not answer; try again in "
                             "some minutes."),
                          true},
    [DOSSIER_HELD] = {STANDING_YOUR_TURN, N_("Please ask"),
                      N_("The dossier is still at the counter. Show the slip to a member "
                         "of staff there."),
                      false},
    [DOSSIER_REJECTED] =
        {STANDING_YOUR_TURN, N_("To be mended"),
         N_("The portal has sent the dossier back. Bring the slip to the "
            "counter: there it is mended and handed in again."),
         false},
};
enum { STATE_COUNT = sizeof(STATES) / sizeof(STATES[0]) };

static const struct saying UNREACHABLE = {
    STANDING_UNKNOWN, N_("No line"),
    N_("The portal cannot be reached now. Your dossier is not lost: try again in some "
       "minutes, or ask at the counter."),
    false};

static const struct saying NOT_FOUND = {
    STANDING_UNKNOWN, N_("Not found"),
    N_("The portal does not know this dossier yet. If it was handed in today, it may "
       "still be on its way: look again later. If not, compare what you typed with the "
       "slip, or ask at the counter."),
    false};

/* --- finding out ---------------------------------------------------------------------
 */

static char *cleaned(const char *text)
{
    return utf8_clean(text, strlen(text), UTF8_ONE_LINE);
}

static int status_number(const json_t *holder)
{
    long long number = json_number(json_object_get(holder, "status"), "number", 0);
    return number > 0 && number < STATUS_COUNT ? (int)number : 0;
}

/* As the national list names it; for a number that it lacks, as the portal does. */
static const char *status_name(const json_t *holder)
{
    int number = status_number(holder);
    return number ? outbox_status_name(number)
                  : json_words(json_object_get(json_object_get(holder, "status"), "name"),
                               i18n_language());
}

static int64_t moment(const json_t *object, const char *key)
{
    int64_t when;
    const char *stamp = json_text(object, key);
    return stamp && clock_read_stamp(stamp, &when) ? when : 0;
}

static const struct saying *find_saying(const struct standing_facts *facts, bool by_code)
{
    if (facts->tracked) {
        int number = status_number(facts->tracked);
        return number ? &STATUSES[number] : &STRANGE_STATUS;
    }
    const struct dossier *stored = by_code ? NULL : facts->stored;
    if (stored && (size_t)stored->state < STATE_COUNT &&
        (stored->state != DOSSIER_ACCEPTED || facts->reason != REASON_NONE))
        return &STATES[stored->state];
    return facts->reason != REASON_NONE ? &UNREACHABLE : &NOT_FOUND;
}

static void take_history(struct standing *standing, const json_t *history)
{
    size_t count = json_array_size(history), skipped = 0;
    if (count > HISTORY_MOST) {
        skipped = count - HISTORY_MOST;
        count = HISTORY_MOST;
    }
    standing->history = memory_array(count + 1, sizeof(*standing->history));
    for (; standing->count < count; standing->count++) {
        const json_t *event = json_array_get(history, skipped + standing->count);
        const char *note = json_words(json_object_get(event, "note"), i18n_language());
        struct standing_event *to = &standing->history[standing->count];
        int64_t when = moment(event, "at");
        if (when)
            clock_people(to->when, when);
        char *text = memory_format("%s%s%s", status_name(event), *note ? ". " : "", note);
        to->text = cleaned(text);
        memory_free_text(&text);
    }
}

static const char *last_note(const json_t *tracked)
{
    const json_t *history = json_object_get(tracked, "history");
    size_t count = json_array_size(history);
    const json_t *last = count > 0 ? json_array_get(history, count - 1) : NULL;
    return json_words(json_object_get(last, "note"), i18n_language());
}

/* A sentence behind others. */
static void add_sentence(char **sentences, const char *sentence)
{
    char *both = memory_format("%s %s", *sentences, sentence);
    memory_free_text(sentences);
    *sentences = both;
}

static void add_advice(struct standing *standing, const struct standing_facts *facts,
                       int64_t now)
{
    bool late = standing->mood == STANDING_CALM && standing->due && standing->due < now;
    if (late)
        add_sentence(&standing->next,
                     _("The day it was due is over: ask where you handed it in."));
    if (reference_is_dossier_code(facts->asked) && facts->tracked)
        add_sentence(&standing->next,
                     _("What has happened is shown for the reference, which stands on "
                       "the slip, too, beside its QR code."));
    bool ask =
        late || (standing->mood != STANDING_CALM && standing->mood != STANDING_GOOD);
    if (*facts->hotline && ask) {
        char *call = memory_format(_("Hotline: %s."), facts->hotline);
        add_sentence(&standing->next, call);
        free(call);
    }
}

/* The code alone can be guessed, one number after the other: it tells the status and no
 * more. */
static void take_answer(struct standing *standing, const json_t *tracked, bool by_code)
{
    const json_t *procedure = json_object_get(tracked, "procedure");
    standing->name = cleaned(status_name(tracked));
    standing->due = standing->awaited ? moment(tracked, "dueAt") : 0;
    standing->code = cleaned(json_text_or(tracked, "code", ""));
    if (by_code)
        return;
    standing->procedure =
        cleaned(json_words(json_object_get(procedure, "name"), i18n_language()));
    standing->procedure_code = cleaned(json_text_or(procedure, "code", ""));
    take_history(standing, json_object_get(tracked, "history"));
    standing->note = cleaned(last_note(tracked));
}

static void take_stored(struct standing *standing, const struct dossier *stored)
{
    standing->due = standing->awaited ? stored->due_at : 0;
    standing->code = cleaned(stored->code);
    standing->procedure_code = cleaned(stored->procedure);
}

static char *as_printed(const char *asked)
{
    char reference[REFERENCE_ROOM], grouped[REFERENCE_GROUPED_ROOM];
    if (!reference_read(reference, asked))
        return cleaned(asked);
    reference_group(grouped, reference);
    return memory_copy_text(grouped);
}

void standing_find(struct standing *standing, const struct standing_facts *facts,
                   int64_t now)
{
    bool by_code = reference_is_dossier_code(facts->asked);
    const struct saying *saying = find_saying(facts, by_code);
    *standing = (struct standing){.mood = saying->mood,
                                  .awaited = saying->awaited,
                                  .asked = as_printed(facts->asked),
                                  .next = memory_copy_text(_(saying->next))};
    if (facts->tracked)
        take_answer(standing, facts->tracked, by_code);
    else if (facts->stored && !by_code)
        take_stored(standing, facts->stored);
    char **const texts[] = {&standing->name, &standing->note, &standing->procedure,
                            &standing->procedure_code, &standing->code};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!*texts[i])
            *texts[i] = memory_copy_text("");
    }
    standing->word = memory_copy_text(*saying->word ? _(saying->word) : standing->name);
    add_advice(standing, facts, now);
}

void standing_clear(struct standing *standing)
{
    memory_free_text(&standing->word);
    memory_free_text(&standing->name);
    memory_free_text(&standing->next);
    memory_free_text(&standing->note);
    memory_free_text(&standing->asked);
    memory_free_text(&standing->procedure);
    memory_free_text(&standing->procedure_code);
    memory_free_text(&standing->code);
    for (size_t i = 0; i < standing->count; i++)
        memory_free_text(&standing->history[i].text);
    free(standing->history);
    *standing = (struct standing){0};
}
