/* SPDX-License-Identifier: MIT */
/* id parse: codes of identity cards, a line each from standard input — never from the
 * command line, which every user of the machine can read. */
#include "forms/vietnam/card.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/ctl.h"

#include <stdio.h>

/* One line without its end, as far as it fits. False at the end of the input. */
static bool read_line(struct buffer *line)
{
    int c;
    bool any = false;
    buffer_clear(line);
    while ((c = getchar_unlocked()) != EOF && c != '\n') {
        char byte = (char)c;
        any = true;
        buffer_add(line, &byte, 1);
    }
    return any || c == '\n';
}

static json_t *describe(const struct card *card)
{
    json_t *extras = json_array();
    for (size_t i = 0; i < card->extra_count; i++)
        json_array_append_new(extras, json_string(card->extras[i]));
    json_t *fields = json_pack(
        "{s:s, s:s*, s:s, s:s, s:s, s:s, s:s, s:o}", "identityNumber", card->number,
        "oldNumber", *card->old_number ? card->old_number : NULL, "fullName", card->name,
        "birthDate", card->birth_date, "sex", card->female ? "female" : "male", "address",
        card->address, "issueDate", card->issue_date, "extras", extras);
    if (card->letters_lost)
        json_object_set_new(
            fields, "warning",
            json_string(_("Letters were lost between scanner and program: do not use the "
                          "name and the address.")));
    return fields;
}

/* Takes the value. */
static void print_line(json_t *value)
{
    json_dumpf(value, stdout, JSON_COMPACT);
    putchar('\n');
    fflush(stdout); /* a scanner may be at the other end */
    json_wipe(&value);
}

int ctl_card(struct ctl *ctl)
{
    char today[CLOCK_DATE_ROOM];
    struct buffer line;
    int code = EXIT_FINE;
    (void)ctl;
    buffer_init(&line, CARD_BYTES_MOST + 1); /* a full one is too long to be a card */
    while (read_line(&line)) {
        struct card card;
        struct error err = {0};
        if (card_read(line.data, line.size, clock_today(today), &card, &err)) {
            print_line(describe(&card));
        } else {
            print_line(json_pack("{s:s}", "error", err.text));
            code = CTL_INVALID;
        }
        card_clear(&card);
    }
    bool failed = ferror(stdin);
    buffer_free(&line);
    return failed ? ctl_complain(EXIT_TROUBLE, _("The input could not be read.")) : code;
}
