/* flow_show.c - a flow for people: the steps that a page offers, the diagram for the documents, the check of its table. */
#include "core/flow.h"

#include <string.h>
#include "core/evidence.h"
#include "core/perm.h"

static const char *const kinds[] = {
	[KIND_INT] = "int", [KIND_REAL] = "real", [KIND_BOOL] = "bool", [KIND_TEXT] = "text",
	[KIND_TEXTS] = "texts", [KIND_LIST] = "list", [KIND_JSON] = "json",
};
static const char *const needs[] = {[EVIDENCE_NO] = "no", [EVIDENCE_MAY] = "may", [EVIDENCE_MUST] = "must"};

static void write_form_field(const struct cx *cx, const struct field *f, struct jw *w)
{
	jw_begin(w, '{');
	jw_key(w, "name");
	jw_text(w, f->name);
	jw_key(w, "kind");
	jw_text(w, f->flags & DAY ? "day" : f->flags & TIME ? "time" : kinds[f->kind]);
	jw_key(w, "label");
	jw_text(w, cx->lang == LANG_ZH ? (f->zh ? f->zh : f->name) : (f->en ? f->en : f->name));
	jw_key(w, "required");
	jw_bool(w, f->flags & REQUIRED);
	if (f->min || f->max) {
		jw_key(w, "min");
		jw_int(w, f->min);
		jw_key(w, "max");
		jw_int(w, f->max);
	}
	if (f->choices) {
		jw_key(w, "choices");
		jw_begin(w, '[');
		for (const char *const *c = f->choices; *c; c++)
			jw_text(w, *c);
		jw_end(w);
	}
	if (f->of) {
		jw_key(w, "fields");
		flow_write_form(cx, f->of, w);
	}
	jw_end(w);
}

void flow_write_form(const struct cx *cx, const struct record *rec, struct jw *w)
{
	jw_begin(w, '[');
	for (size_t i = 0; rec && i < rec->count; i++)
		if (!(rec->fields[i].flags & READ_ONLY))
			write_form_field(cx, &rec->fields[i], w);
	jw_end(w);
}

/* Could it be done?  The guard's refusal becomes the reason; a fault of ours stays one. */
static enum status ask(struct cx *cx, struct act *a, const char **why)
{
	enum status s = flow_permit(cx, a);
	*why = NULL;
	if (!s)
		return STATUS_OK;
	if (s != STATUS_FORBIDDEN && s != STATUS_CONFLICT)
		return s;
	*why = cx->error;
	cx_forget(cx);
	return STATUS_OK;
}

enum status flow_write_steps(struct cx *cx, const struct flow *flow, struct flow_row *row, struct jw *w)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < flow->count; i++) {
		const struct step *s = &flow->steps[i];
		if (s->inside || !flow_among(s->from, row->state))
			continue;
		struct act a = {.flow = flow, .step = s, .row = row};
		const char *why;
		TRY(ask(cx, &a, &why));
		jw_begin(w, '{');
		jw_key(w, "action");
		jw_text(w, s->action);
		jw_key(w, "label");
		jw_text(w, cx->lang == LANG_ZH ? s->zh : s->en);
		jw_key(w, "to");
		jw_text(w, s->to ? s->to : row->state);
		jw_key(w, "possible");
		jw_bool(w, !why);
		jw_key(w, "why");
		jw_text(w, why);
		jw_key(w, "confirm");
		jw_bool(w, s->confirm);
		jw_key(w, "evidence");
		jw_text(w, needs[s->evidence]);
		jw_key(w, "limit");
		jw_text(w, s->limit);
		jw_key(w, "fields");
		flow_write_form(cx, s->input, w);
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static const struct field history_query_fields[] = {
	FIELD(struct history_query, cursor, .min = 0, .max = INT64_MAX),
};
const struct record history_query_record = RECORD(history_query, history_query_fields);

void flow_write_history(struct cx *cx, const struct flow *flow, const struct list *entries, size_t page, struct jw *w)
{
	const struct flow_entry *e = entries->items;
	size_t n = entries->count > page ? page : entries->count;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_begin(w, '[');
	for (size_t i = 0; i < n; i++) {
		jw_begin(w, '{');
		jw_fields(w, &flow_entry_record, &e[i]);
		jw_key(w, "label");
		jw_text(w, flow_entry_label(cx, flow, e[i].action, e[i].from_state));
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "next");
	if (entries->count > page)
		jw_int(w, e[n - 1].id);
	else
		jw_raw(w, NULL);
	jw_end(w);
}

const struct answer_key flow_history_keys[] = {KEY("items.label", "text"), {0}};

/* ---- the page ---- */

const struct answer_key flow_page_keys[] = {
	KEY("flow", "text"),
	KEY("state_label", "text"),
	KEY("evidence", "[@]", .of = &evidence_item_record),
	KEY("papers", "[{name:text label:text}]"),
	KEY("steps", FLOW_STEPS),
	{0},
};

static enum status write_evidence(struct cx *cx, const struct flow_page *page, int64_t id, struct jw *w)
{
	struct list l;
	TRY(evidence_list(cx, page->flow->name, id, &l));
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	return STATUS_OK;
}

void flow_write_papers(struct cx *cx, const struct flow_page *page, const struct flow_row *row, struct jw *w)
{
	jw_key(w, "papers");
	jw_begin(w, '[');
	for (const struct flow_paper *p = page->papers; p && p->name; p++) {
		if (p->ready && !p->ready(row))
			continue;
		jw_begin(w, '{');
		jw_key(w, "name");
		jw_text(w, p->name);
		jw_key(w, "label");
		jw_text(w, cx->lang == LANG_ZH ? p->zh : p->en);
		jw_end(w);
	}
	jw_end(w);
}

enum status flow_page_write(struct cx *cx, const struct flow_page *page, int64_t id, struct jw *w)
{
	struct flow_row *row;
	TRY(page->flow->load(cx, id, &row));
	jw_begin(w, '{');
	jw_fields(w, page->record, row);
	jw_key(w, "flow");
	jw_text(w, page->flow->name);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, page->flow, row->state));
	if (page->parts)
		TRY(page->parts(cx, row, w));
	TRY(write_evidence(cx, page, id, w));
	flow_write_papers(cx, page, row, w);
	jw_key(w, "steps");
	TRY(flow_write_steps(cx, page->flow, row, w));
	jw_end(w);
	return STATUS_OK;
}

/* ---- the check of the table ---- */

static bool known(const struct flow *flow, const char *state)
{
	for (const struct flow_state *s = flow->states; s->name; s++)
		if (strcmp(s->name, state) == 0)
			return true;
	return false;
}

static bool leads_to(const struct step *s, const char *state)
{
	return (s->to && strcmp(s->to, state) == 0) || (s->or_to && strcmp(s->or_to, state) == 0);
}

static const char *mistake_of_state(struct cx *cx, const struct flow *flow, const struct flow_state *st)
{
	bool reached = st == flow->states, left = st->final;
	for (size_t i = 0; i < flow->count; i++) {
		const struct step *s = &flow->steps[i];
		bool from = flow_among(s->from, st->name);
		reached |= leads_to(s, st->name);
		left |= from && ((s->to && strcmp(s->to, st->name) != 0) || (s->or_to && strcmp(s->or_to, st->name) != 0));
		for (size_t j = 0; from && j < i; j++)
			if (flow_among(flow->steps[j].from, st->name) && strcmp(flow->steps[j].action, s->action) == 0)
				return arena_printf(cx->mem, "two ways to %s from %s", s->action, st->name);
	}
	if (!reached)
		return arena_printf(cx->mem, "nothing leads to %s", st->name);
	if (!left)
		return arena_printf(cx->mem, "nothing leads out of %s", st->name);
	return NULL;
}

const char *flow_mistake(struct cx *cx, const struct flow *flow)
{
	for (size_t i = 0; i < flow->count; i++) {
		const struct step *s = &flow->steps[i];
		if (s->to && !known(flow, s->to))
			return arena_printf(cx->mem, "%s leads to %s, which is no state", s->action, s->to);
		if (s->or_to && !known(flow, s->or_to))
			return arena_printf(cx->mem, "%s leads to %s, which is no state", s->action, s->or_to);
		if (!s->zh || !s->en)
			return arena_printf(cx->mem, "%s has no words for its button", s->action);
		for (const char *from = s->from; from; from = strchr(from, '|') ? strchr(from, '|') + 1 : NULL)
			if (!known(flow, arena_printf(cx->mem, "%.*s", (int)strcspn(from, "|"), from)))
				return arena_printf(cx->mem, "%s starts from %s, which is no state", s->action, from);
	}
	for (const struct flow_state *st = flow->states; st->name; st++) {
		const char *wrong = mistake_of_state(cx, flow, st);
		if (wrong)
			return wrong;
	}
	return NULL;
}

/* ---- the document ---- */

static void document_edges(struct cx *cx, const struct flow *flow, const struct step *s, struct buf *out)
{
	for (const struct flow_state *st = flow->states; st->name; st++) {
		if (!flow_among(s->from, st->name))
			continue;
		buf_printf(out, "    %s --> %s: %s\n", st->name, s->to ? s->to : st->name, cx->lang == LANG_ZH ? s->zh : s->en);
		if (s->or_to)
			buf_printf(out, "    %s --> %s: %s\n", st->name, s->or_to, cx->lang == LANG_ZH ? s->zh : s->en);
	}
}

/* "a|b" would end a cell of the table. */
static const char *listed(struct cx *cx, const char *states)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (; *states; states++)
		buf_puts(&b, *states == '|' ? ", " : (char[]){*states, '\0'});
	return b.s;
}

static void document_row(struct cx *cx, const struct step *s, struct buf *out)
{
	buf_printf(out, "| %s `%s` | %s | %s%s%s |", cx->lang == LANG_ZH ? s->zh : s->en, s->action, listed(cx, s->from),
		   s->to ? s->to : "—", s->or_to ? " / " : "", s->or_to ? s->or_to : "");
	for (int bit = 0; bit < PERM_COUNT; bit++)
		if (s->perm >> bit & 1)
			buf_printf(out, " %s", perm_name(bit));
	buf_puts(out, " |");
	for (size_t i = 0; s->input && i < s->input->count; i++)
		buf_printf(out, " %s%s", s->input->fields[i].name, s->input->fields[i].flags & REQUIRED ? "*" : "");
	buf_printf(out, " | %s | %s%s%s |\n", needs[s->evidence], s->limit ? s->limit : "",
		   s->signers ? " 会签" : "", s->signs ? " 签" : "");
}

void flow_document(struct cx *cx, const struct flow *flow, struct buf *out)
{
	bool zh = cx->lang == LANG_ZH;
	buf_printf(out, "# %s `%s`\n\n```mermaid\nstateDiagram-v2\n    [*] --> %s\n", zh ? flow->zh : flow->en, flow->name,
		   flow->states[0].name);
	for (const struct flow_state *st = flow->states; st->name; st++)
		buf_printf(out, "    %s: %s\n", st->name, zh ? st->zh : st->en);
	for (size_t i = 0; i < flow->count; i++)
		document_edges(cx, flow, &flow->steps[i], out);
	for (const struct flow_state *st = flow->states; st->name; st++)
		if (st->final)
			buf_printf(out, "    %s --> [*]\n", st->name);
	buf_puts(out, zh ? "```\n\n| 步骤 | 从 | 到 | 权限 | 填写（*必填） | 证据 | 时限、会签 |\n"
			 : "```\n\n| step | from | to | permission | asks for (* required) | evidence | limit, signatures |\n");
	buf_puts(out, "|---|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < flow->count; i++)
		document_row(cx, &flow->steps[i], out);
}
