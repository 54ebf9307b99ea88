/*
 * streams.h - the open event streams (text/event-stream) of a server.
 *
 * A client that has heard everything sleeps: its connection is suspended, and streams_wake() resumes it.  So a stream
 * costs no thread.  One that has heard nothing for a while gets a comment line at the next wake, by which a dead client
 * is found out; one that is old ends, and its browser comes back and is identified anew.
 */
#ifndef HTTP_STREAMS_H
#define HTTP_STREAMS_H

#include <microhttpd.h>
#include "http/server.h"

struct streams;

struct streams *streams_new(const struct stream_source *source);       /* source may be NULL: no streams */
enum MHD_Result streams_open(struct streams *all, struct MHD_Connection *client, struct cx *cx, int64_t last_event);
void streams_wake(struct streams *all);
void streams_end(struct streams *all);          /* all clients end; call before the daemon stops */
void streams_free(struct streams *all);         /* NULL is fine */

#endif
