/*
 * openapi.h - the HTTP interface described from its own tables: OpenAPI 3.1 and the app's TypeScript types.
 */
#ifndef MAIN_OPENAPI_H
#define MAIN_OPENAPI_H

#include "base/cx.h"
#include "base/json.h"
#include "http/route.h"

/* The document as JSON. */
void openapi_write(struct cx *cx, const struct routes *const *lists, size_t count, struct jw *w);

/* An interface for each record that a route takes or gives, and for those inside them. */
void types_print(struct cx *cx, const struct routes *const *lists, size_t count, struct buf *out);

/* GET /api/openapi.json over main's own lists. */
extern const struct routes openapi_routes;

#endif
