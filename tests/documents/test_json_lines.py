import json
from datetime import date

import pytest

from app.documents.json_lines import json_lines


def written(*objects: dict[str, object]) -> str:
    return b"".join(json_lines(objects)).decode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (3, "3"),
        (True, "true"),
        ("Siân", '"Siân"'),
        ("two\nlines", '"two\\nlines"'),
        ("\u2028", '"\u2028"'),
        ("\ud800", '"?"'),
        (date(2027, 1, 12), '"2027-01-12"'),
        ({"a": [1]}, '{"a":[1]}'),
    ],
)
def test_a_value_keeps_its_type(value: object, expected: str) -> None:
    assert written({"x": value}) == f'{{"x":{expected}}}\n'


def test_each_object_has_a_line() -> None:
    objects = [{"n": n, "text": "a\nb"} for n in range(1000)]
    text = written(*objects)
    assert text.endswith("\n")
    assert [json.loads(line) for line in text.split("\n")[:-1]] == objects


def test_nothing_is_an_empty_file() -> None:
    assert written() == ""


def test_lines_are_sent_while_others_are_still_made() -> None:
    lines = json_lines({"n": n} for n in iter(int, 1))
    assert next(lines).count(b"\n") == next(lines).count(b"\n") > 0


def test_what_has_no_json_is_told() -> None:
    with pytest.raises(TypeError, match="has no JSON"):
        written({"x": object()})
