/* notice_items.h - between notice_items.c (the tree of numbered items), notice_scan.c (what one item says) and
 * notice_choose.c (which of them are tasks). */
#ifndef PROTO_NOTICE_ITEMS_H
#define PROTO_NOTICE_ITEMS_H

#include "proto/notice_parse.h"

/* A stretch of an item with its own duty; most items have one. */
struct part {
	struct spans text;
	struct duty duty;
	bool label; /* said on lines of its own */
	bool lead_label, open_label, when_label;
};
struct parts {
	struct part *items;
	size_t count, room;
};

struct item {
	struct mark mark; /* style MARK_NONE: a heading that is a unit, or a stretch without number */
	int rank;
	uint32_t from, body, end;
	int parent; /* index, or -1 */
	int group;  /* siblings that are counted on from one another */
	int children, child_tasks;
	struct parts parts;
	struct span title;
	bool duty, strong, sure; /* says who; on labels or in a bracket; with 牵头 in a sentence */
	bool task, absorbed;     /* absorbed: its text belongs to the nearest task above */
	bool unit_heading;
	bool lends;  /* its points are tasks of their own, and its duty is theirs */
	bool folded; /* a numbered field of the task above */
};

struct items {
	struct item *items;
	size_t count, room;
};

enum { DEEPEST = 16 };

struct tree {
	struct reader *r;
	struct items all;
	int stack[DEEPEST];
	int depth;
	int last[DEEPEST];              /* the number of the last item at that depth */
	enum mark_style style[DEEPEST]; /* and how it was written */
	int groups, group[DEEPEST];
};

void scan_item(struct reader *r, struct item *it); /* notice_scan.c */
void choose_tasks(struct tree *t); /* notice_choose.c: sets task, and gives duties to whom they belong */

#endif
