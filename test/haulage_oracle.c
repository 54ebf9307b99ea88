#include "test/haulage_oracle.h"

#include <stdlib.h>
#include <string.h>

/* One row a cell of the annex.  kinds: T truck, A articulated, C centre-axle, F full trailer.  -1: any; trailer 0: not said. */
static const struct {
	const char *kinds;
	int least_axles, most_axles, least_drive, most_drive, trailer, air, least_spacing;
	double tonnes;
} cells[] = {
	{"T", 3, 3, -1, -1, -1, 1, -1, 26},
	{"T", 4, 4, -1, -1, -1, 1, -1, 32},
	{"T", 2, 2, -1, -1, -1, -1, -1, 18},
	{"T", 3, 3, -1, -1, -1, -1, -1, 25},
	{"T", 4, 4, -1, -1, -1, -1, -1, 31},
	{"ACF", 3, 3, -1, -1, -1, -1, -1, 27},
	{"C", 4, 4, -1, -1, 1, -1, -1, 35},
	{"C", 4, 4, 2, 9, 0, -1, -1, 35},
	{"A", 4, 4, -1, -1, -1, 1, 1800, 37},
	{"ACF", 4, 4, -1, -1, -1, -1, -1, 36},
	{"A", 5, 5, -1, -1, 3, -1, -1, 42},
	{"A", 5, 5, 1, 1, 0, -1, -1, 42},
	{"ACF", 5, 5, -1, -1, -1, -1, -1, 43},
	{"ACF", 6, 99, 1, 1, -1, -1, -1, 46},
	{"ACF", 6, 99, -1, -1, -1, -1, -1, 49},
};

static double from_table(const struct haulage_load *l)
{
	char kind = (char)(l->kind[0] == 't' ? 'T' : l->kind[0] == 'a' ? 'A' : l->kind[0] == 'c' ? 'C' : 'F');
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		if (strchr(cells[i].kinds, kind) && l->axles >= cells[i].least_axles && l->axles <= cells[i].most_axles &&
		    (cells[i].least_drive < 0 || (l->drive_axles >= cells[i].least_drive && l->drive_axles <= cells[i].most_drive)) &&
		    (cells[i].trailer < 0 || cells[i].trailer == l->trailer_axles) &&
		    (cells[i].air < 0 || cells[i].air == (int)l->air_suspension) &&
		    (cells[i].least_spacing < 0 || l->axle_spacing_mm >= cells[i].least_spacing))
			return cells[i].tonnes;
	return 0;
}

static long limit_of(const struct haulage_load *l)
{
	long kg = (long)(from_table(l) * 1000);
	long bearing = l->axles - 1;            /* all but the steering axle … */
	for (long d = 0; d < (l->drive_axles ? l->drive_axles : 1); d++)
		bearing--;                      /* … and those that drive */
	for (long s = 0; s < l->single_tyre_axles && s < bearing; s++)
		kg -= 3000;
	bool farm = strcmp(l->vehicle, "tractor") == 0 || strcmp(l->vehicle, "low_speed") == 0;
	bool two = l->kind[0] == 't' && l->axles == 2;
	if (l->rated_kg && (farm || two) && l->rated_kg < kg)
		kg = l->rated_kg;
	if (l->axle_load_sum_kg && l->axle_load_sum_kg < kg)
		kg = l->axle_load_sum_kg;
	return kg;
}

/* The whole kilogrammes that surely lie on the scale. */
static long counted_of(const struct haulage_load *l)
{
	if (!*l->accuracy_class)
		return l->gross_kg;
	long hundredths = strcmp(l->accuracy_class, "0.2") == 0 ? 20 : strcmp(l->accuracy_class, "0.5") == 0 ? 50 : 100 * atol(l->accuracy_class);
	long tenths_of_gram = l->gross_kg * (10000 - hundredths);
	return (tenths_of_gram - tenths_of_gram % 10000) / 10000;
}

static long tier(long is, long allowed, long first, long second)
{
	return is <= allowed ? 0 : is <= first ? 1 : is <= second ? 2 : 3;
}

static long worse(long a, long b)
{
	return a > b ? a : b;
}

struct oracle_answer haulage_oracle(const struct haulage_load *l)
{
	static const long least[] = {0, 0, 200, 1000};
	struct oracle_answer o = {.limit = limit_of(l), .counted = counted_of(l)};
	bool cold = strcmp(l->vehicle, "refrigerated") == 0;
	o.over = worse(0, o.counted - o.limit);
	if (cold || strcmp(l->vehicle, "special_work") == 0) {
		o.result = "exempt";
		return o;
	}
	for (long rest = o.over; o.over > 1000 && rest >= 1000; rest -= 1000)
		o.fine += 500;
	long size = worse(tier(l->height_mm, 4000, 4200, 4500), worse(tier(l->width_mm, 2550, 3000, 3750), tier(l->length_mm, 18100, 20000, 28000)));
	o.fine += least[size];
	o.fine = o.fine > 30000 ? 30000 : o.fine;
	o.result = o.fine ? "fine" : o.over || size ? "warning" : "ok";
	long most = l->rated_kg ? l->rated_kg : o.limit;
	if (o.counted > most)
		o.points = 10 * o.counted >= 15 * most ? 6 : 10 * o.counted >= 13 * most ? 3 : 1;
	return o;
}
