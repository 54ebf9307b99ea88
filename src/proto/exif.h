/* exif.h - what a camera notes inside a photograph: when, where, which way up.  Reading is libexif's work. */
#ifndef PROTO_EXIF_H
#define PROTO_EXIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exif {
	int orientation;        /* 1 … 8 as EXIF numbers them; 1 where it says nothing */
	int64_t taken_at;       /* seconds since 1970; 0: not said.  Without an offset the county's zone is assumed */
	bool located;
	double lat, lon;        /* degrees, north and east positive */
};

/* A JPEG file (or its first 128 KiB).  What is missing or nonsense is left out; never fails. */
void exif_read(const void *bytes, size_t n, struct exif *out);

#endif
