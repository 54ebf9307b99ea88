/*
 * detect.h - do the ledgers of some months agree, and if not, which story explains it?
 *
 * A story is a pattern: ore that leaves unweighed makes the weighbridge, and the report that follows it, read low, and
 * nothing else.  For each story and each month in which it may have begun, the generalised likelihood ratio asks whether
 * the months together speak for it: z = f'd/√(f'f) in whitened constraints, a standard normal where the ledgers are
 * honest.  This is a cumulative sum that weighs each month and each ledger by what it knows (docs/balance.md).
 *
 * False alarms.  The largest of many z is not normal; how often it passes z by chance is bounded from above by the sum
 * of the tails less the joint tails along a spanning tree (Hunter, Worsley), with the correlations as they are.  Each
 * story has a share of the allowed rate, so that whatever ledgers a mine has, an honest one is suspected in at most
 * that share of months: a bound, not a calibration.
 */
#ifndef ROOMS_BALANCE_DETECT_H
#define ROOMS_BALANCE_DETECT_H

#include "rooms/balance/model.h"

enum { BALANCE_MONTHS = 24 };   /* at most so many are looked at together */

struct balance_story {
	const char *name, *zh, *en;     /* the word */
	const char *text_zh, *text_en;  /* what happened, for a person */
	double share;                   /* of the allowed false alarms; also how likely it is held beforehand */
	bool theft;                     /* one of the four that the measures are about; else an error of a ledger */
	struct {
		double shift[LINE_COUNT];       /* of the readings, a tonne */
	} ways[2];
	size_t count;
};
extern const struct balance_story balance_stories[];
extern const size_t balance_story_count;

struct balance_finding {
	const struct balance_story *story;
	size_t way, onset;      /* which of its patterns; the month where it fits best, from 0 */
	double z, p;            /* p: how often honest ledgers would look so, all onsets and patterns considered */
	double share, share_sigma;      /* of a month's ore */
	double t, t_sigma;      /* tonnes since the onset */
	double weight;          /* z²/2 + ln share: the larger, the likelier */
};

enum balance_word { BALANCE_NOT_ENOUGH, BALANCE_AGREES, BALANCE_DOES_NOT_FIT };
extern const char *const balance_words[];       /* "not_enough", "agrees", "does_not_fit" */

struct balance_verdict {
	enum balance_word word;
	double p;               /* the least p/share of all stories; below alpha: does not fit */
	double alpha;
	size_t constraints;     /* that the newest month adds */
	struct balance_finding *findings;       /* those that can be told, likeliest first */
	size_t count, alike;    /* alike: so many of the first cannot well be told apart */
};

/* months: at most BALANCE_MONTHS, oldest first; the verdict is the newest one's.  alpha: the allowed rate. */
enum status balance_detect(struct cx *cx, const struct balance_month *months, size_t count, double alpha,
			   struct balance_verdict *out) MUST_CHECK;

#endif
