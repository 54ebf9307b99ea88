#include "rooms/feedback/feedback_api.h"

#include <string.h>
#include "base/day.h"
#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/feedback/feedback.h"

/* ---- the public page ---- */

struct receipt {
	const char *no, *secret, *due;
};
static const struct field receipt_fields[] = {
	FIELD(struct receipt, no),
	FIELD(struct receipt, secret),
	FIELD(struct receipt, due),
};
static const struct record receipt_record = RECORD(receipt, receipt_fields);

static enum status post_public(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct feedback f;
	struct receipt r;
	if (!cx->county)
		return cx_fail(cx, STATUS_NOT_FOUND, "this installation has no county yet");
	TRY(feedback_receive(cx, rq->body, rq->address, &f, &r.secret));
	r.no = f.no;
	r.due = f.due;
	jw_record(&reply->w, &receipt_record, &r);
	return STATUS_OK;
}

struct follow_input {
	const char *no, *secret;
};
static const struct field follow_input_fields[] = {
	FIELD(struct follow_input, no, .flags = REQUIRED, .min = 1, .max = 20, .zh = "编号", .en = "number"),
	FIELD(struct follow_input, secret, .flags = REQUIRED, .min = 1, .max = 40, .zh = "查询码", .en = "secret"),
};
static const struct record follow_input_record = RECORD(follow_input, follow_input_fields);

/* A POST, so that the secret stands in no address and in no log. */
static enum status post_follow(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct follow_input *in = rq->body;
	struct feedback *f;
	TRY(feedback_follow(cx, in->no, in->secret, &f));
	jw_record(&reply->w, &feedback_follow_record, f);
	return STATUS_OK;
}

struct rate_input {
	const char *no, *secret, *rating, *text;
};
static const char *const ratings[] = {"satisfied", "fairly", "dissatisfied", NULL};
static const struct field rate_fields[] = {
	FIELD(struct rate_input, no, .flags = REQUIRED, .min = 1, .max = 20),
	FIELD(struct rate_input, secret, .flags = REQUIRED, .min = 1, .max = 40),
	FIELD(struct rate_input, rating, .flags = REQUIRED, .choices = ratings, .zh = "满意度", .en = "rating"),
	FIELD(struct rate_input, text, .min = 0, .max = 1000, .zh = "意见", .en = "words"),
};
static const struct record rate_record = RECORD(rate_input, rate_fields);

static enum status post_rate(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct rate_input *in = rq->body;
	struct feedback *f;
	TRY(feedback_rate(cx, in->no, in->secret, in->rating, in->text));
	TRY(feedback_follow(cx, in->no, in->secret, &f));
	jw_record(&reply->w, &feedback_follow_record, f);
	return STATUS_OK;
}

/* ---- those who handle it ---- */

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct list l;
	int64_t next;
	TRY(feedback_list(cx, rq->query, &l, &next));
	jw_page_id(&reply->w, &feedback_record, &l, next);
	return STATUS_OK;
}

static const struct flow_page page = {.flow = &feedback_flow, .record = &feedback_record};

static enum status post_reveal(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct feedback *f;
	TRY(feedback_reveal(cx, rq->id, &f));
	jw_record(&reply->w, &feedback_sender_record, f);
	return STATUS_OK;
}

struct digest_query {
	const char *from, *to;
};
static const struct field digest_fields[] = {
	FIELD(struct digest_query, from, .flags = REQUIRED | DAY),
	FIELD(struct digest_query, to, .flags = REQUIRED | DAY),
};
static const struct record digest_record = RECORD(digest_query, digest_fields);

static enum status get_digest(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct digest_query *q = rq->query;
	struct list l;
	if (!(cx->perms & PERM_COUNTY_WIDE))
		return cx_fail(cx, STATUS_FORBIDDEN, "the digest is for those who see the whole county");
	TRY(feedback_digest(cx, q->from ? q->from : "", q->to ? q->to : "", &l));
	jw_page_id(&reply->w, &feedback_count_record, &l, 0);
	return STATUS_OK;
}

static const struct route table[] = {
	{"POST", "/api/feedback", 0, post_public, .body = &feedback_input_record, .reply = &receipt_record, .flags = ROUTE_PUBLIC,
	 .max_body = 32768, .help = "a business reports a problem, without an account"},
	{"POST", "/api/feedback/follow", 0, post_follow, .body = &follow_input_record, .reply = &feedback_follow_record,
	 .flags = ROUTE_PUBLIC | ROUTE_READ, .help = "how a report stands, by its number and secret"},
	{"POST", "/api/feedback/rate", 0, post_rate, .body = &rate_record, .reply = &feedback_follow_record, .flags = ROUTE_PUBLIC,
	 .help = "the business rates the answer"},
	{"GET", "/api/feedback", BIT(MINE_READ), get_list, .query = &feedback_query_record, .reply = &feedback_record, .flags = ROUTE_LIST,
	 .help = "reports of businesses, without who reported"},
	{"GET", "/api/feedback/digest", BIT(MINE_READ), get_digest, .query = &digest_record, .reply = &feedback_count_record, .flags = ROUTE_LIST,
	 .help = "for the leaders: how many of what, and how they stand"},
	{"GET", "/api/feedback/{id}", BIT(MINE_READ), flow_get, .of = &page, .reply = &feedback_record, .help = "one, with the steps possible"},
	{"POST", "/api/feedback/{id}/steps/{name}", BIT(FEEDBACK_HANDLE), flow_post_step, .of = &page, .reply = &feedback_record, .flags = ROUTE_RAW,
	 .help = "take a step"},
	{"GET", "/api/feedback/{id}/history", BIT(MINE_READ), flow_get_history, .of = &page, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it"},
	{"POST", "/api/feedback/{id}/reveal", BIT(FEEDBACK_HANDLE), post_reveal, .reply = &feedback_sender_record, .flags = ROUTE_NO_LEDGER,
	 .help = "who reported; leaves a line on the audit trail"},
};
const struct routes feedback_routes = ROUTES("/api/feedback", table);
