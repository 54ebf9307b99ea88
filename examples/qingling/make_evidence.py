#!/usr/bin/env python3
"""Makes evidence/*.pdf of the demonstration county from the words below, with LibreOffice (soffice).  All invented."""
import pathlib
import subprocess
import tempfile

here = pathlib.Path(__file__).parent
DOCS = {
    "report-1": ("关于涉事矿山企业摸底调查情况的报告", [
        "经调取台账、实地测量和询问，涉事矿山北采区存在越界开采，越界约 38 米，估算越界采出矿石 1.9 万吨。",
        "2022 年 3 月至 5 月出矿单缺失，运输企业过磅记录与企业申报相差 3,420 吨。",
        "越界开采线索已移送立案，其余两家关联矿山未发现盗采、超采。"]),
    "hazards-2": ("第三方机构排查隐患清单（节选）", [
        "露天采场台阶坡面角超过设计 4 度，限 10 日内整改。", "排土场截水沟淤堵，限 10 日内整改。",
        "配电室绝缘用具超过检验期，限 10 日内整改。", "北帮边坡监测点缺失 3 处，列为重大隐患，已挂牌督办。"]),
    "town-check": ("停产盯守和隐患整改督促记录", [
        "驻矿干部每日两次巡查，采掘设备断电封存，火工品库双人双锁。", "一般隐患 12 条，已全部整改并经复查。"]),
    "check-3": ("涉事矿山五项检查问题清单（节选）", [
        "特种作业人员操作证过期 14 人。", "安全生产责任制未覆盖外包队伍。", "爆破作业规程未按新版设计修订。"]),
    "rules-9": ("青岭县矿山民用爆炸物品使用管理办法（草案）", [
        "审批数量按月开采量、矿石密度和单位炸药消耗量测算，多批、乱批的追究责任。",
        "不得指定供应单位，不得以行政手段限制民爆企业公平竞争。"]),
    "trucks-10": ("货车超限超载联合治理阶段情况", [
        "四处联合治超点检查货车 1,964 台次，查处超限 160 台次。", "源头矿山 29 处称重设施全部校准，超限率由 7.1% 降到 1.9%。"]),
    "隐患现场记录": ("隐患现场记录", ["部位、现状和测量数据见检查表，现场已设置警示。", "检查人员与企业陪同人员均已签字。"]),
    "整改完成情况": ("隐患整改完成情况", ["已按责令限期整改指令书要求整改完毕。", "整改责任人、资金、完成时间和验收意见附后。"]),
    "重大隐患治理方案": ("重大隐患治理方案（五落实）", ["责任人：矿长。", "措施：聘请有资质单位治理，治理完成前划定警戒区。", "资金：安全生产费用 68 万元。",
        "时限：见指令书。", "预案：险情立即撤人，启动专项应急预案。"]),
    "矿业权申请材料": ("矿业权申请材料", ["本材料由申请人编制，签字盖章，原件存县自然资源局窗口。", "申请人对材料的真实性负责。"]),
    "县长办公会纪要": ("县长办公会议纪要（节选）", ["会议听取县自然资源局关于新设矿业权的汇报，听取联审部门和安全审查意见。", "会议原则同意，由县自然资源局按程序上报发证机关。"]),
    "候选企业资质材料": ("候选企业资质材料", ["年度报告、安全业绩证明、执业证清单、验资报告复印件，加盖公章。", "原件由县招商中心核验后退回企业。"]),
    "复工申请材料": ("复工复产申请材料", ["本材料由企业编制，主要负责人签字盖章。", "原件存企业，内容真实，愿承担相应责任。"]),
}
with tempfile.TemporaryDirectory() as tmp:
    for name, (title, lines) in DOCS.items():
        if (here / "evidence" / (name + ".pdf")).exists():     # what is there stays as it is
            continue
        body = "".join(f"<p>{i}．{line}</p>" for i, line in enumerate(lines, 1))
        page = pathlib.Path(tmp, name + ".html")
        page.write_text(f'<html><head><meta charset="utf-8"></head><body style="font-family:Noto Serif CJK SC;font-size:14pt">'
                        f'<h2 align="center">{title}</h2>{body}<p align="right">2023年10月</p></body></html>', encoding="utf-8")
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(here / "evidence"), str(page)],
                       check=True, stdout=subprocess.DEVNULL)
