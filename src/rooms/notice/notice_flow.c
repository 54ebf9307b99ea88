/*
 * notice_flow.c - the life of a notice: read, reviewed, issued, withdrawn.
 *
 * Reading and failing are steps of the program; issuing and withdrawing are steps of a person with NOTICE_ISSUE.
 */
#include "rooms/notice/notice_import.h"

#include <string.h>
#include "base/hash.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/task/task.h"

static struct notice_row *notice_of(struct act *a)
{
	return (struct notice_row *)a->row;
}

/* ---- withdrawing ---- */

struct reason_input {
	const char *reason;
};
static const struct field reason_fields[] = {
	FIELD(struct reason_input, reason, .flags = REQUIRED, .min = 2, .max = 500, .zh = "理由", .en = "reason"),
};
static const struct record reason_record = RECORD(reason_input, reason_fields);

static enum status no_amendment(struct cx *cx, struct act *a)
{
	if (notice_of(a)->amends)
		return cx_fail(cx, STATUS_CONFLICT, "an issued amendment cannot be withdrawn: amend the notice again");
	return STATUS_OK;
}

static enum status withdraw(struct cx *cx, struct act *a)
{
	const struct reason_input *in = a->input;
	struct list l;
	TRY(notice_task_ids(cx, a->row->id, &l));
	const struct notice_task_id *t = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(task_revoke(cx, t[i].id, in->reason));
	return STATUS_OK;
}

/* ---- does the row still say what its last entry says? ---- */

static enum status find_row(struct cx *cx, int64_t id, struct notice_row **out)
{
	enum status s = notice_get(cx, id, out);
	if (s != STATUS_NOT_FOUND)
		return s;
	cx_forget(cx);
	*out = NULL;
	return STATUS_OK;
}

static enum status check_draft(struct cx *cx, const struct notice_row *n, const char **why)
{
	struct notice_body b;
	if (*why || !n || !*n->draft_hash)
		return STATUS_OK;
	TRY(notice_get_body(cx, n->row.id, &b));
	if (strcmp(hash_hex(cx, HASH_SHA256, b.draft, strlen(b.draft)), n->draft_hash) != 0)
		*why = words(cx, "the draft is not the one that was recorded");
	return STATUS_OK;
}

enum status notice_ledger_check(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct notice_row *n;
	TRY(find_row(cx, last->item, &n));
	if (strcmp(last->action, "delete") == 0) {
		if (n)
			*why = words(cx, "the notice is there, though it was deleted");
		return STATUS_OK;
	}
	if (strcmp(last->action, "draft") == 0 || strcmp(last->action, "amends") == 0)
		TRY(ledger_compare(cx, last, &notice_kept_record, n, why));
	else
		TRY(ledger_compare_state(cx, last, notice_flow.table, why));
	return check_draft(cx, n, why);
}

/* ---- the tables ---- */

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct notice_row *n;
	TRY(notice_get(cx, id, &n));
	*row = &n->row;
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"reading", "正在读取", "being read", false},
	{"draft", "待校对", "to be reviewed", false},
	{"issued", "已下发", "issued", false},
	{"withdrawn", "已撤回", "withdrawn", true},
	{"failed", "读取失败", "could not be read", true},
	{0},
};

static const struct step steps[] = {
	{.from = "reading", .action = "read", .to = "draft", .zh = "读取完成", .en = "read", .perm = BIT(NOTICE_EDIT), .input = &notice_read_record,
	 .effect = notice_keep_reading, .inside = true},
	{.from = "reading", .action = "fail", .to = "failed", .zh = "读取失败", .en = "could not be read", .perm = BIT(NOTICE_EDIT),
	 .input = &notice_fail_record, .effect = notice_keep_failure, .inside = true},
	{.from = "draft", .action = "issue", .to = "issued", .zh = "下发", .en = "issue", .perm = BIT(NOTICE_ISSUE),
	 .input = &notice_issue_record, .effect = notice_issue, .confirm = true},
	{.from = "issued", .action = "withdraw", .to = "withdrawn", .zh = "撤回通知", .en = "withdraw the notice", .perm = BIT(NOTICE_ISSUE),
	 .input = &reason_record, .guard = no_amendment, .effect = withdraw, .confirm = true},
};

const struct flow notice_flow = {
	.name = "notice", .zh = "通知文件", .en = "notice", .table = "notice", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load,
	.about = {.title = "CASE WHEN f.title = '' THEN f.file_name ELSE f.title END", .no = "f.number", .page = "/notices/",
		  .zh = "导入", .en = "imported", .draft = true, .draft_state = "draft"},
};
