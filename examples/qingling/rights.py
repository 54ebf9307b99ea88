"""Measures 7 and 8 of the demonstration county: mining rights with their land, applications, places outside their licence, protected
land, reserves reports, operators brought in.  Everybody and everything here is invented; make.py calls number(), until() and play()."""
import json
import math
import pathlib

UNTIL = {"永固铁矿一矿": "2023-08-31", "永固滑石二矿": "2023-08-31", "金桥滑石一矿": "2023-11-12", "聚源菱镁矿一矿": "2023-12-31",
         "北岭石英二矿": "2024-02-28", "远矿滑石一矿": "2024-03-31", "长岭大理岩一矿": "2024-04-15"}
METAL = {"铁矿", "金矿"}
PROVINCE = {"菱镁矿", "铁矿", "金矿"}
DEEP = {"聚源菱镁矿一矿": ("电熔镁砂、镁碳砖，年加工 12 万吨", "采矿—浮选—电熔—制砖，自有两条生产线"),
        "恒石菱镁矿一矿": ("重烧镁砂，年加工 20 万吨", "采矿—煅烧—销售"), "瑞丰石英一矿": ("高纯石英砂试验线", ""),
        "远矿滑石一矿": ("超细滑石粉，年产 3 万吨", "")}


def number(i, mineral):
    """In the form of src/proto/right_number.h: 990000 stands for an invented province, 990300 for an invented city."""
    region = "990000" if mineral in PROVINCE else "990300"
    return "C%s%04d%02d%s%06d" % (region, 2009 + i % 7, 1 + i * 5 % 12, "3120" if mineral in METAL else "7120", 30601 + 137 * i)


def until(name):
    return UNTIL.get(name, "2026-12-31")


# ---- land ----

def gauss(lon, lat, meridian=123, zone=41):
    """CGCS2000 on a Gauss-Krüger plane of three degrees: X north, Y east with the zone's number before it (Krüger's series)."""
    a, f = 6378137.0, 1 / 298.257222101
    n = f / (2 - f)
    radius = a / (1 + n) * (1 + n ** 2 / 4 + n ** 4 / 64)
    alpha = (n / 2 - 2 * n ** 2 / 3 + 5 * n ** 3 / 16, 13 * n ** 2 / 48 - 3 * n ** 3 / 5, 61 * n ** 3 / 240)
    phi, lam = math.radians(lat), math.radians(lon - meridian)
    e = 2 * math.sqrt(n) / (1 + n)
    t = math.sinh(math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.atanh(math.sin(lam) / math.sqrt(1 + t * t))
    north = radius * (xi + sum(c * math.sin(2 * k * xi) * math.cosh(2 * k * eta) for k, c in enumerate(alpha, 1)))
    east = radius * (eta + sum(c * math.cos(2 * k * xi) * math.sinh(2 * k * eta) for k, c in enumerate(alpha, 1)))
    return north, east + 500000 + zone * 1000000


def corners(lon, lat, metres):
    """Six corners around a middle, as a surveyor would draw them."""
    x = metres / 111320 / math.cos(math.radians(lat))
    y = metres / 110950
    return [(lon - x, lat - 0.8 * y), (lon - 0.9 * x, lat + 0.7 * y), (lon - 0.1 * x, lat + y), (lon + x, lat + 0.8 * y), (lon + 0.95 * x, lat - 0.6 * y),
            (lon + 0.2 * x, lat - y)]


def land_text(points, top, bottom, name):
    plane = [gauss(*p) for p in points]
    lines = ["%d,%.3f,%.3f,,," % (i, x, y) for i, (x, y) in enumerate(plane, 1)]
    return "\n".join(lines + ["*,%d,%d,%s,1" % (top, bottom, name)]) + "\n"


def km2(points):
    p = [gauss(*q) for q in points]
    return round(abs(sum(p[i - 1][0] * p[i][1] - p[i][0] * p[i - 1][1] for i in range(len(p)))) / 2e6, 4)


def ring(points):
    return [[round(x, 7), round(y, 7)] for x, y in points + points[:1]]


def polygon(points):
    return json.dumps({"type": "Polygon", "coordinates": [ring(points)]})


def box(lon, lat, east, north):
    """A rectangle of so many metres from its south-west corner."""
    x, y = east / 111320 / math.cos(math.radians(lat)), north / 110950
    return [(lon, lat), (lon, lat + y), (lon + x, lat + y), (lon + x, lat)]


def moved(lon, lat, east, north):
    return lon + east / 111320 / math.cos(math.radians(lat)), lat + north / 110950


# ---- the register ----

class Register:
    def __init__(self, post, put, mines):
        self.post, self.put = post, put
        self.mines = {m[0]: {"kind": m[2], "mineral": m[3], "firm": m[4], "lon": m[7], "lat": m[8], "scale": m[9], "number": m[11], "until": m[12],
                             "corners": corners(m[7], m[8], 330 + 9 * i), "top": 180 + 12 * i, "town": m[5]} for i, m in enumerate(mines)}

    def rights(self):
        for i, (name, m) in enumerate(self.mines.items()):
            bottom = m["top"] - (140 if m["kind"] == "open_pit" else 320)
            deep, chain = DEEP.get(name, ("", ""))
            self.put("10-07", "%02d:%02d" % (15 + i // 30, 2 * i % 60), "ziran", "", f"/api/rights/<right:{name}>", version=1, kind="mining",
                     number=m["number"], holder=m["firm"], credit_code="91990323%010d" % (7400012 + 3711 * i), address="青岭县" + m["town"],
                     minerals=m["mineral"], main_mineral=m["mineral"], method=m["kind"], scale_t=m["scale"],
                     size="medium" if m["scale"] >= 300000 else "small", economy="有限责任公司", stated_km2=km2(m["corners"]),
                     land_text=land_text(m["corners"], m["top"], bottom, name), valid_from="2021-01-01", valid_to=m["until"],
                     issuer="省自然资源厅" if m["mineral"] in PROVINCE else "市自然资源局", issued_on="2020-12-21",
                     level="province" if m["mineral"] in PROVINCE else "city", project="renewal", obtained="listing" if i % 3 else "agreement",
                     first_on="%s-%s-15" % (m["number"][7:11], m["number"][11:13]), listed=bool(deep), deep=deep, chain=chain)

    def reserves(self):
        for n, (name, start, mined, lost, handed) in enumerate([("恒石菱镁矿一矿", 8640000, 331000, 26000, "2023-01-18"),
                                                                 ("聚源菱镁矿一矿", 4210000, 218000, 21000, "2023-02-09"),
                                                                 ("长岭大理岩一矿", 6080000, 352000, 38000, "2023-01-29")]):
            self.post("10-09", "16:%02d" % (10 + n), "ziran", "", f"/api/mines/<mine:{name}>/reserves", year=2022, proven_t=start * 2, start_t=start,
                      mined_t=mined, lost_t=lost, end_t=start - mined - lost, recoverable_t=round((start - mined - lost) * 0.88),
                      planned_t=mined + lost, handed_on=handed, document=f"青自然资储报〔2023〕{3 + n}号")
        for n, (name, t) in enumerate([("恒石菱镁矿一矿", 360000), ("聚源菱镁矿一矿", 240000)]):
            self.post("10-09", "16:%02d" % (20 + n), "ziran", "", f"/api/mines/<mine:{name}>/output-years", year=2023, kind="quota", mineral="菱镁矿", t=t,
                      document="青自然资发〔2023〕11号", decided_by="县自然资源局", decided_on="2023-03-06")

    def face(self, day, clock, mine, name, points, level):
        self.post(day, clock, "ziran", "", f"/api/mines/<mine:{mine}>/places", kind="face", name=name, shape=polygon_of(points), level_m=level,
                  started_on="2023-" + day)

    def places(self):
        """Five faces inside, one measured beyond its north corner (hazard A08 of the dragnet), one below its lowest level."""
        for n, mine in enumerate(["恒石菱镁矿一矿", "聚源菱镁矿一矿", "青峰铁矿一矿", "瑞丰石英一矿", "宏磊大理岩一矿"]):
            m = self.mines[mine]
            self.face("10-10", "17:%02d" % (5 + n), mine, "1 号作业面", box(*moved(m["lon"], m["lat"], -60, -40), 120, 80), m["top"] - 60)
        m = self.mines["大川石英二矿"]
        north = max(m["corners"], key=lambda p: p[1])
        self.face("10-23", "16:40", "大川石英二矿", "北采区 2 号作业面", box(*moved(*north, -20, -60), 40, 72), m["top"] - 50)
        m = self.mines["长岭大理岩一矿"]
        self.face("10-18", "11:30", "长岭大理岩一矿", "东帮 3 号作业面", box(*moved(m["lon"], m["lat"], 40, -30), 90, 60), m["top"] - 146)
        path = "/api/outside/<outside:长岭大理岩一矿>/steps/"
        self.post("10-19", "09:10", "ziran", "", path + "confirm", "report-1.pdf", text="无人机航测复核，作业面低于开采下限约 6 米，属实。")

    def zones(self, folder):
        """One file a kind, as other departments would hand them over; the program's own reader takes them."""
        at = {name: (m["lon"], m["lat"]) for name, m in self.mines.items()}
        marble, iron = NEW["marble"], NEW["iron"]
        road = [moved(*marble, 640, -3000), moved(*marble, 640, 0), moved(*marble, 700, 3000)]
        made = {"nature_reserve": [("青岭省级自然保护区", [polygon_of(box(*moved(*iron, 150, -1500), 4000, 3600))])],
                "ecological_redline": [("北部山区生态保护红线", [polygon_of(box(122.55, 41.66, 30000, 3000))])],
                "water_source": [("云阳水库二级水源保护区", [polygon_of(box(122.70, 41.245, 2500, 1800))])],
                "farmland": [("柳河镇永久基本农田", [polygon_of(box(*moved(*at["恒石菱镁矿一矿"], 620, -400), 1500, 700))])],
                "highway": [("省道 311 线", [{"type": "LineString", "coordinates": [[round(x, 7), round(y, 7)] for x, y in road]}])],
                "settlement": [("石棚乡上沟屯", [polygon_of(box(*moved(*marble, -780, -150), 180, 240))])],
                "river": [("柳河", [{"type": "LineString", "coordinates": [[122.60, 41.378], [122.78, 41.393], [122.93, 41.378], [123.05, 41.398]]}])]}
        for kind, zones in made.items():
            features = [{"type": "Feature", "properties": {"name": name}, "geometry": g} for name, shapes in zones for g in shapes]
            (folder / (kind + ".geojson")).write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n",
                                                      encoding="utf-8")


def polygon_of(points):
    return {"type": "Polygon", "coordinates": [ring(points)]}


NEW = {"talc": (122.705, 41.622), "marble": (122.935, 41.635), "iron": (122.575, 41.36)}
PAPERS = {"new_exploration": "form business land work_plan funds", "new_mining": "form business land reserves use_plan restore fees environment safety funds",
          "renewal": "form licence business reserves annual use_plan restore fees environment"}
JOINT = ["yingji", "huanjing", "lincao", "shuili", "gongan"]


class Applications:
    def __init__(self, post):
        self.post = post

    def begin(self, name, day, clock, who, papers, /, **fields):
        self.name, self.path = name, f"/api/applications/<{name}>/steps/"
        hour, minute = map(int, clock.split(":"))
        self.post(day, clock, who, name, "/api/applications", **fields)
        for code in PAPERS[papers].split():
            minute += 1
            self.post(day, "%02d:%02d" % (hour, minute), who, "", self.path + "material", "矿业权申请材料.pdf", code=code)
        self.post(day, "%02d:%02d" % (hour, minute + 2), who, "", self.path + "submit")

    def step(self, day, clock, who, action, evidence="", /, **given):
        self.post(day, clock, who, "", self.path + action, evidence, **given)

    def sign(self, day, who, text="符合本部门管理要求，同意。", verdict="agree", minute=30):
        self.step(day, "14:%02d" % (minute + JOINT.index(who)), who, "sign", verdict=verdict, text=text)

    def renewals(self):
        self.begin("renew1", "10-08", "09:20", "juyuan", "renewal", kind="renewal", right_kind="mining", licence="<#right:聚源菱镁矿一矿>", years=10, listed=True,
                   deep=DEEP["聚源菱镁矿一矿"][0], chain=DEEP["聚源菱镁矿一矿"][1], reason="保有储量可供开采 16 年，申请延续 10 年。")
        self.step("10-09", "10:00", "ziran", "accept")
        self.step("10-11", "16:00", "ziran", "review", text="材料齐全，面积、坐标与登记一致，无重叠，符合接续办理快车道条件。")
        for day, who in [("10-12", "yingji"), ("10-12", "huanjing"), ("10-13", "lincao"), ("10-13", "shuili"), ("10-13", "gongan")]:
            self.sign(day, who)
        self.step("10-16", "09:00", "ziran", "conclude")
        self.step("10-17", "10:30", "ziran", "send", no="青自然资〔2023〕41号", day="2023-10-17")
        self.begin("renew2", "10-16", "10:10", "beiling", "renewal", kind="renewal", right_kind="mining", licence="<#right:北岭石英二矿>", years=5,
                   reason="资源储量核实报告已评审备案，申请延续 5 年。")
        self.step("10-17", "15:00", "ziran", "accept")
        self.step("10-19", "16:20", "ziran", "review", text="无深加工和产业链，按一般程序办理，送五部门联审。")
        self.sign("10-20", "yingji")
        self.sign("10-23", "huanjing", "完成矿区降尘设施改造后实施。", "conditions")
        self.step("10-23", "16:10", "lincao", "object", text="新增排土场占用公益林 0.3 公顷，未办理林地手续。")
        self.begin("renew3", "10-17", "08:40", "yuankuang", "renewal", kind="renewal", right_kind="mining", licence="<#right:远矿滑石一矿>", years=8,
                   reason="深加工项目二期需要资源保障。")
        self.step("10-18", "09:30", "ziran", "accept")

    def fresh(self):
        talc = corners(*NEW["talc"], 700)
        self.begin("new1", "10-07", "09:05", "ziran", "new_exploration", kind="new", right_kind="exploration", name="白石沟滑石矿普查", applicant="青岭地质勘查有限公司",
                   mineral="滑石", years=3, town="<#org:清水满族乡>", land_text=polygon(talc), reason="省级重点勘查项目，拟查明滑石资源量。")
        self.step("10-07", "15:00", "ziran", "accept")
        self.step("10-09", "09:10", "ziran", "review", text="不在禁止、限制勘查区，与已设矿业权无重叠。")
        for day, who in [("10-10", "yingji"), ("10-11", "huanjing"), ("10-11", "lincao"), ("10-12", "shuili"), ("10-12", "gongan")]:
            self.sign(day, who, minute=40)
        self.step("10-13", "09:00", "ziran", "conclude")
        self.step("10-17", "16:00", "yingji", "pass_safety", text="钻探施工安全专篇符合要求。")
        self.step("10-20", "17:10", "xianzhang", "record", "县长办公会纪要.pdf", day="2023-10-20", no="青政办纪〔2023〕31号", decision="agree",
                  text="原则同意新设白石沟滑石矿普查探矿权，由县自然资源局按程序上报。")
        self.step("10-23", "09:30", "ziran", "approve")
        self.begin("new2", "10-08", "10:05", "ziran", "new_mining", kind="new", right_kind="mining", name="石棚乡饰面大理岩矿", applicant="青岭石材开发有限公司",
                   mineral="大理岩", method="open_pit", size="small", scale_t=80000, years=10, town="<#org:石棚乡>",
                   land_text=land_text(corners(*NEW["marble"], 380), 310, 210, "石棚乡饰面大理岩矿"), reason="绿色矿山建设项目，配套板材加工。")
        self.step("10-09", "16:30", "ziran", "accept")
        self.step("10-11", "10:20", "ziran", "review", text="与居民点、省道距离需在安全设计中落实，其余符合规划。")
        for day, who in [("10-12", "yingji"), ("10-13", "huanjing"), ("10-16", "lincao"), ("10-16", "shuili"), ("10-17", "gongan")]:
            self.sign(day, who, minute=50)
        self.step("10-18", "09:00", "ziran", "conclude")
        self.step("10-24", "11:00", "yingji", "pass_safety", text="安全预评价报告已评审，同意提交县长办公会。")
        self.begin("new3", "10-12", "14:05", "ziran", "new_mining", kind="new", right_kind="mining", name="苇塘乡西沟铁矿", applicant="青岭西沟矿业有限公司", mineral="铁矿",
                   method="open_pit", size="small", scale_t=150000, years=10, town="<#org:苇塘乡>",
                   land_text=land_text(corners(*NEW["iron"], 420), 380, 240, "苇塘乡西沟铁矿"), reason="矿山整合项目。")
        self.step("10-13", "09:40", "ziran", "accept")
        self.step("10-18", "16:00", "ziran", "refuse", text="拟设矿区与青岭省级自然保护区重叠，依法不予办理。")


# ---- operators ----

FIGURES = [("scale", 420, "集团年采剥总量报表"), ("safety", 6, "近三年事故统计证明"), ("chain", 4, "采、选、加工、销售自有"), ("people", 15, "社保和执业证清单"),
           ("capital", 800, "营业执照、验资报告")]


class Operators:
    def __init__(self, post):
        self.post = post

    def begin(self, name, day, clock, /, **fields):
        self.path = f"/api/opportunities/<{name}>/steps/"
        self.post(day, clock, "zhaoshang", name, "/api/opportunities", **fields)
        self.step(day, clock[:3] + "%02d" % (int(clock[3:]) + 5), "zhaoshang", "publish")

    def step(self, day, clock, who, action, evidence="", /, **given):
        self.post(day, clock, who, "", self.path + action, evidence, **given)

    def candidate(self, day, hour, name, kind, figures, contact):
        self.step(day, "%02d:00" % hour, "zhaoshang", "candidate", name=name, kind=kind, contact=contact, phone="0000-8800%03d" % (len(name) * 37))
        for i, (criterion, value, text) in enumerate(figures):
            self.step(day, "%02d:%02d" % (hour, 5 + 3 * i), "zhaoshang", "claim", "候选企业资质材料.pdf", candidate=name, criterion=criterion, value=value, text=text)

    def judge(self, day, hour, name, figures, not_borne=()):
        """By the bureau: who entered a figure may not confirm it."""
        for i, (criterion, _, text) in enumerate(figures):
            bad = criterion in not_borne
            self.step(day, "%02d:%02d" % (hour, 5 + 3 * i), "ziran", "judge", candidate=name, criterion=criterion, verdict="not_borne" if bad else "borne",
                      text="材料为上年度数据，与公开年报不符。" if bad else f"与{text}原件核对一致。")

    def quartz(self):
        self.begin("bring1", "10-09", "10:00", mine="<#mine:瑞丰石英一矿>", title="瑞丰石英一矿合作开发高纯石英", mineral="石英", form="joint", scale_t=500000,
                   terms="引进方负责选矿和深加工投资，采矿权人不变。", open_until="2023-10-18")
        firms = [("华岭矿业集团有限公司", "central", FIGURES, "董经理"),
                 ("辽岭联合矿业股份有限公司", "state", [("scale", 180, "年度报告"), ("safety", 22, "事故统计"), ("chain", 2, "采、销"), ("people", 9, "执业证清单")], "葛主任"),
                 ("恒远新材料集团有限公司", "private", [("scale", 95, "年度报告"), ("safety", 0, "证明"), ("chain", 3, "选、深加工、销"), ("people", 6, "执业证清单"),
                                             ("capital", 300, "验资报告")], "邱总")]
        for n, (name, kind, figures, contact) in enumerate(firms):
            self.candidate("10-1%d" % (1 + n), 9 + n, name, kind, figures, contact)
        self.step("10-19", "09:00", "zhaoshang", "assess")
        for n, (name, _, figures, _) in enumerate(firms):
            self.judge("10-20", 9 + n, name, figures, ("people",) if n == 1 else ())
        self.step("10-23", "10:00", "zhaoshang", "choose", candidate="华岭矿业集团有限公司", text="得分最高，安全业绩良好，深加工能力强。")
        self.step("10-24", "15:00", "zhaoshang", "talk", day="2023-10-24", text="首轮商谈：引进方提出合作期 15 年，深加工项目 2024 年 6 月前开工。")

    def marble(self):
        self.begin("bring2", "10-16", "14:00", mine="<#mine:宏磊大理岩一矿>", title="宏磊大理岩一矿引进板材加工企业", mineral="大理岩", form="shares", scale_t=200000,
                   terms="入股比例不超过 49%。", open_until="2023-11-15")
        self.candidate("10-24", 10, "南石建材集团有限公司", "private", [("scale", 60, "年度报告"), ("chain", 3, "采、加工、销")], "贾经理")

    def contracted(self):
        """A contract of earlier years, entered afterwards."""
        self.begin("bring3", "10-10", "08:30", mine="<#mine:青峰滑石二矿>", title="青峰滑石二矿承包开采（2022 年合同补登）", mineral="滑石", form="contract", scale_t=120000,
                   terms="承包范围为露天采剥和运输。", open_until="2023-10-10")
        self.candidate("10-10", 9, "中岭矿山工程有限公司", "state", FIGURES, "耿经理")
        self.step("10-11", "08:30", "zhaoshang", "assess")
        self.judge("10-11", 9, "中岭矿山工程有限公司", FIGURES)
        self.step("10-11", "10:00", "zhaoshang", "choose", candidate="中岭矿山工程有限公司", text="2022 年招标确定，补登原始材料。")
        self.step("10-11", "10:10", "zhaoshang", "contract", "候选企业资质材料.pdf", no="QF-2022-03", **{"from": "2022-04-01", "to": "2025-03-31"}, t=120000)
        self.step("10-11", "10:20", "zhaoshang", "safety", "候选企业资质材料.pdf", no="QF-AQ-2022-03", day="2022-03-25")
        self.step("10-11", "10:30", "zhaoshang", "hand_over", day="2022-04-01", text="现场交接记录齐全。")


def play(post, put, mines):
    register = Register(post, put, mines)
    zones = pathlib.Path(__file__).parent / "zones"
    zones.mkdir(exist_ok=True)
    register.zones(zones)
    register.rights()
    register.reserves()
    register.places()
    a = Applications(post)
    a.renewals()
    a.fresh()
    o = Operators(post)
    o.quartz()
    o.marble()
    o.contracted()
