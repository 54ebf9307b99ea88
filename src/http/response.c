#include "http/response.h"

#include <ctype.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Pictures may come from blobs and data addresses (previews before an upload); styles are set by the component library. */
static const char policy[] = "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; "
			     "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
			     "frame-ancestors 'none'";

void response_guard(struct MHD_Response *r)
{
	MHD_add_response_header(r, "Content-Security-Policy", policy);
	MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(r, "Referrer-Policy", "same-origin");
	MHD_add_response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
	MHD_add_response_header(r, "Cross-Origin-Opener-Policy", "same-origin");
}

static enum MHD_Result finish(struct MHD_Connection *client, int status, struct MHD_Response *r)
{
	response_guard(r);
	enum MHD_Result ok = MHD_queue_response(client, (unsigned)status, r);
	MHD_destroy_response(r);
	return ok;
}

/* RFC 6266 and 8187: the name in UTF-8, percent-encoded. */
static const char *disposition(struct cx *cx, const char *name)
{
	struct buf b;
	buf_init(&b, cx->mem);
	buf_puts(&b, "attachment; filename*=UTF-8''");
	for (const unsigned char *s = (const unsigned char *)name; *s; s++) {
		if (isalnum(*s) || strchr("-._~", *s))
			buf_add(&b, (const char *)s, 1);
		else
			buf_printf(&b, "%%%02X", *s);
	}
	return b.s;
}

/* The part of a file that is asked for; status 200: all of it. */
struct part {
	int status;
	uint64_t from, size, whole;
};

static bool digits(const char **s, uint64_t *out)
{
	enum { MOST = 18 };
	const char *at = *s;
	for (*out = 0; isdigit((unsigned char)*at) && at - *s < MOST; at++)
		*out = 10 * *out + (uint64_t)(*at - '0');
	bool some = at > *s;
	*s = at;
	return some;
}

/*
 * RFC 9110 14: one range, as video players ask for it.  What we do not understand, several ranges among it, we may
 * ignore and send everything.  If-Range asks whether the file is still the same: it is, where its address is its hash.
 */
static struct part part_of(struct MHD_Connection *client, const struct reply *reply, uint64_t whole)
{
	struct part p = {MHD_HTTP_OK, 0, whole, whole};
	const char *range = MHD_lookup_connection_value(client, MHD_HEADER_KIND, "Range");
	bool guarded = MHD_lookup_connection_value(client, MHD_HEADER_KIND, "If-Range") && !reply->immutable;
	if (!range || guarded || reply->temporary || strncmp(range, "bytes=", 6) != 0)
		return p;
	const char *s = range + 6;
	uint64_t first, last;
	bool begins = digits(&s, &first);
	if (*s++ != '-')
		return p;
	bool ends = digits(&s, &last);
	if (*s || (!begins && !ends) || (begins && ends && last < first))
		return p;
	if (!begins) {                  /* the last so many bytes */
		first = last < whole ? whole - last : 0;
		begins = last > 0;
		last = whole - 1;
	} else if (!ends || last >= whole) {
		last = whole - 1;
	}
	if (!begins || first >= whole)
		return (struct part){MHD_HTTP_RANGE_NOT_SATISFIABLE, 0, 0, whole};
	return (struct part){MHD_HTTP_PARTIAL_CONTENT, first, last - first + 1, whole};
}

static struct MHD_Response *file_body(struct MHD_Connection *client, const struct reply *reply, struct part *part)
{
	struct stat st;
	int fd = open(reply->file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (reply->temporary)
		unlink(reply->file);
	if (fstat(fd, &st) != 0) {
		close(fd);
		return NULL;
	}
	*part = part_of(client, reply, (uint64_t)st.st_size);
	return MHD_create_response_from_fd_at_offset64(part->size, fd, part->from);
}

static void add_range(struct MHD_Response *r, struct cx *cx, const struct part *p)
{
	MHD_add_response_header(r, "Accept-Ranges", "bytes");
	if (p->status == MHD_HTTP_PARTIAL_CONTENT)
		MHD_add_response_header(r, "Content-Range",
					arena_printf(cx->mem, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, p->from,
						     p->from + p->size - 1, p->whole));
	else if (p->status == MHD_HTTP_RANGE_NOT_SATISFIABLE)
		MHD_add_response_header(r, "Content-Range", arena_printf(cx->mem, "bytes */%" PRIu64, p->whole));
}

static struct MHD_Response *body_of(const struct exchange *x)
{
	const struct reply *r = &x->reply;
	if (r->bytes)
		return MHD_create_response_from_buffer(r->size, (void *)(uintptr_t)r->bytes, MHD_RESPMEM_PERSISTENT);
	return MHD_create_response_from_buffer(x->out.n, x->out.s, MHD_RESPMEM_PERSISTENT);
}

/* What the handler found it to be, else what the table says. */
static const char *file_type(const struct exchange *x)
{
	const char *fixed = x->route && x->route->type ? x->route->type : "application/octet-stream";
	return x->reply.type ? x->reply.type : fixed;
}

enum MHD_Result response_send(struct MHD_Connection *client, struct cx *cx, const struct exchange *x,
			      const struct response_style *style)
{
	const struct reply *reply = &x->reply;
	struct part part = {.status = x->status};
	struct MHD_Response *r = reply->file ? file_body(client, reply, &part) : body_of(x);
	if (!r) {
		static const char gone[] = "{\"error\":\"not_found\",\"message\":\"the file is not there\"}";
		r = MHD_create_response_from_buffer(sizeof gone - 1, (void *)(uintptr_t)gone, MHD_RESPMEM_PERSISTENT);
		MHD_add_response_header(r, "Content-Type", "application/json");
		return finish(client, MHD_HTTP_NOT_FOUND, r);
	}
	bool json = !reply->file && !reply->bytes;
	MHD_add_response_header(r, "Content-Type", json ? "application/json" : file_type(x));
	MHD_add_response_header(r, "Cache-Control", reply->immutable ? "private, max-age=31536000, immutable" : "no-store");
	if (reply->download)
		MHD_add_response_header(r, "Content-Disposition", disposition(cx, reply->download));
	if (reply->cookie)
		MHD_add_response_header(r, "Set-Cookie",
					arena_printf(cx->mem, "%s%s", reply->cookie, style->secure_cookie ? "; Secure" : ""));
	if (reply->file)
		add_range(r, cx, &part);
	if (style->secure_cookie)       /* every page asks for the session, so one answer is enough for the browser to know */
		MHD_add_response_header(r, "Strict-Transport-Security", "max-age=31536000");
	if (x->allow)
		MHD_add_response_header(r, "Allow", x->allow);
	if (style->last)
		MHD_add_response_header(r, "Connection", "close");
	if (x->status == MHD_HTTP_SERVICE_UNAVAILABLE)
		MHD_add_response_header(r, "Retry-After", "1");
	return finish(client, part.status, r);
}

/* Does the list of encodings name this one?  Weights of 0 are not met in browsers. */
static bool takes(const char *list, const char *name)
{
	size_t n = strlen(name);
	for (const char *s = list; s && (s = strstr(s, name)); s += n)
		if ((s == list || strchr(" ,", s[-1])) && strchr(" ,;", s[n]))
			return true;
	return false;
}

static enum MHD_Result no_file(struct MHD_Connection *client, int status, const char *words)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(strlen(words), (void *)(uintptr_t)words, MHD_RESPMEM_PERSISTENT);
	MHD_add_response_header(r, "Content-Type", "text/plain");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(r, "Allow", "GET, HEAD");
	return finish(client, status, r);
}

enum MHD_Result response_file(struct MHD_Connection *client, const char *method, const struct file *file)
{
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return no_file(client, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET and HEAD\n");
	if (!file)
		return no_file(client, MHD_HTTP_NOT_FOUND, "not found\n");
	const char *known = MHD_lookup_connection_value(client, MHD_HEADER_KIND, "If-None-Match");
	bool same = known && strcmp(known, file->etag) == 0;
	const char *encodings = MHD_lookup_connection_value(client, MHD_HEADER_KIND, "Accept-Encoding");
	bool br = file->br.size && takes(encodings, "br"), gz = !br && file->gz.size && takes(encodings, "gzip");
	const struct variant *v = br ? &file->br : gz ? &file->gz : &file->plain;
	struct MHD_Response *r = MHD_create_response_from_buffer(same ? 0 : v->size, (void *)(uintptr_t)v->bytes, MHD_RESPMEM_PERSISTENT);
	MHD_add_response_header(r, "Content-Type", file->type);
	MHD_add_response_header(r, "ETag", file->etag);
	MHD_add_response_header(r, "Vary", "Accept-Encoding");
	MHD_add_response_header(r, "Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
	if (!same && (br || gz))
		MHD_add_response_header(r, "Content-Encoding", br ? "br" : "gzip");
	return finish(client, same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, r);
}
