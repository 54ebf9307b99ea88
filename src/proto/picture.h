/*
 * picture.h - small previews of pictures: bytes in, a JPEG out.
 *
 * Reads JPEG, PNG and WebP, and the first page of a PDF.  Large pictures are shrunk while they are read, so that
 * memory depends on the preview and not on the picture (but for interlaced PNG, which are refused above
 * PICTURE_MAX_INTERLACED).
 */
#ifndef PROTO_PICTURE_H
#define PROTO_PICTURE_H

#include "base/cx.h"

enum {
	PICTURE_MAX_PIXELS = 120 * 1000 * 1000,
	PICTURE_MAX_INTERLACED = 12 * 1000 * 1000,
};

/* Red, green, blue, a byte each, rows from the top without padding. */
struct picture {
	int width, height;
	unsigned char *rgb;
};

/* Can a preview be made of this type at all? */
bool picture_has_preview(const char *type);

/* Width and height without reading the pixels; false: not that type, or broken. */
bool picture_size(const char *type, const void *bytes, size_t n, int *width, int *height);

/* A JPEG whose longer side is at most most pixels, turned as orientation (EXIF, 1 … 8) says; in cx->mem.  INVALID: not
 * such a picture, broken, or too large. */
enum status picture_preview(struct cx *cx, const char *type, const void *bytes, size_t n, int orientation, int most,
			    const void **jpeg, size_t *size) MUST_CHECK;

/* For the readers of the formats: what they fill row by row. */
struct shrink;
struct shrink *shrink_new(struct cx *cx, int width, int height, int most);
void shrink_row(struct shrink *s, const unsigned char *rgb);     /* rows from the top, width * 3 bytes */
struct picture shrink_done(struct shrink *s);

enum status picture_read_jpeg(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out) MUST_CHECK;
enum status picture_read_png(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out) MUST_CHECK;
enum status picture_read_webp(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out) MUST_CHECK;
enum status picture_read_pdf(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out) MUST_CHECK;
bool picture_jpeg_size(const void *bytes, size_t n, int *width, int *height);
enum status picture_write_jpeg(struct cx *cx, const struct picture *p, const void **jpeg, size_t *size) MUST_CHECK;

#endif
