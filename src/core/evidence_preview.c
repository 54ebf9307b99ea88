/* evidence_preview.c - small pictures of large files: on demand, and ahead of it by a job. */
#include "core/evidence.h"

#include <string.h>
#include <unistd.h>
#include "core/apart.h"
#include "core/blob.h"
#include "core/job.h"
#include "core/scratch.h"
#include "db/db.h"
#include "db/writer.h"
#include "proto/exif.h"
#include "proto/picture.h"

enum { LONGER_SIDE = 400, BATCH = 50 };

/* Make the preview's file.  INVALID: of these bytes none can be made. */
static enum status make(struct cx *cx, const struct evidence *e, const char *to)
{
	const char *path;
	const void *bytes, *jpeg;
	size_t n, size;
	struct exif x = {.orientation = 1};
	TRY(evidence_path(cx, e->hash, &path));
	TRY(blob_map(cx, path, &bytes, &n));
	if (strcmp(e->type, "image/jpeg") == 0)
		exif_read(bytes, n, &x);
	TRY(apart_preview(cx, e->type, bytes, n, x.orientation, LONGER_SIDE, &jpeg, &size));
	return blob_write(cx, to, jpeg, size);
}

enum status evidence_preview(struct cx *cx, const struct evidence *e, const char **path)
{
	const char *to = blob_preview_path(cx, e->hash);
	if (access(to, R_OK) != 0) {
		enum status s = e->thumb == 2 ? STATUS_INVALID : make(cx, e, to);
		if (s == STATUS_INVALID) {
			cx_forget(cx);
			return cx_fail(cx, STATUS_NOT_FOUND, "of this file there is no preview");
		}
		TRY(s);
	}
	*path = to;
	return STATUS_OK;
}

/* ---- the job ---- */

struct marking {
	const char *hash;
	int64_t thumb;
	size_t left;
};

static enum status mark(struct cx *cx, void *arg)
{
	struct marking *m = arg;
	return db_exec(cx, NULL, "UPDATE evidence SET thumb = $1 WHERE county = $2 AND hash = $3",
		       ARGS(V(m->thumb), V(cx->county), V(m->hash)));
}

static enum status some(struct cx *cx, void *arg)
{
	struct marking *m = arg;
	struct list l;
	TRY(db_all(cx, &evidence_record_of, &l,
		   "SELECT hash, type, thumb FROM evidence WHERE county = $1 AND thumb = 0 LIMIT $2",
		   ARGS(V(cx->county), V((int64_t)BATCH))));
	m->left = l.count;
	for (size_t i = 0; i < l.count; i++) {
		const struct evidence *e = &((struct evidence *)l.items)[i];
		const char *path;
		enum status s = evidence_preview(cx, e, &path);
		if (s && s != STATUS_NOT_FOUND)
			return s;
		cx_forget(cx);
		m->hash = e->hash;
		m->thumb = s ? 2 : 1;
		TRY(write_from(cx, mark, m));
	}
	return STATUS_OK;
}

static enum status run(struct cx *cx, struct job *job)
{
	struct marking m = {.left = BATCH};
	for (int64_t done = 0; m.left; done += (int64_t)m.left) {
		TRY(cx_scratch(cx, some, &m));
		TRY(job_progress(cx, job, done, 0, NULL));
	}
	return STATUS_OK;
}

const struct job_kind evidence_preview_job = {"evidence.preview", run, "生成预览", "make previews"};
