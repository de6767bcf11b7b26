/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/typing.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"

#include <string.h>

/* ---- the way ---- */

static const struct method {
    const char *setting, *name, *explained;
} METHODS[TYPING_WAYS] = {
    [TYPING_TELEX] = {"telex", "Telex",
                      N_("Telex: aa ee oo make â ê ô, w makes ă ơ ư, dd makes đ; tones: "
                         "s f r x j. F11: VNI.")},
    [TYPING_VNI] = {"vni", "VNI",
                    N_("VNI: 6 makes â ê ô, 7 ơ ư, 8 ă, 9 đ; tones: 1 2 3 4 5. "
                       "F11: off.")},
    [TYPING_OFF] = {"off", "—",
                    N_("Off: keys are taken as the keyboard gives them. F11: Telex.")},
};

void typing_start(struct typing_way *way, const struct settings *settings)
{
    const char *method = settings_text(settings, TYPING_METHOD);
    *way = (struct typing_way){.method = TYPING_TELEX};
    while (way->method < TYPING_OFF && strcmp(METHODS[way->method].setting, method) != 0)
        way->method++;
    way->new_tones = strcmp(settings_text(settings, TYPING_TONE), "new") == 0;
    way->shown = way->method != TYPING_OFF;
}

void typing_change(struct typing_way *way)
{
    way->method = (way->method + 1) % TYPING_WAYS;
    way->shown = true;
}

const char *typing_name(const struct typing_way *way)
{
    return METHODS[way->method].name;
}

const char *typing_explain(const struct typing_way *way)
{
    return _(METHODS[way->method].explained);
}

/* ---- the word ---- */

/* Are the letters before the cursor those of the word? */
static bool stands(const struct telex *word, const struct edit *edit)
{
    size_t at = edit->cursor;
    for (size_t i = word->shown_count; i-- > 0;) {
        size_t start = utf8_previous(edit->text, at);
        uint32_t letter;
        if (at == 0 || start + utf8_read(edit->text + start, at - start, &letter) != at ||
            letter != word->shown[i])
            return false;
        at = start;
    }
    return edit->cursor > 0 || word->passed == 0;
}

static void take_up(struct typing *typing, const struct edit *edit)
{
    if (!stands(&typing->word, edit))
        telex_forget(&typing->word);
}

static bool change_edit(struct typing *typing, struct edit *edit,
                        const struct telex_change *change)
{
    if (change->erase == 0 && !*change->text)
        return true;
    if (edit_replace(edit, change->erase, change->text))
        return true;
    telex_forget(&typing->word); /* it is full: what stands there stays */
    return false;
}

void typing_leave(struct typing *typing, struct edit *edit)
{
    struct telex_change change;
    take_up(typing, edit);
    telex_end(&typing->word, &change);
    change_edit(typing, edit, &change);
}

void typing_forget(struct typing *typing)
{
    memory_wipe(typing, sizeof(*typing));
    *typing = (struct typing){.written = 0};
}

/* The word goes on only in the way in which it was begun. */
static void use_way(struct typing *typing, struct edit *edit,
                    const struct typing_way *way, enum typing_into into)
{
    struct telex_settings wanted = {
        .method = way->method == TYPING_VNI ? TELEX_VNI : TELEX_TELEX,
        .new_style = way->new_tones,
        .names = into == TYPING_NAMES,
    };
    const struct telex_settings *has = &typing->word.settings;
    if (has->method == wanted.method && has->new_style == wanted.new_style &&
        has->names == wanted.names)
        return;
    typing_leave(typing, edit);
    telex_init(&typing->word, wanted);
}

/* So that it can be taken back: so many letters go, and others come. */
static void keep(struct typing *typing, const struct edit *edit, size_t erased,
                 size_t written)
{
    size_t from = edit->cursor;
    while (erased-- > 0)
        from = utf8_previous(edit->text, from);
    size_t size = edit->cursor - from;
    if (size >= sizeof(typing->erased))
        return;
    memcpy(typing->erased, edit->text + from, size);
    typing->erased[size] = '\0';
    typing->written = written;
}

static bool is_digit(const struct key *key)
{
    return key->name == KEY_TEXT && key->character >= '0' && key->character <= '9';
}

/* A combining mark goes onto the letter that stands there; the edit knows how. */
static bool is_letter(const struct key *key)
{
    bool combining = key->character >= 0x300 && key->character <= 0x36F;
    return key->name == KEY_TEXT && !combining && utf8_is_showable(key->character);
}

static bool take_plain(struct typing *typing, struct edit *edit, const struct key *key)
{
    size_t changes = edit->changes;
    if (is_digit(key))
        keep(typing, edit, 0, 1);
    bool taken = edit_take_key(edit, key);
    if (edit->changes == changes)
        typing->written = 0;
    return taken;
}

static void take_letter(struct typing *typing, struct edit *edit, const struct key *key)
{
    struct telex_change change;
    telex_key(&typing->word, key->character, &change);
    if (is_digit(key))
        keep(typing, edit, change.erase, utf8_count(change.text));
    if (!change_edit(typing, edit, &change))
        typing->written = 0;
}

static void take_backspace(struct typing *typing, struct edit *edit)
{
    struct telex_change change;
    bool in_word = typing->word.shown_count > 0;
    telex_backspace(&typing->word, &change);
    if (in_word)
        change_edit(typing, edit, &change);
    else
        edit_backspace(edit);
}

bool typing_take_key(struct typing *typing, const struct typing_way *way,
                     enum typing_into into, struct edit *edit, const struct key *key)
{
    typing->written = 0;
    take_up(typing, edit);
    if (into == TYPING_PLAIN || way->method == TYPING_OFF) {
        typing_leave(typing, edit);
        return take_plain(typing, edit, key);
    }
    use_way(typing, edit, way, into);
    if (is_letter(key)) {
        take_letter(typing, edit, key);
        return true;
    }
    if (key->name == KEY_BACKSPACE) {
        take_backspace(typing, edit);
        return true;
    }
    if (key->name == KEY_PASTED || key->name == KEY_TEXT)
        telex_forget(&typing->word);
    else if (key->name != KEY_PASTE_END)
        typing_leave(typing, edit);
    return edit_take_key(edit, key);
}

void typing_take_back(struct typing *typing, struct edit *edit)
{
    if (typing->written)
        edit_replace(edit, typing->written, typing->erased);
    typing_forget(typing);
}
