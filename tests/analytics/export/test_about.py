"""What stands with the figures wherever they go."""

from zoneinfo import ZoneInfo

from odnos.analytics.export import about
from tests.analytics.charts.showing import result


def test_the_notes_tell_as_of_when_and_what_is_cut_and_left_out():
    told = about.notes(result(cut=214, unconverted=2), locale="en", timezone=ZoneInfo("Europe/Ljubljana"))

    assert told == (
        "Data as of 2 Mar 2026, 13:00:00",
        "3 of 214 lines are shown; totals count all",
        "2 amounts have no rate and are left out",
        "Hatched, dashed or marked *: the period is not over",
    )
