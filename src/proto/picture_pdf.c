/* picture_pdf.c - the first page of a PDF, drawn by poppler. */
#include "proto/picture.h"

#include <cairo.h>
#include <poppler.h>

static void unref(void *object)
{
	g_object_unref(object);
}

static void end_surface(void *surface)
{
	cairo_surface_destroy(surface);
}

static void draw(PopplerPage *page, cairo_surface_t *surface, double scale)
{
	cairo_t *c = cairo_create(surface);
	cairo_set_source_rgb(c, 1, 1, 1);
	cairo_paint(c);
	cairo_scale(c, scale, scale);
	poppler_page_render(page, c);
	cairo_destroy(c);
	cairo_surface_flush(surface);
}

/* Cairo keeps a pixel as a number 0x00RRGGBB. */
static struct picture take_pixels(struct cx *cx, cairo_surface_t *surface)
{
	struct picture p = {cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), NULL};
	p.rgb = arena_alloc(cx->mem, (size_t)p.width * (size_t)p.height * 3);
	const unsigned char *from = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	unsigned char *to = p.rgb;
	for (int y = 0; y < p.height; y++)
		for (int x = 0; x < p.width; x++) {
			uint32_t v = ((const uint32_t *)(const void *)(from + (size_t)y * (size_t)stride))[x];
			*to++ = (unsigned char)(v >> 16);
			*to++ = (unsigned char)(v >> 8);
			*to++ = (unsigned char)v;
		}
	return p;
}

enum status picture_read_pdf(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out)
{
	GBytes *data = g_bytes_new_static(bytes, n);
	PopplerDocument *doc = poppler_document_new_from_bytes(data, NULL, NULL);
	g_bytes_unref(data);
	if (!doc)
		return cx_fail(cx, STATUS_INVALID, "the PDF is broken or locked");
	arena_defer(cx->mem, unref, doc);
	PopplerPage *page = poppler_document_get_n_pages(doc) > 0 ? poppler_document_get_page(doc, 0) : NULL;
	if (!page)
		return cx_fail(cx, STATUS_INVALID, "the PDF has no page");
	arena_defer(cx->mem, unref, page);
	double w, h;
	poppler_page_get_size(page, &w, &h);
	if (!(w >= 1 && h >= 1 && w < 1e5 && h < 1e5))
		return cx_fail(cx, STATUS_INVALID, "the PDF is broken or locked");
	double scale = most / (w > h ? w : h);
	int width = (int)(w * scale) > 1 ? (int)(w * scale) : 1, height = (int)(h * scale) > 1 ? (int)(h * scale) : 1;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	arena_defer(cx->mem, end_surface, surface);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		return cx_fail(cx, STATUS_INTERNAL, "cannot draw the PDF");
	draw(page, surface, scale);
	*out = take_pixels(cx, surface);
	return STATUS_OK;
}
