/* SPDX-License-Identifier: MIT */
#include "kiosk/ctl/check.h"

#include "forms/form/form.h"
#include "kiosk/base/buffer.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdlib.h>
#include <string.h>

static void add(json_t *list, const char *pointer, const char *message)
{
    char *clean = utf8_clean(message, strlen(message), UTF8_ONE_LINE);
    json_array_append_new(list,
                          json_pack("{s:s, s:s}", "pointer", pointer, "message", clean));
    free(clean);
}

static bool has_pointer(const json_t *list, const char *pointer)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (strcmp(json_string_value(json_object_get(entry, "pointer")), pointer) == 0)
            return true;
    }
    return false;
}

/* `base` and the member `name`, with the escapes of RFC 6901. Allocated. */
static char *join_pointer(const char *base, const char *name)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    buffer_format(&out, "%s/", base);
    for (; *name; name++) {
        if (*name == '~')
            buffer_add_text(&out, "~0");
        else if (*name == '/')
            buffer_add_text(&out, "~1");
        else
            buffer_add(&out, name, 1);
    }
    char *pointer = memory_copy_text(out.data);
    buffer_free(&out);
    return pointer;
}

/* At the counter, answers to questions that are not asked are dropped in silence, for the
 * citizen never sees them. In a file somebody wrote them on purpose: they are errors. */
static void find_unasked(const json_t *given, const json_t *final, const char *pointer,
                         json_t *errors)
{
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)given, name, member)
    {
        char *place = join_pointer(pointer, name);
        const json_t *kept = json_object_get(final, name);
        if (json_is_object(member))
            find_unasked(member, kept, place, errors);
        else if (!kept && !has_pointer(errors, place))
            add(errors, place,
                _("With the other answers this is not asked; leave it out."));
        free(place);
    }
}

static void sort_problems(const struct form *form, json_t *errors, json_t *warnings)
{
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++)
        add(problems[i].warning ? warnings : errors, problems[i].pointer,
            problems[i].message);
}

json_t *check_answers(const struct procedure *procedure, const json_t *answers,
                      json_t **final, json_t **warnings, struct error *err)
{
    char today[CLOCK_DATE_ROOM];
    struct form *form =
        form_create_take(procedure, json_deep_copy(answers), clock_today(today), err);
    if (!form)
        return NULL;
    json_t *errors = json_array();
    *warnings = json_array();
    form_use_language(form, i18n_language());
    form_leave_all(form);
    sort_problems(form, errors, *warnings);
    *final = form_final_answers(form);
    find_unasked(answers, *final, "", errors);
    form_free(&form);
    return errors;
}
