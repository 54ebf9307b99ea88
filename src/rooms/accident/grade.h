/*
 * grade.h - how grave an accident is, by the worst of three criteria (国务院令493号 第三条; 以上 includes the number).
 *
 * Pure: the thresholds come from the rule accident.grade of the day.
 */
#ifndef ROOMS_ACCIDENT_GRADE_H
#define ROOMS_ACCIDENT_GRADE_H

#include "base/json.h"
#include "core/rule.h"

/* In the order of gravity. */
enum grade { GRADE_GENERAL, GRADE_LARGER, GRADE_MAJOR, GRADE_EXTRAORDINARY, GRADES };

/* general 一般, larger 较大, major 重大, extraordinary 特别重大 */
const char *grade_code(enum grade g);
const char *grade_words(const struct cx *cx, enum grade g);

struct casualties {
	int64_t deaths;         /* with those missing (第十二条) */
	int64_t injured;        /* seriously, acute industrial poisoning included */
	int64_t loss_yuan;      /* direct economic loss */
};

struct graded {
	enum grade grade;       /* the worst of the three */
	enum grade by_deaths, by_injured, by_loss;
	const struct rule *rule;
};

/* INVALID, with the field: a number below 0, or (on) a day before there was a rule.  INTERNAL: the rule's thresholds are
 * not three numbers each. */
enum status accident_grade(struct cx *cx, const struct casualties *c, struct day day, struct graded *out) MUST_CHECK;

/* {"grade","label","day","deaths","injured","loss_yuan","by":{"deaths","injured","loss_yuan"},"rule","source","article",
 * "confirmed","text"} */
void grade_write(struct cx *cx, struct jw *w, const struct casualties *c, struct day day, const struct graded *g);

#endif
