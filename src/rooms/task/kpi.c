/* kpi.c - key figures, always as numerator and denominator. */
#include "rooms/task/supervise.h"

#include <math.h>
#include <string.h>

enum { ALL = 100 };

static void count(struct kpi_sum *sum, enum kpi_id id, bool of, bool good)
{
	sum->den[id] += of;
	sum->num[id] += of && good;
}

static bool circulated(const struct supervise_rules *r, const struct view *v)
{
	for (int i = 0; i < r->step_count; i++)
		if (strcmp(r->steps[i].step, "circular") == 0 && -v->days_left >= r->steps[i].days)
			return true;
	return false;
}

static double points(const struct supervise_rules *r, const struct view *v)
{
	if (v->state == LIGHT_AT_RISK)
		return r->yellow_points;
	if (v->state != LIGHT_OVERDUE)
		return 0;
	return r->red_points + (circulated(r, v) ? r->circular_points : 0);
}

void kpi_add(struct kpi_sum *sum, const struct supervise_rules *r, const struct task_facts *f, const struct view *v,
	     struct day day)
{
	struct maybe_day due = f->extended.is ? f->extended : f->when.due;
	bool done = f->closed.is || f->long_since.is, past = due.is && due.day.n <= day.n;
	count(sum, KPI_closed, due.is || f->closed.is, done);
	count(sum, KPI_due_closed, past, done);
	count(sum, KPI_in_time, past, done && f->in_time.is && f->in_time.day.n <= due.day.n);
	if (due.is) {
		sum->num[KPI_progress] += v->percent;
		sum->den[KPI_progress] += ALL;
	}
	count(sum, KPI_sign_in_time, f->signed_on.is || v->sign_late,
	      f->signed_on.is && f->signed_on.day.n <= v->sign_due.n);
	count(sum, KPI_report_in_time, v->next_report.is, !v->report_days_late);
	sum->num[KPI_points] += points(r, v);
	sum->lights[v->state]++;
	sum->tasks++;
}

static const struct {
	const char *id, *zh, *en;
} names[KPI_COUNT] = {
#define X(id, zh, en) {#id, zh, en},
	KPI_LIST(X)
#undef X
};

void kpi_read(const struct kpi_sum *sum, struct kpi out[KPI_COUNT])
{
	for (int i = 0; i < KPI_COUNT; i++)
		out[i] = (struct kpi){.id = names[i].id,
				      .zh = names[i].zh,
				      .en = names[i].en,
				      .num = sum->num[i],
				      .den = sum->den[i],
				      .ratio = i != KPI_points};
}

static bool whole(double x)
{
	enum { MOST = 999999 };         /* %g would write more than that another way */
	return x >= 0 && x <= MOST && x == nearbyint(x);
}

const char *kpi_text(struct cx *cx, const struct kpi *k)
{
	if (!k->ratio)
		return arena_printf(cx->mem, "%g", k->num);
	if (k->den <= 0)
		return "—";
	if (whole(k->num) && whole(k->den))     /* nearly always; an overview has hundreds of them */
		return arena_printf(cx->mem, "%ld %% (%ld/%ld)", (long)nearbyint(k->num * ALL / k->den), (long)k->num, (long)k->den);
	return arena_printf(cx->mem, "%.0f %% (%g/%g)", k->num * ALL / k->den, k->num, k->den);
}
