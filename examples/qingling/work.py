"""Measures 1 to 5, 11 and 12 at the mines of the demonstration county: the dragnet, hazards, resumptions, accidents, cases,
appraisal, units' own measures, businesses' reports.  Everybody and everything here is invented.  make.py calls play()."""

FIRM_LOGIN = {"鑫岭": "xinling", "恒石": "hengshi", "青峰": "qingfeng", "远矿": "yuankuang", "宏磊": "honglei", "北岭": "beiling", "瑞丰": "ruifeng",
              "聚源": "juyuan", "永固": "yonggu", "金桥": "jinqiao", "长岭": "changling", "大川": "dachuan"}
TOWN_DEPUTIES = {"longwangmiao": "龙王庙镇", "daqinggou": "大青沟镇", "liuhe": "柳河镇", "xinglongbao": "兴隆堡镇", "hongqiying": "红旗营镇",
                 "baiyang": "白杨镇", "huangtukan": "黄土坎镇", "wohu": "卧虎镇", "songshuzui": "松树咀镇", "shimen": "石门镇"}
DEPUTY_NAMES = ["苏启明", "范桂芝", "丁学军", "邹立春", "石海峰", "贺连生", "潘淑琴", "万福田", "侯永新", "段玉梅"]
HEADS = ["邵振国", "龚立民", "文海山", "牛占江", "池玉成", "雷明生", "童国富", "江守业", "史长林", "莫建业"]


def people():
    """login, organisation, name, title, phone, roles: those whom a joint acceptance and the firms need besides."""
    rows = [("yingji3", "县应急局", "鲁文彬", "矿山科科员", "clerk"), ("ziran2", "县自然资源局", "康玉良", "副局长", "unit_leader"),
            ("gongxin2", "县工信局", "汪立群", "副局长", "unit_leader"), ("zhuanjia", "青岭矿业工程技术咨询有限公司", "傅景山", "采矿高级工程师", "inspector")]
    for (login, town), name in zip(TOWN_DEPUTIES.items(), DEPUTY_NAMES):
        rows.append((login + "2", town, name, "分管副镇长", "unit_leader"))
    for (firm, login), name in zip(list(FIRM_LOGIN.items())[2:], HEADS):
        rows.append((login, f"青岭县{firm}矿业有限公司", name, "矿长", "enterprise"))
    return [[login, org, name, title, "0000-55%05d" % (i * 137), role] for i, (login, org, name, title, role) in enumerate(rows)]


# Mine, day of its inspection, what was found: (item, level, criterion, place, words, what became of it).
FOUND = [
    ("远矿滑石一矿", "10-03", [("C06", "general", "", "+85 平台运输道路", "外侧挡车墙缺口 3 处，共 26 米。", "fixed"),
                         ("B06", "general", "", "排土场北侧", "截水沟淤堵约 40 米。", "fixed")]),
    ("恒石铁矿二矿", "10-03", [("C05", "general", "", "安全科", "2 名新进工人无三级教育记录。", "overdue")]),
    ("北岭金矿一矿", "10-04", [("C04", "general", "", "破碎站", "破碎机操作规程未张贴。", "fixed"),
                         ("C08", "general", "", "采场", "对讲机 4 台不能使用。", "fixed")]),
    ("宏磊金矿二矿", "10-04", [("B10", "general", "", "应急库", "应急物资缺担架、急救箱。", "fixed"),
                         ("C01", "general", "", "调度室", "9 月下旬领导带班记录缺 3 天。", "fixed")]),
    ("鑫岭石英一矿", "10-07", [("A03", "general", "", "特种作业", "14 名特种作业人员操作证过期。", "fixed"),
                         ("B03", "general", "", "安全科", "双重预防机制未覆盖外包队伍。", "fixed"),
                         ("A10", "general", "", "爆破器材库", "库房值守记录缺夜班签名。", "fixed")]),
    ("北岭石英二矿", "10-08", [("C07", "general", "", "汽修间", "2 台矿用自卸车制动检测过期。", "fixed")]),
    ("金桥滑石一矿", "10-08", [("C02", "general", "", "安全科", "全员责任制未随岗位调整修订。", "fixed")]),
    ("青峰铁矿一矿", "10-09", [("B05", "major", "OP-07", "北帮采场边坡", "北帮边坡高 212 米，在线监测 3 处测点缺失。", "listed"),
                         ("C03", "general", "", "办公楼", "风险四色图未更新。", "extended")]),
    ("青峰滑石二矿", "10-09", [("B04", "general", "", "+140 平台", "安全平台宽度 2.1 米，设计 3 米。", "returned")]),
    ("长岭大理岩一矿", "10-10", [("A09", "major", "OP-08", "东帮 +160 坡顶", "坡顶出现放射状裂缝，最宽 6 厘米。", "planned")]),
    ("长岭金矿二矿", "10-10", [("A13", "major", "OP-11", "2 号排土场", "排土场下方 2 倍堆高范围内有 4 户居民。", "delisted"),
                         ("C06", "general", "", "2 号排土场", "警示标志缺失。", "fixed")]),
    ("瑞丰石英一矿", "10-11", [("B08", "general", "", "2 号运输道路", "局部坡度 9.4%，设计 9%。", "recheck"), ("B09", "general", "", "出口", "地磅检定过期。", "fixed")]),
    ("聚源铁矿二矿", "10-11", [("B07", "general", "", "爆破班", "7 月以来 4 次爆破无说明书。", "overdue")]),
    ("大川金矿一矿", "10-12", [("B06", "general", "", "采场东侧", "截水沟断面不足。", "asked"), ("C07", "general", "", "车队", "1 台铲车灭火器失效。", "recheck")]),
    ("大川石英二矿", "10-12", [("A08", "major", "", "北采区", "与采矿许可证范围核对，疑似越界 12 米，待实测。", "served")]),
    ("宏磊大理岩一矿", "10-13", [("B01", "general", "", "技术科", "缺测量专业技术人员。", "open"), ("C05", "general", "", "培训室", "培训档案未归集。", "open")]),
    ("聚源菱镁矿一矿", "10-16", [("C02", "general", "", "检修车间", "检修作业票制度未执行。", "open"), ("A04", "general", "", "安全科", "专职安全员 1 名离岗未补。", "open")]),
    ("永固铁矿一矿", "10-17", [("A01", "general", "", "证照", "采矿许可证 8 月 31 日到期，延续申请未受理。", "cancelled")]),
    ("永固滑石二矿", "10-17", [("A01", "general", "", "证照", "采矿许可证到期未办理延续。", "penalised")]),
    ("恒石菱镁矿一矿", "10-18", [("C08", "general", "", "排土场", "排土场与调度室通信盲区。", "new")]),
]
PAPERS = ["application", "plan", "self_check", "third_party", "licences", "certificates", "training", "emergency", "insurance", "contractors", "drawings"]
ITEMS = ("A01 A02 A03 A04 B01 B02 C01 C02 B03 C03 C04 A05 C05 A06 A07 A08 B04 A09 B05 B06 C06 A10 A11 B07 A12 B08 C07 B09 A13 B10 C08 A14").split()
OPEN_PIT_ONLY = {"A06", "A07", "B04", "A09", "B05"}


def items_of(mine):
    return [i for i in ITEMS if mine["kind"] == "open_pit" or i not in OPEN_PIT_ONLY]


class Story:
    def __init__(self, post, mines):
        self.post = post
        self.mines = {m[0]: {"kind": m[2], "firm": FIRM_LOGIN[m[0][:2]], "town": m[5], "industry": m[6]} for m in mines}
        self.orders = 100

    # ---- stop orders ----
    def stops(self):
        post = self.post
        post("09-30", "18:20", "anweiban", "stop_accident", "/api/stop-orders", kind="accident", no="青安委办停〔2023〕2号", scope="井下和地面全部作业",
             reason="发生“9·29”冒顶事故，停产接受调查和重新检查", basis="青安委办发〔2023〕17号 举措3", from_day="2023-09-30", mines=["<mine:鑫岭石英一矿>"])
        post("09-30", "19:10", "xinling", "", "/api/stop-orders/<stop_accident>/steps/sign")
        for i, login in enumerate(["qingfeng", "yuankuang", "honglei", "beiling", "ruifeng", "juyuan", "jinqiao", "changling", "dachuan"]):
            post("10-01", "10:%02d" % (20 + 3 * i), login, "", "/api/stop-orders/<stop1>/steps/sign")
        post("10-02", "15:30", "anweiban", "", "/api/stop-orders/<stop1>/steps/serve", "town-check.pdf", mine="<#mine:永固铁矿一矿>", how="left")
        post("10-09", "16:20", "yingji", "stop_power", "/api/stop-orders", kind="department", no="青应急停〔2023〕6号", scope="井下供电系统检修以外的作业",
             reason="井下主通风机单电源运行，责令停止使用", basis="安全生产法第六十五条", from_day="2023-10-09", mines=["<mine:大川石英二矿>"])
        post("10-09", "18:00", "dachuan", "", "/api/stop-orders/<stop_power>/steps/sign")
        post("10-20", "10:30", "yingji", "", "/api/stop-orders/<stop_power>/steps/lift", "town-check.pdf", reason="双电源改造完成并经试运行，准予解除本指令。")
        post("10-18", "09:40", "yingji", "stop_yonggu", "/api/stop-orders", kind="department", no="青应急停〔2023〕8号", scope="全部采掘、运输作业",
             reason="采矿许可证过期，夜间擅自组织生产", basis="安全生产法第六十三条、第六十五条", from_day="2023-10-18", mines=["<mine:永固滑石二矿>"])
        post("10-18", "11:15", "yonggu", "", "/api/stop-orders/<stop_yonggu>/steps/sign")

    # ---- the dragnet and its hazards ----
    def inspections(self):
        title = "“9·29”事故后拉网式排查"
        self.post("10-02", "16:00", "yingji", "", "/api/inspections", title=title, checklist="acceptance", team="朱丽华、傅景山等六组", from_day="2023-10-03",
                  to_day="2023-10-20", org="<#org:青岭安评技术服务有限公司>", mines=[f"<mine:{name}>" for name in self.mines])
        for n, (mine, day, found) in enumerate(FOUND):
            path, bad = f"/api/inspections/<inspection:{mine}/{title}>/steps/", {f[0]: f for f in found}
            self.post(day, "08:%02d" % (30 + n), "disanfang", "", path + "start")
            results = [{"item": i, "result": "ok"} for i in items_of(self.mines[mine]) if i not in bad]
            self.post(day, "14:%02d" % (10 + n), "disanfang", "", path + "record", results=results)
            self.post(day, "14:%02d" % (31 + n), "disanfang", "", path + "record", "隐患现场记录.pdf", results=[
                {"item": f[0], "result": "fail", "note": f[4], "place": f[3], "level": f[1], **({"criterion": f[2]} if f[2] else {})} for f in found])
            self.post(day, "16:%02d" % (10 + n), "disanfang", "", path + "finish", "hazards-2.pdf",
                      text=f"按验收清单逐项检查，发现隐患 {len(found)} 条，其余各项符合要求。")
            for k, f in enumerate(found):
                self.hazard(mine, day, n * 2 + k, f)

    def on(self, day, n):
        d = int(day[3:]) + n
        return "10-%02d" % min(d, 24)

    def hazard(self, mine, day, n, f):
        item, level, fate = f[0], f[1], f[5]
        firm, path, post = self.mines[mine]["firm"], f"/api/hazards/<hazard:{mine}/{f[0]}>/steps/", self.post
        if fate == "new":
            return
        self.orders += 1
        due = {"due": "2023-11-30" if fate != "delisted" else "2023-10-23"} if level == "major" else {}
        post(self.on(day, 1), "09:%02d" % (5 + n), "yingji", "", path + "order", no=f"青应急责改〔2023〕{self.orders}号",
             requirement="立即采取管控措施，限期整改完毕，整改期间不得生产。", **due)
        if fate == "cancelled":
            post(self.on(day, 2), "15:%02d" % n, "yingji2", "", path + "cancel", reason="证照问题由县自然资源局另案处理，不作为隐患登记。")
            return
        if fate == "served":
            post(self.on(day, 4), "10:%02d" % n, "yingji", "", path + "serve", "town-check.pdf", day="2023-%s" % self.on(day, 4), how="left")
            return
        post(self.on(day, 1), "14:%02d" % (5 + n), firm, "", path + "sign")
        getattr(self, "fate_" + fate)(mine, day, n, path, firm)

    def rectify(self, day, n, path, firm, after=3):
        self.post(self.on(day, after), "15:%02d" % n, firm, "", path + "rectify", "整改完成情况.pdf", statement="已按指令书要求整改完毕，附整改后照片和验收记录。")

    def fate_open(self, mine, day, n, path, firm):
        pass

    fate_overdue = fate_open

    def fate_fixed(self, mine, day, n, path, firm):
        self.rectify(day, n, path, firm)
        self.post(self.on(day, 4), "10:%02d" % n, "yingji2", "", path + "pass", opinion="现场复查，已整改到位，符合要求。")

    def fate_recheck(self, mine, day, n, path, firm):
        self.rectify(day, n, path, firm, 11)

    def fate_returned(self, mine, day, n, path, firm):
        self.rectify(day, n, path, firm, 5)
        self.post(self.on(day, 7), "10:%02d" % n, "yingji2", "", path + "fail", "隐患现场记录.pdf", opinion="平台加宽只完成一半，西段仍为 2.2 米，继续整改。")

    def ask(self, day, n, path, firm, until):
        self.post(self.on(day, 8), "09:%02d" % n, firm, "", path + "ask_extension", day=until, reason="需外委测绘单位重新编制，工期较长。",
                  measures="期间停止相关区域作业，设置警戒，专人每日巡查。")

    def fate_extended(self, mine, day, n, path, firm):
        self.ask(day, n, path, firm, "2023-11-05")
        hazard = f"/api/hazards/<hazard:{mine}/C03>/extensions/<extension:{mine}/C03>/steps/grant"
        self.post(self.on(day, 9), "16:%02d" % n, "yingji2", "", hazard, note="同意延期，期间每日上报巡查情况。")

    def fate_asked(self, mine, day, n, path, firm):
        self.ask(day, n, path, firm, "2023-11-08")

    def fate_penalised(self, mine, day, n, path, firm):
        self.post("10-19", "16:%02d" % n, "yingji", "", path + "penalise", kind="filed", no="青应急罚立〔2023〕11号", day="2023-10-19", text="拒不停产，立案调查。")

    def plan(self, day, n, path, firm, by, after=2):
        self.post(self.on(day, after), "16:%02d" % n, firm, "", path + "plan", "重大隐患治理方案.pdf", person="矿长", phone="0000-5599001", funds=680000,
                  measures="聘请有资质单位治理，治理完成前划定警戒区、撤出人员和设备。", source="企业安全生产费用", by=by,
                  emergency="发现险情立即撤人并报告，启动专项应急预案。")

    def fate_planned(self, mine, day, n, path, firm):
        self.plan(day, n, path, firm, "2023-11-25")

    def list_it(self, day, n, path, no, after=3):
        self.post(self.on(day, after), "10:%02d" % n, "yingji", "", path + "list", no=f"青安委办督〔2023〕{no}号", level="county")

    def fate_listed(self, mine, day, n, path, firm):
        self.plan(day, n, path, firm, "2023-11-25")
        self.list_it(day, n, path, 3)
        self.post("10-17", "17:%02d" % n, firm, "", path + "report", text="监测设备已订货，补测点基础施工完成 1 处。", percent=30)
        self.post("10-23", "17:%02d" % n, firm, "", path + "report", text="三处测点基础全部完成，设备到货安装。", percent=65)

    def fate_delisted(self, mine, day, n, path, firm):
        self.plan(day, n, path, firm, "2023-10-20", 1)
        self.list_it(day, n, path, 4, 2)
        self.post("10-16", "17:%02d" % n, firm, "", path + "report", text="4 户居民已全部搬迁安置，拦挡坝完工。", percent=100)
        self.post("10-17", "09:%02d" % n, firm, "", path + "rectify", "整改完成情况.pdf", statement="居民搬迁完成，拦挡坝经设计单位验收。")
        self.post("10-19", "15:%02d" % n, "yingji", "", path + "pass", "town-check.pdf", opinion="现场核查，居民已搬离，拦挡坝符合设计。")
        self.post("10-20", "16:%02d" % n, "yingji2", "", path + "delist", opinion="同意摘牌销号，予以公示。")

    # ---- back to work ----
    def team(self, mine):
        town = next(k for k, v in TOWN_DEPUTIES.items() if v == self.mines[mine]["town"])
        officers = ["yingji", "yingji3", "gongan", "gongan2", "ziran", "ziran2", town, town + "2"]
        return officers, town

    def apply(self, name, mine, day, papers=PAPERS, send=True, review=""):
        firm, post = self.mines[mine]["firm"], self.post
        path = f"/api/resumptions/<{name}>/steps/"
        post(day, "08:40", firm, name, "/api/resumptions", mine=f"<#mine:{mine}>")
        post(day, "08:50", firm, "", path + "prepare", plan_day="2023-10-30" if day > "10-12" else "2023-10-17", head="矿长", head_signed_on=f"2023-{day}",
             self_check="对照复工验收清单逐项自查，第三方排查的隐患全部整改并经复查。")
        for i, code in enumerate(papers):
            post(day, "09:%02d" % (5 + 2 * i), firm, "", path + "attach", "复工申请材料.pdf", document=code)
        if send:
            post(day, "10:10", firm, "", path + "apply")
        if review:
            post(review, "15:20", self.team(mine)[1], "", path + "review", "town-check.pdf", text="现场查看，隐患整改属实，材料齐全，同意报联合验收。")

    def accept(self, name, mine, team_day, day, fails=(), unsigned=(), conclude=True):
        path, post = f"/api/resumptions/<{name}>/steps/", self.post
        officers, _ = self.team(mine)
        post(team_day, "09:30", "yingji", "", path + "team", members=[{"person": f"<#person:{p}>", "role": "officer"} for p in officers] +
             [{"person": "<#person:zhuanjia>", "role": "expert"}])
        post(day, "11:20", "yingji3", "", path + "score", items=[{"item": i, "result": "fail" if i in fails else "ok",
             **({"note": fails[i]} if i in fails else {})} for i in items_of(self.mines[mine])])
        for i, who in enumerate(officers + ["zhuanjia"]):
            if who not in unsigned:
                post(day, "14:%02d" % (5 + 4 * i), who, "", path + "sign", opinion="发现的问题须整改，不同意复工。" if fails else "现场核验，符合复工条件。")
        if conclude:
            post(day, "16:30", "yingji2", "", path + "conclude", text="按规则不通过，整改后另行申请。" if fails else "验收通过。")

    def resumptions(self):
        post = self.post
        self.apply("back1", "远矿滑石一矿", "10-10", review="10-11")
        self.accept("back1", "远矿滑石一矿", "10-12", "10-13")
        post("10-16", "10:00", "yingji", "", "/api/resumptions/<back1>/steps/notice")
        post("10-17", "08:10", "yingji", "", "/api/resumptions/<back1>/steps/resume")
        post("10-23", "10:40", "daqinggou", "", "/api/resumptions/<back1>/steps/follow", "town-check.pdf", result="ok", text="复工首周检查，带班到位，未发现新隐患。")
        self.apply("back2", "北岭金矿一矿", "10-12", review="10-13")
        self.accept("back2", "北岭金矿一矿", "10-16", "10-18", fails={"A07": "北帮 +120 台阶坡面角 68 度，设计 65 度。"})
        self.apply("back3", "宏磊金矿二矿", "10-16", review="10-18")
        self.accept("back3", "宏磊金矿二矿", "10-19", "10-24", unsigned=("ziran2",), conclude=False)
        self.apply("back4", "鑫岭石英一矿", "10-13", papers=PAPERS + ["accident_report"], review="10-16")
        self.accept("back4", "鑫岭石英一矿", "10-17", "10-20")
        post("10-23", "09:20", "yingji", "", "/api/resumptions/<back4>/steps/report", "check-3.pdf", text="“9·29”事故矿山五项重新检查和联合验收均已完成，36 项问题全部整改，报请批准复工。")
        self.apply("back5", "北岭石英二矿", "10-23")
        self.apply("back6", "金桥滑石一矿", "10-24", papers=PAPERS[:6], send=False)

    # ---- accidents, accountability, appraisal ----
    def accident(self, name, day, who_signs, begin, hand_in, approve, orgs, document):
        path, post = f"/api/accidents/<{name}>/steps/", self.post
        post(begin, "10:10", "yingji", "", path + "begin", authority="county", orgs=["<org:县应急局>", "<org:县公安局>", "<org:县自然资源局>"])
        if not hand_in:
            return
        for i, who in enumerate(who_signs):
            post(hand_in, "10:%02d" % (30 + i), who, "", path + "sign_report")
        post(hand_in, "15:00", "yingji", "", path + "hand_in", "report-1.pdf", text="调查报告已形成，成员单位全部签名，报请批复。")
        post(approve, "16:10", "xianzhang", "", path + "approve", responsible="yes", orgs=[f"<org:{o}>" for o in orgs], document=document, note="同意调查组意见。")

    def accidents(self):
        post = self.post
        post("09-30", "17:05", "yingji", "acc929", "/api/accidents", title="鑫岭石英一矿“9·29”冒顶事故", kind="workplace", mine="<#mine:鑫岭石英一矿>",
             place="二中段 3 号采场", at="2023-09-29T14:20:00+08:00", head_at="2023-09-29T14:26:00+08:00", county_at="2023-09-29T15:05:00+08:00",
             deaths=1, injured=2, loss_yuan=1650000, summary="采场顶板冒落，当班 3 人被埋，1 人当场死亡，2 人重伤送医。", taken="全矿停产撤人，封闭现场，伤员送市医院。")
        post("09-30", "17:10", "yingji", "", "/api/accidents/<acc929>/steps/told", level="city", at="2023-09-29T16:20:00+08:00", note="值班室电话报告")
        self.accident("acc929", "09-29", [], "10-01", "", "", [], "")
        post("10-04", "10:20", "yingji", "", "/api/accidents/<acc929>/steps/revise", "report-1.pdf", day="2023-10-03", deaths=2, injured=1, loss_yuan=2900000, reason="1 名重伤人员 10 月 3 日医治无效死亡。")
        post("10-09", "15:40", "anweiban", "", "/api/accidents/<acc929>/steps/judge_reporting", reporting="proper", text="现场、单位、县三级均在规定时限内报告。")
        post("10-01", "09:10", "yingji", "acc812", "/api/accidents", title="青峰铁矿一矿“8·12”物体打击事故", kind="workplace", mine="<#mine:青峰铁矿一矿>",
             place="+180 平台", at="2023-08-12T10:05:00+08:00", head_at="2023-08-12T10:09:00+08:00", county_at="2023-08-12T10:50:00+08:00", deaths=1, injured=0,
             loss_yuan=1320000, summary="清理浮石时被坠落矿石击中。", taken="停产整顿 15 天。")
        self.accident("acc812", "08-12", ["yingji", "gongan", "ziran"], "10-01", "10-10", "10-19", ["县应急局"], "青政复〔2023〕15号")
        post("10-06", "17:45", "yingji", "acc1006", "/api/accidents", title="聚源菱镁矿一矿“10·6”机械伤害事故", kind="workplace", mine="<#mine:聚源菱镁矿一矿>",
             place="破碎车间", at="2023-10-06T15:05:00+08:00", head_at="2023-10-06T15:12:00+08:00", county_at="2023-10-06T17:40:00+08:00", deaths=0, injured=1,
             loss_yuan=260000, summary="停产期间检修破碎机，未断电挂牌，1 人手臂重伤。", taken="停止检修，伤员送医。")
        post("10-06", "18:50", "yingji", "", "/api/accidents/<acc1006>/steps/told", level="city", at="2023-10-06T18:40:00+08:00")
        self.accident("acc1006", "10-06", ["yingji", "gongan", "ziran"], "10-07", "10-17", "10-20", ["县工信局"], "青政复〔2023〕16号")
        post("10-18", "09:30", "anweiban", "", "/api/accidents/<acc1006>/steps/judge_reporting", reporting="late", text="单位负责人 15:12 接报，17:40 才报县应急局，超过规定时限 88 分钟。")

    def cases(self):
        post = self.post
        post("10-20", "17:20", "anweiban", "case1", "/api/accountability", accident="<#acc1006>", subject="town", org="<#org:卧虎镇>", duty="territory", fault="not_inspected",
             facts="停产期间驻矿盯守不到位，10 月 4 日至 6 日无巡查记录。", basis="县生产安全事故责任追究办法", proposed="criticism")
        post("10-21", "10:00", "anweiban", "", "/api/accountability/<case1>/steps/refer", "report-1.pdf")
        post("10-23", "09:00", "jiwei", "", "/api/accountability/<case1>/steps/accept")
        post("10-20", "17:40", "anweiban", "case2", "/api/accountability", accident="<#acc1006>", subject="department", org="<#org:县工信局>", duty="industry", fault="not_urged",
             facts="对停产检修作业未作部署，未督促企业执行检修作业票制度。", basis="县生产安全事故责任追究办法", proposed="talk")
        post("10-21", "10:10", "anweiban", "", "/api/accountability/<case2>/steps/refer", "report-1.pdf")
        post("10-23", "09:10", "jiwei", "", "/api/accountability/<case2>/steps/accept")
        post("10-24", "15:00", "jiwei", "", "/api/accountability/<case2>/steps/decide", decision="talk", text="对县工信局分管负责人进行约谈。", document="青纪约〔2023〕4号")
        post("10-24", "16:00", "anweiban", "case3", "/api/accountability", accident="<#acc1006>", subject="person", org="<#org:卧虎镇>", person_name="（驻矿干部）", post="应急办科员",
             duty="leader", fault="not_inspected", facts="10 月 4 日至 6 日未到岗巡查，事后补签记录。", proposed="admonition")
        post("10-24", "16:30", "zuzhi", "list2023", "/api/appraisal/lists", year=2023)

    def investigations(self):
        post, path = self.post, "/api/investigations/<probe1>/steps/"
        post("10-01", "10:40", "gongan", "probe1", "/api/investigations", mine="<#mine:鑫岭石英一矿>", no="青公调〔2023〕1号", title="鑫岭石英一矿有无盗采、超采、违规开采调查", due="2023-10-20",
             cooperating=["<org:县自然资源局>", "<org:县应急局>", "<org:龙王庙镇>"])
        post("10-11", "16:00", "ziran", "", path + "answer", "report-1.pdf", question="illegal_mining", verdict="yes", text="北采区 3 号采场越出矿区范围约 38 米，估算越界采出 1.9 万吨。", basis="矿产资源法（2009 年修正）第四十条")
        post("10-12", "16:20", "ziran", "", path + "answer", question="over_mining", verdict="no", text="1 至 9 月产量未超过年度生产规模。")
        post("10-13", "11:00", "yingji", "", path + "answer", "check-3.pdf", question="violation", verdict="yes", text="采场未按设计支护，顶板管理制度未执行。", basis="安全生产法第三十六条、第四十一条")
        for i, who in enumerate(["ziran", "yingji", "longwangmiao"]):
            post("10-17", "10:%02d" % (10 + 7 * i), who, "", path + "sign")
        post("10-18", "08:50", "gongan", "", path + "conclude", "report-1.pdf", text="存在越界开采和违规开采，未发现超采；越界线索由县自然资源局立案。")
        for i, receiver in enumerate(["committee", "government", "safety_committee"]):
            post("10-18", "10:%02d" % (20 + i), "gongan", "", path + "report", "report-1.pdf", receiver=receiver, day="2023-10-18", no="青公〔2023〕52号")
        post("10-19", "09:30", "ziran", "probe2", "/api/investigations", mine="<#mine:长岭大理岩一矿>", no="青自然资调〔2023〕3号", title="长岭大理岩一矿涉嫌越界开采调查", due="2023-11-05",
             cooperating=["<org:县公安局>", "<org:龙王庙镇>"])
        path = "/api/investigations/<probe2>/steps/"
        post("10-23", "10:30", "ziran", "", path + "answer", "report-1.pdf", question="illegal_mining", verdict="yes", text="东帮越界采出大理岩约 6,200 吨，价值 24.8 万元。", basis="矿产资源法（2009 年修正）第四十条；法释〔2016〕25号")
        post("10-23", "16:40", "ziran", "", path + "refer", "report-1.pdf", text="越界开采价值超过十万元，涉嫌非法采矿，提请移送公安机关。")
        post("10-24", "15:10", "ziran2", "", path + "decide", verdict="yes", text="同意移送。")

    # ---- every unit's measures, businesses' reports, the weather ----
    def units(self, logins):
        plans = [("驻矿干部每日三查", "每座矿山一名驻矿干部，早中晚三次巡查并拍照上报，夜间抽查不少于两次。"),
                 ("一矿一册、一隐患一档", "建立矿山基础台账和隐患档案，每周五更新，乡镇主要负责人签字。"),
                 ("矿区道路联合巡查", "会同派出所、交管每周两次巡查矿区道路，查处无牌超载车辆。"),
                 ("火工品联合清点", "每周清点库存，账物不符当日报告。"), ("矿工夜校", "每周三晚组织矿工学习操作规程和典型案例。")]
        silent = {"weitang", "shipeng", "wenlv", "minzheng", "yunyang", "shangwu"}
        for i, login in enumerate(l for l in logins if l not in silent):
            title, text = plans[i % len(plans)]
            name, day = f"unit{i}", "10-%02d" % (9 + i % 12)
            post, path = self.post, f"/api/unit-measures/<unit{i}>/steps/"
            post(day, "11:%02d" % (i % 60), login, name, "/api/unit-measures", title=title, text=text, by_day="2023-12-31")
            if i % 6 == 5:
                post("10-22", "09:%02d" % (i % 60), "anweiban", "", path + "return", text="缺少责任人和完成时限，请细化后重报。")
            elif i % 6 != 4:
                post("10-22", "10:%02d" % (i % 60), "anweiban", "", path + "adequate", text="措施具体，可检查。")
                if i % 2:
                    post("10-23", "15:%02d" % (i % 60), login, "", path + "progress", text="已部署，首轮检查完成。", percent=30 + i % 5 * 10)

    def report(self, name, day, minute, who, kind, text, measure="", **more):
        self.post(day, minute, who, name, "/api/feedback", kind=kind, text=text, measure=measure, **more)
        return f"/api/feedback/<feedback:F2023{day[:2]}{day[3:]}-0001>/steps/"

    def feedback(self):
        post = self.post
        path = self.report("fb1", "10-09", "19:20", "", "repeated_checks", "一周内应急、公安、自然资源分三次来查同样的内容，每次都要停电，能不能合在一起查？", "2", contact="李经理", phone="0000-1234567", wish="联合检查，一次查清。")
        post("10-10", "09:10", "anweiban", "", path + "accept", org="<org:县应急局>", note="请与公安、自然资源协商联合检查办法。")
        post("10-16", "15:00", "yingji2", "", path + "answer", text="自 10 月 16 日起三部门联合检查，同一矿山每周不超过一次。")
        post("10-17", "08:30", "", "", "/api/feedback/rate", no="<fb1.no>", secret="<fb1.secret>", rating="satisfied", text="确实少跑了两趟。")
        post("10-18", "09:00", "anweiban", "", path + "close")
        path = self.report("fb2", "10-16", "08:05", "", "explosive_supply", "复工矿山的炸药采购许可还没恢复，井下排水巷道掘进停工，有淹井危险。", "9", firm="青岭县远矿矿业有限公司", contact="池矿长", phone="0000-7654321")
        post("10-16", "08:40", "anweiban", "", path + "accept", org="<org:县公安局>", urgent=True, note="有安全风险，24 小时内处理并报县领导。")
        post("10-16", "17:30", "gongan2", "", path + "answer", text="已现场核实，复工通知送达后当日恢复购买许可。")
        post("10-18", "20:10", "", "", "/api/feedback/rate", no="<fb2.no>", secret="<fb2.secret>", rating="fairly")
        path = self.report("fb3", "10-20", "10:15", "hengshi", "stop_loss", "整改已经完成一周没有人来复查，每停一天损失 6 万元。", "2", firm="青岭县恒石矿业有限公司", wish="请尽快复查。")
        post("10-20", "16:00", "anweiban", "", path + "accept", org="<org:县应急局>")
        path = self.report("fb4", "10-11", "21:40", "", "other", "什么时候能修村里的桥？")
        post("10-12", "09:30", "anweiban", "", path + "refuse", text="不属于矿山企业举措引起的问题，已转县交通局。")
        path = self.report("fb5", "10-12", "13:30", "", "slow_approval", "采矿许可证延续材料交了 40 天没有答复，银行不给续贷。", "7", contact="匿名")
        post("10-13", "10:00", "anweiban", "", path + "accept", org="<org:县自然资源局>")
        post("10-19", "16:30", "ziran2", "", path + "answer", text="正在办理，请耐心等待。")
        post("10-20", "07:50", "", "", "/api/feedback/rate", no="<fb5.no>", secret="<fb5.secret>", rating="dissatisfied", text="没有说什么时候办完。")
        post("10-20", "09:20", "anweiban", "", path + "again", text="答复没有办理时限，请重新办理。")
        self.report("fb6", "10-24", "22:05", "", "transport", "源头称重要求每车打印两联，地磅房排队一小时。", "10", contact="赵师傅", phone="0000-2223334")

    def weather(self):
        post = self.post
        post("10-13", "16:00", "qixiang", "", "/api/weather-warnings", level="orange", kind="rain", towns=["<org:大青沟镇>", "<org:松树咀镇>", "<org:龙王庙镇>"], area="北部山区",
             from_at="2023-10-14T02:00:00+08:00", to_at="2023-10-14T18:00:00+08:00", source="县气象台 2023 年第 31 号")
        post("10-24", "20:00", "qixiang", "", "/api/weather-warnings", level="yellow", kind="wind", towns=[], area="全县", from_at="2023-10-24T20:00:00+08:00", to_at="2023-10-25T20:00:00+08:00",
             source="县气象台 2023 年第 34 号")


def play(post, mines, unit_logins):
    s = Story(post, mines)
    s.stops()
    s.inspections()
    s.resumptions()
    s.accidents()
    s.cases()
    s.investigations()
    s.units(unit_logins)
    s.feedback()
    s.weather()
