#include "proto/exif.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <libexif/exif-data.h>
#include "base/day.h"

static const ExifEntry *entry(ExifData *d, ExifIfd ifd, ExifTag tag, ExifFormat format, unsigned long components)
{
	ExifEntry *e = exif_content_get_entry(d->ifd[ifd], tag);
	return e && e->format == format && e->components >= components && e->data &&
	       e->size >= components * exif_format_get_size(format) ? e : NULL;
}

/* Text of an entry in a buffer of room bytes. */
static bool text_of(ExifData *d, ExifIfd ifd, ExifTag tag, char *out, size_t room)
{
	const ExifEntry *e = entry(d, ifd, tag, EXIF_FORMAT_ASCII, 1);
	if (!e)
		return false;
	size_t n = e->size < room - 1 ? e->size : room - 1;
	memcpy(out, e->data, n);
	out[n] = '\0';
	return true;
}

/* Degrees, minutes, seconds as three fractions. */
static bool angle(ExifData *d, ExifTag tag, ExifTag ref, char negative, double *out)
{
	const ExifEntry *e = entry(d, EXIF_IFD_GPS, tag, EXIF_FORMAT_RATIONAL, 3);
	char side[4];
	if (!e || !text_of(d, EXIF_IFD_GPS, ref, side, sizeof side))
		return false;
	double v = 0, unit = 1;
	ExifByteOrder order = exif_data_get_byte_order(d);
	for (int i = 0; i < 3; i++, unit *= 60) {
		ExifRational r = exif_get_rational(e->data + i * 8, order);
		if (r.denominator == 0)
			return false;
		v += (double)r.numerator / r.denominator / unit;
	}
	*out = side[0] == negative ? -v : v;
	return isfinite(v);
}

/* "2023:10:25 08:30:00", and "+08:00" where the camera says its offset. */
static int64_t moment(ExifData *d)
{
	enum { OFFSET_TIME_ORIGINAL = 0x9011 };
	char text[32], offset[8] = "", iso[64];
	int y, mo, day, h, mi, s;
	if (!text_of(d, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL, text, sizeof text) ||
	    sscanf(text, "%4d:%2d:%2d %2d:%2d:%2d", &y, &mo, &day, &h, &mi, &s) != 6)
		return 0;
	if (y < 1990 || y > 2100 || mo < 1 || day < 1 || h < 0 || mi < 0 || s < 0)
		return 0;
	text_of(d, EXIF_IFD_EXIF, (ExifTag)OFFSET_TIME_ORIGINAL, offset, sizeof offset);
	snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02d:%02d%s", y, mo, day, h, mi, s,
		 strlen(offset) == 6 ? offset : "+08:00");
	int64_t t;
	return time_parse(iso, &t) ? t : 0;
}

void exif_read(const void *bytes, size_t n, struct exif *out)
{
	*out = (struct exif){.orientation = 1};
	ExifData *d = exif_data_new();
	if (!d)
		return;
	exif_data_unset_option(d, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
	exif_data_load_data(d, bytes, (unsigned)(n < 1 << 17 ? n : 1 << 17));
	const ExifEntry *o = entry(d, EXIF_IFD_0, EXIF_TAG_ORIENTATION, EXIF_FORMAT_SHORT, 1);
	int way = o ? exif_get_short(o->data, exif_data_get_byte_order(d)) : 1;
	out->orientation = way >= 1 && way <= 8 ? way : 1;
	out->taken_at = moment(d);
	double lat, lon;
	if (angle(d, (ExifTag)EXIF_TAG_GPS_LATITUDE, (ExifTag)EXIF_TAG_GPS_LATITUDE_REF, 'S', &lat) &&
	    angle(d, (ExifTag)EXIF_TAG_GPS_LONGITUDE, (ExifTag)EXIF_TAG_GPS_LONGITUDE_REF, 'W', &lon) &&
	    fabs(lat) <= 90 && fabs(lon) <= 180 && (lat != 0 || lon != 0)) {
		out->located = true;
		out->lat = lat;
		out->lon = lon;
	}
	exif_data_unref(d);
}
