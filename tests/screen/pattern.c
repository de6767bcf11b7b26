/* SPDX-License-Identifier: MIT */
#include "tests/screen/pattern.h"

#include "kiosk/base/memory.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

struct pattern {
    pcre2_code *code;
};

struct pattern *pattern_create(const char *regex, struct error *err)
{
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE;
    int problem;
    PCRE2_SIZE at;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED, options,
                                     &problem, &at, NULL);

    if (code == NULL) {
        PCRE2_UCHAR reason[128];
        pcre2_get_error_message(problem, reason, sizeof reason);
        error_set(err, "the expression \"%s\" is wrong at character %zu: %s", regex, at,
                  (char *)reason);
        return NULL;
    }
    struct pattern *pattern = memory_alloc(sizeof *pattern);
    pattern->code = code;
    return pattern;
}

void pattern_free(struct pattern **pattern)
{
    if (*pattern == NULL)
        return;
    pcre2_code_free((*pattern)->code);
    free(*pattern);
    *pattern = NULL;
}

char *pattern_capture(const struct pattern *pattern, const char *text)
{
    pcre2_match_data *match = pcre2_match_data_create_from_pattern(pattern->code, NULL);
    int groups =
        pcre2_match(pattern->code, (PCRE2_SPTR)text, strlen(text), 0, 0, match, NULL);
    char *found = NULL;

    if (groups > 0) {
        const PCRE2_SIZE *span = pcre2_get_ovector_pointer(match) + (groups > 1 ? 2 : 0);
        if (span[0] != PCRE2_UNSET)
            found = memory_copy_span(text + span[0], span[1] - span[0]);
    }
    pcre2_match_data_free(match);
    return found;
}

char *pattern_replace(const struct pattern *pattern, const char *text,
                      const char *replacement, struct error *err)
{
    const uint32_t options = PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_OVERFLOW_LENGTH;
    PCRE2_SIZE size = 2 * strlen(text) + 256;

    /* The second round has the room that the first one asked for. */
    for (int round = 0; round < 2; round++) {
        char *out = memory_alloc(size);
        int done = pcre2_substitute(pattern->code, (PCRE2_SPTR)text, strlen(text), 0,
                                    options, NULL, NULL, (PCRE2_SPTR)replacement,
                                    PCRE2_ZERO_TERMINATED, (PCRE2_UCHAR *)out, &size);
        if (done >= 0)
            return out;
        free(out);
        if (done != PCRE2_ERROR_NOMEMORY)
            break;
    }
    error_set(err, "the replacement \"%s\" cannot be made", replacement);
    return NULL;
}
