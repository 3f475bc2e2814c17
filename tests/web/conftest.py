import pytest
from flask import Flask

from tests.cast import Cast
from tests.kept import Kept
from tests.web.scene import Scene, set_scene


@pytest.fixture
def scene(app: Flask, cast: Cast, kept: Kept) -> Scene:
    """What there is to reach, of the cast's learner."""
    return kept.or_make("scene", lambda: set_scene(app, cast.learner))
