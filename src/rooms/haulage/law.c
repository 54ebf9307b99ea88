/* law.c - the dated rules of haulage as numbers. */
#include "rooms/haulage/assess.h"

static enum status limits(struct cx *cx, struct haulage_law *l)
{
	const struct {
		const char *key;
		int64_t *to;
	} numbers[] = {
		{"six_single_drive", &l->six_single_drive},
		{"centre_four_short", &l->centre_four_short},
		{"articulated_five_light", &l->articulated_five_light},
		{"articulated_four_air", &l->articulated_four_air},
		{"air_spacing_mm", &l->air_spacing_mm},
		{"air_extra", &l->air_extra},
		{"single_tyre", &l->single_tyre},
		{"height_mm", &l->height_mm},
		{"width_mm", &l->width_mm},
		{"length_mm", &l->length_mm},
		{"reefer_width_mm", &l->reefer_width_mm},
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		TRY(rule_int(cx, l->limits, numbers[i].key, numbers[i].to));
	TRY(rule_ints(cx, l->limits, "truck", &l->truck));
	return rule_ints(cx, l->limits, "train", &l->train);
}

static enum status fines(struct cx *cx, struct haulage_law *l)
{
	TRY(rule_int(cx, l->fines, "warning_kg", &l->warning_kg));
	TRY(rule_int(cx, l->fines, "per_kg", &l->per_kg));
	TRY(rule_int(cx, l->fines, "per_yuan", &l->per_yuan));
	TRY(rule_int(cx, l->fines, "cap_yuan", &l->cap_yuan));
	TRY(rule_ints(cx, l->fines, "tier_height_mm", &l->tier_height));
	TRY(rule_ints(cx, l->fines, "tier_width_mm", &l->tier_width));
	TRY(rule_ints(cx, l->fines, "tier_length_mm", &l->tier_length));
	TRY(rule_ints(cx, l->fines, "tier_min_yuan", &l->tier_min));
	return rule_ints(cx, l->fines, "tier_max_yuan", &l->tier_max);
}

static enum status police(struct cx *cx, struct haulage_law *l)
{
	if (l->points) {
		TRY(rule_ints(cx, l->points, "percent", &l->point_percent));
		TRY(rule_ints(cx, l->points, "points", &l->point_number));
	}
	if (!l->police)
		return STATUS_OK;
	TRY(rule_int(cx, l->police, "percent", &l->police_percent));
	TRY(rule_ints(cx, l->police, "low_yuan", &l->police_low));
	return rule_ints(cx, l->police, "high_yuan", &l->police_high);
}

enum status haulage_law_of(struct cx *cx, const struct rules *rules, struct day day, struct haulage_law *out)
{
	struct haulage_law l = {0};
	TRY(rules_find(cx, rules, "haulage.limits", day, &l.limits));
	TRY(rules_find(cx, rules, "haulage.fine", day, &l.fines));
	TRY(rules_find(cx, rules, "haulage.error", day, &l.error));
	l.points = rules_peek(rules, "haulage.points", day);
	l.police = rules_peek(rules, "haulage.police_fine", day);
	TRY(limits(cx, &l));
	TRY(fines(cx, &l));
	TRY(rule_texts(cx, l.error, "classes", &l.classes));
	TRY(rule_ints(cx, l.error, "per_mille", &l.per_mille));
	TRY(police(cx, &l));
	*out = l;
	return STATUS_OK;
}
