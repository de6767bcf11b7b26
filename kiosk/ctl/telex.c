/* SPDX-License-Identifier: MIT */
/* Lines of keystrokes become text, as they would in a field of the kiosk. */
#include "kiosk/input/telex.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 65536 };

/* Is it the second of the two words? Without the option it is the first. */
static bool read_choice(const char *option, const char *text, const char *first,
                        const char *second, bool *is_second)
{
    *is_second = text && strcmp(text, second) == 0;
    if (!text || *is_second || strcmp(text, first) == 0)
        return true;
    ctl_complain(EXIT_USAGE, _("%s is %s or %s, not \"%s\"."), option, first, second,
                 text);
    return false;
}

static void print_converted(const char *line, size_t size, struct telex_settings settings)
{
    char *keys = utf8_clean(line, size, UTF8_ONE_LINE);
    char *text = telex_convert(keys, settings);
    puts(text);
    memory_free_text(&keys);
    memory_free_text(&text);
}

int ctl_telex(struct ctl *ctl)
{
    bool vni, new_style;
    if (!read_choice("--method", ctl->method, "telex", "vni", &vni) ||
        !read_choice("--tone", ctl->tone, "old", "new", &new_style))
        return EXIT_USAGE;
    struct telex_settings settings = {
        .method = vni ? TELEX_VNI : TELEX_TELEX,
        .new_style = new_style,
    };
    int code = EXIT_FINE;
    char *line = memory_alloc(LINE_MOST);
    while (fgets(line, LINE_MOST, stdin)) {
        size_t size = strcspn(line, "\n");
        if (line[size] != '\n' && !feof(stdin)) {
            code = ctl_complain(EXIT_TROUBLE,
                                _("A line is longer than %d bytes, or has a NUL in it."),
                                LINE_MOST - 2);
            break;
        }
        print_converted(line, size, settings);
    }
    if (ferror(stdin))
        code = ctl_complain(EXIT_TROUBLE, _("The keystrokes cannot be read."));
    memory_wipe(line, LINE_MOST);
    free(line);
    return code;
}
