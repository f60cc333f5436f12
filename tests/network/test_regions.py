"""The region tree: growing it, moving subtrees, refusing circles."""

import pytest

from backend.audit.models import Event
from backend.errors import AlreadyExists, Invalid
from backend.network import regions
from backend.network.models import Location, Region
from tests.cast import Api, location, region


def paths(*codes):
    return dict(Region.objects.filter(pk__in=codes).values_list("code", "path"))


def faults(refusal):
    return [(finding.loc, finding.code) for finding in refusal.value.errors]


def test_add_region_at_the_top_and_below(cast):
    top = regions.add_region(
        code="es", name="Spain", brand_code="harbour", parent_code=None, by=cast.sol
    )
    below = regions.add_region(
        code="madrid", name="Madrid", brand_code="harbour", parent_code="es", by=cast.sol
    )

    assert top.path == "/es/"
    assert below.path == "/es/madrid/"
    assert Event.objects.latest("id").verb == "region.added"


def test_add_region_names_every_fault(cast):
    with pytest.raises(Invalid) as refusal:
        regions.add_region(
            code="x", name="X", brand_code="nobody", parent_code="nowhere", by=cast.sol
        )

    assert faults(refusal) == [(("brand",), "unknown_brand"), (("parent",), "unknown_region")]


def test_add_region_under_another_brand_is_refused(cast):
    with pytest.raises(Invalid) as refusal:
        regions.add_region(
            code="x", name="X", brand_code="harbour", parent_code="alps", by=cast.sol
        )

    assert faults(refusal) == [(("parent",), "brand_differs")]


@pytest.mark.parametrize("code", ["lisbon", "LISBON", "Lisbon"])
def test_add_region_whose_code_differs_in_case_only_is_refused(cast, code):
    with pytest.raises(AlreadyExists):
        regions.add_region(code=code, name="X", brand_code="harbour", parent_code="pt", by=cast.sol)


def test_add_region_below_eleven_long_codes_is_too_deep(cast):
    parent = cast.pt
    for level in range(10):
        parent = region(f"{level}" * 60, cast.harbour, parent)

    with pytest.raises(Invalid) as refusal:
        regions.add_region(
            code="a" * 90, name="X", brand_code="harbour", parent_code=parent.code, by=cast.sol
        )

    assert faults(refusal) == [(("parent",), "too_deep")]


def test_move_region_takes_its_subtree_along(cast):
    region("alfama", cast.harbour, cast.lisbon)
    region("lisbon2", cast.harbour, cast.pt)  # begins like the moved one, yet is no part of it

    moved = regions.move_region(region=cast.lisbon, parent_code="porto", by=cast.sol)

    assert moved.path == "/pt/porto/lisbon/"
    assert paths("lisbon", "alfama", "lisbon2", "porto") == {
        "lisbon": "/pt/porto/lisbon/",
        "alfama": "/pt/porto/lisbon/alfama/",
        "lisbon2": "/pt/lisbon2/",
        "porto": "/pt/porto/",
    }


def test_move_region_moves_what_managers_see(cast):
    regions.move_region(region=cast.lisbon, parent_code="porto", by=cast.sol)

    seen = Location.objects.visible_to(cast.max).values_list("code", flat=True)

    assert sorted(seen) == ["L1", "L2", "P1"]


def test_move_region_to_the_top(cast):
    moved = regions.move_region(region=cast.lisbon, parent_code=None, by=cast.sol)

    assert (moved.path, moved.parent) == ("/lisbon/", None)


@pytest.mark.parametrize("parent", ["pt", "lisbon", "alfama"])
def test_move_region_into_itself_is_refused(cast, parent):
    region("alfama", cast.harbour, cast.lisbon)

    with pytest.raises(Invalid) as refusal:
        regions.move_region(region=cast.pt, parent_code=parent, by=cast.sol)

    assert faults(refusal) == [(("parent",), "cycle")]
    assert paths("alfama") == {"alfama": "/pt/lisbon/alfama/"}


def test_move_region_to_another_brand_is_refused(cast):
    with pytest.raises(Invalid) as refusal:
        regions.move_region(region=cast.lisbon, parent_code="alps", by=cast.sol)

    assert faults(refusal) == [(("parent",), "brand_differs")]


def test_move_region_whose_subtree_would_become_too_deep_is_refused(cast):
    parent = cast.pt
    for level in range(6):
        parent = region(f"{level}" * 60, cast.harbour, parent)
    top = deep = region("deep", cast.harbour)
    for level in range(6):
        deep = region(f"d{level}" + "x" * 58, cast.harbour, deep)

    with pytest.raises(Invalid) as refusal:
        regions.move_region(region=top, parent_code=parent.code, by=cast.sol)

    assert faults(refusal) == [(("parent",), "too_deep")]
    deep.refresh_from_db()
    assert deep.path.startswith("/deep/")


def test_region_of_similar_code_is_not_reached_by_a_manager(cast):
    # `_` is a wildcard of LIKE: a path filter that does not escape it would leak
    region("lisXon", cast.harbour, cast.pt)
    cast.mona.regions.all().delete()
    cast.mona.regions.create(region_code="lis_on")
    region("lis_on", cast.harbour, cast.pt)

    seen = Region.objects.visible_to(cast.mona).values_list("code", flat=True)

    assert list(seen) == ["lis_on"]


def test_manager_without_regions_sees_nothing(cast):
    cast.mona.regions.all().delete()

    assert not Region.objects.visible_to(cast.mona).exists()
    assert not Location.objects.visible_to(cast.mona).exists()


def test_regions_over_the_api_rename_and_move(cast):
    sol = Api(cast.sol)

    created = sol.post("/regions", {"code": "sul", "name": "South", "brand": "harbour"})
    moved = sol.patch("/regions/sul", {"parent": "pt"})
    renamed = sol.patch("/regions/sul", {"name": "The South"})
    lifted = sol.patch("/regions/sul", {"parent": None})

    assert created.status_code == 201
    assert created.json() == {
        "code": "sul",
        "name": "South",
        "brand": "harbour",
        "parent": None,
        "path": "/sul/",
    }
    assert (moved.status_code, moved.json()["path"]) == (200, "/pt/sul/")
    assert renamed.json()["name"] == "The South"
    assert renamed.json()["path"] == "/pt/sul/"
    assert lifted.json()["path"] == "/sul/"


def test_region_list_shows_parents_first_in_pages(cast):
    sol = Api(cast.sol)

    first = sol.get("/regions", brand="harbour", limit=2).json()
    second = sol.get("/regions", brand="harbour", limit=2, cursor=first["next"]).json()

    assert [item["code"] for item in first["items"]] == ["pt", "lisbon"]
    assert [item["code"] for item in second["items"]] == ["porto"]
    assert second["next"] is None


def test_locations_of_a_region_include_those_below(cast):
    location("PT0", cast.pt)

    of_pt = Api(cast.sol).get("/locations", region="pt", brand="harbour").json()["items"]
    of_lisbon = Api(cast.sol).get("/locations", region="lisbon").json()["items"]
    of_none = Api(cast.sol).get("/locations", region="nowhere").json()["items"]

    assert [item["code"] for item in of_pt] == ["L1", "L2", "P1", "PT0"]
    assert [item["code"] for item in of_lisbon] == ["L1", "L2", "R1"]
    assert of_none == []
