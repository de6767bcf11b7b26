/* SPDX-License-Identifier: MIT */
#include "tests/screen/keys.h"

#include "kiosk/base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    VTermKey key;
} KEYS[] = {
    {"Enter", VTERM_KEY_ENTER}, {"Tab", VTERM_KEY_TAB},
    {"Esc", VTERM_KEY_ESCAPE},  {"Backspace", VTERM_KEY_BACKSPACE},
    {"Up", VTERM_KEY_UP},       {"Down", VTERM_KEY_DOWN},
    {"Left", VTERM_KEY_LEFT},   {"Right", VTERM_KEY_RIGHT},
    {"Home", VTERM_KEY_HOME},   {"End", VTERM_KEY_END},
    {"PgUp", VTERM_KEY_PAGEUP}, {"PgDn", VTERM_KEY_PAGEDOWN},
    {"Ins", VTERM_KEY_INS},     {"Del", VTERM_KEY_DEL},
};

static const struct {
    const char *prefix;
    VTermModifier modifier;
} MODIFIERS[] = {
    {"Ctrl-", VTERM_MOD_CTRL}, {"C-", VTERM_MOD_CTRL},  {"Alt-", VTERM_MOD_ALT},
    {"M-", VTERM_MOD_ALT},     {"S-", VTERM_MOD_SHIFT}, {"Shift-", VTERM_MOD_SHIFT},
};

static VTermKey function_key(const char *name)
{
    char *end;
    long number = name[0] == 'F' ? strtol(name + 1, &end, 10) : 0;

    if (number < 1 || number > 24 || *end != '\0')
        return VTERM_KEY_NONE;
    return VTERM_KEY_FUNCTION(number);
}

static VTermKey find_key(const char *name)
{
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (strcmp(KEYS[i].name, name) == 0)
            return KEYS[i].key;
    }
    return function_key(name);
}

static const char *take_modifiers(const char *name, VTermModifier *modifiers)
{
    for (size_t i = 0; i < sizeof MODIFIERS / sizeof MODIFIERS[0]; i++) {
        size_t size = strlen(MODIFIERS[i].prefix);

        if (strncmp(name, MODIFIERS[i].prefix, size) == 0 && name[size] != '\0') {
            *modifiers |= MODIFIERS[i].modifier;
            return take_modifiers(name + size, modifiers);
        }
    }
    return name;
}

bool keys_press(VTerm *vt, const char *name)
{
    VTermModifier modifiers = VTERM_MOD_NONE;
    const char *plain = take_modifiers(name, &modifiers);
    VTermKey key = find_key(plain);
    uint32_t code_point = ' ';

    if (key != VTERM_KEY_NONE) {
        vterm_keyboard_key(vt, key, modifiers);
        return true;
    }
    if (strcmp(plain, "Space") != 0 &&
        (*plain == '\0' || utf8_read(plain, strlen(plain), &code_point) != strlen(plain)))
        return false;
    /* Control keys are made here: libvterm has newer codes of its own for Ctrl-I, J, M.
     */
    if ((modifiers & VTERM_MOD_CTRL) != 0 && code_point >= '@' && code_point < 0x7F) {
        code_point &= 0x1F;
        modifiers &= ~(unsigned)VTERM_MOD_CTRL;
    }
    vterm_keyboard_unichar(vt, code_point, modifiers);
    return true;
}
