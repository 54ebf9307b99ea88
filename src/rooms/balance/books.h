/*
 * books.h - what the balance keeps itself because it has no other home: a mine's rock in numbers, surveyed volumes,
 * piles, reported output.
 *
 * Kept like the register: each version stays (core/register.h).  What turns out wrong is withdrawn with a reason, not
 * removed.  Whoever has BALANCE_MANAGE enters them for the mines he sees: the enterprise its own, surveyors, offices.
 */
#ifndef ROOMS_BALANCE_BOOKS_H
#define ROOMS_BALANCE_BOOKS_H

#include "base/day.h"
#include "rooms/balance/readings.h"
#include "rooms/mine/mine.h"

/* 0: as the rules say. */
struct balance_setting {
	int64_t mine, version;
	const char *material;
	double density, density_sigma;  /* t/m³, percent */
	const char *density_source;
	double waste_density, swell, moisture, loss, strip, powder_factor;
	const char *note;
};
struct balance_survey {
	int64_t id, mine, version;
	const char *material, *from_day, *to_day;
	double volume_m3, sigma_m3, density, density_sigma;
	const char *density_source, *method, *surveyor, *file, *note, *withdrawn;
};
struct balance_stock {
	int64_t id, mine, version;
	const char *pile, *day;
	double volume_m3, sigma_m3, loose_density;
	const char *file, *note, *withdrawn;
};
struct balance_report {
	int64_t id, mine, version;
	const char *month;
	double output_t, waste_t, weighed_t, explosive_kg, moisture;
	const char *file, *note;
};
extern const struct record balance_setting_record, balance_survey_record, balance_stock_record, balance_report_record;
extern const struct record balance_setting_input_record, balance_survey_input_record, balance_stock_input_record,
	balance_report_input_record;

/* A mine's numbers with the defaults filled in, and where each comes from. */
struct balance_rock {
	const char *material, *material_name;
	double density, density_sigma, waste_density, swell, moisture, loss, strip;     /* shares, not percent */
	double powder_factor;
	const char *density_source, *rule, *source;
};

/* Of one mine; the caller has checked that the user may see it.  A mine without a setting has version 0. */
enum status balance_setting_get(struct cx *cx, int64_t mine, struct balance_setting *out) MUST_CHECK;
enum status balance_rock_of(struct cx *cx, int64_t mine, struct day day, const struct balance_defaults *d,
			    struct balance_rock *out) MUST_CHECK;

/* Newest first. */
enum status balance_surveys(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;
enum status balance_stocks(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;
enum status balance_reports(struct cx *cx, int64_t mine, struct list *out) MUST_CHECK;

/* id 0: a new one; else a change of that one, with its version.  *month: the first month ("YYYY-MM") whose balance it
 * touches.  INVALID: a number out of bounds, a day before another or not yet come, an unknown file.  CONFLICT: the
 * version, a month that is reported already, a survey of the same material that overlaps. */
enum status balance_setting_put(struct cx *cx, int64_t mine, const struct balance_setting *in) MUST_CHECK;
enum status balance_survey_put(struct cx *cx, int64_t mine, int64_t id, const struct balance_survey *in, const char **month) MUST_CHECK;
enum status balance_stock_put(struct cx *cx, int64_t mine, int64_t id, const struct balance_stock *in, const char **month) MUST_CHECK;
enum status balance_report_put(struct cx *cx, int64_t mine, int64_t id, const struct balance_report *in, const char **month) MUST_CHECK;

/* Surveys from a table (csv, xlsx …) whose columns are named as the fields, or in Chinese.  All rows or none; a fault
 * names its line.  *rows: how many. */
enum status balance_surveys_import(struct cx *cx, int64_t mine, const char *name, const char *bytes, size_t n, int64_t *rows,
				   const char **month) MUST_CHECK;

#endif
