/* task_cli_show.c - one task on the command line: shown, and steps taken. */
#include "rooms/task/task_cli.h"

#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/id.h"
#include "core/evidence.h"
#include "core/org_cli.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/task/task_api.h"
#include "rooms/task/task_past.h"

struct one_id {
	int64_t id;
};
static const struct field id_fields[] = {FIELD(struct one_id, id)};
static const struct record id_record = RECORD(one_id, id_fields);

enum status task_called(struct cx *cx, const char *name, struct task **out)
{
	enum { ID_DIGITS = 10 };        /* ids are longer, numbers of tasks shorter */
	struct list l;
	if (strlen(name) > ID_DIGITS && strspn(name, "0123456789") == strlen(name))
		return task_get(cx, strtoll(name, NULL, 10), out);
	TRY(db_all(cx, &id_record, &l, "SELECT id FROM task WHERE county = $1 AND no = $2 ORDER BY id LIMIT 2",
		   ARGS(V(cx->county), V(name))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such task, or it is not yours to see");
	if (l.count > 1)
		return cx_fail(cx, STATUS_CONFLICT, "several tasks have the number %s: name it by its id", name);
	return task_get(cx, ((const struct one_id *)l.items)->id, out);
}

const char *task_names(struct cx *cx, const char *list)
{
	struct buf b;
	json_t *all = json_loads(list ? list : "[]", 0, NULL), *one;
	size_t i;
	buf_init(&b, cx->mem);
	json_array_foreach(all, i, one)
		buf_printf(&b, "%s%s", i ? "、" : "", json_string_value(json_object_get(one, "name")));
	json_decref(all);
	return b.s;
}

/* ---- show ---- */

static void line(struct cx *cx, struct buf *out, const char *label, const char *text)
{
	(void)cx;
	if (!text || !*text)
		return;
	put_cell(out, label, 14);
	buf_printf(out, "%s\n", text);
}

static enum status print_steps(struct cx *cx, struct buf *out, struct task *t)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	TRY(flow_write_steps(cx, &task_flow, &t->row, &w));
	json_t *all = json_loads(b.s, 0, NULL), *s;
	size_t i;
	buf_printf(out, "\n%s\n", words(cx, "steps:"));
	json_array_foreach(all, i, s) {
		const char *why = json_string_value(json_object_get(s, "why"));
		buf_puts(out, why ? "  -  " : "  +  ");
		put_cell(out, json_string_value(json_object_get(s, "action")), 15);
		put_cell(out, json_string_value(json_object_get(s, "label")), 26);
		buf_printf(out, "%s\n", why ? why : "");
	}
	json_decref(all);
	return STATUS_OK;
}

static enum status print_history(struct cx *cx, struct buf *out, int64_t id, int64_t until)
{
	enum { SHOWN = 20 };
	struct list l;
	TRY(flow_history(cx, &task_flow, id, 0, INT16_MAX, &l));
	const struct flow_entry *e = l.items;
	buf_printf(out, "\n%s\n", words(cx, "history, newest first:"));
	for (size_t i = 0, n = 0; i < l.count && n < SHOWN; i++) {
		char at[32];
		if (e[i].at >= until)
			continue;
		n++;
		time_print(e[i].at, at);
		at[16] = '\0';
		buf_printf(out, "  %s  ", at);
		put_cell(out, *e[i].from_state ? flow_action_label(cx, &task_flow, e[i].action) : words(cx, "issued"), 26);
		put_cell(out, e[i].person_name ? e[i].person_name : words(cx, "the system"), 12);
		buf_printf(out, "%s\n", e[i].org_name ? e[i].org_name : "");
	}
	return STATUS_OK;
}

static enum status print_task(struct cx *cx, struct buf *out, struct task *t, struct day day, bool past)
{
	int64_t until = past ? day_start((struct day){day.n + 1}) : INT64_MAX;
	struct list l;
	buf_printf(out, "%s  %s\n", t->no, t->title);
	line(cx, out, words(cx, "state"), flow_state_label(cx, &task_flow, t->row.state));
	line(cx, out, words(cx, "light"), task_light_text(cx, t));
	line(cx, out, words(cx, "progress"), arena_printf(cx->mem, "%" PRId64 " %%", t->progress));
	line(cx, out, words(cx, "led by"), task_names(cx, t->leads.s));
	line(cx, out, words(cx, "cooperating"), task_names(cx, t->cooperating.s));
	line(cx, out, words(cx, "deadline"), t->deadline_text);
	line(cx, out, words(cx, "due"), t->due);
	if (t->sub_total)
		line(cx, out, words(cx, "parts"), arena_printf(cx->mem, "%" PRId64 "/%" PRId64, t->sub_closed, t->sub_total));
	TRY(task_milestones_until(cx, t->row.id, until, &l));
	const struct task_milestone *m = l.items;
	for (size_t i = 0; i < l.count; i++)
		line(cx, out, i ? "" : words(cx, "milestones"),
		     arena_printf(cx->mem, "%s %s %s", m[i].done_at ? "✓" : "·", m[i].day, m[i].title));
	if (!past)
		TRY(print_steps(cx, out, t));
	return print_history(cx, out, t->row.id, until);
}

enum status verb_task_show(struct cx *cx, struct call *call)
{
	struct task *t;
	struct supervise_rules r;
	struct day day;
	bool past, there = true;
	const char *as_of = call_option(call, "as-of");
	TRY(verb_need(cx, PERM_TASK_READ));
	TRY(task_called(cx, call->args[0], &t));
	if (call->json)
		return task_write_page(cx, t->row.id, as_of, &call->w);
	TRY(task_day_asked(cx, as_of, &day, &past));
	TRY(supervise_rules(cx, day, &r));
	if (past)
		TRY(task_as_of(cx, &r, t, day, NULL, NULL, &there));
	if (!there)
		return cx_fail(cx, STATUS_NOT_FOUND, "the task was issued later than that day");
	return print_task(cx, call->out, t, day, past);
}

/* ---- take ---- */

struct taking {
	int64_t id;
	const char *action, *body;
};

static enum status take(struct cx *cx, void *arg)
{
	const struct taking *t = arg;
	return flow_take(cx, &task_flow, t->id, t->action, t->body, strlen(t->body));
}

/* The store takes files over: a copy of this one, in <data>/tmp. */
static enum status keep_file(struct cx *cx, const char *path, json_t *hashes)
{
	enum { MOST = 512 * 1024 * 1024 };
	const char *bytes, *slash = strrchr(path, '/'), *copy = arena_printf(cx->mem, "%s/tmp/%" PRId64, cx->data, id_new(cx));
	size_t n;
	struct evidence e;
	TRY(call_read_file(cx, path, MOST, &bytes, &n));
	int fd = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	size_t written = 0;
	for (ssize_t k = 1; fd >= 0 && written < n && k > 0; written += k > 0 ? (size_t)k : 0)
		k = write(fd, bytes + written, n - written);
	if (fd < 0 || close(fd) != 0 || written < n) {
		unlink(copy);
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s", copy);
	}
	enum status s = evidence_add(cx, copy, slash ? slash + 1 : path, &e);
	if (s)
		unlink(copy);
	else
		json_array_append_new(hashes, json_string(e.hash));
	return s;
}

static void release(void *json)
{
	json_decref(json);
}

static void release_text(void *text)
{
	free(text);
}

static enum status build_body(struct cx *cx, const struct call *call, const char **body)
{
	const char *input = call_option(call, "input");
	json_t *j = json_loads(input ? input : "{}", 0, NULL), *hashes = json_array();
	arena_defer(cx->mem, release, j);
	arena_defer(cx->mem, release, hashes);
	if (!json_is_object(j))
		return cx_fail_field(cx, "input", "a JSON object is needed");
	for (int i = 0; i < call->options; i++)
		if (strcmp(call->names[i], "evidence") == 0)
			TRY(keep_file(cx, call->values[i], hashes));
	if (json_array_size(hashes))
		json_object_set(j, "evidence", hashes);
	char *text = json_dumps(j, JSON_COMPACT);
	arena_defer(cx->mem, release_text, text);
	*body = text;
	return STATUS_OK;
}

enum status verb_task_take(struct cx *cx, struct call *call)
{
	struct task *t;
	if (!cx->user)
		return cx_fail(cx, STATUS_INVALID, "say who takes the step: --as=LOGIN");
	TRY(verb_need(cx, PERM_TASK_READ));
	TRY(task_called(cx, call->args[0], &t));
	struct taking step = {t->row.id, call->args[1], NULL};
	TRY(build_body(cx, call, &step.body));
	TRY(write_now(cx, take, &step));
	if (call->json)
		return task_write_page(cx, t->row.id, NULL, &call->w);
	TRY(task_get(cx, step.id, &t));
	buf_printf(call->out, "%s %s: %s\n", t->no, t->title, flow_state_label(cx, &task_flow, t->row.state));
	return STATUS_OK;
}
