"""Every kind of chart is drawn whole, speaks, leads to its records, and keeps to the content policy."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal

import pytest

from odnos.analytics.charts import draw
from odnos.analytics.charts.canvas import pattern
from odnos.analytics.charts.chart import Series
from tests.analytics.charts.showing import DEALS, KINDS, MONTHS, chart, won

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = pytest.mark.parametrize("width", [draw.WIDEST, draw.WIDE, draw.MIDDLE, draw.NARROW])


def drawn(shown, width=draw.WIDE, **more):
    return ET.fromstring(str(draw.picture(shown, locale="en", width=width, **more)))


def said(tree):
    return [mark.get("data-say") for mark in tree.iter() if mark.get("data-say")]


def words(tree):
    return [text.text for text in tree.iter(f"{SVG}text")]


def test_each_kind_but_the_table_has_a_picture():
    assert set(draw.DRAWERS) == set(KINDS)


@WIDTHS
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_drawn_outside_of_the_picture(kind, width):
    tree = drawn(chart(kind), width)

    heights = [float(text.get("y")) for text in tree.iter(f"{SVG}text")]
    across = [float(text.get("x")) for text in tree.iter(f"{SVG}text")]
    assert min(heights) >= 0
    assert max(heights) <= float(tree.get("height"))
    assert min(across) >= -0.5
    assert max(across) <= width + 0.5


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_that_leads_nowhere_is_an_image_with_a_name(kind):
    shown = chart(kind)
    tree = drawn(replace(shown, series=tuple(replace(one, links=()) for one in shown.series)), live=True)

    marks = [mark for mark in tree.iter() if mark.get("data-say")]
    assert {mark.get("role") for mark in marks if mark.tag == f"{SVG}g"} == {"img"}
    assert {mark.get("role") for mark in marks if mark.tag == f"{SVG}a"} <= {None}


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_keeps_to_the_content_policy(kind):
    svg = str(draw.picture(chart(kind), locale="en", live=True))

    assert [word for word in ("style=", "<style", "<script", "onclick", 'href="http') if word in svg] == []


@pytest.mark.parametrize(
    "kind", sorted({*KINDS} - {"number", "gauge", "trend", "pie", "funnel", "waterfall", "scatter"})
)
def test_each_figure_is_said_and_leads_to_its_records(kind):
    tree = drawn(chart(kind), live=True)

    links = sorted(mark.get("href") for mark in tree.iter(f"{SVG}a"))
    assert len(said(tree)) == 5
    assert links == ["/a", "/c", "/deals?m=1", "/deals?m=2", "/deals?m=3"]


def test_a_bar_says_its_month_its_series_and_that_the_month_is_not_over():
    assert said(drawn(chart("bar"), live=True)) == [
        "Jan, Won: €12,000",
        "Feb, Won: €48,200.50",
        "Mar, Won: €900 (period not over)",
        "Jan, Lost: 3",
        "Mar, Lost: 5 (period not over)",
    ]


def test_on_paper_nothing_can_be_clicked():
    tree = drawn(chart("bar"))

    assert said(tree) == []
    assert list(tree.iter(f"{SVG}a")) == []
    assert tree.get("role") == "img"


def test_the_picture_says_what_it_shows():
    label = drawn(chart("bar")).get("aria-label")

    assert label == "Won and lost. 5 figures. Highest: Feb, Won: €48,200.50. Lowest: Jan, Lost: 3."


def test_a_month_that_is_not_over_is_hatched_and_a_line_towards_it_dashed():
    bar, firm = (str(draw.picture(chart("bar", immature=over), locale="en")) for over in ((2,), ()))
    dashed = str(draw.picture(chart("line", series=(won(),)), locale="en"))

    assert (bar.count('stroke-dasharray="3 2"'), firm.count('stroke-dasharray="3 2"')) == (2, 0)
    assert dashed.count('stroke-dasharray="2 4"') == 1


def test_a_line_is_firm_behind_a_first_month_that_is_not_whole():
    tree = drawn(chart("line", series=(won(),), immature=(0,)))

    lines = [path for path in tree.iter(f"{SVG}path") if path.get("stroke-linejoin")]
    assert [(path.get("stroke-dasharray"), path.get("d").count("L")) for path in lines] == [
        ("2 4", 1),
        (None, len(MONTHS) - 2),
    ]


def test_series_differ_by_pattern_and_dash_besides_colour():
    two = {"series": (won(), replace(won(), name="Lost")), "immature": ()}
    bars = str(draw.picture(chart("bar", **two), locale="en"))
    lines = str(draw.picture(chart("line", **two), locale="en"))

    assert bars.count("<pattern") == 1
    assert lines.count('stroke-dasharray="7 4"') == 1


def test_a_pattern_has_a_name_of_its_own_in_each_picture():
    shown = chart("bar")
    wide, narrow = (drawn(shown, width) for width in (draw.WIDE, draw.NARROW))

    names = [{pattern.get("id") for pattern in tree.iter(f"{SVG}pattern")} for tree in (wide, narrow)]
    assert names[0] & names[1] == set()


def test_names_stand_at_the_ends_of_few_lines_and_in_a_legend_over_many():
    few, many = (
        drawn(chart("line", series=(won(), replace(won(), name="Lost")))),
        drawn(chart("line", series=tuple(Series(f"S{n}", (n, n), DEALS) for n in range(6)))),
    )

    assert words(few)[-2:] == ["Lost", "Won"] or {"Lost", "Won"} <= set(words(few))
    assert words(many)[:6] == ["S0", "S1", "S2", "S3", "S4", "S5"]


def test_bars_lie_where_names_are_long():
    names = ("Administration of the northern harbour", "Ministry of transport and roads", "Third")
    lying = drawn(chart("bar", series=(won(), won()), categories=names, in_time=False), draw.NARROW)

    assert [text.get("text-anchor") for text in lying.iter(f"{SVG}text")][2:5] == ["end", "end", "end"]


def test_a_ring_gathers_what_it_cannot_show():
    series = Series("n", tuple(range(1, 11)), DEALS)
    tree = drawn(chart("pie", categories=tuple("abcdefghij"), series=(series,), immature=()), live=True)

    assert said(tree)[0] == "j: 10 (18.2%)"
    assert said(tree)[-1] == "Other: 10 (18.2%)"
    assert len(said(tree)) == 7


def test_what_gathers_the_others_stands_behind_the_parts_however_large():
    series = Series("n", (70, 20, 30), DEALS, ("/others", "/a", "/b"))
    tree = drawn(
        chart("pie", categories=("Other", "A", "B"), series=(series,), immature=(), rest=(0,)), live=True
    )

    assert [words.split(":")[0] for words in said(tree)] == ["B", "A", "Other"]
    assert [one.get("href") for one in tree.iter(f"{SVG}a")][-1] == "/others"


def test_the_sum_of_a_waterfall_leads_to_all_of_its_records():
    series = Series("n", (100, 40), DEALS, ("/a", "/b"))
    shown = chart("waterfall", categories=("A", "B"), series=(series,), immature=(), whole="/all")

    assert [one.get("href") for one in drawn(shown, live=True).iter(f"{SVG}a")] == ["/a", "/b", "/all"]


def test_a_waterfall_ends_in_its_sum():
    series = Series("n", (100, 40, -30), DEALS)

    assert said(drawn(chart("waterfall", series=(series,), immature=()), live=True))[-1] == "Total: 110"


def test_a_funnel_tells_the_parts_that_went_on():
    series = Series("n", (200, 50, 25), DEALS)

    found = words(drawn(chart("funnel", series=(series,), immature=())))
    assert [word for word in found if "%" in word] == ["↓ 25.0%", "100.0%", "↓ 50.0%", "25.0%", "12.5%"]


def test_a_gauge_shows_its_target():
    series = Series("Won", (Decimal("0.6315"),), DEALS.__class__("Rate", "percent"))

    found = words(drawn(chart("gauge", categories=("",), series=(series,), target=Decimal("0.8"))))
    assert found == ["Target: 80.0% · 78.9%", "63.2%", "Won"]


def test_without_figures_the_picture_says_so():
    tree = drawn(chart("bar", categories=(), series=()))

    assert words(tree) == ["There are no figures for this choice."]


def test_texts_are_escaped():
    svg = str(
        draw.picture(chart("bar", title="<b>&", categories=("<script>", "b", "c")), locale="en", live=True)
    )

    assert "<script>" not in svg
    ET.fromstring(svg)


def test_no_two_series_have_both_the_same_colour_and_the_same_pattern():
    seen = {(row % 7, pattern(row)) for row in range(40)}
    assert len(seen) == 40


def places_of(tree, row):
    """Return where the shapes of a series begin, from the left."""
    marks = [mark for mark in tree.iter() if mark.get("data-row") == str(row)]
    return [mark.find(f"{SVG}path").get("d").partition(" ")[0] for mark in marks]


@WIDTHS
@pytest.mark.parametrize("kind", ["line", "area", "bar"])
def test_figures_of_two_units_have_a_panel_and_a_scale_each(kind, width):
    deals = Series("Deals", (3, 7, 5), DEALS)
    tree = drawn(chart(kind, series=(won(), deals)), width, live=True)

    groups = list(tree.iter(f"{SVG}g"))
    panels = [group for group in groups if group.get("transform")]
    assert len(panels) == 2
    assert [text for text in words(panels[0]) if "€" in text]
    assert [text for text in words(panels[1]) if "€" in text] == []
    assert {"Won", "Deals"} <= set(words(tree))
    assert [name for name in words(panels[0]) if name in MONTHS] == []
    assert [name for name in words(panels[1]) if name in MONTHS] == list(MONTHS)
    assert said(tree)[3] == "Jan, Deals: 3"
    assert float(tree.get("height")) < 2 * float(drawn(chart(kind, series=(won(),)), width).get("height"))


def test_the_groups_of_panels_stand_below_one_another():
    tree = drawn(chart("line", series=(won(), Series("Deals", (3, 7, 5), DEALS))), live=True)

    assert places_of(tree, 0) == places_of(tree, 1)


def test_a_panel_has_another_colour_than_the_one_above_it():
    svg = str(draw.picture(chart("bar", series=(won(), Series("Deals", (3, 7, 5), DEALS))), locale="en"))

    assert svg.count('class="cf-1" fill=') > 0
    assert svg.count('class="cf-2" fill=') > 0
    assert svg.count("<pattern") == 2


@WIDTHS
@pytest.mark.parametrize(("kind", "number"), [("line", 2), ("area", 2), ("bar", 0)])
def test_a_small_picture_of_two_units_takes_the_room_of_one(kind, number, width):
    two = chart(kind, series=(won(), Series("Deals", (3, 7, 5), DEALS)), is_small=True)
    tree, alone = drawn(two, width), drawn(chart(kind, series=(won(),)), width)

    assert len([group for group in tree.iter(f"{SVG}g") if group.get("transform")]) == number
    assert float(tree.get("height")) == pytest.approx(float(alone.get("height")))
    assert max(float(text.get("y")) for text in tree.iter(f"{SVG}text")) <= float(tree.get("height"))
