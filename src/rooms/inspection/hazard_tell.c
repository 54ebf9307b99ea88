/* hazard_tell.c - who has to know after a step on a hazard, because it is his turn. */
#include "rooms/inspection/hazard.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"

enum audience { ENTERPRISE = 1, ORDERING = 2, TOWN = 4, INDUSTRY = 8, FINDER = 16 };

static const struct {
	const char *action;
	unsigned to;
	const char *words;              /* English with one %s, mine and hazard; Chinese in locale/zh/ */
} news[] = {
	{"find", TOWN | INDUSTRY, "a hazard was found, order its rectification: %s"},
	{"order", ENTERPRISE, "ordered to rectify, sign for it: %s"},
	{"sign", ORDERING, "signed for the rectification order: %s"},
	{"plan", ORDERING, "the plan to rectify is there: %s"},
	{"list", ENTERPRISE | TOWN | INDUSTRY, "listed for supervision, report every week: %s"},
	{"ask_extension", ORDERING, "more time to rectify is asked for: %s"},
	{"rectify", ORDERING | TOWN, "to recheck: %s"},
	{"fail", ENTERPRISE | TOWN, "the recheck failed, rectify again: %s"},
	{"pass", ENTERPRISE | FINDER, "the recheck passed: %s"},
	{"delist", ENTERPRISE, "taken off the list: %s"},
	{"regrade", ENTERPRISE | TOWN | INDUSTRY, "raised to a major hazard: %s"},
	{"confirm", TOWN | INDUSTRY, "the enterprise has mended and rechecked what it found itself: %s"},
	{"reject", ENTERPRISE, "our own recheck failed, rectify again: %s"},
	{"cancel", ENTERPRISE | FINDER, "cancelled, it was no hazard: %s"},
	{"penalise", ENTERPRISE, "a penalty was recorded: %s"},
	{"grant", ENTERPRISE | TOWN, "more time to rectify was granted: %s"},
	{"refuse", ENTERPRISE, "more time to rectify was refused: %s"},
};

enum status hazard_tell(struct cx *cx, const char *action, const struct hazard *h)
{
	const char *link = arena_printf(cx->mem, "/hazards/%" PRId64, h->row.id);
	/* who inspected for a while sees his inspection for ever, the mine and its hazards no more */
	const char *found = h->inspection ? arena_printf(cx->mem, "/inspections/%" PRId64, h->inspection) : link;
	const char *what = arena_printf(cx->mem, "%s：%s", inspection_or(h->mine_name, ""), h->text);
	for (size_t i = 0; i < sizeof news / sizeof *news; i++) {
		const unsigned to = news[i].to;
		if (strcmp(news[i].action, action) != 0)
			continue;
		if (to & ENTERPRISE)
			TRY(inspection_tell(cx, h->enterprise, PERM_HAZARD_RECTIFY, action, link, news[i].words, what));
		if (to & ORDERING && h->order_org != h->town)
			TRY(inspection_tell(cx, h->order_org, PERM_HAZARD_RECHECK, action, link, news[i].words, what));
		if ((to & TOWN) || (to & ORDERING && h->order_org == h->town))
			TRY(inspection_tell(cx, h->town, PERM_HAZARD_RECHECK, action, link, news[i].words, what));
		if (to & INDUSTRY)
			TRY(inspection_tell(cx, h->industry, PERM_HAZARD_RECHECK, action, link, news[i].words, what));
		if (to & FINDER && h->found_org != h->town)
			TRY(inspection_tell(cx, h->found_org, PERM_INSPECT, action, found, news[i].words, what));
	}
	return STATUS_OK;
}
