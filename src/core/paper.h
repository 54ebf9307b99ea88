/*
 * paper.h - official papers to print: an order to stop, an order to rectify, a reminder, a letter of transfer.
 *
 * A paper is Chinese whatever the reader's language: it is what the law asks for and what the other side is served with.
 * Form: GB/T 9704-2012 (版头, 发文字号, 标题, 主送, 正文, 附件, 署名, 成文日期, 版记), on A4, by web/public/paper.css.
 * It is drafted from the record each time it is asked for and stored nowhere; what was served is evidence of the flow.
 *
 *     struct paper p = paper_new(cx, "停产停工指令书");
 *     p.to = "…";
 *     paper_para(&p, "经查，…：%s。", reason);
 */
#ifndef CORE_PAPER_H
#define CORE_PAPER_H

#include "base/buf.h"
#include "base/cx.h"
#include "base/day.h"

struct paper {
	struct cx *cx;
	const char *title;
	const char *issuer;             /* 发文机关; NULL: no letterhead */
	const char *no;                 /* 发文字号; "": left to be filled in by hand */
	const char *to;                 /* 主送; NULL: to nobody */
	const char *sign;               /* 署名; NULL: the issuer */
	const char *day;                /* 成文日期 YYYY-MM-DD; "": to be filled in by hand */
	const char *copies;             /* 抄送; NULL: none */
	struct buf body;                /* HTML: by the functions below only, which escape what they are given */
};

struct paper paper_new(struct cx *cx, const char *title);

/* A paragraph, a heading (一、…), a list item. */
void paper_para(struct paper *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void paper_heading(struct paper *p, const char *text);

/* A table: heads and cells are arrays of width texts; NULL is an empty cell. */
void paper_table(struct paper *p, size_t width, const char *const *heads);
void paper_row(struct paper *p, size_t width, const char *const *cells);
void paper_table_end(struct paper *p);

/* A line to be signed by hand: 检查人员（签名）：＿＿＿ */
void paper_sign_line(struct paper *p, const char *who);

/* Text that goes on as part of a sentence: without the stop it may end with.  In cx->mem. */
const char *paper_clause(struct cx *cx, const char *text);

/* 2023年10月25日; "　　年　　月　　日" where there is no day.  In cx->mem. */
const char *paper_day(struct cx *cx, const char *day);
/* 2023年10月25日14时05分, of a moment in the county's time. */
const char *paper_time(struct cx *cx, int64_t t);

/* The whole page, in cx->mem. */
const char *paper_html(const struct paper *p);

#endif
