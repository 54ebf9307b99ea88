#include "core/paper.h"

#include <stdarg.h>
#include <string.h>

static void escape(struct buf *b, const char *s)
{
	for (; s && *s; s++)
		switch (*s) {
		case '<': buf_puts(b, "&lt;"); break;
		case '>': buf_puts(b, "&gt;"); break;
		case '&': buf_puts(b, "&amp;"); break;
		case '"': buf_puts(b, "&quot;"); break;
		case '\n': buf_puts(b, "<br>"); break;
		default: buf_add(b, s, 1);
		}
}

enum {
	FITS = 11,      /* characters of the letterhead's size on one line */
	SHORT = 12,     /* half widths: a cell of so few is not broken: 2023-10-31, 正常推进 */
};

static size_t characters(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* Widths of a Latin letter; a Chinese character has two. */
static size_t halves(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += (unsigned char)*s < 0x80 ? 1 : ((unsigned char)*s & 0xc0) != 0x80 ? 2 : 0;
	return n;
}

static void element(struct buf *b, const char *tag, const char *class, const char *text)
{
	buf_printf(b, "<%s class=\"%s\">", tag, class);
	escape(b, text);
	buf_printf(b, "</%s>\n", tag);
}

struct paper paper_new(struct cx *cx, const char *title)
{
	struct paper p = {.cx = cx, .title = title, .no = "", .day = ""};
	buf_init(&p.body, cx->mem);
	return p;
}

void paper_para(struct paper *p, const char *fmt, ...)
{
	struct buf text;
	va_list ap;
	buf_init(&text, p->cx->mem);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	element(&p->body, "p", "text", text.s);
}

void paper_heading(struct paper *p, const char *text)
{
	element(&p->body, "p", "heading", text);
}

void paper_table(struct paper *p, size_t width, const char *const *heads)
{
	buf_puts(&p->body, "<table><thead><tr>");
	for (size_t i = 0; i < width; i++)
		element(&p->body, "th", "cell", heads[i]);
	buf_puts(&p->body, "</tr></thead><tbody>\n");
}

void paper_row(struct paper *p, size_t width, const char *const *cells)
{
	buf_puts(&p->body, "<tr>");
	for (size_t i = 0; i < width; i++)
		element(&p->body, "td", cells[i] && halves(cells[i]) <= SHORT ? "cell short" : "cell", cells[i]);
	buf_puts(&p->body, "</tr>\n");
}

void paper_table_end(struct paper *p)
{
	buf_puts(&p->body, "</tbody></table>\n");
}

void paper_sign_line(struct paper *p, const char *who)
{
	buf_puts(&p->body, "<p class=\"sign-line\">");
	escape(&p->body, who);
	buf_puts(&p->body, "（签名）：<span class=\"blank\"></span>　年　月　日</p>\n");
}

const char *paper_clause(struct cx *cx, const char *text)
{
	static const char *const stops[] = {"。", "；", "，", ".", ";", ",", " ", "\n"};
	size_t n = text ? strlen(text) : 0;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
			size_t m = strlen(stops[i]);
			if (n >= m && memcmp(text + n - m, stops[i], m) == 0) {
				n -= m;
				more = true;
			}
		}
	}
	return arena_printf(cx->mem, "%.*s", (int)n, text ? text : "");
}

const char *paper_day(struct cx *cx, const char *day)
{
	struct day d;
	int y, m, n;
	if (!day || !day_parse(day, &d))
		return "　　　　年　　月　　日";
	day_split(d, &y, &m, &n);
	return arena_printf(cx->mem, "%d年%d月%d日", y, m, n);
}

const char *paper_time(struct cx *cx, int64_t t)
{
	char text[11];
	int past = (int)(t - day_start(day_of(t)));
	if (!t)
		return "";
	return arena_printf(cx->mem, "%s%02d时%02d分", paper_day(cx, day_print(day_of(t), text)), past / 3600, past / 60 % 60);
}

static void letterhead(const struct paper *p, struct buf *b)
{
	if (p->issuer)
		element(b, "div", characters(p->issuer) > FITS ? "issuer long" : "issuer", p->issuer);
	element(b, "div", "number", *p->no ? p->no : "　　〔　　　　〕　　号");
	buf_puts(b, "<hr class=\"rule\">\n");
}

static void ending(const struct paper *p, struct buf *b)
{
	const char *sign = p->sign ? p->sign : p->issuer;
	buf_puts(b, "<div class=\"ending\">\n");
	if (sign)
		element(b, "p", "sign", arena_printf(p->cx->mem, "%s（印章）", sign));
	element(b, "p", "day", paper_day(p->cx, p->day));
	buf_puts(b, "</div>\n");
	if (p->copies)
		element(b, "p", "copies", arena_printf(p->cx->mem, "抄送：%s。", p->copies));
}

const char *paper_html(const struct paper *p)
{
	struct buf b;
	buf_init(&b, p->cx->mem);
	buf_puts(&b, "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
		     "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
	escape(&b, p->title);
	buf_puts(&b, "</title>\n<link rel=\"stylesheet\" href=\"/paper.css\">\n</head>\n<body>\n<main class=\"paper\">\n");
	letterhead(p, &b);
	element(&b, "h1", "title", p->title);
	if (p->to)
		element(&b, "p", "to", arena_printf(p->cx->mem, "%s：", p->to));
	buf_add(&b, p->body.s, p->body.n);
	ending(p, &b);
	buf_puts(&b, "</main>\n</body>\n</html>\n");
	return b.s;
}
