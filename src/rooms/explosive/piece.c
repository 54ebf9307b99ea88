/* piece.c - a detonator's life, by its code, from receipt to use. */
#include "rooms/explosive/book.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"

static const struct field piece_fields[] = {
	FIELD(struct piece, code),
	FIELD(struct piece, made_on),
	FIELD(struct piece, state),
	FIELD(struct piece, holder),
	FIELD(struct piece, mine, .flags = NULLABLE),
	FIELD(struct piece, mine_name),
	FIELD(struct piece, magazine, .flags = NULLABLE),
	FIELD(struct piece, magazine_name),
	FIELD(struct piece, blast, .flags = NULLABLE),
	FIELD(struct piece, last_at, .flags = TIME),
	FIELD(struct piece, steps),
	FIELD(struct piece, faults),
};
const struct record piece_record = RECORD(piece, piece_fields);

static const struct field step_fields[] = {
	FIELD(struct piece_step, at, .flags = TIME),
	FIELD(struct piece_step, kind),
	FIELD(struct piece_step, magazine, .flags = NULLABLE),
	FIELD(struct piece_step, magazine_name),
	FIELD(struct piece_step, blast, .flags = NULLABLE),
	FIELD(struct piece_step, holder),
	FIELD(struct piece_step, device),
	FIELD(struct piece_step, hash),
	FIELD(struct piece_step, signers),
	FIELD(struct piece_step, fault),
};
const struct record piece_step_record = RECORD(piece_step, step_fields);

/* The states of a piece: what may happen in which, and where it leads.  "": nobody has seen it yet. */
static const struct {
	const char *kind, *from, *to;
	bool here, his; /* it must lie in the same magazine; be with the same blaster for the same blast */
} moves[] = {
	{"opening", "|supplier", "stored", false, false},
	{"dispatch", "|supplier", "transport", false, false},
	{"receive", "|transport|supplier", "stored", false, false},
	{"issue", "stored", "issued", true, false},
	{"return", "issued", "stored", true, true},
	{"use", "issued", "used", true, true},
	{"destroy", "stored", "destroyed", true, false},
	{"lose", "stored|issued", "lost", true, false},
	{"find", "lost", "stored", false, false},
	{"give_back", "stored", "supplier", true, false},
};
enum { MOVES = sizeof moves / sizeof *moves };

static int move_of(const char *kind)
{
	for (int i = 0; i < MOVES; i++)
		if (strcmp(moves[i].kind, kind) == 0)
			return i;
	return -1;
}

/* "" stands at the beginning of a list, before its first bar. */
static bool among(const char *states, const char *state)
{
	return *state ? flow_among(states, state) : *states == '|';
}

/* Is there something wrong with this step, after those before it? */
static bool wrong(const struct piece *p, const struct piece_step *s, int m)
{
	if (m < 0 || !among(moves[m].from, p->state) || (moves[m].here && p->magazine != s->magazine))
		return true;
	return moves[m].his && (p->blast != s->blast || strcmp(p->holder, s->holder) != 0);
}

/* Live through the steps in their order.  A step that does not fit is marked, and still says where the piece went. */
static void live(struct piece *p, struct piece_step *s, size_t count, const char *mark)
{
	p->state = p->holder = "";
	p->magazine = p->blast = p->faults = 0;
	for (size_t i = 0; i < count; i++) {
		int m = move_of(s[i].kind);
		bool fault = wrong(p, &s[i], m);
		s[i].fault = fault ? mark : "";
		p->faults += fault;
		p->state = m < 0 ? p->state : moves[m].to;
		bool out = strcmp(p->state, "issued") == 0 || strcmp(p->state, "used") == 0;
		p->holder = out ? s[i].holder : "";
		p->blast = out ? s[i].blast : 0;
		p->magazine = s[i].magazine;
		p->last_at = s[i].at;
	}
	p->steps = (int64_t)count;
}

static enum status steps_of(struct cx *cx, const char *code, const char *made_on, struct list *out)
{
	return db_all(cx, &piece_step_record, out,
		      "SELECT s.at, s.kind, s.magazine, m.name AS magazine_name, s.blast, s.holder, s.device, s.hash, "
		      "e.signers"
		      " FROM explosive_piece_step s JOIN explosive_entry e ON e.county = s.county AND e.hash = s.hash"
		      " LEFT JOIN explosive_magazine m ON m.county = s.county AND m.id = s.magazine"
		      " WHERE s.county = $1 AND s.code = $2 AND s.made_on = $3 ORDER BY s.at, s.device, s.seq, s.hash",
		      ARGS(V(cx->county), V(code), V(made_on)));
}

static enum status keep_piece(struct cx *cx, const struct piece *p, int64_t mine)
{
	return db_exec(cx, NULL,
		       "INSERT INTO explosive_piece (county, code, made_on, mine, magazine, state, holder, blast, "
		       "last_at, steps, faults)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (county, code, made_on) DO "
		       "UPDATE SET"
		       " mine = excluded.mine, magazine = excluded.magazine, state = excluded.state, holder = "
		       "excluded.holder, blast = excluded.blast,"
		       " last_at = excluded.last_at, steps = excluded.steps, faults = excluded.faults",
		       ARGS(V(cx->county), V(p->code), V(p->made_on), V(mine), V(p->magazine), V(p->state),
			    V(p->holder), V(p->blast), V(p->last_at), V(p->steps), V(p->faults)));
}

static const char *first_fault(struct cx *cx, const struct piece *p, const struct piece_step *s, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (*s[i].fault) {
			char at[32];
			const struct keeping_kind *k = keeping_kind(s[i].kind);
			return arena_printf(cx->mem, "%s %s %s", p->code, k ? k->zh : s[i].kind,
					    time_print(s[i].at, at));
		}
	return p->code;
}

static enum status post_one(struct cx *cx, const struct keeping *k, const struct keep_place *at,
			    const struct detonator *d, struct verdict *v)
{
	char made[11];
	struct list l;
	struct piece p = {.code = d->code,
			  .made_on = day_print(detonator_made(d, day_of(k->at)), made),
			  .state = "",
			  .holder = ""};
	TRY(keep_piece(cx, &p, at->mine)); /* its row is held from here on: another magazine's entry about it waits */
	TRY(db_exec(cx, NULL,
		    "INSERT INTO explosive_piece_step (county, code, made_on, at, device, seq, hash, kind, mine, "
		    "magazine, holder, blast)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		    ARGS(V(cx->county), V(p.code), V(p.made_on), V(k->at), V(k->device), V(k->seq),
			 V((const char *)k->hash), V(k->kind), V(at->mine), V(at->magazine), V(k->person),
			 V(k->blast))));
	TRY(steps_of(cx, p.code, p.made_on, &l));
	live(&p, l.items, l.count, "x");
	TRY(keep_piece(cx, &p, at->mine));
	return book_say(cx,
			&(struct explosive_alert){.kind = "piece",
						  .subject = arena_printf(cx->mem, "%s %s", p.code, p.made_on),
						  .item = "detonator",
						  .detail = first_fault(cx, &p, l.items, l.count),
						  .mine = at->mine,
						  .magazine = at->magazine,
						  .found = p.faults,
						  .holds = p.faults > 0,
						  .since = k->at},
			v);
}

enum status piece_post(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	for (size_t i = 0; strcmp(k->kind, "count") != 0 && i < k->codes.count; i++)
		TRY(post_one(cx, k, at, &k->codes.items[i], v));
	return STATUS_OK;
}

/* ---- reading ---- */

enum status piece_life(struct cx *cx, const char *code, struct piece *out, struct list *steps)
{
	struct list l;
	TRY(db_all(cx, &piece_record, &l,
		   "SELECT p.code, p.made_on, p.state, p.holder, p.mine, n.name AS mine_name, p.magazine, m.name AS "
		   "magazine_name, p.blast, p.last_at,"
		   " p.steps, p.faults FROM explosive_piece p LEFT JOIN mine n ON n.county = p.county AND n.id = p.mine"
		   " LEFT JOIN explosive_magazine m ON m.county = p.county AND m.id = p.magazine"
		   " WHERE p.county = $1 AND p.code = $2 ORDER BY p.made_on DESC LIMIT 1",
		   ARGS(V(cx->county), V(code))));
	struct mine *m;
	if (l.count && mine_get(cx, ((struct piece *)l.items)->mine, &m))
		l.count = 0;
	cx_forget(cx);
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "no detonator of that code is known here: %s", code);
	*out = *(struct piece *)l.items;
	TRY(steps_of(cx, out->code, out->made_on, steps));
	struct piece again = *out;
	live(&again, steps->items, steps->count, words(cx, "this does not fit what happened before"));
	return STATUS_OK;
}

struct code_row {
	const char *code;
};
static const struct field code_fields[] = {FIELD(struct code_row, code)};
static const struct record code_record = RECORD(code_row, code_fields);

enum status piece_codes(struct cx *cx, int64_t magazine, const char *state, const char **out)
{
	struct list l;
	TRY(db_all(cx, &code_record, &l,
		   "SELECT code FROM explosive_piece WHERE county = $1 AND magazine = $2 AND state = $3 ORDER BY code",
		   ARGS(V(cx->county), V(magazine), V(state))));
	const struct code_row *r = l.items;
	struct detonators d = {.items = arena_array_of(cx->mem, struct detonator, l.count ? l.count : 1)};
	for (size_t i = 0; i < l.count; i++)
		if (detonator_parse(r[i].code, strlen(r[i].code), &d.items[d.count]))
			d.count++;
	*out = detonators_write(cx, &d);
	return STATUS_OK;
}
