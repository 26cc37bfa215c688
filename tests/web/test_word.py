"""Word documents stand on the page as GB/T 9704-2012 asks for, and say what they are in words."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from projections.queries.proportion import Proportion
from web.charts import Chart, share
from web.papers.content import (
    Cell,
    Column,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Share,
    Table,
    chinese,
    numbered,
)
from web.papers.word import write

CHART = Chart("走势", [share("九月", Proportion(40, 50)), share("十月", Proportion(0, 0))])
PAPER = Paper(
    title="关于2026年9月联动工作情况的通报",
    organ="青石镇联动中心月通报",
    number="〔2026〕第3期",
    to="各联动单位：",
    blocks=[
        Heading("接报"),
        Paragraph("接报三件。\n办结两件。"),
        Heading("分单位", 2),
        Table(
            "各单位 <按时> & 超期",
            [Column("单位", width=2), Column("按时", "share")],
            [[Cell("派出所"), Cell(Share(20, 25))], [Cell("司法所"), Cell(Share(0, 0))]],
        ),
        Paragraph("说明。", small=True),
        Heading("走势"),
        Figure(CHART),
    ],
    signed="青石镇联动中心",
    day="2026年10月8日",
    at=datetime(2026, 10, 8, 2, tzinfo=UTC),
    printed="青石镇联动中心　2026年10月8日印发",
)


def opened(paper: Paper = PAPER) -> Document:
    return docx.Document(BytesIO(write(paper)))


def test_paper_and_margins_are_those_of_the_standard() -> None:
    section = opened().sections[0]
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=700)
    margins = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert margins == pytest.approx((Mm(37), Mm(35), Mm(28), Mm(26)), abs=700)  # of a twip


def test_a_page_has_22_lines_of_28_characters() -> None:
    document = opened()
    (grid,) = document.sections[0]._sectPr.findall(qn("w:docGrid"))
    values = {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")}
    assert values["type"] == "linesAndChars"
    line, wide = int(values["linePitch"]) / 20, 16 + int(values["charSpace"]) / 4096
    assert int(Mm(225).pt / line) == 22
    assert round(Mm(156).pt / wide, 1) == 28.0
    assert document.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)


@pytest.mark.parametrize(
    ("style", "letters", "size"),
    [
        ("Body Text", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Number", "仿宋_GB2312", 16),
        ("Page", "宋体", 14),
    ],
)
def test_each_part_is_in_its_letters(style: str, letters: str, size: int) -> None:
    found: Any = opened().styles[style]
    fonts = found.element.rPr.find(qn("w:rFonts"))
    assert (fonts.get(qn("w:eastAsia")), found.font.size) == (letters, Pt(size))
    assert not fonts.get(qn("w:eastAsiaTheme"))


def test_fonts_a_machine_may_lack_have_others_to_stand_in() -> None:
    package = opened().part.package
    assert package is not None
    (fonts,) = [part for part in package.iter_parts() if "fontTable" in part.partname]
    text = fonts.blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in text


def test_head_title_headings_and_end_stand_in_their_order() -> None:
    said = [(one.style.name, one.text) for one in opened().paragraphs if one.style is not None]
    assert said[:5] == [
        ("Organ", "青石镇联动中心月通报"),
        ("Number", "〔2026〕第3期"),
        ("Title", "关于2026年9月联动工作情况的通报"),
        ("To", "各联动单位："),
        ("Heading 1", "一、接报"),
    ]
    assert ("Heading 2", "（一）分单位") in said
    assert ("Body Text", "办结两件。") in said
    assert said[-2:] == [("Signed", "青石镇联动中心"), ("Signed", "2026年10月8日")]


def test_the_head_is_red_with_a_red_line_below_its_number() -> None:
    document = opened()
    assert str(document.styles["Organ"].font.color.rgb) == "FF0000"
    (line,) = document.paragraphs[1]._p.xpath("./w:pPr/w:pBdr/w:bottom")
    assert line.get(qn("w:color")) == "FF0000"


def test_the_day_stands_four_characters_off_the_edge_and_the_office_in_its_middle() -> None:
    def off(paragraph: Any) -> int:
        (indent,) = paragraph._p.xpath("./w:pPr/w:ind")
        return int(indent.get(qn("w:rightChars")))

    office, day = opened().paragraphs[-2:]
    assert off(day) == 400
    assert off(office) == 375  # half a character wider than the day, a quarter on each side
    long = opened(PAPER._replace(signed="青石镇社会矛盾纠纷预防化解联动中心")).paragraphs[-2:]
    assert off(long[0]) == 0  # then the day is moved in
    assert off(long[1]) > 400


def test_pages_are_numbered_at_the_outer_edge() -> None:
    section = opened().sections[0]
    assert opened().settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.text, even.text) == ("— 1 —", "— 1 —")
    assert "".join(odd._p.xpath(".//w:instrText/text()")) == "PAGE"
    assert (str(odd.alignment), str(even.alignment)) == ("RIGHT (2)", "LEFT (0)")


def test_a_table_says_what_it_is_and_its_head_comes_again() -> None:
    table = opened().tables[0]
    assert table._tbl.xpath("./w:tblPr/w:tblCaption/@w:val") == ["各单位 <按时> & 超期"]
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [
        True,
        False,
        False,
    ]
    assert [cell.text for cell in table.rows[1].cells] == ["派出所", "80.0 %*\n20 / 25"]
    assert [cell.text for cell in table.rows[2].cells] == ["司法所", "—"]


def test_a_chart_is_cells_with_a_pattern_as_long_as_its_value() -> None:
    rows = opened().tables[1]._tbl.tr_lst
    spans = rows[0].xpath("./w:tc[w:tcPr/w:shd]/w:tcPr/w:gridSpan/@w:val")
    assert spans == ["40"]  # of 50 for 80 per cent
    assert rows[0].xpath("./w:tc/w:tcPr/w:shd/@w:val") == ["diagStripe"]
    assert "80.0 % (40/50)" in "".join(rows[0].xpath(".//w:t/text()"))
    assert not rows[1].xpath("./w:tc/w:tcPr/w:shd")  # nothing was due


def test_the_document_says_in_which_language_it_is() -> None:
    document = opened()
    assert document.core_properties.language == "zh-CN"
    (language,) = document.styles.element.xpath("./w:docDefaults//w:lang")
    assert language.get(qn("w:eastAsia")) == "zh-CN"
    english = opened(PAPER._replace(language="en"))
    assert english.core_properties.language == "en-GB"
    assert "1. 接报" in [one.text for one in english.paragraphs]


def test_a_paper_to_one_unit_bears_its_number_at_the_right_and_no_red() -> None:
    document = opened(PAPER._replace(organ="", number="", code="编号：QS2026-00001-7", printed=""))
    first = document.paragraphs[0]
    assert first.style is not None
    assert (first.style.name, first.text) == ("Code", "编号：QS2026-00001-7")
    assert len(document.tables) == 2


def test_headings_are_numbered_as_chinese_papers_number_them() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]
    blocks = [Heading("甲"), Heading("子", 2), Heading("乙"), Heading("丑", 2)]
    said = [one.text for one in numbered(blocks, "zh") if isinstance(one, Heading)]
    assert said == ["一、甲", "（一）子", "二、乙", "（一）丑"]
