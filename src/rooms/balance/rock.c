/* rock.c - a mine's numbers: its own papers before the defaults of the rules; and months. */
#include "rooms/balance/inside.h"

#include <string.h>
#include "core/rule.h"

bool balance_month_read(const char *text, struct day *first)
{
	char day[11] = "0000-00-01";
	if (!text || strlen(text) != 7)
		return false;
	memcpy(day, text, 7);
	return day_parse(day, first);
}

const char *balance_month_print(struct cx *cx, struct day first)
{
	char *s = arena_alloc(cx->mem, 11);
	day_print(first, s);
	s[7] = '\0';
	return s;
}

static int month_number(struct day d)
{
	int year, month, mday;
	day_split(d, &year, &month, &mday);
	return year * 12 + month - 1;
}

struct day balance_month_after(struct day first, int months)
{
	int n = month_number(first) + months;
	return day_make(n / 12, n % 12 + 1, 1);
}

int balance_months_between(struct day from, struct day to)
{
	return month_number(to) - month_number(from);
}

struct day balance_last_month(struct cx *cx)
{
	return balance_month_after(day_of(cx->now), -1);
}

struct material {
	double density, sigma, swell;
};

static enum status find_material(struct cx *cx, const struct rule *rule, const char *name, struct material *out)
{
	struct texts names;
	struct rule_ints density, sigma, swell;
	TRY(rule_texts(cx, rule, "materials", &names));
	TRY(rule_ints(cx, rule, "density_kg", &density));
	TRY(rule_ints(cx, rule, "sigma_permille", &sigma));
	TRY(rule_ints(cx, rule, "swell_percent", &swell));
	for (int i = 0; i < (int)names.count && i < density.count && i < sigma.count && i < swell.count; i++)
		if (strcmp(names.items[i], name) == 0) {
			*out = (struct material){(double)density.items[i] / 1000, (double)sigma.items[i] / 1000, (double)swell.items[i] / 100};
			return STATUS_OK;
		}
	return cx_fail_field(cx, "material", "is not a mineral of the rule balance.materials: %s", name);
}

static double or_default(double percent, double share)
{
	return percent > 0 ? percent / 100 : share;
}

enum status balance_rock_make(struct cx *cx, const struct balance_setting *s, struct day day, const struct balance_defaults *d,
			      struct balance_rock *out)
{
	static const double waste_density = 2.7;
	const struct rules *rules;
	const struct rule *rule;
	struct material m;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "balance.materials", day, &rule));
	TRY(find_material(cx, rule, s->material, &m));
	bool own = s->density > 0;
	*out = (struct balance_rock){
		.material = s->material, .density = own ? s->density : m.density,
		.density_sigma = or_default(s->density_sigma, own ? d->density : m.sigma),
		.waste_density = s->waste_density > 0 ? s->waste_density : waste_density, .swell = or_default(s->swell, m.swell),
		.moisture = or_default(s->moisture, d->moisture), .loss = or_default(s->loss, d->loss),
		.strip = s->strip > 0 ? s->strip : d->strip,
		.powder_factor = s->powder_factor > 0 ? s->powder_factor : d->powder_factor,
		.density_source = own ? s->density_source : words(cx, "default of the rules"), .rule = rule->name, .source = rule->source,
	};
	return STATUS_OK;
}

enum status balance_rock_of(struct cx *cx, int64_t mine, struct day day, const struct balance_defaults *d, struct balance_rock *out)
{
	struct balance_setting s;
	TRY(balance_setting_get(cx, mine, &s));
	return balance_rock_make(cx, &s, day, d, out);
}
