#include "main/demo_explosive.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/sign.h"
#include "db/writer.h"
#include "main/install.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/market.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/regulation.h"
#include "rooms/mine/papers.h"

#define MINE "恒石铁矿二矿"
enum { PEOPLE = 4, SUPPLIERS = 3 };

struct demo_explosive {
	int64_t mine, magazine, suppliers[SUPPLIERS], regulation, month;
	struct sign_key keys[PEOPLE];
	const char *paths[PEOPLE];
	int64_t seq;
	char prev[HASH_HEX];
	int next_code;
	int64_t bought, sent;           /* the permits that are under way */
	/* What the next act works on. */
	const struct flow *flow;
	int64_t id;
	const char *action, *body;
	struct keeping *entry;
	struct purchase purchase;
	struct transport transport;
	struct blast blast;
	int64_t made;
};

static const struct {
	const char *person, *post, *word;
} people[PEOPLE] = {{"魏守库", "keeper", "保管员"}, {"陶保全", "keeper", "保管员"}, {"华破山", "blaster", "爆破员"}, {"姜守安", "safety", "安全员"}};

static const char *const more_people[][2] = {{"沈开石", "爆破员"}, {"韩凿岩", "爆破员"}, {"吕鸣炮", "爆破员"}, {"许点火", "爆破员"}, {"金巡山", "安全员"}, {"曹设计", "爆破工程技术人员"}};

static int64_t at(struct day day, int hour, int minute)
{
	return day_start(day) + hour * 3600 + minute * 60;
}

/* A person does something at a time, in a transaction of its own. */
static enum status act(struct cx *cx, struct demo_explosive *d, const char *login, int64_t when, enum status (*run)(struct cx *, void *))
{
	cx->now = when;
	cx->ledger_entries = 0;
	cx->user = cx->org = 0;
	TRY(install_identify(cx, login));
	return write_now(cx, run, d);
}

static enum status run_step(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	return flow_take(cx, d->flow, d->id, d->action, d->body, d->body ? strlen(d->body) : 0);
}

static enum status step(struct cx *cx, struct demo_explosive *d, const char *login, int64_t when, const struct flow *flow, int64_t id,
			const char *action, const char *body)
{
	d->flow = flow;
	d->id = id;
	d->action = action;
	d->body = body;
	return act(cx, d, login, when, run_step);
}

/* ---- what is registered ---- */

static enum status register_mine(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	struct mine *m;
	TRY(mine_find(cx, MINE, &m));
	d->mine = m->id;
	TRY(licence_put(cx, m->id, 0, &(struct licence){.kind = "blasting", .number = "辽公爆字Q022号", .valid_from = "2022-06-01", .valid_to = "2025-05-31"}));
	for (int i = 0; i < PEOPLE; i++)
		TRY(certificate_put(cx, m->id, 0, &(struct certificate){.person = people[i].person, .post = people[i].word, .kind = "爆破作业人员许可证",
				.number = arena_printf(cx->mem, "BP0000%d", i + 1), .valid_from = "2022-01-01", .valid_to = "2025-12-31"}));
	for (size_t i = 0; i < sizeof more_people / sizeof *more_people; i++)
		TRY(certificate_put(cx, m->id, 0, &(struct certificate){.person = more_people[i][0], .post = more_people[i][1], .kind = "爆破作业人员许可证",
				.number = arena_printf(cx->mem, "BP0001%zu", i), .valid_from = "2022-01-01", .valid_to = "2025-12-31"}));
	return STATUS_OK;
}

static enum status register_magazine(struct cx *cx, void *arg)
{
	static const char *const names[SUPPLIERS] = {"青岭民爆器材有限公司", "北川化工民爆销售有限公司", "临河民爆物资有限公司"};
	struct demo_explosive *d = arg;
	struct magazine m;
	struct supplier s;
	for (int i = 0; i < SUPPLIERS; i++) {
		TRY(supplier_put(cx, 0, &(struct supplier){.name = names[i], .licence = arena_printf(cx->mem, "MB-S-0%d", i + 1), .valid_to = "2025-12-31", .outside = i > 0}, &s));
		d->suppliers[i] = s.id;
	}
	TRY(magazine_put(cx, 0, &(struct magazine){.mine = d->mine, .name = "一号库", .explosive_g = 5000000, .detonators = 20000, .cord_m = 5000,
			.evaluation = "青安评〔2022〕民爆14号", .evaluated_on = "2022-05-20", .valid_to = "2025-05-19"}, &m));
	d->magazine = m.id;
	return STATUS_OK;
}

static enum status register_keys(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	for (int i = 0; i < PEOPLE; i++) {
		struct keeper_key k;
		TRY(keeper_key_add(cx, d->magazine, &(struct keeper_key){.person = people[i].person, .post = people[i].post, .public = d->keys[i].public}, &k));
	}
	return STATUS_OK;
}

static enum status draft_quota(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	struct quota *q;
	TRY(quota_create(cx, &(struct quota){.mine = d->mine, .year = 2023, .ore_density = 3.3, .ore_density_source = "储量核实报告〔2021〕 表 5", .ore_q = 0.6,
			.ore_q_source = "2022 年爆破试验报告", .strip_ratio = 0.8, .strip_ratio_source = "初步设计 4.2 节", .rock_density = 2.7,
			.rock_density_source = "储量核实报告〔2021〕 表 5", .rock_q = 0.5, .rock_q_source = "2022 年爆破试验报告", .k = 1,
			.k_source = "采用液压锤二次破碎", .safety_stock_kg = 500}, &q));
	d->made = q->row.id;
	return STATUS_OK;
}

/* ---- permits ---- */

static enum status apply(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	struct purchase *p;
	TRY(purchase_apply(cx, &d->purchase, &p));
	d->made = p->row.id;
	return STATUS_OK;
}

static enum status ask_transport(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	struct transport *t;
	TRY(transport_apply(cx, &d->transport, &t));
	d->made = t->row.id;
	return STATUS_OK;
}

static const char *codes(struct cx *cx, int first, int count)
{
	return arena_printf(cx->mem, "0530801A%05d-%05d", first, first + count - 1);
}

/* ---- the journal ---- */

static enum status sign_entry(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	struct keeping *k = d->entry;
	struct keep_signature s[2];
	struct keep_result r;
	bool use = strcmp(k->kind, "use") == 0;
	k->county = cx->county;
	k->magazine = d->magazine;
	k->device = "d000000000000022";
	k->seq = d->seq + 1;
	k->prev = arena_strdup(cx->mem, d->prev);
	k->at = cx->now;
	struct keep_input in = {.text = keeping_write(cx, k), .signatures = {s, 2}};
	for (int i = 0; i < 2; i++) {
		const struct sign_key *key = &d->keys[use ? i + 2 : i];
		s[i].key = key->id;
		TRY(sign_text(cx, key, in.text, &s[i].signature));
	}
	return keep_take(cx, d->magazine, &in, true, &r);
}

static enum status enter(struct cx *cx, struct demo_explosive *d, int64_t when, struct keeping k, const char *list)
{
	k.person = k.person ? k.person : "";
	k.note = "";
	if (list)
		TRY(detonators_read(cx, list, strlen(list), &k.codes));
	d->entry = &k;
	TRY(act(cx, d, "kuguan", when, sign_entry));
	d->seq++;
	memcpy(d->prev, k.hash, HASH_HEX);
	return STATUS_OK;
}

/* Counted by two keepers: what the book says, or so many detonators less. */
static enum status count(struct cx *cx, struct demo_explosive *d, int64_t when, int64_t less)
{
	struct list l;
	struct keeping k = {.kind = "count"};
	cx->user = cx->org = 0;
	TRY(install_identify(cx, NULL));
	TRY(book_of_magazine(cx, d->magazine, &l));
	const struct balance_row *b = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(b[i].kind, "magazine") == 0)
			k.items[k.item_count++] = (struct keeping_item){keeping_good(b[i].item)->item, b[i].amount - (keeping_good(b[i].item)->coded ? less : 0)};
	return k.item_count ? enter(cx, d, when, k, NULL) : STATUS_OK;
}

static const struct {
	int mday, supplier;
	int64_t kg;
	int detonators, yuan;
} supplies[] = {{1, 0, 4000, 400, 8200}, {12, 1, 3000, 200, 7650}, {20, 0, 3000, 200, 8200}};

static enum status ask(struct cx *cx, struct demo_explosive *d, struct day day, int n)
{
	d->purchase = (struct purchase){.magazine = d->magazine, .supplier = d->suppliers[supplies[n].supplier], .purpose = "production",
					.use_text = "+320、+332 台阶采场爆破", .bank_account = "2100 0000 0000 0022", .emulsion_kg = supplies[n].kg,
					.detonators = supplies[n].detonators};
	TRY(act(cx, d, "hengshi", at(day, 9, 10), apply));
	d->bought = d->made;
	return STATUS_OK;
}

static enum status permit(struct cx *cx, struct demo_explosive *d, struct day day, int n)
{
	char today[11];
	TRY(step(cx, d, "gongan", at(day, 10, 30), &purchase_flow, d->bought, "approve", "{}"));
	TRY(step(cx, d, "hengshi", at(day, 15, 0), &purchase_flow, d->bought, "file",
		 arena_printf(cx->mem, "{\"deal_on\":\"%s\",\"price_yuan\":%d,\"by_bank\":true}", day_print(day, today), supplies[n].yuan)));
	d->transport = (struct transport){.purchase = d->bought, .carrier = "青岭危货运输有限公司", .vehicle = "辽C0A022", .driver = "施平", .escort = "张远",
					  .from_place = "销售企业库", .route = "县道 X022—矿区专用路", .emulsion_kg = supplies[n].kg,
					  .detonators = supplies[n].detonators, .codes = codes(cx, d->next_code, supplies[n].detonators)};
	TRY(act(cx, d, "hengshi", at(day, 15, 30), ask_transport));
	d->sent = d->made;
	return STATUS_OK;
}

static enum status let_go(struct cx *cx, struct demo_explosive *d, struct day day, int n)
{
	(void)n;
	return step(cx, d, "gongan", at(day, 9, 20), &transport_flow, d->sent, "approve", "{}");
}

static enum status arrive(struct cx *cx, struct demo_explosive *d, struct day day, int n)
{
	TRY(step(cx, d, "hengshi", at(day, 5, 0), &transport_flow, d->sent, "depart", "{}"));
	TRY(step(cx, d, "hengshi", at(day, 6, 40), &transport_flow, d->sent, "arrive", "{}"));
	TRY(enter(cx, d, at(day, 7, 5), (struct keeping){.kind = "receive", .permit = d->sent, .items = {{"emulsion", supplies[n].kg * 1000},
							 {"detonator", supplies[n].detonators}}, .item_count = 2},
		  codes(cx, d->next_code, supplies[n].detonators)));
	d->next_code += supplies[n].detonators;
	TRY(step(cx, d, "hengshi", at(day, 7, 20), &transport_flow, d->sent, "return", "{}"));
	return step(cx, d, "hengshi", at(day, 7, 25), &purchase_flow, d->bought, "finish", "{}");
}

/* From application to the magazine, a day each. */
static enum status supply(struct cx *cx, struct demo_explosive *d, struct day day, int mday)
{
	static enum status (*const phases[])(struct cx *, struct demo_explosive *, struct day, int) = {ask, permit, let_go, arrive};
	for (int n = 0; n < (int)(sizeof supplies / sizeof *supplies); n++)
		if (mday >= supplies[n].mday && mday < supplies[n].mday + 4)
			TRY(phases[mday - supplies[n].mday](cx, d, day, n));
	return STATUS_OK;
}

/* ---- a blast ---- */

static enum status design(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	struct blast *b;
	TRY(blast_create(cx, &d->blast, &b));
	d->made = b->row.id;
	return STATUS_OK;
}

/* holes of 30 kg, one detonator each and one spare; so much per m³ is really used, the spare comes back. */
static enum status blast(struct cx *cx, struct demo_explosive *d, struct day day, const char *material, int holes, double q, int code)
{
	char today[11], fired[32];
	int64_t planned = holes * 30, left = 10 + holes % 7;
	double volume = (double)(planned - left) / q;
	d->blast = (struct blast){.mine = d->mine, .day = day_print(day, today), .shift = "day", .place = strcmp(material, "ore") == 0 ? "+320 台阶东段" : "+332 台阶剥离",
				  .material = material, .blaster = people[2].person, .engineer = "曹设计", .holes = holes, .hole_mm = 90, .depth_m = 11, .stemming_m = 3, .bench_m = 10, .spacing_m = 3,
				  .burden_m = 2.5, .volume_m3 = volume, .plan_kg = (double)planned, .plan_detonators = holes + 1, .delay_kg = 60, .distance_m = 420,
				  .hardness = "medium"};
	TRY(act(cx, d, "hengshi", at(day, 7, 40), design));
	int64_t id = d->made;
	TRY(step(cx, d, "hengshi", at(day, 7, 55), &blast_flow, id, "release", "{}"));
	TRY(enter(cx, d, at(day, 8, 30), (struct keeping){.kind = "issue", .blast = id, .person = people[2].person,
			.items = {{"emulsion", planned * 1000}, {"detonator", holes + 1}}, .item_count = 2}, codes(cx, code, holes + 1)));
	TRY(enter(cx, d, at(day, 12, 20), (struct keeping){.kind = "use", .blast = id, .person = people[2].person,
			.items = {{"emulsion", (planned - left) * 1000}, {"detonator", holes}}, .item_count = 2}, codes(cx, code, holes)));
	TRY(enter(cx, d, at(day, 12, 50), (struct keeping){.kind = "return", .blast = id, .person = people[2].person,
			.items = {{"emulsion", left * 1000}, {"detonator", 1}}, .item_count = 2}, arena_printf(cx->mem, "0530801A%05d", code + holes)));
	time_print(at(day, 12, 5), fired);
	TRY(step(cx, d, "hengshi", at(day, 14, 0), &blast_flow, id, "fire",
		 arena_printf(cx->mem, "{\"fired_at\":\"%s\",\"broken_m3\":%.0f,\"vibration_cm_s\":%.1f,\"note\":\"警戒 300 米，爆后检查无盲炮\"}", fired, volume, 0.4 + holes % 5 * 0.1)));
	return step(cx, d, "hengshi", at(day, 14, 20), &blast_flow, id, "settle", "{}");
}

static const struct {
	int month, day, holes;
	double q;
	const char *material;
} blasts[] = {
	{9, 7, 44, 0.61, "ore"},  {9, 11, 40, 0.52, "rock"}, {9, 14, 48, 0.59, "ore"}, {9, 19, 42, 0.6, "ore"},
	{9, 22, 38, 0.49, "rock"}, {9, 26, 46, 0.62, "ore"}, {9, 28, 30, 0.6, "ore"},
};

static enum status september(struct cx *cx, struct demo_explosive *d)
{
	int code = 1;
	d->next_code = 1;
	for (struct day day = day_make(2023, 9, 1); day.n < day_make(2023, 9, 30).n; day.n++) {
		int y, m, mday;
		day_split(day, &y, &m, &mday);
		TRY(supply(cx, d, day, mday));
		for (size_t i = 0; i < sizeof blasts / sizeof *blasts; i++)
			if (blasts[i].day == mday) {
				TRY(blast(cx, d, day, blasts[i].material, blasts[i].holes, blasts[i].q, code));
				code += blasts[i].holes;        /* the spare that came back is the next one's first */
			}
		TRY(count(cx, d, at(day, 17, 40), 0));
	}
	return STATUS_OK;
}

static enum status make_keys(struct cx *cx, struct demo_explosive *d)
{
	const struct sign_suite *suite = sign_suite_find("sha256-p256");
	for (int i = 0; i < PEOPLE; i++) {
		d->paths[i] = arena_printf(cx->mem, "%s/tmp/demo-keeper-%d.pem", cx->data, i);
		TRY(sign_key_make(cx, d->paths[i], suite));
		TRY(sign_key_load(cx, d->paths[i], suite, &d->keys[i]));
		unlink(d->paths[i]);
	}
	return STATUS_OK;
}

enum status demo_explosive_begin(struct cx *cx, struct demo_explosive **out)
{
	static struct demo_explosive kept;
	struct demo_explosive *d = *out = &kept;
	*d = (struct demo_explosive){0};
	memset(d->prev, '0', HASH_HEX - 1);
	TRY(make_keys(cx, d));
	struct day august = day_make(2023, 8, 28);
	TRY(act(cx, d, NULL, at(august, 9, 0), register_mine));
	TRY(act(cx, d, "gongan", at(august, 10, 0), register_magazine));
	TRY(act(cx, d, "kuguan", at(august, 11, 0), register_keys));
	TRY(act(cx, d, "gongan", at(august, 14, 0), draft_quota));
	int64_t quota = d->made;
	TRY(step(cx, d, "yingji", at((struct day){august.n + 1}, 9, 0), &quota_flow, quota, "sign", "{}"));
	TRY(step(cx, d, "gongan", at((struct day){august.n + 2}, 9, 0), &quota_flow, quota, "approve", "{}"));
	return september(cx, d);
}

/* ---- October, day by day ---- */

static enum status draft_rules(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	struct regulation *r;
	TRY(regulation_create(cx, &(struct regulation){.title = "青岭县民用爆炸物品安全管理办法（草案）",
			.text = "第一条 民用爆炸物品的审批数量，严格按照矿山开采量测算，不得多批、乱批。\n第二条 购买、运输、储存、使用全过程登记，账物相符，当班清退，每日双人清点。\n"
				"第三条 民用爆炸物品的供应按市场化运作，任何单位不得指定销售企业，不得限制县外企业依法供应。\n第四条 停产停工的矿山，不予审批，不予发放。"}, &r));
	d->regulation = r->row.id;
	return STATUS_OK;
}

static enum status begin_month(struct cx *cx, void *arg)
{
	struct demo_explosive *d = arg;
	struct month *m;
	TRY(month_begin(cx, d->mine, "2023-09", &m));
	d->month = m->row.id;
	return STATUS_OK;
}

static enum status enter_price(struct cx *cx, void *arg)
{
	(void)arg;
	return price_put(cx, &(struct price_note){.place = "临河县", .month = "2023-09", .price_yuan = 7300, .source = "临河县公安局通报"});
}

static enum status answer_comment(struct cx *cx, struct demo_explosive *d, int64_t when)
{
	struct list l;
	TRY(regulation_comments(cx, d->regulation, &l));
	if (!l.count)
		return STATUS_OK;
	return step(cx, d, "gongan", when, &regulation_flow, d->regulation, "answer",
		    arena_printf(cx->mem, "{\"comment\":%" PRId64 ",\"adopted\":\"yes\",\"answer\":\"已在第三条写明不得指定销售企业\"}",
				 ((const struct regulation_comment *)l.items)->id));
}

/* The piece that was counted wrong: looked into, counted again, explained. */
static enum status explain_alert(struct cx *cx, struct demo_explosive *d, struct day day)
{
	struct list l;
	int64_t next;
	cx->user = cx->org = 0;
	TRY(install_identify(cx, NULL));
	TRY(alert_list(cx, &(struct alert_query){.kind = "count", .state = "open"}, &l, &next));
	if (!l.count)
		return STATUS_OK;
	int64_t id = ((const struct explosive_alert *)l.items)->row.id;
	TRY(step(cx, d, "gongan", at(day, 8, 40), &explosive_alert_flow, id, "check", "{}"));
	TRY(count(cx, d, at(day, 9, 30), 0));
	return step(cx, d, "gongan", at(day, 10, 30), &explosive_alert_flow, id, "explain",
		    "{\"text\":\"民警到库监督复点，一发雷管压在垫木下漏数，复点与账面一致，已对保管员批评教育。\"}");
}

enum status demo_explosive_day(struct cx *cx, struct demo_explosive *d, struct day day)
{
	int y, m, mday;
	day_split(day, &y, &m, &mday);
	if (m == 10 && mday == 2)
		TRY(act(cx, d, "gongan", at(day, 16, 0), draft_rules));
	if (m == 10 && mday == 3)
		TRY(step(cx, d, "gongan", at(day, 9, 0), &regulation_flow, d->regulation, "send_out", "{\"comment_until\":\"2023-10-10\"}"));
	if (m == 10 && mday == 8) {
		TRY(step(cx, d, "hengshi", at(day, 10, 0), &regulation_flow, d->regulation, "comment", "{\"text\":\"希望允许向县外销售企业购买，现在价格高于邻县。\"}"));
		TRY(act(cx, d, "hengshi", at(day, 10, 20), begin_month));
		TRY(step(cx, d, "hengshi", at(day, 10, 30), &month_flow, d->month, "submit", "{\"note\":\"9 月账物相符\"}"));
	}
	if (m == 10 && mday == 9)
		TRY(act(cx, d, "gongan", at(day, 11, 0), enter_price));
	if (m == 10 && mday == 10)
		TRY(step(cx, d, "gongan", at(day, 15, 0), &month_flow, d->month, "close", "{}"));
	if (m == 10 && mday == 12) {
		TRY(answer_comment(cx, d, at(day, 9, 0)));
		TRY(step(cx, d, "gongan", at(day, 9, 30), &regulation_flow, d->regulation, "to_review", "{}"));
	}
	if (m == 10 && mday == 16) {            /* the mine is stopped: refused on the spot */
		d->purchase = (struct purchase){.magazine = d->magazine, .supplier = d->suppliers[1], .purpose = "production", .use_text = "复工准备用药",
						.bank_account = "2100 0000 0000 0022", .emulsion_kg = 2000, .detonators = 150};
		TRY(act(cx, d, "hengshi", at(day, 9, 30), apply));
	}
	if (m == 10 && mday == 20) {
		TRY(explain_alert(cx, d, day));
		TRY(step(cx, d, "anweiban", at(day, 16, 0), &regulation_flow, d->regulation, "review",
			 "{\"review_no\":\"青公审〔2023〕4号\",\"conclusion\":\"does_not_fit\",\"text\":\"附则中“由县民爆公司统一供应”指定了供应商，应当删除。\"}"));
	}
	return count(cx, d, at(day, 17, 40), m == 10 && mday == 19 ? 1 : 0);
}
