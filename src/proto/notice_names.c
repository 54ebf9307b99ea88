/* notice_names.c - does this look like an organisation, a group of them, a person? */
#include "proto/notice_parse.h"

/* What names of organisations end in.  The longer ones stand for themselves; the single characters are common. */
static const char *const ends[] = {
	"局",     "委",     "办",     "部",     "厅",     "署",         "院",     "会",     "府",   "社",     "中心",
	"公司",   "集团",   "办公室", "办事处", "指挥部", "管理区",     "开发区", "园区",   "新区", "示范区", "街道",
	"街办",   "乡镇",   "镇",     "乡",     "村",     "县",         "市",     "区",     "旗",   "处",     "所",
	"站",     "厂",     "矿",     "矿山",   "学校",   "学院",       "大学",   "银行",   "分行", "支行",   "联",
	"残联",   "妇联",   "协",     "协会",   "工会",   "团委",       "法院",   "检察院", "组",   "专班",   "馆",
	"台",     "队",     "支队",   "大队",   "中队",   "段",         "总社",   "联社",   "总队", "部门",   "单位",
	"机构",   "企业",   "人武部", "军区",   "海关",   "税务",       "电信",   "移动",   "联通", "邮政",   "电力",
	"分局",   "总局",   "场",     "农场",   "林场",   "基地",       "管委",   "管理委", "班子", "系统",   "盟",
	"州",     "省",     "苏木",   "嘎查",   "库",     "室",         "科",     "股",     "院校", "媒体",   "代表处",
	"书院",   "联合会", "商会",   "水厂",   "医院",   "供电",       "铁塔",   "石油",   "石化", "燃气",   "团县委",
	"团市委", "团区委", "共青团", "团中央", "青年团", "共青团中央", "组织",   "园",     "高中", "中学",   "小学",
	"幼儿园", "监狱",   "车间",   "班组",   "工区",   "消防",   "气象",   "属地",   "国网",       "服务队", "监理",   "镇街", "街镇",   NULL,
};

static const char *const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余"
				    "杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
				    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛"
				    "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦"
				    "俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉游辛路骆靳管柴鲍华喻祁蒲房"
				    "滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂"
				    "全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝";

static const char *const titles[] = {
	"县长", "市长",     "区长",     "州长",         "旗长",     "书记",   "部长",   "主任",   "局长",   "镇长",
	"乡长", "常委",     "主席",     "队长",         "院长",     "检察长", "组长",   "经理",   "董事长", "矿长",
	"校长", "主要领导", "分管领导", "负责人",       "负责同志", "调研员", "政委",   "参谋长", "站长",   "所长",
	"处长", "科长",     "秘书长",   "主要负责同志", "县领导",   "市领导", "区领导", "同志",   NULL};

static bool surname(const struct text *t, uint32_t p)
{
	return han(t, p) && memmem(surnames, strlen(surnames), t->s + p, 3);
}

static bool all_han(const struct text *t, struct span s)
{
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i))
		if (!han(t, i) && !at_word(t, i, s.b, "·"))
			return false;
	return s.b > s.a;
}

/* The name without the bracket behind it. */
static struct span bare(const struct text *t, struct span s)
{
	while (s.b > s.a + 1 && t->s[s.b - 1] == ')' && t->mate[s.b - 1] != NO_MATE && t->mate[s.b - 1] > s.a)
		s.b = t->mate[s.b - 1];
	return s;
}

bool unit_ends(const struct text *t, struct span s)
{
	s = bare(t, s);
	return s.b > s.a && word_ending(t, s, ends) >= 0;
}

/* Words no name of an organisation begins with: it is a sentence. */
bool verb_first(const struct text *t, struct span s)
{
	static const char *const verbs[] = {
		"加强", "推进", "完成", "开展", "落实", "做好", "进一步", "完善", "严格", "强化", "全面", "积极",
		"加快", "确保", "制定", "提高", "对",   "把",   "将",     "为",   "按",   "依",   "根据", "通过",
		"实施", "要",   "应",   "不",   "未",   "新建", "建成",   "扩建", "改造", "深化", "持续", "推动",
		"督促", "组织", "履行", "启动", "打造", "优化", "培育",   "规范", "坚持", "每",   "及时", "负责",
		"支持", "鼓励", "引进", "动员", "在",   "从",   "到",     "与",   "并",   "是",   "有力", "大力",
		"健全", "创建", "争取", "力争", "查处", "整治", "关闭",   "开工", "实现", "新增", "各项", "以",
		"迁建", "建设", "建立", "清理", "编制", "安装", "修订",   "治理", "排查", "举办", "召开", "发放",
		"拆除", "更换", "实行", "严查", "严厉", "修编", "封堵",   NULL};
	static const char *const names[] = {"应急",   "对外",   "建设局", "建设委", "建设银行", "建设集团",
					    "建设厅", "建设和", "建设部门", "为民",   "治理办", "检查组",   NULL};
	return word_at(t, s.a, s.b, verbs) >= 0 && word_at(t, s.a, s.b, names) < 0;
}

/* Words inside that make it a sentence; 负有…职责的单位 is a name all the same. */
static bool sentence_inside(const struct text *t, struct span s)
{
	static const char *const words[] = {"进行", "是否", "不得", "必须", "应当", "可以", "达到", "完成",
					    "建成", "牵头", "配合", "严禁", "等于", "开展", "提升", "推进",
					    "加快", "确保", "加强", "已经", "以上", "以下", NULL};
	static const char *const names[] = {"推进中心", "推进办", "推进委", "推进处", "推进组", "推进领导小组", "提升办", NULL};
	static const char *const marks[] = {"。", "“", "《", "%", "?", "!", "=", NULL};
	if ((word_in(t, s, words) >= 0 && word_in(t, s, names) < 0) || word_in(t, s, marks) >= 0)
		return true;
	return has_word(t, s, "的") && !has_word(t, s, "负有") && !has_word(t, s, "承担") && !has_word(t, s, "具有") &&
	       !has_word(t, s, "涉及") && !has_word(t, s, "相关") && !has_word(t, s, "有关");
}

bool unit_plausible(const struct text *t, struct span s)
{
	uint32_t n = char_count(t, s);
	if (n < 2 || n > 34 || !han(t, s.a) || verb_first(t, s))
		return false;
	struct span core = bare(t, s);
	if (!unit_ends(t, s) || sentence_inside(t, core))
		return false;
	for (uint32_t i = core.a; i < core.b; i++)
		if ((t->s[i] >= '0' && t->s[i] <= '9' && char_count(t, core) < 5) || t->s[i] == ';' || t->s[i] == ':')
			return false;
	return true;
}

bool unit_collective(const struct text *t, struct span s)
{
	static const char *const first[] = {"各",   "有关", "相关", "其他", "其它", "全体",     "所有",
					    "全县", "全市", "全区", "县直", "市直", "区直",     "县级",
					    "部门", "乡镇", "街道", "行业", "属地", "成员单位", NULL};
	static const char *const inside[] = {"各",   "有关部门",     "相关部门", "相关单位",   "有关单位",
					     "负有", "行业主管部门", "成员单位", "乡镇(街道)", NULL};
	static const char *const kinds[] = {"部门", "单位", "乡镇", "街道", "镇", "政府", "办事处",
					    "企业", "机构", "乡",   "村",   "委", "局",   "专班",
					    "组织", "县",   "市",   "区",   "办", NULL};
	struct span core = bare(t, s);
	return (word_at(t, core.a, core.b, first) >= 0 || word_in(t, s, inside) >= 0) &&
	       (word_ending(t, core, kinds) >= 0 || word_ending(t, s, kinds) >= 0);
}

bool person_plausible(const struct text *t, struct span s)
{
	struct span core = bare(t, s);
	uint32_t n = char_count(t, core);
	if (!all_han(t, core) || n < 2 || n > 24)
		return false;
	if (n <= 12 && word_ending(t, core, titles) >= 0)
		return true;
	for (uint32_t tail = 2; tail <= 3; tail++) { /* 副县长李四, 县委常委张三丰 */
		if (core.b - core.a <= tail * 3)
			break;
		struct span title = {core.a, core.b - tail * 3};
		if (word_ending(t, title, titles) >= 0 && surname(t, title.b))
			return true;
	}
	if (n > 4 || !surname(t, core.a) || unit_collective(t, core))
		return false;
	if (n == 4)
		return has_word(t, core, "欧阳") || has_word(t, core, "司徒") || has_word(t, core, "上官") ||
		       has_word(t, core, "诸葛");
	return !unit_ends(t, core) ||
	       (n == 3 && core.b < t->n &&
		word_ending(t, core, (const char *const[]){"会", "省", "县", "市", "州", "园", "科", NULL}) >= 0);
}

/* 县应急局 is short for 县应急管理局: its characters stand in the longer name in the same order, the last one last. */
static bool short_for(const struct text *t, struct span x, struct span y)
{
	uint32_t j = y.a, last = y.a;
	for (uint32_t i = x.a; i < x.b; i += char_len(t->s + i)) {
		uint32_t n = char_len(t->s + i);
		while (j < y.b && (char_len(t->s + j) != n || memcmp(t->s + j, t->s + i, n)))
			j += char_len(t->s + j);
		if (j >= y.b)
			return false;
		last = j;
		j += n;
	}
	return last + char_len(t->s + last) == y.b;
}

static struct span plain_name(const struct text *t, struct span s)
{
	s = bare(t, s);
	if (ends_with(t, s, "委员会"))
		s.b -= 6; /* 委员会 and 委 are one */
	return s;
}

bool units_same(const struct text *t, struct span x, struct span y)
{
	x = plain_name(t, x);
	y = plain_name(t, y);
	if (x.b - x.a == y.b - y.a)
		return !memcmp(t->s + x.a, t->s + y.a, x.b - x.a);
	if (x.b - x.a > y.b - y.a) {
		struct span swap = x;
		x = y;
		y = swap;
	}
	return char_count(t, x) >= 3 && short_for(t, x, y);
}
