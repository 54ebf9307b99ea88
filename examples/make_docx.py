#!/usr/bin/env python3
"""Makes qingling/notice.docx from qingling/notice.txt: the same words, laid out as an official document (GB/T 9704).

The file is the same byte for byte whenever it is made, so that its hash does not change.
"""
import pathlib
import zipfile
from xml.sax.saxutils import escape

here = pathlib.Path(__file__).parent / "qingling"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
</Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>\
</Relationships>"""


def run(text, font, half_points, bold=False, color=None):
    props = f'<w:rFonts w:eastAsia="{font}" w:ascii="{font}" w:hAnsi="{font}"/>'
    props += "<w:b/>" if bold else ""
    props += f'<w:color w:val="{color}"/>' if color else ""
    return f'<w:r><w:rPr>{props}<w:sz w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(runs, align="both", indent=True):
    first = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent else ""
    return f'<w:p><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>{first}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def lay_out(i, line, last):
    if i == 0:
        return paragraph(run(line, "方正小标宋简体", 72, color="C00000"), "center", False)
    if i == 1:
        return paragraph(run(line, "仿宋_GB2312", 32), "center", False)
    if i == 2:
        return paragraph(run(line, "方正小标宋简体", 44), "center", False)
    if i == 3:
        return paragraph(run(line, "仿宋_GB2312", 32), "left", False)
    if i >= last - 1:
        return paragraph(run(line, "仿宋_GB2312", 32), "right", False)
    head, mark, rest = line.partition("：")
    if mark and (head.startswith("举措") or head.endswith(("部门", "时限"))):
        return paragraph(run(head + mark, "黑体", 32, True) + run(rest, "仿宋_GB2312", 32))
    return paragraph(run(line, "仿宋_GB2312", 32))


lines = [s for s in (here / "notice.txt").read_text(encoding="utf-8").split("\n") if s.strip()]
body = "".join(lay_out(i, line, len(lines) - 1) for i, line in enumerate(lines))
page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"/></w:sectPr>'
document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {W}><w:body>{body}{page}</w:body></w:document>'
with zipfile.ZipFile(here / "notice.docx", "w", zipfile.ZIP_STORED) as z:
    for name, text in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", document)):
        z.writestr(zipfile.ZipInfo(name, (2023, 9, 30, 16, 0, 0)), text)
