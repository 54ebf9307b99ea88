/* response.h - what goes back to a client: replies, files, bytes, with the headers that keep a browser safe. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include <microhttpd.h>
#include "http/dispatch.h"
#include "http/static.h"

struct response_style {
	bool secure_cookie;     /* behind TLS */
	bool last;              /* the server stops: no more requests on this connection */
};

/* Queue the exchange's reply, of a file the range that was asked for.  Its memory (cx->mem) must live until the client
 * has got it. */
enum MHD_Result response_send(struct MHD_Connection *client, struct cx *cx, const struct exchange *x,
			      const struct response_style *style);

/* Queue a file of the web app in the best encoding that the client takes; NULL: 404; another method than GET and HEAD: 405. */
enum MHD_Result response_file(struct MHD_Connection *client, const char *method, const struct file *file);

/* The headers that every response has. */
void response_guard(struct MHD_Response *r);

#endif
