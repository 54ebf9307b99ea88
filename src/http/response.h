/* response.h - what goes back to a client: replies, files, bytes, with the headers that keep a browser safe. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include <microhttpd.h>
#include "http/dispatch.h"
#include "http/static.h"

/* Queue the exchange's reply.  Its memory (cx->mem) must live until the client has got it. */
enum MHD_Result response_send(struct MHD_Connection *client, struct cx *cx, const struct exchange *x, bool secure_cookie);

/* Queue a file of the web app in the best encoding that the client takes; NULL: 404. */
enum MHD_Result response_file(struct MHD_Connection *client, const struct file *file);

/* The headers that every response has. */
void response_guard(struct MHD_Response *r);

#endif
