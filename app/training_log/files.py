"""The log as files of text, in chunks."""

from collections.abc import Iterable, Iterator

from app.documents.csv_file import csv_stream
from app.documents.json_lines import json_lines
from app.documents.xapi import Recorded, Source, statements
from app.training_log.columns import HEADER
from app.training_log.records import Row
from app.training_log.views import LogView
from app.web import clock
from app.web.settings import settings


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    return csv_stream(HEADER, rows)


def as_json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    return json_lines(dict(zip(HEADER, row, strict=True)) for row in rows)


def as_xapi(entries: Iterable[Recorded], view: LogView) -> Iterator[bytes]:
    source = Source(settings().public_url, view.scope.organisation_id, clock.zone(view.time_zone))
    return json_lines(statement for entry in entries for statement in statements(entry, source))
