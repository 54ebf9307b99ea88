#include "test/fuzz/fuzz_doc.h"

#include "proto/doc_ocr.h"

/* Stands in for the real one: a page without text would take a second each. */
enum status ocr_page(struct cx *cx, struct flow *f, struct picture *p)
{
	(void)cx;
	flow_line(f, (struct flow_box){0, 0, p->width, p->height}, "?");
	return STATUS_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_doc(doc_read_pdf, data, size);
}
