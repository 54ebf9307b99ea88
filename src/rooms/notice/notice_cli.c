/* notice_cli.c - kuangan notice read FILE */
#include "rooms/notice/notice_cli.h"

#include "core/apart.h"
#include "proto/notice.h"

static enum status read_file(struct cx *cx, struct call *call)
{
	const char *day = call_option(call, "today"), *bytes;
	struct day today = day_of(cx->now);
	size_t n;
	if (day && !day_parse(day, &today))
		return cx_fail(cx, STATUS_INVALID, "--today must be a day such as 2023-10-25, not %s", day);
	TRY(call_read_file(cx, call->args[0], DOC_MAX_BYTES, &bytes, &n));
	struct doc doc;
	struct notice notice;
	TRY(apart_read(cx, call->args[0], bytes, n, NULL, &doc));
	TRY(notice_read(cx, &doc, today, &notice));
	if (call->json)
		notice_write_json(&call->w, &notice);
	else
		notice_print(cx, &notice, call->out);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"notice read", "FILE [--today DAY]", "today=", 1, 1, 0, read_file,
	 "read a notice: its tasks, who leads, by when, and what to look at"},
};

const struct verbs notice_verbs = VERBS(table);
