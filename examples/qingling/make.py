#!/usr/bin/env python3
"""Makes people.csv and events.csv of the demonstration county.  Everybody and everything in them is invented.

events.csv is what happened after the notice was issued on 30 September 2023, to be played through the same flow steps
that people take: at, who (login), what (number of the measure or part; "6 ext" its newest request for more time),
action, input (JSON), evidence (files of evidence/, separated by blanks).
"""
import csv
import datetime
import json
import pathlib
import random

import rights
import work

here = pathlib.Path(__file__).parent
rnd = random.Random(20230930)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = ["志远", "晓峰", "国栋", "丽华", "建平", "海燕", "永强", "文静", "德胜", "春梅", "立新", "雪松", "占军", "桂兰", "宝林", "明哲",
         "玉田", "书琴", "长河", "忠义", "敏", "亮", "洪波", "秀英", "振东", "凤霞"]
used = set()


def name():
    while True:
        n = rnd.choice(SURNAMES) + rnd.choice(GIVEN)
        if n not in used:
            used.add(n)
            return n


# login, organisation (name or short name), title, roles
people = [
    ("sysadmin", "县政府办", "系统管理员", "system_admin"),
    ("secadmin", "县政府办", "安全管理员", "security_admin"),
    ("auditor", "县政府办", "审计管理员", "audit_admin"),
    ("xianzhang", "县长", "县长", "county_head"),
    ("fuxianzhang", "分管副县长", "副县长", "deputy_head"),
    ("anweiban", "县安委办", "督查科科长", "supervisor"),
    ("hecha", "县政府办", "督查室核查员", "verifier"),
    ("gongan", "县公安局", "治安大队民警", "clerk explosives_officer"),
    ("gongan2", "县公安局", "副局长", "unit_leader"),
    ("yingji", "县应急局", "矿山科科长", "regulator"),
    ("yingji2", "县应急局", "局长", "unit_leader"),
    ("ziran", "县自然资源局", "矿管科科长", "clerk tenure_officer"),
    ("jiaotong", "县交通局", "治超办主任", "clerk"),
    ("gongxin", "县工信局", "民爆科科长", "clerk"),
    ("jiwei", "县纪委监委", "第三室主任", "discipline"),
    ("zuzhi", "县委组织部", "考核办主任", "appraiser"),
    ("zhaoshang", "县招商中心", "项目科科长", "clerk investment_officer"),
]
supervising = ["市场监管局", "生态环境局", "水利局", "林草局", "住建局", "农业农村局", "消防大队", "商务局", "教育局", "卫健局", "文旅局", "民政局", "发改局", "综合执法局", "气象局"]
pinyin_departments = ["shichang", "huanjing", "shuili", "lincao", "zhujian", "nongye", "xiaofang", "shangwu", "jiaoyu", "weijian", "wenlv", "minzheng", "fagai", "zhifa", "qixiang"]
for org, login in zip(supervising, pinyin_departments):
    people.append((login, "县" + org, "安全生产科科长", "clerk"))

towns = [r for r in csv.reader(open(here / "towns.csv", encoding="utf-8")) if r and not r[0].startswith("#") and r[0] != "code"]
pinyin_towns = ["yunyang", "hewan", "beiping", "shimen", "tielinggou", "baiyang", "huangtukan", "longwangmiao", "songshuzui", "daqinggou",
                "sandaoliang", "muyang", "xinglongbao", "liuhe", "hongqiying", "qianying", "huashuchuan", "wohu", "quanyan", "yanchi",
                "xinghua", "weitang", "shipeng", "qingshui"]
town_login = {}
for row, login in zip(towns, pinyin_towns):
    people.append((login, row[1], "应急办主任", "clerk"))
    town_login[row[1]] = login

# Firms and mines.  A firm's name says nothing about any real one; places are spread over an invented county.
MINERALS = ["石英", "菱镁矿", "铁矿", "滑石", "大理岩", "金矿"]
FIRMS = ["鑫岭", "恒石", "青峰", "远矿", "宏磊", "北岭", "瑞丰", "聚源", "永固", "金桥", "长岭", "大川"]
mines = []
for i, firm in enumerate(FIRMS):
    for k in range(2 if i % 3 else 1):
        town = towns[3 + (i * 2 + k) % 16][1] if firm != "鑫岭" else "龙王庙镇"
        kind = "underground" if (i + k) % 4 == 0 else "open_pit"
        mineral = MINERALS[(i + k) % len(MINERALS)]
        industry = "县工信局" if mineral == "菱镁矿" else "县应急局"
        lon, lat = round(122.62 + ((i * 7 + k * 3) % 12) * 0.035, 5), round(41.28 + ((i * 5 + k * 4) % 11) * 0.03, 5)
        mine = f"{firm}{mineral}{'一' if k == 0 else '二'}矿"
        mines.append([mine, f"QL{i + 1:02d}{k + 1}", kind, mineral, f"青岭县{firm}矿业有限公司", town, industry,
                      lon, lat, rnd.randrange(5, 60) * 10000, rnd.randrange(20, 160), rights.number(len(mines), mineral), rights.until(mine),
                      f"（辽）FM安许证字〔2021〕Q{i:02d}{k}", "2024-05-20"])
with open(here / "mines.csv", "w", encoding="utf-8", newline="") as f:
    f.write("# The mines of the demonstration county, all invented.\n")
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["name", "code", "kind", "minerals", "enterprise", "town", "industry", "lon", "lat", "scale_t", "workers",
                  "mining_licence", "mining_until", "safety_licence", "safety_until"])
    out.writerows(mines)
people.append(("xinling", "青岭县鑫岭矿业有限公司", "安全矿长", "enterprise"))
people.append(("hengshi", "青岭县恒石矿业有限公司", "矿长", "enterprise"))
people.append(("disanfang", "青岭安评技术服务有限公司", "检查组组长", "inspector"))

with open(here / "people.csv", "w", encoding="utf-8", newline="") as f:
    f.write("# The people of the demonstration county, all invented.  roles: separated by blanks.\n")
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["login", "org", "name", "title", "phone", "roles"])
    for login, org, title, roles in people:
        out.writerow([login, org, name(), title, "0000-%07d" % rnd.randrange(10 ** 7), roles])
    # Who came later has a name of his own, so that nobody else's changes.
    out.writerows([["gongan1", "县公安局", "蒋卫东", "局长", "0000-1100110", "police_head"],
                   ["kuguan", "青岭县恒石矿业有限公司", "魏守库", "民爆库保管员", "0000-7700770", "keeper"]])
    out.writerows(work.people())

events = []


def at(day, clock):
    month, d = day.split("-")
    return f"2023-{month}-{d}T{clock}:00+08:00"


def do(day, clock, who, what, action, evidence="", /, **given):
    events.append((at(day, clock), who, what, action, json.dumps(given, ensure_ascii=False) if given else "", evidence))


def clock(lo=8, hi=17):
    return "%02d:%02d" % (rnd.randrange(lo, hi), rnd.randrange(60))


def confirm(day, what, *logins):
    for login in logins:
        do(day, clock(), login, what, "confirm", text="我单位配合事项已完成，材料已交牵头单位。")


mine_towns = [t[1] for t in towns[3:19]]
lead = {"1": ["gongan"], "2": ["yingji"], "3": ["yingji"], "4": ["jiwei"], "5": ["zuzhi"], "6": ["ziran", "yingji"], "7": ["ziran"],
        "8": ["ziran"], "9": ["gongan"], "10": ["gongan", "jiaotong"]}

# Signing: within the working day that the rule gives for most; two towns and one department are late with 11 and 12.
for no, logins in lead.items():
    for login in logins:
        do("09-30", clock(17, 20), login, no, "sign")
for no, logins in {"1": ["ziran", "yingji", "longwangmiao"], "2": ["gongan"], "3": ["gongan"], "4": ["yingji"], "5": ["yingji"],
                   "8": ["gongxin"], "9": ["yingji"]}.items():
    for login in logins:
        do("10-01", clock(), login, no, "sign")
for no in "2 3 4 5 6 7 8 9 10".split():
    for i, login in enumerate(town_login.values()):
        if not (no in "78" and i in (21, 22)):
            do("10-0%d" % (1, 1, 7, 8)[i % 4], clock(), login, no, "sign")
for no in "45":
    for login in pinyin_departments:
        do("10-07", clock(), login, no, "sign")
everyone = [p[0] for p in people if p[3].split()[0] in ("clerk", "regulator") and p[0] not in ("jiwei", "zuzhi", "zhaoshang")]

# 1: investigated, reported and closed in time.
do("10-01", "10:20", "gongan", "1", "plan", text="成立专案组，三日内完成资料调取，十日内完成现场勘查。", milestones=[
    {"title": "调取采矿许可、火工品领用和出矿台账", "day": "2023-10-04", "weight": 2},
    {"title": "井下实测与无人机航测比对，查清盗采、超采情况", "day": "2023-10-12", "weight": 4},
    {"title": "形成调查报告，报县委、县政府和县安委会", "day": "2023-10-18", "weight": 4}])
do("10-05", "16:40", "gongan", "1", "report", "report-1.pdf", text="已调取三家关联矿山 2021 年以来台账 412 份，询问 23 人。", percent=20, done=["调取采矿许可、火工品领用和出矿台账"], next="开展现场勘查。")
do("10-09", "17:05", "gongan", "1", "report", text="完成现场勘查，北采区越界约 38 米，正在核算采出量。", percent=60, problems="2022 年 3 月至 5 月出矿单缺失，正向运输企业调取。", done=["井下实测与无人机航测比对，查清盗采、超采情况"])
do("10-16", "11:30", "gongan", "1", "report", text="调查报告初稿完成，已征求自然资源、应急部门意见。", percent=90)
confirm("10-17", "1", "ziran", "yingji", "longwangmiao")
do("10-18", "09:10", "gongan", "1", "report", "report-1.pdf", text="调查报告已报县委、县政府和县安委会，涉嫌越界开采线索已移送。", percent=100, done=["形成调查报告，报县委、县政府和县安委会"])
do("10-19", "09:30", "gongan", "1", "request_close", "report-1.pdf", statement="调查已完成并上报，越界开采线索移送立案，申请办结。")
do("10-20", "15:00", "hecha", "1", "verify", statement="查阅调查报告及移送回执，现场抽查两处界桩，情况属实，同意销号。")

# 2: all mines stopped; towns check; behind the plan a week before the day.
do("10-01", "11:00", "yingji", "2", "plan", text="10 月 3 日前全部停产到位，第三方机构分六组排查。", milestones=[
    {"title": "全县矿山停工停产到位", "day": "2023-10-03", "weight": 2},
    {"title": "第三方机构拉网式排查完成", "day": "2023-10-15", "weight": 4},
    {"title": "一般隐患整改完成", "day": "2023-10-25", "weight": 3},
    {"title": "具备条件的矿山联合验收", "day": "2023-10-30", "weight": 2}])
do("10-01", "11:30", "yingji", "2", "assign", title="停产到位、驻矿盯守和隐患整改督促", text="每座矿山明确一名驻矿干部，每日上报。",
   day="2023-10-28", orgs=mine_towns)
do("10-06", "17:30", "yingji", "2", "report", text="全县 47 座矿山已全部停产，第三方机构六个组进场。", percent=25, done=["全县矿山停工停产到位"])
do("10-13", "17:20", "yingji", "2", "report", "hazards-2.pdf", text="已排查 31 座，发现一般隐患 268 条、重大隐患 6 条。", percent=45)
do("10-20", "17:10", "yingji", "2", "report", text="排查完成 47 座，一般隐患 402 条已整改 287 条；重大隐患 9 条已挂牌。", percent=60, problems="三家企业整改资金未到位，进度滞后。", done=["第三方机构拉网式排查完成"], next="对滞后企业逐一约谈。")
for i, town in enumerate(mine_towns):
    login, part = town_login[town], f"2-{i + 1}"
    do("10-0%d" % rnd.choice([2, 3, 7, 8]), clock(), login, part, "sign")
    if i % 5 != 4:
        do("10-1%d" % rnd.randrange(0, 9), clock(), login, part, "report", text="辖区矿山全部停产，驻矿干部已到位，一般隐患正在整改。", percent=rnd.choice([40, 50, 60]))
    if i % 3 == 0:
        do("10-2%d" % rnd.randrange(0, 4), clock(), login, part, "report", "town-check.pdf", text="一般隐患全部整改完成，已报县应急局复查。", percent=100)
        do("10-24", clock(9, 12), login, part, "request_close", "town-check.pdf", statement="停产盯守和隐患整改督促已完成，附检查记录。")
        if i % 2 == 0:
            do("10-24", clock(14, 17), "hecha", part, "verify", statement="抽查两座矿山，记录与现场一致。")

# 3: on plan.
do("10-01", "14:00", "yingji", "3", "plan", milestones=[
    {"title": "涉事矿山停产、封存设备", "day": "2023-10-02", "weight": 2},
    {"title": "人员、制度、规程、证件、培训五项重新检查", "day": "2023-10-20", "weight": 5},
    {"title": "整改验收并形成验收报告", "day": "2023-10-30", "weight": 3}])
do("10-07", "16:00", "yingji", "3", "report", text="涉事矿山已停产，主要设备封存，配电室专人值守。", percent=20, done=["涉事矿山停产、封存设备"])
do("10-14", "16:20", "yingji", "3", "report", text="五项检查查出问题 36 项（含 14 人特种作业证过期），已下达整改指令，企业整改完成 36 项。", percent=45)
do("10-21", "10:00", "yingji", "3", "report", "check-3.pdf", text="36 项问题复查合格，联合验收通过，验收报告报分管副县长。", percent=75, done=["人员、制度、规程、证件、培训五项重新检查"])

# 4: a report that is late.
do("10-07", "10:00", "jiwei", "4", "plan", milestones=[
    {"title": "制定责任追究工作流程", "day": "2023-10-15", "weight": 1}, {"title": "梳理事故涉及的责任部门和人员", "day": "2023-10-28", "weight": 2}])
do("10-12", "15:00", "jiwei", "4", "report", text="工作流程已印发，与县应急局建立线索移送机制。", percent=35, done=["制定责任追究工作流程"])

# 5: to the year's end.
do("10-08", "09:30", "zuzhi", "5", "plan", milestones=[
    {"title": "明确事故认定口径和统计来源", "day": "2023-10-31", "weight": 1}, {"title": "汇总全年事故情况，提出降档建议", "day": "2023-12-25", "weight": 3}])
do("10-10", "16:00", "zuzhi", "5", "report", text="已商县应急局确定事故统计口径，预览名单每月更新。", percent=10)
do("10-17", "16:00", "zuzhi", "5", "report", text="完成前三季度事故核对。", percent=20)
do("10-24", "16:00", "zuzhi", "5", "report", text="统计口径征求意见稿已发各乡镇。", percent=25)

# 6: more time is asked for.
do("10-02", "09:00", "ziran", "6", "plan", text="露天矿山 29 座、作业面 63 处，分三批安装。", milestones=[
    {"title": "作业面清单和点位方案", "day": "2023-10-08", "weight": 2}, {"title": "第一批 25 处接入", "day": "2023-10-18", "weight": 3},
    {"title": "全部接入综合监管平台", "day": "2023-10-31", "weight": 5}])
do("10-02", "09:30", "ziran", "6", "assign", title="作业面摄像头供电和网络保障", text="协调供电、通信单位，保障本乡镇作业面点位通电通网。",
   day="2023-10-26", orgs=mine_towns[:8])
do("10-08", "17:00", "ziran", "6", "report", text="点位方案完成，63 处作业面全部落图。", percent=20, done=["作业面清单和点位方案"])
do("10-15", "17:00", "ziran", "6", "report", text="第一批 25 处完成立杆，19 处已接入；无人机每周二、周五巡查。", percent=40)
do("10-22", "17:00", "ziran", "6", "report", text="累计接入 34 处，在线 31 处。", percent=52, problems="山区 11 处无市电，需改用太阳能供电。", done=["第一批 25 处接入"])
do("10-24", "10:40", "ziran", "6", "ask_extension", day="2023-11-30", reason="11 处作业面无市电，太阳能供电设备到货需 20 天。", measures="未接入作业面由乡镇每日人工巡查，无人机加密到每两日一次。")
for i, town in enumerate(mine_towns[:8]):
    login, part = town_login[town], f"6-{i + 1}"
    do("10-0%d" % rnd.choice([3, 7, 8]), clock(), login, part, "sign")
    if i != 5:
        do("10-1%d" % rnd.randrange(0, 9), clock(), login, part, "report", text="点位供电协调完成，光缆敷设中。", percent=rnd.choice([50, 70, 80]))
    if i < 4:
        do("10-2%d" % rnd.randrange(0, 4), clock(), login, part, "report", text="全部点位通电通网。", percent=100)

# 7, 8: through the year.
do("10-08", "10:00", "ziran", "7", "plan", milestones=[
    {"title": "摸清具有深加工和产业链的矿业权底数", "day": "2023-10-31", "weight": 1}, {"title": "首批接续登记办结", "day": "2023-12-20", "weight": 3}])
do("10-11", "10:00", "ziran", "7", "report", text="梳理到期矿业权 21 宗，其中具备深加工条件 8 宗。", percent=15)
do("10-18", "10:00", "ziran", "7", "report", text="3 宗已受理延续申请；新增矿业权一律提交县长办公会。", percent=30)
do("10-09", "10:00", "ziran", "8", "plan", milestones=[{"title": "编制招商推介目录", "day": "2023-10-25", "weight": 1}, {"title": "至少与 2 家企业达成意向", "day": "2023-12-15", "weight": 3}])
do("10-16", "10:00", "ziran", "8", "report", text="推介目录初稿完成，与县招商中心联系央企 3 家。", percent=20)
do("10-23", "10:00", "ziran", "8", "report", text="接待 1 家大型民企实地考察。", percent=30)

# 9: overdue, urged, handed in late and returned.
do("10-02", "15:00", "gongan", "9", "plan", milestones=[
    {"title": "管理办法征求意见", "day": "2023-10-10", "weight": 2}, {"title": "公平竞争审查", "day": "2023-10-16", "weight": 2}, {"title": "印发实施", "day": "2023-10-20", "weight": 3}])
do("10-07", "16:30", "gongan", "9", "report", text="管理办法草案完成，按开采量测算审批数量的公式已明确。", percent=30, done=["管理办法征求意见"])
do("10-14", "16:30", "gongan", "9", "report", "rules-9.pdf", text="草案已报县政府主要领导审阅。", percent=60)
do("10-19", "09:00", "anweiban", "9", "urge", text="明日到期，请抓紧完成公平竞争审查并印发。")
do("10-21", "17:00", "gongan", "9", "report", text="公平竞争审查发现 1 条指定供应商表述，正在修改。", percent=75, problems="需重新征求意见。", done=["公平竞争审查"])
do("10-23", "09:00", "anweiban", "9", "urge", text="已逾期 3 日，请书面说明原因并明确完成日期。")

# 10: accepted, goes on for the long term.
do("10-02", "16:00", "gongan", "10", "plan", milestones=[{"title": "四处联合治超点 24 小时值守", "day": "2023-10-10", "weight": 1}, {"title": "源头矿山称重设施全覆盖", "day": "2023-10-20", "weight": 2}])
do("10-09", "18:00", "gongan", "10", "report", text="联合治超点已值守，检查货车 812 台次，查处超限 57 台次。", percent=50, done=["四处联合治超点 24 小时值守"])
do("10-16", "18:00", "gongan", "10", "report", "trucks-10.pdf", text="源头矿山 29 处称重设施全部校准，累计查处 103 台次。", percent=80, done=["源头矿山称重设施全覆盖"])
do("10-22", "18:00", "gongan", "10", "report", text="超限率由 7.1% 降到 1.9%。", percent=100)

confirm("10-22", "10", *town_login.values())
do("10-23", "16:00", "gongan", "10", "request_close", "trucks-10.pdf", statement="集中整治阶段目标完成，申请转入长期推进。")
do("10-24", "15:00", "hecha", "10", "verify", statement="抽查两处治超点和三处源头称重，数据一致，转入长期推进。")

# 11 and 12: every unit.
for i, login in enumerate(everyone):
    late = login in ("weitang", "shipeng", "wenlv")
    for no in ("11", "12"):
        if not late:
            do("10-0%d" % (1 if i % 4 else 7), clock(), login, no, "sign")

# Measure 2 and 3 at the mines: all stop, the third party finds hazards, some are rectified and rechecked.
def post(day, clock, who, name, path, evidence="", /, **given):
    do(day, clock, who, name, "POST " + path, evidence, **given)


def put(day, clock, who, name, path, evidence="", /, **given):
    do(day, clock, who, name, "PUT " + path, evidence, **given)


post("09-30", "18:30", "anweiban", "stop1", "/api/stop-orders", kind="county", no="青安委办停〔2023〕1号", reason="“9·29”事故后全县矿山一律停工停产，开展拉网式排查",
     basis="青安委办发〔2023〕17号 举措2", scope="全县所有矿山", from_day="2023-09-30", all=True)
post("10-01", "09:20", "xinling", "", "/api/stop-orders/<stop1>/steps/sign")
post("10-01", "10:05", "hengshi", "", "/api/stop-orders/<stop1>/steps/sign")
found = [("h1", "恒石菱镁矿一矿", "site", "北帮台阶坡面角超设计", "北帮 +120 平台坡面角超过设计 4 度"),
         ("h2", "恒石菱镁矿一矿", "dump", "截排水沟淤堵", "排土场上部截水沟淤堵 60 米"),
         ("h3", "恒石铁矿二矿", "blasting", "安全警示缺失", "爆破警戒线外警示牌缺 6 块"),
         ("h4", "青峰铁矿一矿", "site", "电气设备接地不良", "采场配电箱接地电阻超标"),
         ("h5", "瑞丰石英一矿", "haulage", "挡车墙高度不足", "运输道路外侧挡车墙高度不足 200 米")]
for i, (name, mine, kind, place, text) in enumerate(found):
    post("10-0%d" % (5 + i % 4), "15:%02d" % (10 + i), "yingji2", name, "/api/hazards", "hazards-2.pdf", mine=f"<#mine:{mine}>", kind=kind,
         level="general", place=place, text=text, found_on="2023-10-0%d" % (5 + i % 4))

    post("10-09", "09:%02d" % (10 + i), "yingji", "", f"/api/hazards/<{name}>/steps/order", no=f"青应急责改〔2023〕{20 + i}号", requirement="限期整改，整改期间不得生产。")
for i, name in enumerate(["h1", "h2", "h3"]):
    post("10-10", "10:%02d" % (10 + i), "hengshi", "", f"/api/hazards/<{name}>/steps/sign")
for i, name in enumerate(["h1", "h2"]):
    post("10-18", "16:%02d" % (10 + i), "hengshi", "", f"/api/hazards/<{name}>/steps/rectify", "town-check.pdf", statement="已按要求整改到位，附整改前后照片。")
post("10-20", "14:10", "yingji", "", "/api/hazards/<h2>/steps/pass", opinion="现场复查，水沟已疏通，符合要求。")

# Books of four mines, January to September: two agree, at one ore leaves unweighed from May on, one is not surveyed.
def books(who, mine, monthly, density, factor, stolen_from=13, share=0.0, surveyed=True):
    dice = random.Random(mine)
    ends = ["2022-12-31"] + ["2023-%02d-%02d" % (m, 31 - (m in (4, 6, 9)) - 3 * (m == 2)) for m in range(1, 10)]
    pile, swell = monthly * 0.5, 1.55
    density_bias, factor_bias = dice.gauss(1, 0.006), dice.gauss(1, 0.05)

    def put(minute, what, **given):
        post("10-08", "%02d:%02d" % (13 + minute // 60, minute % 60), who, "", f"/api/balance/<mine:{mine}>/{what}", **given)

    put(0, "stocks", pile="成品堆场", day=ends[0], volume_m3=round(pile / density * swell))
    for m in range(1, 10):
        ore = monthly * dice.gauss(1, 0.06) * (0.6 if m == 2 else 1)
        waste, lost, stocked = ore * dice.gauss(0.3, 0.01), ore * 0.03, monthly * dice.uniform(-0.12, 0.12)
        stocked = max(stocked, monthly * 0.2 - pile)
        pile += stocked
        weighed = ore - lost - stocked - (share * ore if m >= stolen_from else 0)
        if surveyed:
            put(m, "surveys", material="ore", from_day=ends[m - 1], to_day=ends[m], volume_m3=round(ore / density * density_bias * dice.gauss(1, 0.012)),
                method="无人机航测（RTK）", surveyor="青岭县测绘服务中心")
            put(20 + m, "stocks", pile="成品堆场", day=ends[m], volume_m3=round(pile / density * swell * dice.gauss(1, 0.01)))
        put(40 + m, "reports", month="2023-%02d" % m, output_t=round((weighed + stocked) * dice.gauss(1, 0.004)),
            waste_t=round(waste * dice.gauss(1, 0.03)), weighed_t=round(weighed / 0.99 * dice.gauss(1, 0.001)),
            explosive_kg=round((ore / density + waste / 2.7) * factor * factor_bias * dice.gauss(1, 0.06)))


books("hengshi", "恒石菱镁矿一矿", 28000, 2.9, 0.5)
books("gongxin", "聚源菱镁矿一矿", 18500, 2.9, 0.5, stolen_from=5, share=0.13)
books("anweiban", "长岭大理岩一矿", 31000, 2.65, 0.5)
books("anweiban", "青峰铁矿一矿", 42000, 3.35, 0.5, surveyed=False)

# Trucks: scales and trucks are entered in the campaign's second week; two mines hand in September's tickets, until all had to
# stop; a station catches four overloaded trucks, one of them from a mine of the county; gates of stopped mines stay closed.
def ticket_id(when, seq, n=0):
    """As src/rooms/haulage/haulage.h makes it."""
    t = int(datetime.datetime.fromisoformat(when).timestamp())
    return (t - 1577808000) << 22 | seq << 8 | n


SCALES = [("bridge1", "weighbridge", "恒石铁矿二矿", "恒石二矿出口地磅", "III", "2024-05-14"), ("bridge2", "weighbridge", "鑫岭石英一矿", "鑫岭一矿地磅", "III", "2023-09-20"),
          ("station1", "station", "", "北河桥超限检测站", "III", "2024-03-30"), ("station2", "wim", "", "国道 505 线不停车检测点", "5", "2024-06-30")]
for i, (name, kind, mine, title, grade, until) in enumerate(SCALES):
    post("10-09", "14:0%d" % i, "jiaotong", name, "/api/haulage/scales", kind=kind, name=title, accuracy_class=grade, max_kg=150000, division_kg=20,
         certificate=f"QLJ2023-{41 + i}", certified_on=f"{int(until[:4]) - 1}{until[4:]}", valid_to=until, issuer="青岭县计量检定所", active=True,
         **({"mine": f"<#mine:{mine}>"} if mine else {"lon": 122.71 + i * 0.02, "lat": 41.42 - i * 0.01}))
TRUCKS = [("辽Q12345", 2, 49000, "2020-04-12"), ("辽Q12688", 2, 49000, "2021-07-01"), ("辽Q20317", 1, 46000, "2019-11-20"), ("辽Q30566", 2, 49000, "2022-02-18"),
          ("辽Q41870", 2, 49000, "2018-06-06"), ("辽Q50923", 2, 49000, "2020-09-15")]
post("10-09", "14:10", "jiaotong", "carrier1", "/api/haulage/carriers", name="青岭县顺达运输有限公司", licence_no="青交运 9903230017", licensed_on="2018-03-01", fleet=24)
for i, (plate, drive, rated, first) in enumerate(TRUCKS):
    post("10-09", "14:%02d" % (20 + i), "jiaotong", f"truck{i}", "/api/haulage/vehicles", plate=plate, kind="articulated", axles=6, drive_axles=drive, rated_kg=rated,
         tare_kg=15000 + 100 * i, transport_no=f"青交运管 990323{1000 + i} 号", certified_on=first, carrier="<#carrier1>")
dice = random.Random("haulage")
for b, (who, cargo, receiver) in enumerate([("hengshi", "铁矿石", "青岭选矿厂"), ("xinling", "石英石", "青岭硅材料有限公司")]):
    rows = []
    for d in range(18, 30):
        for k in range(5):
            plate, drive, rated, _ = TRUCKS[(d + k + b) % 6]
            limit = 49000 if drive == 2 else 46000
            rows.append({"scale": f"<#bridge{b + 1}>", "no": f"{b + 1}09{d}{k + 1:03d}", "at": "2023-09-%dT%02d:%02d:%02d+08:00" % (d, 6 + 2 * k, dice.randrange(60), dice.randrange(60)),
                         "direction": "out", "plate": plate, "cargo": cargo, "receiver": receiver, "operator": "司磅员", "source": "file",
                         "gross_kg": limit - dice.randrange(10, 150) * 20, "tare_kg": 15000 + 100 * TRUCKS.index((plate, drive, rated, _)) + dice.randrange(-8, 9) * 20})
    post("10-10", "09:%02d" % (10 + b), who, "", "/api/haulage/weighings", weighings=sorted(rows, key=lambda r: r["at"]))
CAUGHT = [("2023-09-29T08:05:00+08:00", 1, 61600, "何某", "Q9903230001"), ("2023-10-12T21:40:00+08:00", 4, 53800, "吕某", "Q9903230002"),
          ("2023-10-18T22:15:00+08:00", 2, 49200, "施某", "Q9903230003"), ("2023-10-24T20:50:00+08:00", 3, 58400, "张某", "Q9903230004")]
post("10-10", "10:00", "hengshi", "", "/api/haulage/weighings", weighings=[{"scale": "<#bridge1>", "no": "10929900", "at": "2023-09-29T06:48:00+08:00", "direction": "out",
     "plate": TRUCKS[1][0], "cargo": "铁矿石", "receiver": "县外", "operator": "司磅员", "source": "file", "gross_kg": 48900, "tare_kg": 15100}])
for i, (when, truck, gross, driver, no) in enumerate(CAUGHT):
    day, minute = (when[5:10], when[11:16]) if i else ("10-10", "10:20")
    post(day, minute, "jiaotong", "", "/api/haulage/weighings", weighings=[{"scale": "<#station1>", "no": f"ZJ{when[5:7]}{when[8:10]}{i + 1:02d}", "at": when, "direction": "pass",
         "plate": TRUCKS[truck][0], "cargo": "矿石", "gross_kg": gross, "source": "http"}] + [
        {"scale": "<#station1>", "no": f"ZJ{when[5:7]}{when[8:10]}{i + 1:02d}-{k}", "at": when[:14] + "%02d" % (k * 3) + when[16:], "direction": "pass", "plate": f"辽Q6{i}{k}18", "axles": 6,
         "kind": "articulated", "drive_axles": 2, "cargo": "砂石", "gross_kg": 41000 + 350 * k, "source": "http"} for k in range(1, 12) if "%02d" % (k * 3) != when[14:16]])
    later = minute[:3] + "%02d" % (int(minute[3:]) + 4)
    post(day, later, "jiaotong", f"haul{i}", "/api/haulage/cases", ticket=ticket_id(when, 2), driver=driver, qualification=no, carrier="青岭县顺达运输有限公司")
    if i < 3:
        post(day, later[:3] + "%02d" % (int(later[3:]) + 1), "jiaotong", "", f"/api/haulage/cases/<haul{i}>/steps/unload", text="责令就地卸载，由站内装载机分装。")
        post(day, "23:%02d" % (10 + i) if i else "11:30", "jiaotong", "", f"/api/haulage/cases/<haul{i}>/steps/reweigh", "truck-unload.jpg" if i == 0 and (here / "evidence/truck-unload.jpg").exists() else "",
             gross_kg=(48900, 48600, 45900)[i], place="站内卸货场")
fines = [(6000, 1), (2000, 1), (1500, 1)]
for i, day in enumerate(["10-11", "10-13", "10-20"]):
    post(day, "10:%02d" % (10 + i), "gongan", "", f"/api/haulage/cases/<haul{i}>/steps/decide", fine_yuan=fines[i][0], points=fines[i][1], document=f"青公交决字〔2023〕{301 + i}号")
for i, day in enumerate(["10-13", "10-19"]):
    post(day, "15:%02d" % (20 + i), "gongan", "", f"/api/haulage/cases/<haul{i}>/steps/pay", yuan=fines[i][0], receipt=f"辽财缴 {77100 + i}")
post("10-17", "16:00", "jiaotong", "", "/api/haulage/cases/<haul0>/steps/copy", to="青岭县交通局（本县车辆）", document="青交抄告〔2023〕12号")
post("10-20", "16:40", "hengshi", "", "/api/haulage/gate", scale="<#bridge1>", direction="out", plate=TRUCKS[0][0], cargo="铁矿石", gross_kg=46200, tare_kg=15040)
post("10-23", "07:25", "hengshi", "", "/api/haulage/gate", scale="<#bridge1>", direction="out", plate=TRUCKS[4][0], cargo="铁矿石", gross_kg=52300, tare_kg=15420)

# Measures 1 to 5, 11 and 12 at the mines: see work.py.
work.play(post, mines, ["gongan", "yingji", "ziran", "jiaotong", "gongxin", *pinyin_departments, *town_login.values()])

# Measures 7 and 8: rights, applications, operators: see rights.py.
rights.play(post, put, mines)

events.sort(key=lambda e: e[0])
with open(here / "events.csv", "w", encoding="utf-8", newline="") as f:
    f.write("# What happened in the demonstration county; see make.py, which makes this file.\n")
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["at", "who", "what", "action", "input", "evidence"])
    out.writerows(events)
print(len(people), "people,", len(events), "events")
