#include "main/lists.h"

#include <string.h>
#include "core/apart_cli.h"
#include "core/backup.h"
#include "core/backup_api.h"
#include "core/county.h"
#include "core/deed_api.h"
#include "core/event.h"
#include "core/job.h"
#include "core/evidence.h"
#include "core/ledger_api.h"
#include "core/ledger_cli.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/person.h"
#include "core/org_api.h"
#include "core/org_cli.h"
#include "core/remind.h"
#include "core/rule.h"
#include "core/remind_api.h"
#include "core/rule_api.h"
#include "core/rule_cli.h"
#include "core/search.h"
#include "core/search_api.h"
#include "core/session.h"
#include "core/session_api.h"
#include "db/db.h"
#include "main/demo.h"
#include "main/backup_cli.h"
#include "main/gate.h"
#include "main/keep_sync.h"
#include "main/openapi.h"
#include "main/serve.h"
#include "main/settings.h"
#include "main/step_cli.h"
#include "main/tools.h"
#include "rooms/balance/balance.h"
#include "rooms/balance/balance_api.h"
#include "rooms/balance/balance_cli.h"
#include "rooms/balance/ledgers.h"
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/inspection_api.h"
#include "rooms/inspection/investigation.h"
#include "rooms/inspection/plan.h"
#include "rooms/inspection/resume.h"
#include "rooms/inspection/weather.h"
#include "rooms/task/overview_api.h"
#include "rooms/notice/notice.h"
#include "rooms/notice/notice_api.h"
#include "rooms/notice/notice_cli.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/accident_api.h"
#include "rooms/accident/accident_cli.h"
#include "rooms/accident/accident_remind.h"
#include "rooms/accident/accountability.h"
#include "rooms/accident/appraisal_list.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/explosive_api.h"
#include "rooms/explosive/explosive_cli.h"
#include "rooms/explosive/keep_cli.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/regulation.h"
#include "rooms/feedback/feedback.h"
#include "rooms/feedback/feedback_api.h"
#include "rooms/haulage/case.h"
#include "rooms/haulage/case_remind.h"
#include "rooms/haulage/haulage.h"
#include "rooms/haulage/haulage_api.h"
#include "rooms/haulage/haulage_cli.h"
#include "rooms/measures/measures.h"
#include "rooms/measures/measures_api.h"
#include "rooms/mine/mine_api.h"
#include "rooms/mine/mine_cli.h"
#include "rooms/mine/mine_daily.h"
#include "rooms/mine/status.h"
#include "rooms/resumption/resumption.h"
#include "rooms/resumption/resumption_api.h"
#include "rooms/resumption/resumption_cli.h"
#include "rooms/resumption/resumption_remind.h"
#include "rooms/resumption/resumption_report.h"
#include "rooms/explosive/explosive_report.h"
#include "rooms/haulage/haulage_report.h"
#include "rooms/balance/balance_marks.h"
#include "rooms/explosive/explosive_marks.h"
#include "rooms/inspection/inspection_marks.h"
#include "rooms/mine/map.h"
#include "main/basemap.h"
#include "rooms/report/report_api.h"
#include "rooms/task/task_report.h"
#include "rooms/inspection/inspection_report.h"
#include "rooms/feedback/feedback_report.h"
#include "rooms/accident/accident_report.h"
#include "rooms/task/task.h"
#include "rooms/task/task_api.h"
#include "rooms/task/task_cli.h"
#include "rooms/task/task_daily.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/meeting.h"
#include "rooms/tenure/operator.h"
#include "rooms/tenure/outside.h"
#include "rooms/tenure/reserve.h"
#include "rooms/tenure/tenure_api.h"
#include "rooms/tenure/tenure_cli.h"

const struct verbs *const verb_lists[] = {
	&serve_verbs,
	&org_verbs,
	&person_verbs,
	&demo_verbs,
	&rule_verbs,
	&mine_verbs,
	&resumption_verbs,
	&balance_verbs,
	&tenure_verbs,
	&hazard_verbs,
	&haulage_verbs,
	&haulage_db_verbs,
	&gate_verbs,
	&accident_verbs,
	&explosive_verbs,
	&keep_verbs,
	&keep_sync_verbs,
	&ledger_verbs,
	&evidence_verbs,
	&task_verbs,
	&step_verbs,
	&tool_verbs,
	&backup_verbs,
	&apart_verbs,
	&report_verbs,
	&notice_verbs,
	&notice_db_verbs,
};
const size_t verb_list_count = sizeof verb_lists / sizeof *verb_lists;

const struct routes *const route_lists[] = {
	&event_routes,
	&openapi_routes,
	&session_routes,
	&task_routes,
	&task_new_routes,
	&explosive_routes,
	&permit_routes,
	&market_routes,
	&feedback_routes,
	&mine_import_routes,
	&accident_routes,
	&accountability_routes,
	&appraisal_routes,
	&unit_measure_routes,
	&mine_map_routes,
	&mine_paper_routes,
	&tenure_mine_routes,
	&right_routes,
	&application_routes,
	&outside_routes,
	&zone_routes,
	&operator_routes,
	&mine_routes,
	&resumption_routes,
	&balance_alert_routes,
	&balance_routes,
	&stop_order_routes,
	&hazard_routes,
	&criterion_routes,
	&plan_routes,
	&checklist_routes,
	&investigation_routes,
	&weather_routes,
	&haulage_case_routes,
	&haulage_measure_routes,
	&haulage_routes,
	&haulage_register_routes,
	&overview_routes,
	&report_routes,
	&basemap_routes,
	&town_map_routes,
	&mine_mark_routes,
	&workbench_routes,
	&deed_routes,
	&notice_routes,
	&org_routes,
	&person_routes,
	&audit_routes,
	&search_routes,
	&rule_routes,
	&ledger_routes,
	&ledger_share_routes,
	&evidence_routes,
	&job_routes,
	&backup_routes,
	&notify_routes,
	&remind_routes,
	&calendar_routes,
};
const size_t route_list_count = sizeof route_lists / sizeof *route_lists;

const struct flow *const flow_list[] = {
	&task_flow,
	&extension_flow,
	&blast_flow,
	&explosive_alert_flow,
	&month_flow,
	&purchase_flow,
	&quota_flow,
	&regulation_flow,
	&transport_flow,
	&feedback_flow,
	&resumption_flow,
	&accident_flow,
	&accountability_flow,
	&appraisal_flow,
	&objection_flow,
	&unit_measure_flow,
	&notice_flow,
	&stop_order_flow,
	&hazard_flow,
	&hazard_extension_flow,
	&inspection_flow,
	&investigation_flow,
	&balance_alert_flow,
	&haulage_case_flow,
	&haulage_measure_flow,
	&application_flow,
	&outside_flow,
	&opportunity_flow,
};
const size_t flow_list_count = sizeof flow_list / sizeof *flow_list;

const struct job_kind *const job_kinds[] = {
	&ledger_verify_job,
	&backup_job,
	&evidence_preview_job,
	&notice_read_job,
	NULL,
};

/* Who may see the row of a flow may read its files. */
static enum status may_read(struct cx *cx, const char *kind, int64_t item, bool *yes)
{
	struct flow_row *row;
	enum status s = flow_find(kind)->load(cx, item, &row);
	if (s && s != STATUS_NOT_FOUND)
		return s;
	if (s)
		cx_forget(cx);
	*yes = !s;
	return STATUS_OK;
}

static enum status may_read_notice(struct cx *cx, const char *kind, int64_t item, bool *yes)
{
	(void)kind;
	return notice_may_read(cx, item, yes);
}

const struct mine_mark_source mine_mark_sources[] = {
	{"hazards", "隐患", "Hazards", BIT(MINE_READ), hazard_marks},
	{"weather", "气象预警", "Weather", BIT(MINE_READ), weather_marks},
	{"explosives", "民爆异常", "Explosives alerts", BIT(EXPLOSIVE_READ), explosive_marks},
	{"balance", "账目不符", "Ledgers that disagree", BIT(BALANCE_READ), balance_marks},
	{0},
};

/* In the order of the report. */
const struct report_section report_sections[] = {
	{"tasks", "重点任务督查", BIT(TASK_READ), false, task_report},
	{"mines", "停产与复工", BIT(MINE_READ), false, resumption_report},
	{"hazards", "隐患排查治理", BIT(MINE_READ), false, hazard_report},
	{"explosives", "民用爆炸物品", BIT(EXPLOSIVE_READ), false, explosive_report},
	{"haulage", "货车超限超载", BIT(HAULAGE_READ), false, haulage_report},
	{"accidents", "事故", BIT(MINE_READ), false, accident_report},
	{"feedback", "企业反馈", BIT(MINE_READ) | BIT(COUNTY_WIDE), false, feedback_report},
	{"appraisal", "考评降档预判", BIT(APPRAISAL_READ), true, appraisal_report},
	{0},
};

const struct evidence_reader evidence_readers[] = {
	{"task", may_read},
	{"extension", may_read},
	{"resumption", may_read},
	{"stop_order", may_read},
	{"hazard", may_read},
	{"hazard_extension", may_read},
	{"inspection", may_read},
	{"accident", may_read},
	{"accountability", may_read},
	{"appraisal", may_read},
	{"objection", may_read},
	{"unit_measure", may_read},
	{"explosive_alert", may_read},
	{"explosive_blast", may_read},
	{"explosive_month", may_read},
	{"explosive_purchase", may_read},
	{"explosive_quota", may_read},
	{"explosive_regulation", may_read},
	{"explosive_transport", may_read},
	{"feedback", may_read},
	{"investigation", may_read},
	{"balance_alert", may_read},
	{"balance_survey", balance_may_read},
	{"balance_stock", balance_may_read},
	{"balance_report", balance_may_read},
	{"notice", may_read_notice},
	{"haulage_ticket", haulage_may_read},
	{"haulage_case", may_read},
	{"haulage_measure", may_read},
	{"tenure_application", may_read},
	{"tenure_outside", may_read},
	{"opportunity", may_read},
	{0},
};

static enum status check_state(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	return ledger_compare_state(cx, last, flow_find(last->kind)->table, why);
}

const struct ledger_check ledger_checks[] = {
	{"town_shape", town_shape_check},
	{"task", check_state},
	{"extension", check_state},
	{"resumption", check_state},
	{"stop_order", check_state},
	{"hazard", check_state},
	{"hazard_extension", check_state},
	{"inspection", check_state},
	{"accident", check_state},
	{"accountability", check_state},
	{"appraisal", check_state},
	{"objection", check_state},
	{"unit_measure", check_state},
	{"appraisal_list", appraisal_list_check},
	{"explosive_alert", check_state},
	{"explosive_blast", check_state},
	{"explosive_month", check_state},
	{"explosive_purchase", purchase_check_ledger},
	{"explosive_quota", check_state},
	{"explosive_regulation", check_state},
	{"explosive_transport", check_state},
	{"explosive_magazine", magazine_check_ledger},
	{"feedback", check_state},
	{"investigation", check_state},
	{"balance_alert", check_state},
	{"weather_warning", weather_check_ledger},
	{"notice", notice_ledger_check},
	{"haulage_batch", haulage_check_ledger},
	{"haulage_case", check_state},
	{"haulage_measure", check_state},
	{"tenure_application", check_state},
	{"tenure_outside", check_state},
	{"opportunity", check_state},
	{"org", org_check_ledger},
	{"person", person_check_ledger},
	{"rule", rule_check_ledger},
	{"evidence", evidence_check_ledger},
	{0},
};

/* Once the requests of a week are forgotten, their Idempotency-Keys may be used again. */
static enum status forget_requests(struct cx *cx)
{
	enum { KEPT = 7 * 24 * 60 * 60 };
	return db_exec(cx, NULL, "DELETE FROM request_once WHERE county = $1 AND at < $2",
		       ARGS(V(cx->county), V(cx->now - KEPT)));
}

/* Another process that shares the database may have been faster: then there is nothing left to do. */
static enum status integrate(struct cx *cx)
{
	enum status s = ledger_integrate(cx, NULL);
	if (s != STATUS_CONFLICT)
		return s;
	cx_forget(cx);
	return STATUS_OK;
}

/* Who has a say before a licence is written. */
const struct licence_guard licence_guards[] = {
	{"tenure", tenure_licence_guard},
	{0},
};

/* Who has a say in whether a mine may work. */
const struct mine_reason_source mine_reason_sources[] = {
	{"register", mine_register_reasons},
	{"resumption", resumption_reasons},
	{"stop_order", stop_order_reasons},
	{"hazard", hazard_reasons},
	{"investigation", investigation_reasons},
	{"weather", weather_reasons},
	{"haulage", haulage_reasons},
	{"tenure", tenure_reasons},
	{"outside", outside_reasons},
	{0},
};

/* Ledgers of the rooms that the balance of a mine compares. */
const struct mine_ledger balance_ledgers[] = {
	{"weighbridge", "地磅出矿", "over the weighbridges", MINE_MEASURES_HAULED, haulage_balance_figure},
	{"explosive", "民爆", "explosives", MINE_MEASURES_ROCK, explosive_balance_figure},
	{0},
};

const struct mine_ledger *const reserve_ledgers = balance_ledgers;

/* What must be so before a stopped mine may resume, and what is lifted when it does. */
const struct resume_source *const resume_guard_sources[] = {
	&resume_from_register,
	&resume_from_hazards,
	&resume_from_stop_orders,
	NULL,
};

/* What is known of who had to do with a mine before its accident. */
const struct responsibility_source responsibility_sources[] = {
	{"status", responsibility_standing},
	{"checks", responsibility_checks},
	{"release", responsibility_release},
	{"tasks", responsibility_tasks},
	{0},
};

/* Whose work the workbench shows, beside the tasks. */
const struct todo_source todo_sources[] = {
	{"accident", accident_todo},
	{"balance", balance_todo},
	{"explosive", explosive_todo},
	{"accountability", accountability_todo},
	{"appraisal", appraisal_todo},
	{"feedback", feedback_todo},
	{"hazard", hazard_todo},
	{"hazard_extension", hazard_extension_todo},
	{"inspection", inspection_todo},
	{"investigation", investigation_todo},
	{"notice", notice_todo},
	{"resumption", resumption_todo},
	{"haulage", haulage_todo},
	{"stop_order", stop_order_todo},
	{"unit_measure", unit_measure_todo},
	{"tenure_application", application_todo},
	{"outside", outside_todo},
	{"opportunity", operator_todo},
	{0},
};

/* Whose days are told, and shown before they come. */
const struct reminder_source reminder_sources[] = {
	{"hazard", hazard_remind},
	{"mine", mine_remind},
	{"resumption", resumption_remind},
	{"accident", accident_remind},
	{"tenure_reserve", reserve_remind},
	{"haulage", haulage_remind},
	{0},
};

static enum status remind(struct cx *cx)
{
	return remind_daily(cx, reminder_sources);
}

bool timer_wanted(const struct timer *t, const struct settings *s)
{
	return t->run != backup_daily || s->daily;
}

const struct timer timers[] = {
	{"ledger", 1, true, integrate},
	{"search", 1, false, search_index},
	{"sessions", 60, true, session_flush},
	{"tasks", 60, false, task_daily},
	{"inspection", 60, false, inspection_follow},
	{"mines", 60, false, mine_daily},
	{"reminders", 60, false, remind},
	{"balance", 60, false, balance_daily},
	{"explosive", 60, false, explosive_follow},
	{"tenure", 60, false, tenure_daily},
	{"requests", 3600, true, forget_requests},
	{"backup", 600, false, backup_daily},
	{0},
};
