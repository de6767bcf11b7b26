/* SPDX-License-Identifier: MIT */
#include "kiosk/base/settings.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct setting_info SETTINGS[SETTING_COUNT] = {
    [PORTAL_URL] = {"portal", "url", "", .kind = SETTING_URL},
    [PORTAL_CA] = {"portal", "ca", "", .kind = SETTING_TEXT},
    [PORTAL_CERTIFICATE] = {"portal", "certificate", "", .kind = SETTING_TEXT},
    [PORTAL_KEY] = {"portal", "key", "", .kind = SETTING_TEXT},
    [PORTAL_TIMEOUT] = {"portal", "timeout", "30", SETTING_NUMBER, .least = 1,
                        .most = 600},
    [PORTAL_RETRY_FIRST] = {"portal", "retry-first", "2", SETTING_NUMBER, .least = 1,
                            .most = 3600},
    [PORTAL_RETRY_MOST] = {"portal", "retry-most", "300", SETTING_NUMBER, .least = 1,
                           .most = 86400},
    [PORTAL_CATALOGUE] = {"portal", "catalogue", "daily", SETTING_CHOICE,
                          .choices = "daily never"},
    [OFFICE_NAME] = {"office", "name", "Bưu điện - Văn hoá xã", .kind = SETTING_TEXT},
    [OFFICE_COUNTER] = {"office", "counter", "Quầy 1", .kind = SETTING_TEXT},
    [OFFICE_ID] = {"office", "id", "kiosk", .kind = SETTING_ID},
    [OFFICE_ADDRESS] = {"office", "address", "", .kind = SETTING_TEXT},
    [OFFICE_PROVINCE] = {"office", "province", "", .kind = SETTING_TEXT},
    [OFFICE_HOTLINE] = {"office", "hotline", "1022", .kind = SETTING_TEXT},
    [KIOSK_LANGUAGE] = {"kiosk", "language", "vi", SETTING_CHOICE, .choices = "vi en"},
    [KIOSK_TRAINING] = {"kiosk", "training", "no", .kind = SETTING_FLAG},
    [KIOSK_IDLE] = {"kiosk", "idle", "180", SETTING_NUMBER, .least = 10, .most = 86400},
    [KIOSK_ALONE] = {"kiosk", "self_service", "no", .kind = SETTING_FLAG},
    [KIOSK_ALONE_IDLE] = {"kiosk", "self_service_idle", "60", SETTING_NUMBER, .least = 10,
                          .most = 3600},
    [KIOSK_DRAFT_DAYS] = {"kiosk", "draft-days", "30", SETTING_NUMBER, .least = 1,
                          .most = 3650},
    [SCREEN_GLYPHS] = {"screen", "glyphs", "auto", SETTING_CHOICE,
                       .choices = "auto full plain"},
    [SCREEN_THEME] = {"screen", "theme", "normal", SETTING_CHOICE,
                      .choices = "normal contrast"},
    [STORE_FOLDER] = {"store", "folder", STATE_DIR, .kind = SETTING_TEXT},
    [STORE_KEY] = {"store", "key", "", .kind = SETTING_TEXT},
    [STORE_KEEP] = {"store", "keep", "30", SETTING_NUMBER, .least = 0, .most = 3650},
    [HEALTH_DISK_WARN] = {"health", "disk-warn", "200", SETTING_NUMBER, .least = 0,
                          .most = 1000000},
    [HEALTH_DISK_REFUSE] = {"health", "disk-refuse", "50", SETTING_NUMBER, .least = 0,
                            .most = 1000000},
    [HEALTH_CLOCK_WARN] = {"health", "clock-warn", "1", SETTING_NUMBER, .least = 0,
                           .most = 36500},
    [HEALTH_CLOCK_REFUSE] = {"health", "clock-refuse", "1", SETTING_NUMBER, .least = 0,
                             .most = 36500},
    [HEALTH_ORDER_WARN] = {"health", "order-warn", "1", SETTING_NUMBER, .least = 0,
                           .most = 876000},
    [HEALTH_ORDER_REFUSE] = {"health", "order-refuse", "0", SETTING_NUMBER, .least = 0,
                             .most = 876000},
    [HEALTH_LENGTH_WARN] = {"health", "length-warn", "200", SETTING_NUMBER, .least = 0,
                            .most = 1000000},
    [HEALTH_LENGTH_REFUSE] = {"health", "length-refuse", "2000", SETTING_NUMBER,
                              .least = 0, .most = 1000000},
    [HEALTH_WAIT_WARN] = {"health", "wait-warn", "3", SETTING_NUMBER, .least = 0,
                          .most = 3650},
    [HEALTH_WAIT_REFUSE] = {"health", "wait-refuse", "0", SETTING_NUMBER, .least = 0,
                            .most = 3650},
    [HEALTH_FORMS_WARN] = {"health", "forms-warn", "30", SETTING_NUMBER, .least = 0,
                           .most = 3650},
    [HEALTH_FORMS_REFUSE] = {"health", "forms-refuse", "0", SETTING_NUMBER, .least = 0,
                             .most = 3650},
    [ATTACHMENTS_KINDS] = {"attachments", "kinds", "pdf jpeg png", SETTING_CHOICES,
                           .choices = "pdf jpeg png"},
    [ATTACHMENTS_MOST_MIB] = {"attachments", "most", "20", SETTING_NUMBER, .least = 1,
                              .most = 100},
    [ATTACHMENTS_FOLDER] = {"attachments", "folder", "", .kind = SETTING_TEXT},
    [PRINTER_QUEUE] = {"printer", "queue", "", .kind = SETTING_TEXT},
    [PRINTER_SERVER] = {"printer", "server", "", .kind = SETTING_TEXT},
    [PRINTER_FOLDER] = {"printer", "folder", "", .kind = SETTING_TEXT},
    [PRINTER_PAPER] = {"printer", "paper", "A5", SETTING_CHOICE, .choices = "A4 A5"},
    [TYPING_METHOD] = {"typing", "method", "telex", SETTING_CHOICE,
                       .choices = "telex vni off"},
    [TYPING_TONE] = {"typing", "tone", "old", SETTING_CHOICE, .choices = "old new"},
    [SCANNER_DEVICE] = {"scanner", "device", "", .kind = SETTING_TEXT},
    [SCANNER_SPEED] = {"scanner", "speed", "9600", SETTING_CHOICE,
                       .choices = "4800 9600 19200 38400 57600 115200"},
    [PATH_FORMS] = {"paths", "forms", DATA_DIR "/procedures", .kind = SETTING_TEXT},
    [PATH_LOCALES] = {"paths", "locales", LOCALE_DIR, .kind = SETTING_TEXT},
};

struct settings {
    char *path;
    char *text[SETTING_COUNT];
    long number[SETTING_COUNT];
};

static bool is_choice(const char *choices, const char *value)
{
    size_t size = strlen(value);
    for (const char *at = choices; size && *at;) {
        size_t length = strcspn(at, " ");
        if (length == size && strncmp(at, value, size) == 0)
            return true;
        at += length + (at[length] == ' ');
    }
    return false;
}

/* Words with a blank between, each once or more. */
static bool are_choices(const char *choices, const char *value)
{
    char word[32];
    if (!*value)
        return false;
    while (*value) {
        size_t length = strcspn(value, " ");
        if (length == 0 || length >= sizeof(word))
            return false;
        memcpy(word, value, length);
        word[length] = '\0';
        if (!is_choice(choices, word))
            return false;
        value += length + (value[length] == ' ' && value[length + 1]);
    }
    return true;
}

static bool take_number(const struct setting_info *info, const char *value, long *number,
                        struct error *err)
{
    char *end;
    errno = 0;
    *number = strtol(value, &end, 10);
    if (errno || end == value || *end || *number < info->least || *number > info->most)
        return error_set(err, _("%s must be a whole number from %ld to %ld."), info->key,
                         info->least, info->most);
    return true;
}

/* This machine, where nobody listens between: for a stand-in portal. */
static bool is_loopback(const char *host)
{
    static const char *const NAMES[] = {"127.0.0.1", "localhost", "[::1]"};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        size_t size = strlen(NAMES[i]);
        if (strncmp(host, NAMES[i], size) == 0 && strchr(":/", host[size]))
            return true;
    }
    return false;
}

/* Dossiers never leave the machine in the clear: http is for the loopback alone. */
static bool is_url(const char *value)
{
    const char *host = strncmp(value, "https://", 8) == 0 ? value + 8 : NULL;
    if (strncmp(value, "http://", 7) == 0 && is_loopback(value + 7))
        host = value + 7;
    if (!host || !*host || *host == '/')
        return false;
    for (const char *c = value; *c; c++) {
        if (!isgraph((unsigned char)*c) || strchr("\"'<>\\?#@", *c))
            return false;
    }
    return true;
}

/* What the portal takes as the name of a kiosk. */
static bool is_id(const char *value)
{
    size_t length = strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-");
    return length > 0 && length <= 64 && value[length] == '\0';
}

/* Checks the value and keeps it. */
static bool take(struct settings *s, enum setting which, const char *value,
                 struct error *err)
{
    const struct setting_info *info = &SETTINGS[which];
    long number = 0;
    if (!utf8_is_valid(value, strlen(value)))
        return error_set(err, _("%s is not in UTF-8."), info->key);
    if (info->kind == SETTING_NUMBER && !take_number(info, value, &number, err))
        return false;
    if (info->kind == SETTING_CHOICE && !is_choice(info->choices, value))
        return error_set(err, _("%s must be one of: %s."), info->key, info->choices);
    if (info->kind == SETTING_CHOICES && !are_choices(info->choices, value))
        return error_set(err, _("%s must be some of: %s."), info->key, info->choices);
    if (info->kind == SETTING_URL && *value && !is_url(value))
        return error_set(err, _("%s must be an address like https://dvc.example.vn."),
                         info->key);
    if (info->kind == SETTING_ID && !is_id(value))
        return error_set(err,
                         _("%s must be 1 to 64 letters without marks, digits and '-'."),
                         info->key);
    if (info->kind == SETTING_FLAG) {
        if (!is_choice("yes no", value))
            return error_set(err, _("%s must be one of: %s."), info->key, "yes no");
        number = strcmp(value, "yes") == 0;
    }
    free(s->text[which]);
    s->text[which] = utf8_clean(value, strlen(value), UTF8_ONE_LINE);
    s->number[which] = number;
    size_t length = strlen(s->text[which]);
    if (info->kind == SETTING_URL && length && s->text[which][length - 1] == '/')
        s->text[which][length - 1] = '\0';
    return true;
}

struct reading {
    struct settings *settings;
    const char *path;
    const char *rest;   /* of the file */
    int line;           /* handed out last */
    struct error cause; /* the first that is wrong … */
    int wrong;          /* … and its line; 0: none */
    bool seen[SETTING_COUNT];
};

/* Hands the parser one line, as fgets would, and counts. Blanks before it are left out:
 * they would make it the continuation of the line before. */
static char *next_line(char *out, int room, void *arg)
{
    struct reading *reading = arg;
    size_t length = strcspn(reading->rest, "\n");
    length += reading->rest[length] == '\n';
    if (length == 0)
        return NULL;
    reading->line++;
    const char *start = reading->rest + strspn(reading->rest, " \t");
    reading->rest += length;
    length = start < reading->rest ? (size_t)(reading->rest - start) : 0;
    if (length >= (size_t)room) {
        if (!reading->wrong)
            reading->wrong = reading->line;
        error_set(&reading->cause, _("%s, line %d: the line is too long."), reading->path,
                  reading->line);
        return NULL;
    }
    memcpy(out, start, length);
    out[length] = '\0';
    return out;
}

static int take_line(void *arg, const char *section, const char *name, const char *value)
{
    struct reading *reading = arg;
    struct error cause = {0};
    int which = 0;
    while (which < SETTING_COUNT && (strcmp(SETTINGS[which].section, section) != 0 ||
                                     strcmp(SETTINGS[which].key, name) != 0))
        which++;
    if (which == SETTING_COUNT)
        error_set(&cause, _("there is no setting [%s] %s."), section, name);
    else if (reading->seen[which])
        error_set(&cause, _("[%s] %s is set twice."), section, name);
    else
        take(reading->settings, which, value, &cause);
    if (which < SETTING_COUNT)
        reading->seen[which] = true;
    if (!error_is_set(&cause))
        return 1;
    if (!reading->wrong)
        reading->wrong = reading->line;
    error_set(&reading->cause, _("%s, line %d: %s"), reading->path, reading->line,
              cause.text);
    return 0;
}

static struct settings *defaults(void)
{
    struct settings *s = memory_alloc(sizeof(*s));
    for (int which = 0; which < SETTING_COUNT; which++) {
        struct error err = {0};
        if (!take(s, which, SETTINGS[which].otherwise, &err))
            error_die("the default of %s: %s", SETTINGS[which].key, err.text);
    }
    return s;
}

static bool read_into(struct settings *s, const char *path, struct error *err)
{
    struct buffer bytes;
    bool fine = file_read(path, 65536, &bytes, err);
    if (fine && memchr(bytes.data, '\0', bytes.size))
        fine = error_set(err, _("%s is not a text file."), path);
    if (fine) {
        struct reading reading = {.settings = s, .path = path, .rest = bytes.data};
        int line = ini_parse_stream(next_line, &reading, take_line, &reading);
        if (line > 0 && (!reading.wrong || line < reading.wrong))
            error_set(err, _("%s, line %d: this is no \"key = value\"."), path, line);
        else if (reading.wrong)
            error_set(err, "%s", reading.cause.text);
        fine = line == 0 && !reading.wrong;
    }
    buffer_free(&bytes);
    return fine;
}

struct settings *settings_read(const char *path, struct error *err)
{
    static const char SYSTEM[] = SYSCONF_DIR "/motcua.ini";
    struct settings *s = defaults();
    if (!path && access(SYSTEM, F_OK) == 0)
        path = SYSTEM;
    s->path = memory_copy_text(path);
    if (path && !read_into(s, path, err))
        settings_free(&s);
    return s;
}

void settings_free(struct settings **settings)
{
    if (!*settings)
        return;
    for (int which = 0; which < SETTING_COUNT; which++)
        free((*settings)->text[which]);
    free((*settings)->path);
    free(*settings);
    *settings = NULL;
}

const char *settings_path(const struct settings *s)
{
    return s->path;
}

const char *settings_text(const struct settings *s, enum setting which)
{
    return s->text[which];
}

long settings_number(const struct settings *s, enum setting which)
{
    return s->number[which];
}

void settings_override(struct settings *s, enum setting which, const char *value)
{
    struct error err = {0};
    take(s, which, value, &err);
}
