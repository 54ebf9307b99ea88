/* story.c - the patterns in which ledgers disagree, and what each of them means. */
#include "rooms/balance/detect.h"

#define HAULAGE [LINE_HAULAGE]
#define REPORT [LINE_REPORT]
#define EXPLOSIVE [LINE_EXPLOSIVE]
#define SURVEYS(x) [LINE_SURVEY] = (x), [LINE_SURVEY_ALL] = (x)

const struct balance_story balance_stories[] = {
	{"unweighed", "矿石未过磅外运", "ore hauled away unweighed",
	 "测量和爆破表明挖出的矿石，多于过磅外运、库存和损失能说明的数量：可能有车不过磅就出矿（夜间外运、绕磅、少记车次）。",
	 "The ground and the blasts show more ore dug than scales, piles and losses account for: trucks may leave without being"
	 " weighed (by night, around the scale, tickets left out).",
	 0.40, true, {{{HAULAGE = -1, REPORT = -1}}, {{HAULAGE = -1}}}, 2},
	{"foreign-ore", "外来矿石混入本矿台账", "ore from elsewhere sold as this mine's",
	 "过磅外运的矿石，多于从本矿地里挖出的数量：可能有别处的矿石（无证或盗采的）借本矿的证和磅单运出。",
	 "More ore went over the scale than was dug here: ore from elsewhere (unlicensed or stolen) may leave under this mine's"
	 " licence and tickets.",
	 0.15, true, {{{HAULAGE = 1, REPORT = 1}}, {{HAULAGE = 1}}}, 2},
	{"unregistered-explosives", "有未登记的爆破", "blasts with explosives that are not in the books",
	 "挖出并运走的岩石，多于登记的炸药能爆下的数量：可能用了未登记的炸药，或用液压锤破碎而没有申报。",
	 "More rock was dug and hauled than the registered explosives can have broken: explosives outside the books, or hydraulic"
	 " hammers that nobody declared.",
	 0.15, true, {{{EXPLOSIVE = -1}}}, 1},
	{"over-mining", "超产少报", "more mined than reported",
	 "测量、爆破和过磅一致，只有上报产量偏少：可能超过许可规模开采而少报。",
	 "Ground, blasts and scales agree with each other; only the reported output is low: the mine may dig more than it may, and"
	 " report less.",
	 0.15, true, {{{REPORT = -1}}}, 1},
	{"explosives-elsewhere", "炸药去向不明", "explosives that did not break rock here",
	 "登记用掉的炸药，多于本矿挖出的岩石所需：可能有炸药流向别处，或单耗与批准的相差很大。",
	 "More explosives were booked as used than the rock dug here takes: some may have gone elsewhere, or the powder factor is"
	 " far from the approved one.",
	 0.05, false, {{{EXPLOSIVE = 1}}}, 1},
	{"over-report", "上报产量偏多", "reported output too high",
	 "上报产量多于挖出和运走的数量：可能虚报，或重复填报。", "More was reported than was dug and hauled: it may be invented, or reported twice.",
	 0.02, false, {{{REPORT = 1}}}, 1},
	{"survey-error", "测量方量或密度不符", "the survey or its density does not fit",
	 "只有测量方量与其他台账都不符：先核对测量范围、两期配准和矿石密度。",
	 "Only the survey disagrees with all other ledgers: check its area, how the two dates were matched, and the density.",
	 0.04, false, {{{SURVEYS(1)}}, {{SURVEYS(-1)}}}, 2},
	{"stock-error", "库存不符", "the piles do not fit",
	 "只有库存变动与其他台账不符：先复测堆场，核对松散密度。", "Only the change of the piles disagrees: measure them again, check the loose density.",
	 0.02, false, {{{[LINE_STOCK] = 1}}, {{[LINE_STOCK] = -1}}}, 2},
	{"dump-error", "排土量不符", "the waste does not fit",
	 "只有排土量与其他台账不符：先复测排土场，核对剥采比。", "Only the waste disagrees: measure the dump again, check the stripping ratio.",
	 0.02, false, {{{[LINE_DUMP] = 1, [LINE_SURVEY_WASTE] = 1}}, {{[LINE_DUMP] = -1, [LINE_SURVEY_WASTE] = -1}}}, 2},
};
const size_t balance_story_count = sizeof balance_stories / sizeof *balance_stories;

const char *const balance_words[] = {"not_enough", "agrees", "does_not_fit"};
