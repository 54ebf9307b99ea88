/* apart_cli.c - the verbs of the process apart: not for people. */
#include "core/apart_cli.h"

#include <stdlib.h>
#include "core/apart.h"

enum { MOST = 64 << 20 };

static enum status document(struct cx *cx, struct call *call)
{
	const char *bytes;
	size_t n;
	TRY(call_read_file(cx, "-", MOST, &bytes, &n));
	return apart_answer_document(cx, call->args[0], bytes, n);
}

static enum status preview(struct cx *cx, struct call *call)
{
	const char *bytes;
	size_t n;
	TRY(call_read_file(cx, "-", MOST, &bytes, &n));
	return apart_answer_preview(cx, call->args[0], atoi(call->args[1]), atoi(call->args[2]), bytes, n);
}

static const struct verb table[] = {
	{"apart document", "NAME", "", 1, 1, 0, document, "used by the program itself: read a document from standard input"},
	{"apart preview", "TYPE ORIENTATION SIDE", "", 3, 3, 0, preview, "used by the program itself: a small picture of standard input"},
};
const struct verbs apart_verbs = VERBS(table);
