/* openapi_inside.h - what the printers of the interface's description share: openapi.c, schema.c, types.c. */
#ifndef MAIN_OPENAPI_INSIDE_H
#define MAIN_OPENAPI_INSIDE_H

#include "core/flow.h"
#include "main/openapi.h"

enum { MAX_RECORDS = 512 };

/* Every record that routes take or give, those inside them, those of their answers' keys and of their flows' steps. */
struct records {
	const struct record *list[MAX_RECORDS];
	size_t count;
};
struct records records_of(const struct routes *const *lists, size_t count);

/* Records of one struct that take and give different fields share a C name: the second one is named org_2. */
const char *records_name(struct cx *cx, const struct records *all, const struct record *rec);

/* The flow that a route of core/flow_api.h answers; NULL: another route. */
const struct flow_page *route_flow(const struct route *r);

/* What an answer has beside its record: what flow pages and histories all have, and what the route says.  Each table ends with a NULL name. */
struct answer_keys {
	const struct answer_key *list[3];
};
struct answer_keys route_keys(const struct route *r);

/* JSON Schemas: of a record's fields; of one field; what a route answers; what it takes.  Each is one value. */
void schema_record(struct jw *w, struct cx *cx, const struct records *all, const struct record *rec);
void schema_value(struct jw *w, const struct field *f, bool null);
void schema_answer(struct jw *w, struct cx *cx, const struct records *all, const struct route *r);
void schema_step(struct jw *w, struct cx *cx, const struct records *all, const struct flow *flow);
void schema_ref(struct jw *w, struct cx *cx, const struct records *all, const struct record *rec);
void schema_type(struct jw *w, const char *type);       /* {"type":type}; NULL: {} */
void schema_pair(struct jw *w, const char *key, const char *value);

#endif
