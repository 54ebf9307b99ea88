/* notice_cli_db.c - kuangan notice import|list|show|issue: notices of the county. */
#include "rooms/notice/notice_cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "rooms/notice/notice_draft.h"
#include "rooms/task/task_amend.h"

static enum status need(struct cx *cx, uint64_t perm)
{
	return cx->perms & perm ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "you have no right to do this");
}

static enum status id_of(struct cx *cx, const char *text, int64_t *id)
{
	char *end;
	*id = strtoll(text, &end, 10);
	return *end || *id <= 0 ? cx_fail(cx, STATUS_INVALID, "a notice is named by its number, not by %s", text) : STATUS_OK;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void print_brought(struct cx *cx, struct call *call, const struct notice_brought *b, const struct notice_row *n)
{
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "duplicate_of");
		if (b->duplicate_of)
			jw_int(&call->w, b->duplicate_of);
		else
			jw_raw(&call->w, NULL);
		jw_key(&call->w, "notice");
		jw_begin(&call->w, '{');
		notice_write_row(&call->w, n);
		jw_end(&call->w);
		jw_end(&call->w);
		return;
	}
	buf_printf(call->out, words(cx, "%" PRId64 "  %s: %d tasks, %d findings to look at\n"), n->row.id, n->title, (int)n->task_count,
		   (int)n->finding_count);
	if (b->duplicate_of == b->id)
		buf_puts(call->out, words(cx, "this very file was imported before\n"));
	else if (b->duplicate_of)
		buf_printf(call->out, words(cx, "it says the same as notice %" PRId64 "\n"), b->duplicate_of);
}

static enum status import(struct cx *cx, struct call *call)
{
	const char *bytes;
	size_t size;
	struct notice_brought b;
	struct notice_row *n;
	bool issue = call_option(call, "issue") != NULL;
	TRY(need(cx, PERM_NOTICE_EDIT));
	if (issue)
		TRY(need(cx, PERM_NOTICE_ISSUE));
	TRY(call_read_file(cx, call->args[0], DOC_MAX_BYTES, &bytes, &size));
	TRY(notice_bring_bytes(cx, base_name(call->args[0]), bytes, size, &b));
	if (issue && b.duplicate_of)
		return cx_fail(cx, STATUS_CONFLICT, "not issued: the notice is there already, as %" PRId64, b.duplicate_of);
	if (issue)
		TRY(notice_issue_as(cx, b.id, call_option(call, "confirm") != NULL));
	TRY(notice_get(cx, b.id, &n));
	print_brought(cx, call, &b, n);
	return STATUS_OK;
}

static enum status list(struct cx *cx, struct call *call)
{
	struct notice_query q = {.limit = 200, .state = call_option(call, "state"), .q = call_option(call, "q")};
	struct notice_found found;
	TRY(need(cx, PERM_NOTICE_READ));
	TRY(notice_search(cx, &q, &found));
	const struct notice_row *n = found.rows.items;
	if (call->json)
		jw_begin(&call->w, '[');
	for (size_t i = 0; i < found.rows.count; i++) {
		if (call->json) {
			jw_begin(&call->w, '{');
			notice_write_row(&call->w, &n[i]);
			jw_end(&call->w);
			continue;
		}
		buf_printf(call->out, "%" PRId64 "  %s  %s  %s\n", n[i].row.id, flow_state_label(cx, &notice_flow, n[i].row.state), n[i].number,
			   n[i].title);
	}
	if (call->json)
		jw_end(&call->w);
	return STATUS_OK;
}

static void print_units(struct cx *cx, struct buf *out, const char *label, const struct list *units)
{
	const struct draft_unit *u = units->items;
	buf_printf(out, "   %s", label);
	for (size_t i = 0; i < units->count; i++) {
		buf_printf(out, "%s%s", i ? "、" : " ", u[i].words);
		if (u[i].names.count > 1)
			buf_printf(out, words(cx, " (%zu units)"), u[i].names.count);
		else if (u[i].names.count && strcmp(u[i].names.items[0], u[i].words) != 0)
			buf_printf(out, " (%s)", u[i].names.items[0]);
		else if (!u[i].names.count)
			buf_puts(out, " (?)");
	}
	buf_puts(out, "\n");
}

static void print_draft(struct cx *cx, struct buf *out, const struct draft *d)
{
	const struct draft_item *item = d->items.items;
	const struct draft_finding *f = d->findings.items;
	for (size_t i = 0; i < d->items.count; i++) {
		buf_printf(out, "\n%s  %s\n", item[i].no, item[i].title);
		print_units(cx, out, words(cx, "leads:"), &item[i].lead);
		print_units(cx, out, words(cx, "cooperate:"), &item[i].cooperate);
		buf_printf(out, "   %s %s\n", words(cx, "by:"), item[i].deadline_text ? item[i].deadline_text : "");
	}
	for (size_t i = 0; i < d->findings.count; i++)
		if (f[i].open)
			buf_printf(out, "%s%s %s  %s\n", i ? "" : "\n", f[i].serious ? "!" : "-", f[i].no, f[i].text);
}

static enum status show(struct cx *cx, struct call *call)
{
	int64_t id;
	struct notice_row *n;
	struct notice_body b;
	struct draft d;
	TRY(need(cx, PERM_NOTICE_READ));
	TRY(id_of(cx, call->args[0], &id));
	if (call->json)
		return notice_write(cx, id, &call->w);
	TRY(notice_get(cx, id, &n));
	TRY(notice_get_body(cx, id, &b));
	TRY(notice_draft_now(cx, n, &b, &d));
	buf_printf(call->out, "%s\n%s  %s  %s  %s\n", n->title, n->number, n->issuer, n->date, flow_state_label(cx, &notice_flow, n->row.state));
	if (*n->error)
		buf_printf(call->out, "%s\n", n->error);
	print_draft(cx, call->out, &d);
	return STATUS_OK;
}

static void print_comparison(struct cx *cx, struct buf *out, const struct list *rows)
{
	const struct compare_row *r = rows->items;
	for (size_t i = 0; i < rows->count; i++) {
		const struct task_change *c = r[i].fields.items;
		buf_printf(out, "%s  %s\n", r[i].no, words(cx, r[i].change));
		for (size_t k = 0; k < r[i].fields.count; k++)
			buf_printf(out, "   %s: %s → %s\n", c[k].field, c[k].before, c[k].after);
	}
}

static enum status compare(struct cx *cx, struct call *call)
{
	int64_t id;
	struct notice_row *n;
	struct list rows;
	TRY(need(cx, PERM_NOTICE_READ));
	TRY(id_of(cx, call->args[0], &id));
	if (call->json)
		return notice_write_comparison(cx, id, &call->w);
	TRY(notice_get(cx, id, &n));
	TRY(notice_comparison(cx, n, &rows));
	print_comparison(cx, call->out, &rows);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"notice import", "FILE [--issue [--confirm]]", "issue confirm", 1, 1, VERB_DB, import, "bring a notice's file and read it; --issue hands its tasks out, --confirm also with findings open"},
	{"notice list", "[--state STATE] [--q WORDS]", "state= q=", 0, 0, VERB_DB, list, "the county's notices, newest first"},
	{"notice compare", "ID", "", 1, 1, VERB_DB, compare, "an amendment beside what was issued, task by task"},
	{"notice show", "ID", "", 1, 1, VERB_DB, show, "a notice: its items, who leads, by when, what to look at"},
};
const struct verbs notice_db_verbs = VERBS(table);
