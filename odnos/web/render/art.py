"""Line drawings of empty places, in our own hand; colours come from the classes of ui/css/parts/empty.css."""

from __future__ import annotations

from markupsafe import Markup

from odnos.lib import html

_RECORDS = """<rect class="art-soft" x="26" y="14" width="94" height="70" rx="8"/><rect class="art-paper" x="44" y="26" width="98" height="72" rx="8"/>
<circle class="art-accent" cx="62" cy="46" r="9"/><path class="art-line" d="M80 42h44M80 51h28M56 70h72M56 80h52"/><path class="art-mark" d="m58 46 3 3 5-6"/>"""
_SEARCH = """<path class="art-soft" d="M22 92c10-26 30-40 58-40s50 14 62 40z"/><circle class="art-paper" cx="78" cy="48" r="28"/>
<path class="art-mark" d="m99 69 20 20"/><path class="art-line" d="M66 44h24M66 54h15"/>"""
_BOARD = """<rect class="art-soft" x="16" y="14" width="40" height="84" rx="7"/><rect class="art-soft" x="64" y="14" width="40" height="84" rx="7"/>
<rect class="art-soft" x="112" y="14" width="40" height="84" rx="7"/><rect class="art-paper" x="22" y="22" width="28" height="20" rx="4"/>
<rect class="art-paper" x="70" y="22" width="28" height="20" rx="4"/><rect class="art-accent" x="92" y="48" width="30" height="22" rx="4" transform="rotate(-6 107 59)"/>
<path class="art-mark" d="M60 74c10 6 22 6 30 0m-5-4 5 4-2 6"/>"""
_TASKS = """<rect class="art-paper" x="40" y="10" width="88" height="92" rx="9"/><path class="art-line" d="M72 34h42M72 56h42M72 78h30"/>
<circle class="art-accent" cx="56" cy="34" r="7"/><path class="art-mark" d="m53 34 2.500 2.500 4-5"/><circle class="art-line" cx="56" cy="56" r="7"/><circle class="art-line" cx="56" cy="78" r="7"/>"""
_IMPORT = """<path class="art-soft" d="M18 96V60a8 8 0 0 1 8-8h116a8 8 0 0 1 8 8v36z"/><rect class="art-paper" x="52" y="12" width="64" height="60" rx="7"/>
<path class="art-line" d="M52 30h64M52 48h64M74 30v42M95 30v42"/><path class="art-mark" d="M84 60v30m-9-9 9 9 9-9"/>"""
_BIN = """<path class="art-soft" d="M52 36h64l-6 60a6 6 0 0 1-6 5H64a6 6 0 0 1-6-5z"/><path class="art-paper" d="M46 26h76v10H46z"/><path class="art-line" d="M74 26v-8h20v8"/>
<path class="art-mark" d="M74 66c2-10 18-10 20 2m0 0 5-5m-5 5-6-3"/>"""
_DONE = """<circle class="art-soft" cx="84" cy="56" r="42"/><circle class="art-accent" cx="84" cy="56" r="26"/><path class="art-mark" d="m72 57 8 8 16-18"/>
<path class="art-line" d="M30 26l6 6M138 26l-6 6M84 6v4M26 66h6M136 66h6"/>"""
_LOST = """<path class="art-soft" d="M14 92h140L118 40 98 64 70 22z"/><path class="art-line" d="M14 92h140"/><circle class="art-accent" cx="128" cy="26" r="10"/>
<path class="art-mark" d="M56 92c4-14 16-10 18-22s-8-10-4-20" stroke-dasharray="4 5"/>"""

_GATE = """<path class="art-line" d="M188 176C250 150 276 196 312 236M520 176c-48-6-76 24-102 56M196 420c60-4 96-50 124-96M524 424c-56 4-84-52-106-98"/>
<g transform="rotate(-4 150 170)"><rect class="art-paper" x="56" y="128" width="188" height="88" rx="14"/><circle class="art-fill-3" cx="88" cy="160" r="15"/>
<path class="art-text" d="M114 154h88M114 168h52"/><path class="art-text-accent" d="M74 196h58"/><path class="art-text" d="M196 196h28"/></g>
<g transform="rotate(3 560 160)"><rect class="art-paper" x="466" y="118" width="176" height="92" rx="14"/><circle class="art-fill-5" cx="498" cy="150" r="15"/>
<path class="art-text" d="M524 144h84M524 158h60"/><path class="art-bar" d="M484 192h104"/><path class="art-bar-on" d="M484 192h70"/></g>
<g transform="rotate(3 140 430)"><rect class="art-paper" x="52" y="384" width="166" height="84" rx="14"/><path class="art-mark" d="m72 412 7 7 13-15"/><path class="art-text" d="M106 412h82"/>
<path class="art-text" d="M106 440h60"/><circle class="art-line" cx="82" cy="440" r="8"/></g>
<g transform="rotate(-3 570 430)"><rect class="art-paper" x="488" y="380" width="176" height="92" rx="14"/><path class="art-col" d="M514 450v-18M542 450v-32M570 450v-24M598 450v-42"/><path class="art-col-on" d="M626 450v-52"/></g>
<circle class="art-accent" cx="366" cy="280" r="92"/><path class="art-ring" d="M408 258a47 47 0 1 1-26-22"/><circle class="art-fill" cx="408" cy="236" r="15"/>"""

SIZES = {"gate": "0 0 700 560"}
DRAWINGS = {
    "gate": _GATE,
    "records": _RECORDS,
    "search": _SEARCH,
    "board": _BOARD,
    "tasks": _TASKS,
    "import": _IMPORT,
    "bin": _BIN,
    "done": _DONE,
    "lost": _LOST,
}


def drawing(name: str) -> Markup:
    """Return the illustration `name`: records, search, board, tasks, import, bin, done, lost or gate (large)."""
    inside = Markup(DRAWINGS.get(name, _RECORDS))  # noqa: S704 -- constants of this module
    return html.tag(
        "svg", inside, class_="empty-art", viewBox=SIZES.get(name, "0 0 168 112"), aria_hidden="true"
    )
