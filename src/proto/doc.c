#include "proto/doc_readers.h"

#include <string.h>
#include <strings.h>

#include "proto/unzip.h"

/* What is known of a file before it is read. */
struct file {
	const char *name, *bytes;
	size_t n;
};

struct format {
	bool (*is)(struct cx *cx, const struct file *f);
	doc_reader *read;
	const char *refuse;     /* read is NULL: what to tell the person */
};

static bool starts(const struct file *f, const char *magic, size_t n)
{
	return f->n >= n && memcmp(f->bytes, magic, n) == 0;
}

#define STARTS(f, magic) starts((f), (magic), sizeof(magic) - 1)

static bool ends_in(const struct file *f, const char *ending)
{
	size_t n = f->name ? strlen(f->name) : 0, k = strlen(ending);
	return n > k && strcasecmp(f->name + n - k, ending) == 0;
}

static bool has(const struct file *f, size_t within, const char *s, size_t k)
{
	return memmem(f->bytes, f->n < within ? f->n : within, s, k) != NULL;
}

static bool is_pdf(struct cx *cx, const struct file *f)
{
	(void)cx;
	return has(f, 1024, "%PDF-", 5);
}

static bool is_picture(struct cx *cx, const struct file *f)
{
	(void)cx;
	return STARTS(f, "\x89PNG\r\n\x1a\n") || STARTS(f, "\xff\xd8\xff");
}

static bool is_other_picture(struct cx *cx, const struct file *f)
{
	(void)cx;
	return STARTS(f, "GIF8") || STARTS(f, "II*\0") || STARTS(f, "MM\0*") || (STARTS(f, "BM") && ends_in(f, ".bmp")) ||
	       (STARTS(f, "RIFF") && f->n > 12 && memcmp(f->bytes + 8, "WEBP", 4) == 0) ||
	       (f->n > 12 && memcmp(f->bytes + 4, "ftyp", 4) == 0);
}

static bool is_ole(struct cx *cx, const struct file *f)
{
	(void)cx;
	return STARTS(f, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

/* Office keeps an encrypted docx in an OLE container, in a stream of this name (in UTF-16). */
static bool is_encrypted_office(struct cx *cx, const struct file *f)
{
	static const char stream[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	return is_ole(cx, f) && has(f, f->n, stream, sizeof stream);
}

static bool is_old_excel(struct cx *cx, const struct file *f)
{
	static const char stream[] = "W\0o\0r\0k\0b\0o\0o\0k";
	return is_ole(cx, f) && (ends_in(f, ".xls") || ends_in(f, ".et") || has(f, f->n, stream, sizeof stream));
}

static bool is_rtf(struct cx *cx, const struct file *f)
{
	(void)cx;
	return STARTS(f, "{\\rtf");
}

static bool is_archive(struct cx *cx, const struct file *f)
{
	(void)cx;
	return STARTS(f, "Rar!") || STARTS(f, "7z\xbc\xaf\x27\x1c") || STARTS(f, "\x1f\x8b") || STARTS(f, "BZh") ||
	       STARTS(f, "\xfd" "7zXZ");
}

static bool is_mhtml(struct cx *cx, const struct file *f)
{
	(void)cx;
	return STARTS(f, "MIME-Version:") || (STARTS(f, "From:") && has(f, 2048, "MIME-Version:", 13));
}

static bool is_zip(struct cx *cx, const struct file *f)
{
	(void)cx;
	return STARTS(f, "PK\3\4") || STARTS(f, "PK\5\6");
}

/* The archive holds a part of this name.  A broken archive is left to the reader that its ending names. */
static bool zip_holds(struct cx *cx, const struct file *f, const char *part)
{
	struct unzip *z;
	if (!is_zip(cx, f))
		return false;
	if (unzip_open(cx, f->bytes, f->n, &z) == STATUS_OK)
		return unzip_has(z, part);
	cx_forget(cx);
	return false;
}

static bool is_docx(struct cx *cx, const struct file *f)
{
	return zip_holds(cx, f, "word/document.xml") || (is_zip(cx, f) && ends_in(f, ".docx"));
}

static bool is_xlsx(struct cx *cx, const struct file *f)
{
	return zip_holds(cx, f, "xl/workbook.xml") || (is_zip(cx, f) && ends_in(f, ".xlsx"));
}

static bool is_ofd(struct cx *cx, const struct file *f)
{
	return zip_holds(cx, f, "OFD.xml");
}

/* The first bytes of the words, in whatever encoding: zeros of UTF-16, blanks and byte order marks are left out. */
static bool is_html(struct cx *cx, const struct file *f)
{
	static const char *const first[] = {"<!doctype html", "<html", "<head", "<meta", "<body", "<table", "<div",
					     "<p>", "<!--"};
	char start[512];
	size_t n = 0;
	(void)cx;
	for (size_t i = 0; i < f->n && i < 4096 && n < sizeof start - 1; i++)
		if (f->bytes[i] && !strchr("\xef\xbb\xbf\xff\xfe", f->bytes[i]) &&
		    !(n == 0 && strchr(" \t\r\n", f->bytes[i])))
			start[n++] = f->bytes[i];
	start[n] = '\0';
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (strncasecmp(start, first[i], strlen(first[i])) == 0)
			return true;
	if (strncmp(start, "<?xml", 5) == 0)
		return strcasestr(start, "<html") != NULL;
	return (ends_in(f, ".html") || ends_in(f, ".htm")) && *start == '<';
}

/* Programs and data: what no text in any encoding looks like. */
static bool is_binary(struct cx *cx, const struct file *f)
{
	(void)cx;
	return STARTS(f, "\x7f" "ELF") || (STARTS(f, "MZ") && has(f, 4096, "\0\0\0\0", 4)) || STARTS(f, "SQLite format 3") ||
	       STARTS(f, "\xca\xfe\xba\xbe") || has(f, 4096, "\0\0\0\0", 4);
}

static bool is_any(struct cx *cx, const struct file *f)
{
	(void)cx;
	(void)f;
	return true;
}

/* The first that fits. */
static const struct format formats[] = {
	{is_pdf, doc_read_pdf, NULL},
	{is_picture, doc_read_picture, NULL},
	{is_docx, doc_read_docx, NULL},
	{is_xlsx, doc_read_xlsx, NULL},
	{is_ofd, NULL, "OFD files cannot be read; open it and print or export it as pdf, then try again"},
	{is_zip, NULL, "this is a zip archive, not a document; unpack it and choose the document inside"},
	{is_encrypted_office, NULL, "the file is encrypted: remove its password, save it and try again"},
	{is_old_excel, NULL, "old .xls and .et files cannot be read; save it as xlsx and try again"},
	{is_ole, NULL, "old .doc and .wps files cannot be read; save it as docx or pdf and try again"},
	{is_rtf, NULL, "RTF files cannot be read; save it as docx or pdf and try again"},
	{is_archive, NULL, "this is an archive, not a document; unpack it and choose the document inside"},
	{is_mhtml, NULL, "web archives (.mht) cannot be read; save the page as html or pdf and try again"},
	{is_other_picture, NULL, "pictures of this kind cannot be read; save it as png, jpeg or pdf and try again"},
	{is_html, doc_read_html, NULL},
	{is_binary, NULL, "this is no document but a program or data; choose the document itself"},
	{is_any, doc_read_txt, NULL},
};

enum status doc_read(struct cx *cx, const char *name, const void *bytes, size_t n, struct doc *out)
{
	return doc_read_watched(cx, name, bytes, n, NULL, out);
}

enum status doc_read_watched(struct cx *cx, const char *name, const void *bytes, size_t n, const struct doc_watch *watch,
			     struct doc *out)
{
	*out = (struct doc){.watch = watch};
	struct file f = {name, bytes, n};
	if (n > DOC_MAX_BYTES)
		return cx_fail(cx, STATUS_TOO_LARGE, "the file is too large: at most %d MB", DOC_MAX_BYTES / 1024 / 1024);
	if (n == 0)
		return cx_fail(cx, STATUS_INVALID, "the file is empty");
	const struct format *format = formats;
	while (!format->is(cx, &f))
		format++;
	if (!format->read)
		return cx_fail(cx, STATUS_INVALID, "%s", words(cx, format->refuse));
	return format->read(cx, bytes, n, out);
}
