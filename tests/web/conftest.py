import pytest
from flask import Flask

from app.content.edition import Edition
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(app: Flask, published: Edition) -> Cast:
    """People of every role, with the short module published."""
    return make_cast()
