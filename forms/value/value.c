/* SPDX-License-Identifier: MIT */
/* Equality, hashing and sets of JSON values. */
#include "forms/value/value.h"

#include "forms/value/number.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

static bool objects_equal(const json_t *a, const json_t *b)
{
    if (json_object_size(a) != json_object_size(b))
        return false;
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)a, key, member)
    {
        const json_t *other = json_object_get(b, key);
        if (other == NULL || !value_equal(member, other))
            return false;
    }
    return true;
}

static bool arrays_equal(const json_t *a, const json_t *b)
{
    size_t size = json_array_size(a);
    if (size != json_array_size(b))
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!value_equal(json_array_get(a, i), json_array_get(b, i)))
            return false;
    }
    return true;
}

bool value_equal(const json_t *a, const json_t *b)
{
    if (a == b)
        return true;
    if (a == NULL || b == NULL)
        return false;
    if (json_is_number(a) && json_is_number(b))
        return number_compare(a, b) == 0;
    if (json_typeof(a) != json_typeof(b))
        return false;
    if (json_is_object(a))
        return objects_equal(a, b);
    if (json_is_array(a))
        return arrays_equal(a, b);
    return json_equal(a, b);
}

/* FNV-1a over the bytes. */
static uint64_t hash_bytes(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

#define HASH_START 0xcbf29ce484222325u

static uint64_t hash_object(const json_t *object)
{
    uint64_t sum = json_object_size(object); /* a sum, for order must not matter */
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)object, key, member)
    {
        uint64_t hash = value_hash(member);
        sum += hash_bytes(hash_bytes(HASH_START, key, strlen(key)), &hash, sizeof hash);
    }
    return sum;
}

static uint64_t hash_array(const json_t *array)
{
    uint64_t hash = HASH_START + 1;
    for (size_t i = 0; i < json_array_size(array); i++) {
        uint64_t item = value_hash(json_array_get(array, i));
        hash = hash_bytes(hash, &item, sizeof item);
    }
    return hash;
}

uint64_t value_hash(const json_t *value)
{
    if (json_is_string(value))
        return hash_bytes(HASH_START, json_string_value(value),
                          json_string_length(value));
    if (json_is_object(value))
        return hash_object(value);
    if (json_is_array(value))
        return hash_array(value);
    if (json_is_number(value)) {
        double number = json_number_value(value) + 0.0; /* -0.0 is 0 */
        return hash_bytes(HASH_START + 2, &number, sizeof number);
    }
    return HASH_START + 3 + (uint64_t)json_typeof(value);
}

size_t value_weight(const json_t *value, unsigned depth, size_t most)
{
    size_t weight = value != NULL;
    const char *key;
    json_t *member;
    if (depth == 0)
        return most + 1;
    json_object_foreach((json_t *)value, key, member)
    {
        if (weight > most)
            return most + 1;
        weight += value_weight(member, depth - 1, most - weight);
    }
    for (size_t i = 0; i < json_array_size(value) && weight <= most; i++)
        weight += value_weight(json_array_get(value, i), depth - 1, most - weight);
    return weight;
}

struct hashed {
    uint64_t hash;
    size_t index;
};

struct value_set {
    const json_t *array;
    size_t count;
    struct hashed *list; /* by hash, then by place */
};

static int compare_hashed(const void *left, const void *right)
{
    const struct hashed *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

struct value_set *value_set_create(const json_t *array)
{
    struct value_set *set = memory_alloc(sizeof *set);
    set->array = array;
    set->count = json_array_size(array);
    set->list = memory_array(set->count + 1, sizeof *set->list);
    for (size_t i = 0; i < set->count; i++)
        set->list[i] = (struct hashed){value_hash(json_array_get(array, i)), i};
    qsort(set->list, set->count, sizeof *set->list, compare_hashed);
    return set;
}

void value_set_free(struct value_set **set)
{
    if (*set == NULL)
        return;
    free((*set)->list);
    free(*set);
    *set = NULL;
}

bool value_set_has(const struct value_set *set, const json_t *value)
{
    uint64_t hash = value_hash(value);
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->list[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < set->count && set->list[low].hash == hash; low++) {
        if (value_equal(json_array_get(set->array, set->list[low].index), value))
            return true;
    }
    return false;
}

bool value_set_twins(const struct value_set *set, size_t *first, size_t *second)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct hashed *a = &set->list[i], *end = set->list + set->count;
        for (const struct hashed *b = a + 1; b < end && b->hash == a->hash; b++) {
            if (!value_equal(json_array_get(set->array, a->index),
                             json_array_get(set->array, b->index)))
                continue;
            *first = a->index;
            *second = b->index;
            return true;
        }
    }
    return false;
}
