"""Pages for administrators say so themselves, before anything is looked up; what stands behind them refuses besides."""

from __future__ import annotations

import pytest

from tests.contract.routes import ROUTES
from tests.contract.scene import Scene, scene_of
from tests.contract.visitors import visitor
from tests.contract.walks import walks
from tests.contract.watch import told, watched
from tests.people import Cast

GUARDED = "Only an administrator may open this page."
SAMPLE = "Only an administrator may load or remove sample data."
OTHERWISE = {"first-steps/sample": SAMPLE, "first-steps/sample/removal": SAMPLE}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Ada's records, which nobody of another team may reach."""
    return scene_of(cast)


@pytest.mark.django_db
def test_a_page_for_administrators_refuses_by_itself(scene: Scene):
    """Max leads a team, and Ada works in it: whatever they send, each address answers with its own refusal."""
    wrong = []
    for name in ("ada", "max"):
        someone = visitor(name, scene.world.cast)
        for pattern, whose, object_type, method, address in walks(scene):
            if whose != "admin":
                continue
            answer, shown, written = watched(
                someone, method, address, scene.body(ROUTES[pattern], object_type)
            )
            if answer.status_code == 405 and method != "POST":
                continue
            if answer.status_code not in (403, 405) or written:
                wrong.append((name, method, address, answer.status_code, written))
            elif answer.status_code == 403 and OTHERWISE.get(pattern, GUARDED) not in shown:
                wrong.append((name, method, address, "refused further behind"))

    assert not wrong, told(wrong)
