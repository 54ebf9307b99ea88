/* picture_png.c - libpng, whose errors jump. */
#include "proto/picture.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <png.h>

struct source {
	const unsigned char *at;
	size_t n;
};

static void read_bytes(png_structp png, png_bytep out, size_t n)
{
	struct source *s = png_get_io_ptr(png);
	if (s->n < n)
		png_error(png, "short");
	memcpy(out, s->at, n);
	s->at += n;
	s->n -= n;
}

static void leave(png_structp png, png_const_charp message)
{
	(void)message;
	png_longjmp(png, 1);
}

static void say_nothing(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

/* Whatever the file holds, rows of red, green, blue come out, on white where it is transparent. */
static void want_rgb(png_structp png, png_infop info)
{
	static const png_color_16 white = {.red = 255, .green = 255, .blue = 255, .gray = 255};
	png_set_expand(png);
	png_set_strip_16(png);
	png_set_gray_to_rgb(png);
	if (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA || png_get_valid(png, info, PNG_INFO_tRNS))
		png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1);
	png_set_strip_alpha(png);
}

static void read_rows(struct cx *cx, png_structp png, int width, int height, int passes, struct shrink *s)
{
	size_t row = (size_t)width * 3, rows = passes > 1 ? (size_t)height : 1;
	unsigned char *all = arena_alloc(cx->mem, row * rows);
	for (int pass = 0; pass < passes; pass++)
		for (int y = 0; y < height; y++) {
			unsigned char *to = all + (passes > 1 ? (size_t)y * row : 0);
			png_read_row(png, to, NULL);
			if (pass + 1 == passes)
				shrink_row(s, to);
		}
}

/* May jump. */
static bool decode(struct cx *cx, png_structp png, png_infop info, int most, struct picture *out)
{
	png_read_info(png, info);
	png_uint_32 w = png_get_image_width(png, info), h = png_get_image_height(png, info);
	bool interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
	if ((int64_t)w * h > (interlaced ? PICTURE_MAX_INTERLACED : PICTURE_MAX_PIXELS) || w > 100000 || h > 100000)
		return false;
	want_rgb(png, info);
	int passes = png_set_interlace_handling(png);
	png_read_update_info(png, info);
	if (png_get_rowbytes(png, info) != (size_t)w * 3)
		return false;
	struct shrink *s = shrink_new(cx, (int)w, (int)h, most);
	read_rows(cx, png, (int)w, (int)h, passes, s);
	*out = shrink_done(s);
	return true;
}

enum status picture_read_png(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out)
{
	struct source *source = arena_new_of(cx->mem, struct source);
	*source = (struct source){bytes, n};
	png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, leave, say_nothing);
	png_infop info = png ? png_create_info_struct(png) : NULL;
	if (!info)
		abort();
	if (setjmp(png_jmpbuf(png))) {
		png_destroy_read_struct(&png, &info, NULL);
		return cx_fail(cx, STATUS_INVALID, "the picture is broken");
	}
	png_set_read_fn(png, source, read_bytes);
	png_set_chunk_malloc_max(png, 8 << 20);
	bool ok = decode(cx, png, info, most, out);
	png_destroy_read_struct(&png, &info, NULL);
	return ok ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "the picture is too large for a preview");
}
