#include "test/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/hash.h"
#include "core/blob.h"
#include "core/evidence.h"
#include "core/job.h"
#include "core/ledger.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/writer.h"
#include "proto/exif.h"
#include "proto/picture.h"
#include "proto/sniff.h"
#include "test/dbtest.h"

#define OK(call) \
	do { \
		if (call) \
			fail_msg("%s: %s", #call, cx->error); \
	} while (0)

/* Item 1 of kind "open" is for all, item 2 for person 9 alone. */
static enum status may_read_open(struct cx *cx, const char *kind, int64_t item, bool *yes)
{
	assert_string_equal(kind, "open");
	*yes = item == 1 || cx->user == 9;
	return STATUS_OK;
}

const struct evidence_reader evidence_readers[] = {{"open", may_read_open}, {0}};

static int setup(void **state)
{
	*state = dbtest_new();
	return 0;
}

static int teardown(void **state)
{
	dbtest_free(*state);
	return 0;
}

static const char *temporary(struct cx *cx, const void *bytes, size_t n)
{
	const char *path = arena_printf(cx->mem, "%s/tmp/up", cx->data);
	unlink(path);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
	return path;
}

static enum status add(struct cx *cx, const void *bytes, size_t n, const char *name, struct evidence *out)
{
	return evidence_add(cx, temporary(cx, bytes, n), name, out);
}

/* A picture with a red left and a blue right half, as a JPEG. */
static const void *picture(struct cx *cx, int width, int height, size_t *n)
{
	struct picture p = {width, height, arena_alloc(cx->mem, (size_t)width * (size_t)height * 3)};
	for (int i = 0; i < width * height; i++)
		p.rgb[3 * i + (i % width < width / 2 ? 0 : 2)] = 255;
	const void *jpeg;
	OK(picture_write_jpeg(cx, &p, &jpeg, n));
	return jpeg;
}

/* The EXIF block of a camera: turned (orientation 6), taken on 2023-10-20 at 09:30, 40.4°N 122.5°E. */
static const unsigned char exif_block[] = "\xff\xe1\x00\xd0"
					  "Exif\0\0"
					  "MM\0*\0\0\0\x08"
					  /* IFD 0 at 8: three entries */
					  "\0\3"
					  "\x01\x12\0\3\0\0\0\1\0\6\0\0"
					  "\x87\x69\0\4\0\0\0\1\0\0\0\x32"
					  "\x88\x25\0\4\0\0\0\1\0\0\0\x44"
					  "\0\0\0\0"
					  /* EXIF IFD at 50: DateTimeOriginal at 122 */
					  "\0\1"
					  "\x90\x03\0\2\0\0\0\x14\0\0\0\x7a"
					  "\0\0\0\0"
					  /* GPS IFD at 68: four entries, latitude at 142, longitude at 166 */
					  "\0\4"
					  "\0\1\0\2\0\0\0\2N\0\0\0"
					  "\0\2\0\5\0\0\0\3\0\0\0\x8e"
					  "\0\3\0\2\0\0\0\2E\0\0\0"
					  "\0\4\0\5\0\0\0\3\0\0\0\xa6"
					  "\0\0\0\0"
					  /* 122 */
					  "2023:10:20 09:30:00\0"
					  "\0\0\0\x28\0\0\0\1"
					  "\0\0\0\x18\0\0\0\1"
					  "\0\0\0\0\0\0\0\1"
					  "\0\0\0\x7a\0\0\0\1"
					  "\0\0\0\x1e\0\0\0\1"
					  "\0\0\0\0\0\0\0\1";

static const void *photograph(struct cx *cx, size_t *n)
{
	size_t plain, block = 4 + 6 + 190;
	const unsigned char *jpeg = picture(cx, 800, 600, &plain);
	unsigned char *out = arena_alloc(cx->mem, plain + block);
	memcpy(out, jpeg, 2);
	memcpy(out + 2, exif_block, block);
	out[4] = 0;
	out[5] = (unsigned char)(block - 2);
	memcpy(out + 2 + block, jpeg + 2, plain - 2);
	*n = plain + block;
	return out;
}

static void a_file_is_kept_under_its_hash(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	size_t n;
	const void *jpeg = picture(cx, 100, 50, &n);
	struct evidence e;
	const char *path;
	cx->user = 5;
	OK(add(cx, jpeg, n, "../..\\C:\\现场 1.jpg\r\n", &e));
	assert_string_equal(e.name, "现场 1.jpg");
	assert_string_equal(e.type, "image/jpeg");
	assert_int_equal(e.width, 100);
	OK(evidence_path(cx, e.hash, &path));
	assert_string_equal(path,
			    arena_printf(cx->mem, "%s/evidence/%.2s/%.2s/%s", cx->data, e.hash, e.hash + 2, e.hash));
	const void *bytes;
	size_t size;
	OK(blob_map(cx, path, &bytes, &size));
	assert_int_equal(size, n);
	assert_memory_equal(bytes, jpeg, n);
	assert_int_equal(cx->ledger_entries, 1);
	assert_int_not_equal(access(arena_printf(cx->mem, "%s/tmp/up", cx->data), F_OK), 0);

	struct evidence again;
	OK(add(cx, jpeg, n, "b.jpg", &again));  /* the same bytes by the same person: nothing new */
	assert_string_equal(again.hash, e.hash);
	assert_int_equal(cx->ledger_entries, 1);
	OK(evidence_get(cx, e.hash, &again));
	assert_string_equal(again.name, "现场 1.jpg");
}

/* To each who brought it, it is his upload under his name. */
static void the_same_bytes_by_two(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct evidence e, got;
	size_t n;
	const void *jpeg = photograph(cx, &n);
	cx->user = 5;
	OK(add(cx, jpeg, n, "现场.jpg", &e));
	cx->user = 6;
	OK(add(cx, jpeg, n, "整改后.jpg", &got));
	assert_string_equal(got.hash, e.hash);
	OK(evidence_get(cx, e.hash, &got));
	assert_string_equal(got.name, "整改后.jpg");
	assert_int_equal(got.person, 6);
	cx->user = 5;
	OK(evidence_get(cx, e.hash, &got));
	assert_string_equal(got.name, "现场.jpg");
	assert_int_equal(got.person, 5);
}

static void what_a_camera_notes_is_kept(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	size_t n;
	const void *jpeg = photograph(cx, &n);
	struct evidence e, back;
	OK(add(cx, jpeg, n, "x.jpg", &e));
	OK(evidence_get(cx, e.hash, &back));
	assert_int_equal(back.taken_at, 1697765400);
	assert_true(back.located);
	assert_float_equal(back.lat, 40.4, 1e-9);
	assert_float_equal(back.lon, 122.5, 1e-9);
	assert_int_equal(back.width, 600);      /* it stands upright when it is turned */
	assert_int_equal(back.height, 800);
}

static const struct {
	const char *bytes;
	size_t n;
	const char *type;       /* NULL: unknown; else type */
	const char *family;
} kinds[] = {
#define BYTES(s) s, sizeof s - 1
	{BYTES("\x89PNG\r\n\x1a\n...."), "image/png", "image"},
	{BYTES("RIFF....WEBPVP8 "), "image/webp", "image"},
	{BYTES("%PDF-1.4\n"), "application/pdf", "document"},
	{BYTES("\0\0\0 ftypisom...."), "video/mp4", "video"},
	{BYTES("MZ\x90\0..."), "application/x-msdownload", "refused"},
	{BYTES("\x7f" "ELF\2"), "application/x-executable", "refused"},
	{BYTES("#!/bin/sh\nrm -rf /\n"), "text/x-script", "refused"},
	{BYTES("\xef\xbb\xbf  <!DOCTYPE html><p>"), "text/html", "refused"},
	{BYTES("  <script>alert(1)</script>"), "text/html", "refused"},
	{BYTES("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"), "image/svg+xml", "image"},
	{BYTES("<svg xmlns='http://www.w3.org/2000/svg'><SCRIPT>x</SCRIPT></svg>"), "image/svg+xml", "refused"},
	{BYTES("<svg><path onclick = 'x()'/></svg>"), "image/svg+xml", "refused"},
	{BYTES("<?xml version='1.0'?><kml/>"), "application/xml", "text"},
	{BYTES("序号,矿名\n1,测试\n"), "text/plain", "text"},
	{BYTES("PK\3\4......................."), "application/zip", "archive"},
	{BYTES("\1\2\3\4binary"), NULL, NULL},
};

static void kinds_are_told_by_content(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct sniff s;
		bool known = sniff(kinds[i].bytes, kinds[i].n, &s);
		assert_int_equal(known, kinds[i].type != NULL);
		if (known) {
			assert_string_equal(s.type, kinds[i].type);
			assert_string_equal(s.family, kinds[i].family);
		}
	}
}

static void refused_files_leave_nothing(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct evidence e;
	assert_int_equal(add(cx, "MZ\x90", 3, "photo.jpg", &e), STATUS_INVALID);
	cx_forget(cx);
	assert_int_equal(add(cx, "", 0, "photo.jpg", &e), STATUS_INVALID);
	cx_forget(cx);
	size_t n = (5 << 20) + 1;
	char *big = arena_alloc(cx->mem, n);
	memset(big, 'a', n);
	assert_int_equal(add(cx, big, n, "a.txt", &e), STATUS_TOO_LARGE);
	assert_non_null(strstr(cx->error, "5 MiB"));
	cx_forget(cx);
	struct evidence_report r;
	OK(evidence_verify(cx, &r));
	assert_int_equal(r.files + r.strays + r.faults, 0);
	assert_int_equal(cx->ledger_entries, 0);
}

static void only_some_may_read(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct evidence e, got;
	cx->user = 5;
	OK(add(cx, "one", 3, "1.txt", &e));
	OK(evidence_get(cx, e.hash, &got));
	cx->user = 6;
	assert_int_equal(evidence_get(cx, e.hash, &got), STATUS_NOT_FOUND);
	cx_forget(cx);
	struct texts hashes = {&e.hash, 1};
	assert_int_equal(evidence_link(cx, "open", 1, &hashes), STATUS_INVALID); /* nor pass on what he may not read */
	assert_string_equal(cx->field, "evidence.0");
	cx_forget(cx);
	cx->user = 5;
	OK(evidence_link(cx, "open", 2, &hashes));
	cx->user = 9;
	OK(evidence_get(cx, e.hash, &got));
	cx->user = 6;
	assert_int_equal(evidence_get(cx, e.hash, &got), STATUS_NOT_FOUND);
	cx_forget(cx);
	cx->user = 5;
	OK(evidence_link(cx, "open", 1, &hashes));
	OK(evidence_link(cx, "open", 1, &hashes));
	cx->user = 6;
	OK(evidence_get(cx, e.hash, &got));
	struct list l;
	OK(evidence_list(cx, "open", 1, &l));
	assert_int_equal(l.count, 1);
	const struct evidence_item *item = l.items;
	assert_string_equal(item->name, "1.txt");
	assert_int_equal(item->person, 5);
	cx->county = 1;                         /* another county has nothing of this */
	assert_int_equal(evidence_get(cx, e.hash, &got), STATUS_NOT_FOUND);
	cx_forget(cx);
	cx->county = DBTEST_COUNTY;
	cx->user = 7;                           /* who brings the same bytes had them */
	OK(add(cx, "one", 3, "other.txt", &e));
	OK(evidence_get(cx, e.hash, &got));
	assert_int_equal(evidence_get(cx, "../../etc/passwd", &got), STATUS_NOT_FOUND);
	cx_forget(cx);
}

/* ---- previews ---- */

static void decode(struct cx *cx, const char *path, struct picture *out)
{
	const void *bytes;
	size_t n;
	OK(blob_map(cx, path, &bytes, &n));
	OK(picture_read_jpeg(cx, bytes, n, 10000, out));
}

static void a_preview_is_small_and_upright(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	size_t n;
	const void *jpeg = photograph(cx, &n);
	struct evidence e;
	const char *path;
	OK(add(cx, jpeg, n, "x.jpg", &e));
	OK(evidence_preview(cx, &e, &path));
	struct picture p;
	decode(cx, path, &p);
	assert_int_equal(p.width, 300);
	assert_int_equal(p.height, 400);
	const unsigned char *top = p.rgb + 3 * 150, *bottom = p.rgb + 3 * (390 * 300 + 150);
	assert_true(top[0] > 200 && top[2] < 60);       /* what was left is above after a turn to the right */
	assert_true(bottom[2] > 200 && bottom[0] < 60);
}

static void png_becomes_rgb_on_white(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	/* 2 x 2 pixels: red, green; blue, transparent */
	static const unsigned char png[] =
		"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x02\x00\x00\x00\x02"
		"\x08\x06\x00\x00\x00\x72\xb6\x0d\x24\x00\x00\x00\x15\x49\x44\x41\x54\x78\x9c\x63\xf8\xcf\xc0\xf0"
		"\x1f\x0c\x81\xf4\x7f\x4e\x4e\x4e\x06\x00\x40\x23\x06\x16\x47\xa2\xbd\xa3\x00\x00\x00\x00\x49\x45"
		"\x4e\x44\xae\x42\x60\x82";
	int w, h;
	struct picture p;
	assert_true(picture_size("image/png", png, sizeof png - 1, &w, &h));
	assert_int_equal(w, 2);
	OK(picture_read_png(cx, png, sizeof png - 1, 400, &p));
	assert_memory_equal(p.rgb, "\xff\0\0\0\xff\0\0\0\xff\xff\xff\xff", 12);
	OK(picture_read_png(cx, png, sizeof png - 1, 1, &p));
	assert_int_equal(p.width * p.height, 1);
	assert_memory_equal(p.rgb, "\x7f\x7f\x7f", 3);
	for (size_t cut = 1; cut < sizeof png - 8; cut++) {
		(void)!picture_read_png(cx, png, sizeof png - 1 - cut, 400, &p);
		cx_forget(cx);
	}
	assert_int_equal(picture_read_png(cx, png, 40, 400, &p), STATUS_INVALID);
	cx_forget(cx);
}

static void shrinking_takes_the_mean(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct shrink *s = shrink_new(cx, 4, 2, 2);
	static const unsigned char rows[2][12] = {{0, 0, 0, 100, 0, 0, 9, 9, 9, 9, 9, 9},
						  {0, 0, 0, 100, 200, 0, 9, 9, 9, 9, 9, 9}};
	shrink_row(s, rows[0]);
	shrink_row(s, rows[1]);
	struct picture p = shrink_done(s);
	assert_int_equal(p.width, 2);
	assert_int_equal(p.height, 1);
	assert_memory_equal(p.rgb, "\x32\x32\0\x09\x09\x09", 6);
}

static void broken_pictures_have_no_preview(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	static const char *const broken[] = {"\xff\xd8\xff\xe0\0\x10JFIF\0", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
					     "%PDF-1.7\nxx"};
	for (size_t i = 0; i < 3; i++) {
		struct evidence e;
		const char *path;
		OK(add(cx, broken[i], 12, "x", &e));
		assert_int_equal(evidence_preview(cx, &e, &path), STATUS_NOT_FOUND);
		cx_forget(cx);
	}
	size_t n;
	const unsigned char *jpeg = picture(cx, 200, 200, &n);
	for (size_t cut = 1; cut < n; cut += 37) {
		struct picture p;
		(void)!picture_read_jpeg(cx, jpeg, n - cut, 100, &p);
		cx_forget(cx);
	}
}

static void a_job_makes_previews_ahead(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	size_t n;
	struct evidence good, bad, text;
	const void *jpeg = picture(cx, 900, 300, &n);
	OK(add(cx, jpeg, n, "x.jpg", &good));
	OK(add(cx, "\xff\xd8\xff\xe0 no", 7, "y.jpg", &bad));
	OK(add(cx, "text", 4, "z.txt", &text));
	const struct job_kind *const list[] = {&evidence_preview_job, NULL};
	bool worked;
	struct list jobs;
	OK(job_list(cx, INT64_MAX, 50, &jobs));
	assert_int_equal(jobs.count, 1);        /* one for all that wait */
	OK(job_work(cx, list, &worked));
	assert_true(worked);
	OK(job_list(cx, INT64_MAX, 50, &jobs));
	assert_string_equal(((struct job *)jobs.items)->state, "done");
	OK(evidence_get(cx, good.hash, &good));
	OK(evidence_get(cx, bad.hash, &bad));
	OK(evidence_get(cx, text.hash, &text));
	assert_int_equal(good.thumb, 1);
	assert_int_equal(bad.thumb, 2);
	assert_int_equal(text.thumb, 2);
	assert_int_equal(access(blob_preview_path(cx, good.hash), R_OK), 0);
}

/* ---- verification ---- */

static void damage_is_found(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct evidence a, b, c;
	struct evidence_report r;
	const char *path;
	OK(add(cx, "aaaa", 4, "a.txt", &a));
	OK(add(cx, "bbbb", 4, "b.txt", &b));
	OK(add(cx, "cccc", 4, "c.txt", &c));
	OK(evidence_keep(cx, temporary(cx, "stray", 5), "s.txt", &a));
	OK(evidence_verify(cx, &r));
	assert_int_equal(r.files, 3);
	assert_int_equal(r.bytes, 12);
	assert_int_equal(r.faults, 0);
	assert_int_equal(r.strays, 1);
	OK(evidence_path(cx, b.hash, &path));
	assert_int_equal(chmod(path, 0600), 0);
	FILE *f = fopen(path, "wb");
	fputs("bbbB", f);
	fclose(f);
	OK(evidence_path(cx, c.hash, &path));
	unlink(path);
	OK(evidence_verify(cx, &r));
	assert_int_equal(r.faults, 2);
	assert_non_null(strstr(r.words.items[0], "the file"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_is_kept_under_its_hash),
		TEST(the_same_bytes_by_two), TEST(what_a_camera_notes_is_kept),
		cmocka_unit_test(kinds_are_told_by_content),
		TEST(refused_files_leave_nothing),
		TEST(only_some_may_read),
		TEST(a_preview_is_small_and_upright),
		TEST(png_becomes_rgb_on_white),
		TEST(shrinking_takes_the_mean),
		TEST(broken_pictures_have_no_preview),
		TEST(a_job_makes_previews_ahead),
		TEST(damage_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
