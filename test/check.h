/* check.h - what the tests share beyond cmocka. */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H
#include <stdint.h>
/* Compare text with test/golden/NAME; with UPDATE_GOLDEN=1 in the environment, write it instead. */
void check_golden(const char *name, const char *text);
/* A repeatable random number; the seed is printed when a property fails. */
uint32_t check_random(uint64_t *seed);
#endif
