/* SPDX-License-Identifier: MIT */
/* The steps that look: golden screens, texts, styles, bytes, and what is shown. */
#include "tests/screen/player.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *whole_screen(const struct player *player)
{
    return terminal_text(player->term, 1, terminal_rows(player->term));
}

static bool shows(const struct player *player, const void *text)
{
    int row, column;

    return terminal_find(player->term, text, &row, &column);
}

static bool shows_not(const struct player *player, const void *text)
{
    return !shows(player, text);
}

static bool run_wait(struct player *player, struct step *step, const char *rest,
                     struct error *err)
{
    bool is_gone = strcmp(step->word, "wait-gone") == 0;
    long seconds;

    if (!player_take_number(&rest, 1, 3600, &seconds, err))
        return false;
    if (*rest == '\0')
        return error_set(err, "a text to wait for is missing");
    return player_wait(player, (int)seconds * 1000, is_gone ? shows_not : shows, rest) ||
           error_set(err, "after %ld s \"%s\" is %s the screen", seconds, rest,
                     is_gone ? "still on" : "not on");
}

static bool run_expect(struct player *player, struct step *step, const char *rest,
                       struct error *err)
{
    (void)step;
    player_settle(player);
    return (*rest != '\0' && player_wait(player, player->patience_ms, shows, rest)) ||
           error_set(err, "\"%s\" is not on the screen", rest);
}

static bool run_refuse(struct player *player, struct step *step, const char *rest,
                       struct error *err)
{
    (void)step;
    player_settle(player);
    return (*rest != '\0' && shows_not(player, rest)) ||
           error_set(err, "\"%s\" is on the screen", rest);
}

static bool cursor_is_at(const struct player *player, const void *place)
{
    const long *wanted = place;
    int row, column;

    terminal_cursor(player->term, &row, &column);
    return row == wanted[0] && column == wanted[1];
}

static bool run_expect_cursor(struct player *player, struct step *step, const char *rest,
                              struct error *err)
{
    long place[2];
    int row, column;

    (void)step;
    if (!player_take_number(&rest, 1, 1000, &place[0], err) ||
        !player_take_number(&rest, 1, 1000, &place[1], err))
        return false;
    player_settle(player);
    if (player_wait(player, player->patience_ms, cursor_is_at, place))
        return true;
    terminal_cursor(player->term, &row, &column);
    return error_set(err, "the cursor is at %d %d", row, column);
}

static const struct {
    const char *name;
    int style;
} STYLES[] = {
    {"plain", 0},
    {"bold", STYLE_BOLD},
    {"reverse", STYLE_REVERSE},
    {"underline", STYLE_UNDERLINE},
};

/* Every style that is named must be there; "plain" means none of them. */
static bool has_style(int style, const char *name, struct error *err)
{
    for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
        if (strcmp(STYLES[i].name, name) == 0)
            return (STYLES[i].style == 0 ? style == 0 : (style & STYLES[i].style) != 0) ||
                   error_set(err, "it is not %s:%s%s%s%s", name,
                             style == 0 ? " plain" : "",
                             style & STYLE_BOLD ? " bold" : "",
                             style & STYLE_REVERSE ? " reverse" : "",
                             style & STYLE_UNDERLINE ? " underline" : "");
    }
    return error_set(err, "there is no style \"%s\"", name);
}

static bool run_expect_style(struct player *player, struct step *step, const char *rest,
                             struct error *err)
{
    long row, column;

    (void)step;
    player_settle(player);
    return player_take_number(&rest, 1, terminal_rows(player->term), &row, err) &&
           player_take_number(&rest, 1, terminal_columns(player->term), &column, err) &&
           has_style(terminal_style(player->term, (int)row, (int)column), rest, err);
}

/* The same by the text that has the style, which survives a change of the layout. */
static bool run_expect_styled(struct player *player, struct step *step, const char *rest,
                              struct error *err)
{
    char *style = player_take_word(&rest, err);
    int row, column;

    (void)step;
    if (style == NULL)
        return false;
    player_settle(player);
    bool fine = player_wait(player, player->patience_ms, shows, rest) ||
                error_set(err, "\"%s\" is not on the screen", rest);
    fine = fine && terminal_find(player->term, rest, &row, &column) &&
           has_style(terminal_style(player->term, row, column), style, err);
    free(style);
    return fine;
}

static bool read_hex(const char *text, struct buffer *out, struct error *err)
{
    for (; *text != '\0'; text++) {
        if (*text == ' ')
            continue;
        if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]))
            return error_set(err, "bytes are written as \"e2 80 ae\"");
        char byte = (char)strtol((char[]){text[0], text[1], '\0'}, NULL, 16);
        buffer_add(out, &byte, 1);
        text++;
    }
    return out->size > 0 || error_set(err, "the bytes are missing");
}

static bool run_expect_no_bytes(struct player *player, struct step *step,
                                const char *rest, struct error *err)
{
    const struct buffer *record = terminal_record(player->term);
    struct buffer bytes;

    (void)step;
    player_settle(player);
    buffer_init(&bytes, 1024);
    bool fine = read_hex(rest, &bytes, err);
    if (fine && record->overflowed)
        fine = error_set(err, "the program wrote more than the record holds");
    if (fine && memmem(record->data, record->size, bytes.data, bytes.size) != NULL)
        fine = error_set(err, "the program has written these bytes");
    buffer_free(&bytes);
    return fine;
}

struct capture {
    const struct pattern *pattern;
    char **found;
};

static bool captures(const struct player *player, const void *arg)
{
    const struct capture *capture = arg;
    char *text = whole_screen(player);

    *capture->found = pattern_capture(capture->pattern, text);
    free(text);
    return *capture->found != NULL;
}

static bool run_capture(struct player *player, struct step *step, const char *rest,
                        struct error *err)
{
    char *name = player_take_word(&rest, err);
    char *found = NULL;

    (void)step;
    if (name == NULL)
        return false;
    struct pattern *pattern = pattern_create(rest, err);
    if (pattern != NULL) {
        const struct capture capture = {pattern, &found};
        player_settle(player);
        if (player_wait(player, player->patience_ms, captures, &capture))
            pairs_set(&player->variables, name, found);
        else
            error_set(err, "nothing on the screen matches");
    }
    pattern_free(&pattern);
    free(name);
    free(found);
    return !error_is_set(err);
}

static bool run_mask(struct player *player, struct step *step, const char *rest,
                     struct error *err)
{
    char *regex = player_take_word(&rest, err);
    struct pattern *pattern = regex != NULL ? pattern_create(regex, err) : NULL;

    (void)step;
    free(regex);
    if (pattern == NULL)
        return false;
    player->masks =
        memory_resize(player->masks, player->mask_count + 1, sizeof *player->masks);
    player->masks[player->mask_count++] = (struct mask){pattern, memory_copy_text(rest)};
    return true;
}

/* Lines without blanks at their ends, and no empty lines at the end. */
static char *trim(const char *text)
{
    struct buffer out;
    size_t empty_lines = 0;

    buffer_init(&out, 1 << 20);
    while (*text != '\0') {
        size_t line = strcspn(text, "\n");
        size_t size = line;

        while (size > 0 && text[size - 1] == ' ')
            size--;
        empty_lines = size == 0 ? empty_lines + 1 : 0;
        buffer_add(&out, text, size);
        buffer_add(&out, "\n", 1);
        text += text[line] == '\n' ? line + 1 : line;
    }
    char *trimmed = memory_copy_span(out.data, out.size - empty_lines);
    buffer_free(&out);
    return trimmed;
}

/* What is compared: masked, then trimmed. */
static char *comparable(const struct player *player, const char *text, struct error *err)
{
    char *masked = memory_copy_text(text);

    for (size_t i = 0; i < player->mask_count && masked != NULL; i++) {
        const struct mask *mask = &player->masks[i];
        char *next = pattern_replace(mask->pattern, masked, mask->replacement, err);
        free(masked);
        masked = next;
    }
    char *trimmed = masked != NULL ? trim(masked) : NULL;
    free(masked);
    return trimmed;
}

struct golden {
    int first, last;
    const char *wanted;
};

static char *seen_part(const struct player *player, const struct golden *golden,
                       struct error *err)
{
    char *text = terminal_text(player->term, golden->first, golden->last);
    char *seen = comparable(player, text, err);

    free(text);
    return seen;
}

static bool is_golden(const struct player *player, const void *arg)
{
    const struct golden *golden = arg;
    char *seen = seen_part(player, golden, NULL);
    bool same = seen != NULL && strcmp(seen, golden->wanted) == 0;

    free(seen);
    return same;
}

/* Prints the lines that differ, the wanted one above the seen one. */
static void print_difference(const char *wanted, const char *seen, int first_row)
{
    for (int row = first_row; *wanted != '\0' || *seen != '\0'; row++) {
        size_t want = strcspn(wanted, "\n");
        size_t see = strcspn(seen, "\n");

        if (want != see || memcmp(wanted, seen, want) != 0) {
            fprintf(stderr, "row %2d  wanted |%.*s|\n", row, (int)want, wanted);
            fprintf(stderr, "        seen   |%.*s|\n", (int)see, seen);
        }
        wanted += wanted[want] == '\n' ? want + 1 : want;
        seen += seen[see] == '\n' ? see + 1 : see;
    }
}

static void print_screen(const struct player *player, const char *caption)
{
    const char *gap = *caption != '\0' ? " " : "";
    char *text = whole_screen(player);
    int used = 2 + 2 * utf8_columns(gap) + utf8_columns(caption);

    printf("══%s%s%s", gap, caption, gap);
    for (; used < terminal_columns(player->term); used++)
        fputs("═", stdout);
    printf("\n%s", text);
    fflush(stdout);
    free(text);
}

static bool compare(struct player *player, struct step *step, struct golden *golden,
                    struct error *err)
{
    char *expanded = pairs_expand(&player->variables, step->body, err);
    char *wanted = expanded != NULL ? comparable(player, expanded, err) : NULL;
    bool same = false;

    if (wanted != NULL) {
        golden->wanted = wanted;
        same = player_wait(player, player->patience_ms, is_golden, golden);
        if (!same) {
            char *seen = seen_part(player, golden, err);
            if (seen != NULL)
                print_difference(wanted, seen, golden->first);
            error_set(err, "the screen differs");
            free(seen);
        }
    }
    free(expanded);
    free(wanted);
    return same;
}

static bool run_screen(struct player *player, struct step *step, const char *rest,
                       struct error *err)
{
    long first = 1, last = terminal_rows(player->term);

    if (strcmp(step->word, "screen-part") == 0 &&
        (!player_take_number(&rest, 1, last, &first, err) ||
         !player_take_number(&rest, first, last, &last, err)))
        return false;
    if (step->body == NULL)
        return error_set(err, "the screen itself is missing: end the line in <<EOT");
    struct golden golden = {.first = (int)first, .last = (int)last};
    player_settle(player);
    if (player->show)
        print_screen(player, rest);
    if (!player->update)
        return compare(player, step, &golden, err);
    step->new_body = seen_part(player, &golden, err);
    return step->new_body != NULL;
}

static bool run_show(struct player *player, struct step *step, const char *rest,
                     struct error *err)
{
    (void)step, (void)err;
    player_settle(player);
    if (player->show)
        print_screen(player, rest);
    return true;
}

static bool run_say(struct player *player, struct step *step, const char *rest,
                    struct error *err)
{
    (void)player, (void)step, (void)err;
    puts(rest);
    fflush(stdout);
    return true;
}

const struct command COMMANDS_LOOK[] = {
    {.word = "wait", .run = run_wait},
    {.word = "wait-gone", .run = run_wait},
    {.word = "expect", .run = run_expect},
    {.word = "refuse", .run = run_refuse},
    {.word = "expect-cursor", .run = run_expect_cursor},
    {.word = "expect-style", .run = run_expect_style},
    {.word = "expect-styled", .run = run_expect_styled},
    {.word = "expect-no-bytes", .run = run_expect_no_bytes},
    {.word = "capture", .run = run_capture},
    {.word = "mask", .run = run_mask, .is_early = true},
    {.word = "screen", .run = run_screen, .has_body = true},
    {.word = "screen-part", .run = run_screen, .has_body = true},
    {.word = "show", .run = run_show},
    {.word = "say", .run = run_say, .is_early = true},
    {.word = NULL},
};
