#include "proto/doc_ocr.h"

#include <leptonica/allheaders.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

#include "proto/doc_readers.h"
#include "proto/doc_vote.h"

/* One picture is recognised at a time: tesseract's own globals are not all safe between threads, and each run takes a
 * hundred megabytes and a processor for seconds, which requests and the media process want too. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* Of libgomp, which tesseract uses; clang's headers lack omp.h. */
int omp_get_max_active_levels(void);
void omp_set_max_active_levels(int levels);

enum { PAGE_MS = 40 * 1000, MIN_INK = 12, MIN_SIDE = 32 };

/* Beyond this many heights of a character a gap parts two columns. */
static const double COLUMN_GAP = 2.4;

/* The model reads best where characters are some 33 dots high; it goes wrong above 45 as well as below 20.  Body text of
 * notices is 16 point, in tables 12.  A page whose lines turn out otherwise is recognised again at the right size. */
enum { BODY_DPI = 150, TABLE_DPI = 200, BEST_HEIGHT = 33, LEAST_HEIGHT = 25, MOST_HEIGHT = 42, BORDER = 12 };

struct ocr {
	struct cx *cx;
	struct flow *f;
	struct picture *p;
	PIX *grey;              /* the same, level; NULL: no memory */
	double scale;           /* dots that tesseract sees for one of the picture */
	int x, y;               /* where in the picture that begins */
	TessBaseAPI *api;
	struct ocr_line *lines;
	size_t count, room;
};

struct ocr_line {
	struct flow_box box;
	const char *s;
};

/* The ways in which each line is seen.  Sharp edges, as of a page that never was on paper, mislead the model now and then,
 * soft ones at other places. */
enum edge { PLAIN, SHARP, SOFT };
static const struct look {
	int percent;            /* of the best size */
	enum edge edge;
} looks[] = {{100, PLAIN}, {100, SHARP}, {100, SOFT}}, closer[] = {{120, SHARP}, {110, SOFT}};

enum { LOOKS = sizeof looks / sizeof *looks, CLOSER = sizeof closer / sizeof *closer };

static bool is_wide(const char *end_or_start)
{
	return (unsigned char)*end_or_start >= 0x80;
}

/* What tesseract reads as ASCII between Chinese characters was printed full width. */
static void widen(struct buf *out, const char *s)
{
	static const struct {
		char narrow;
		const char *wide;
	} marks[] = {{',', "，"}, {':', "："}, {';', "；"}, {'(', "（"}, {')', "）"}, {'?', "？"}, {'!', "！"}};
	for (; *s; s++) {
		const char *as = NULL;
		bool beside = (out->n > 0 && is_wide(out->s + out->n - 1)) || is_wide(s + 1);
		for (size_t i = 0; i < sizeof marks / sizeof *marks && beside; i++)
			if (*s == marks[i].narrow)
				as = marks[i].wide;
		if (as)
			buf_puts(out, as);
		else
			buf_add(out, s, 1);
	}
}

static struct flow_box box_at(const struct ocr *o, TessPageIterator *at, TessPageIteratorLevel level)
{
	int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
	TessPageIteratorBoundingBox(at, level, &x0, &y0, &x1, &y1);
	double k = o->scale;
	return (struct flow_box){(x0 - BORDER) / k + o->x, (y0 - BORDER) / k + o->y, (x1 - BORDER) / k + o->x,
				 (y1 - BORDER) / k + o->y};
}

/* The words of the line at hand, blanks between Chinese characters left out. */
static const char *line_words(struct ocr *o, TessResultIterator *words, double size)
{
	TessPageIterator *at = TessResultIteratorGetPageIterator(words);
	struct buf b;
	double right = 0;
	buf_init(&b, o->cx->mem);
	do {
		char *s = TessResultIteratorGetUTF8Text(words, RIL_WORD);
		struct flow_box box = box_at(o, at, RIL_WORD);
		if (s && b.n > 0 && box.x0 - right > size * COLUMN_GAP)
			buf_puts(&b, "\t");
		else if (s && b.n > 0 && !is_wide(b.s + b.n - 1) && !is_wide(s))
			buf_puts(&b, " ");
		if (s)
			widen(&b, s);
		right = box.x1;
		TessDeleteText(s);
		if (TessPageIteratorIsAtFinalElement(at, RIL_TEXTLINE, RIL_WORD))
			break;
	} while (TessResultIteratorNext(words, RIL_WORD));
	return b.s;
}

static void add_line(struct ocr *o, struct flow_box box, const char *s)
{
	if (o->count == o->room) {
		o->room = o->room ? o->room * 2 : 64;
		struct ocr_line *more = arena_array_of(o->cx->mem, struct ocr_line, o->room);
		o->lines = o->count ? memcpy(more, o->lines, o->count * sizeof *more) : more;
	}
	o->lines[o->count++] = (struct ocr_line){box, s};
}

/* Recognise the picture set; its lines are in o->lines. */
static enum status recognise(struct ocr *o)
{
	ETEXT_DESC *monitor = TessMonitorCreate();
	TessMonitorSetDeadlineMSecs(monitor, PAGE_MS);
	int bad = TessBaseAPIRecognize(o->api, monitor);
	TessMonitorDelete(monitor);
	o->count = 0;
	if (bad)
		return cx_fail(o->cx, STATUS_INVALID, "recognising the text of a page took too long; try a cleaner scan");
	TessResultIterator *words = TessBaseAPIGetIterator(o->api);
	if (!words)
		return STATUS_OK;
	TessPageIterator *at = TessResultIteratorGetPageIterator(words);
	do {
		struct flow_box box = box_at(o, at, RIL_TEXTLINE);
		add_line(o, box, line_words(o, words, box.y1 - box.y0));
	} while (TessResultIteratorNext(words, RIL_WORD));
	TessResultIteratorDelete(words);
	return STATUS_OK;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static double usual_height(struct ocr *o)
{
	double *h = arena_array_of(o->cx->mem, double, o->count + 1);
	for (size_t i = 0; i < o->count; i++)
		h[i] = o->lines[i].box.y1 - o->lines[i].box.y0;
	qsort(h, o->count, sizeof *h, by_value);
	return o->count ? h[o->count / 2] : 0;
}

/* A line of low characters (一, —) or with a bracket standing out is as high as its neighbours: give those near the
 * usual height just that. */
static void even_heights(struct ocr *o)
{
	double usual = usual_height(o);
	for (size_t i = 0; i < o->count; i++) {
		struct flow_box *b = &o->lines[i].box;
		double height = b->y1 - b->y0, centre = (b->y0 + b->y1) / 2;
		if (height < usual * 1.2) {
			b->y0 = centre - usual / 2;
			b->y1 = centre + usual / 2;
		}
	}
}

static bool has_ink(const struct picture *p, int x0, int y0, int x1, int y1)
{
	int ink = 0;
	for (int y = y0; y < y1 && ink < MIN_INK; y++)
		for (int x = x0; x < x1; x++)
			ink += p->px[(size_t)y * (size_t)p->stride + (size_t)x] < 128;
	return ink >= MIN_INK;
}

static void wipe(struct picture *p, const struct flow_box *b, int around)
{
	int x0 = (int)b->x0 - around, x1 = (int)b->x1 + around, y1 = (int)b->y1 + around;
	x0 = x0 < 0 ? 0 : x0;
	x1 = x1 > p->width ? p->width : x1;
	y1 = y1 > p->height ? p->height : y1;
	for (int y = (int)b->y0 - around; y < y1; y++)
		if (y >= 0 && x1 > x0)
			memset(p->px + (size_t)y * (size_t)p->stride + x0, 255, (size_t)(x1 - x0));
}

static PIX *to_pix(const struct picture *p)
{
	PIX *grey = pixCreate(p->width, p->height, 8);
	for (int y = 0; grey && y < p->height; y++) {
		l_uint32 *line = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);
		for (int x = 0; x < p->width; x++)
			SET_DATA_BYTE(line, x, p->px[(size_t)y * (size_t)p->stride + (size_t)x]);
	}
	return grey;
}

static void from_pix(PIX *grey, struct picture *p)
{
	for (int y = 0; y < p->height; y++) {
		l_uint32 *line = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);
		for (int x = 0; x < p->width; x++)
			p->px[(size_t)y * (size_t)p->stride + (size_t)x] = GET_DATA_BYTE(line, x);
	}
}

/* Turn a page that was laid on the glass a little askew: the rules of tables must be level to be found. */
static void straighten(struct ocr *o)
{
	l_float32 angle = 0, sure = 0;
	PIX *ink = pixThresholdToBinary(o->grey, 128);
	bool askew = ink && pixFindSkew(ink, &angle, &sure) == 0 && sure >= 3 && (angle > 0.1f || angle < -0.1f);
	PIX *level = askew ? pixRotate(o->grey, angle * 3.14159265f / 180, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0) : NULL;
	pixDestroy(&ink);
	if (!level)
		return;
	pixDestroy(&o->grey);
	o->grey = level;
	from_pix(level, o->p);
}

/* Show tesseract a part of the page at a resolution, with a white border, without which it loses what stands at an edge. */
static bool set_picture(struct ocr *o, const struct flow_box *part, double dpi, enum edge edge)
{
	BOX *box = boxCreate((int)part->x0, (int)part->y0, (int)(part->x1 - part->x0), (int)(part->y1 - part->y0));
	PIX *clip = pixClipRectangle(o->grey, box, NULL);
	o->scale = dpi / o->p->dpi;
	o->x = (int)part->x0;
	o->y = (int)part->y0;
	PIX *scaled = clip ? pixScale(clip, (float)o->scale, (float)o->scale) : NULL;
	PIX *look = !scaled ? NULL : edge == SHARP ? pixUnsharpMaskingGrayFast(scaled, 2, 0.7f, L_BOTH_DIRECTIONS) :
		    edge == SOFT ? pixBlockconv(scaled, 1, 1) : pixClone(scaled);
	PIX *framed = look ? pixAddBorder(look, BORDER, 255) : NULL;
	if (framed) {
		TessBaseAPISetImage2(o->api, framed);
		TessBaseAPISetSourceResolution(o->api, (int)dpi);
	}
	bool done = framed != NULL;
	pixDestroy(&framed);    /* the API holds its own reference */
	pixDestroy(&look);
	pixDestroy(&scaled);
	pixDestroy(&clip);
	boxDestroy(&box);
	return done;
}

static enum status read_once(struct ocr *o, const struct flow_box *part, double dpi, const struct look *look)
{
	o->count = 0;
	return set_picture(o, part, dpi * look->percent / 100, look->edge) ? recognise(o) : STATUS_OK;
}

/* The line of another reading that stands at the same place, or NULL. */
static const char *same_line(const struct ocr_line *lines, size_t n, const struct flow_box *at)
{
	for (size_t i = 0; i < n; i++) {
		const struct flow_box *b = &lines[i].box;
		double middle = (b->y0 + b->y1) / 2, slack = (at->y1 - at->y0);
		if (middle > at->y0 && middle < at->y1 && b->x0 < at->x0 + 2 * slack && b->x0 > at->x0 - 2 * slack &&
		    b->x1 < at->x1 + 2 * slack && b->x1 > at->x1 - 2 * slack)
			return lines[i].s;
	}
	return NULL;
}

/* One line alone, as text; "" where nothing is seen. */
static enum status read_line(struct ocr *o, const struct flow_box *part, double dpi, const struct look *look, const char **out)
{
	struct ocr alone = *o;
	struct buf b;
	alone.lines = NULL;
	alone.room = 0;
	buf_init(&b, o->cx->mem);
	TessBaseAPISetPageSegMode(o->api, PSM_SINGLE_LINE);
	TRY(read_once(&alone, part, dpi, look));
	for (size_t i = 0; i < alone.count; i++)
		flow_join(&b, alone.lines[i].s);
	*out = b.s;
	return STATUS_OK;
}

/* How far to the right the ink of the line goes on without a gap. */
static double ink_end(const struct ocr *o, const struct flow_box *b)
{
	int gap = (int)((b->y1 - b->y0) * 0.8), end = (int)b->x1, width = (int)(b->y1 - b->y0) / 4;
	for (int x = end; x < o->p->width && x < end + gap; x += width)
		if (has_ink(o->p, x, (int)b->y0, x + width < o->p->width ? x + width : o->p->width, (int)b->y1))
			end = x + width;
	return end;
}

/* What a reading of the end of a line has behind the last words of the line, or "". */
static const char *behind(const char *end, const char *words)
{
	enum { TWO = 6 };       /* bytes of two Chinese characters */
	size_t n = strlen(words);
	const char *at = n >= TWO ? strstr(end, words + n - TWO) : NULL;
	return at ? at + TWO : "";
}

/* Now and then the last character of a line is taken for a speck and left out.  Where ink goes on behind the line, look
 * at its end again, twice. */
static enum status mend_end(struct ocr *o, struct ocr_line *line, double dpi)
{
	const struct flow_box *b = &line->box;
	double height = b->y1 - b->y0, x1 = ink_end(o, b);
	const char *lost[2] = {"", ""}, *end;
	if (x1 < b->x1 + height * 0.5)
		return STATUS_OK;
	for (int k = 0; k < 2 && (k == 0 || *lost[0]); k++) {
		struct look how = {100, k ? SOFT : PLAIN};
		struct flow_box tail = {x1 - 8 * height, b->y0 - height * 0.15, x1 + height * 0.3, b->y1 + height * 0.15};
		tail.x0 = tail.x0 > b->x0 ? tail.x0 : b->x0;
		TRY(read_line(o, &tail, dpi, &how, &end));
		lost[k] = behind(end, line->s);
	}
	if (*lost[0] && strcmp(lost[0], lost[1]) == 0) {
		line->s = arena_printf(o->cx->mem, "%s%s", line->s, lost[0]);
		line->box.x1 = x1;
	}
	return STATUS_OK;
}

/* The line on which the looks at the whole part do not agree: look closer, and let all of them vote. */
static enum status settle(struct ocr *o, struct ocr_line *line, const struct ocr *others, double dpi)
{
	const char *readings[LOOKS + CLOSER] = {line->s};
	const struct flow_box *b = &line->box;
	double around = (b->y1 - b->y0) * 0.3;
	struct flow_box part = {b->x0 - around, b->y0 - around, b->x1 + around, b->y1 + around};
	bool agreed = true;
	for (int k = 1; k < LOOKS; k++) {
		readings[k] = same_line(others[k].lines, others[k].count, &line->box);
		agreed = agreed && readings[k] && strcmp(readings[k], line->s) == 0;
	}
	for (int k = 0; k < CLOSER && !agreed; k++)
		TRY(read_line(o, &part, dpi, &closer[k], &readings[LOOKS + k]));
	if (!agreed)
		line->s = vote(o->cx, readings, LOOKS + CLOSER);
	return mend_end(o, line, dpi);
}

/* A part of the page as most of the ways to look at it have it; its lines are in o->lines. */
static enum status read_part(struct ocr *o, const struct flow_box *part, TessPageSegMode mode, double dpi)
{
	struct ocr others[LOOKS];
	TessBaseAPISetPageSegMode(o->api, mode);
	TRY(read_once(o, part, dpi, &looks[0]));
	double height = usual_height(o) * o->scale;
	if (height > 0 && (height < LEAST_HEIGHT || height > MOST_HEIGHT)) {
		dpi *= BEST_HEIGHT / height;
		dpi = dpi < 600 ? dpi : 600;
		TRY(read_once(o, part, dpi, &looks[0]));
	}
	for (int k = 1; k < LOOKS; k++) {
		others[k] = *o;
		others[k].lines = NULL;
		others[k].room = 0;
		TRY(read_once(&others[k], part, dpi, &looks[k]));
		if (o->count == 0 && others[k].count > 0) {
			o->lines = others[k].lines;
			o->count = o->room = others[k].count;
		}
	}
	for (size_t i = 0; i < o->count; i++)
		TRY(settle(o, &o->lines[i], others, dpi));
	even_heights(o);
	return STATUS_OK;
}

static enum status read_cell(struct ocr *o, struct flow_cell *c)
{
	int inset = o->p->dpi / 33 + 2;         /* past the stroke itself */
	struct flow_box part = {c->box.x0 + inset, c->box.y0 + inset, c->box.x1 - inset, c->box.y1 - inset};
	if (part.x1 - part.x0 < MIN_SIDE / 4 || part.y1 - part.y0 < MIN_SIDE / 4 ||
	    !has_ink(o->p, (int)part.x0, (int)part.y0, (int)part.x1, (int)part.y1))
		return STATUS_OK;
	TRY(read_part(o, &part, PSM_SINGLE_BLOCK, TABLE_DPI));
	if (o->count == 0)      /* a number alone is no block */
		TRY(read_part(o, &part, PSM_SINGLE_LINE, TABLE_DPI));
	struct buf text;
	struct flow_box last = {0};
	buf_init(&text, o->cx->mem);
	for (size_t i = 0; i < o->count; i++)
		flow_cell_line(&text, &last, c->box, o->lines[i].box, o->lines[i].s);
	flow_match_brackets(&text);
	c->s = text.s;
	return STATUS_OK;
}

static enum status read_tables(struct ocr *o, struct flow_table *tables, size_t n)
{
	for (size_t t = 0; t < n; t++)
		for (size_t c = 0; c < tables[t].count; c++)
			TRY(read_cell(o, &tables[t].cells[c]));
	for (size_t t = 0; t < n; t++)
		wipe(o->p, &tables[t].box, o->p->dpi / 33);
	if (n > 0) {
		pixDestroy(&o->grey);
		o->grey = to_pix(o->p);
	}
	return o->grey ? STATUS_OK : cx_fail(o->cx, STATUS_TOO_LARGE, "the picture is too large: at most %d million dots", 40);
}

/* A few characters alone in the foot of a page are its number, however they were recognised. */
static bool is_page_number(const struct ocr *o, size_t i)
{
	const struct flow_box *b = &o->lines[i].box;
	double height = b->y1 - b->y0;
	return i + 1 == o->count && b->y0 > o->p->height * 0.86 && b->x1 - b->x0 < o->p->width * 0.1 &&
	       (i == 0 || b->y0 - o->lines[i - 1].box.y1 > height);
}

static enum status read_page(struct ocr *o)
{
	struct flow_table *tables;
	o->f->recognised = true;
	straighten(o);
	size_t n = ruled_tables_find(o->cx, o->p, &tables), next = 0;
	TRY(read_tables(o, tables, n));
	struct flow_box whole = {0, 0, o->p->width, o->p->height};
	TRY(read_part(o, &whole, PSM_AUTO, BODY_DPI));
	for (size_t i = 0; i < o->count; i++) {
		for (; next < n && tables[next].box.y0 < o->lines[i].box.y0; next++)
			flow_table(o->f, &tables[next]);
		if (!is_page_number(o, i))
			flow_line(o->f, o->lines[i].box, o->lines[i].s);
	}
	for (; next < n; next++)
		flow_table(o->f, &tables[next]);
	return STATUS_OK;
}

static enum status with_tesseract(struct ocr *o)
{
	enum status s;
	o->api = TessBaseAPICreate();
	/* A thread more for each line makes it no faster and takes the processors from requests: parallel regions of this
	 * thread run alone.  (OMP_THREAD_LIMIT would have to be set before the program starts.) */
	int levels = omp_get_max_active_levels();
	omp_set_max_active_levels(0);
	if (TessBaseAPIInit2(o->api, NULL, "chi_sim", OEM_LSTM_ONLY) != 0) {
		s = cx_fail(o->cx, STATUS_INTERNAL, "tesseract cannot load its Chinese data (package tesseract-ocr-chi-sim)");
	} else {
		TessBaseAPISetVariable(o->api, "debug_file", "/dev/null");
		s = read_page(o);
		TessBaseAPIEnd(o->api);
	}
	omp_set_max_active_levels(levels);
	TessBaseAPIDelete(o->api);
	return s;
}

enum status ocr_page(struct cx *cx, struct flow *f, struct picture *p)
{
	struct ocr o = {.cx = cx, .f = f, .p = p, .scale = 1};
	if (p->width < MIN_SIDE || p->height < MIN_SIDE || p->dpi < 1)
		return STATUS_OK;
	o.grey = to_pix(p);
	if (!o.grey)
		return cx_fail(cx, STATUS_TOO_LARGE, "the picture is too large: at most %d million dots", 40);
	pthread_mutex_lock(&one_at_a_time);
	enum status s = with_tesseract(&o);
	pthread_mutex_unlock(&one_at_a_time);
	pixDestroy(&o.grey);
	return s;
}
