/* SPDX-License-Identifier: MIT */
#include "kiosk/service/catalogue.h"

#include "forms/form/general.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/service/codes.h"
#include "kiosk/service/entries.h"
#include "kiosk/service/texts.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { IMPORTED_MOST = 2 * ENTRIES_MOST }; /* the portal's, and those brought by hand */
enum { LANGUAGES = 2, SAYINGS_MOST = 1 << 20, PROVINCE_ROOM = 100 };
static const char *const LANGUAGE[LANGUAGES] = {"vi", "en"};

/* What the list shows, cleaned, by language; NULL where it is the same as Vietnamese, as
 * in all that was imported. */
struct words {
    const char *text[LANGUAGES];
};

/* There are thousands: all texts are the catalogue's, and few are there more than once.
 */
struct catalogue_entry {
    const char *code;
    struct words name, field, agency;
    const char *unit;
    const char *folder;          /* of a modelled procedure; NULL: imported, */
    int64_t place;               /* and the facts are in the store, here */
    struct procedure *procedure; /* once it was opened */
    int32_t amount;
    uint8_t part;  /* enum catalogue_part, of an imported one */
    bool has_form; /* its own, or the general form serves it */
};

struct catalogue {
    struct catalogue_entry *entries; /* stay where they are once it is ready */
    size_t count, room;
    struct texts *texts;
    struct codes *codes; /* of the entries */
    bool is_ready;
    size_t imported;                /* entries of the store */
    struct store *store;            /* of the imported ones */
    struct catalogue_cursor cursor; /* how far it was read */
    struct catalogue_mark mark;     /* when that began */
    const struct catalogue *beside; /* whose modelled procedures are to be read, NULL */
    size_t beside_read;             /* entries of it that were looked at */
    char *forms;                    /* the folder of the modelled ones */
    struct form_lists *lists;       /* both read when the first form is opened */
    struct general *general;
    bool has_general; /* there is a template, good or bad */
    bool has_looked_for_shared;
    char *province; /* the office's own, folded; NULL: not known */
    struct sayings *sayings;
    struct search *search; /* of the entries, in their order */
};

struct catalogue *catalogue_create(void)
{
    struct catalogue *catalogue = memory_alloc(sizeof(*catalogue));
    catalogue->codes = codes_create();
    catalogue->texts = texts_create();
    return catalogue;
}

void catalogue_free(struct catalogue **catalogue)
{
    if (!*catalogue)
        return;
    for (size_t i = 0; i < (*catalogue)->count; i++)
        procedure_free(&(*catalogue)->entries[i].procedure);
    free((*catalogue)->entries);
    free((*catalogue)->forms);
    codes_free(&(*catalogue)->codes);
    texts_free(&(*catalogue)->texts);
    general_free(&(*catalogue)->general);
    form_lists_free(&(*catalogue)->lists);
    search_free(&(*catalogue)->search);
    sayings_free(&(*catalogue)->sayings);
    free((*catalogue)->province);
    free(*catalogue);
    *catalogue = NULL;
}

static const char *keep_clean(struct catalogue *catalogue, const char *text)
{
    char *clean = utf8_clean(text, strlen(text), UTF8_ONE_LINE);
    const char *kept = texts_keep(catalogue->texts, clean);
    free(clean);
    return kept;
}

static struct words read_words(struct catalogue *catalogue, const json_t *facts,
                               const char *key)
{
    struct words words = {{NULL}};
    for (int l = 0; l < LANGUAGES; l++) {
        const char *text =
            keep_clean(catalogue, json_words(json_object_get(facts, key), LANGUAGE[l]));
        if (text != words.text[0]) /* the same text is in the same place */
            words.text[l] = text;
    }
    return words;
}

static struct catalogue_entry entry_of(struct catalogue *catalogue, const json_t *facts)
{
    const json_t *time = json_object_get(facts, "time");
    long long amount = json_number(time, "amount", 0);
    return (struct catalogue_entry){
        .code = keep_clean(catalogue, json_text_or(facts, "code", "")),
        .name = read_words(catalogue, facts, "name"),
        .field = read_words(catalogue, facts, "field"),
        .agency = read_words(catalogue, facts, "agency"),
        .amount = amount > 0 && amount <= INT32_MAX ? (int32_t)amount : 0,
        .unit = texts_keep(catalogue->texts, json_text_or(time, "unit", "")),
    };
}

static struct catalogue_entry *entry_with_code(const struct catalogue *catalogue,
                                               const char *code)
{
    size_t i;
    return codes_find(catalogue->codes, code, &i) ? &catalogue->entries[i] : NULL;
}

/* The table of sayings stands beside the procedures; without it only names are found. */
static struct sayings *read_sayings(const char *forms)
{
    struct error err = {0};
    struct buffer text;
    char *path = file_join(forms, "../search/words.txt");
    struct sayings *sayings = NULL;
    if (file_read(path, SAYINGS_MOST, &text, &err))
        sayings = sayings_read(text.data, &err);
    if (error_is_set(&err))
        log_line("%s: %s", path, err.text);
    buffer_free(&text);
    free(path);
    return sayings;
}

static struct search *search_of(struct catalogue *catalogue)
{
    if (!catalogue->search) {
        catalogue->sayings = catalogue->forms ? read_sayings(catalogue->forms) : NULL;
        catalogue->search = search_create(catalogue->sayings);
    }
    return catalogue->search;
}

static const struct {
    const char *name;
    enum search_trait trait;
} TRAITS[] = {
    {"commune", TRAIT_COMMUNE},   {"citizen", TRAIT_CITIZEN},
    {"business", TRAIT_BUSINESS}, {"internal", TRAIT_INTERNAL},
    {"abroad", TRAIT_ABROAD},
};

static bool is_own(const struct catalogue *catalogue, const char *province)
{
    char folded[PROVINCE_ROOM];
    viet_fold(folded, sizeof(folded), province);
    return catalogue->province && strstr(catalogue->province, folded);
}

/* Bits, as a search takes them. */
static unsigned traits_of(const struct catalogue *catalogue, const json_t *facts,
                          bool modelled)
{
    unsigned traits = modelled ? 1u << TRAIT_MODELLED : 0;
    const char *province = json_text(facts, "province");
    if (province)
        traits |= 1u << (is_own(catalogue, province) ? TRAIT_OWN_PROVINCE
                                                     : TRAIT_OTHER_PROVINCE);
    size_t i;
    json_t *name;
    json_array_foreach(json_object_get(facts, "traits"), i, name)
    {
        for (size_t t = 0; t < sizeof(TRAITS) / sizeof(TRAITS[0]); t++) {
            if (json_is_string(name) &&
                strcmp(TRAITS[t].name, json_string_value(name)) == 0)
                traits |= 1u << TRAITS[t].trait;
        }
    }
    return traits;
}

/* All that a search looks at: names, the whole of a long one, and what people call it. */
static void index_entry(struct catalogue *catalogue, const struct catalogue_entry *entry,
                        const json_t *facts)
{
    struct search *search = search_of(catalogue);
    size_t item = search_add(search, entry->code,
                             traits_of(catalogue, facts, entry->folder != NULL));
    const char *whole = json_text(facts, "title");
    for (int l = 0; l < LANGUAGES; l++) {
        size_t i;
        json_t *keyword;
        if (l == 0 && whole)
            search_add_name(search, item, whole, SEARCH_NAME);
        else if (entry->name.text[l])
            search_add_name(search, item, entry->name.text[l], SEARCH_NAME);
        json_array_foreach(
            json_object_get(json_object_get(facts, "keywords"), LANGUAGE[l]), i, keyword)
        {
            if (json_is_string(keyword))
                search_add_name(search, item, json_string_value(keyword), SEARCH_KEYWORD);
        }
    }
}

static void add_entry(struct catalogue *catalogue, struct catalogue_entry entry,
                      const json_t *facts)
{
    if (catalogue->count == catalogue->room) {
        catalogue->room = catalogue->room ? 2 * catalogue->room : 64;
        catalogue->entries = memory_resize(catalogue->entries, catalogue->room,
                                           sizeof(*catalogue->entries));
    }
    codes_add(catalogue->codes, entry.code, catalogue->count);
    catalogue->entries[catalogue->count++] = entry;
    index_entry(catalogue, &entry, facts);
}

static json_t *read_part(const char *folder, const char *name, struct error *err)
{
    char *path = file_join(folder, name);
    json_t *part = json_read_file(path, &JSON_FORM_LIMITS, err);
    free(path);
    return part;
}

static bool load_procedure(struct catalogue *catalogue, const char *folder,
                           struct error *err)
{
    json_t *facts = read_part(folder, "procedure.json", err);
    if (!facts)
        return false;
    /* The engine checks the shape; the form itself is compiled when it is opened. */
    struct procedure_files files = {.facts = json_incref(facts)};
    struct procedure *checked = procedure_create_take(files, err);
    bool fine = checked != NULL;
    if (fine && entry_with_code(catalogue, procedure_code(checked)))
        fine = error_set(err, _("%s: the procedure %s is there twice."), folder,
                         procedure_code(checked));
    if (fine) {
        struct catalogue_entry entry = entry_of(catalogue, facts);
        entry.folder = texts_keep(catalogue->texts, folder);
        entry.has_form = true;
        add_entry(catalogue, entry, facts);
    }
    procedure_free(&checked);
    json_decref(facts);
    return fine;
}

bool catalogue_load_forms(struct catalogue *catalogue, const char *folder,
                          struct error *err)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    if (count < 0)
        return error_set(err, _("%s cannot be read: %s."), folder, strerror(errno));
    free(catalogue->forms);
    catalogue->forms = memory_copy_text(folder);
    bool fine = true;
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] >= '0' && names[i]->d_name[0] <= '9') {
            struct error cause = {0};
            char *path = file_join(folder, names[i]->d_name);
            if (!load_procedure(catalogue, path, &cause)) {
                log_line("procedure left out: %s", cause.text);
                fine = error_set(err, "%s", cause.text);
            }
            free(path);
        }
        free(names[i]);
    }
    free(names);
    return fine;
}

struct catalogue *catalogue_create_beside(const struct catalogue *other)
{
    struct catalogue *catalogue = catalogue_create();
    catalogue->forms = memory_copy_text(other->forms);
    catalogue->province = memory_copy_text(other->province);
    catalogue->beside = other;
    return catalogue;
}

void catalogue_use_province(struct catalogue *catalogue, const char *code)
{
    struct error err = {0};
    size_t i;
    json_t *province;
    char *path =
        catalogue->forms ? file_join(catalogue->forms, "../lists/province.json") : NULL;
    json_t *list = path && *code ? json_read_file(path, &JSON_FORM_LIMITS, &err) : NULL;
    json_array_foreach(json_object_get(list, "oneOf"), i, province)
    {
        char folded[PROVINCE_ROOM];
        if (strcmp(json_text_or(province, "const", ""), code) != 0)
            continue;
        viet_fold(folded, sizeof(folded), json_text_or(province, "title", ""));
        free(catalogue->province);
        catalogue->province = memory_copy_text(folded);
    }
    json_decref(list);
    free(path);
}

static void take_imported(void *arg, enum catalogue_part part, int64_t place,
                          const char *text)
{
    struct catalogue *catalogue = arg;
    struct error err = {0};
    json_t *facts = json_parse(text, strlen(text), "catalogue", &JSON_FORM_LIMITS, &err);
    const char *code = json_text_or(facts, "code", "");
    const struct catalogue_entry *known = entry_with_code(catalogue, code);
    bool is_there = known && (known->folder || strcmp(known->code, code) == 0);
    if (!is_there && strlen(code) >= CODES_LENGTH &&
        catalogue->imported < IMPORTED_MOST) {
        struct catalogue_entry entry = entry_of(catalogue, facts);
        entry.place = place;
        entry.part = (uint8_t)part;
        entry.has_form = catalogue->has_general && general_serves(facts);
        add_entry(catalogue, entry, facts);
        catalogue->imported++;
    }
    json_decref(facts);
}

static void look_for_template(struct catalogue *catalogue)
{
    if (!catalogue->forms)
        return;
    char *path = file_join(catalogue->forms, "../general/general.json");
    catalogue->has_general = access(path, R_OK) == 0;
    free(path);
}

bool catalogue_load_store(struct catalogue *catalogue, struct store *store,
                          struct error *err)
{
    bool more = true;
    return catalogue_load_part(catalogue, store, SIZE_MAX, &more, err);
}

/* The next of them. They come first in every catalogue. */
static void load_beside(struct catalogue *catalogue)
{
    struct error cause = {0};
    const struct catalogue *other = catalogue->beside;
    size_t next = catalogue->beside_read++;
    const char *folder = next < other->count ? other->entries[next].folder : NULL;
    if (!folder)
        catalogue->beside = NULL;
    else if (!load_procedure(catalogue, folder, &cause))
        log_line("procedure left out: %s", cause.text);
}

bool catalogue_load_part(struct catalogue *catalogue, struct store *store, size_t room,
                         bool *more, struct error *err)
{
    bool begins = catalogue->store == NULL;
    *more = true;
    if (catalogue->beside) {
        load_beside(catalogue);
        return true;
    }
    catalogue->store = store;
    if (begins)
        look_for_template(catalogue);
    return (!begins || store_read_catalogue_mark(store, &catalogue->mark, err)) &&
           store_read_catalogue(store, &catalogue->cursor, room, take_imported, catalogue,
                                more, err);
}

int64_t catalogue_edition(const struct catalogue *catalogue)
{
    return catalogue->mark.edition;
}

void catalogue_make_ready(struct catalogue *catalogue)
{
    if (catalogue->is_ready)
        return;
    struct search_hit hit;
    catalogue->is_ready = true;
    search_find(search_of(catalogue), "", &hit, 1, NULL); /* sorts what was added */
    texts_close(catalogue->texts);
    catalogue->room = catalogue->count;
    catalogue->entries = memory_resize(catalogue->entries, catalogue->room + 1,
                                       sizeof(*catalogue->entries));
    if (catalogue->store)
        store_forget_pages(catalogue->store);
    memory_give_back();
}

size_t catalogue_count(const struct catalogue *catalogue)
{
    return catalogue->count;
}

static const char *in_language(const struct words *words, const char *language)
{
    for (int l = 0; l < LANGUAGES; l++) {
        if (strcmp(LANGUAGE[l], language) == 0 && words->text[l])
            return words->text[l];
    }
    return words->text[0];
}

const char *catalogue_code(const struct catalogue_entry *entry)
{
    return entry->code;
}

const char *catalogue_name(const struct catalogue_entry *entry, const char *language)
{
    return in_language(&entry->name, language);
}

const char *catalogue_field(const struct catalogue_entry *entry, const char *language)
{
    return in_language(&entry->field, language);
}

const char *catalogue_agency(const struct catalogue_entry *entry, const char *language)
{
    return in_language(&entry->agency, language);
}

long long catalogue_time(const struct catalogue_entry *entry, const char **unit)
{
    *unit = entry->unit;
    return entry->amount;
}

bool catalogue_has_form(const struct catalogue_entry *entry)
{
    return entry->has_form;
}

size_t catalogue_search(struct catalogue *catalogue, const char *query,
                        struct catalogue_hit *out, size_t room, size_t *total)
{
    struct search_hit *found = memory_array(room, sizeof(*found));
    catalogue_make_ready(catalogue);
    size_t count = search_find(search_of(catalogue), query, found, room, total);
    for (size_t i = 0; i < count; i++)
        out[i] = (struct catalogue_hit){.entry = &catalogue->entries[found[i].item],
                                        .score = found[i].score,
                                        .reasons = found[i].reasons,
                                        .found = found[i].found};
    free(found);
    return count;
}

/* The catalogue may have been replaced since it was loaded: then another procedure stands
 * at the place, or none. */
static json_t *read_imported(struct store *store, const struct catalogue_entry *entry,
                             struct error *err)
{
    struct buffer text;
    json_t *facts = NULL;
    if (store_find_catalogue_entry(store, entry->place, &text, err))
        facts = json_parse(text.data, text.size, entry->code, &JSON_FORM_LIMITS, err);
    buffer_free(&text);
    if (facts && strcmp(json_text_or(facts, "code", ""), entry->code) == 0)
        return facts;
    json_decref(facts);
    error_set(err, _("The list of procedures has just been replaced; try again in a "
                     "moment."));
    return NULL;
}

/* The files of a folder beside the procedures; NULL, and a line in the log. */
static json_t *read_shared(const struct catalogue *catalogue, const char *name,
                           struct error *err)
{
    char *path = file_join(catalogue->forms, name);
    json_t *files = json_read_folder(path, &JSON_FORM_LIMITS, err);
    free(path);
    return files;
}

/* Without the lists, the forms that need none go on; without the general form, those of
 * their own. */
static void look_for_shared(struct catalogue *catalogue)
{
    struct error lists = {0}, general = {0};
    if (catalogue->has_looked_for_shared || !catalogue->forms)
        return;
    catalogue->has_looked_for_shared = true;
    json_t *files = read_shared(catalogue, "../lists", &lists);
    catalogue->lists = files ? form_lists_create_take(files, &lists) : NULL;
    if (!catalogue->lists)
        log_line("lists left out: %s", lists.text);
    files = read_shared(catalogue, "../general", &general);
    if (files && json_object_size(files) == 0) { /* there is none: that is no trouble */
        json_decref(files);
        return;
    }
    catalogue->general = files ? general_create_take(files, &general) : NULL;
    if (!catalogue->general)
        log_line("general form left out: %s", general.text);
}

static bool read_modelled(const struct catalogue_entry *entry,
                          struct procedure_files *files, struct error *err)
{
    files->facts = read_part(entry->folder, "procedure.json", err);
    files->schema = files->facts ? read_part(entry->folder, "schema.json", err) : NULL;
    files->uischema =
        files->schema ? read_part(entry->folder, "uischema.json", err) : NULL;
    files->english =
        files->uischema ? read_part(entry->folder, "i18n/en.json", err) : NULL;
    return files->english != NULL;
}

/* Takes `files` from the folder of a modelled procedure, or makes them from the imported
 * facts: with the general form where that serves, else without a form. */
static bool read_files(const struct catalogue *catalogue,
                       const struct catalogue_entry *entry, struct procedure_files *files,
                       struct error *err)
{
    if (entry->folder)
        return read_modelled(entry, files, err);
    files->facts = read_imported(catalogue->store, entry, err);
    if (files->facts && catalogue->general && general_serves(files->facts)) {
        json_t *facts = files->facts;
        *files = general_compose(catalogue->general, facts);
        json_decref(facts);
    }
    return files->facts != NULL;
}

bool catalogue_is_imported(const struct catalogue *catalogue, const char *code,
                           struct catalogue_origin *origin)
{
    const struct catalogue_entry *entry = entry_with_code(catalogue, code);
    if (!entry || entry->folder)
        return false;
    const struct catalogue_source *source = &catalogue->mark.sources[entry->part];
    struct catalogue_mark now;
    *origin = (struct catalogue_origin){.is_portals = entry->part == CATALOGUE_PORTAL,
                                        .since = source->since,
                                        .from = source->from};
    /* The portal may have said since that it is still the same. */
    if (origin->is_portals && store_read_catalogue_mark(catalogue->store, &now, NULL) &&
        now.edition == catalogue->mark.edition && now.asked_at > origin->since)
        origin->since = now.asked_at;
    return true;
}

const struct procedure *catalogue_find(struct catalogue *catalogue, const char *code,
                                       struct error *err)
{
    struct catalogue_entry *entry = entry_with_code(catalogue, code);
    if (!entry) {
        error_set(err, _("The procedure %s is not known here."), code);
        return NULL;
    }
    if (!entry->procedure) {
        struct procedure_files files = {0};
        look_for_shared(catalogue);
        if (read_files(catalogue, entry, &files, err)) {
            files.lists = catalogue->lists;
            entry->procedure = procedure_create_take(files, err);
        } else {
            json_decref(files.facts);
            json_decref(files.schema);
            json_decref(files.uischema);
        }
    }
    return entry->procedure;
}
