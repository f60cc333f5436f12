"""The SVG surface: the charts of the PDF as markup that a strict page may hold."""

import re
from xml.etree import ElementTree

import pytest

from reports import chart_values, charts, charts_standards, marks, theme, unit_values
from reports.charts import Scale
from reports.svg import COLOURS, Svg
from tests.reports.snapshots import no_visits, quarter

INLINE = re.compile(r"\sstyle=|<style|<script|\son\w+=|javascript:|xlink|href=", re.IGNORECASE)
OWN = {f"{kind}-{name}" for kind in ("fill", "line") for name in COLOURS.values()}


def drawn(key, snapshot):
    """Give every chart of the report on one surface."""
    analysis = snapshot["analysis"]
    svg = Svg(key, "All of them", 600, 900)
    scale = chart_values.answer_scale(analysis, 200, 540)
    charts.ruler(svg, scale, 0, chart_values.against(analysis))
    if way := chart_values.way(analysis):
        charts.way(svg, scale, 120, *way)
    target = charts.Mark(90.0, "90.0")
    charts.trend(svg, 0, 200, 340, 150, chart_values.trend_steps(analysis), target)
    distances = chart_values.distance_scale(analysis["standards"], 100, 300)
    charts_standards.distance_axis(svg, distances, 390)
    for row, one in enumerate(analysis["standards"]):
        if shown := chart_values.distance(one):
            charts_standards.distance(svg, distances, 400 + 20 * row, 20, shown)
        values = [None if t["percent"] is None else float(t["percent"]) for t in one["trend"]]
        charts_standards.sparkline(svg, 320, 400 + 20 * row, values, 90.0, one["status"])
        marks.chip(svg, 380, 400 + 20 * row, one["status"], one["status"])
    for row, measured in enumerate(analysis["measured"]):
        if strip := unit_values.strip(measured):
            charts_standards.units(svg, 400, 700 + 30 * row, 150, *strip)
    charts_standards.lost_strip(svg, 0, 860, 300, [("SPEED", 6.3, "6.3"), ("CLEAN", 5.1, "5.1")])
    return svg.markup()


@pytest.mark.parametrize("snapshot", [quarter(), no_visits()], ids=["quarter", "no-visits"])
def test_no_chart_leaves_anything_inline(snapshot):
    markup = drawn("all", snapshot)

    root = ElementTree.fromstring(markup)
    classes = {name for each in root.iter() for name in each.get("class", "").split()}
    assert INLINE.findall(markup) == []
    assert classes - {"drawing"} <= OWN
    assert {each.tag for each in root.iter()} <= {
        *("svg", "title", "defs", "pattern", "text", "rect", "line"),
        *("polyline", "polygon", "circle"),
    }


def test_drawing_is_an_image_with_a_title_of_its_own():
    root = ElementTree.fromstring(drawn("north-7", quarter()))

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "north-7-title"
    assert (root[0].tag, root[0].get("id"), root[0].text) == (
        "title",
        "north-7-title",
        "All of them",
    )


def test_two_drawings_on_a_page_share_no_id():
    page = drawn("one", no_visits()) + drawn("two", no_visits())

    ids = re.findall(r' id="([^"]+)"', page)
    used = set(re.findall(r"url\(#([^)]+)\)", page))
    assert len(ids) == len(set(ids)) == 4
    assert used == {"one-hatch", "two-hatch"}


def test_shapes_are_presentation_attributes_with_a_class_for_the_colour():
    svg = Svg("key", "A & B", 60, 20, left=10)
    svg.rect(10, 2, 20.004, 4, theme.BROWN, 1)
    svg.line(-0.001, 0, 5.5, 0, theme.RULE, 0.5, dashed=True)
    svg.dot(3, 4, 2, None, theme.TEXT, 1)
    svg.path([(1, 2), (3.25, 4)], theme.TEXT, 1.2)

    assert svg.markup() == (
        '<svg class="drawing" role="img" aria-labelledby="key-title" viewBox="10 0 60 20"'
        ' width="90" height="30"><title id="key-title">A &amp; B</title>'
        '<rect x="10" y="2" width="20" height="4" rx="1" class="fill-brown" fill="#8c3a00"/>'
        '<line x1="0" y1="0" x2="5.5" y2="0" class="line-rule" stroke="#e9ecef"'
        ' stroke-width="0.5" stroke-dasharray="2 2"/>'
        '<circle cx="3" cy="4" r="2" class="line-text" fill="none" stroke="#16191d"'
        ' stroke-width="1"/>'
        '<polyline points="1,2 3.25,4" fill="none" class="line-text" stroke="#16191d"'
        ' stroke-width="1.2" stroke-linejoin="round" stroke-linecap="round"/></svg>'
    )


def test_text_is_text_and_as_wide_as_the_chart_measured_it():
    svg = Svg("key", "<b>", 60, 20)
    svg.text(4, 10, "<i>&", theme.LABEL_BOLD, "right")

    root = ElementTree.fromstring(svg.markup())

    text = root[1]
    assert (root[0].text, text.text) == ("<b>", "<i>&")
    assert (text.get("text-anchor"), text.get("font-weight")) == ("end", "600")
    assert text.get("textLength") == "17.36"


def test_ticks_count_from_the_target_whatever_their_step():
    svg = Svg("key", "Axis", 200, 20)

    charts_standards.distance_axis(svg, Scale(-60, 40, 0, 200), 10, step=40)

    texts = [each.text for each in ElementTree.fromstring(svg.markup()).iter("text")]
    assert texts == ["−40", "+40", "target"]
