/* SPDX-License-Identifier: MIT */
/* motcua-console-font: writes the font for tty1. */
#include "console/pictures.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/options.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CONSOLE_SETUP "/usr/share/consolefonts/Vietnamese-Fixed16.psf.gz"

static const char *from;

static const struct option_info OPTIONS[] = {
    {"--from", N_("FONT"), N_("the font to begin with"), &from},
    {0},
};

static const struct program PROGRAM = {
    .name = "motcua-console-font",
    .usage = "[OPTION]... FILE",
    .purpose = N_("Writes to FILE the font of the Linux console that the kiosk needs: "
                  "console-setup's Vietnamese one, with the half blocks of QR codes and "
                  "the kiosk's marks added. To be loaded with setfont."),
    .options = OPTIONS,
    .epilogue = N_("The font to begin with is Vietnamese-Fixed16 of the package "
                   "console-setup-linux.\n"
                   "Exit codes: 0 written, or nothing to do; 1 trouble; 64 a mistake on "
                   "the command line."),
};

static bool read_font(const char *path, struct font *font, struct error *err)
{
    struct buffer bytes;
    struct error cause = {0};
    if (access(path, F_OK) != 0)
        return error_set(err, _("%s is not there: apt-get install console-setup-linux."),
                         path);
    bool fine = file_read(path, FONT_MOST_BYTES, &bytes, err);
    if (fine &&
        (!font_read(font, bytes.data, bytes.size, &cause) || !pictures_put(font, &cause)))
        fine = error_set(err, "%s: %s", path, cause.text);
    buffer_free(&bytes);
    return fine;
}

static bool is_written(const char *path, const struct buffer *bytes)
{
    struct buffer old;
    bool same = access(path, R_OK) == 0 && file_read(path, FONT_MOST_BYTES, &old, NULL);
    if (!same)
        return false;
    same = old.size == bytes->size && memcmp(old.data, bytes->data, old.size) == 0;
    buffer_free(&old);
    return same;
}

static bool write_font(const struct font *font, const char *path, struct error *err)
{
    struct buffer bytes;
    buffer_init(&bytes, FONT_MOST_BYTES);
    font_write(font, &bytes);
    bool there = is_written(path, &bytes);
    bool fine = there || file_write(path, bytes.data, bytes.size, 0644, err);
    if (fine)
        printf(there ? _("%s is up to date.\n") : _("%s is written.\n"), path);
    buffer_free(&bytes);
    return fine;
}

int main(int argc, char **argv)
{
    static struct font font;
    struct error err = {0};
    int words;
    struct settings *settings = options_start(&PROGRAM, argc, argv, &words);
    settings_free(&settings);
    bool usage = words != 1;
    bool fine = usage ? error_set(&err, _("%s takes one file; see --help."), PROGRAM.name)
                      : read_font(from ? from : CONSOLE_SETUP, &font, &err) &&
                            write_font(&font, argv[1], &err);
    if (!fine)
        fprintf(stderr, "%s: %s\n", PROGRAM.name, err.text);
    return fine ? EXIT_FINE : usage ? EXIT_USAGE : EXIT_TROUBLE;
}
