"""The type matrix: for each kind of field, values as a person writes them and as they come out everywhere.

A new field type gets a row here; the suite fails without it. `text`, `csv` and `html` are what Ada reads (English,
Europe/Ljubljana, euros). Values of links are made by the world.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from odnos.lib.money import Money
from odnos.objects import fields as f
from odnos.objects.context import Context
from odnos.objects.fields import Linked
from odnos.objects.fields.file import Stored
from tests.people import NOON

CTX = Context(
    at=NOON,
    user_id=1,
    team_id=1,
    timezone=ZoneInfo("Europe/Ljubljana"),
    titles={("company", 7): "Acme <b>", ("company", 8): None, ("deal", 7): "Big"},
)
SHA = "a" * 64
FILE = Stored(name="<offer>.pdf", size=3, sha256=SHA)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One value of one field: what is written, and how it reads afterwards."""

    raw: Any
    value: Any
    json: Any
    text: str
    csv: Any
    html: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A field of a kind with values it takes, and some it refuses."""

    field: f.Field
    cases: tuple[Case, ...]
    refused: tuple[Any, ...] = ()


def same(value: str, *, raw: Any = None, html: str | None = None) -> Case:
    """Return the case of a text that is the same everywhere."""
    return Case(
        raw=value if raw is None else raw, value=value, json=value, text=value, csv=value, html=html or value
    )


CHOICES = (("a", "Apple"), ("b", "Pear"))
LONG_DAY = dt.date(2026, 3, 31)
MOMENT = dt.datetime(2026, 3, 31, 10, 30, tzinfo=dt.UTC)

MATRIX: dict[str, Kind] = {
    "text": Kind(
        field=f.Text("x"),
        cases=(
            same("Ёлка <b> & Žito", raw="  Ёлка <b> & Žito\n", html="Ёлка &lt;b&gt; &amp; Žito"),
            same("=1+1"),
        ),
        refused=("x" * 201, "a\x00b"),
    ),
    "long_text": Kind(
        field=f.LongText("x"),
        cases=(same("a\n<i>", raw="a\r\n<i>", html='<span class="prose">a\n&lt;i&gt;</span>'),),
        refused=("x" * 100_001, "\x00"),
    ),
    "number": Kind(
        field=f.Number("x", places=2, least=-1000000, most=1000000),
        cases=(
            Case(
                raw="1,234.5",
                value=Decimal("1234.5"),
                json=1234.5,
                text="1,234.5",
                csv=Decimal("1234.5"),
                html="1,234.5",
            ),
            Case(raw=-3, value=Decimal(-3), json=-3, text="-3", csv=Decimal(-3), html="-3"),
            Case(raw=0, value=Decimal(0), json=0, text="0", csv=Decimal(0), html="0"),
            Case(raw=1.005e3, value=Decimal(1005), json=1005, text="1,005", csv=Decimal(1005), html="1,005"),
        ),
        refused=("many", "1.234", "1e30", "NaN", 10**400, "--1", True),
    ),
    "money": Kind(
        field=f.Money("x"),
        cases=(
            Case(
                raw="1,000.50 USD",
                value=Money(Decimal("1000.5"), "USD"),
                json={"amount": "1000.5", "currency": "USD"},
                text="$1,000.50",
                csv=Decimal("1000.5"),
                html="$1,000.50",
            ),
            Case(
                raw={"amount": "0.0001", "currency": "EUR"},
                value=Money(Decimal("0.0001"), "EUR"),
                json={"amount": "0.0001", "currency": "EUR"},
                text="€0.0001",
                csv=Decimal("0.0001"),
                html="€0.0001",
            ),
            Case(
                raw=0,
                value=Money(Decimal(0), "EUR"),
                json={"amount": "0", "currency": "EUR"},
                text="€0",
                csv=Decimal(0),
                html="€0",
            ),
        ),
        refused=("dear", {"amount": "1", "currency": "QQQ"}, "1e20", {"amount": "NaN"}, "0.00001"),
    ),
    "date": Kind(
        field=f.Date("x"),
        cases=(
            Case(
                raw="2026-03-31",
                value=LONG_DAY,
                json="2026-03-31",
                text="31 Mar",
                csv=LONG_DAY,
                html='<time datetime="2026-03-31">31 Mar</time>',
            ),
        ),
        refused=("2026-02-30", "soon", "10000-01-01"),
    ),
    "moment": Kind(
        field=f.Moment("x"),
        cases=(
            Case(
                raw="2026-03-31T10:30:00Z",
                value=MOMENT,
                json="2026-03-31T10:30:00Z",
                text="31 Mar, 12:30",
                csv=dt.datetime(2026, 3, 31, 12, 30),
                html='<time datetime="2026-03-31T10:30:00+00:00" title="2026-03-31 12:30">31 Mar, 12:30</time>',
            ),
        ),
        refused=("2026-02-30T00:00", "soon"),
    ),
    "boolean": Kind(
        field=f.Boolean("x"),
        cases=(
            Case(raw="да", value=True, json=True, text="Yes", csv=True, html="Yes"),
            Case(raw=False, value=False, json=False, text="No", csv=False, html="No"),
        ),
        refused=("perhaps", 5),
    ),
    "choice": Kind(
        field=f.Choice("x", choices=CHOICES, tones={"a": "good"}),
        cases=(
            Case(
                raw="apple",
                value="a",
                json="a",
                text="Apple",
                csv="Apple",
                html='<span class="badge" data-tone="good">Apple</span>',
            ),
            Case(
                raw="b",
                value="b",
                json="b",
                text="Pear",
                csv="Pear",
                html='<span class="badge" data-tone="plain">Pear</span>',
            ),
        ),
        refused=("Plum",),
    ),
    "multi_choice": Kind(
        field=f.MultiChoice("x", choices=CHOICES),
        cases=(
            Case(
                raw="Pear, a",
                value=("b", "a"),
                json=["b", "a"],
                text="Pear, Apple",
                csv="Pear, Apple",
                html='<span class="badge">Pear</span> <span class="badge">Apple</span>',
            ),
            Case(
                raw=["a", "a"],
                value=("a",),
                json=["a"],
                text="Apple",
                csv="Apple",
                html='<span class="badge">Apple</span>',
            ),
        ),
        refused=("Plum", ["Plum"], 5),
    ),
    "tags": Kind(
        field=f.Tags("x"),
        cases=(
            Case(
                raw="vip; <b>",
                value=("vip", "<b>"),
                json=["vip", "<b>"],
                text="vip, <b>",
                csv="vip, <b>",
                html='<span class="badge">vip</span> <span class="badge">&lt;b&gt;</span>',
            ),
        ),
        refused=(["x" * 101], ["\x00"]),
    ),
    "email": Kind(
        field=f.Email("x"),
        cases=(same("ivan@x.ru", raw=" Ivan@X.ru", html='<a href="mailto:ivan@x.ru">ivan@x.ru</a>'),),
        refused=("ivan", "a@b", "a b@x.io", "x@y.z\x00"),
    ),
    "emails": Kind(
        field=f.Emails("x"),
        cases=(
            Case(
                raw="A@x.io, b@x.io",
                value=("a@x.io", "b@x.io"),
                json=["a@x.io", "b@x.io"],
                text="a@x.io, b@x.io",
                csv="a@x.io, b@x.io",
                html='<a href="mailto:a@x.io">a@x.io</a> <a href="mailto:b@x.io">b@x.io</a>',
            ),
        ),
        refused=("ivan",),
    ),
    "phone": Kind(
        field=f.Phone("x"),
        cases=(
            Case(
                raw="041 234 567",
                value="+38641234567",
                json="+38641234567",
                text="041 234 567",
                csv="041 234 567",
                html='<a href="tel:+38641234567">041 234 567</a>',
            ),
        ),
        refused=("call me", "1"),
    ),
    "phones": Kind(
        field=f.Phones("x"),
        cases=(
            Case(
                raw=["041 234 567"],
                value=("+38641234567",),
                json=["+38641234567"],
                text="041 234 567",
                csv="041 234 567",
                html='<a href="tel:+38641234567">041 234 567</a>',
            ),
        ),
        refused=("call me",),
    ),
    "url": Kind(
        field=f.Url("x"),
        cases=(
            same(
                "https://žito.si/a?b=<c>",
                raw="žito.si/a?b=<c>",
                html='<a href="https://žito.si/a?b=&lt;c&gt;" rel="noopener noreferrer" target="_blank">žito.si/a?b=&lt;c&gt;</a>',
            ),
        ),
        refused=("javascript:alert(1)", "ftp://x.io", "https://", "https://[", "data:text/html,x"),
    ),
    "address": Kind(
        field=f.Address("x"),
        cases=(
            Case(
                raw={
                    "street": "Trg 1",
                    "postcode": "1000",
                    "city": "Ljubljana",
                    "region": "",
                    "country": "SI",
                },
                value={"street": "Trg 1", "postcode": "1000", "city": "Ljubljana", "country": "SI"},
                json={"street": "Trg 1", "postcode": "1000", "city": "Ljubljana", "country": "SI"},
                text="Trg 1, 1000 Ljubljana, SI",
                csv="Trg 1, 1000 Ljubljana, SI",
                html="Trg 1, 1000 Ljubljana, SI",
            ),
            Case(
                raw="Trg 1",
                value={"street": "Trg 1"},
                json={"street": "Trg 1"},
                text="Trg 1",
                csv="Trg 1",
                html="Trg 1",
            ),
        ),
        refused=({"planet": "Mars"}, {"city": "x" * 201}, 5, {"city": "\x00"}),
    ),
    "file": Kind(
        field=f.File("x"),
        cases=(
            Case(
                raw=FILE,
                value=FILE,
                json=FILE,
                text="<offer>.pdf",
                csv="<offer>.pdf",
                html=f'<a href="/files/{SHA}/&lt;offer&gt;.pdf" download>&lt;offer&gt;.pdf</a>',
            ),
        ),
        refused=("name.pdf", {"name": "x"}, {"sha256": "x"}, {"sha256": SHA, "size": "large"}),
    ),
    "link": Kind(
        field=f.Link("x", to="company"),
        cases=(
            Case(
                raw="7",
                value=7,
                json=7,
                text="Acme <b>",
                csv="Acme <b>",
                html='<a href="/companies/7" class="record-link">Acme &lt;b&gt;</a>',
            ),
            Case(
                raw=8,
                value=8,
                json=8,
                text="Hidden",
                csv="Hidden",
                html='<span class="hidden-record">Hidden</span>',
            ),
        ),
        refused=("Acme", 0, -1, 1.5, True, "1e3", 2**63),
    ),
    "stage": Kind(
        field=f.Stage("x", to="company"),
        cases=(
            Case(
                raw=7,
                value=7,
                json=7,
                text="Acme <b>",
                csv="Acme <b>",
                html='<a href="/companies/7" class="record-link">Acme &lt;b&gt;</a>',
            ),
        ),
        refused=("Acme",),
    ),
    "links": Kind(
        field=f.Links("x", to="company", roles=(("boss", "Boss"),)),
        cases=(
            Case(
                raw=[{"id": 7, "role": "boss"}, 8],
                value=(Linked(7, "boss"), Linked(8, "")),
                json=[{"id": 7, "role": "boss"}, {"id": 8, "role": None}],
                text="Acme <b> (Boss), Hidden",
                csv="Acme <b> (Boss), Hidden",
                html='<a href="/companies/7" class="record-link">Acme &lt;b&gt;</a>, <span class="hidden-record">Hidden</span>',
            ),
        ),
        refused=([{"id": 7, "role": "king"}], "Acme", [0]),
    ),
    "rank": Kind(
        field=f.Rank("x"),
        cases=(Case(raw=1.5, value=1.5, json=1.5, text="1.5", csv="1.5", html="1.5"),),
        refused=("first", float("inf"), "NaN"),
    ),
    "reference": Kind(
        field=f.About("x"),
        cases=(
            Case(
                raw="deal:7",
                value=("deal", 7),
                json={"object": "deal", "id": 7},
                text="Big",
                csv="Big",
                html='<a href="/deals/7" class="record-link">Big</a>',
            ),
        ),
        refused=("deal", "deal:0", {"object": "deal"}, 5, ("deal", -1)),
    ),
}
EMPTY: tuple[Any, ...] = (None, "")
