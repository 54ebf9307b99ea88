/*
 * notice_label.c - labels: 牵头部门：, 责任单位, 【完成时限】, 分管领导 …
 *
 * A label is put together from few parts, in many ways; so it is taken apart, not looked up whole.
 */
#include "proto/notice_parse.h"

/* What a label may be made of, longest first where one begins with another. */
static const char *const parts[] = {
	"乡镇责任", "乡级责任", "镇级责任", "村级责任", "街道责任", "属地责任", "省级责任",
	"县领导", "市领导", "区领导", "负责人", "责任人", "联系人", "牵头", "主办", "主责", "主要", "主管", "责任",
	"负责",   "配合",   "协同",   "协办",   "协助",   "协作",   "参与", "参加", "成员", "承办", "落实", "实施",
	"执行",   "承担",   "办理",   "办结",   "单位",   "部门",   "主体", "机构", "科室", "处室", "股室", "领导",
	"分管",   "包保",   "挂点",   "挂钩",   "联系",   "包联",   "带队", "县级", "市级", "区级", "组长", "完成",
	"整改",   "时限",   "时间",   "节点",   "期限",   "日期",   "要求", "安排", "进度", "推进", "截止", "截至",
	"第一",   "直接",   "具体",   "其他",   "其它",   "相关",   "有关", "年度", "任务", "工作", "措施", "内容",
	"目标",   "事项",   "治理",   "验收",   "销号",   "督办",   "督导", "监管", "监督", "督查", "组织", "支持",
	"县直",   "市直",   "区直",   "镇街",   "行政",   "技术",   "党政", "工期", "阶段", "计划", "预计", "拟",
	"主",     "总",     "人",     "与",     "及",     "和",     "、",   "/",    NULL,
};

static const char *const lead[] = {"牵头", "主办", "主责", "主要责任", "主要承办", "第一责任", "主管", "总负责", NULL};
static const char *const coop[] = {"配合", "协同", "协办",     "协助",     "协作",     "参与",
				   "参加", "成员", "其他责任", "其它责任", "支持", NULL};
static const char *const duty[] = {"责任", "负责",     "承办",     "落实", "实施", "执行", "承担", "办理",
				   "主体", "整改单位", "完成单位", "包保", "包联", "监管", "属地", NULL};
static const char *const bodies[] = {"单位", "部门", "主体",       "机构", "科室", "处室", "股室",
				     "乡镇", "街道", "乡镇(街道)", "局",   "方",   NULL};
static const char *const other_bodies[] = {"督办", "督导", "督查", "监督",     "验收", "报送", "报告", "汇总", "联系",
					   "批准", "制定", "印发", "发布",     "编制", "发文", "检查", "受检", "抄送",
					   "主送", "施工", "设计", "建设单位", "监理", "填报", "考核", NULL};
static const char *const persons[] = {"领导",   "责任人", "负责人", "联系人",     "组长",   "人员",
				      "干部",   "县长",   "市长",   "区长",   "书记",       "带队人", "包保人",
				      "联络员", "承办人", "经办人", "责任县领导", NULL};
static const char *const whens[] = {"时限",     "期限",     "完成时间", "时间节点", "完成节点", "时间要求", "时间安排",
				    "完成日期", "截止时间", "截止日期", "截至时间", "办结时间", "整改时间", "进度安排",
				    "落实时间", "销号时间", "推进时间", "时间进度", "序时进度", "完成期",   "工期",
				    "节点时间", "进度要求", "进度计划", "工作进度", "推进计划", "时间表",   "完成时点",
				    "办结日期", "整改日期", "验收时间", NULL};
static const char *const not_whens[] = {"发布",     "发文", "印发", "成文", "公开", "生成", "来源",     "开会", "会议",
					"检查时间", "事故", "发生", "更新", "有效", "保存", "实施日期", "施行", "登记",
					"填报",     "上报", "追溯", "公示", "许可", "服务", "工作时间", "浏览", NULL};
static const char *const progress[] = {"推进情况", "进展", "完成情况", "落实情况", "整改情况", "是否",
				       "备注",     "说明", "联系电话", "电话",     "得分",     "分值",
				       "评分",     "状态", "销号情况", "序时",     "完成率",   "形象进度",
				       "当前",     "目前", "下一步",   "结果",     NULL};
static const char *const category[] = {"类别", "分类", "类型", "领域", "板块", "方面",
				       "专题", "版块", "大类", "所属", NULL};
static const char *const numbers[] = {"序号", "编号", "序",   "项次", "号",       "No.",      "NO.", "No",
				      "NO",   "组别", "组次", "分组", "任务编号", "项目编号", NULL};
static const char *const texts[] = {"任务",   "工作", "事项",     "内容", "措施",     "项目", "举措", "目标",
				    "要点",   "问题", "隐患",     "清单", "要求",     "标准", "做法", "名称",
				    "重点",   "指标", "任务分解", "范围", "区域",     "对象", "矿山", "企业",
				    "乡镇名", "整改", "行动",     "部署", "民生实事", "实事", "路线", NULL};

static bool any_is(const struct text *t, struct span s, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (span_is(t, s, list[i]))
			return true;
	return false;
}

static enum label_kind body_kind(const struct text *t, struct span s)
{
	bool l = word_in(t, s, lead) >= 0, c = word_in(t, s, coop) >= 0, d = word_in(t, s, duty) >= 0;
	if (!l && !c && !d)
		return LABEL_OTHER;
	if (l && !c)
		return LABEL_LEAD;
	if (l || (c && d && !has_word(t, s, "其他责任") && !has_word(t, s, "其它责任")))
		return LABEL_DUTY; /* 牵头及配合单位, 责任主体与协同单位: told apart by what stands beside */
	return c ? LABEL_COOP : LABEL_DUTY;
}

enum label_kind label_classify(const struct text *t, struct span s)
{
	static const char *const bare_lead[] = {"牵头", "主办", "主责", "牵头方", "由牵头", NULL};
	static const char *const bare_coop[] = {"配合", "协办", "协同", "参与", "参加", "协助", "协作", "支持", NULL};
	static const char *const bare_duty[] = {"责任",     "负责", "承办",     "责任分工", "职责分工",
						"任务分工", "分工", "责任落实", NULL};
	static const char *const with_persons[] = {"单位及", "单位和", "单位、", "单位与", "单位/", "部门及",
						   "部门和", "部门、", "部门与", "部门/", NULL};
	s = trim(t, s);
	uint32_t n = char_count(t, s);
	if (!n || n > 24)
		return LABEL_NONE;
	if (any_is(t, s, numbers))
		return LABEL_NUMBER;
	if (at_word(t, s.a, s.b, "各"))
		return LABEL_OTHER; /* 各成员单位：a letter's address */
	if (any_is(t, s, bare_lead))
		return LABEL_LEAD;
	if (any_is(t, s, bare_coop))
		return LABEL_COOP;
	if (any_is(t, s, bare_duty))
		return LABEL_DUTY;
	struct span core =
		s; /* 责任单位(部门), 牵头单位(第一个为主): the words before the bracket decide, if there are any */
	uint32_t bracket = find_word(t, s, "(");
	if (bracket > s.a && bracket < s.b)
		core.b = bracket;
	if (word_ending(t, core, persons) >= 0) /* 责任单位及责任人: units, each with its person behind it */
		return word_in(t, core, with_persons) < 0 ? LABEL_PERSON : body_kind(t, core);
	if (word_in(t, s, whens) >= 0 || span_is(t, s, "时间") || span_is(t, s, "进度"))
		return word_in(t, s, not_whens) >= 0 ? LABEL_OTHER : LABEL_WHEN;
	if (word_ending(t, core, bodies) >= 0 || word_ending(t, s, bodies) >= 0) {
		if (word_in(t, core, other_bodies) >= 0 && word_in(t, core, lead) < 0 && word_in(t, core, duty) < 0)
			return LABEL_OTHER;
		return body_kind(t, s);
	}
	if (word_in(t, s, progress) >= 0)
		return LABEL_PROGRESS;
	if (word_in(t, s, category) >= 0)
		return LABEL_CATEGORY;
	return word_in(t, s, texts) >= 0 ? LABEL_TEXT : LABEL_NONE;
}

static bool strong(enum label_kind k)
{
	return k == LABEL_LEAD || k == LABEL_COOP || k == LABEL_DUTY || k == LABEL_PERSON || k == LABEL_WHEN;
}

/* Made of the parts above from end to end: 配合部门, but not 局配合部门, whose first character ends the line before. */
static bool composed(const struct text *t, struct span s)
{
	for (bool more = true; more && s.b > s.a;) {
		int i = word_ending(t, s, parts);
		more = i >= 0;
		if (more)
			s.b -= (uint32_t)strlen(parts[i]);
		else if (t->s[s.b - 1] == ')' && t->mate[s.b - 1] != NO_MATE && t->mate[s.b - 1] > s.a) {
			s.b = t->mate[s.b - 1]; /* 牵头（责任）单位 */
			more = true;
		}
	}
	return s.b <= s.a;
}

/* May the line before p go on at p? */
static bool mid_sentence(const struct text *t, uint32_t p)
{
	static const char *const stops[] = {"。", ";", "!", "?", ")", NULL};
	return p && t->gap[p] <= GAP_LINE && word_ending(t, (struct span){p < 3 ? 0 : p - 3, p}, stops) < 0;
}

/* How far a label reaches that begins at p: its words up to a colon, a bracket's end or a blank. */
bool label_at(const struct text *t, uint32_t p, uint32_t end, struct label *out)
{
	enum { LONGEST = 20 * 3 };
	uint32_t stop = end < p + LONGEST ? end : p + LONGEST;
	if (p < stop && t->s[p] == '(' && t->mate[p] != NO_MATE && t->mate[p] < stop) {
		struct span in = {p + 1, t->mate[p]};
		enum label_kind k = label_classify(t, in);
		uint32_t value = in.b + 1;
		value += at_word(t, value, end, ":") ? 1 : 0;
		if (strong(k) && char_count(t, in) <= 10 && in.b + 1 < end) {
			*out = (struct label){{p, value}, value, k};
			return true;
		}
		return false;
	}
	for (uint32_t i = p; i < stop; i += char_len(t->s + i)) {
		bool dash = t->s[i] == '-' && t->gap[p] >= GAP_LINE && composed(t, (struct span){p, i});
		bool colon = t->s[i] == ':' || dash, gap = i > p && t->gap[i] != GAP_NONE;
		if (i > p && (colon || gap)) {
			struct span in = {p, i};
			enum label_kind k = label_classify(t, in);
			uint32_t n = char_count(t, in);
			bool whole = n <= 12 && (!mid_sentence(t, p) || composed(t, in));
			bool text = colon && whole && n >= 2 && n <= 12 &&
				    (k == LABEL_TEXT || k == LABEL_OTHER || k == LABEL_PROGRESS);
			bool bare = gap && composed(t, in) && (!mid_sentence(t, p) || t->gap[p] >= GAP_PARA) &&
				    strong(k) && n >= 4 && n <= 8 && k != LABEL_PERSON;
			if ((colon && whole && strong(k)) || text || bare) {
				uint32_t value = i + (colon ? 1 : 0);
				while (dash && value < end && t->s[value] == '-')
					value++;
				*out = (struct label){{p, value}, value, k};
				return true;
			}
			if (colon || t->gap[i] >= GAP_PARA || (t->gap[i] == GAP_LINE && n > 8))
				return false;
		}
		static const char *const never[] = {"。", ",", ";", "“", "《", NULL};
		if (word_at(t, i, stop, never) >= 0)
			return false;
		if (t->s[i] == '(' && t->mate[i] != NO_MATE) {
			if (t->mate[i] >= stop)
				return false; /* 培育企业（牵头单位：…）: that colon is the bracket's */
			i = t->mate[i];
		}
	}
	return false;
}

/* A label that ends at a colon in the middle of a line: taken back part by part. */
bool label_ending(const struct text *t, uint32_t colon, uint32_t from, struct label *out)
{
	uint32_t a = colon;
	if (a > from && t->s[a - 1] == ')' && t->mate[a - 1] != NO_MATE && t->mate[a - 1] > from &&
	    a - t->mate[a - 1] < 20)
		a = t->mate[a - 1]; /* 责任单位(部门): */
	for (int i; a > from && (i = word_ending(t, (struct span){from, a}, parts)) >= 0;)
		a -= (uint32_t)strlen(parts[i]);
	for (; a < colon; a += char_len(t->s + a)) {
		enum label_kind k = label_classify(t, (struct span){a, colon});
		static const char *const address[] = {"有关", "相关", NULL}; /* 县安委会有关成员单位：a letter's */
		static const char *const joints[] = {"、", "和", "与", "及", "/", "拟", NULL};
		if (strong(k) && word_at(t, a, colon, address) >= 0)
			return false;
		if (strong(k) && word_at(t, a, colon, joints) < 0) {
			*out = (struct label){{a, colon + 1}, colon + 1, k};
			return true;
		}
	}
	return false;
}
