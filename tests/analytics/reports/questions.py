"""Reports that use everything a report can say, over the shop of the tests."""

from decimal import Decimal

from odnos.analytics.reports.definition import Dimension, Measure, Period, Report, Top
from odnos.engine.filters import text


def measure(kind: str, path: str = "amount", **more: object) -> Measure:
    return Measure(kind=kind, path=tuple(path.split(".")) if path else (), **more)  # type: ignore[arg-type]


def by(path: str, grain: str = "", **more: object) -> Dimension:
    return Dimension(path=tuple(path.split(".")), grain=grain, **more)  # type: ignore[arg-type]


COUNT, SUM = Measure(), measure("sum")
WON = Measure(where=text.parse("status.is:won"))
FIGURES = (
    COUNT,
    SUM,
    *(measure(kind) for kind in ("average", "median", "min", "max")),
    measure("distinct", "company"),
)
CREATED, CLOSES = ("created_at",), ("closes_on",)
LENGTHS = ("sum", "average", "median", "lower_quartile", "upper_quartile", "min", "max")
CLOSING = Period(path=("closes_on",), span="2025-12-01..2026-03-31")

REPORTS = {
    "total": Report(object_key="deal", measures=FIGURES),
    "choice": Report(object_key="deal", measures=FIGURES, rows=(by("status"),)),
    "filtered": Report(
        object_key="deal",
        measures=(COUNT, WON, measure("median", where=text.parse("company.industry.is:Wood"))),
        rows=(by("company.industry"),),
        where=text.parse("any(amount.gt:100,tags.in:[wood,ёлка]),not(name.contains:ДЕАЛ),name.contains:DÉAL"),
    ),
    "ratio": Report(
        object_key="deal", measures=(Measure(kind="ratio", of=WON, by=COUNT), Measure(kind="ratio", of=SUM, by=COUNT)), rows=(by("owner"),)
    ),
    "months": Report(object_key="deal", measures=(COUNT, SUM), rows=(by("closes_on", "month"),), period=CLOSING),
    "clock": Report(object_key="deal", measures=(COUNT,), rows=(by("created_at", "week"), by("created_at", "day"))),
    "hours": Report(object_key="deal", rows=(by("created_at", "hour"),)),
    "weekdays": Report(object_key="deal", rows=(by("created_at", "weekday"),)),
    "quarters": Report(object_key="deal", rows=(by("created_at", "quarter"),), columns=(by("closes_on", "year"),)),
    "quartiles": Report(object_key="deal", measures=(measure("lower_quartile"), measure("upper_quartile")), rows=(by("status"),)),
    "days": Report(object_key="deal", measures=tuple(measure(kind, "closes_on", since=(CREATED,)) for kind in LENGTHS), rows=(by("owner"),)),
    "moments": Report(
        object_key="deal", measures=tuple(measure(kind, "company.created_at", since=(CREATED,)) for kind in LENGTHS), rows=(by("status"),)
    ),
    "ages": Report(
        object_key="deal",
        measures=(*(measure(kind, "", since=(CREATED,)) for kind in LENGTHS), measure("average", "", since=(CLOSES, CREATED), where=WON.where)),
        rows=(by("owner"),),
    ),
    "bins": Report(object_key="deal", measures=(COUNT, SUM), rows=(by("amount", bins=(Decimal(100), Decimal("700.5"), Decimal(5000))),)),
    "pivot": Report(object_key="deal", measures=(COUNT, SUM, measure("median")), rows=(by("company.industry"), by("owner")), columns=(by("status"),)),
    "top": Report(
        object_key="deal",
        measures=(SUM, measure("median"), measure("distinct", "owner")),
        rows=(by("company"), by("status")),
        top=Top(number=1),
    ),
    "tags": Report(object_key="deal", measures=(COUNT, SUM), rows=(by("tags"),), columns=(by("owner.team"),)),
    "people": Report(object_key="deal", measures=(COUNT, SUM, measure("median")), rows=(by("contacts"),)),
    "jobs": Report(object_key="deal", measures=(COUNT,), rows=(by("contacts.job_title"),)),
    "shown": Report(
        object_key="deal",
        measures=(measure("count", "", shown="share"), measure("sum", shown="running"), measure("sum", shown="change")),
        rows=(by("closes_on", "month"),),
        period=CLOSING,
        compared="year_before",
    ),
}  # fmt: skip
