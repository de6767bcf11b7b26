/* SPDX-License-Identifier: MIT */
#include "tests/screen/script.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define SCRIPT_LIMIT (4 << 20)

/* The file being read, line by line. */
struct reader {
    const char *next;
    size_t line;
    const char *start; /* of the line last read, without its line feed */
    size_t size;
};

static bool reader_step(struct reader *reader)
{
    if (*reader->next == '\0')
        return false;
    reader->start = reader->next;
    reader->size = strcspn(reader->next, "\n");
    reader->next += reader->size;
    if (*reader->next == '\n')
        reader->next++;
    reader->line++;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Cuts "<<WORD" off the end of `rest`, and returns WORD, allocated, or NULL. */
static char *take_body_word(char *rest)
{
    char *mark = strstr(rest, "<<");

    for (char *later = mark; later != NULL; later = strstr(later + 1, "<<"))
        mark = later;
    if (mark == NULL || mark[2] == '\0' ||
        mark[2 + strspn(mark + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] != '\0')
        return NULL;
    char *word = memory_copy_text(mark + 2);
    while (mark > rest && is_blank(mark[-1]))
        mark--;
    *mark = '\0';
    return word;
}

static bool read_body(struct reader *reader, struct step *step, const char *path,
                      const char *word, struct error *err)
{
    const char *first = reader->next;

    while (reader_step(reader)) {
        if (strlen(word) == reader->size &&
            memcmp(reader->start, word, reader->size) == 0) {
            step->body = memory_copy_span(first, (size_t)(reader->start - first));
            step->body_end = reader->line;
            return true;
        }
    }
    return error_set(err, "%s:%zu: the closing %s is missing", path, step->line, word);
}

static struct step *add_step(struct script *script, const struct reader *reader)
{
    const char *start = reader->start;
    const char *end = reader->start + reader->size;
    const char *word_end;

    while (start < end && is_blank(*start))
        start++;
    while (end > start && (is_blank(end[-1]) || end[-1] == '\r'))
        end--;
    if (start == end || *start == '#')
        return NULL;
    for (word_end = start; word_end < end && !is_blank(*word_end);)
        word_end++;
    script->steps =
        memory_resize(script->steps, script->count + 1, sizeof *script->steps);
    struct step *step = &script->steps[script->count++];
    *step = (struct step){.line = reader->line};
    step->word = memory_copy_span(start, (size_t)(word_end - start));
    while (word_end < end && is_blank(*word_end))
        word_end++;
    step->rest = memory_copy_span(word_end, (size_t)(end - word_end));
    return step;
}

static bool parse(struct script *script, const struct buffer *file, struct error *err)
{
    struct reader reader = {.next = file->data};

    if (!utf8_is_valid(file->data, file->size) || memchr(file->data, 0, file->size))
        return error_set(err, "%s: is not UTF-8 text", script->path);
    while (reader_step(&reader)) {
        struct step *step = add_step(script, &reader);
        char *word = step != NULL ? take_body_word(step->rest) : NULL;
        bool fine = word == NULL || read_body(&reader, step, script->path, word, err);

        free(word);
        if (!fine)
            return false;
    }
    return true;
}

bool script_read(struct script *script, const char *path, struct error *err)
{
    struct buffer file;

    *script = (struct script){.path = memory_copy_text(path)};
    bool fine = file_read(path, SCRIPT_LIMIT, &file, err) && parse(script, &file, err);
    buffer_free(&file);
    return fine;
}

/* The step whose body the line stands in, the closing line left out. */
static const struct step *body_at(const struct script *script, size_t line)
{
    for (size_t i = 0; i < script->count; i++) {
        const struct step *step = &script->steps[i];
        if (step->body != NULL && line > step->line && line < step->body_end)
            return step;
    }
    return NULL;
}

static const struct step *closed_at(const struct script *script, size_t line)
{
    for (size_t i = 0; i < script->count; i++) {
        const struct step *step = &script->steps[i];
        if (step->body != NULL && step->body_end == line)
            return step;
    }
    return NULL;
}

bool script_rewrite(const struct script *script, struct error *err)
{
    struct buffer old, new;

    if (!file_read(script->path, SCRIPT_LIMIT, &old, err)) {
        buffer_free(&old);
        return false;
    }
    buffer_init(&new, 2 * SCRIPT_LIMIT);
    struct reader reader = {.next = old.data};
    while (reader_step(&reader)) {
        const struct step *within = body_at(script, reader.line);
        const struct step *closed = closed_at(script, reader.line);

        if (within != NULL && within->new_body != NULL)
            continue;
        if (closed != NULL && closed->new_body != NULL)
            buffer_add_text(&new, closed->new_body);
        buffer_add(&new, reader.start, reader.size);
        buffer_add_text(&new, "\n");
    }
    bool fine = file_write(script->path, new.data, new.size, 0644, err);
    buffer_free(&old);
    buffer_free(&new);
    return fine;
}

void script_free(struct script *script)
{
    for (size_t i = 0; i < script->count; i++) {
        free(script->steps[i].word);
        free(script->steps[i].rest);
        free(script->steps[i].body);
        free(script->steps[i].new_body);
    }
    free(script->steps);
    free(script->path);
    *script = (struct script){0};
}
