"""Ada's records with a canary in every field that can be hidden; then all of it is kept from representatives."""

import pytest

from tests.people import Cast


@pytest.fixture
def aviary(cast: Cast, add_field):
    """Everything that can be hidden is hidden from representatives. Administrators see it all."""
    from tests.access.aviary import aviary_of

    return aviary_of(cast, add_field)
