/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/alone/tries.h"

enum { FREE = 3, FIRST_PAUSE = 5000, LONGEST_PAUSE = 60000, FORGOTTEN_AFTER = 60000 };

static unsigned count_left(const struct tries *tries, int64_t now)
{
    int64_t forgotten = (now - tries->last) / FORGOTTEN_AFTER;
    return forgotten < (int64_t)tries->count ? tries->count - (unsigned)forgotten : 0;
}

void tries_count(struct tries *tries, int64_t now)
{
    tries->count = count_left(tries, now) + 1;
    tries->last = now;
}

int64_t tries_pause(const struct tries *tries, int64_t now)
{
    int64_t pause = FIRST_PAUSE;
    if (tries->count < FREE)
        return 0;
    for (unsigned i = FREE; i < tries->count && pause < LONGEST_PAUSE; i++)
        pause *= 2;
    if (pause > LONGEST_PAUSE)
        pause = LONGEST_PAUSE;
    int64_t left = tries->last + pause - now;
    return left > 0 ? left : 0;
}
