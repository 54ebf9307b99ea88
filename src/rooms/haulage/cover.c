#include "rooms/haulage/cover.h"

#include <string.h>
#include "base/json.h"
#include "db/db.h"
#include "rooms/haulage/haulage_inside.h"

/* Signs of life are looked for so far about the days asked for: who was silent a quarter long is no scale of the mine. */
enum { ABOUT = 92, MOST_DAYS = 100 };

struct life_row {
	int64_t scale;
	const char *day;
};
static const struct field life_fields[] = {FIELD(struct life_row, scale), FIELD(struct life_row, day)};
static const struct record life_record = RECORD(life_row, life_fields);

/* One scale's days from begin on: a sign of life on each? */
struct life {
	int64_t scale;
	bool *alive;
};
struct lives {
	struct life *items;
	size_t count;
	int begin, days, asked_from, asked_to;  /* day numbers; how many days, counted from begin; asked_to: one behind */
};

static enum status read_lives(struct cx *cx, int64_t mine, struct lives *out)
{
	struct list l;
	const char *first = day_text(cx, (struct day){out->begin});
	const char *last = day_text(cx, (struct day){out->begin + out->days - 1});
	TRY(db_all(cx, &life_record, &l,
		   "SELECT x.scale, x.day FROM haulage_day x JOIN haulage_scale s ON s.county = x.county AND s.id = x.scale"
		   " WHERE x.county = $1 AND x.mine = $2 AND x.day >= $3 AND x.day <= $4 AND s.kind = 'weighbridge'"
		   " UNION SELECT a.scale, a.day FROM haulage_scale s JOIN haulage_alive a ON a.county = s.county AND a.scale = s.id"
		   " WHERE s.county = $1 AND s.mine = $2 AND s.kind = 'weighbridge' AND a.day >= $3 AND a.day <= $4 ORDER BY 1, 2",
		   ARGS(V(cx->county), V(mine), V(first), V(last))));
	const struct life_row *r = l.items;
	out->items = arena_array_of(cx->mem, struct life, l.count + 1);
	for (size_t i = 0; i < l.count; i++) {
		struct day d;
		if (!out->count || out->items[out->count - 1].scale != r[i].scale)
			out->items[out->count++] = (struct life){r[i].scale, arena_array_of(cx->mem, bool, (size_t)out->days)};
		if (day_parse(r[i].day, &d))
			out->items[out->count - 1].alive[d.n - out->begin] = true;
	}
	return STATUS_OK;
}

static bool another_is_alive(const struct lives *all, size_t than, int day)
{
	for (size_t i = 0; i < all->count; i++)
		if (i != than && all->items[i].alive[day])
			return true;
	return false;
}

/* The days from..to (one behind) are silent.  edge: the scale had no life before them, or has none after. */
static void count_silence(const struct lives *all, size_t which, int from, int to, bool edge, int gap, struct haulage_cover *c)
{
	bool hole = edge || to - from > gap;
	for (int d = from; d < to; d++) {
		if (d < all->asked_from || d >= all->asked_to || (edge && another_is_alive(all, which, d)))
			continue;
		c->days++;
		c->covered += !hole;
	}
}

/* The last day there is is today at most; a silence that has just begun is not yet a hole. */
static void count_days(const struct lives *all, size_t which, int gap, struct haulage_cover *c)
{
	const bool *alive = all->items[which].alive;
	int silent = 0;
	for (int d = 0; d < all->days; d++) {
		if (!alive[d])
			continue;
		count_silence(all, which, silent, d, silent == 0, gap, c);
		if (d >= all->asked_from && d < all->asked_to) {
			c->days++;
			c->covered++;
		}
		silent = d + 1;
	}
	count_silence(all, which, silent, all->days, all->days - silent > gap, gap, c);
}

enum status haulage_cover_of(struct cx *cx, int64_t mine, struct day from, struct day to, int gap, const struct haulage_cover **out,
			     size_t *count)
{
	int today = day_of(cx->now).n, end = to.n + ABOUT < today ? to.n + ABOUT : today;
	*count = 0;
	*out = NULL;
	if (from.n > to.n || from.n > today)
		return STATUS_OK;
	struct lives all = {.begin = from.n - ABOUT, .days = end - from.n + ABOUT + 1, .asked_from = ABOUT};
	all.asked_to = (to.n < today ? to.n : today) - all.begin + 1;
	TRY(read_lives(cx, mine, &all));
	struct haulage_cover *c = arena_array_of(cx->mem, struct haulage_cover, all.count + 1);
	for (size_t i = 0; i < all.count; i++) {
		c[i].scale = all.items[i].scale;
		count_days(&all, i, gap, &c[i]);
	}
	*out = c;
	*count = all.count;
	return STATUS_OK;
}

/* ---- the gate says that it ran ---- */

static const struct field alive_fields[] = {
	FIELD(struct haulage_alive_input, scale, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "衡器", .en = "scale"),
	FIELD(struct haulage_alive_input, days, .flags = REQUIRED, .min = 1, .max = MOST_DAYS, .zh = "运行日期", .en = "days it ran"),
};
const struct record haulage_alive_input_record = RECORD(haulage_alive_input, alive_fields);

static enum status put(struct cx *cx, int64_t scale, const char *day)
{
	return db_exec(cx, NULL,
		       "INSERT INTO haulage_alive (county, scale, day) VALUES ($1, $2, $3) ON CONFLICT (county, scale, day) DO NOTHING",
		       ARGS(V(cx->county), V(scale), V(day)));
}

enum status haulage_alive_take(struct cx *cx, const struct haulage_alive_input *in)
{
	struct haulage_scale s;
	TRY(haulage_get(cx, &haulage_scales, in->scale, &s));
	if (!s.mine)
		return cx_fail_field(cx, "scale", "is no weighbridge of a mine");
	for (size_t i = 0; i < in->days.count; i++) {
		struct day d;
		if (!day_parse(in->days.items[i], &d))
			return cx_fail_field(cx, "days", "must be a day, YYYY-MM-DD");
		if (d.n > day_of(cx->now).n)
			return cx_fail_field(cx, "days", "may not be in the future");
		TRY(put(cx, s.id, day_text(cx, d)));
	}
	return STATUS_OK;
}

enum status haulage_alive_note(struct cx *cx, int64_t scale)
{
	return put(cx, scale, day_today(cx));
}

enum status haulage_alive_write(struct cx *cx, int64_t scale, struct jw *w, const char **last)
{
	struct list l;
	TRY(db_all(cx, &life_record, &l,
		   "SELECT scale, day FROM haulage_alive WHERE county = $1 AND scale = $2 AND told = 0 ORDER BY day LIMIT $3",
		   ARGS(V(cx->county), V(scale), V((int64_t)MOST_DAYS))));
	const struct life_row *r = l.items;
	jw_begin(w, '{');
	jw_key(w, "scale");
	jw_int(w, scale);
	jw_key(w, "days");
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++)
		jw_text(w, r[i].day);
	jw_end(w);
	jw_end(w);
	*last = l.count ? r[l.count - 1].day : "";
	return STATUS_OK;
}

enum status haulage_alive_told(struct cx *cx, int64_t scale, const char *last)
{
	return db_exec(cx, NULL, "UPDATE haulage_alive SET told = 1 WHERE county = $1 AND scale = $2 AND told = 0 AND day <= $3",
		       ARGS(V(cx->county), V(scale), V(last)));
}
