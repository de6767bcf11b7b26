/* SPDX-License-Identifier: MIT */
/* Hands all over the keyboard, before a text field: what the engine asks for is UTF-8 and
 * NFC and fits, it knows what stands in the field, backspace takes one letter, and a
 * word's keys typed anew make the same word. And all of it as a name: what is put right
 * in it is right. */
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/input/residue.h"
#include "kiosk/input/telex.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { BACKSPACE = 0x08, LEAVE = 0x0A, FIELD_ROOM = 4096 };

struct field {
    struct telex telex;
    char text[FIELD_ROOM];
    size_t size;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void apply(struct field *field, const struct telex_change *change)
{
    size_t size = strlen(change->text);
    must(size < TELEX_TEXT_ROOM && utf8_is_valid(change->text, size));
    for (size_t i = 0; i < change->erase && field->size > 0; i++) {
        do
            field->size--;
        while (field->size > 0 && (field->text[field->size] & 0xC0) == 0x80);
    }
    must(field->size + size < FIELD_ROOM);
    memcpy(field->text + field->size, change->text, size + 1);
    field->size += size;
}

/* The letters that the engine believes to stand before the cursor do. */
static void check_shown(const struct field *field)
{
    char shown[WORD_KEYS_MOST * 4 + 1] = "";
    size_t size = 0;
    for (size_t i = 0; i < field->telex.shown_count; i++)
        size += utf8_write(shown + size, field->telex.shown[i]);
    must(size <= field->size);
    must(memcmp(field->text + field->size - size, shown, size) == 0);
}

static void check_nfc(const char *text)
{
    char *composed = viet_compose(text);
    must(strcmp(text, composed) == 0);
    memory_free_text(&composed);
}

/* The letters without their tones. */
static size_t plain_letters(const char *text, char32_t *out)
{
    size_t count = 0;
    for (size_t at = 0, size = strlen(text); at < size;) {
        uint32_t c, tone;
        at += utf8_read(text + at, size - at, &c);
        out[count++] = viet_take_tone(c, &tone);
    }
    return count;
}

static void press_backspace(struct field *field)
{
    static char32_t before[FIELD_ROOM], after[FIELD_ROOM];
    struct telex_change change;
    size_t count = plain_letters(field->text, before);
    telex_backspace(&field->telex, &change);
    apply(field, &change);
    size_t left = plain_letters(field->text, after);
    must(left == (count ? count - 1 : 0));
    must(memcmp(before, after, left * sizeof(*after)) == 0);
}

/* Leaves the word, types its keys anew in an empty field, and looks for a difference. */
static void leave(struct field *field)
{
    struct field again = {.telex.settings = field->telex.settings};
    struct telex old = field->telex;
    struct telex_change change;
    telex_end(&field->telex, &change);
    apply(field, &change);
    must(field->telex.count == 0 && field->telex.shown_count == 0);
    for (size_t i = 0; i < old.count; i++) {
        telex_key(&again.telex, old.keys[i], &change);
        apply(&again, &change);
    }
    telex_end(&again.telex, &change);
    apply(&again, &change);
    must(again.size <= field->size);
    must(memcmp(field->text + field->size - again.size, again.text, again.size) == 0);
}

static void press(struct field *field, uint32_t key)
{
    struct telex_change change;
    bool combines = key >= 0x300 && key <= 0x36F; /* the field composes those */
    if (key == BACKSPACE)
        press_backspace(field);
    else if (key == LEAVE)
        leave(field);
    else if (!combines && key >= 0x20) {
        telex_key(&field->telex, key, &change);
        must(change.erase <= WORD_KEYS_MOST);
        apply(field, &change);
    }
    check_shown(field);
}

static void mend(const uint8_t *data, size_t size, bool new_style)
{
    char *name = memory_copy_span((const char *)data, size);
    char *mended = residue_mend(name, new_style);
    if (mended) {
        must(strlen(mended) <= strlen(name) * 2);
        check_nfc(mended);
        must(!residue_mend(mended, new_style));
    }
    memory_free_text(&mended);
    memory_free_text(&name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > FIELD_ROOM / 8)
        return 0;
    static struct field field;
    const struct telex_settings settings = {
        .method = data[0] & 1 ? TELEX_VNI : TELEX_TELEX,
        .new_style = data[0] & 2,
        .names = data[0] & 4,
    };
    field = (struct field){.text = ""};
    telex_init(&field.telex, settings);
    for (size_t at = 1; at < size;) {
        uint32_t key;
        at += utf8_read((const char *)data + at, size - at, &key);
        press(&field, key);
    }
    check_nfc(field.text);
    leave(&field);
    mend(data + 1, size - 1, settings.new_style);
    return 0;
}
