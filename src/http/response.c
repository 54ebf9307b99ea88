#include "http/response.h"

#include <ctype.h>
#include <fcntl.h>
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

static struct MHD_Response *body_of(const struct exchange *x)
{
	const struct reply *r = &x->reply;
	if (r->file) {
		struct stat st;
		int fd = open(r->file, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return NULL;
		if (fstat(fd, &st) == 0)
			return MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
		close(fd);
		return NULL;
	}
	if (r->bytes)
		return MHD_create_response_from_buffer(r->size, (void *)(uintptr_t)r->bytes, MHD_RESPMEM_PERSISTENT);
	return MHD_create_response_from_buffer(x->out.n, x->out.s, MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result response_send(struct MHD_Connection *client, struct cx *cx, const struct exchange *x, bool secure_cookie)
{
	const struct reply *reply = &x->reply;
	struct MHD_Response *r = body_of(x);
	if (!r) {
		static const char gone[] = "{\"error\":\"not_found\",\"message\":\"the file is not there\"}";
		r = MHD_create_response_from_buffer(sizeof gone - 1, (void *)(uintptr_t)gone, MHD_RESPMEM_PERSISTENT);
		MHD_add_response_header(r, "Content-Type", "application/json");
		return finish(client, MHD_HTTP_NOT_FOUND, r);
	}
	bool json = !reply->file && !reply->bytes;
	MHD_add_response_header(r, "Content-Type", json ? "application/json" : reply->type ? reply->type : "application/octet-stream");
	MHD_add_response_header(r, "Cache-Control", reply->immutable ? "private, max-age=31536000, immutable" : "no-store");
	if (reply->download)
		MHD_add_response_header(r, "Content-Disposition", disposition(cx, reply->download));
	if (reply->cookie)
		MHD_add_response_header(r, "Set-Cookie",
					arena_printf(cx->mem, "%s%s", reply->cookie, secure_cookie ? "; Secure" : ""));
	if (x->status == MHD_HTTP_SERVICE_UNAVAILABLE)
		MHD_add_response_header(r, "Retry-After", "1");
	return finish(client, x->status, r);
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

enum MHD_Result response_file(struct MHD_Connection *client, const struct file *file)
{
	if (!file) {
		static const char none[] = "not found\n";
		struct MHD_Response *r = MHD_create_response_from_buffer(sizeof none - 1, (void *)(uintptr_t)none, MHD_RESPMEM_PERSISTENT);
		MHD_add_response_header(r, "Content-Type", "text/plain");
		return finish(client, MHD_HTTP_NOT_FOUND, r);
	}
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
