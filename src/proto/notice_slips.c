/*
 * notice_slips.c - doubtful characters: what recognition of a picture, or a tired hand, makes of common words.
 *
 * Only where another character of the same look gives a word that such notices use; everything else is left alone.
 */
#include "proto/notice_find.h"

/* Words that exist, but stand for another where a picture was recognised. */
static const char *const recognised[][2] = {
	{"巡道", "巡逻"}, {"巡通", "巡逻"}, {"巡逼", "巡逻"},     {"安个", "安全"},
	{"未端", "末端"}, {"土业", "工业"}, {"干部门", "各部门"},
};

/* Wrong as found, right as meant.  Words that exist are not here. */
static const char *const slips[][2] = {
	{"巡遒", "巡逻"},
	{"巡罗", "巡逻"},
	{"巡视俭查", "巡视检查"},
	{"俭查", "检查"},
	{"捡查", "检查"},
	{"检査", "检查"},
	{"排査", "排查"},
	{"督査", "督查"},
	{"调査", "调查"},
	{"审査", "审查"},
	{"复査", "复查"},
	{"安仝", "安全"},
	{"安金", "安全"},
	{"安全生严", "安全生产"},
	{"生严", "生产"},
	{"隐惠", "隐患"},
	{"隐忠", "隐患"},
	{"陷患", "隐患"},
	{"整攺", "整改"},
	{"整玫", "整改"},
	{"矿山企亚", "矿山企业"},
	{"企亚", "企业"},
	{"作亚", "作业"},
	{"行亚", "行业"},
	{"专亚", "专业"},
	{"完戌", "完成"},
	{"完咸", "完成"},
	{"牵夫", "牵头"},
	{"率头", "牵头"},
	{"奉头", "牵头"},
	{"配台", "配合"},
	{"责仟", "责任"},
	{"责住", "责任"},
	{"青任", "责任"},
	{"单任", "单位"},
	{"单伎", "单位"},
	{"部冂", "部门"},
	{"部问", "部门"},
	{"乡鎭", "乡镇"},
	{"街遒", "街道"},
	{"街逍", "街道"},
	{"应急営理", "应急管理"},
	{"管埋", "管理"},
	{"监菅", "监管"},
	{"菅理", "管理"},
	{"监埋", "监理"},
	{"爆作", "爆炸"},
	{"火工材科", "火工材料"},
	{"材科", "材料"},
	{"车辆超截", "车辆超载"},
	{"超截", "超载"},
	{"起载", "超载"},
	{"起限", "超限"},
	{"釆矿", "采矿"},
	{"釆区", "采区"},
	{"盗釆", "盗采"},
	{"开釆", "开采"},
	{"采砂权", "采矿权"},
	{"摄象头", "摄像头"},
	{"扳道", "巷道"},
	{"井卞", "井下"},
	{"并下作业", "井下作业"},
	{"昼夜巡罗", "昼夜巡逻"},
	{"消号", "销号"},
	{"座谈含", "座谈会"},
	{"会仪", "会议"},
	{"办公窒", "办公室"},
	{"指挥邵", "指挥部"},
	{"白然资源", "自然资源"},
	{"自燃资源局", "自然资源局"},
	{"公安同", "公安局"},
	{"管理同", "管理局"},
	{"资源同", "资源局"},
	{"运输同", "运输局"},
	{"县委县攻府", "县委县政府"},
	{"攻府", "政府"},
	{"敬府", "政府"},
	{"人民玫府", "人民政府"},
	{"时眼", "时限"},
	{"期眼", "期限"},
	{"长朗", "长期"},
	{"长期推迸", "长期推进"},
	{"推迸", "推进"},
	{"迸行", "进行"},
	{"迸一步", "进一步"},
	{"改迸", "改进"},
	{"末完成", "未完成"},
	{"未梢", "末梢"},
	{"己完成", "已完成"},
	{"自已", "自己"},
	{"己经", "已经"},
	{"曰前", "日前"},
	{"曰内", "日内"},
	{"月庶", "月底"},
	{"月厎", "月底"},
	{"中旬上极", "中旬上报"},
	{"上极", "上报"},
	{"极告", "报告"},
	{"报吿", "报告"},
	{"遏剬", "遏制"},
	{"竭制", "遏制"},
	{"杜艳", "杜绝"},
	{"扺制", "抵制"},
	{"舫范", "防范"},
	{"防笵", "防范"},
	{"排杳", "排查"},
	{"检杳", "检查"},
	{"查杳", "查查"},
	{"扦查", "排查"},
	{"验牧", "验收"},
	{"脸收", "验收"},
};

static void look_alike(struct reader *r, uint32_t i, struct span s, const char *no)
{
	const struct text *t = &r->text;
	size_t all = sizeof slips / sizeof *slips, ocr = t->doc->ocr ? sizeof recognised / sizeof *recognised : 0;
	for (size_t k = 0; k < all + ocr; k++) {
		const char *const *pair = k < all ? slips[k] : recognised[k - all];
		if (t->s[i] == pair[0][0] && at_word(t, i, s.b, pair[0])) {
			struct span w = {i, i + (uint32_t)strlen(pair[0])};
			finding_add(r, "doubtful_characters", no, w,
				    arena_printf(r->cx->mem,
						 words(r->cx, "“%s” looks like a slip for “%s”: check the original"),
						 text_clean(r->cx, t, w, false), pair[1]));
			return;
		}
	}
}

static void finding_noise(struct reader *r, struct span w, const char *no)
{
	finding_add(r, "doubtful_characters", no, w,
		    words(r->cx, "characters that could not be read: check the original"));
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

void slips_find(struct reader *r, struct span s, const char *no)
{
	const struct text *t = &r->text;
	for (uint32_t i = s.a, next; i < s.b; i = next) {
		next = i + char_len(t->s + i);
		bool lost = at_word(t, i, s.b, "\xef\xbf\xbd") || at_word(t, i, s.b, "???") ||
			    at_word(t, i, s.b, "□") || at_word(t, i, s.b, "■");
		if (lost) {
			while (next < s.b && (at_word(t, next, s.b, "\xef\xbf\xbd") || t->s[next] == '?' ||
					      at_word(t, next, s.b, "□")))
				next += char_len(t->s + next);
			finding_noise(r, (struct span){i, next}, no);
			continue;
		}
		bool letter = strchr("OoIl", t->s[i]) && t->s[i];
		if (letter && i > s.a && digit(t->s[i - 1]) && next < s.b &&
		    (digit(t->s[next]) || at_word(t, next, s.b, "月") || at_word(t, next, s.b, "日"))) {
			finding_noise(r, (struct span){i - 1, next}, no); /* 1O月 */
			continue;
		}
		look_alike(r, i, s, no);
	}
}
