"""A customer measure as the API answers it, alone and within a gap analysis."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from backend.api.schemas import Out


class MeasureOut(Out):
    """A figure of a period in its own unit, beside the score: NPS points, an index with its
    weights, a number of complaints, percent of churn, revenue in minor units."""

    model_config = ConfigDict(populate_by_name=True)

    starts: str = Field(alias="from")
    to: str
    measure: str
    value: str
    n: int | None
    currency: str | None
    weights: list[str]


class MeasurePointOut(Out):
    """The measure in one of six consecutive periods; null: none was imported."""

    model_config = ConfigDict(populate_by_name=True)

    starts: str = Field(alias="from")
    to: str
    value: str | None


class MeasureGapOut(MeasureOut):
    """The same in an analysis: with its six periods, none where its days are fewer."""

    trend: list[MeasurePointOut]


class CustomerMeasureOut(MeasureOut):
    """The same with its location, and when it was imported."""

    location: str
    imported_at: str
