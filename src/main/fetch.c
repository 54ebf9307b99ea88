#include "main/fetch.h"

#include <curl/curl.h>
#include <string.h>
#include "base/buf.h"

enum { MOST_ANSWER = 64 << 20, SECONDS_TO_CONNECT = 5, SECONDS = 60 };

void fetch_init(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t take(char *at, size_t size, size_t n, void *out)
{
	struct buf *b = out;
	if (b->n + size * n > MOST_ANSWER)
		return 0;
	buf_add(b, at, size * n);
	return size * n;
}

static void set_up(CURL *curl, const struct fetch *f, struct curl_slist *heads, struct buf *out)
{
	curl_easy_setopt(curl, CURLOPT_URL, f->url);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, heads);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, out);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)SECONDS_TO_CONNECT);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	if (f->body) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, f->body);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)(f->size ? f->size : strlen(f->body)));
	}
}

enum status fetch(struct cx *cx, struct fetch *f)
{
	struct buf out;
	CURL *curl = curl_easy_init();
	struct curl_slist *heads = NULL;
	if (!curl)
		return cx_fail(cx, STATUS_INTERNAL, "no more memory for a connection");
	buf_init(&out, cx->mem);
	heads = curl_slist_append(heads, f->size ? "Content-Type: application/octet-stream" : "Content-Type: application/json");
	if (f->token)
		heads = curl_slist_append(heads, arena_printf(cx->mem, "Authorization: Bearer %s", f->token));
	set_up(curl, f, heads, &out);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &f->status);
	curl_slist_free_all(heads);
	curl_easy_cleanup(curl);
	f->answer = out.s;
	f->n = out.n;
	return code == CURLE_OK ? STATUS_OK : cx_fail(cx, STATUS_BUSY, "%s does not answer: %s", f->url, curl_easy_strerror(code));
}
