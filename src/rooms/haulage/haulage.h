/*
 * haulage.h - what trucks carry out of the mines: scales, vehicles, drivers, carriers, tickets, and the decision at the gate.
 *
 * A ticket is one weighing.  It is never changed; what is known better later (the mine it was loaded at, a case) stands
 * elsewhere.  Its number says when, where and which of the same second:
 *     (seconds since 2020-01-01 in the county's zone) << 22 | the scale's seq << 8 | 0 … 255
 * so that numbers are in the order of time, an index over (mine, id) is one over a mine's time, and a ticket that is sent
 * again is found without an index of its own: at the same scale, of the same second, with the same number of its own.
 *
 * Tickets come in batches.  A batch is one leaf of the ledger, which holds the root over its tickets' hashes; each ticket is
 * proved by its path to that root (docs/decisions/0026-weighing-batches.md).
 *
 * Scope: a mine's tickets are seen by who sees the mine; what was weighed at a station, by those who see the county.
 */
#ifndef ROOMS_HAULAGE_HAULAGE_H
#define ROOMS_HAULAGE_HAULAGE_H

#include "core/flow.h"
#include "core/ledger.h"
#include "db/where.h"
#include "rooms/haulage/assess.h"
#include "rooms/mine/mine.h"

enum { HAULAGE_SEQ_BITS = 14, HAULAGE_COUNT_BITS = 8, HAULAGE_SHIFT = HAULAGE_SEQ_BITS + HAULAGE_COUNT_BITS, HAULAGE_MOST_SCALES = 1 << HAULAGE_SEQ_BITS,
       HAULAGE_BATCH = 1000 };
static const int64_t HAULAGE_EPOCH __attribute__((unused)) = 1577808000;        /* 2020-01-01T00:00:00+08:00 */

int64_t haulage_ticket_id(int64_t at, int64_t seq, int64_t count);
int64_t haulage_ticket_at(int64_t id);
/* In SQL, of a ticket t. */
#define HAULAGE_AT "(t.id / 4194304 + 1577808000)"

/* Signs on a ticket: bits of flags. */
#define HAULAGE_SIGNS(X)                                                                                              \
	X(EXPIRED, 0, "scale_expired", "weighed by a scale whose certificate had run out", "检定证书已过期的衡器称重")   \
	X(UNCERTIFIED, 1, "scale_uncertified", "weighed by a scale without a certificate", "无检定证书的衡器称重")       \
	X(TARE_DRIFT, 2, "tare_drift", "its tare is far from the tares before", "皮重与历史皮重相差过大")               \
	X(TARE_OLD, 3, "tare_not_weighed", "the tare was not weighed but taken from before", "皮重未实称，取历史或登记值") \
	X(TARE_NONE, 4, "tare_unknown", "no tare is known", "皮重不详")                                               \
	X(NO_PLATE, 5, "no_plate", "the plate was not read", "未识别车牌")                                             \
	X(UNKNOWN, 6, "configuration_unknown", "axles or kind of the truck are not known", "车辆轴数或车型不详")        \
	X(CLOCK, 7, "clock", "its time lies ahead of the county's", "时间晚于县平台时间")                              \
	X(HAND, 8, "by_hand", "the weight was typed in", "重量为手工录入")                                             \
	X(LATE, 9, "late", "came in long after it was weighed", "称重后很久才上传")                                    \
	X(OFFLINE, 10, "offline", "decided at the gate without the county", "矿端离线判定")                            \
	X(BEYOND, 11, "beyond_scale", "heavier than the scale may weigh", "超过衡器最大秤量")                          \
	X(OPENED, 12, "opened_against", "let out although the county's limit was exceeded", "超限仍放行")               \
	X(DIFFERS, 13, "sent_twice_differently", "sent again with other weights", "重复上传且重量不一致")               \
	X(STOPPED, 14, "mine_stopped", "carried out of a mine that may not work", "停产矿山外运")
enum haulage_sign {
#define X(name, bit, code, en, zh) HAULAGE_SIGN_##name = 1 << (bit),
	HAULAGE_SIGNS(X)
#undef X
};

/* ---- registers ---- */

struct haulage_scale {
	int64_t id, version, seq;
	const char *kind;
	int64_t mine, org;
	const char *name, *maker, *serial_no, *accuracy_class;
	int64_t max_kg, division_kg;
	const char *certificate, *certified_on, *valid_to, *issuer;
	double lon, lat;
	bool active;
	const char *mine_name, *org_name;
};
struct haulage_vehicle {
	int64_t id, version;
	const char *plate, *kind;
	int64_t axles, drive_axles, single_tyre_axles, trailer_axles;
	bool air_suspension;
	int64_t axle_spacing_mm, rated_kg, tare_kg;
	const char *vehicle, *transport_no, *certified_on;
	int64_t carrier;
	const char *home;
	bool learnt;
	const char *carrier_name;
};
struct haulage_driver {
	int64_t id, version;
	const char *name, *qualification, *qualified_on;
	int64_t carrier;
	const char *home;
	bool learnt;
	const char *carrier_name;
};
struct haulage_carrier {
	int64_t id, version;
	const char *name, *licence_no, *licensed_on;
	int64_t fleet;
	const char *home;
	bool learnt;
};

extern const struct record haulage_scale_record, haulage_scale_input_record, haulage_vehicle_record, haulage_vehicle_input_record,
	haulage_driver_record, haulage_driver_input_record, haulage_carrier_record, haulage_carrier_input_record;

/* One kind of register row, for code that treats them alike. */
struct haulage_register {
	const char *kind;               /* "haulage_scale": its table, and its name in the ledger */
	const struct record *record, *input;    /* what is answered; what a change takes */
	const char *sql;                /* SELECT … FROM the table as x and what it is joined with */
	const char *words;              /* the column that q looks in, and that orders nothing */
	enum status (*check)(struct cx *cx, void *row);         /* INVALID; also cleans; NULL: nothing to check */
};
extern const struct haulage_register haulage_scales, haulage_vehicles, haulage_drivers, haulage_carriers;

struct haulage_put_result {
	int64_t id, version;
};
/* id 0: a new one.  CONFLICT: the version, or what must be unique is taken. */
enum status haulage_put(struct cx *cx, const struct haulage_register *r, int64_t id, int64_t version, void *row, struct haulage_put_result *out) MUST_CHECK;
/* NOT_FOUND also for what is out of scope. */
enum status haulage_get(struct cx *cx, const struct haulage_register *r, int64_t id, void *out) MUST_CHECK;

struct haulage_register_query {
	const char *q, *kind;
	int64_t mine, carrier;
	bool expired;                   /* scales whose certificate has run out */
	int64_t cursor, limit;
};
extern const struct record haulage_register_query_record;
enum status haulage_list(struct cx *cx, const struct haulage_register *r, const struct haulage_register_query *q, struct list *out,
			 int64_t *next) MUST_CHECK;

/* ---- tickets ---- */

/* What comes in. */
struct haulage_weighing {
	int64_t scale;
	const char *no;
	int64_t at;
	const char *direction, *plate, *driver, *qualification, *carrier, *cargo, *receiver, *operator;
	int64_t axles;
	const char *kind;
	int64_t drive_axles, gross_kg, tare_kg;
	const char *decision, *reason, *source;
	bool by_hand, offline;
	struct texts photos;
};
extern const struct record haulage_weighing_record;

struct haulage_taken {
	const char *no;
	int64_t id;
	const char *status;             /* taken, known (sent before), differs (sent before with other weights), refused */
	const char *message;            /* why refused */
	const char *result;
	int64_t limit_kg, over_kg;
};
extern const struct record haulage_taken_record;

struct haulage_batch_input {
	struct list weighings;
};
extern const struct record haulage_batch_input_record;

/* In a transaction: take in up to HAULAGE_BATCH weighings.  One that cannot be taken is refused alone, in its result. */
enum status haulage_take(struct cx *cx, struct haulage_weighing *in, size_t n, struct list *taken) MUST_CHECK;

struct haulage_ticket {
	int64_t id, at, scale;
	const char *no;
	int64_t mine, vehicle, driver, carrier;
	const char *direction;
	int64_t axles;
	const char *cargo, *receiver, *operator;
	int64_t gross_kg, tare_kg, net_kg, limit_kg, counted_kg, over_kg;
	const char *result, *decision, *reason;
	int64_t flags;
	const char *source;
	int64_t batch;
	const char *plate, *mine_name, *scale_name, *driver_name, *carrier_name;
};
extern const struct record haulage_ticket_record;
enum status haulage_ticket_get(struct cx *cx, int64_t id, struct haulage_ticket **out) MUST_CHECK;

struct haulage_ticket_query {
	int64_t mine, scale, vehicle, town;
	const char *plate, *from, *to, *result, *decision, *direction;
	bool over, signs, leads;        /* leads: overloaded on the road, and no case yet */
	int64_t cursor, limit;
};
extern const struct record haulage_ticket_query_record;
enum status haulage_ticket_list(struct cx *cx, const struct haulage_ticket_query *q, struct list *out, int64_t *next) MUST_CHECK;
extern const struct listing haulage_ticket_listing;      /* the same as a spreadsheet (core/listing_api.h) */

/* The words of the signs in flags, in the user's language. */
struct texts haulage_signs(struct cx *cx, int64_t flags);

/* {"ticket":{…},"hash","batch":{…},"path":[…],"entry":ID}: what ties a ticket to the ledger's entry. */
enum status haulage_prove(struct cx *cx, int64_t ticket, struct jw *w) MUST_CHECK;
enum status haulage_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;
enum status haulage_may_read(struct cx *cx, const char *kind, int64_t item, bool *yes) MUST_CHECK;

/* A file of a weighbridge's software: the columns that they commonly have.  Weights in t or kg, told apart by their size. */
enum status haulage_read_file(struct cx *cx, int64_t scale, const char *name, const char *bytes, size_t n, struct list *out) MUST_CHECK;

/* ---- sums ---- */

struct haulage_sum {
	const char *day;                /* or month */
	int64_t mine, scale, trips, gross_kg, net_kg, over, over_kg, closed, flagged;
	const char *mine_name, *scale_name, *scale_kind;
};
extern const struct record haulage_sum_record;
/* Days of a mine from..to; every mine and scale of a day; months of a truck's year. */
enum status haulage_mine_days(struct cx *cx, int64_t mine, const char *from, const char *to, struct list *out) MUST_CHECK;
enum status haulage_county_day(struct cx *cx, const char *day, struct list *out) MUST_CHECK;
enum status haulage_truck_months(struct cx *cx, int64_t vehicle, const char *from, const char *to, struct list *out) MUST_CHECK;

/* Where overloaded trucks came from, where they were weighed, at which hours, and which came again and again. */
enum status haulage_write_routes(struct cx *cx, const char *month, struct jw *w) MUST_CHECK;

/* For balance_ledgers[]. */
struct mine_ledger_figure;
enum status haulage_balance_figure(struct cx *cx, const struct mine *m, struct day from, struct day to, struct mine_ledger_figure *out) MUST_CHECK;

#endif
