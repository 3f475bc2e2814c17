import hashlib
import json
import unicodedata
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.log_chain import GENESIS, chain, commit_to_person

FACTS: dict[str, str | int | None] = {
    "sequence": 1,
    "person": "ab" * 32,
    "course": "level-1-awareness",
    "title": "Siân",
    "level": 1,
    "completed_on": "2026-11-16",
    "valid_until": None,
}
VALUES = st.one_of(st.none(), st.integers(), st.text(st.characters(exclude_categories=["Cs"])))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sequence", 2),
        ("person", "ab" * 31 + "ac"),
        ("course", "level-1-awareness "),
        ("title", "Sian"),
        ("title", unicodedata.normalize("NFD", "Siân")),  # looks the same, is not the same text
        ("title", None),
        ("title", ""),
        ("level", 2),
        ("level", "1"),  # a number is not its digits
        ("completed_on", "2026-11-17"),
        ("valid_until", ""),
        ("valid_until", "None"),
        ("more", 1),
    ],
)
def test_any_changed_fact_changes_the_hash(name: str, value: str | int | None) -> None:
    assert chain(GENESIS, FACTS | {name: value}) != chain(GENESIS, FACTS)


def test_a_fact_left_out_changes_the_hash() -> None:
    without = {name: value for name, value in FACTS.items() if name != "valid_until"}
    assert chain(GENESIS, without) != chain(GENESIS, FACTS)


def test_the_order_in_which_facts_are_told_does_not_matter() -> None:
    hashes = {chain(GENESIS, dict(order)) for order in permutations(list(FACTS.items())[:5])}
    assert len(hashes) == 1


def test_values_that_change_places_change_the_hash() -> None:
    swapped = FACTS | {"course": FACTS["title"], "title": FACTS["course"]}
    assert chain(GENESIS, swapped) != chain(GENESIS, FACTS)


def test_the_same_facts_after_another_entry_have_another_hash() -> None:
    first = chain(GENESIS, FACTS)
    assert len(first) == 32
    assert chain(first, FACTS) != first


@given(one=st.dictionaries(st.text(max_size=5), VALUES), other=st.dictionaries(st.text(max_size=5), VALUES))
def test_different_facts_have_different_hashes(
    one: dict[str, str | int | None], other: dict[str, str | int | None]
) -> None:
    assert (chain(GENESIS, one) == chain(GENESIS, other)) == (one == other)


def test_the_hash_is_as_documented_so_that_anybody_can_check_it() -> None:
    canonical = json.dumps(FACTS, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    entry = hashlib.sha256(b"\x00" + canonical).digest()
    assert chain(GENESIS, FACTS) == hashlib.sha256(b"\x01" + GENESIS + entry).digest()


def test_one_kind_of_hash_is_never_another_kind() -> None:
    """A person whose salt and reference spell out an entry does not get that entry's hash."""
    canonical = json.dumps(FACTS, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    entry = hashlib.sha256(b"\x00" + canonical.encode()).digest()
    assert commit_to_person(b"", canonical) != entry
    assert commit_to_person(GENESIS + entry, "") != chain(GENESIS, FACTS)


def test_a_commitment_hangs_on_salt_and_reference() -> None:
    commitment = commit_to_person(b"s" * 32, "reference")
    assert len(commitment) == 32
    assert commitment == commit_to_person(b"s" * 32, "reference")
    assert commitment != commit_to_person(b"t" * 32, "reference")
    assert commitment != commit_to_person(b"s" * 32, "reference2")
