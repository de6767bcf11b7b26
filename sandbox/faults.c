/* SPDX-License-Identifier: MIT */
#include "sandbox/faults.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <math.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct fault_info {
    const char *name;
    double least, most;
    bool whole;
} FAULTS[FAULT_COUNT] = {
    [FAULT_LATENCY] = {.name = "latency_ms", .most = 60000, .whole = true},
    [FAULT_STATUS] = {.name = "status", .least = 400, .most = 599, .whole = true},
    [FAULT_DROP_BEFORE] = {.name = "drop_before_commit", .most = 1},
    [FAULT_DROP_AFTER] = {.name = "drop_after_commit", .most = 1},
    [FAULT_CUT] = {.name = "cut_reply", .most = 1},
    [FAULT_FORGET] = {.name = "forget_key", .most = 1},
    [FAULT_CUT_UPLOAD] = {.name = "cut_upload", .most = 1 << 30, .whole = true},
    [FAULT_UPLOAD_STATUS] = {.name = "upload_status",
                             .least = 400,
                             .most = 599,
                             .whole = true},
    [FAULT_LOSE_UPLOAD] = {.name = "lose_upload", .most = 1},
    [FAULT_WRONG_OFFSET] = {.name = "wrong_offset", .most = 1},
};

struct faults {
    pthread_mutex_t lock;
    pthread_cond_t ending;
    struct fault_spec spec;
    bool ended;
};

static bool set_value(struct fault_spec *spec, const char *name, const json_t *value,
                      struct error *err)
{
    for (size_t i = 0; i < FAULT_COUNT; i++) {
        const struct fault_info *info = &FAULTS[i];
        if (strcmp(info->name, name) != 0)
            continue;
        double number = json_number_value(value);
        bool off = number == 0;
        if (!json_is_number(value) || (number < info->least && !off) ||
            number > info->most || (info->whole && number != floor(number))) {
            return error_set(err, _("The fault “%s” takes a number from %g to %g."), name,
                             info->least, info->most);
        }
        spec->values[i] = number;
        return true;
    }
    return error_set(err, _("There is no fault “%s”."), name);
}

bool fault_spec_read(struct fault_spec *spec, const json_t *object, struct error *err)
{
    memset(spec, 0, sizeof(*spec));
    if (!json_is_object(object))
        return error_set(err, _("Faults are a JSON object."));
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        if (!set_value(spec, name, value, err))
            return false;
    }
    return true;
}

/* One "name=number" of the short form. */
static bool read_pair(struct fault_spec *spec, const char *pair, size_t size,
                      struct error *err)
{
    char *text = memory_copy_span(pair, size);
    char *equals = strchr(text, '=');
    bool fine = false;
    if (equals == NULL || equals[1] == '\0') {
        error_set(err, _("Write a fault as name=number, not “%s”."), text);
    } else {
        *equals = '\0';
        char *end;
        double number = strtod(equals + 1, &end);
        json_t *value = *end == '\0' ? json_real(number) : json_null();
        fine = set_value(spec, text, value, err);
        json_decref(value);
    }
    free(text);
    return fine;
}

bool fault_spec_parse(struct fault_spec *spec, const char *text, struct error *err)
{
    if (text[strspn(text, " ")] == '{') {
        json_t *object =
            json_parse(text, strlen(text), "--fault", &JSON_MESSAGE_LIMITS, err);
        bool fine = object != NULL && fault_spec_read(spec, object, err);
        json_decref(object);
        return fine;
    }
    memset(spec, 0, sizeof(*spec));
    while (*text != '\0') {
        size_t size = strcspn(text, ",");
        if (!read_pair(spec, text, size, err))
            return false;
        text += size;
        text += *text == ',';
    }
    return true;
}

json_t *fault_spec_json(const struct fault_spec *spec)
{
    json_t *object = json_object();
    for (size_t i = 0; i < FAULT_COUNT; i++) {
        double value = spec->values[i];
        if (value > 0) {
            json_object_set_new(object, FAULTS[i].name,
                                FAULTS[i].whole ? json_integer((json_int_t)value)
                                                : json_real(value));
        }
    }
    return object;
}

struct faults *faults_create(void)
{
    struct faults *faults = memory_alloc(sizeof(*faults));
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&faults->ending, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&faults->lock, NULL);
    return faults;
}

void faults_free(struct faults **faults)
{
    if (*faults != NULL) {
        pthread_cond_destroy(&(*faults)->ending);
        pthread_mutex_destroy(&(*faults)->lock);
        free(*faults);
        *faults = NULL;
    }
}

void faults_set(struct faults *faults, const struct fault_spec *spec)
{
    pthread_mutex_lock(&faults->lock);
    faults->spec = *spec;
    pthread_mutex_unlock(&faults->lock);
}

struct fault_spec faults_get(struct faults *faults)
{
    pthread_mutex_lock(&faults->lock);
    struct fault_spec spec = faults->spec;
    pthread_mutex_unlock(&faults->lock);
    return spec;
}

static bool throw_dice(double probability)
{
    const uint32_t sides = 1000000;
    return randombytes_uniform(sides) < probability * sides;
}

struct fault_draw faults_draw(struct faults *faults)
{
    struct fault_spec spec = faults_get(faults);
    return (struct fault_draw){
        .latency_ms = (long)spec.values[FAULT_LATENCY],
        .status = (unsigned)spec.values[FAULT_STATUS],
        .drop_before = throw_dice(spec.values[FAULT_DROP_BEFORE]),
        .drop_after = throw_dice(spec.values[FAULT_DROP_AFTER]),
        .cut = throw_dice(spec.values[FAULT_CUT]),
        .forget = throw_dice(spec.values[FAULT_FORGET]),
        .cut_upload = (int64_t)spec.values[FAULT_CUT_UPLOAD],
        .upload_status = (unsigned)spec.values[FAULT_UPLOAD_STATUS],
        .lose_upload = throw_dice(spec.values[FAULT_LOSE_UPLOAD]),
        .wrong_offset = throw_dice(spec.values[FAULT_WRONG_OFFSET]),
    };
}

void faults_wait(struct faults *faults, long milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += milliseconds % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&faults->lock);
    while (!faults->ended &&
           pthread_cond_timedwait(&faults->ending, &faults->lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&faults->lock);
}

void faults_end(struct faults *faults)
{
    pthread_mutex_lock(&faults->lock);
    faults->ended = true;
    pthread_cond_broadcast(&faults->ending);
    pthread_mutex_unlock(&faults->lock);
}
