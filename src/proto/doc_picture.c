/* A scan as a png or jpeg: one page, all of it recognised. */
#include "proto/doc_readers.h"

#include <leptonica/allheaders.h>

#include "proto/doc_ocr.h"

enum { MAX_PIXELS = 40 * 1000 * 1000, LEAST_DPI = 70, GUESSED_WIDTH = 8 };

/* The dots to an inch: what the file says, if it makes a sheet of paper; else as if it were as wide as A4. */
static int resolution(PIX *pix)
{
	int said = pixGetXRes(pix), width = pixGetWidth(pix);
	if (said >= LEAST_DPI && width / said >= 4 && width / said <= 18)
		return said;
	int guess = width / GUESSED_WIDTH;
	return guess < LEAST_DPI ? LEAST_DPI : guess > 600 ? 600 : guess;
}

/* Grey, with 150 to 400 dots to the inch, where chi_sim reads best. */
static PIX *prepared(PIX *pix, int *dpi)
{
	PIX *plain = pixRemoveAlpha(pix), *grey = plain ? pixConvertTo8(plain, 0) : NULL;
	pixDestroy(&plain);
	float scale = *dpi < 150 ? 200.0f / (float)*dpi : *dpi > 400 ? 300.0f / (float)*dpi : 1;
	if (grey && scale != 1) {
		PIX *scaled = pixScale(grey, scale, scale);
		pixDestroy(&grey);
		grey = scaled;
		*dpi = (int)((float)*dpi * scale);
	}
	return grey;
}

static void copy(struct cx *cx, PIX *grey, struct picture *p)
{
	p->width = p->stride = pixGetWidth(grey);
	p->height = pixGetHeight(grey);
	p->px = arena_alloc(cx->mem, (size_t)p->width * (size_t)p->height);
	for (int y = 0; y < p->height; y++) {
		l_uint32 *line = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);
		for (int x = 0; x < p->width; x++)
			p->px[(size_t)y * (size_t)p->stride + (size_t)x] = GET_DATA_BYTE(line, x);
	}
}

static enum status decode(struct cx *cx, const char *bytes, size_t n, struct picture *p)
{
	l_int32 width, height;
	setMsgSeverity(L_SEVERITY_NONE);
	int bad = pixReadHeaderMem((const l_uint8 *)bytes, n, NULL, &width, &height, NULL, NULL, NULL);
	if (bad || width < 1 || height < 1)
		return cx_fail(cx, STATUS_INVALID, "the picture is damaged and cannot be read");
	if (width > MAX_PIXELS / height)
		return cx_fail(cx, STATUS_TOO_LARGE, "the picture is too large: at most %d million dots",
			       MAX_PIXELS / 1000000);
	PIX *pix = pixReadMem((const l_uint8 *)bytes, n);
	p->dpi = pix ? resolution(pix) : 0;
	PIX *grey = pix ? prepared(pix, &p->dpi) : NULL;
	pixDestroy(&pix);
	if (!grey)
		return cx_fail(cx, STATUS_INVALID, "the picture is damaged and cannot be read");
	copy(cx, grey, p);
	pixDestroy(&grey);
	return STATUS_OK;
}

enum status doc_read_picture(struct cx *cx, const char *bytes, size_t n, struct doc *out)
{
	struct picture p;
	struct flow f;
	TRY(decode(cx, bytes, n, &p));
	flow_init(&f, cx, "scan");
	flow_page(&f, 1, p.width, p.height);
	TRY(ocr_page(cx, &f, &p));
	TRY(flow_end(&f, out));
	out->ocr = true;
	return STATUS_OK;
}
