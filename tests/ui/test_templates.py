"""What the content policy forbids is not in any template, and what templates name exists."""

import json
import re
from pathlib import Path

import pytest

from odnos.objects.registry import registry

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "odnos" / "web" / "templates").rglob("*.html"))
INLINE = re.compile(r"""<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=["']|hx-on|hx-vars|["']js:""")
ICON = re.compile(r"""\bicon\(['"]([\w-]+)['"]""")
SOURCES = sorted((ROOT / "ui" / "css").rglob("*.css"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_nothing_inline(template):
    assert INLINE.findall(template.read_text()) == []


def test_every_icon_has_its_drawing():
    drawn = json.loads((ROOT / "ui" / "icons.json").read_text())
    named = {name for path in TEMPLATES for name in ICON.findall(path.read_text())} | {
        kind.icon for kind in registry
    }

    assert sorted(named - drawn.keys()) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_styles_stay_short_enough_to_read(source):
    assert len(source.read_text().splitlines()) <= 120


def test_every_style_is_in_a_layer():
    main = (ROOT / "ui" / "css" / "main.css").read_text()
    imported = set(re.findall(r'@import "\./([\w./-]+)" layer\(\w+\);', main))

    assert imported == {str(path.relative_to(ROOT / "ui" / "css")) for path in SOURCES} - {"main.css"}
