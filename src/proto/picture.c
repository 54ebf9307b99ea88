#include "proto/picture.h"

#include <string.h>
#include <webp/decode.h>

static const struct {
	const char *type;
	enum status (*read)(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out);
} readers[] = {
	{"image/jpeg", picture_read_jpeg},
	{"image/png", picture_read_png},
	{"image/webp", picture_read_webp},
	{"application/pdf", picture_read_pdf},
};
enum { READERS = sizeof readers / sizeof *readers };

bool picture_has_preview(const char *type)
{
	for (size_t i = 0; i < READERS; i++)
		if (strcmp(readers[i].type, type) == 0)
			return true;
	return false;
}

bool picture_size(const char *type, const void *bytes, size_t n, int *width, int *height)
{
	const unsigned char *b = bytes;
	if (strcmp(type, "image/png") == 0 && n >= 24) {        /* IHDR is the first chunk */
		*width = b[16] << 24 | b[17] << 16 | b[18] << 8 | b[19];
		*height = b[20] << 24 | b[21] << 16 | b[22] << 8 | b[23];
		return *width > 0 && *height > 0;
	}
	if (strcmp(type, "image/webp") == 0)
		return WebPGetInfo(bytes, n, width, height);
	return strcmp(type, "image/jpeg") == 0 && picture_jpeg_size(bytes, n, width, height);
}

/* ---- shrinking: each pixel of the result is the mean of those it covers ---- */

struct shrink {
	int in_width, in_height, row;
	struct picture out;
	uint32_t *sum;          /* of the result's row that is being gathered: red, green, blue, how many */
	int *column;            /* the result's column of each column */
};

struct shrink *shrink_new(struct cx *cx, int width, int height, int most)
{
	struct shrink *s = arena_new_of(cx->mem, struct shrink);
	int longer = width > height ? width : height;
	s->in_width = width;
	s->in_height = height;
	s->out.width = longer > most ? (int)((int64_t)width * most / longer) : width;
	s->out.height = longer > most ? (int)((int64_t)height * most / longer) : height;
	s->out.width += s->out.width == 0;
	s->out.height += s->out.height == 0;
	s->out.rgb = arena_alloc(cx->mem, (size_t)s->out.width * (size_t)s->out.height * 3);
	s->sum = arena_array_of(cx->mem, uint32_t, (size_t)s->out.width * 4);
	s->column = arena_array_of(cx->mem, int, (size_t)width);
	for (int x = 0; x < width; x++)
		s->column[x] = (int)((int64_t)x * s->out.width / width);
	return s;
}

static int row_of(const struct shrink *s, int y)
{
	return (int)((int64_t)y * s->out.height / s->in_height);
}

static void put_row(struct shrink *s, int y)
{
	unsigned char *to = s->out.rgb + (size_t)y * (size_t)s->out.width * 3;
	for (int x = 0; x < s->out.width; x++) {
		uint32_t *c = s->sum + 4 * x;
		for (int i = 0; i < 3; i++)
			to[3 * x + i] = (unsigned char)(c[3] ? c[i] / c[3] : 0);
	}
	memset(s->sum, 0, (size_t)s->out.width * 4 * sizeof *s->sum);
}

void shrink_row(struct shrink *s, const unsigned char *rgb)
{
	if (s->row == s->in_height)
		return;
	for (int x = 0; x < s->in_width; x++, rgb += 3) {
		uint32_t *c = s->sum + 4 * s->column[x];
		c[0] += rgb[0];
		c[1] += rgb[1];
		c[2] += rgb[2];
		c[3]++;
	}
	int y = row_of(s, s->row++);
	if (s->row == s->in_height || row_of(s, s->row) != y)
		put_row(s, y);
}

struct picture shrink_done(struct shrink *s)
{
	return s->out;
}

/* ---- turning ---- */

/* Orientation 1 … 8 of EXIF: where the first row and column of the file are in the scene. */
static struct picture turn(struct cx *cx, const struct picture *p, int orientation)
{
	bool swap = orientation >= 5,
	     mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8,
	     mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
	if (orientation <= 1)
		return *p;
	struct picture out = {swap ? p->height : p->width, swap ? p->width : p->height, NULL};
	out.rgb = arena_alloc(cx->mem, (size_t)out.width * (size_t)out.height * 3);
	for (int y = 0; y < out.height; y++)
		for (int x = 0; x < out.width; x++) {
			int from_x = swap ? y : x, from_y = swap ? x : y;
			from_x = mirror_x ? p->width - 1 - from_x : from_x;
			from_y = mirror_y ? p->height - 1 - from_y : from_y;
			memcpy(out.rgb + 3 * ((size_t)y * (size_t)out.width + (size_t)x),
			       p->rgb + 3 * ((size_t)from_y * (size_t)p->width + (size_t)from_x), 3);
		}
	return out;
}

enum status picture_preview(struct cx *cx, const char *type, const void *bytes, size_t n, int orientation, int most,
			    const void **jpeg, size_t *size)
{
	for (size_t i = 0; i < READERS; i++) {
		if (strcmp(readers[i].type, type) != 0)
			continue;
		struct picture p;
		TRY(readers[i].read(cx, bytes, n, most, &p));
		p = turn(cx, &p, orientation);
		return picture_write_jpeg(cx, &p, jpeg, size);
	}
	return cx_fail(cx, STATUS_INVALID, "no preview can be made of %s", type);
}

enum status picture_read_webp(struct cx *cx, const void *bytes, size_t n, int most, struct picture *out)
{
	WebPDecoderConfig config;
	if (!WebPInitDecoderConfig(&config) || WebPGetFeatures(bytes, n, &config.input) != VP8_STATUS_OK)
		return cx_fail(cx, STATUS_INVALID, "the picture is broken");
	int w = config.input.width, h = config.input.height, longer = w > h ? w : h;
	if ((int64_t)w * h > PICTURE_MAX_PIXELS)
		return cx_fail(cx, STATUS_INVALID, "the picture is too large for a preview");
	struct picture p = {w, h, NULL};
	if (longer > most) {
		p.width = w * most / longer ? w * most / longer : 1;
		p.height = h * most / longer ? h * most / longer : 1;
		config.options.use_scaling = 1;
		config.options.scaled_width = p.width;
		config.options.scaled_height = p.height;
	}
	size_t bytes_needed = (size_t)p.width * (size_t)p.height * 3;
	p.rgb = arena_alloc(cx->mem, bytes_needed);
	config.output.colorspace = MODE_RGB;
	config.output.is_external_memory = 1;
	config.output.u.RGBA = (WebPRGBABuffer){p.rgb, p.width * 3, bytes_needed};
	if (WebPDecode(bytes, n, &config) != VP8_STATUS_OK)
		return cx_fail(cx, STATUS_INVALID, "the picture is broken");
	*out = p;
	return STATUS_OK;
}
