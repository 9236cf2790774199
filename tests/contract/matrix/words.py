"""Rows of texts, choices and tags."""

from odnos.objects import fields as f
from tests.contract.matrix.case import Case, Kind, same

CHOICES = (("a", "Apple"), ("b", "Pear"))
WORDS: dict[str, Kind] = {
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
}
