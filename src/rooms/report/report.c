#include "rooms/report/report.h"

#include <string.h>
#include "core/county.h"
#include "core/org.h"
#include "core/perm.h"

static const struct {
	const char *name, *zh;
	bool monthly;
} reports[] = {
	{"weekly", "矿山安全工作周报", false},
	{"monthly", "矿山安全工作月报", true},
};
enum { REPORTS = sizeof reports / sizeof *reports };

static enum status span_of(struct cx *cx, bool monthly, const char *to, struct report_span *out)
{
	struct day today = day_of(cx->now);
	int y, m, d;
	out->to = today;
	if (to && *to && !day_parse(to, &out->to))
		return cx_fail_field(cx, "to", "not a day like 2023-10-20: %s", to);
	if (out->to.n > today.n)
		return cx_fail_field(cx, "to", "the day is to come");
	day_split(out->to, &y, &m, &d);
	out->from = monthly ? day_make(y, m, 1) : (struct day){out->to.n - day_weekday(out->to) + 1};
	out->from_text = day_text(cx, out->from);
	out->to_text = day_text(cx, out->to);
	out->today = out->to.n == today.n;
	return STATUS_OK;
}

/* The county's office speaks for the county; anyone else for his own unit. */
static enum status issuer(struct cx *cx, const char **out)
{
	struct county c;
	struct org o;
	TRY(county_get(cx, &c));
	*out = arena_printf(cx->mem, "%s安全生产委员会办公室", c.name);
	if (cx->perms & PERM_COUNTY_WIDE || !cx->org)
		return STATUS_OK;
	TRY(org_get(cx, cx->org, &o));
	*out = o.name;
	return STATUS_OK;
}

enum status report_draft(struct cx *cx, const char *name, const char *to, struct paper *out)
{
	static const char *const counted[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"};
	struct report_span span;
	size_t kind = 0, n = 0;
	while (kind < REPORTS && strcmp(reports[kind].name, name) != 0)
		kind++;
	if (kind == REPORTS)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such report");
	TRY(span_of(cx, reports[kind].monthly, to, &span));
	*out = paper_new(cx, reports[kind].zh);
	TRY(issuer(cx, &out->issuer));
	out->day = span.to_text;
	paper_para(out, "报告期：%s至%s。", paper_day(cx, span.from_text), paper_day(cx, span.to_text));
	for (const struct report_section *s = report_sections; s->name; s++) {
		if ((cx->perms & s->perms) != s->perms || (s->monthly && !reports[kind].monthly))
			continue;
		paper_heading(out, arena_printf(cx->mem, "%s、%s", counted[n], s->zh));
		n += n + 1 < sizeof counted / sizeof *counted;
		TRY(s->write(cx, &span, out));
	}
	return STATUS_OK;
}
