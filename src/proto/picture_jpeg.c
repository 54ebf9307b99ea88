/* picture_jpeg.c - libjpeg, whose errors jump: everything between setjmp and its return is kept small. */
#include "proto/picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>

struct errors {
	struct jpeg_error_mgr base;
	jmp_buf leave;
};

static void leave(j_common_ptr c)
{
	longjmp(((struct errors *)c->err)->leave, 1);
}

static void say_nothing(j_common_ptr c, int level)
{
	(void)c;
	(void)level;
}

static void init_errors(struct errors *e, struct jpeg_error_mgr **slot)
{
	*slot = jpeg_std_error(&e->base);
	e->base.error_exit = leave;
	e->base.emit_message = say_nothing;
}

/* The largest of the library's own reductions (1, 2, 4, 8) that still leaves more than is wanted. */
static unsigned reduction(const struct jpeg_decompress_struct *d, int most)
{
	unsigned longer = d->image_width > d->image_height ? d->image_width : d->image_height, by = 8;
	while (by > 1 && longer / by < (unsigned)most)
		by /= 2;
	return by;
}

/* From the header to the last row.  May jump. */
static struct picture decode(struct cx *cx, struct jpeg_decompress_struct *d, int most)
{
	d->scale_num = 1;
	d->scale_denom = reduction(d, most);
	d->out_color_space = JCS_RGB;
	d->dct_method = JDCT_IFAST;
	jpeg_start_decompress(d);
	struct shrink *s = shrink_new(cx, (int)d->output_width, (int)d->output_height, most);
	unsigned char *row = arena_alloc(cx->mem, (size_t)d->output_width * 3);
	while (d->output_scanline < d->output_height) {
		jpeg_read_scanlines(d, &row, 1);
		shrink_row(s, row);
	}
	return shrink_done(s);
}

enum status picture_read_jpeg(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out)
{
	struct jpeg_decompress_struct *d = arena_new_of(cx->mem, struct jpeg_decompress_struct);
	struct errors *e = arena_new_of(cx->mem, struct errors);
	init_errors(e, &d->err);
	if (setjmp(e->leave)) {
		jpeg_destroy_decompress(d);
		return cx_fail(cx, STATUS_INVALID, "the picture is broken");
	}
	jpeg_create_decompress(d);
	jpeg_mem_src(d, bytes, n);
	jpeg_read_header(d, TRUE);
	bool ok = (int64_t)d->image_width * d->image_height <= PICTURE_MAX_PIXELS && d->num_components != 4;
	if (ok)
		*out = decode(cx, d, most);
	jpeg_destroy_decompress(d);
	return ok ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "the picture is too large for a preview");
}

bool picture_jpeg_size(const void *bytes, size_t n, int *width, int *height)
{
	struct jpeg_decompress_struct d;
	struct errors e;
	init_errors(&e, &d.err);
	if (setjmp(e.leave)) {
		jpeg_destroy_decompress(&d);
		return false;
	}
	jpeg_create_decompress(&d);
	jpeg_mem_src(&d, bytes, n);
	jpeg_read_header(&d, TRUE);
	*width = (int)d.image_width;
	*height = (int)d.image_height;
	jpeg_destroy_decompress(&d);
	return true;
}

static void free_bytes(void *p)
{
	free(p);
}

enum status picture_write_jpeg(struct cx *cx, const struct picture *p, const void **jpeg, size_t *size)
{
	struct jpeg_compress_struct *c = arena_new_of(cx->mem, struct jpeg_compress_struct);
	struct errors *e = arena_new_of(cx->mem, struct errors);
	/* The library keeps the addresses of these two: they must outlive the jump. */
	unsigned char **bytes = arena_new_of(cx->mem, unsigned char *);
	unsigned long *n = arena_new_of(cx->mem, unsigned long);
	init_errors(e, &c->err);
	if (setjmp(e->leave)) {
		jpeg_destroy_compress(c);
		free(*bytes);
		return cx_fail(cx, STATUS_INTERNAL, "cannot write the preview");
	}
	jpeg_create_compress(c);
	jpeg_mem_dest(c, bytes, n);
	c->image_width = (JDIMENSION)p->width;
	c->image_height = (JDIMENSION)p->height;
	c->input_components = 3;
	c->in_color_space = JCS_RGB;
	jpeg_set_defaults(c);
	jpeg_set_quality(c, 80, TRUE);
	jpeg_start_compress(c, TRUE);
	while (c->next_scanline < c->image_height) {
		unsigned char *row = p->rgb + (size_t)c->next_scanline * (size_t)p->width * 3;
		jpeg_write_scanlines(c, &row, 1);
	}
	jpeg_finish_compress(c);
	jpeg_destroy_compress(c);
	arena_defer(cx->mem, free_bytes, *bytes);
	*jpeg = *bytes;
	*size = *n;
	return STATUS_OK;
}
