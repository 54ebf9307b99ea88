/* audit.c - the whole book once more from the journal, by another way: reckoned in memory from the texts themselves. */
#include "rooms/explosive/book.h"

#include <inttypes.h>
#include <string.h>
#include "db/db.h"

struct body_row {
	const char *hash, *body;
};
static const struct field body_fields[] = {FIELD(struct body_row, hash), FIELD(struct body_row, body)};
static const struct record body_record = RECORD(body_row, body_fields);

struct audit {
	int64_t faults;
	const char *why;
};

static void fault(struct audit *a, const char *why)
{
	if (!a->faults++)
		a->why = why;
}

struct sums {
	int64_t lines, sum, moved;
};
static const struct field sums_fields[] = {FIELD(struct sums, lines), FIELD(struct sums, sum),
					   FIELD(struct sums, moved)};
static const struct record sums_record = RECORD(sums, sums_fields);

/* An entry's lines sum to nothing, and move what its text says (a return moves it twice). */
static enum status check_entry(struct cx *cx, void *arg, const void *row)
{
	struct audit *a = arg;
	const struct body_row *b = row;
	struct keeping k;
	struct sums s;
	if (keeping_read(cx, b->body, strlen(b->body), &k) || strcmp(k.hash, b->hash) != 0) {
		cx_forget(cx);
		fault(a, arena_printf(cx->mem, "entry %s: its text is not what was signed", b->hash));
		return STATUS_OK;
	}
	TRY(db_one(cx, &sums_record, &s,
		   "SELECT count(*) AS lines, CAST(coalesce(sum(amount), 0) AS BIGINT) AS sum, CAST(coalesce(sum(CASE "
		   "WHEN amount > 0 THEN amount ELSE 0 END), 0)"
		   " AS BIGINT) AS moved FROM explosive_line WHERE county = $1 AND hash = $2",
		   ARGS(V(cx->county), V(b->hash))));
	int64_t said = 0;
	for (size_t i = 0; i < k.item_count; i++)
		said += k.items[i].amount;
	said *= strcmp(k.kind, "count") == 0 ? 0 : strcmp(k.kind, "return") == 0 ? 2 : 1;
	if (s.sum || s.moved != said)
		fault(a, arena_printf(cx->mem, "entry %s: its lines move %" PRId64 ", its text says %" PRId64, b->hash,
				      s.moved, said));
	return STATUS_OK;
}

static enum status none(struct cx *cx, struct audit *a, const char *sql, const char *what)
{
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r, sql, ARGS(V(cx->county))));
	if (r.n)
		fault(a, arena_printf(cx->mem, "%s: %" PRId64, what, r.n));
	return STATUS_OK;
}

static const struct {
	const char *sql, *what;
} wrong[] = {
	{"SELECT count(*) AS n FROM explosive_account a WHERE a.county = $1 AND a.amount <> (SELECT "
	 "coalesce(sum(l.amount), 0) FROM explosive_line l"
	 " WHERE l.county = a.county AND l.account = a.account AND l.item = a.item)",
	 "accounts that differ from the sum of their lines"},
	{"SELECT count(*) AS n FROM (SELECT l.account, l.item FROM explosive_line l LEFT JOIN explosive_account a ON "
	 "a.county = l.county AND a.account = l.account"
	 " AND a.item = l.item WHERE l.county = $1 AND a.account IS NULL GROUP BY l.account, l.item) x",
	 "lines of accounts that are not there"},
	{"SELECT count(*) AS n FROM explosive_piece p WHERE p.county = $1 AND p.steps <> (SELECT count(*) FROM "
	 "explosive_piece_step s WHERE s.county = p.county"
	 " AND s.code = p.code AND s.made_on = p.made_on)",
	 "pieces that lack a step"},
	{"SELECT count(*) AS n FROM explosive_line l LEFT JOIN explosive_entry e ON e.county = l.county AND e.hash = "
	 "l.hash AND e.counts = 1"
	 " WHERE l.county = $1 AND e.hash IS NULL",
	 "lines without an entry"},
};

enum status book_audit(struct cx *cx, int64_t *faults, const char **why)
{
	struct audit a = {.why = ""};
	struct list l;
	TRY(db_all(cx, &body_record, &l,
		   "SELECT hash, body FROM explosive_entry WHERE county = $1 AND counts = 1 ORDER BY id",
		   ARGS(V(cx->county))));
	for (size_t i = 0; i < l.count; i++)
		TRY(check_entry(cx, &a, &((const struct body_row *)l.items)[i]));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		TRY(none(cx, &a, wrong[i].sql, wrong[i].what));
	*faults = a.faults;
	*why = a.why;
	return STATUS_OK;
}
