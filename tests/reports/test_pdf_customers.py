"""Customer measures in the PDF: in their units, all of them, beside the score."""

from reports import pdf
from tests.reports import snapshots
from tests.reports.test_pdf import missing, texts


def imported(measure, value, **more):
    """An imported measure of the whole quarter."""
    base = {"measure": measure, "from": "2026-07-01", "to": "2026-09-30", "value": value, "n": 412}
    return {**base, "currency": None, "weights": [], **more}


def test_customer_measures_are_printed_beside_the_score_in_their_units():
    made = snapshots.quarter()
    august = {"from": "2026-08-01", "to": "2026-08-31", "n": None}
    made["analysis"]["customer_measures"] = [
        imported("nps", "-31.4000"),
        imported("acsi", "76.2000", weights=["2.0000", "1.0000", "1.0000"]),
        imported("complaints", "9.0000", n=None),
        imported("churn", "4.1250"),
        imported("revenue", "15234050.0000", currency="EUR", **august),
    ]

    whole = " ".join(texts(pdf.render_location_report(made, {})))

    assert not missing(
        whole,
        "Beside the score, never inside it imported customer measures",
        "Net promoter score −31 412 replies",
        "ACSI-type index 76.2 412 replies, weights 2 : 1 : 1",
        "Complaints 9",
        "Churn 4.1 % 412 customers",
        "Revenue € 152,340.50 Aug 2026",
        "No score is made from these figures",
    )


def test_customer_measures_of_many_days_are_all_printed():
    made = snapshots.quarter()
    made["analysis"]["customer_measures"] = [
        imported("churn", f"{day}.0000", **{"from": f"2026-08-{day:02}", "to": f"2026-08-{day:02}"})
        for day in range(1, 32)
    ]

    whole = " ".join(texts(pdf.render_location_report(made, {})))

    assert not missing(whole, *[f"{day}.0 % {day} Aug" for day in range(1, 32)])


def test_six_periods_of_a_measure_are_drawn_between_their_names():
    made = snapshots.quarter()
    quarters = [("2026-04-01", "2026-06-30", "25.0000"), ("2026-07-01", "2026-09-30", "31.0000")]
    trend = [{"from": first, "to": last, "value": value} for first, last, value in quarters]
    made["analysis"]["customer_measures"] = [imported("nps", "31.0000", trend=trend)]

    whole = " ".join(texts(pdf.render_location_report(made, {})))

    assert not missing(
        whole, "Net promoter score +31 412 replies Q2 26 Q3 26", "Lines: six periods"
    )
