"""Charts: bars and points stand where their values are, and nothing is drawn without its number."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from projections.queries.proportion import Proportion
from web.charts import Chart, Drawing, amount, columns, file, multiples, rows, share, trend
from web.charts.drawing import hatched, width_of
from web.charts.pages import NARROW, WIDE
from web.charts.scale import Scale, of_line, round_top

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True, scope="module")
def _worded() -> Iterator[None]:
    """Words of a legend are looked up as on a page."""
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield


def chart(*counts: tuple[int, int], target: float | None = None) -> Chart:
    values = [share(f"2026-{n:02d}", Proportion(*one)) for n, one in enumerate(counts, 1)]
    return Chart("On time", values, target=target)


def words(drawing: Drawing) -> list[str]:
    return [shape.words for shape in drawing.shapes if shape.words]


def test_a_standing_bar_is_as_high_as_its_share_and_its_interval_goes_through_its_end() -> None:
    # given three quarters of forty
    drawing = columns(chart((30, 40)), WIDE)
    # when its bar is measured against the scale
    (bar,) = drawing.of("bar")
    grid = sorted(float(line.places["y1"]) for line in drawing.of("grid"))
    # then it reaches the line of 75 %, and ends on that of 0
    assert float(bar.places["y"]) == pytest.approx(grid[1])
    assert float(bar.places["y"]) + float(bar.places["height"]) == pytest.approx(grid[-1])
    (sure,) = drawing.of("sure")
    start, _, rest = str(sure.places["d"]).removeprefix("M").partition("V")
    low, high = float(start.split()[1]), float(rest.partition("M")[0])
    assert high < float(bar.places["y"]) < low


def test_lying_bars_are_as_long_as_their_shares() -> None:
    drawing = rows(chart((30, 60), (60, 60)), WIDE)
    half, whole = (float(bar.places["width"]) for bar in drawing.of("bar"))
    assert half * 2 == pytest.approx(whole)


def test_few_are_hatched_and_said_to_be_few() -> None:
    few = columns(chart((19, 20), (29, 30)), WIDE)
    assert len(few.of("bar")) == 1
    assert len(few.of("few")) == 2  # the bar, and the key above the chart
    assert "fewer than 30: too few to rank" in words(few)
    assert "fewer than 30: too few to rank" not in words(columns(chart((29, 30)), WIDE))


@pytest.mark.parametrize("drawn", [columns, rows, trend])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_where_nothing_was_due_nothing_is_drawn_and_that_is_written(
    drawn: object, width: float
) -> None:
    assert callable(drawn)
    drawing = drawn(chart((40, 50), (0, 0), (45, 50)), width)
    assert len(drawing.of("bar")) + len(drawing.of("point")) == 2
    assert {"—", "nothing fell due"} & set(words(drawing))


def test_a_course_is_not_drawn_across_a_period_without_anything_due() -> None:
    drawing = trend(chart((40, 50), (0, 0), (45, 50), (46, 50)), WIDE)
    assert len(drawing.of("course")) == 1


def test_the_target_is_a_line_at_its_value_with_its_words() -> None:
    drawing = columns(chart((30, 40), target=75), WIDE)
    (bar,) = drawing.of("bar")
    lines = [one for one in drawing.of("target") if one.places["x1"] != 0.0]
    assert [one.places["y1"] for one in lines] == [bar.places["y"]]
    assert "target 75 %" in words(drawing)


def test_the_time_before_stands_under_each_row_with_its_own_number() -> None:
    one = chart((30, 40), (10, 40))
    both = one._replace(before=chart((20, 40), (0, 0)).values, now_name="now", before_name="then")
    drawing = trend(both, WIDE)
    assert len(drawing.of("before")) == 2  # one bar, and the key above the chart
    assert any("20/40" in told for told in words(drawing))
    assert {"now", "then"} <= set(words(drawing))


def test_a_line_may_begin_above_zero_where_all_its_intervals_do() -> None:
    high = chart((990, 1000), (995, 1000), target=98)
    assert of_line(high, 100, 0).bottom == 90
    assert of_line(chart((990, 1000), (40, 100)), 100, 0).bottom == 0


def test_a_number_of_a_whole_is_written_once_with_its_whole() -> None:
    counted = Chart("Received", [amount("traffic", 8249, 32278)], top=round_top([8249]), unit="")
    assert "8249/32278" in words(rows(counted, WIDE))
    assert round_top([8249]) == 10_000
    assert round_top([]) == 1


counts = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda pair: (min(pair), max(pair))
)


@given(st.lists(counts, min_size=1, max_size=40), st.sampled_from([NARROW, WIDE, 500.0]))
def test_everything_stands_on_the_paper_and_each_value_is_written_with_what_it_is_of(
    pairs: list[tuple[int, int]], width: float
) -> None:
    for drawn in (columns, rows, trend):
        drawing = drawn(chart(*pairs, target=98), width)
        told = "\n".join(words(drawing))
        for kept, due in pairs:
            assert not due or f"{kept}/{due}" in told or f"{kept}\n/{due}" in told
        for shape in drawing.shapes:
            x = float(shape.places.get("x", shape.places.get("cx", 0)))
            y = float(shape.places.get("y", shape.places.get("cy", 0)))
            assert 0 <= x <= drawing.width
            assert 0 <= y <= drawing.height


@given(st.floats(-10, 110), st.floats(-10, 110))
def test_a_scale_keeps_order_and_stays_within_its_ends(one: float, other: float) -> None:
    scale = Scale(0, 100, 140, 8)
    low, high = sorted((one, other))
    assert 8 <= scale.at(high) <= scale.at(low) <= 140


@given(st.floats(1, 300), st.floats(1, 300))
def test_hatching_stays_within_its_bar(width: float, height: float) -> None:
    _, slants = hatched(10, 20, width, height)
    for stroke in str(slants.places["d"]).split("M")[1:]:
        for end in stroke.split("L"):
            x, y = (float(part) for part in end.split())
            assert 10 - 0.01 <= x <= 10 + width + 0.01
            assert 20 - 0.01 <= y <= 20 + height + 0.01


def test_a_label_too_long_for_its_place_is_cut_and_fits() -> None:
    name = "某某街道办事处综合治理与应急管理指挥中心办公室"
    drawing = rows(Chart("x", [share(name, Proportion(30, 40))]), 500)
    (label,) = [told for told in words(drawing) if told.startswith("某某")]
    assert label.endswith("…")
    assert width_of(label) < 500 * 0.36


def test_a_file_stands_alone_and_holds_any_words_safely() -> None:
    # given a name with everything that could break a file
    nasty = Chart("<b>&\"'\x00", [share("甲\x07<script>", Proportion(40, 50))], about="a & b")
    # when it is written
    found = ET.fromstring(file(rows(nasty, WIDE)))  # noqa: S314 - of our own making
    # then it is whole, and says all of it
    assert found.tag == f"{SVG}svg"
    assert found.findtext(f"{SVG}title") == "<b>&\"'"
    assert found.findtext(f"{SVG}desc") == "a & b"
    assert found.find(f".//{SVG}script") is None
    assert not found.findall(".//*[@style]")


def test_small_multiples_stand_beside_and_below_each_other_on_one_sheet() -> None:
    three = [trend(chart((40, 50))._replace(title=name), 300) for name in "abc"]
    sheet = multiples("all", three, across=2)
    places = {
        shape.words: (float(shape.places["x"]), float(shape.places["y"]))
        for shape in sheet.of("strong")
        if shape.words in set("abc")
    }
    assert places["a"][1] == places["b"][1] < places["c"][1]
    assert places["a"][0] == places["c"][0] < places["b"][0]
    assert len(sheet.of("point")) == 3
