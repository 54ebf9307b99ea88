/* register_api.c - scales, trucks, drivers, carriers by HTTP: four tables, one way. */
#include "rooms/haulage/haulage_api.h"

#include <string.h>
#include "core/perm.h"
#include "core/register.h"
#include "rooms/haulage/haulage.h"

enum { MOST_ROW = 512 };

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	static const struct haulage_register_query all;
	struct list l;
	int64_t next;
	TRY(haulage_list(cx, rq->of, rq->query ? rq->query : &all, &l, &next));
	jw_page_id(&reply->w, ((const struct haulage_register *)rq->of)->record, &l, next);
	return STATUS_OK;
}

static enum status answer(struct cx *cx, const struct haulage_register *r, int64_t id, struct reply *reply)
{
	void *row = arena_alloc(cx->mem, r->record->size);
	TRY(haulage_get(cx, r, id, row));
	jw_record(&reply->w, r->record, row);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return answer(cx, rq->of, rq->id, reply);
}

static enum status put(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct haulage_register *r = rq->of;
	void *row = arena_alloc(cx->mem, r->record->size);
	struct haulage_put_result done;
	int64_t version;
	memcpy(row, rq->body, r->record->size);
	memcpy(&version, (const char *)row + r->input->fields[0].offset, sizeof version);
	TRY(haulage_put(cx, r, rq->id, version, row, &done));
	return answer(cx, r, done.id, reply);
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct haulage_register *r = rq->of;
	void *row = arena_alloc(cx->mem, r->record->size);
	struct list l;
	TRY(haulage_get(cx, r, rq->id, row));
	TRY(register_history(cx, r->kind, rq->id, &l));
	jw_page_id(&reply->w, &register_version_record, &l, 0);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/haulage/scales", BIT(HAULAGE_READ), get_list, .of = &haulage_scales, .query = &haulage_register_query_record, .reply = &haulage_scale_record, .flags = ROUTE_LIST,
	 .help = "scales, newest first"},
	{"POST", "/api/haulage/scales", BIT(HAULAGE_ENFORCE), put, .of = &haulage_scales, .body = &haulage_scale_input_record, .reply = &haulage_scale_record, .help = "enter one"},
	{"GET", "/api/haulage/scales/{id}", BIT(HAULAGE_READ), get_one, .of = &haulage_scales, .reply = &haulage_scale_record, .help = "one of them"},
	{"PUT", "/api/haulage/scales/{id}", BIT(HAULAGE_ENFORCE), put, .of = &haulage_scales, .body = &haulage_scale_input_record, .reply = &haulage_scale_record,
	 .help = "change it, with its version"},
	{"GET", "/api/haulage/scales/{id}/versions", BIT(HAULAGE_READ), get_history, .of = &haulage_scales, .reply = &register_version_record, .flags = ROUTE_LIST,
	 .help = "what it said, and since when that was known"},
	{"GET", "/api/haulage/vehicles", BIT(HAULAGE_READ), get_list, .of = &haulage_vehicles, .query = &haulage_register_query_record, .reply = &haulage_vehicle_record, .flags = ROUTE_LIST,
	 .help = "trucks, newest first"},
	{"POST", "/api/haulage/vehicles", BIT(HAULAGE_ENFORCE), put, .of = &haulage_vehicles, .body = &haulage_vehicle_input_record, .reply = &haulage_vehicle_record, .help = "enter one"},
	{"GET", "/api/haulage/vehicles/{id}", BIT(HAULAGE_READ), get_one, .of = &haulage_vehicles, .reply = &haulage_vehicle_record, .help = "one of them"},
	{"PUT", "/api/haulage/vehicles/{id}", BIT(HAULAGE_ENFORCE), put, .of = &haulage_vehicles, .body = &haulage_vehicle_input_record, .reply = &haulage_vehicle_record,
	 .help = "change it, with its version"},
	{"GET", "/api/haulage/vehicles/{id}/versions", BIT(HAULAGE_READ), get_history, .of = &haulage_vehicles, .reply = &register_version_record, .flags = ROUTE_LIST,
	 .help = "what it said, and since when that was known"},
	{"GET", "/api/haulage/drivers", BIT(HAULAGE_ENFORCE), get_list, .of = &haulage_drivers, .query = &haulage_register_query_record, .reply = &haulage_driver_record, .flags = ROUTE_LIST,
	 .help = "drivers, newest first"},
	{"POST", "/api/haulage/drivers", BIT(HAULAGE_ENFORCE), put, .of = &haulage_drivers, .body = &haulage_driver_input_record, .reply = &haulage_driver_record, .help = "enter one"},
	{"GET", "/api/haulage/drivers/{id}", BIT(HAULAGE_ENFORCE), get_one, .of = &haulage_drivers, .reply = &haulage_driver_record, .help = "one of them"},
	{"PUT", "/api/haulage/drivers/{id}", BIT(HAULAGE_ENFORCE), put, .of = &haulage_drivers, .body = &haulage_driver_input_record, .reply = &haulage_driver_record,
	 .help = "change it, with its version"},
	{"GET", "/api/haulage/drivers/{id}/versions", BIT(HAULAGE_ENFORCE), get_history, .of = &haulage_drivers, .reply = &register_version_record, .flags = ROUTE_LIST,
	 .help = "what it said, and since when that was known"},
	{"GET", "/api/haulage/carriers", BIT(HAULAGE_ENFORCE), get_list, .of = &haulage_carriers, .query = &haulage_register_query_record, .reply = &haulage_carrier_record, .flags = ROUTE_LIST,
	 .help = "carriers, newest first"},
	{"POST", "/api/haulage/carriers", BIT(HAULAGE_ENFORCE), put, .of = &haulage_carriers, .body = &haulage_carrier_input_record, .reply = &haulage_carrier_record, .help = "enter one"},
	{"GET", "/api/haulage/carriers/{id}", BIT(HAULAGE_ENFORCE), get_one, .of = &haulage_carriers, .reply = &haulage_carrier_record, .help = "one of them"},
	{"PUT", "/api/haulage/carriers/{id}", BIT(HAULAGE_ENFORCE), put, .of = &haulage_carriers, .body = &haulage_carrier_input_record, .reply = &haulage_carrier_record,
	 .help = "change it, with its version"},
	{"GET", "/api/haulage/carriers/{id}/versions", BIT(HAULAGE_ENFORCE), get_history, .of = &haulage_carriers, .reply = &register_version_record, .flags = ROUTE_LIST,
	 .help = "what it said, and since when that was known"},
};
const struct routes haulage_register_routes = ROUTES("/api/haulage/", table);
