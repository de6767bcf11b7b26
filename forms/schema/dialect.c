/* SPDX-License-Identifier: MIT */
/* Dialects: which vocabularies a $schema asks for. */
#include "forms/schema/inside.h"

#include <string.h>

static const struct {
    const char *name;
    enum vocabulary vocabulary;
} VOCABULARIES[] = {
    {"core", VOCABULARY_CORE},
    {"applicator", VOCABULARY_APPLICATOR},
    {"unevaluated", VOCABULARY_UNEVALUATED},
    {"validation", VOCABULARY_VALIDATION},
    {"format-assertion", VOCABULARY_FORMAT_ASSERTION},
    {"format-annotation", VOCABULARY_FORMAT_ANNOTATION},
    {"meta-data", VOCABULARY_META_DATA},
    {"content", VOCABULARY_CONTENT},
};
#define VOCABULARY_URI "https://json-schema.org/draft/2020-12/vocab/"

static unsigned vocabulary_named(const char *uri)
{
    size_t prefix = strlen(VOCABULARY_URI);
    if (strncmp(uri, VOCABULARY_URI, prefix) != 0)
        return 0;
    for (size_t i = 0; i < sizeof VOCABULARIES / sizeof *VOCABULARIES; i++) {
        if (strcmp(VOCABULARIES[i].name, uri + prefix) == 0)
            return VOCABULARIES[i].vocabulary;
    }
    return 0;
}

bool dialect_read(const struct schema_set *set, const char *uri, unsigned *vocabularies)
{
    const json_t *asked = json_object_get(set_find(set, uri), "$vocabulary");
    *vocabularies = ALL_VOCABULARIES;
    if (json_is_object(asked)) {
        *vocabularies = VOCABULARY_CORE;
        const char *name;
        json_t *needed;
        json_object_foreach((json_t *)asked, name, needed)
        {
            unsigned vocabulary = vocabulary_named(name);
            if (vocabulary == 0 && json_is_true(needed))
                return false;
            *vocabularies |= vocabulary;
        }
    } else if (strcmp(uri, METASCHEMA_URI) == 0) {
        *vocabularies &= ~(unsigned)VOCABULARY_FORMAT_ASSERTION;
    }
    if (!set_follows_dialect(set))
        *vocabularies |= VOCABULARY_FORMAT_ASSERTION;
    return true;
}
