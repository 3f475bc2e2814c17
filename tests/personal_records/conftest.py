import pytest

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(published: object) -> Cast:
    return make_cast()
