"""Rows of links to other records."""

from odnos.objects import fields as f
from odnos.objects.fields import Linked
from tests.contract.matrix.case import Case, Kind

LINKS: dict[str, Kind] = {
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
