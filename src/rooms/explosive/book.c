/*
 * book.c - what the journal amounts to.
 *
 * All of it is a function of the set of entries: sums do not mind the order, and where order matters (was it ever below
 * nothing? what did the book say when they counted?) it is the order of at, device, seq, hash, never that of arrival.
 */
#include "rooms/explosive/book.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/explosive/blast.h"

static const struct field number_fields[] = {FIELD(struct number_row, n)};
const struct record number_row_record = RECORD(number_row, number_fields);

static const struct field balance_fields[] = {
	FIELD(struct balance_row, account),
	FIELD(struct balance_row, item),
	FIELD(struct balance_row, kind),
	FIELD(struct balance_row, amount),
	FIELD(struct balance_row, last_at, .flags = TIME),
};
const struct record balance_row_record = RECORD(balance_row, balance_fields);

static const struct field movement_fields[] = {
	FIELD(struct movement, kind),
	FIELD(struct movement, item),
	FIELD(struct movement, amount),
};
const struct record movement_record = RECORD(movement, movement_fields);

/* From where to where an entry of a kind moves things; "holder": the blaster where a blast is named, else the magazine.
 */
static const struct {
	const char *kind, *from, *to;
} moves[] = {
	{"opening", "opening", "magazine"},
	{"dispatch", "supplier", "transport"},
	{"receive", "transport", "magazine"},
	{"issue", "magazine", "blaster"},
	{"return", "blaster", "return"},
	{"return", "return", "magazine"},
	{"use", "blaster", "blast"},
	{"destroy", "magazine", "destruction"},
	{"lose", "holder", "loss"},
	{"find", "loss", "magazine"},
	{"give_back", "magazine", "supplier"},
};

const char *book_account(struct cx *cx, const char *kind, const struct keeping *k)
{
	if (strcmp(kind, "holder") == 0)
		kind = k->blast ? "blaster" : "magazine";
	if (strcmp(kind, "transport") == 0)
		return arena_printf(cx->mem, "transport:%" PRId64, k->permit);
	if (strcmp(kind, "blaster") == 0)
		return arena_printf(cx->mem, "blaster:%" PRId64 ":%s", k->blast, k->person);
	if (strcmp(kind, "blast") == 0)
		return arena_printf(cx->mem, "blast:%" PRId64, k->blast);
	return arena_printf(cx->mem, "%s:%" PRId64, kind, strcmp(kind, "supplier") == 0 ? (int64_t)0 : k->magazine);
}

static const char *kind_of(struct cx *cx, const char *account)
{
	return arena_printf(cx->mem, "%.*s", (int)strcspn(account, ":"), account);
}

const char *amount_text(struct cx *cx, const char *item, int64_t amount)
{
	const struct keeping_good *g = keeping_good(item);
	if (g && g->explosive)
		return arena_printf(cx->mem, "%g kg", (double)amount / 1000);
	if (g && strcmp(g->unit, "m") == 0)
		return arena_printf(cx->mem, "%" PRId64 " m", amount);
	return arena_printf(cx->mem, words(cx, "%" PRId64 " pieces"), amount);
}

enum status book_say(struct cx *cx, const struct explosive_alert *a, struct verdict *v)
{
	bool raised = false;
	TRY(alert_say(cx, a, &raised));
	if (raised && !v->raised++)
		v->first = a->text;
	return STATUS_OK;
}

/* ---- posting ---- */

static enum status post_line(struct cx *cx, const struct keeping *k, const struct keep_place *at, const char *account,
			     const struct keeping_item *i, int64_t amount, int n)
{
	TRY(db_exec(cx, NULL,
		    "INSERT INTO explosive_line (county, account, item, at, device, seq, hash, n, amount, mine, "
		    "magazine, blast, kind)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		    ARGS(V(cx->county), V(account), V(i->item), V(k->at), V(k->device), V(k->seq),
			 V((const char *)k->hash), V(n), V(amount), V(at->mine), V(at->magazine), V(k->blast),
			 V(k->kind))));
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_account (county, account, item, kind, mine, magazine, amount, last_at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (county, account, item) DO UPDATE SET"
		       " amount = explosive_account.amount + excluded.amount, last_at = CASE WHEN excluded.last_at > "
		       "explosive_account.last_at"
		       " THEN excluded.last_at ELSE explosive_account.last_at END",
		       ARGS(V(cx->county), V(account), V(i->item), V(kind_of(cx, account)), V(at->mine),
			    V(at->magazine), V(amount), V(k->at)));
}

static enum status post_count(struct cx *cx, const struct keeping *k, const struct keeping_item *i)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_count (county, magazine, item, at, device, seq, hash, counted, book)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
		       ARGS(V(cx->county), V(k->magazine), V(i->item), V(k->at), V(k->device), V(k->seq),
			    V((const char *)k->hash), V(i->amount)));
}

enum status book_post(struct cx *cx, const struct keeping *k, const struct keep_place *at)
{
	int n = 0;
	if (strcmp(k->kind, "count") == 0) {
		for (size_t i = 0; i < k->item_count; i++)
			TRY(post_count(cx, k, &k->items[i]));
		return STATUS_OK;
	}
	for (size_t m = 0; m < sizeof moves / sizeof *moves; m++)
		for (size_t i = 0; strcmp(moves[m].kind, k->kind) == 0 && i < k->item_count; i++) {
			TRY(post_line(cx, k, at, book_account(cx, moves[m].from, k), &k->items[i], -k->items[i].amount,
				      n++));
			TRY(post_line(cx, k, at, book_account(cx, moves[m].to, k), &k->items[i], k->items[i].amount,
				      n++));
		}
	return STATUS_OK;
}

/* ---- judging ---- */

struct low {
	int64_t low;
};
static const struct field low_fields[] = {FIELD(struct low, low)};
static const struct record low_record = RECORD(low, low_fields);

/* Was the account ever below nothing?  Its lowest point, in the order of the facts. */
static enum status judge_account(struct cx *cx, const struct keeping *k, const struct keep_place *at,
				 const char *account, const char *item, struct verdict *v)
{
	struct low l;
	TRY(db_one(cx, &low_record, &l,
		   "SELECT coalesce(min(s.held), 0) AS low FROM (SELECT CAST(sum(amount) OVER (ORDER BY at, device, "
		   "seq, hash, n) AS BIGINT) AS held"
		   " FROM explosive_line WHERE county = $1 AND account = $2 AND item = $3) s",
		   ARGS(V(cx->county), V(account), V(item))));
	return book_say(cx,
			&(struct explosive_alert){.kind = "overdrawn",
						  .subject = arena_printf(cx->mem, "%s %s", account, item),
						  .detail = account,
						  .item = item,
						  .mine = at->mine,
						  .magazine = at->magazine,
						  .found = l.low,
						  .holds = l.low < 0,
						  .since = k->at},
			v);
}

static enum status judge_lines(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	for (size_t m = 0; m < sizeof moves / sizeof *moves; m++)
		for (size_t i = 0; strcmp(moves[m].kind, k->kind) == 0 && i < k->item_count; i++)
			for (int side = 0; side < 2; side++) {
				const char *account = book_account(cx, side ? moves[m].to : moves[m].from, k),
					   *kind = kind_of(cx, account);
				if (strcmp(kind, "magazine") == 0 || strcmp(kind, "blaster") == 0 ||
				    strcmp(kind, "transport") == 0 || strcmp(kind, "loss") == 0)
					TRY(judge_account(cx, k, at, account, k->items[i].item, v));
			}
	return STATUS_OK;
}

struct counted {
	int64_t at, seq, counted, book;
	const char *device, *hash;
};
static const struct field counted_fields[] = {
	FIELD(struct counted, at),   FIELD(struct counted, seq),    FIELD(struct counted, counted),
	FIELD(struct counted, book), FIELD(struct counted, device), FIELD(struct counted, hash),
};
static const struct record counted_record = RECORD(counted, counted_fields);

/* What the book said when they counted, for every count from that moment on. */
static enum status judge_counts(struct cx *cx, const struct keeping *k, const struct keep_place *at, const char *item,
				struct verdict *v)
{
	struct list l;
	const char *account = arena_printf(cx->mem, "magazine:%" PRId64, k->magazine);
	TRY(db_all(cx, &counted_record, &l,
		   "SELECT at, seq, counted, book, device, hash FROM explosive_count WHERE county = $1 AND magazine = "
		   "$2 AND item = $3 AND at >= $4"
		   " ORDER BY at, device, seq, hash",
		   ARGS(V(cx->county), V(k->magazine), V(item), V(k->at))));
	struct counted *c = l.items;
	for (size_t i = 0; i < l.count; i++) {
		struct number_row book;
		TRY(db_one(cx, &number_row_record, &book,
			   "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) AS n FROM explosive_line WHERE county = $1 "
			   "AND account = $2 AND item = $3"
			   " AND (at, device, seq, hash) < ($4, $5, $6, $7)",
			   ARGS(V(cx->county), V(account), V(item), V(c[i].at), V(c[i].device), V(c[i].seq),
				V(c[i].hash))));
		if (book.n != c[i].book)
			TRY(db_exec(cx, NULL,
				    "UPDATE explosive_count SET book = $1 WHERE county = $2 AND magazine = $3 AND item "
				    "= $4 AND at = $5 AND device = $6"
				    " AND seq = $7 AND hash = $8",
				    ARGS(V(book.n), V(cx->county), V(k->magazine), V(item), V(c[i].at), V(c[i].device),
					 V(c[i].seq), V(c[i].hash))));
		TRY(book_say(cx,
			     &(struct explosive_alert){.kind = "count",
						       .subject = arena_printf(cx->mem, "%s %s", c[i].hash, item),
						       .item = item,
						       .mine = at->mine,
						       .magazine = k->magazine,
						       .expected = book.n,
						       .found = c[i].counted,
						       .holds = book.n != c[i].counted,
						       .since = c[i].at},
			     v));
	}
	return STATUS_OK;
}

struct flow_line {
	int64_t amount;
	const char *item;
};
static const struct field flow_line_fields[] = {FIELD(struct flow_line, amount), FIELD(struct flow_line, item)};
static const struct record flow_line_record = RECORD(flow_line, flow_line_fields);

/* More issued for a blast, at any moment, than was planned for it? */
static enum status judge_plan(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	struct list l;
	struct blast_plan plan;
	int64_t out[2] = {0}, most[2] = {0};
	TRY(blast_plan(cx, k->blast, &plan));
	const int64_t planned[2] = {plan.plan_g, plan.plan_detonators};
	TRY(db_all(cx, &flow_line_record, &l,
		   "SELECT -amount AS amount, item FROM explosive_line WHERE county = $1 AND blast = $2 AND kind IN "
		   "('issue', 'return')"
		   " AND account LIKE 'magazine:%' ORDER BY at, device, seq, hash, n",
		   ARGS(V(cx->county), V(k->blast))));
	const struct flow_line *f = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const struct keeping_good *g = keeping_good(f[i].item);
		int which = g && g->coded ? 1 : 0;
		if (!g || (!g->explosive && !g->coded))
			continue;
		out[which] += f[i].amount;
		most[which] = out[which] > most[which] ? out[which] : most[which];
	}
	for (int i = 0; i < 2; i++)
		TRY(book_say(
			cx,
			&(struct explosive_alert){.kind = "over_plan",
						  .subject = arena_printf(cx->mem, "blast:%" PRId64 " %d", k->blast, i),
						  .item = i ? "detonator" : "emulsion",
						  .detail = plan.no,
						  .mine = at->mine,
						  .magazine = at->magazine,
						  .expected = planned[i],
						  .found = most[i],
						  .holds = most[i] > planned[i],
						  .since = k->at},
			v));
	return STATUS_OK;
}

/* More in a magazine than may lie there? */
static enum status judge_room(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	struct list l;
	int64_t held[3] = {0};
	if (!at->about)
		return STATUS_OK;
	const int64_t room[3] = {at->about->explosive_g, at->about->detonators, at->about->cord_m};
	static const char *const items[3] = {"emulsion", "detonator", "cord"};
	TRY(db_all(cx, &flow_line_record, &l,
		   "SELECT amount, item FROM explosive_account WHERE county = $1 AND account = $2",
		   ARGS(V(cx->county), V(arena_printf(cx->mem, "magazine:%" PRId64, k->magazine)))));
	const struct flow_line *f = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const struct keeping_good *g = keeping_good(f[i].item);
		if (g)
			held[g->explosive ? 0 : g->coded ? 1 : 2] += f[i].amount;
	}
	for (int i = 0; i < 3; i++)
		TRY(book_say(cx,
			     &(struct explosive_alert){
				     .kind = "over_room",
				     .subject = arena_printf(cx->mem, "magazine:%" PRId64 " %s", k->magazine, items[i]),
				     .item = items[i],
				     .detail = at->about->name,
				     .mine = at->mine,
				     .magazine = k->magazine,
				     .expected = room[i],
				     .found = held[i],
				     .holds = held[i] > room[i],
				     .since = k->at},
			     v));
	return STATUS_OK;
}

enum status book_judge(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	TRY(judge_lines(cx, k, at, v));
	TRY(piece_post(cx, k, at, v));
	if (k->blast && (strcmp(k->kind, "issue") == 0 || strcmp(k->kind, "return") == 0))
		TRY(judge_plan(cx, k, at, v));
	if (strcmp(k->kind, "dispatch") == 0)
		return STATUS_OK;
	TRY(judge_room(cx, k, at, v));
	for (size_t i = 0; i < k->item_count; i++)
		TRY(judge_counts(cx, k, at, k->items[i].item, v));
	return STATUS_OK;
}

/* ---- reading ---- */

enum status book_of_magazine(struct cx *cx, int64_t magazine, struct list *out)
{
	return db_all(cx, &balance_row_record, out,
		      "SELECT account, item, kind, amount, last_at FROM explosive_account WHERE county = $1 AND "
		      "magazine = $2 AND amount <> 0"
		      " AND kind IN ('magazine', 'blaster', 'loss') ORDER BY kind DESC, account, item",
		      ARGS(V(cx->county), V(magazine)));
}

enum status book_holdings(struct cx *cx, int64_t mine, struct holdings *out)
{
	struct list l;
	*out = (struct holdings){0};
	TRY(db_all(cx, &flow_line_record, &l,
		   "SELECT CAST(sum(amount) AS BIGINT) AS amount, item FROM explosive_account WHERE county = $1 AND "
		   "mine = $2"
		   " AND kind IN ('magazine', 'transport', 'blaster') GROUP BY item",
		   ARGS(V(cx->county), V(mine))));
	const struct flow_line *f = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const struct keeping_good *g = keeping_good(f[i].item);
		int64_t *to = !g ? NULL : g->explosive ? &out->explosive_g : g->coded ? &out->detonators : &out->cord_m;
		if (to)
			*to += f[i].amount;
	}
	return STATUS_OK;
}

static const struct field stock_fields[] = {FIELD(struct stock_row, item), FIELD(struct stock_row, amount)};
static const struct record stock_record = RECORD(stock_row, stock_fields);

enum status book_stock_at(struct cx *cx, int64_t mine, int64_t at, struct list *out)
{
	return db_all(cx, &stock_record, out,
		      "SELECT x.item, CAST(sum(x.amount) AS BIGINT) AS amount FROM (SELECT item, amount FROM "
		      "explosive_account WHERE county = $1 AND mine = $2"
		      " AND kind = 'magazine' UNION ALL SELECT item, -amount FROM explosive_line WHERE county = $1 AND "
		      "mine = $2 AND at >= $3"
		      " AND account LIKE 'magazine:%') x GROUP BY x.item",
		      ARGS(V(cx->county), V(mine), V(at)));
}

enum status book_movements(struct cx *cx, int64_t mine, int64_t from, int64_t to, struct list *out)
{
	return db_all(cx, &movement_record, out,
		      "SELECT kind, item, CAST(sum(amount) AS BIGINT) AS amount FROM explosive_line WHERE county = $1 "
		      "AND mine = $2 AND at >= $3"
		      " AND at < $4 AND account LIKE 'magazine:%' GROUP BY kind, item ORDER BY kind, item",
		      ARGS(V(cx->county), V(mine), V(from), V(to)));
}
