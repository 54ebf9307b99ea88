/*
 * notice.h - read a task-decomposition notice: who does what by when, and what a reviewer should look at.
 *
 * A pure function from a document (doc.h) to a struct notice.  It knows no notice by name: layouts are read from
 * numbering, labels, brackets, table headers and units.  Time is linear in the text; nothing recurses on its depth.
 *
 * Every field says where it came from: ranges are bytes of doc.text; notice_write_json() gives Unicode code points.
 *
 * The JSON, all keys always present:
 *   {"document":{"title","number","issuer","date","year","year_reason","role_rule","duties":[MILESTONE…],"source":{…}},
 *    "tasks":[{"no","title","text","part","section","lead":[],"cooperate":[],"persons":[],
 *              "deadline_text","deadline":{"kind","day","start","effect_year","days","recurs"},
 *              "milestones":[{"kind","text","to","deadline_text","deadline":{…},"source":[from,to]}],
 *              "source":{"no":[from,to],"title":[from,to],"text":[[from,to]…],"lead":[[from,to]…],
 *                        "cooperate":[[from,to]…],"persons":[[from,to]…],"deadline":[from,to]},
 *              "warnings":["…"]}],
 *    "findings":[{"kind","no","text","words","source":[from,to]}],
 *    "unused":[{"text","source":[from,to]}],"warnings":["…"]}
 * A range that is not there is null.  The members of "deadline" that its kind has no use for are null.
 */
#ifndef PROTO_NOTICE_H
#define PROTO_NOTICE_H

#include "base/day.h"
#include "base/json.h"
#include "proto/doc.h"

enum { NOTICE_MAX_TASKS = 5000, NOTICE_MAX_UNITS = 200, NOTICE_MAX_LINES = 20000 };

struct notice_range {
	size_t from, to;                /* bytes of doc.text; from == to: not there */
};

/* Words of the document, without the blanks and line ends that only layout put between Chinese characters. */
struct notice_words {
	const char *s;                  /* never NULL */
	struct notice_range at;
};

struct notice_list {
	struct notice_words *items;
	size_t count;
};

/*        name, and what the members say */
#define NOTICE_WHEN_LIST(X)                                                                                     \
	X(NONE, "none")                                 /* no words, or words that name no time */              \
	X(BY_DAY, "by_day")                             /* day */                                               \
	X(BY_DAY_THEN_LONG_TERM, "by_day_then_long_term")       /* day; the work goes on after it */            \
	X(FROM_MONTH_EFFECT_YEAR, "from_month_effect_year")     /* start YYYY-MM, effect_year */                \
	X(FROM_MONTH_EFFECT_YEAR_THEN_LONG_TERM, "from_month_effect_year_then_long_term")                       \
	X(DAYS_AFTER_SERVICE, "days_after_service")     /* days, counted from service or issue of the notice */ \
	X(BY_MONTH, "by_month")                         /* before the end of a month: day is its last */        \
	X(IN_MONTH, "in_month")                         /* in a month or a third of it: start, day its last */  \
	X(BY_QUARTER, "by_quarter")                     /* a quarter or half year: day is its last */           \
	X(WITHIN_YEAR, "within_year")                   /* day is the year's last */                            \
	X(RECURRING, "recurring")                       /* recurs; day, where a first or last day is named */   \
	X(LONG_TERM, "long_term")                       /* start, where a month is named */                     \
	X(IMMEDIATELY, "immediately")

enum notice_when_kind {
#define X(name, text) NOTICE_##name,
	NOTICE_WHEN_LIST(X)
#undef X
};

struct notice_when {
	enum notice_when_kind kind;
	struct notice_words words;      /* as in the text */
	char day[11], start[11];        /* YYYY-MM-DD (start also YYYY-MM), or empty */
	int effect_year, days;          /* 0: none */
	const char *recurs;             /* "daily" "weekly" "monthly" "quarterly" "half-yearly" "yearly", or NULL */
	bool own_year;                  /* the words themselves name the year */
	bool working;                   /* days are working days */
};

struct notice_milestone {
	const char *kind;               /* "milestone", "report" or "limit" (a period that runs from some event) */
	struct notice_words words;
	const char *to;                 /* report: to whom, as written; else "" */
	struct notice_when when;
};

struct notice_milestones {
	struct notice_milestone *items;
	size_t count;
};

struct notice_task {
	struct notice_words no;         /* as written: "1", "（三）", "①"; empty where there is none */
	struct notice_words title;      /* its heading or first sentence */
	const char *text;               /* without number, lists and deadline; of a part: of the whole item */
	struct notice_range *text_at;
	size_t text_ranges;
	const char *part;               /* where one item holds several duties: the words of this one; else "" */
	const char *section;            /* headings above it, " / " between; or "" */
	struct notice_list lead, cooperate, persons;
	struct notice_range *lead_at, *cooperate_at;    /* the words each list was read from */
	size_t lead_ranges, cooperate_ranges;
	struct notice_when when;
	struct notice_milestones milestones;
	const char **warnings;
	size_t warning_count;
};

struct notice_finding {
	const char *kind;               /* see notice_find.c for the list */
	const char *no;                 /* of the task, or "" */
	const char *text;               /* a sentence in cx->lang */
	struct notice_words words;
};

enum notice_rule { NOTICE_EXPLICIT, NOTICE_FIRST_IS_LEAD, NOTICE_ALL_LEAD };

struct notice {
	const struct doc *doc;
	struct notice_words title, number, issuer, dated;       /* dated: the words of the date */
	char date[11];                  /* or empty */
	int year;
	const char *year_reason;        /* in cx->lang */
	enum notice_rule rule;          /* how units that share a duty without a word for each were told apart */
	struct notice_milestones duties;        /* of the whole document: "report every quarter …" */
	struct notice_task *tasks;
	size_t task_count;
	struct notice_finding *findings;
	size_t finding_count;
	struct notice_words *unused;
	size_t unused_count;
	const char **warnings;
	size_t warning_count;
};

/* Read doc.  today is what a deadline is past by, and where a year comes from when nothing in the text gives one.
 * A document without tasks is a notice without tasks, with a warning.  TOO_LARGE: beyond the limits above. */
enum status notice_read(struct cx *cx, const struct doc *doc, struct day today, struct notice *out) MUST_CHECK;

void notice_write_json(struct jw *w, const struct notice *n);

/* A clear listing for a terminal, in cx->lang. */
void notice_print(struct cx *cx, const struct notice *n, struct buf *out);

#endif
