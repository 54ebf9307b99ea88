/* mine_import_cells.c - the cells of a row as a mine: numbers, days, coordinates, kinds as people write them. */
#include "rooms/mine/mine_import.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/day.h"
#include "rooms/mine/geo.h"
#include "rooms/mine/owners.h"

void import_note(struct cx *cx, struct import_row *r, const char *note)
{
	enum { MOST = 8 };
	if (!r->notes)
		r->notes = arena_array_of(cx->mem, const char *, MOST);
	if (r->note_count < MOST)
		r->notes[r->note_count++] = note;
}

void import_fail(struct cx *cx, struct import_row *r, const char *field)
{
	r->fate = FATE_ERROR;
	r->error_field = field;
	r->error = cx->error ? cx->error : "";
	cx_forget(cx);
}

/* ---- which cell says what ---- */

static bool says_nothing(const char *s)
{
	static const char *const blanks[] = {"", "-", "--", "—", "——", "/", "\\", "unknown", "n/a", "na", "null", "none", "tbd", "无", "未知",
					     "不详", "暂无", "不明", "待定", NULL};
	for (size_t i = 0; blanks[i]; i++)
		if (strcasecmp(s, blanks[i]) == 0)
			return true;
	return false;
}

void import_take(const struct import *im, struct import_row *r, const struct sheet_row *from)
{
	for (int f = 0; f < IMPORT_FIELDS; f++)
		r->given[f] = "";
	for (size_t i = 0; i < im->sheet.column_count; i++) {
		const struct import_column *c = &im->columns[i];
		if (!c->field || *r->given[c->field] || says_nothing(from->cells[i]))
			continue;
		r->given[c->field] = from->cells[i];
		r->factor[c->field] = c->factor;
	}
}

/* "阿巴宫铁矿(Chinese)": what language a name is in is not part of it. */
const char *import_name(struct cx *cx, const struct import_row *r)
{
	static const char *const tails[] = {"(Chinese)", "（Chinese）", "(English)", NULL};
	const char *name = *r->given[IMPORT_NAME] ? r->given[IMPORT_NAME] : r->given[IMPORT_NAME_ALSO];
	if (!*name)
		name = r->given[IMPORT_ENTERPRISE];
	for (size_t i = 0; tails[i]; i++) {
		size_t n = strlen(name), tail = strlen(tails[i]);
		if (n > tail && strcmp(name + n - tail, tails[i]) == 0)
			return arena_printf(cx->mem, "%.*s", (int)(n - tail), name);
	}
	return name;
}

/* Is the feature the mine itself? */
bool import_other_thing(const struct import_row *r)
{
	static const char *const mines[] = {"mine", "boundary", "矿山", "矿区", "采矿权", "范围", NULL};
	for (size_t i = 0; mines[i]; i++)
		if (strcasestr(r->given[IMPORT_FEATURE], mines[i]))
			return false;
	return *r->given[IMPORT_FEATURE];
}

/* ---- numbers ---- */

/* Digits and signs of full width as those of ASCII, no separators of thousands. */
static const char *ascii(struct cx *cx, const char *s)
{
	char *out = arena_alloc(cx->mem, strlen(s) + 1), *to = out;
	while (*s) {
		const unsigned char *p = (const unsigned char *)s;
		unsigned c = p[0] == 0xEF && p[1] ? (unsigned)(p[0] & 15) << 12 | (unsigned)(p[1] & 63) << 6 | (p[2] & 63) : 0;
		if (c >= 0xFF01 && c <= 0xFF5E) {
			*to++ = (char)(c - 0xFEE0);
			s += 3;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
	return out;
}

static const char *drop_commas(struct cx *cx, const char *s)
{
	char *out = arena_alloc(cx->mem, strlen(s) + 1), *to = out;
	for (; *s; s++)
		if (*s != ',' && *s != ' ')
			*to++ = *s;
	return out;
}

/* What may follow a number, and what it makes of it; 0: the column's unit. */
static const struct {
	const char *word;
	double factor;
} tails[] = {
	{"", 0}, {"万吨/年", 1e4}, {"万吨/a", 1e4}, {"万t/a", 1e4}, {"万吨", 1e4}, {"吨/年", 1}, {"t/a", 1}, {"吨", 1}, {"平方公里", 1},
	{"km2", 1}, {"km²", 1}, {"人", 1}, {"%", 1},
};

static enum status read_number(struct cx *cx, struct import_row *r, enum import_field field, double *out)
{
	char *end;
	const char *text = drop_commas(cx, ascii(cx, r->given[field]));
	*out = strtod(text, &end);
	for (size_t i = 0; end > text && isfinite(*out) && i < sizeof tails / sizeof *tails; i++)
		if (strcmp(end, tails[i].word) == 0) {
			*out *= tails[i].factor > 0 ? tails[i].factor : r->factor[field];
			return *out >= 0 ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "must not be negative: %.40s", r->given[field]);
		}
	return cx_fail(cx, STATUS_INVALID, "is not a number: %.40s", r->given[field]);
}

static enum status read_whole(struct cx *cx, struct import_row *r, enum import_field field)
{
	double value;
	TRY(read_number(cx, r, field, &value));
	if (!(value < 1e15))
		return cx_fail(cx, STATUS_INVALID, "is not a number: %.40s", r->given[field]);
	const char *text = arena_printf(cx->mem, "%.0f", value);
	return record_set(cx, &mine_input_record, import_field_names[field], text, &r->want);
}

/* ---- days ---- */

/* Year, month and day where they are said; how many of them, 0: no day at all. */
static int split_day(struct cx *cx, const char *s, int part[static 3])
{
	static const char *const breaks[] = {"-", "/", ".", "年", "月", "日", NULL};
	int n = 0;
	s = ascii(cx, s);
	if (strspn(s, "0123456789") == 8 && !s[8])
		s = arena_printf(cx->mem, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
	while (*s && n < 3) {
		char *end;
		part[n++] = (int)strtol(s, &end, 10);
		if (end == s || part[n - 1] < 1)
			return 0;
		s = end;
		for (size_t i = 0; breaks[i]; i++)
			if (strncmp(s, breaks[i], strlen(breaks[i])) == 0) {
				s += strlen(breaks[i]);
				break;
			}
		if (s == end && *s && *s != ' ')
			return 0;
		if (*s == ' ')          /* a time of day */
			break;
	}
	return n;
}

static enum status read_day(struct cx *cx, struct import_row *r, enum import_field field, const char **out)
{
	enum { FIRST = 1970, LAST = 2200 };
	int part[3] = {0, 1, 1}, n = split_day(cx, r->given[field], part);
	if (!n || part[0] > LAST || part[0] < 1000 || part[1] > 12 || part[2] > day_month_length(part[0], part[1]))
		return cx_fail(cx, STATUS_INVALID, "is not a day: %.40s", r->given[field]);
	if (part[0] < FIRST) {
		import_note(cx, r, arena_printf(cx->mem, words(cx, "%s is before 1970 and is left out"), r->given[field]));
		return STATUS_OK;
	}
	*out = day_text(cx, day_make(part[0], part[1], part[2]));
	if (n < 3)
		import_note(cx, r, arena_printf(cx->mem, words(cx, "%s names no day: taken as %s"), r->given[field], *out));
	return STATUS_OK;
}

/* ---- where ---- */

/* 123.4567, 123°27′24″, 东经123度27分24秒. */
static bool read_angle(struct cx *cx, const char *text, double *out)
{
	static const char *const marks[][6] = {{"°", "度", "º", NULL}, {"′", "'", "分", "’", NULL}, {"″", "\"", "''", "秒", "”", NULL}};
	static const char *const sides[] = {"东经", "北纬", "E", "N", NULL};
	const char *s = ascii(cx, text);
	double parts[3] = {0};
	for (size_t i = 0; sides[i]; i++)
		if (strncmp(s, sides[i], strlen(sides[i])) == 0)
			s += strlen(sides[i]);
	for (int k = 0; k < 3 && *s; k++) {
		char *end;
		parts[k] = strtod(s, &end);
		if (end == s)
			return false;
		for (s = end; *s == ' ';)
			s++;
		for (size_t i = 0; marks[k][i]; i++)
			if (strncmp(s, marks[k][i], strlen(marks[k][i])) == 0) {
				s += strlen(marks[k][i]);
				break;
			}
		while (*s == ' ')
			s++;
	}
	if (*s == 'E' || *s == 'N')
		s++;
	*out = parts[0] + parts[1] / 60 + parts[2] / 3600;
	return !*s && isfinite(*out);
}

/* Two numbers in one cell: which is which is told by what is possible, in China first of all. */
static bool read_pair(struct cx *cx, const char *text, double *lon, double *lat)
{
	static const char *const breaks[] = {",", "，", ";", "；", " ", NULL};
	for (size_t i = 0; breaks[i]; i++) {
		const char *cut = strstr(text, breaks[i]);
		if (!cut)
			continue;
		double a, b;
		const char *second = cut + strlen(breaks[i]);
		while (*second == ' ')
			second++;
		if (!read_angle(cx, arena_printf(cx->mem, "%.*s", (int)(cut - text), text), &a) || !read_angle(cx, second, &b))
			return false;
		bool lon_first = fabs(a) > 90 || (a >= 73 && a <= 136 && b >= 3 && b <= 54);
		*lon = lon_first ? a : b;
		*lat = lon_first ? b : a;
		return true;
	}
	return false;
}

static enum status check_place(struct cx *cx, double lon, double lat)
{
	if (lon >= 3 && lon <= 54 && lat >= 73 && lat <= 136)
		return cx_fail_field(cx, "lon", "longitude and latitude look exchanged: %.6f, %.6f", lon, lat);
	if (fabs(lon) > 180)
		return cx_fail_field(cx, "lon", "must be from -180 to 180");
	if (fabs(lat) > 90)
		return cx_fail_field(cx, "lat", "must be from -90 to 90");
	return STATUS_OK;
}

/* Columns in metres are a point of a projection: the shape has it then. */
static enum status read_where(struct cx *cx, struct import_row *r)
{
	double lon = 0, lat = 0;
	const char *x = r->given[IMPORT_LON], *y = r->given[IMPORT_LAT], *both = r->given[IMPORT_COORDINATES];
	if (*x || *y) {
		if (!read_angle(cx, x, &lon))
			return cx_fail_field(cx, "lon", "is not a longitude: %.40s", x);
		if (!read_angle(cx, y, &lat))
			return cx_fail_field(cx, "lat", "is not a latitude: %.40s", y);
	} else if (*both && !read_pair(cx, both, &lon, &lat)) {
		return cx_fail_field(cx, "coordinates", "is not a pair of longitude and latitude: %.60s", both);
	}
	if (lon == 0 && lat == 0)
		return STATUS_OK;
	if (fabs(lon) > 1e4 && fabs(lat) > 1e4) {
		struct geo_system *sys;
		struct geo_place at;
		TRY(geo_system(cx, "", &sys));
		TRY(geo_place(cx, sys, &(struct geo){.point = true, .at = {lon, lat}}, &at));
		lon = at.lon;
		lat = at.lat;
	}
	TRY(check_place(cx, lon, lat));
	r->want.lon = round(lon * 1e7) / 1e7;
	r->want.lat = round(lat * 1e7) / 1e7;
	return STATUS_OK;
}

/* ---- kinds ---- */

static const struct {
	const char *word, *kind;
} kind_words[] = {
	{"尾矿", "tailings"}, {"tailings", "tailings"}, {"选矿", "processing"}, {"选厂", "processing"}, {"processing", "processing"},
	{"露天", "open_pit"}, {"open pit", "open_pit"}, {"open-pit", "open_pit"}, {"open_pit", "open_pit"}, {"surface", "open_pit"},
	{"地下", "underground"}, {"井工", "underground"}, {"underground", "underground"},
};

/* The kind that a text names; both open and underground: *several. */
static const char *kind_in(const char *text, bool *several)
{
	const char *found = NULL;
	*several = false;
	for (size_t i = 0; i < sizeof kind_words / sizeof *kind_words; i++) {
		if (!strcasestr(text, kind_words[i].word))
			continue;
		*several |= found && strcmp(found, kind_words[i].kind) != 0;
		found = found ? found : kind_words[i].kind;
	}
	return found;
}

static const char *or_kind(const char *kind)
{
	return kind ? kind : "";
}

static enum status read_kind(struct cx *cx, struct import_row *r, const char *otherwise)
{
	bool several;
	const char *kind = kind_in(r->given[IMPORT_KIND], &several);
	if (*r->given[IMPORT_KIND] && (several || !kind))
		return cx_fail(cx, STATUS_INVALID, several ? "says several kinds of mine: %.40s" : "is not a kind of mine: %.40s",
			       r->given[IMPORT_KIND]);
	if (!kind && !*or_kind(r->want.kind))
		kind = kind_in(r->want.name, &several);
	if (kind && !several)
		r->want.kind = kind;
	if (!*or_kind(r->want.kind) && otherwise)
		r->want.kind = otherwise;
	if (!*or_kind(r->want.kind))
		return cx_fail(cx, STATUS_INVALID, "the row does not say what kind of mine it is: choose one for all such rows");
	return STATUS_OK;
}

/* ---- all ---- */

static enum status read_owners(struct cx *cx, struct import_row *r)
{
	struct list owners;
	TRY(owners_read(cx, r->given[IMPORT_OWNERS], &owners));
	return record_set(cx, &mine_input_record, "owners", r->given[IMPORT_OWNERS], &r->want);
}

static enum status read_text(struct cx *cx, struct import_row *r, enum import_field field)
{
	return record_set(cx, &mine_input_record, import_field_names[field], r->given[field], &r->want);
}

/* What the list says of its state is a remark: whether a mine may work is found out otherwise.  Kept in the language of who
 * brought it; the same in another language is no change. */
static enum status read_listed(struct cx *cx, struct import_row *r)
{
	static const char en[] = "listed as: ", zh[] = "名单所列状态：";
	const char *note = r->want.note ? r->want.note : "", *said = r->given[IMPORT_LISTED];
	size_t skip = strncmp(note, en, strlen(en)) == 0 ? strlen(en) : strncmp(note, zh, strlen(zh)) == 0 ? strlen(zh) : 0;
	if (*r->given[IMPORT_NOTE] || (*note && !skip) || (skip && strcmp(note + skip, said) == 0))
		return STATUS_OK;
	return record_set(cx, &mine_input_record, "note", arena_printf(cx->mem, "%s%s", cx->lang == LANG_ZH ? zh : en, said), &r->want);
}

static enum status read_one(struct cx *cx, struct import_row *r, enum import_field field)
{
	switch (field) {
	case IMPORT_CODE: case IMPORT_MINERALS: case IMPORT_NOTE: return read_text(cx, r, field);
	case IMPORT_OWNERS: return read_owners(cx, r);
	case IMPORT_SCALE: case IMPORT_WORKERS: return read_whole(cx, r, field);
	case IMPORT_STARTED: return read_day(cx, r, field, &r->want.started_on);
	case IMPORT_ENDED: return read_day(cx, r, field, &r->want.ended_on);
	case IMPORT_LISTED: return read_listed(cx, r);
	case IMPORT_AREA: return read_number(cx, r, field, &r->licence.stated_km2);
	default: return STATUS_OK;
	}
}

bool import_cells(struct cx *cx, struct import_row *r, const char *kind)
{
	if (record_set(cx, &mine_input_record, "name", r->want.name, &r->want))
		return import_fail(cx, r, "name"), false;
	for (enum import_field f = IMPORT_CODE; f < IMPORT_FIELDS; f++)
		if (*r->given[f] && read_one(cx, r, f))
			return import_fail(cx, r, import_field_names[f]), false;
	if (read_kind(cx, r, kind))
		return import_fail(cx, r, "kind"), false;
	if (read_where(cx, r))
		return import_fail(cx, r, cx->field), false;
	if (r->want.started_on && r->want.ended_on && *r->want.started_on && *r->want.ended_on &&
	    strcmp(r->want.started_on, r->want.ended_on) > 0) {
		cx_fail(cx, STATUS_INVALID, "must not be before the day it begins");
		return import_fail(cx, r, "ended_on"), false;
	}
	return true;
}
