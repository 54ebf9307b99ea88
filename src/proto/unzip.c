#include "proto/unzip.h"

#include <string.h>
#include <zip.h>

struct unzip {
	zip_t *zip;
};

static void discard(void *zip)
{
	zip_discard(zip);
}

static void close_part(void *file)
{
	zip_fclose(file);
}

enum status unzip_open(struct cx *cx, const char *bytes, size_t n, struct unzip **out)
{
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes, n, 0, &error);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (!zip && source)
		zip_source_free(source);
	zip_error_fini(&error);
	if (!zip)
		return cx_fail(cx, STATUS_INVALID, "the file is damaged or cut short: its zip directory cannot be read");
	arena_defer(cx->mem, discard, zip);
	if (zip_get_num_entries(zip, 0) > UNZIP_MAX_ENTRIES)
		return cx_fail(cx, STATUS_TOO_LARGE, "the file has too many parts (more than %d)", UNZIP_MAX_ENTRIES);
	*out = arena_new_of(cx->mem, struct unzip);
	(*out)->zip = zip;
	return STATUS_OK;
}

bool unzip_has(const struct unzip *z, const char *name)
{
	return zip_name_locate(z->zip, name, 0) >= 0;
}

size_t unzip_count(const struct unzip *z)
{
	zip_int64_t n = zip_get_num_entries(z->zip, 0);
	return n > 0 ? (size_t)n : 0;
}

const char *unzip_name(const struct unzip *z, size_t i)
{
	const char *name = zip_get_name(z->zip, i, 0);
	return name ? name : "";
}

static enum status check(struct cx *cx, const zip_stat_t *st, const char *name)
{
	if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE)
		return cx_fail(cx, STATUS_INVALID, "the file is encrypted: remove its password, save it and try again");
	if (!(st->valid & ZIP_STAT_SIZE) || !(st->valid & ZIP_STAT_COMP_SIZE))
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: the size of %s is not known", name);
	if (st->size > UNZIP_MAX_PART)
		return cx_fail(cx, STATUS_TOO_LARGE, "a part of the file is too large once unpacked: %s", name);
	if (st->size > UNZIP_RATIO_FROM && st->size / UNZIP_MAX_RATIO > st->comp_size)
		return cx_fail(cx, STATUS_TOO_LARGE, "a part of the file is packed suspiciously tight: %s", name);
	return STATUS_OK;
}

enum status unzip_part(struct cx *cx, struct unzip *z, const char *name, const char **bytes, size_t *n)
{
	zip_stat_t st;
	zip_stat_init(&st);
	zip_int64_t at = zip_name_locate(z->zip, name, 0);
	if (at < 0 || zip_stat_index(z->zip, (zip_uint64_t)at, 0, &st) != 0)
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: it has no part %s", name);
	TRY(check(cx, &st, name));
	zip_file_t *file = zip_fopen_index(z->zip, (zip_uint64_t)at, 0);
	if (!file)
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: %s cannot be unpacked", name);
	arena_defer(cx->mem, close_part, file);
	/* The directory's word for the size is checked against what comes out: a byte more than it says is asked for. */
	char *out = arena_alloc(cx->mem, st.size + 2);
	zip_uint64_t got = 0;
	zip_int64_t more = 1;
	while (got <= st.size && (more = zip_fread(file, out + got, st.size + 1 - got)) > 0)
		got += (zip_uint64_t)more;
	if (more < 0 || got != st.size)
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: %s cannot be unpacked", name);
	out[got] = '\0';
	*bytes = out;
	*n = got;
	return STATUS_OK;
}
