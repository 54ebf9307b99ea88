#include "rooms/report/report_api.h"

#include <string.h>
#include "core/perm.h"
#include "rooms/report/report.h"

struct report_query {
	const char *to;
};
static const struct field query_fields[] = {FIELD(struct report_query, to, .flags = DAY)};
static const struct record query_record = RECORD(report_query, query_fields);

/* A report is Chinese whoever reads it: it goes to the county's leaders. */
static enum status draft(struct cx *cx, const char *name, const char *to, const char **html)
{
	struct paper p;
	enum lang lang = cx->lang;
	cx->lang = LANG_ZH;
	enum status s = report_draft(cx, name, to, &p);
	*html = s ? NULL : paper_html(&p);
	cx->lang = lang;
	return s;
}

static enum status get_report(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct report_query *q = rq->query;
	const char *html;
	TRY(draft(cx, rq->name, q->to, &html));
	reply->bytes = html;
	reply->size = strlen(html);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/reports/{name}", BIT(TASK_READ), get_report, .query = &query_record,
	 .type = TYPE_HTML,
	 .help = "the weekly or monthly report up to a day as a page to print: what each room has to say of what the user sees"},
};
const struct routes report_routes = ROUTES("/api/reports", table);

static enum status report_verb(struct cx *cx, struct call *call)
{
	const char *html;
	TRY(draft(cx, call->args[0], call_option(call, "to"), &html));
	if (!call->json) {
		buf_puts(call->out, html);
		return STATUS_OK;
	}
	jw_begin(&call->w, '{');
	jw_key(&call->w, "name");
	jw_text(&call->w, call->args[0]);
	jw_key(&call->w, "html");
	jw_text(&call->w, html);
	jw_end(&call->w);
	return STATUS_OK;
}

static const struct verb verbs[] = {
	{"report", "NAME [--to=DAY]", "to=", 1, 1, VERB_DB, report_verb, "the report weekly or monthly up to a day, as a page (HTML) to print"},
};
const struct verbs report_verbs = VERBS(verbs);
