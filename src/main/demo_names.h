/* demo_names.h - the names that the demonstration's tables use where a request takes a number. */
#ifndef MAIN_DEMO_NAMES_H
#define MAIN_DEMO_NAMES_H

#include "base/cx.h"

enum { DEMO_NAMES = 600 };

/* What requests have made: <stop1> is the id that an earlier request gave under that name, <report1.no> and
 * <report1.secret> the words of its receipt. */
struct demo_names {
	struct {
		char name[40], no[24], secret[48];
		int64_t id;
	} items[DEMO_NAMES];
	size_t count;
};

/* Keep what an answer says under a name; an empty name keeps nothing. */
enum status demo_names_keep(struct cx *cx, struct demo_names *names, const char *name, const char *answer) MUST_CHECK;

/* "<mine:鑫岭石英一矿>", "<org:县公安局>", "<person:yingji>", "<hazard:鑫岭石英一矿/C06>" … in a text become numbers; "<#mine:x>"
 * with its quotes becomes a bare number. */
enum status demo_names_fill(struct cx *cx, const struct demo_names *names, const char *text, const char **out) MUST_CHECK;

#endif
