/* SPDX-License-Identifier: MIT */
/* What every harness has: one function that takes hostile bytes. libFuzzer calls it, or
 * replay.c, which runs the seeds as a normal test. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
