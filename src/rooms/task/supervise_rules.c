/* supervise_rules.c - the rules of supervision as numbers, read once for a list. */
#include "rooms/task/supervise.h"

static const char *const state_keys[LIGHT_STATES] = {"on_track", "at_risk", "overdue", "long_term", "closed"};

static enum status small(struct cx *cx, const struct rule *rule, const char *key, int *out)
{
	int64_t n;
	TRY(rule_int(cx, rule, key, &n));
	*out = (int)n;
	return STATUS_OK;
}

static enum status read_light(struct cx *cx, struct supervise_rules *r)
{
	for (int i = 0; i < LIGHT_STATES; i++)
		TRY(rule_text(cx, r->light, state_keys[i], &r->colours[i]));
	TRY(small(cx, r->light, "near_days", &r->near_days));
	TRY(small(cx, r->light, "near_percent", &r->near_percent));
	return small(cx, r->light, "report_late_days", &r->report_late_days);
}

static enum status read_rhythm(struct cx *cx, struct supervise_rules *r)
{
	TRY(small(cx, r->rhythm, "first_working_days", &r->first_report_days));
	TRY(small(cx, r->rhythm, "every_days", &r->report_days));
	TRY(small(cx, r->rhythm, "long_term_months", &r->long_term_months));
	if (r->report_days < 1 || r->long_term_months < 1)
		return cx_fail(cx, STATUS_INTERNAL, "rule %s: a rhythm must be 1 or more", r->rhythm->name);
	return STATUS_OK;
}

static enum status read_urge(struct cx *cx, struct supervise_rules *r)
{
	TRY(rule_ints(cx, r->urge, "before_days", &r->urge_before));
	TRY(rule_ints(cx, r->urge, "after_days", &r->urge_after));
	return small(cx, r->urge, "then_every", &r->urge_every);
}

static enum status read_escalate(struct cx *cx, struct supervise_rules *r)
{
	struct rule_ints days;
	struct texts step, action[2], to[2];
	TRY(rule_ints(cx, r->escalate, "days", &days));
	TRY(rule_texts(cx, r->escalate, "step", &step));
	TRY(rule_texts(cx, r->escalate, "action_zh", &action[0]));
	TRY(rule_texts(cx, r->escalate, "action_en", &action[1]));
	TRY(rule_texts(cx, r->escalate, "to_zh", &to[0]));
	TRY(rule_texts(cx, r->escalate, "to_en", &to[1]));
	r->step_count = days.count; /* rule_check.c keeps the lists of one length */
	for (int i = 0; i < days.count; i++)
		r->steps[i] = (struct escalation){.days = (int)days.items[i],
						  .step = step.items[i],
						  .action_zh = action[0].items[i],
						  .action_en = action[1].items[i],
						  .to_zh = to[0].items[i],
						  .to_en = to[1].items[i]};
	return STATUS_OK;
}

static enum status read_kpi(struct cx *cx, struct supervise_rules *r)
{
	TRY(rule_real(cx, r->kpi, "yellow_points", &r->yellow_points));
	TRY(rule_real(cx, r->kpi, "red_points", &r->red_points));
	return rule_real(cx, r->kpi, "circular_points", &r->circular_points);
}

enum status supervise_rules(struct cx *cx, struct day day, struct supervise_rules *out)
{
	struct supervise_rules r = {0};
	const struct rule *period;
	TRY(rules_of(cx, &r.all));
	r.calendar = rules_calendar(r.all);
	const struct {
		const char *name;
		const struct rule **to;
	} wanted[] = {
		{"task.light", &r.light}, {"task.report_rhythm", &r.rhythm},
		{"task.urge", &r.urge},   {"task.escalate", &r.escalate},
		{"task.sign", &r.sign},   {"task.plan", &r.plan},
		{"task.kpi", &r.kpi},     {"task.period", &period},
	};
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		TRY(rules_find(cx, r.all, wanted[i].name, day, wanted[i].to));
	TRY(read_light(cx, &r));
	TRY(read_rhythm(cx, &r));
	TRY(read_urge(cx, &r));
	TRY(read_escalate(cx, &r));
	TRY(read_kpi(cx, &r));
	TRY(small(cx, r.sign, "working_days", &r.sign_days));
	TRY(small(cx, r.plan, "working_days", &r.plan_days));
	TRY(rule_roll(cx, period, "roll", &r.period.roll));
	TRY(small(cx, period, "immediately_days", &r.period.immediately_days));
	*out = r;
	return STATUS_OK;
}
