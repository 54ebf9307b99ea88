/* Whatever is brought as evidence: its kind, what a camera noted, its preview.  PDF is left to poppler's own fuzzing.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "proto/exif.h"
#include "proto/picture.h"
#include "proto/sniff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void preview(const char *type, const uint8_t *data, size_t size, int orientation)
{
	enum { MOST = 48, SLOW = 4 * 1000 * 1000 };
	struct cx cx = {.mem = arena_new(), .lang = LANG_EN};
	int width, height;
	const void *jpeg;
	size_t n;
	if (picture_size(type, data, size, &width, &height) && (int64_t)width * height < SLOW) {
		if (picture_preview(&cx, type, data, size, orientation, MOST, &jpeg, &n) == STATUS_OK) {
			if (!picture_size("image/jpeg", jpeg, n, &width, &height) || width > MOST || height > MOST)
				abort();
		} else if (!cx.error) {
			abort();
		}
	}
	arena_free(cx.mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sniff kind;
	struct exif x;
	bool known = sniff(data, size, &kind);
	if (known && (!kind.type || !kind.family || !kind.ending))
		abort();
	exif_read(data, size, &x);
	if (x.orientation < 1 || x.orientation > 8 || (x.located && !(fabs(x.lat) <= 90 && fabs(x.lon) <= 180)))
		abort();
	if (known && strcmp(kind.family, "image") == 0 && picture_has_preview(kind.type))
		preview(kind.type, data, size, x.orientation);
	return 0;
}
