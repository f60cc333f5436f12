"""What stands beside a location's score on its page: customer measures and competitors."""

from __future__ import annotations

from typing import Any

from backend.portal.competitor_rows import competitor_lines
from backend.portal.filters import Filters
from backend.portal.measure_rows import location_measures
from reports.analysis_shape import Analysis
from reports.competition import of_location


def beside(analysis: Analysis, filters: Filters, region: str) -> dict[str, Any]:
    """The context of `portal/_location_measures.html`, which shows only what there is; `region`
    is the code of the location's."""
    return {
        "measures_block": "portal/_location_measures.html",
        "beside": {
            "measures": location_measures(analysis),
            "in_region": filters.with_region(region),
            "competitors": competitor_lines(of_location(analysis)),
        },
    }
