/* PDF through poppler: pages that have text give it with its places; pages that are pictures go to the OCR. */
#include "proto/doc_readers.h"

#include <poppler.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "proto/doc_glyphs.h"
#include "proto/doc_ocr.h"

/* Poppler keeps fonts, its error handler and other things for the whole process, and is promised safe between threads
 * only in part.  One thread at a time is inside it; recognising pictures, which takes long, is done outside. */
static pthread_mutex_t poppler = PTHREAD_MUTEX_INITIALIZER;

/* Dots to the inch for finding rules and for recognising; dots of a page at most; characters below which a page is a
 * picture; seconds for the pages of a file that have text. */
enum { RULES_DPI = 100, OCR_DPI = 200, MAX_DOTS = 12 * 1000 * 1000, FEW_GLYPHS = 8, MAX_GLYPHS = 100 * 1000, MAX_SECONDS = 30 };

struct pdf {
	struct cx *cx;
	struct flow f;
	PopplerDocument *doc;
	struct picture picture;         /* memory for the page at hand */
	size_t picture_room;
	int scans;                      /* pages recognised so far */
};

struct pdf_page {
	int number;
	double width, height;
	struct glyph *glyphs;
	size_t count, strange;          /* strange: characters whose meaning the file does not tell */
	bool drawn;                     /* p->picture shows it */
};

static void close_document(void *doc)
{
	pthread_mutex_lock(&poppler);
	g_object_unref(doc);
	pthread_mutex_unlock(&poppler);
}

/* Radicals that fonts mix up with the characters they look like: those of CJK Radicals Supplement that occur in simplified
 * Chinese; the Kangxi radicals and compatibility ideographs are NFKC's business. */
static const struct {
	gunichar radical, character;
} radicals[] = {
	{0x2e8b, 0x353e}, {0x2e92, 0x5df3}, {0x2ea0, 0x6c11}, {0x2ea6, 0x4e2c}, {0x2ebc, 0x8089}, {0x2ec5, 0x89c1},
	{0x2ec6, 0x89d2}, {0x2ec9, 0x8d1d}, {0x2ecb, 0x8f66}, {0x2ed3, 0x957f}, {0x2ed4, 0x95e8}, {0x2ed8, 0x9752},
	{0x2ed9, 0x97e6}, {0x2eda, 0x9875}, {0x2edb, 0x98ce}, {0x2edc, 0x98de}, {0x2edd, 0x98df}, {0x2ee2, 0x9a6c},
	{0x2ee3, 0x9aa8}, {0x2ee4, 0x9b3c}, {0x2ee5, 0x9c7c}, {0x2ee6, 0x9e1f}, {0x2ee8, 0x9ea6}, {0x2ee9, 0x9ec4},
	{0x2eeb, 0x6589}, {0x2eec, 0x9f50}, {0x2eed, 0x6b6f}, {0x2eee, 0x9f7f}, {0x2eef, 0x7adc}, {0x2ef0, 0x9f99},
	{0x2ef2, 0x4e80}, {0x2ef3, 0x9f9f},
};

static gunichar mended(gunichar c)
{
	for (size_t i = 0; c >= 0x2e80 && c < 0x2f00 && i < sizeof radicals / sizeof *radicals; i++)
		if (radicals[i].radical == c)
			return radicals[i].character;
	if (!((c >= 0x2e80 && c < 0x2fe0) || (c >= 0xf900 && c < 0xfb00)))
		return c;
	char s[8] = {0};
	g_unichar_to_utf8(c, s);
	char *plain = g_utf8_normalize(s, -1, G_NORMALIZE_NFKC);
	gunichar out = plain && g_utf8_strlen(plain, -1) == 1 ? g_utf8_get_char(plain) : c;
	g_free(plain);
	return out;
}

static bool is_strange(gunichar c)
{
	return c == 0xfffd || (c >= 0xe000 && c < 0xf900) || c >= 0xf0000 || c < 0x20;
}

static void take_glyph(struct pdf_page *page, gunichar c, const PopplerRectangle *r)
{
	double top = r->y1 < r->y2 ? r->y1 : r->y2, bottom = r->y1 < r->y2 ? r->y2 : r->y1;
	if (g_unichar_isspace(c) || c == 0xad || (c >= 0x200b && c < 0x2010) || !(bottom - top > 0.5) || !(r->x2 > r->x1))
		return;
	struct glyph *g = &page->glyphs[page->count++];
	page->strange += is_strange(c);
	*g = (struct glyph){.box = {r->x1, top, r->x2, bottom}};
	g_unichar_to_utf8(mended(c), g->s);
}

/* The characters of a page and their places. */
static void read_glyphs(struct pdf *p, PopplerPage *from, struct pdf_page *page)
{
	PopplerRectangle *places = NULL;
	guint n = 0, i = 0;
	char *text = poppler_page_get_text(from);
	if (text && poppler_page_get_text_layout(from, &places, &n)) {
		n = n < MAX_GLYPHS ? n : MAX_GLYPHS;
		page->glyphs = arena_array_of(p->cx->mem, struct glyph, n + 1);
		for (const char *s = text; *s && i < n; s = g_utf8_next_char(s), i++)
			take_glyph(page, g_utf8_get_char(s), &places[i]);
	}
	g_free(places);
	g_free(text);
}

/* Draw the page in grey into p->picture. */
static void draw(struct pdf *p, PopplerPage *from, struct pdf_page *page, int dpi)
{
	double w = page->width * dpi / 72, h = page->height * dpi / 72;
	for (; w * h > MAX_DOTS && dpi > 20; dpi /= 2, w /= 2, h /= 2)
		;
	if (w < 1 || h < 1 || w > 30000 || h > 30000)
		return;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)w, (int)h);
	cairo_t *cairo = cairo_create(surface);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, dpi / 72.0, dpi / 72.0);
	poppler_page_render(from, cairo);
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	const unsigned char *px = cairo_image_surface_get_data(surface);
	if (px && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
		struct picture *to = &p->picture;
		int stride = cairo_image_surface_get_stride(surface);
		*to = (struct picture){to->px, (int)w, (int)h, (int)w, dpi};
		size_t need = (size_t)to->width * (size_t)to->height;
		if (need > p->picture_room)
			to->px = arena_alloc(p->cx->mem, p->picture_room = need);
		for (int y = 0; y < to->height; y++)
			for (int x = 0; x < to->width; x++) {
				const unsigned char *dot = px + (size_t)y * (size_t)stride + (size_t)x * 4;
				to->px[(size_t)y * (size_t)to->width + (size_t)x] =
					(uint8_t)((dot[0] * 29 + dot[1] * 150 + dot[2] * 77) >> 8);
			}
		page->drawn = true;
	}
	cairo_surface_destroy(surface);
}

static bool is_picture(const struct pdf_page *page)
{
	return page->count < FEW_GLYPHS || page->strange * 3 > page->count;
}

/* All that needs poppler for one page. */
static enum status open_page(struct pdf *p, int index, struct pdf_page *page)
{
	*page = (struct pdf_page){.number = index + 1};
	pthread_mutex_lock(&poppler);
	PopplerPage *from = poppler_document_get_page(p->doc, index);
	if (from) {
		poppler_page_get_size(from, &page->width, &page->height);
		read_glyphs(p, from, page);
		if (is_picture(page))
			draw(p, from, page, OCR_DPI);
		else if (glyphs_in_columns(p->cx, page->glyphs, page->count))
			draw(p, from, page, RULES_DPI);
		g_object_unref(from);
	}
	pthread_mutex_unlock(&poppler);
	if (!from)
		return cx_fail(p->cx, STATUS_INVALID, "the pdf is damaged: page %d cannot be read", index + 1);
	return STATUS_OK;
}

/* The tables of a page drawn for its rules, in the page's own points. */
static size_t page_tables(struct pdf *p, const struct pdf_page *page, struct flow_table **tables)
{
	size_t n = page->drawn ? ruled_tables_find(p->cx, &p->picture, tables) : 0;
	double k = page->drawn ? 72.0 / p->picture.dpi : 1;
	for (size_t t = 0; t < n; t++) {
		struct flow_table *of = &(*tables)[t];
		of->box = (struct flow_box){of->box.x0 * k, of->box.y0 * k, of->box.x1 * k, of->box.y1 * k};
		for (size_t c = 0; c < of->count; c++) {
			struct flow_box *b = &of->cells[c].box;
			*b = (struct flow_box){b->x0 * k, b->y0 * k, b->x1 * k, b->y1 * k};
		}
	}
	return n;
}

static enum status scan_page(struct pdf *p, const struct pdf_page *page)
{
	if (!page->drawn) {
		doc_build_warn(&p->f.b, arena_printf(p->cx->mem, words(p->cx, "page %d has no text"), page->number));
		return STATUS_OK;
	}
	if (p->scans >= DOC_MAX_OCR_PAGES) {
		doc_build_warn(&p->f.b, arena_printf(p->cx->mem,
				words(p->cx, "page %d was not read: only %d scanned pages are recognised"), page->number, DOC_MAX_OCR_PAGES));
		return STATUS_OK;
	}
	p->scans++;
	flow_page(&p->f, page->number, p->picture.width, p->picture.height);
	size_t before = p->f.count;
	TRY(ocr_page(p->cx, &p->f, &p->picture));
	if (p->f.count == before)
		doc_build_warn(&p->f.b, arena_printf(p->cx->mem, words(p->cx, "page %d has no text"), page->number));
	return STATUS_OK;
}

static enum status read_page(struct pdf *p, int index)
{
	struct pdf_page page;
	struct flow_table *tables = NULL;
	TRY(open_page(p, index, &page));
	if (is_picture(&page))
		return scan_page(p, &page);
	size_t n = page_tables(p, &page, &tables);
	flow_page(&p->f, page.number, page.width, page.height);
	glyphs_flow(&p->f, page.glyphs, page.count, tables, n);
	return STATUS_OK;
}

static enum status open_document(struct cx *cx, const char *bytes, size_t n, struct pdf *p)
{
	GError *error = NULL;
	GBytes *held = g_bytes_new_static(bytes, n);
	pthread_mutex_lock(&poppler);
	p->doc = poppler_document_new_from_bytes(held, NULL, &error);
	int pages = p->doc ? poppler_document_get_n_pages(p->doc) : 0;
	pthread_mutex_unlock(&poppler);
	g_bytes_unref(held);
	bool locked = error && g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
	g_clear_error(&error);
	if (p->doc)
		arena_defer(cx->mem, close_document, p->doc);
	if (locked)
		return cx_fail(cx, STATUS_INVALID, "the file is encrypted: remove its password, save it and try again");
	if (!p->doc || pages < 1)
		return cx_fail(cx, STATUS_INVALID, "the pdf is damaged and cannot be opened");
	if (pages > DOC_MAX_PAGES)
		return cx_fail(cx, STATUS_TOO_LARGE, "the pdf has %d pages; at most %d are read", pages, DOC_MAX_PAGES);
	return STATUS_OK;
}

/* A stop-watch against files made to be slow, not the county's clock: processor time of this thread. */
static int64_t spent(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec;
}

/* A page with text is read at once; one that had to be recognised is worth telling. */
static enum status tell(struct pdf *p, const struct doc_watch *watch, int done, int pages)
{
	return watch && p->scans ? watch->page(p->cx, watch->arg, done, pages) : STATUS_OK;
}

enum status doc_read_pdf(struct cx *cx, const char *bytes, size_t n, struct doc *out)
{
	struct pdf *p = arena_new_of(cx->mem, struct pdf);
	const struct doc_watch *watch = out->watch;
	p->cx = cx;
	TRY(open_document(cx, bytes, n, p));
	flow_init(&p->f, cx, "pdf");
	int pages = poppler_document_get_n_pages(p->doc);
	int64_t start = spent();
	for (int i = 0; i < pages; i++) {
		if (p->scans == 0 && spent() - start > MAX_SECONDS)
			return cx_fail(cx, STATUS_TOO_LARGE,
				       "the pdf takes too long to read; print it to a new pdf and try again");
		TRY(read_page(p, i));
		TRY(tell(p, watch, i + 1, pages));
	}
	TRY(flow_end(&p->f, out));
	out->pages = pages;
	out->ocr = p->scans > 0;
	if (p->scans == pages)
		out->format = "scan";
	return STATUS_OK;
}
