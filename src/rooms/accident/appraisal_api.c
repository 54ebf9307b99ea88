#include "rooms/accident/accident_api.h"

#include "core/perm.h"
#include "rooms/accident/appraisal.h"

struct preview_query {
	int64_t year;
	const char *as_of;
};
static const struct field preview_fields[] = {
	FIELD(struct preview_query, year, .flags = REQUIRED, .min = 2000, .max = 9000),
	FIELD(struct preview_query, as_of, .flags = DAY),
};
static const struct record preview_record = RECORD(preview_query, preview_fields);

static enum status get_preview(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct preview_query *q = rq->query;
	struct day as_of = day_of(cx->now);
	struct appraisal_result r;
	if (q->as_of && *q->as_of)
		day_parse(q->as_of, &as_of);
	TRY(appraisal_work_out(cx, q->year, as_of, &r));
	return appraisal_write(cx, &r, &reply->w);
}

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct route table[] = {
	{"GET", "/api/appraisal", BIT(APPRAISAL_READ), get_preview, .query = &preview_record,
	 .help = "who drops a grade in a year's appraisal, as of a day, by both readings of a year"},
};
const struct routes appraisal_routes = ROUTES("/api/appraisal", table);
