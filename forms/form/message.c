/* SPDX-License-Identifier: MIT */
#include "forms/form/message.h"

#include "forms/form/typed.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* In the order of how telling they are. `param` is the parameter that the sentence names
 * after the field, or NULL. */
static const struct sentence {
    const char *keyword;
    const char *param;
    const char *text;
} sentences[] = {
    {"required", NULL, N_("Fill in “%s”.")},
    {"dependentRequired", NULL, N_("Fill in “%s”.")},
    {"false", NULL, N_("“%s” must be left empty here.")},
    {"type", NULL, N_("“%s” cannot be read: enter it again.")},
    {"const", "value", N_("“%s” must be: %s.")},
    {"enum", NULL, N_("Choose one of the answers offered for “%s”.")},
    {"format", NULL, N_("“%s” is not written as it should be.")},
    {"pattern", NULL, N_("“%s” is not written as it should be.")},
    {"minLength", "limit", N_("“%s” is too short; characters needed: %s or more.")},
    {"maxLength", "limit", N_("“%s” is too long; characters allowed: %s.")},
    {"minimum", "limit", N_("“%s” must be %s or more.")},
    {"exclusiveMinimum", "limit", N_("“%s” must be more than %s.")},
    {"maximum", "limit", N_("“%s” must be %s or less.")},
    {"exclusiveMaximum", "limit", N_("“%s” must be less than %s.")},
    {"multipleOf", "divisor", N_("“%s” must be a multiple of %s.")},
    {"minItems", "limit", N_("“%s” needs more choices; at least: %s.")},
    {"maxItems", "limit", N_("“%s” has too many choices; at most: %s.")},
    {"uniqueItems", NULL, N_("“%s” holds the same twice.")},
    {"additionalProperties", NULL, N_("“%s” must be left empty here.")},
    {"unevaluatedProperties", NULL, N_("“%s” must be left empty here.")},
    {"not", NULL, N_("“%s” cannot be so together with the other answers.")},
    {"oneOf", NULL, N_("Look at “%s” again: it does not fit the other answers.")},
    {"anyOf", NULL, N_("Look at “%s” again: it does not fit the other answers.")},
};
enum { SENTENCES = sizeof(sentences) / sizeof(*sentences) };

static const struct {
    const char *format;
    const char *text;
} formats[] = {
    {"date", N_("“%s” must be a day that exists, written day/month/year.")},
    {"email", N_("“%s” must be an e-mail address, like ten@example.vn.")},
    {"uri", N_("“%s” must be a web address, like https://example.vn.")},
    {"time", N_("“%s” must be a time of day, like 14:30:00+07:00.")},
};

static const struct sentence *find(const char *keyword)
{
    for (size_t i = 0; i < SENTENCES; i++)
        if (strcmp(sentences[i].keyword, keyword) == 0)
            return &sentences[i];
    return NULL;
}

int message_rank(const char *keyword)
{
    const struct sentence *found = find(keyword);
    return found ? (int)(found - sentences) : SENTENCES;
}

/* How "fill in" is said of what is not typed. */
static const char *say_required(const struct field *field)
{
    if (field->kind == FIELD_ROWS)
        return _("Add a row to “%s”.");
    if (field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES ||
        field->kind == FIELD_PLACE)
        return _("Choose “%s”.");
    if (field->kind == FIELD_YES_NO)
        return _("Answer “%s” with yes or no.");
    return _("Fill in “%s”.");
}

/* A list of rows is longer or shorter than it may be. */
static const char *say_rows(const char *keyword)
{
    if (strcmp(keyword, "minItems") == 0)
        return _("“%s” needs more rows; at least: %s.");
    return _("“%s” has too many rows; at most: %s.");
}

static char *say_shape(const struct message_subject *s, const char *keyword,
                       const json_t *params)
{
    const char *format = json_text_or(params, "format", "");
    const char *fault = json_text(params, "fault"); /* of our formats' own sentences */
    if (fault)
        return memory_format(_(fault), s->name);
    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
        if (strcmp(formats[i].format, format) == 0)
            return memory_format(_(formats[i].text), s->name);
    if (*s->field->example)
        return memory_format(_("“%s” is not written as it should be. Example: %s."),
                             s->name, s->field->example);
    return memory_format(_(find(keyword)->text), s->name);
}

char *message_for(const struct message_subject *s, const char *keyword,
                  const json_t *params)
{
    const struct sentence *found = find(keyword);
    enum field_kind kind = s->field->kind;
    if (!found || json_object_get(params, "beyond"))
        return memory_format(_("Look at “%s” again: the form does not accept it."),
                             s->name);
    if (strcmp(keyword, "required") == 0 || strcmp(keyword, "dependentRequired") == 0)
        return memory_format(say_required(s->field), s->name);
    if (strcmp(keyword, "format") == 0 || strcmp(keyword, "pattern") == 0)
        return say_shape(s, keyword, params);
    bool one_of_choices = kind == FIELD_CHOICE || kind == FIELD_CHOICES;
    if (one_of_choices && strcmp(keyword, "maxItems") != 0 &&
        strcmp(keyword, "minItems") != 0 && strcmp(keyword, "not") != 0 &&
        strcmp(keyword, "const") != 0)
        return memory_format(_("Choose one of the answers offered for “%s”."), s->name);
    if (!found->param)
        return memory_format(_(found->text), s->name);
    char *value = typed_write(s->field, json_object_get(params, found->param));
    bool rows = kind == FIELD_ROWS && strstr(keyword, "Items");
    const char *words = rows ? say_rows(keyword) : _(found->text);
    char *text = memory_format(words, s->name, value);
    memory_free_text(&value);
    return text;
}

char *message_unreadable(const struct message_subject *s, bool too_long)
{
    if (too_long)
        return memory_format(_("“%s” is too long to be kept: shorten it."), s->name);
    if (s->field->kind == FIELD_DATE)
        return memory_format(_("“%s” must be a day that exists, written day/month/year."),
                             s->name);
    if (s->field->kind == FIELD_INTEGER)
        return memory_format(_("“%s” must be a whole number, in digits."), s->name);
    if (s->field->kind == FIELD_NUMBER)
        return memory_format(_("“%s” must be a number, in digits."), s->name);
    if (s->field->kind == FIELD_YES_NO)
        return memory_format(_("Answer “%s” with yes or no."), s->name);
    return memory_format(_("Choose one of the answers offered for “%s”."), s->name);
}

char *message_out_of_reach(const char *name, const char *keyword)
{
    if (message_rank(keyword) <= message_rank("dependentRequired"))
        return memory_format(
            _("The form needs “%s”, but asks for it nowhere. Tell whoever "
              "keeps this form."),
            name);
    return memory_format(_("The form does not accept “%s”, but shows it nowhere. Tell "
                           "whoever keeps this form."),
                         name);
}
