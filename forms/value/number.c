/* SPDX-License-Identifier: MIT */
/* Exact comparing and dividing of JSON numbers. Jansson holds an integer in 64 bits and
 * anything else as a double. */
#include "forms/value/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int compare_doubles(double a, double b)
{
    return (a > b) - (a < b);
}

/* A double holds no more than 53 bits, so the integer must not go through one. */
static int compare_integer(json_int_t integer, double real)
{
    if (real >= 0x1p63)
        return -1;
    if (real < -0x1p63)
        return 1;
    json_int_t whole = (json_int_t)real;
    if (integer != whole)
        return integer < whole ? -1 : 1;
    return compare_doubles(0, real - (double)whole);
}

int number_compare(const json_t *a, const json_t *b)
{
    if (json_is_integer(a) && json_is_integer(b)) {
        json_int_t x = json_integer_value(a), y = json_integer_value(b);
        return (x > y) - (x < y);
    }
    if (json_is_integer(a))
        return compare_integer(json_integer_value(a), json_real_value(b));
    if (json_is_integer(b))
        return -compare_integer(json_integer_value(b), json_real_value(a));
    return compare_doubles(json_real_value(a), json_real_value(b));
}

bool number_is_whole(const json_t *number)
{
    if (json_is_integer(number))
        return true;
    double real = json_real_value(number);
    return isfinite(real) && floor(real) == real;
}

/* digits × 10^exponent, without its sign */
struct decimal {
    uint64_t digits;
    int exponent;
};

/* The shortest decimal that reads back as the same double is what was written. */
static struct decimal shortest_decimal(double real)
{
    char text[32];
    for (int precision = 14; precision <= 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, fabs(real));
        if (strtod(text, NULL) == fabs(real))
            break;
    }
    struct decimal decimal = {0, 0};
    const char *at = text;
    for (bool fraction = false; *at != 'e'; at++) {
        if (*at < '0' || *at > '9') {
            fraction = true; /* whatever the locale's decimal point is */
            continue;
        }
        decimal.digits = decimal.digits * 10 + (uint64_t)(*at - '0');
        decimal.exponent -= fraction;
    }
    decimal.exponent += (int)strtol(at + 1, NULL, 10);
    return decimal;
}

static struct decimal decimal_of(const json_t *number)
{
    struct decimal decimal = {0, 0};
    if (json_is_integer(number)) {
        json_int_t integer = json_integer_value(number);
        decimal.digits = integer < 0 ? -(uint64_t)integer : (uint64_t)integer;
    } else {
        decimal = shortest_decimal(json_real_value(number));
    }
    for (; decimal.digits != 0 && decimal.digits % 10 == 0; decimal.exponent++)
        decimal.digits /= 10;
    return decimal;
}

bool number_is_multiple(const json_t *number, const json_t *divisor)
{
    __extension__ typedef unsigned __int128 wide;
    struct decimal a = decimal_of(number), b = decimal_of(divisor);
    if (a.digits == 0)
        return true;
    if (a.exponent >= b.exponent) {
        /* a × 10^n modulo b, kept small at each step */
        wide rest = a.digits % b.digits;
        for (int n = a.exponent - b.exponent; n > 0 && rest != 0; n--)
            rest = rest * 10 % b.digits;
        return rest == 0;
    }
    /* a must hold b × 10^n; with more than 19 digits of zeros it cannot */
    int n = b.exponent - a.exponent;
    if (n > 19)
        return false;
    wide scaled = b.digits;
    for (; n > 0; n--)
        scaled *= 10;
    return a.digits % scaled == 0;
}
