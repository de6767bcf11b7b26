/* SPDX-License-Identifier: MIT */
/*
 * The papers of a procedure, and the cases that ask for them. The portal has groups
 * ("executionCases") whose names mean different things: a case ("Đối với trường hợp bị
 * mất"), what becomes of the papers ("Giấy tờ phải xuất trình"), a remark ("Lưu ý"), or
 * nothing. Among the papers stand sentences of advice; those have no number of copies.
 */
#include "kiosk/service/national.h"

#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/service/tidy.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

enum {
    PAPERS_MOST = 100,   /* as in a dossier */
    CASES_MOST = 50,     /* of a question that somebody must read */
    CASE_MOST = 200,     /* characters of its name */
    COLON_LEAST = 20,    /* bytes of it, before a colon that ends it */
    NAME_MOST = 200,     /* characters of a paper's */
    SENTENCE_LEAST = 30, /* characters before a full stop that ends a name */
    NOTE_MOST = 1000,
    SHEETS_MOST = 99,
    ID_ROOM = 65,
    FOLDED_ROOM = 512
};

/* ---- groups ---- */

enum group_kind {
    GROUP_ALWAYS, /* for whichever case */
    GROUP_PRESENT,
    GROUP_REMARK,
    GROUP_CASE,
};

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static enum group_kind kind_of_group(const char *name)
{
    static const struct {
        const char *start;
        bool whole;
        enum group_kind kind;
    } KINDS[] = {
        {"luu y", false, GROUP_REMARK},
        {"ghi chu", false, GROUP_REMARK},
        {"giay to phai xuat trinh", false, GROUP_PRESENT},
        {"giay to xuat trinh", false, GROUP_PRESENT},
        {"giay to phai nop", false, GROUP_ALWAYS},
        {"giay to nop", false, GROUP_ALWAYS},
        {"thanh phan ho so", true, GROUP_ALWAYS},
        {"thanh phan ho so gom", true, GROUP_ALWAYS},
        {"thanh phan ho so bao gom", true, GROUP_ALWAYS},
        {"ho so gom", true, GROUP_ALWAYS},
        {"ho so bao gom", true, GROUP_ALWAYS},
        {"", true, GROUP_ALWAYS},
    };
    char folded[FOLDED_ROOM];
    viet_fold(folded, sizeof(folded), name);
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(*KINDS); i++) {
        bool fits = KINDS[i].whole ? strcmp(folded, KINDS[i].start) == 0
                                   : begins(folded, KINDS[i].start);
        if (fits)
            return KINDS[i].kind;
    }
    return GROUP_CASE;
}

/* With a capital. Takes `text`. */
static char *begin_sentence_take(char *text)
{
    char first[4];
    uint32_t letter;
    size_t size = utf8_read(text, strlen(text), &letter);
    size_t written = utf8_write(first, (uint32_t)towupper((wint_t)letter));
    char *sentence = memory_format("%.*s%s", (int)written, first, text + size);
    free(text);
    return sentence;
}

/* "Đối với trường hợp bị mất thì hồ sơ gồm" -> "Bị mất": in a list of cases, what they
 * have in common hides what sets them apart. */
static char *name_of_case(const char *text)
{
    static const char *const STARTS[] = {"Đối với ", "đối với ", "Trường hợp ",
                                         "trường hợp "};

    static const char *const ENDS[] = {" thì hồ sơ gồm", ", hồ sơ gồm", " hồ sơ gồm",
                                       " bao gồm",       " gồm có",     " gồm",
                                       " hồ sơ"};
    char *name = tidy_item(text);
    char *colon = strstr(name, ": "); /* the papers themselves stand behind it */
    if (colon && colon - name > COLON_LEAST)
        *colon = '\0';
    for (size_t i = 0; i < sizeof(ENDS) / sizeof(*ENDS); i++) {
        size_t size = strlen(name), end = strlen(ENDS[i]);
        if (size > end && strcmp(name + size - end, ENDS[i]) == 0)
            name[size - end] = '\0';
    }
    const char *start = name;
    for (size_t i = 0; i < sizeof(STARTS) / sizeof(*STARTS); i++)
        if (begins(start, STARTS[i]))
            start += strlen(STARTS[i]);
    char *clean = tidy_item(start);
    free(name);
    if (*clean)
        clean = begin_sentence_take(clean);
    return tidy_shorten_take(clean, CASE_MOST, NULL);
}

/* By its name, so that an answer means the same after the portal changed their order. */
static void id_of_case(char out[ID_ROOM], const char *name)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    snprintf(out, ID_ROOM, "c%08x", (unsigned)hash);
}

/* ---- papers ---- */

static bool has_word(const char *folded, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = folded; (at = strstr(at, word)); at += size) {
        bool starts = at == folded || at[-1] == ' ';
        if (starts && (at[size] == ' ' || at[size] == '\0'))
            return true;
    }
    return false;
}

/* "(nếu có)", "đối với trường hợp …": nobody asks for what decides it. */
static bool is_optional(const char *name)
{
    static const char *const STARTS[] = {"truong hop ", "doi voi ", "tuy "};
    static const char *const WORDS[] = {"neu", "doi voi truong hop", "trong truong hop"};
    char folded[4 * NAME_MOST];
    viet_fold(folded, sizeof(folded), name);
    for (size_t i = 0; i < sizeof(STARTS) / sizeof(*STARTS); i++)
        if (begins(folded, STARTS[i]))
            return true;
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(*WORDS); i++)
        if (has_word(folded, WORDS[i]))
            return true;
    return false;
}

/* Where the first sentence of a long text ends, or 0. */
static size_t sentence_end(const char *text)
{
    size_t characters = 0;
    for (size_t at = 0; text[at] && characters < NAME_MOST; characters++) {
        bool stop = strchr(".;", text[at]) && text[at + 1] == ' ';
        if (stop && characters >= SENTENCE_LEAST)
            return at;
        at = utf8_next(text, at);
    }
    return 0;
}

/* A long text is a name, and a note with what follows; *note may be NULL. Takes `text`.
 */
static char *split_take(char *text, char **note)
{
    *note = NULL;
    if (utf8_count(text) <= NAME_MOST)
        return text;
    size_t end = sentence_end(text);
    char *name = text;
    if (end > 0) {
        name = memory_copy_span(text, end);
        *note = tidy_item(text + end);
        free(text);
    } else {
        name = tidy_shorten_take(text, NAME_MOST, note);
    }
    if (*note)
        *note = tidy_shorten_take(*note, NOTE_MOST, NULL);
    return name;
}

/* The portal's own code of the paper, in letters that an id may have. */
static void id_of_paper(char out[ID_ROOM], const json_t *component, size_t number)
{
    const char *code = json_text_or(component, "code", "");
    size_t size = 0;
    for (; size < ID_ROOM - 1 && code[size]; size++)
        out[size] = isalnum((unsigned char)code[size]) ? code[size] : '-';
    out[size] = '\0';
    if (size == 0)
        snprintf(out, ID_ROOM, "paper-%zu", number);
}

static long long sheets(const json_t *component, const char *key)
{
    long long number = json_number(component, key, 0);
    return number < 0 ? 0 : number > SHEETS_MOST ? SHEETS_MOST : number;
}

/* No number of originals or copies: a sentence of advice or a heading. */
static bool is_paper(const json_t *component, const char *name)
{
    char folded[FOLDED_ROOM];
    viet_fold(folded, sizeof(folded), name);
    return *folded && !begins(folded, "luu y") && !begins(folded, "ghi chu") &&
           sheets(component, "originalQty") + sheets(component, "copyQty") > 0 &&
           !json_flag(component, "isProcessingResult", false);
}

/* NULL where it is none. New reference. */
static json_t *make_paper(const json_t *component, enum group_kind kind, size_t number)
{
    char *note, id[ID_ROOM];
    char *name = split_take(tidy_item(json_text_or(component, "name", "")), &note);
    json_t *paper = NULL;
    if (is_paper(component, name)) {
        id_of_paper(id, component, number);
        paper = json_pack("{s:s, s:{s:s}, s:s, s:I, s:I}", "id", id, "name", "vi", name,
                          "kind", kind == GROUP_PRESENT ? "present" : "submit",
                          "originals", (json_int_t)sheets(component, "originalQty"),
                          "copies", (json_int_t)sheets(component, "copyQty"));
        if (is_optional(name))
            json_object_set_new(paper, "optional", json_true());
        if (note)
            json_object_set_new(paper, "note", json_pack("{s:s}", "vi", note));
    }
    free(name);
    free(note);
    return paper;
}

/* ---- all together ---- */

struct gathering {
    json_t *papers;
    json_t *cases;
    bool others; /* papers that none of these cases asks for */
};

static bool is_same_paper(const json_t *a, const json_t *b)
{
    static const char *const MEMBERS[] = {"name", "note", "kind", "originals", "copies"};
    for (size_t i = 0; i < sizeof(MEMBERS) / sizeof(*MEMBERS); i++) {
        const json_t *one = json_object_get(a, MEMBERS[i]);
        const json_t *other = json_object_get(b, MEMBERS[i]);
        if ((one || other) && !json_equal(one, other))
            return false;
    }
    return true;
}

static bool has_text(const json_t *list, const char *text)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (strcmp(json_string_value(entry), text) == 0)
            return true;
    }
    return false;
}

/* Who asks for a paper, if it is no case of the question, which may ask for CASES_MOST.
 */
static const char ALL[] = "all", BEYOND[] = "beyond";

/* A paper that two cases ask for is one paper; one for every case is for no case. */
static bool join_paper(struct gathering *g, const json_t *paper, const char *asked_by)
{
    size_t i;
    json_t *known;
    json_array_foreach(g->papers, i, known)
    {
        if (!is_same_paper(known, paper))
            continue;
        json_t *cases = json_object_get(known, "cases");
        if (asked_by == ALL) {
            json_object_del(known, "cases");
            if (!json_object_get(paper, "optional")) /* it may have been from beyond */
                json_object_del(known, "optional");
        } else if (asked_by != BEYOND && cases && !has_text(cases, asked_by)) {
            json_array_append_new(cases, json_string(asked_by));
        }
        return true;
    }
    return false;
}

/* The code of one and the same paper may come again with other words. */
static void make_id_unique(const struct gathering *g, json_t *paper)
{
    size_t i;
    json_t *known;
    json_array_foreach(g->papers, i, known)
    {
        if (strcmp(json_text(known, "id"), json_text(paper, "id")) != 0)
            continue;
        char id[ID_ROOM];
        snprintf(id, sizeof(id), "paper-%zu", json_array_size(g->papers) + 1);
        json_object_set_new(paper, "id", json_string(id));
        return;
    }
}

static void add_paper(struct gathering *g, const json_t *component, enum group_kind kind,
                      const char *asked_by)
{
    json_t *paper = make_paper(component, kind, json_array_size(g->papers) + 1);
    if (!paper)
        return;
    g->others |= asked_by == ALL || asked_by == BEYOND;
    if (!join_paper(g, paper, asked_by) && json_array_size(g->papers) < PAPERS_MOST) {
        if (asked_by == BEYOND)
            json_object_set_new(paper, "optional", json_true());
        else if (asked_by != ALL)
            json_object_set_new(paper, "cases", json_pack("[s]", asked_by));
        make_id_unique(g, paper);
        json_array_append(g->papers, paper);
    }
    json_decref(paper);
}

static bool has_case(const struct gathering *g, const char *id)
{
    size_t i;
    json_t *one;
    json_array_foreach(g->cases, i, one)
    {
        if (strcmp(json_text(one, "id"), id) == 0)
            return true;
    }
    return false;
}

static void add_group(struct gathering *g, const json_t *group)
{
    char id[ID_ROOM] = "";
    char *heading = tidy_item(json_text_or(group, "name", ""));
    char *name = name_of_case(heading);
    enum group_kind kind = kind_of_group(heading);
    if (kind == GROUP_CASE) {
        id_of_case(id, name);
        if (!has_case(g, id) && json_array_size(g->cases) < CASES_MOST)
            json_array_append_new(
                g->cases, json_pack("{s:s, s:{s:s}}", "id", id, "name", "vi", name));
    }
    const char *asked_by = kind != GROUP_CASE ? ALL : has_case(g, id) ? id : BEYOND;
    size_t i;
    json_t *component;
    json_array_foreach(json_object_get(group, "profileComponents"), i, component)
    {
        if (kind != GROUP_REMARK)
            add_paper(g, component, kind, asked_by);
    }
    free(heading);
    free(name);
}

static void forget_cases(struct gathering *g)
{
    size_t i;
    json_t *paper;
    json_array_foreach(g->papers, i, paper) json_object_del(paper, "cases");
    json_array_clear(g->cases);
}

void national_add_papers(json_t *facts, const json_t *detail)
{
    struct gathering g = {.papers = json_array(), .cases = json_array()};
    size_t i;
    json_t *group;
    json_array_foreach(json_object_get(detail, "executionCases"), i, group)
        add_group(&g, group);
    /* Beside papers for all, a case adds some; who is in none of them needs no more. */
    if (g.others && json_array_size(g.cases) > 0)
        json_array_append_new(g.cases,
                              json_pack("{s:s, s:{s:s, s:s}}", "id", "other", "name",
                                        "vi", "Trường hợp khác", "en", "Another case"));
    if (json_array_size(g.cases) < 2)
        forget_cases(&g);
    if (json_array_size(g.cases) > 0)
        json_object_set(facts, "cases", g.cases);
    if (json_array_size(g.papers) > 0)
        json_object_set(facts, "papers", g.papers);
    json_decref(g.cases);
    json_decref(g.papers);
}
