/* SPDX-License-Identifier: MIT */
#include "kiosk/ui/glyphs.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <errno.h>
#include <linux/kd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <wctype.h>

/* What people write by hand or on a typewriter for it. */
static const struct {
    uint16_t character;
    char instead;
} STAND_INS[] = {
    {0x00A0, ' '}, {0x00AB, '"'},  {0x00B2, '2'}, {0x00B3, '3'},  {0x00B7, '-'},
    {0x00BB, '"'}, {0x00D7, 'x'},  {0x2010, '-'}, {0x2011, '-'},  {0x2012, '-'},
    {0x2013, '-'}, {0x2014, '-'},  {0x2015, '-'}, {0x2018, '\''}, {0x2019, '\''},
    {0x201C, '"'}, {0x201D, '"'},  {0x201E, '"'}, {0x2022, '*'},  {0x2026, '.'},
    {0x202F, ' '}, {0x2032, '\''}, {0x2033, '"'}, {0x203A, '>'},  {0x20AB, 'd'},
    {0x2190, '<'}, {0x2191, '^'},  {0x2192, '>'}, {0x2193, 'v'},  {0x2212, '-'},
    {0x2264, '<'}, {0x2265, '>'},  {0x2500, '-'}, {0x2502, '|'},  {0x2580, '#'},
    {0x2584, '#'}, {0x2588, '#'},  {0x25A0, '#'}, {0x25AA, '*'},  {0x25B2, '^'},
    {0x25B8, '>'}, {0x25BC, 'v'},  {0x25BE, 'v'}, {0x25CB, 'o'},  {0x25CF, '*'},
    {0x2713, 'v'},
};

/* --- asking --------------------------------------------------------------------------
 */

/* False where it is not the Linux console. Anybody who sits at it may ask. */
static bool read_font(struct glyphs *glyphs, int fd)
{
    enum { MOST_PAIRS = 0xFFFF };
    struct unimapdesc map = {0};
    if (ioctl(fd, GIO_UNIMAP, &map) != 0 && errno != ENOMEM)
        return false; /* with ENOMEM it tells how many there are */
    struct unipair *pairs = memory_array(MOST_PAIRS, sizeof(*pairs));
    map.entry_ct = MOST_PAIRS;
    map.entries = pairs;
    bool fine = ioctl(fd, GIO_UNIMAP, &map) == 0;
    memset(glyphs->font, 0, sizeof(glyphs->font));
    for (size_t i = 0; fine && i < map.entry_ct; i++)
        glyphs->font[pairs[i].unicode / 8] |= (uint8_t)(1u << pairs[i].unicode % 8);
    free(pairs);
    return fine;
}

/* "linux" that cannot be asked is a console at the other end of a line, or something that
 * takes its place, with nobody knows which font; a VT has its own letters alone. */
static bool is_poor(const char *name)
{
    static const char *const POOR[] = {"linux", "vt1", "vt2", "vt3",
                                       "vt4",   "vt5", "ansi"};
    for (size_t i = 0; name && i < sizeof(POOR) / sizeof(POOR[0]); i++) {
        if (strncmp(name, POOR[i], strlen(POOR[i])) == 0)
            return true;
    }
    return false;
}

void glyphs_look(struct glyphs *glyphs, enum glyphs_wish wish, int fd, const char *name)
{
    glyphs->all = wish == GLYPHS_FULL;
    glyphs->is_linux = !glyphs->all && read_font(glyphs, fd);
    glyphs->marks = wish != GLYPHS_PLAIN && (glyphs->is_linux || !is_poor(name));
    if (!glyphs->is_linux && glyphs->marks && !glyphs->ascii)
        glyphs->all = true;
}

void glyphs_no_utf8(struct glyphs *glyphs)
{
    glyphs->ascii = true;
    glyphs->all = false;
}

/* --- answering -----------------------------------------------------------------------
 */

static bool font_has(const struct glyphs *glyphs, uint32_t c)
{
    return c < GLYPHS_MOST && glyphs->font[c / 8] >> c % 8 & 1;
}

bool glyphs_has(const struct glyphs *glyphs, uint32_t c)
{
    if (glyphs->all || (c >= 0x20 && c < 0x7F))
        return true;
    if (glyphs->ascii || utf8_width(c) == 0)
        return false; /* what is no UTF-8 terminal joins no marks; no more does Linux */
    if (!glyphs->marks && !iswalpha((wint_t)c))
        return false;
    return !glyphs->is_linux || font_has(glyphs, c);
}

uint32_t glyphs_shown(const struct glyphs *glyphs, uint32_t c)
{
    if (glyphs_has(glyphs, c))
        return c;
    for (size_t i = 0; i < sizeof(STAND_INS) / sizeof(STAND_INS[0]); i++) {
        if (STAND_INS[i].character == c)
            return (unsigned char)STAND_INS[i].instead;
    }
    uint32_t base = viet_base(c);
    if (base >= 'a' && base <= 'z')
        return iswupper((wint_t)c) ? base - 'a' + 'A' : base;
    return c != UTF8_REPLACEMENT && glyphs_has(glyphs, UTF8_REPLACEMENT)
               ? UTF8_REPLACEMENT
               : '?';
}
