/* The parts inside docx and xlsx, which a fuzzer hardly reaches through a zip file: the bytes are the document part of a
 * package made around them, and the numbering and styles at once. */
#include "test/fuzz/fuzz_doc.h"

#include <string.h>
#include <zip.h>

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char top[] = "<R><Relationship Id='a' Type='" OFFICE "officeDocument' Target='x/m.xml'/></R>";
static const char below[] = "<R><Relationship Id='n' Type='" OFFICE "numbering' Target='m.xml'/>"
			    "<Relationship Id='s' Type='" OFFICE "styles' Target='m.xml'/>"
			    "<Relationship Id='t' Type='" OFFICE "sharedStrings' Target='m.xml'/>"
			    "<Relationship Id='w' Type='" OFFICE "worksheet' Target='m.xml'/></R>";

static void add(zip_t *z, const char *name, const void *bytes, size_t n)
{
	zip_int64_t at = zip_file_add(z, name, zip_source_buffer(z, bytes, n, 0), 0);
	if (at >= 0)
		zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

static char *package(const uint8_t *data, size_t size, size_t *n)
{
	zip_error_t e;
	zip_error_init(&e);
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, &e);
	zip_source_keep(out);
	add(z, "_rels/.rels", top, sizeof top - 1);
	add(z, "x/_rels/m.xml.rels", below, sizeof below - 1);
	add(z, "x/m.xml", data, size);
	if (zip_close(z) != 0)
		abort();
	zip_source_open(out);
	zip_source_seek(out, 0, SEEK_END);
	*n = (size_t)zip_source_tell(out);
	zip_source_seek(out, 0, SEEK_SET);
	char *bytes = malloc(*n);
	if (!bytes || zip_source_read(out, bytes, *n) != (zip_int64_t)*n)
		abort();
	zip_source_close(out);
	zip_source_free(out);
	zip_error_fini(&e);
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n;
	if (size == 0 || size > 1 << 20)
		return 0;
	char *bytes = package(data, size, &n);
	fuzz_doc(doc_read_docx, (const uint8_t *)bytes, n);
	fuzz_doc(doc_read_xlsx, (const uint8_t *)bytes, n);
	free(bytes);
	return 0;
}
