import pytest
from flask import Flask

from app.content.edition import Edition
from tests.training_log.archive import Archive, make_archive


@pytest.fixture
def archive(app: Flask, now: object, published: Edition) -> Archive:
    return make_archive()
