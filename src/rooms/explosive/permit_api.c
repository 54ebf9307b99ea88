/* permit_api.c - quotas, purchase and transport permits, months; a mine's account. */
#include "rooms/explosive/explosive_api.h"

#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/listings_api.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/staff.h"
#include "rooms/tenure/output.h"

#define R BIT(EXPLOSIVE_READ)

/* ---- quotas ---- */

static const struct flow_page quota_page = {.flow = &quota_flow, .record = &quota_record};

static enum status post_quota(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct quota *q;
	TRY(quota_create(cx, rq->body, &q));
	return flow_page_write(cx, &quota_page, q->row.id, &reply->w);
}

static enum status post_sum(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct quota_input in = *(const struct quota_input *)rq->body;
	struct quota_result r;
	in.spare = in.spare == 0 ? -1 : in.spare;
	TRY(quota_work_out(cx, &in, day_of(cx->now), &r));
	quota_write(&reply->w, &r);
	return STATUS_OK;
}

/* ---- purchases ---- */

static enum status purchase_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	const struct purchase *p = (const struct purchase *)row;
	struct list l;
	double kg;
	int64_t count, next;
	TRY(purchase_checks(cx, p, &l));
	jw_key(w, "checks");
	jw_list(w, &permit_check_record, &l);
	TRY(purchase_together(cx, p, &kg, &count));
	jw_key(w, "together_kg");
	jw_real(w, kg);
	jw_key(w, "together");
	jw_int(w, count);
	TRY(transport_list(cx, &(struct transport_query){.purchase = row->id, .limit = 100}, &l, &next));
	jw_key(w, "transports");
	jw_list(w, &transport_record, &l);
	return STATUS_OK;
}

static const struct answer_key purchase_keys[] = {
	KEY("checks", "[@]", .of = &permit_check_record),
	KEY("together_kg", "real"),
	KEY("together", "int"),
	KEY("transports", "[@]", .of = &transport_record),
	{0},
};

static const struct flow_page purchase_page = {
	.flow = &purchase_flow, .record = &purchase_record, .parts = purchase_parts, .keys = purchase_keys, .papers = purchase_papers};

static enum status post_purchase(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct purchase *p;
	TRY(purchase_apply(cx, rq->body, &p));
	return flow_page_write(cx, &purchase_page, p->row.id, &reply->w);
}

/* ---- transports ---- */

static enum status transport_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct list l;
	int64_t next;
	TRY(journal_list(cx, &(struct journal_query){.permit = row->id, .limit = 200}, &l, &next));
	jw_key(w, "journal");
	jw_list(w, &journal_entry_record, &l);
	return STATUS_OK;
}

static const struct answer_key transport_keys[] = {
	KEY("journal", "[@]", .of = &journal_entry_record),
	{0},
};

static const struct flow_page transport_page = {
	.flow = &transport_flow, .record = &transport_record, .parts = transport_parts, .keys = transport_keys, .papers = transport_papers};

static enum status post_transport(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct transport *t;
	TRY(transport_apply(cx, rq->body, &t));
	return flow_page_write(cx, &transport_page, t->row.id, &reply->w);
}

/* ---- months ---- */

static enum status month_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	const struct month *m = (const struct month *)row;
	struct list l;
	TRY(month_lines(cx, m->mine, m->month, &l));
	jw_key(w, "lines");
	jw_list(w, &month_line_record, &l);
	return STATUS_OK;
}

static const struct answer_key month_keys[] = {
	KEY("lines", "[@]", .of = &month_line_record),
	{0},
};

static const struct flow_page month_page = {.flow = &month_flow, .record = &month_record, .parts = month_parts,
				       .keys = month_keys};

static enum status post_month(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct month *in = rq->body;
	struct month *m;
	TRY(month_begin(cx, in->mine, in->month, &m));
	return flow_page_write(cx, &month_page, m->row.id, &reply->w);
}

/* ---- a mine's account ---- */

static enum status write_learnt(struct cx *cx, int64_t mine, struct jw *w)
{
	static const char *const materials[] = {"ore", "rock"};
	jw_key(w, "learnt");
	jw_begin(w, '{');
	for (int i = 0; i < 2; i++) {
		struct learnt l;
		TRY(blast_learn(cx, mine, materials[i], &l));
		jw_key(w, materials[i]);
		jw_begin(w, '{');
		jw_key(w, "q");
		jw_real(w, l.q);
		jw_key(w, "sigma");
		jw_real(w, l.sigma);
		jw_key(w, "blasts");
		jw_int(w, l.count);
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status write_account(struct cx *cx, const struct mine *m, struct jw *w)
{
	struct quota_use u;
	struct quota *q;
	struct list l;
	struct staff staff;
	struct output_allowed allowed;
	struct day today = day_of(cx->now);
	int64_t open;
	TRY(quota_use(cx, m->id, today, &u));
	jw_key(w, "use");
	jw_record(w, &quota_use_record, &u);
	TRY(quota_in_force(cx, m->id, today, &q));
	jw_key(w, "quota");
	if (q)
		TRY(quota_get(cx, q->row.id, &q)); /* in the reader's words */
	if (q)
		jw_record(w, &quota_record, q);
	else
		jw_raw(w, NULL);
	TRY(magazine_list(cx, m->id, &l));
	jw_key(w, "magazines");
	jw_list(w, &magazine_record, &l);
	TRY(staff_of(cx, m->id, today, &staff));
	jw_key(w, "staff");
	jw_list(w, &staff_post_record, &staff.posts);
	TRY(write_learnt(cx, m->id, w));
	TRY(alert_open_count(cx, m->id, &open));
	jw_key(w, "alerts");
	jw_int(w, open);
	TRY(output_allowed(cx, m, u.year, &allowed));
	jw_key(w, "output");
	output_write(w, m, u.year, &allowed);
	return STATUS_OK;
}

static enum status get_account(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct mine *m;
	TRY(mine_get(cx, rq->id, &m));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "mine");
	jw_record(&reply->w, &mine_record, m);
	TRY(write_account(cx, m, &reply->w));
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key account_keys[] = {
	KEY("mine", "@", .of = &mine_record),
	KEY("use", "@", .of = &quota_use_record),
	KEY("quota", "?@", .of = &quota_record),
	KEY("magazines", "[@]", .of = &magazine_record),
	KEY("staff", "[@]", .of = &staff_post_record),
	KEY("learnt", "{ore:{q:real sigma:real blasts:int} rock:{q:real sigma:real blasts:int}}"),
	KEY("alerts", "int"),
	KEY("output", "{mine:int mine_name:text year:int allowed_t:?real bound_by:?text limits:[{name:text "
	    "text:text source:text t:real id:?int link:?text}]}"),
	{0},
};

static const struct answer_key sum_keys[] = {
	KEY("kg_year", "real"),
	KEY("kg_month", "real"),
	KEY("kg_per_t", "real"),
	KEY("holes", "int"),
	KEY("detonators", "int"),
	KEY("steps", "[@]", .of = &quota_step_record),
	{0},
};

#define FLOW_ROUTES(path, page, rec, step_perm)                                                                        \
	{"GET", path "/{id}", R, flow_get, .of = &page, .reply = &rec, .help = "one, with the steps possible"},        \
		{"POST",                                                                                               \
		 path "/{id}/steps/{name}",                                                                            \
		 step_perm,                                                                                            \
		 flow_post_step,                                                                                       \
		 .of = &page,                                                                                          \
		 .reply = &rec,                                                                                        \
		 .flags = ROUTE_RAW,                                                                                   \
		 .help = "take a step"},                                                                               \
	{                                                                                                              \
		"GET", path "/{id}/history", R, flow_get_history, .of = &page, .query = &history_query_record,         \
								  .reply = &flow_entry_record, .flags = ROUTE_LIST,    \
								  .help = "what happened to it"                        \
	}

static const struct route table[] = {
	{"GET", "/api/explosives/mines/{id}", R, get_account,
	 .keys = account_keys, .help = "a mine's account: quota and use, magazines, staff, powder factor, alerts"},
	{"POST", "/api/explosives/quota-sum", R, post_sum, .body = &quota_input_record, .flags = ROUTE_READ,
	 .keys = sum_keys, .help = "the quota's sum, every step"},
	LISTING_ROUTES("/api/explosives/quotas", quota_listing, R, quota_query_record, quota_record,
		       "quotas, newest first"),
	{"POST", "/api/explosives/quotas", BIT(EXPLOSIVE_APPROVE), post_quota, .body = &quota_new_record,
	 .reply = &quota_record,
	 .of = &quota_page, .flags = ROUTE_FLOW, .help = "draft a quota"},
	FLOW_ROUTES("/api/explosives/quotas", quota_page, quota_record, R),
	LISTING_ROUTES("/api/explosives/purchases", purchase_listing, R, purchase_query_record, purchase_record,
		       "purchase permits, newest first"),
	{"POST", "/api/explosives/purchases", BIT(EXPLOSIVE_APPLY), post_purchase, .body = &purchase_new_record,
	 .reply = &purchase_record,
	 .of = &purchase_page, .flags = ROUTE_FLOW, .help = "apply; refused on the spot, with the sum, where a condition is not met"},
	FLOW_ROUTES("/api/explosives/purchases", purchase_page, purchase_record, R),
	{"GET", "/api/explosives/purchases/{id}/papers/{name}", R, flow_get_paper, .of = &purchase_page, .type = TYPE_HTML,
	 .help = "the permit or the refusal as a page to print"},
	LISTING_ROUTES("/api/explosives/transports", transport_listing, R, transport_query_record, transport_record,
		       "transport permits, newest first"),
	{"POST", "/api/explosives/transports", BIT(EXPLOSIVE_APPLY), post_transport, .body = &transport_new_record,
	 .reply = &transport_record,
	 .of = &transport_page, .flags = ROUTE_FLOW, .help = "apply"},
	FLOW_ROUTES("/api/explosives/transports", transport_page, transport_record, R),
	{"GET", "/api/explosives/transports/{id}/papers/{name}", R, flow_get_paper, .of = &transport_page, .type = TYPE_HTML,
	 .help = "the permit as a page to print"},
	LISTING_ROUTES("/api/explosives/months", month_listing, R, month_query_record, month_record,
		       "monthly reconciliations, newest first"),
	{"POST", "/api/explosives/months", BIT(EXPLOSIVE_APPLY), post_month, .body = &month_new_record,
	 .reply = &month_record,
	 .of = &month_page, .flags = ROUTE_FLOW, .help = "begin a month's reconciliation"},
	FLOW_ROUTES("/api/explosives/months", month_page, month_record, R),
};
const struct routes permit_routes = ROUTES("/api/explosives", table);
