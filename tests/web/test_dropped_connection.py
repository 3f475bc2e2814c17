"""A database server that was restarted costs nobody a page."""

import pytest
from sqlalchemy import NullPool, create_engine, text

from app.extensions import db
from tests.client import StrictClient
from tests.factories import TeamFactory, member_of

DROP_ALL_OTHERS = text(  # and wait for up to ten seconds until they have gone
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_a_page_survives_that_the_server_dropped_its_connection(client: StrictClient) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no server that could drop a connection")
    client.sign_in(member_of(TeamFactory()))
    client.get("/training")
    db.session.remove()
    with create_engine(db.engine.url, poolclass=NullPool).connect() as outside:
        outside.execute(DROP_ALL_OTHERS)
    assert client.get("/training").heading == "My training"
