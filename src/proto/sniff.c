#include "proto/sniff.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define IMAGE(type, ending, inside) {"image/" type, "image", ending, inside}
#define DOCUMENT(type, ending)      {type, "document", ending, false}
#define OOXML "application/vnd.openxmlformats-officedocument."

/* Fixed bytes at a place; the first row that fits counts.  mark may hold NULs, so its length is given. */
static const struct {
	size_t at;
	const char *mark;
	size_t n;
	size_t also_at;         /* a second mark, or NULL */
	const char *also;
	struct sniff kind;
} marks[] = {
	{0, "\xff\xd8\xff", 3, 0, NULL, IMAGE("jpeg", "jpg", true)},
	{0, "\x89PNG\r\n\x1a\n", 8, 0, NULL, IMAGE("png", "png", true)},
	{0, "GIF8", 4, 0, NULL, IMAGE("gif", "gif", true)},
	{0, "RIFF", 4, 8, "WEBP", IMAGE("webp", "webp", true)},
	{0, "BM", 2, 6, "\0\0\0\0", IMAGE("bmp", "bmp", true)},
	{0, "II*\0", 4, 0, NULL, IMAGE("tiff", "tif", false)},
	{0, "MM\0*", 4, 0, NULL, IMAGE("tiff", "tif", false)},
	{4, "ftyphei", 7, 0, NULL, IMAGE("heic", "heic", false)},
	{4, "ftypmif1", 8, 0, NULL, IMAGE("heic", "heic", false)},
	{4, "ftypavif", 8, 0, NULL, IMAGE("avif", "avif", false)},
	{0, "%PDF-", 5, 0, NULL, {"application/pdf", "document", "pdf", true}},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, 0, NULL, DOCUMENT("application/x-ole-storage", "doc")},
	{0, "{\\rtf", 5, 0, NULL, DOCUMENT("application/rtf", "rtf")},
	{4, "ftypqt", 6, 0, NULL, {"video/quicktime", "video", "mov", true}},
	{4, "ftypM4A", 7, 0, NULL, {"audio/mp4", "audio", "m4a", true}},
	{4, "ftyp", 4, 0, NULL, {"video/mp4", "video", "mp4", true}},
	{0, "\x1a\x45\xdf\xa3", 4, 0, NULL, {"video/x-matroska", "video", "mkv", true}},
	{0, "RIFF", 4, 8, "AVI ", {"video/x-msvideo", "video", "avi", false}},
	{0, "FLV\1", 4, 0, NULL, {"video/x-flv", "video", "flv", false}},
	{0, "RIFF", 4, 8, "WAVE", {"audio/wav", "audio", "wav", true}},
	{0, "ID3", 3, 0, NULL, {"audio/mpeg", "audio", "mp3", true}},
	{0, "\xff\xfb", 2, 0, NULL, {"audio/mpeg", "audio", "mp3", true}},
	{0, "#!AMR", 5, 0, NULL, {"audio/amr", "audio", "amr", false}},
	{0, "OggS", 4, 0, NULL, {"audio/ogg", "audio", "ogg", true}},
	{0, "Rar!\x1a\x07", 6, 0, NULL, {"application/vnd.rar", "archive", "rar", false}},
	{0, "7z\xbc\xaf\x27\x1c", 6, 0, NULL, {"application/x-7z-compressed", "archive", "7z", false}},
	{0, "MZ", 2, 0, NULL, {"application/x-msdownload", "refused", "exe", false}},
	{0, "\x7f" "ELF", 4, 0, NULL, {"application/x-executable", "refused", "elf", false}},
	{0, "\xca\xfe\xba\xbe", 4, 0, NULL, {"application/java-vm", "refused", "class", false}},
	{0, "\xcf\xfa\xed\xfe", 4, 0, NULL, {"application/x-mach-binary", "refused", "macho", false}},
	{0, "#!", 2, 0, NULL, {"text/x-script", "refused", "sh", false}},
	{0, "L\0\0\0\1\x14\2\0", 8, 0, NULL, {"application/x-ms-shortcut", "refused", "lnk", false}},
};

/* Names inside a zip that tell what it is. */
static const struct {
	const char *begin;
	struct sniff kind;
} packages[] = {
	{"AndroidManifest.xml", {"application/vnd.android.package-archive", "refused", "apk", false}},
	{"META-INF/MANIFEST.MF", {"application/java-archive", "refused", "jar", false}},
	{"word/", DOCUMENT(OOXML "wordprocessingml.document", "docx")},
	{"xl/", DOCUMENT(OOXML "spreadsheetml.sheet", "xlsx")},
	{"ppt/", DOCUMENT(OOXML "presentationml.presentation", "pptx")},
	{"OFD.xml", DOCUMENT("application/ofd", "ofd")},
	{"doc.kml", {"application/vnd.google-earth.kmz", "document", "kmz", false}},
};
static const struct sniff plain_zip = {"application/zip", "archive", "zip", false};
static const struct sniff plain_text = {"text/plain", "text", "txt", false};
static const struct sniff page = {"text/html", "refused", "html", false};
static const struct sniff drawing = {"image/svg+xml", "image", "svg", false};
static const struct sniff live_drawing = {"image/svg+xml", "refused", "svg", false};
static const struct sniff xml_text = {"application/xml", "text", "xml", false};

static uint32_t le(const unsigned char *p, int n)
{
	uint32_t v = 0;
	for (int i = n; i-- > 0;)
		v = v << 8 | p[i];
	return v;
}

/* The end record of a zip's directory, or NULL. */
static const unsigned char *find_end(const unsigned char *b, size_t n)
{
	size_t least = n > 22 + 65535 ? n - 22 - 65535 : 0;
	for (size_t at = n >= 22 ? n - 22 + 1 : 0; at-- > least;)
		if (memcmp(b + at, "PK\5\6", 4) == 0)
			return b + at;
	return NULL;
}

static struct sniff sniff_zip(const unsigned char *b, size_t n)
{
	const unsigned char *end = find_end(b, n);
	size_t at = end ? le(end + 16, 4) : n, best = sizeof packages / sizeof *packages;
	for (int entries = 0; entries < 20000 && at < n && n - at >= 46; entries++) {
		const unsigned char *h = b + at;
		size_t name = le(h + 28, 2);
		if (memcmp(h, "PK\1\2", 4) != 0 || n - at - 46 < name)
			break;
		for (size_t i = 0; i < best; i++)
			if (name >= strlen(packages[i].begin) &&
			    memcmp(h + 46, packages[i].begin, strlen(packages[i].begin)) == 0)
				best = i;
		at += 46 + name + le(h + 30, 2) + le(h + 32, 2);
	}
	return best < sizeof packages / sizeof *packages ? packages[best].kind : plain_zip;
}

/* Does the text stand somewhere, in upper or lower case? */
static bool holds(const char *b, size_t n, const char *what)
{
	size_t m = strlen(what);
	for (size_t i = 0; i + m <= n; i++)
		if (strncasecmp(b + i, what, m) == 0)
			return true;
	return false;
}

/* " onload=" and its like: an attribute that begins with on. */
static bool has_handler(const char *b, size_t n)
{
	for (size_t i = 0; i + 4 < n; i++) {
		if (!strchr(" \t\r\n\"'/", b[i]) || strncasecmp(b + i + 1, "on", 2) != 0)
			continue;
		size_t j = i + 3;
		while (j < n && isalpha((unsigned char)b[j]))
			j++;
		while (j < n && isspace((unsigned char)b[j]))
			j++;
		if (j < n && b[j] == '=')
			return true;
	}
	return false;
}

static bool is_live(const char *b, size_t n)
{
	static const char *const what[] = {"<script", "javascript:", "<foreignobject", "<!entity", "<iframe", "<embed",
					   "<object", "<handler", "<set", "<animate"};
	for (size_t i = 0; i < sizeof what / sizeof *what; i++)
		if (holds(b, n, what[i]))
			return true;
	return has_handler(b, n);
}

/* Text has no bytes that text does not have; whether it is UTF-8 or GB18030 is for its reader. */
static bool is_text(const unsigned char *b, size_t n)
{
	bool wide = n >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff));
	for (size_t i = 0; i < n && !wide; i++)
		if (b[i] < 0x20 && !strchr("\t\n\r\f", b[i]))
			return false;
	return n > 0;
}

static bool sniff_text(const char *b, size_t n, struct sniff *out)
{
	size_t at = n >= 3 && memcmp(b, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	while (at < n && isspace((unsigned char)b[at]))
		at++;
	size_t head = n - at < 4096 ? n - at : 4096;
	if (at < n && b[at] == '<') {
		static const char *const tags[] = {"<!doctype html", "<html",   "<head", "<body",
						   "<script",        "<iframe", "<a ",   "<img"};
		if (holds(b + at, head, "<svg")) {
			*out = is_live(b, n) ? live_drawing : drawing;
			return true;
		}
		for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
			if (holds(b + at, head, tags[i])) {
				*out = page;
				return true;
			}
		*out = is_live(b, n) ? page : xml_text;
		return true;
	}
	*out = plain_text;
	return true;
}

bool sniff(const void *bytes, size_t n, struct sniff *out)
{
	const unsigned char *b = bytes;
	if (n >= 4 && (memcmp(b, "PK\3\4", 4) == 0 || memcmp(b, "PK\5\6", 4) == 0)) {
		*out = sniff_zip(b, n);
		return true;
	}
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (n < marks[i].at + marks[i].n || memcmp(b + marks[i].at, marks[i].mark, marks[i].n) != 0)
			continue;
		if (marks[i].also && (n < marks[i].also_at + 4 || memcmp(b + marks[i].also_at, marks[i].also, 4) != 0))
			continue;
		*out = marks[i].kind;
		return true;
	}
	return is_text(b, n) && sniff_text(bytes, n, out);
}

bool sniff_shows(const char *type)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i].kind.inside && strcmp(marks[i].kind.type, type) == 0)
			return true;
	return false;
}
