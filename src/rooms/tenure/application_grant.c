/* application_grant.c - an application that the county approved: sent up to who issues, and the licence that comes down. */
#include <inttypes.h>
#include <string.h>
#include "db/db.h"
#include "proto/right_number.h"
#include "rooms/tenure/application_steps.h"

enum status application_past_day(struct cx *cx, const char *field, const char *day)
{
	return strcmp(day, day_today(cx)) > 0 ? cx_fail_field(cx, field, "may not be a day to come") : STATUS_OK;
}

struct send_input {
	const char *no, *day;
};
static const struct field send_fields[] = {
	FIELD(struct send_input, no, .flags = REQUIRED, .min = 2, .max = 60, .zh = "上报文号", .en = "number of the letter"),
	FIELD(struct send_input, day, .flags = REQUIRED | DAY, .zh = "上报日期", .en = "sent on"),
};
const struct record application_send_record = RECORD(send_input, send_fields);

struct grant_input {
	const char *number, *issuer, *issued_on, *valid_from, *valid_to;
	int64_t scale_t;
};
static const struct field grant_fields[] = {
	FIELD(struct grant_input, number, .flags = REQUIRED, .min = 18, .max = 23, .zh = "许可证号", .en = "number"),
	FIELD(struct grant_input, issuer, .flags = REQUIRED, .min = 2, .max = 100, .zh = "发证机关", .en = "issuer"),
	FIELD(struct grant_input, issued_on, .flags = REQUIRED | DAY, .zh = "发证日期", .en = "issued on"),
	FIELD(struct grant_input, valid_from, .flags = REQUIRED | DAY, .zh = "有效期起", .en = "valid from"),
	FIELD(struct grant_input, valid_to, .flags = REQUIRED | DAY, .zh = "有效期止", .en = "valid to"),
	FIELD(struct grant_input, scale_t, .min = 0, .max = INT64_C(1000000000), .zh = "核准规模（吨/年）", .en = "scale granted, t a year"),
};
const struct record application_grant_record = RECORD(grant_input, grant_fields);

enum status application_send_up(struct cx *cx, struct act *a)
{
	const struct send_input *in = a->input;
	struct application *x = application_of(a);
	TRY(application_past_day(cx, "day", in->day));
	if (strcmp(in->day, x->approved_on) < 0)
		return cx_fail_field(cx, "day", "is before the county approved it: %s", x->approved_on);
	x->sent_no = in->no;
	x->sent_on = in->day;
	x->due = "";
	return application_store(cx, x);
}

/* The mine of a new mining right, where the register has none yet. */
static enum status find_mine(struct cx *cx, struct application *x)
{
	struct mine *m;
	if (x->mine || strcmp(x->right_kind, "exploration") == 0)
		return STATUS_OK;
	struct mine in = {.name = x->name, .kind = strcmp(x->method, "underground") == 0 ? "underground" : "open_pit", .minerals = x->mineral,
			  .enterprise = x->enterprise, .town = x->town, .scale_t = x->scale_t};
	if (x->lon_max != 0) {
		in.lon = (x->lon_min + x->lon_max) / 2;
		in.lat = (x->lat_min + x->lat_max) / 2;
	}
	TRY(mine_create(cx, &in, &m));
	x->mine = m->id;
	return STATUS_OK;
}

static enum status granted_right(struct cx *cx, const struct application *x, const struct grant_input *in, struct right *r)
{
	struct right *old;
	*r = (struct right){.credit_code = x->credit_code, .address = "", .economy = "", .obtained = "", .first_on = in->issued_on};
	if (x->licence) {
		TRY(right_get(cx, x->licence, &old));
		*r = *old;
	}
	r->licence.kind = x->right_kind;
	r->licence.number = in->number;
	r->licence.holder = x->applicant;
	r->licence.issuer = in->issuer;
	r->licence.issued_on = in->issued_on;
	r->licence.valid_from = in->valid_from;
	r->licence.valid_to = in->valid_to;
	r->licence.minerals = *x->minerals ? x->minerals : x->mineral;
	r->licence.scale_t = in->scale_t ? in->scale_t : x->scale_t;
	r->licence.land_text = x->land_text;
	r->main_mineral = x->mineral;
	r->method = x->method;
	r->size = x->size;
	r->project = x->kind;
	r->level = x->level;
	r->listed = x->listed;
	r->deep = x->deep;
	r->chain = x->chain;
	if (strcmp(x->kind, "renewal") == 0 && strcmp(x->right_kind, "exploration") == 0)
		r->extensions++;
	return STATUS_OK;
}

/* No more than was reviewed: neither tonnes nor years, and not before it was. */
static enum status within_review(struct cx *cx, const struct application *x, const struct grant_input *in)
{
	const struct rule *rule;
	struct day from, to, issued;
	int64_t years;
	TRY(application_past_day(cx, "issued_on", in->issued_on));
	if (strcmp(in->issued_on, x->sent_on) < 0)
		return cx_fail_field(cx, "issued_on", "is before it was sent up: %s", x->sent_on);
	if (x->scale_t && in->scale_t > x->scale_t)
		return cx_fail_field(cx, "scale_t", "is more than was reviewed: %" PRId64 " t", x->scale_t);
	if (!day_parse(in->valid_from, &from) || !day_parse(in->valid_to, &to) || !day_parse(in->issued_on, &issued))
		return STATUS_OK;
	TRY(right_term(cx, x->right_kind, x->size, issued, &years, &rule));
	if (strcmp(x->right_kind, "exploration") == 0 && strcmp(x->kind, "renewal") == 0)
		TRY(rule_int(cx, rule, "extension", &years));
	if (to.n > due_months(NULL, from, (int)years * 12, ROLL_NONE).day.n)
		return cx_fail_field(cx, "valid_to", "at most %" PRId64 " years by the law of the day (%s)", years, rule->source);
	return STATUS_OK;
}

/* The number is for good; only an old one of 18 characters, or one that never was in order, becomes another.  A change does not make
 * the term longer: that is a renewal. */
static enum status same_right(struct cx *cx, const struct application *x, const struct grant_input *in)
{
	struct right_number n;
	struct right *old;
	if (!x->licence)
		return STATUS_OK;
	TRY(right_get(cx, x->licence, &old));
	bool good = right_number_read(cx, old->licence.number, &n) == STATUS_OK;
	if (!good)
		cx_forget(cx);
	if (good && !n.old && strcmp(old->licence.number, in->number) != 0)
		return cx_fail_field(cx, "number", "a right keeps its number: %s", old->licence.number);
	if (strcmp(x->kind, "change") == 0 && *old->licence.valid_to && strcmp(in->valid_to, old->licence.valid_to) > 0)
		return cx_fail_field(cx, "valid_to", "a change does not make the term longer, a renewal does: %s", old->licence.valid_to);
	return STATUS_OK;
}

/* The number stands in the row first: the register's guard looks for it there.  What is renewed runs on to its own end and the
 * renewal begins then, so it is a licence of its own: in the old one's place the mine would hold none until it begins. */
enum status application_grant(struct cx *cx, struct act *a)
{
	const struct grant_input *in = a->input;
	struct application *x = application_of(a);
	struct right r;
	int64_t renewed = strcmp(x->kind, "renewal") == 0 ? x->licence : 0, id;
	TRY(within_review(cx, x, in));
	TRY(same_right(cx, x, in));
	TRY(find_mine(cx, x));
	x->number = in->number;
	x->ended_on = day_today(cx);
	x->due = "";
	TRY(application_store(cx, x));
	TRY(granted_right(cx, x, in, &r));
	TRY(right_put(cx, x->mine, renewed ? 0 : x->licence, &r, &id));
	x->licence = renewed ? renewed : id;
	if (x->mine)
		TRY(mine_refresh(cx, x->mine));
	return application_store(cx, x);
}
