/* haulage_inside.h - what the files of the room share. */
#ifndef ROOMS_HAULAGE_HAULAGE_INSIDE_H
#define ROOMS_HAULAGE_HAULAGE_INSIDE_H

#include "rooms/haulage/haulage.h"

struct haulage_number {
	int64_t n;
};
extern const struct record haulage_number_record;
/* "SELECT … AS n": one number; 0 where there is no row. */
enum status haulage_count(struct cx *cx, int64_t *out, const char *sql, struct args args) MUST_CHECK;

const char *haulage_or(const char *text, const char *otherwise);
/* The user's language of a text that is kept as "中文\tEnglish". */
const char *haulage_in_lang(struct cx *cx, const char *both);

/* The department that the rule haulage.departments calls "transport" or "police"; only its people; or those of both. */
enum status haulage_department(struct cx *cx, const char *which, int64_t *id, const char **name) MUST_CHECK;
enum status haulage_department_only(struct cx *cx, const char *which) MUST_CHECK;
enum status haulage_keepers_only(struct cx *cx) MUST_CHECK;

/* Sums of a batch before they are written. */
struct haulage_sums;
struct haulage_sums *haulage_sums_new(struct cx *cx);
void haulage_sums_add(struct cx *cx, struct haulage_sums *s, const struct haulage_ticket *t);
enum status haulage_sums_write(struct cx *cx, const struct haulage_sums *s) MUST_CHECK;

/* The batch's row and its leaf of the ledger.  tickets: in the order of their ids. */
enum status haulage_batch_write(struct cx *cx, int64_t batch, const struct haulage_ticket *tickets, size_t n) MUST_CHECK;

#define HAULAGE_FACT_COLUMNS                                                                                          \
	"t.id, " HAULAGE_AT " AS at, t.scale, t.no, t.mine, t.vehicle, t.driver, t.carrier, t.direction, t.axles, t.cargo, t.receiver," \
	" t.operator, t.gross_kg, t.tare_kg, t.net_kg, t.limit_kg, t.counted_kg, t.over_kg, t.result, t.decision, t.reason, t.flags," \
	" t.source"
#define HAULAGE_TICKET_COLUMNS HAULAGE_FACT_COLUMNS ", t.batch"
#define HAULAGE_TICKET_NAMES                                                                                          \
	", v.plate, m.name AS mine_name, s.name AS scale_name, d.name AS driver_name, c.name AS carrier_name"
#define HAULAGE_TICKET_FROM                                                                                           \
	" FROM haulage_ticket t LEFT JOIN haulage_vehicle v ON v.county = t.county AND v.id = t.vehicle"              \
	" LEFT JOIN mine m ON m.county = t.county AND m.id = t.mine"                                                  \
	" LEFT JOIN haulage_scale s ON s.county = t.county AND s.id = t.scale"                                        \
	" LEFT JOIN haulage_driver d ON d.county = t.county AND d.id = t.driver"                                      \
	" LEFT JOIN haulage_carrier c ON c.county = t.county AND c.id = t.carrier"
extern const struct record haulage_fact_record;        /* the ticket's own columns: what is hashed */

#endif
