"""The rules of STYLE.md that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "odnos"
SURFACES = ("web", "api", "jobs", "config")
BELOW = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in SURFACES]
MODULES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
LONGEST = 300
LONG_FOR_A_REASON = {
    "odnos/objects/fields/link.py": "the three ways to name a record share their parsing and their HTML",
    "odnos/engine/records/write.py": "the one write path, read top to bottom",
    "odnos/engine/records/save.py": "everything that one write puts into tables",
    "odnos/engine/records/read.py": "the one read path, read top to bottom",
    "odnos/api/openapi/operations.py": "one function per operation",
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {item.name for item in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{item.name}" for item in node.names)}
    return found


def calls(path: Path) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def test_there_is_no_http_below_the_surfaces():
    http = ("django.http", "django.shortcuts", "django.views", "django.middleware", "django.urls")
    wrong = {
        name(path): sorted(item for item in imports(path) if item.startswith(http))
        for path in BELOW
        if any(item.startswith(http) for item in imports(path))
    }

    assert wrong == {}


def test_there_is_no_clock_below_the_surfaces():
    clock = re.compile(
        r"(timezone\.(now|localtime)|datetime\.(now|utcnow|today)|date\.today|time\.(time|localtime))$"
    )
    wrong = {
        name(path): [call for call in calls(path) if clock.search(call)]
        for path in BELOW
        if any(clock.search(call) for call in calls(path))
    }

    assert {path: found for path, found in wrong.items() if not is_measured(path)} == {}


def is_measured(path: str) -> bool:
    """How long a child process or a wait may take is no moment of the business."""
    return path.startswith("odnos/lib/tables/")


def test_there_are_no_signals():
    wrong = [name(path) for path in MODULES if any("signals" in item for item in imports(path))]

    assert wrong == []


def test_nobody_keeps_the_current_user():
    suspects = ("threading.local", "contextvars.ContextVar", "asgiref.local")
    # What SQL a thread runs, and whether it holds a turn of the store: who asks is passed to both.
    allowed = {"odnos/engine/access/tripwire.py", "odnos/analytics/store/waiting.py"}
    wrong = [name(path) for path in BELOW if set(suspects) & imports(path) and name(path) not in allowed]

    assert wrong == []


def test_records_are_written_by_the_engine_alone():
    """Outside of engine/records nobody saves, updates or deletes a model of a record; nobody takes its manager."""
    from odnos.objects.access import Everyone
    from odnos.objects.registry import registry

    models = {item.model.__name__ for item in registry if not isinstance(item.access, Everyone)} - {"List"}
    wrong = []
    for path in MODULES:
        if path.is_relative_to(PACKAGE / "engine") or path.name in ("models.py", "apps.py"):
            continue
        lines = path.read_text().split("\n")
        for node in ast.walk(tree(path)):
            if "Mark(" in lines[getattr(node, "lineno", 1) - 1]:
                continue  # it says on the spot that it looks at everybody's records
            if isinstance(node, ast.Attribute) and node.attr in (
                "objects",
                "_base_manager",
                "_default_manager",
            ):
                owner = ast.unparse(node.value)
                if owner.rpartition(".")[2] in models or owner.endswith(".model"):
                    wrong.append(f"{name(path)}:{node.lineno} {owner}.{node.attr}")

    assert wrong == []


def test_files_have_names_of_what_they_hold():
    forbidden = {
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "misc",
        "shared",
        "stuff",
        "managers",
        "mixins",
    }
    wrong = [
        name(path) for path in PACKAGE.rglob("*") if path.stem in forbidden and "static" not in path.parts
    ]

    assert wrong == []


def test_long_modules_have_a_reason():
    long = {name(path): len(path.read_text().splitlines()) for path in MODULES}
    wrong = {path: lines for path, lines in long.items() if lines > LONGEST and path not in LONG_FOR_A_REASON}

    assert wrong == {}, "split these, or say in this test why they are right as they are"


def test_mark_safe_stands_in_one_module():
    wrong = [
        name(path)
        for path in MODULES
        if re.search(r"\bmark_safe\b|\|\s*safe\b", path.read_text()) and path.name != "html.py"
    ]

    assert wrong == []


@pytest.mark.parametrize("forbidden", [r"pypi\.org/simple", r"registry\.npmjs"])
def test_nothing_names_a_machine_or_a_registry(forbidden):
    kinds = (".py", ".toml", ".md", ".txt", ".cfg", ".html", ".ts", ".mjs", ".json", ".sh")
    folders = ("odnos", "tests", "tools", "docs", "bench")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    wrong = [
        name(path)
        for path in files
        if "data" not in path.parts
        and path != Path(__file__)
        and re.search(forbidden, path.read_text("utf-8", "replace"))
    ]

    assert wrong == []


def test_templates_hold_no_script_style_or_handler():
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    wrong = {
        name(path): inline.findall(path.read_text())
        for path in (PACKAGE / "web" / "templates").rglob("*.html")
        if inline.search(path.read_text())
    }

    assert wrong == {}


def test_no_surface_reads_the_declared_layout_in_place_of_the_readers():
    """`engine.custom.layouts.of` says what stands where; the order in which a list offers fields is the declared one."""
    reads = re.compile(r"\.(layout|drawn)\.(panels|related|card|quick|path)\b")
    found = [name(path) for path in MODULES if path not in BELOW and reads.search(path.read_text())]

    assert found == ["odnos/web/pages/lists/ways.py"]


def test_words_are_marked_for_translation_by_names_that_are_looked_for():
    asked = (
        (name(path), item.name, item.asname)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for item in node.names
        if "gettext" in item.name and item.asname not in (None, "_")
    )
    assert list(asked) == []
