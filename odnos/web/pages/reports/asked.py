"""What an address asks for: a report as it was kept, as it is being built, or as its parameters change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import Report
from odnos.analytics.saved import kept, narrowing
from odnos.analytics.saved.objects import REPORT
from odnos.engine.access.actor import Actor
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType
from odnos.web.given import whole
from odnos.web.pages.reports import form

PARAMETERS = ("span", "person", "team")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A report with its parameters. `saved` is the one it started from; `span`, `person` and `team` narrow whatever it says."""

    report: Report
    saved: Row | None = None
    span: str = ""
    person: str = ""
    team: str = ""

    @property
    def kind(self) -> ObjectType:
        return counted.get(self.report.object_key)

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what is kept, so that there is something to save."""
        return self.saved is None or kept.dump(self.report) != self.saved["definition"]

    @property
    def narrowed(self) -> Report:
        """The report as its parameters narrow it: what the store is asked."""
        return narrowing.narrowed(self.report, span=self.span, person=self.person, team=self.team)

    @property
    def path(self) -> str:
        return f"/reports/{self.saved.id}" if self.saved else "/reports/new"

    def parameters(self) -> dict[str, str]:
        """Return what an address must say beyond its path."""
        said = {"ask": kept.dump(self.report)} if self.is_changed else {}
        return said | {name: value for name in PARAMETERS if (value := getattr(self, name))}

    def href(self, path: str = "", *, extra: Mapping[str, str] | None = None, **changes: Any) -> str:
        """Return the address of this report with some things changed; `report` replaces it."""
        changed = replace(self, **changes) if changes else self
        given = {**changed.parameters(), **(extra or {})}
        return f"{path or changed.path}?{urlencode(given)}" if given else path or changed.path

    def exact(self, path: str, **extra: str) -> str:
        """Return an address that says everything itself, whatever is kept."""
        given = {"ask": kept.dump(self.report)}
        given |= {name: value for name in PARAMETERS if (value := getattr(self, name))}
        return f"{path}?{urlencode(given | extra)}"


def read_asked(request: HttpRequest, saved: Row | None = None) -> Asked:
    """Return what the address, or the builder's form in it, asks for. Raises Unreadable, FilterError, UnknownObject."""
    given = request.GET if request.method == "GET" else request.POST
    return of_given(given, saved, by=request.visit.by)  # type: ignore[attr-defined]


def of_given(given: QueryDict, saved: Row | None = None, *, by: Actor) -> Asked:
    written = given.get("ask") or (saved["definition"] if saved else "")
    if "formed" in given:
        report = form.report_of(given, by=by)
    elif written:
        report = kept.parse(written)
    else:
        report = begun(given.get("object", ""))
    counted.get(report.object_key)
    return Asked(
        report=report,
        saved=saved,
        span="" if "formed" in given else given.get("span", "")[:30],
        person=who(given.get("person", ""), "me"),
        team=who(given.get("team", ""), "mine"),
    )


def who(written: str, word: str) -> str:
    """Return a person or a team of a parameter: a number, or the word for one's own."""
    return written if written == word else str(whole(written) or "")


def begun(object_key: str) -> Report:
    """Return a report to begin with: how many records there are."""
    key = object_key if counted.is_known(object_key) else "deal"
    return Report(object_key=key)


def kept_row(report_id: int, *, by: Actor) -> Row:
    """Return a saved report. Raises NotFound."""
    return read.get(REPORT, report_id, by=by)
