"""Laws every gap analysis keeps, whatever the visits were."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reports.gaps import analyse_location, analyse_region
from reports.gaps_facts import LocationFacts, Place, RegionFacts, StandardFacts, VisitFacts
from reports.periods import Period

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
CODES = ("ANSWER", "CLEAN", "GREET", "SPEED")
PLACES = ("A", "B", "C", "D")
ROUNDING = Decimal("0.0001")


@st.composite
def visits(draw, most: int = 12) -> list[VisitFacts]:
    """Visits of three quarters whose points lost add up to what is missing from 100."""
    return [draw(one_visit(f"visit-{number}")) for number in range(draw(st.integers(0, most)))]


@st.composite
def one_visit(draw, name: str) -> VisitFacts:
    possible = draw(st.dictionaries(st.sampled_from(CODES), st.integers(0, 5), max_size=4))
    earned = {code: draw(st.integers(0, points)) for code, points in possible.items()}
    total = sum(possible.values())
    cells = {
        code: (
            earned[code] * 10_000,
            points * 10_000,
            1_000_000 * (points - earned[code]) // total if total else 0,
        )
        for code, points in possible.items()
    }
    percent = 1_000_000 - sum(cell[2] for cell in cells.values()) if total else None
    return VisitFacts(
        id=name,
        date=QUARTER.start + timedelta(days=draw(st.integers(-150, 91))),
        daypart="evening",
        percent=percent,
        outcome="not_scored" if percent is None else "pass",
        band=None,
        standards=cells,
        location=draw(st.sampled_from(PLACES)),
    )


def standards(target: int) -> list[StandardFacts]:
    return [
        StandardFacts(code, code, stage, "empathy", ("respect",), (), target, "")
        for code, stage in zip(CODES, ("before", "during", "during", "after"), strict=True)
    ]


def analyse(found: list[VisitFacts], target: int):
    return analyse_location(
        LocationFacts(
            location="L",
            programme="P",
            period=QUARTER,
            target=target,
            visits=found,
            standards=standards(target),
        )
    )


def analyse_south(found: list[VisitFacts], target: int):
    return analyse_region(
        RegionFacts(
            region="R",
            programme="P",
            period=QUARTER,
            target=target,
            places=[Place(code, code) for code in PLACES],
            visits=found,
            standards=standards(target),
        )
    )


def figures(value, key: str = ""):
    """Every decimal string of an analysis with the key it stands under."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from figures(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from figures(one, key)
    elif isinstance(value, str) and value.lstrip("-").replace(".", "", 1).isdigit():
        yield key, Decimal(value)


@given(visits(), st.integers(0, 100), st.randoms())
def test_order_of_visits_does_not_matter(found, target, random):
    shuffled = list(found)
    random.shuffle(shuffled)

    assert analyse(shuffled, target) == analyse(found, target)
    assert analyse_south(shuffled, target) == analyse_south(found, target)


@given(visits(), st.integers(0, 100))
def test_figures_keep_within_their_bounds(found, target):
    for analysis in (analyse(found, target), analyse_south(found, target)):
        for key, value in figures(analysis):
            lowest = -100 if key in {"gap", "points", "difference"} else 0
            highest = 10_000 if key in {"noise", "s"} else 100
            assert lowest <= value <= highest, key


@given(visits(), st.integers(0, 100))
def test_interval_holds_its_score(found, target):
    for analysis in (analyse(found, target), analyse_south(found, target)):
        for one in (analysis["score"], *analysis["standards"], *analysis["trend"]):
            if one.get("low") is not None:
                low, percent, high = (Decimal(one[key]) for key in ("low", "percent", "high"))
                assert low <= percent <= high


@given(visits(), st.integers(0, 100))
def test_gap_is_score_less_target_and_agrees_with_status(found, target):
    for standard in analyse(found, target)["standards"]:
        if standard["percent"] is None:
            assert (standard["gap"], standard["status"]) == (None, "not_measured")
            continue
        gap = Decimal(standard["percent"]) - Decimal(standard["target"])
        assert abs(Decimal(standard["gap"]) - gap) <= ROUNDING
        assert (standard["n"] < 3) == (standard["status"] == "too_few")
        if standard["status"] == "met":
            assert Decimal(standard["gap"]) >= 0
        if standard["status"] in {"gap", "watch"}:
            assert Decimal(standard["gap"]) <= 0


@given(visits(), st.integers(0, 100))
def test_points_lost_of_priorities_add_up_to_what_is_missing(found, target):
    analysis = analyse(found, target)

    lost = {standard["code"]: Decimal(standard["lost"]) for standard in analysis["standards"]}
    ordered = [lost[code] for code in analysis["priorities"]]
    assert ordered == sorted(ordered, reverse=True)
    assert sum(ordered) == sum(lost.values())
    if analysis["score"]["percent"] is not None:
        missing = 100 - Decimal(analysis["score"]["percent"])
        assert abs(sum(ordered) - missing) <= 5 * ROUNDING


@given(visits(), st.integers(0, 100))
def test_shortest_way_is_a_beginning_of_the_priorities_that_reaches_the_target(found, target):
    analysis = analyse(found, target)

    way, score = analysis["shortest_way"], analysis["score"]["percent"]
    if way is None:
        assert score is None
        return
    lost = {standard["code"]: Decimal(standard["lost"]) for standard in analysis["standards"]}
    assert way == analysis["priorities"][: len(way)]
    within = Decimal("0.001") + 5 * ROUNDING
    assert Decimal(score) + sum(lost[code] for code in way) >= target - within
    if way:
        assert Decimal(score) + sum(lost[code] for code in way[:-1]) <= target


@given(visits(), st.integers(0, 100))
def test_region_lies_between_its_locations(found, target):
    analysis = analyse_south(found, target)

    percents = [Decimal(row["percent"]) for row in analysis["league"] if row["percent"] is not None]
    assert len(percents) == analysis["score"]["n"]
    assert sum(row["n"] for row in analysis["league"]) == analysis["score"]["visits"]
    assert percents == sorted(percents, reverse=True)
    if percents:
        assert min(percents) <= Decimal(analysis["score"]["percent"]) <= max(percents)


@given(visits(), st.integers(0, 100))
def test_league_ranks_fall_with_the_percent_and_need_three_visits(found, target):
    league = analyse_south(found, target)["league"]

    ranks = [row["rank"] for row in league if row["rank"] is not None]
    assert ranks == sorted(ranks)
    assert ranks[:1] in ([], [1])
    assert all((row["rank"] is None) == (row["n"] < 3) for row in league)


@given(visits(), st.integers(0, 100))
def test_what_was_not_measured_is_never_a_number(found, target):
    analysis = analyse(found, target)

    slices = (analysis[name] for name in ("stages", "dimensions", "behaviours", "trust"))
    measured = [analysis["score"], *analysis["standards"], *analysis["trend"]]
    for one in [*measured, *(tag for tags in slices for tag in tags.values())]:
        assert (one["percent"] is None) == (one["n"] == 0)


@given(visits())
def test_one_location_alone_is_its_region(found):
    here = [visit for visit in found if visit.location == "A"]

    location, region = analyse(here, 80), analyse_south(here, 80)

    assert region["score"]["percent"] == location["score"]["percent"]
    assert region["standards"] == location["standards"]
    assert region["priorities"] == location["priorities"]
    assert region["stages"] == location["stages"]


@given(st.lists(st.fractions(0, 100), min_size=2, max_size=30), st.integers(0, 100))
def test_percentile_counts_who_stands_below(others, own):
    scores = [Fraction(score) for score in others]
    visit = VisitFacts("a", QUARTER.start, "night", own * 10_000, "pass", None, {})
    facts = LocationFacts(
        location="L",
        programme="P",
        period=QUARTER,
        target=80,
        visits=[visit],
        standards=[],
        network_scores=scores,
    )

    network = analyse_location(facts)["benchmarks"]["network"]

    assert network is not None
    assert network["locations"] == len(others) + 1
    mean = (own + sum(scores)) / len([own, *scores])
    assert abs(Fraction(network["percent"]) - mean) <= Fraction(ROUNDING)
    assert (network["percentile"] == "0.0000") == (own < min(others))
    assert (network["percentile"] == "100.0000") == (own > max(others))
