"""The contract suite runs over the registry: a new object or field gets these tests by existing."""

import pytest

from tests.people import Cast


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `object_type` runs for every object."""
    if "object_type" in metafunc.fixturenames:
        from odnos.objects.registry import registry

        metafunc.parametrize("object_type", [pytest.param(item, id=item.key) for item in registry])


@pytest.fixture
def world(cast: Cast):
    """Records of every object, made on demand."""
    from tests.contract.world import World

    return World(cast)


@pytest.fixture
def scene(cast: Cast):
    """Ada's records, which nobody of another team may reach."""
    from tests.contract.scene import scene_of

    return scene_of(cast)
