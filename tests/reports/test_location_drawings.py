"""The drawings of a location's page: what is read aloud, and what is left out."""

from xml.etree import ElementTree

from reports import location_drawings
from tests.reports.snapshots import no_visits, quarter


def title(markup):
    """Give what a drawing is called, with plain spaces."""
    return str(ElementTree.fromstring(markup)[0].text).replace("\u00a0", " ")


def labels(markup):
    """Give the words of a drawing in order."""
    return [
        str(each.text).replace("\u00a0", " ")
        for each in ElementTree.fromstring(markup).iter("text")
    ]


def test_titles_say_what_the_drawings_show():
    analysis = quarter()["analysis"]
    speed = next(one for one in analysis["standards"] if one["code"] == "SPEED")
    scale = location_drawings.distance_scale(analysis["standards"])

    assert title(location_drawings.against(analysis)) == (
        "This location 80.8, interval 75.9 to 85.8; region 84.3; network 86.0; target 90.0."
    )
    assert title(location_drawings.way(analysis)) == (
        "Recover SPEED and CLEAN in full: from 80.8 to 92.2. An estimate."
    )
    assert title(location_drawings.distance(speed, scale, "speed")) == (
        "SPEED: −40.0 to target, 95 % interval of the score 17.0 to 83.0"
    )


def test_without_a_visit_the_target_stands_alone():
    analysis = no_visits()["analysis"]
    (one, *_) = analysis["standards"]
    scale = location_drawings.distance_scale(analysis["standards"])

    assert location_drawings.way(analysis) is None
    assert labels(location_drawings.distance_axis(scale)) == ["−20", "+20", "target"]
    assert title(location_drawings.distance(one, scale, "d")) == f"{one['code']}: not measured"
    assert [location_drawings.units(each, "u") for each in analysis["measured"]] == [None] * 4


def test_axis_has_fewer_labels_where_they_would_touch():
    strict, mild, *_ = quarter()["analysis"]["standards"]
    strict |= {"target": "100.0000", "gap": "-50.0000", "low": "0.0000", "high": "90.0000"}
    mild |= {"target": "30.0000", "gap": "50.0000", "low": "20.0000", "high": "100.0000"}

    narrow = location_drawings.distance_axis(location_drawings.distance_scale([strict]))
    wide = location_drawings.distance_axis(location_drawings.distance_scale([strict, mild]))

    assert labels(narrow) == ["−100", "−80", "−60", "−40", "−20", "+20", "target"]
    assert labels(wide) == ["−80", "−40", "+40", "+80", "target"]


def test_worst_value_is_named_only_where_it_does_not_touch_the_standard():
    one = quarter()["analysis"]["measured"][0]
    one |= {"type": "duration", "target": "300.0000", "values": ["240.0000", "900.0000"]}

    near = location_drawings.units(one | {"target": "480.0000"}, "near")

    assert labels(location_drawings.units(one, "far")) == ["standard 5:00 min", "15:00 min"]
    assert labels(near) == ["standard 8:00 min"]
