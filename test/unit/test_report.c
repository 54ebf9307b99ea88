/* The reports: which span, whose, what is left out. */
#include "test/test.h"

#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/report/report.h"
#include "test/world.h"

static enum status say(struct cx *cx, const struct report_span *span, struct paper *p)
{
	(void)cx;
	paper_para(p, "[%s %s %s]", span->from_text, span->to_text, span->today ? "today" : "past");
	return STATUS_OK;
}

const struct report_section report_sections[] = {
	{"one", "第一节", 0, false, say},
	{"secret", "第二节", UINT64_C(1) << PERM_BIT_APPRAISAL_DECIDE, false, say},
	{"month", "第三节", 0, true, say},
	{0},
};

static int set_up(void **state)
{
	*state = world_new();
	return 0;
}

static int tear_down(void **state)
{
	world_free(*state);
	return 0;
}

static const char *drafted(struct world *w, const char *name, const char *to)
{
	struct paper p;
	if (report_draft(w->cx, name, to, &p))
		fail_msg("%s: %s", name, w->cx->error);
	return paper_html(&p);
}

/* The world's day is a Wednesday, 2023-10-25. */
static void spans(void **state)
{
	struct world *w = *state;
	world_as(w, "office");
	assert_non_null(strstr(drafted(w, "weekly", NULL), "[2023-10-23 2023-10-25 today]"));
	assert_non_null(strstr(drafted(w, "weekly", "2023-10-22"), "[2023-10-16 2023-10-22 past]"));
	assert_non_null(strstr(drafted(w, "weekly", "2023-10-16"), "[2023-10-16 2023-10-16 past]"));
	assert_non_null(strstr(drafted(w, "monthly", "2023-10-20"), "[2023-10-01 2023-10-20 past]"));
}

static void sections(void **state)
{
	struct world *w = *state;
	world_as(w, "office");
	const char *weekly = drafted(w, "weekly", NULL), *monthly = drafted(w, "monthly", NULL);
	assert_non_null(strstr(weekly, "一、第一节"));
	assert_null(strstr(weekly, "第二节"));          /* needs what he may not */
	assert_null(strstr(weekly, "第三节"));
	assert_non_null(strstr(monthly, "二、第三节"));   /* counted without the one left out */
}

static void refused(void **state)
{
	struct world *w = *state;
	struct paper p;
	world_as(w, "office");
	assert_int_equal(report_draft(w->cx, "yearly", NULL, &p), STATUS_NOT_FOUND);
	cx_forget(w->cx);
	assert_int_equal(report_draft(w->cx, "weekly", "2023-10-26", &p), STATUS_INVALID);
	assert_string_equal(w->cx->field, "to");
	cx_forget(w->cx);
	assert_int_equal(report_draft(w->cx, "weekly", "gestern", &p), STATUS_INVALID);
	cx_forget(w->cx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(spans, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sections, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
