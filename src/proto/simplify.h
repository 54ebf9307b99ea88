/* simplify.h - characters that stand for the same one in the tables of the program: facts about Chinese, no state. */
#ifndef PROTO_SIMPLIFY_H
#define PROTO_SIMPLIFY_H

#include <stdint.h>

uint32_t notice_simplify(uint32_t c);   /* a traditional character → the simplified one; any other as it is */
uint32_t notice_radical(uint32_t c);    /* a Kangxi radical, as some PDFs have it → the character meant */

#endif
