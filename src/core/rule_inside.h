/* rule_inside.h - what rule.c, rule_load.c and rule_change.c share; for nobody else. */
#ifndef CORE_RULE_INSIDE_H
#define CORE_RULE_INSIDE_H

#include <stdatomic.h>
#include "core/rule.h"

struct rules {
	struct arena *mem; /* its own: it outlives the unit of work that read it */
	atomic_int users;  /* units of work that hold it, and the cache */
	int64_t county, stamp;
	struct rule *rows; /* by name, then the order in which they win */
	size_t count;
	const struct calendar *calendar;
};

/* clang-format off */
#define RULE_COLUMNS \
	"id, name, version, title_zh, title_en, text_zh, text_en, source, article, confirmed, valid_from, valid_to," \
	" params, changed_by, changed_at, reason"
/* clang-format on */

/* Read the built-in table into cx->mem. */
enum status rules_read_builtin(struct cx *cx, struct list *out) MUST_CHECK;

/* Check a rule's parameters and keep them decoded; they go with cx->mem.  INVALID, field "params". */
enum status rule_decode(struct cx *cx, struct rule *rule) MUST_CHECK;

/* Do two rules have the same parameters by name and kind?  INVALID, field "params", saying what differs. */
enum status rule_same_shape(struct cx *cx, const struct rule *was, const struct rule *now) MUST_CHECK;

#endif
