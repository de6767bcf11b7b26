/* SPDX-License-Identifier: MIT */
#include "kiosk/service/variants.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MOST = 48, /* of a name that is compared: what comes later does not matter */
    COMMON_LEAST = 3,
    PART_ROOM = 1024
};

struct word {
    const char *text, *key; /* in the name, and in what it is compared by */
    size_t size, key_size;
};

struct name {
    char *key;
    struct word words[WORDS_MOST];
    size_t count;
};

/* The next run of other characters than blanks; false at the end. */
static bool next_word(const char **at, const char **word, size_t *size)
{
    *word = *at + strspn(*at, " ");
    *size = strcspn(*word, " ");
    *at = *word + *size;
    return *size > 0;
}

static size_t without_marks(const char *word, size_t size)
{
    while (size > 1 && strchr(",;.:", word[size - 1]))
        size--;
    return size;
}

static bool same(const struct word *a, const struct word *b)
{
    return a->key_size == b->key_size && memcmp(a->key, b->key, a->key_size) == 0;
}

/* Every other name begins with "Thủ tục": that tells nothing. */
static void drop_beginning(struct name *name)
{
    char *empty = viet_key("thủ tục ");
    size_t size = strlen(empty);
    if (name->count > 2 && strncmp(name->key, empty, size) == 0 &&
        name->key[size] == ' ') {
        name->count -= 2;
        memmove(name->words, name->words + 2, name->count * sizeof(name->words[0]));
    }
    free(empty);
}

static void read_name(struct name *name, const char *text)
{
    struct word word;
    name->key = viet_key(text);
    name->count = 0;
    const char *key = name->key;
    while (name->count < WORDS_MOST && next_word(&text, &word.text, &word.size) &&
           next_word(&key, &word.key, &word.key_size)) {
        word.size = without_marks(word.text, word.size);
        word.key_size = without_marks(word.key, word.key_size);
        name->words[name->count++] = word;
    }
    drop_beginning(name);
}

/* The longest row of words that both have in this order, marked in `in_b`. Returns its
 * length. */
static size_t find_common(const struct word *a, size_t a_count, const struct word *b,
                          size_t b_count, bool *in_b)
{
    unsigned char best[WORDS_MOST + 1][WORDS_MOST + 1] = {{0}};
    for (size_t i = a_count; i-- > 0;) {
        for (size_t j = b_count; j-- > 0;) {
            unsigned char skip =
                best[i + 1][j] > best[i][j + 1] ? best[i + 1][j] : best[i][j + 1];
            best[i][j] =
                same(&a[i], &b[j]) ? (unsigned char)(best[i + 1][j + 1] + 1) : skip;
        }
    }
    memset(in_b, 0, b_count * sizeof(*in_b));
    for (size_t i = 0, j = 0; i < a_count && j < b_count;) {
        if (same(&a[i], &b[j])) {
            in_b[j] = true;
            i++;
            j++;
        } else if (best[i + 1][j] >= best[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    return best[0][0];
}

/* Takes `other` among the variants if they still have enough in common: nearly all of
 * what the shortest of them says. */
static bool join(struct name *common, size_t *shortest, const struct name *other)
{
    bool in_common[WORDS_MOST];
    size_t least = other->count < *shortest ? other->count : *shortest;
    size_t shared =
        find_common(other->words, other->count, common->words, common->count, in_common);
    if (shared < COMMON_LEAST || shared * 4 < least * 3)
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < common->count; i++) {
        if (in_common[i])
            common->words[kept++] = common->words[i];
    }
    common->count = kept;
    *shortest = least;
    return true;
}

/* What `name` says beside the common words; NULL for nothing. */
static char *tell(const struct name *name, const struct name *common)
{
    bool is_common[WORDS_MOST];
    struct buffer out;
    buffer_init(&out, PART_ROOM);
    find_common(common->words, common->count, name->words, name->count, is_common);
    for (size_t i = 0; i < name->count; i++) {
        if (is_common[i])
            continue;
        if (out.size)
            buffer_add_text(&out, is_common[i - 1] ? " … " : " ");
        buffer_add(&out, name->words[i].text, name->words[i].size);
    }
    char *part = out.size ? memory_copy_text(out.data) : NULL;
    buffer_free(&out);
    return part;
}

/* The variants of the name `first` that follow it. */
static void tell_group(const struct name *names, size_t count, size_t first, bool *done,
                       char **parts)
{
    struct name common = names[first];
    bool in[VARIANTS_MOST] = {[0] = false};
    size_t shortest = common.count, members = 1;
    in[first] = true;
    for (size_t i = first + 1; i < count; i++) {
        in[i] = !done[i] && join(&common, &shortest, &names[i]);
        members += in[i];
    }
    for (size_t i = first; members >= VARIANTS_LEAST && i < count; i++) {
        if (in[i]) {
            parts[i] = tell(&names[i], &common);
            done[i] = true;
        }
    }
}

void variants_tell_apart(const char *const *names, size_t count, char **parts)
{
    memset(parts, 0, count * sizeof(*parts));
    if (count > VARIANTS_MOST)
        count = VARIANTS_MOST;
    struct name *read = memory_array(VARIANTS_MOST, sizeof(*read));
    bool done[VARIANTS_MOST] = {false};
    for (size_t i = 0; i < count; i++)
        read_name(&read[i], names[i]);
    for (size_t i = 0; i < count; i++) {
        if (!done[i])
            tell_group(read, count, i, done, parts);
    }
    for (size_t i = 0; i < count; i++)
        free(read[i].key);
    free(read);
}
