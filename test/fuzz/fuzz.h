/* fuzz.h - what the fuzzers share. */
#ifndef TEST_FUZZ_FUZZ_H
#define TEST_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's entry: feeds any bytes to one parser.  Anything but returning 0 is a fault of the parser. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
