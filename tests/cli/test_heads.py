"""Heads and proofs as files, and the script that checks them where nothing of Waymark is."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import Result
from sqlalchemy import delete, select, text, update

from app.database import writing
from app.documents.keys import KeyFolder, SigningKey, public_numbers
from app.extensions import db
from app.ledger.heads import published_heads
from app.models import LogEntry, LogHead, Organisation, Person, SignedHead
from app.rules.log_chain import GENESIS, chain
from app.rules.signed_heads import PublishedHead
from app.web.settings import settings
from app.web.signing import signing_key
from config import ROOT
from tests.factories import OrganisationFactory, PersonFactory, complete

CHECK = ROOT / "docs" / "check_log.py"

Command = Callable[..., Result]
Lines = list[dict[str, Any]]

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def folder(tmp_path: Path, change_settings: Callable[..., None]) -> Path:
    """RECORDS_FOLDER."""
    change_settings(records_folder=tmp_path / "records")
    return tmp_path / "records"


@pytest.fixture
def organisation(folder: Path) -> Organisation:
    return OrganisationFactory(name="Cyngor Sir Ŵyn")


@pytest.fixture
def person(organisation: Organisation) -> Person:
    return PersonFactory(organisation=organisation, name="Siân Secret", email="sian@example.org")


@pytest.fixture(scope="module")
def strange_key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return KeyFolder(tmp_path_factory.mktemp("strange")).make_first()


def cut_off(keep: int) -> None:
    with writing():
        last = db.session.scalar(select(LogEntry.hash).where(LogEntry.sequence == keep))
        db.session.execute(text("DELETE FROM certificates"))
        db.session.execute(delete(LogEntry).where(LogEntry.sequence > keep))
        db.session.execute(update(LogHead).values(sequence=keep, hash=last or GENESIS))


def test_heads_are_signed_and_kept_as_files(flask: Command, organisation: Organisation, folder: Path) -> None:
    identity = organisation.id
    OrganisationFactory(name="Southgate")
    result = flask("log", "head")
    assert result.exit_code == 0, result.output
    assert "Cyngor Sir Ŵyn: signed for 16 November 2026" in result.stdout
    assert "Southgate: signed for 16 November 2026" in result.stdout
    kept = folder / "heads" / str(identity) / "2026-11-16.json"
    written = json.loads(kept.read_bytes())
    assert (written["name"], written["sequence"], written["hash"]) == ("Cyngor Sir Ŵyn", 0, "00" * 32)
    kept.unlink()
    again = flask("log", "head")
    assert "Cyngor Sir Ŵyn: was signed already for 16 November 2026" in again.stdout
    assert json.loads(kept.read_bytes()) == written


def test_the_day_is_that_of_the_organisation(flask: Command, folder: Path) -> None:
    far = OrganisationFactory(time_zone="Pacific/Kiritimati").id
    with time_machine.travel(datetime(2026, 11, 16, 12, tzinfo=UTC), tick=False):
        flask("log", "head")
    assert [head.day for head in published_heads(far)] == [date(2026, 11, 17)]


def test_a_folder_that_cannot_be_written_is_told_and_the_head_stays(
    flask: Command, organisation: Organisation, folder: Path
) -> None:
    identity = organisation.id
    folder.write_text("a file where a folder should be")
    result = flask("log", "head")
    assert result.exit_code == 1
    assert "Not every log has its head of today" in result.stderr
    assert len(published_heads(identity)) == 1


def test_without_the_key_nothing_is_signed(
    flask: Command, organisation: Organisation, change_settings: Callable[..., None], tmp_path: Path
) -> None:
    identity = organisation.id
    change_settings(keys_folder=tmp_path / "nothing")
    result = flask("log", "head")
    assert result.exit_code == 1
    assert "There is no signing key" in result.stderr
    assert published_heads(identity) == []


def test_the_first_sign_in_of_a_day_signs_the_head(
    client: Any, organisation: Organisation, person: Person, folder: Path
) -> None:
    identity, email = organisation.id, person.email
    for _ in range(2):
        sign_in(client, email)
    assert [head.day for head in published_heads(identity)] == [date(2026, 11, 16)]
    assert (folder / "heads" / str(identity) / "2026-11-16.json").exists()
    with time_machine.travel(datetime(2026, 11, 17, 9, tzinfo=UTC), tick=False):
        sign_in(client, email)
    assert len(published_heads(identity)) == 2


def sign_in(client: Any, email: str) -> None:
    client.http.delete_cookie("waymark")
    page = client.get("/sign-in")
    answer = client.submit(page.form("Sign in"), email=email, password="three words together")
    assert answer.headers["Location"] == "/training"


def test_nobody_is_kept_from_signing_in_by_a_head_that_cannot_be_signed(
    client: Any, organisation: Organisation, person: Person, folder: Path, change_settings: Callable[..., None]
) -> None:
    identity, email, keys = organisation.id, person.email, settings().keys_folder
    change_settings(keys_folder=folder / "nothing")
    sign_in(client, email)
    assert published_heads(identity) == []
    change_settings(keys_folder=keys, records_folder=Path("/dev/null"))
    sign_in(client, email)
    assert published_heads(identity) == [], "it is not tried again at once"
    with time_machine.travel(datetime(2026, 11, 16, 11, tzinfo=UTC), tick=False):
        sign_in(client, email)
    assert len(published_heads(identity)) == 1, "only its file could not be written"


def test_a_sign_in_writes_the_file_of_its_day_alone(
    client: Any, flask: Command, organisation: Organisation, person: Person, folder: Path
) -> None:
    identity, email = organisation.id, person.email
    flask("log", "head")
    place = folder / "heads" / str(identity)
    (place / "2026-11-16.json").unlink()
    with time_machine.travel(datetime(2026, 11, 17, 9, tzinfo=UTC), tick=False):
        sign_in(client, email)
        assert [path.name for path in place.iterdir()] == ["2026-11-17.json"]
        flask("log", "head")
    assert len(list(place.iterdir())) == 2, "the command writes whatever is missing"


def test_verify_notices_what_was_cut_off(flask: Command, organisation: Organisation, person: Person) -> None:
    for _ in range(3):
        complete(person)
    flask("log", "head")
    assert "3 entries, all as they were written; signed heads: 1" in flask("log", "verify").stdout
    cut_off(keep=2)
    told = "the log ends at entry 2, but a head signed on 16 November 2026 covers entry 3"
    result = flask("log", "verify")
    assert result.exit_code == 1
    assert told in result.stderr
    with writing():
        db.session.execute(delete(SignedHead))
    result = flask("log", "verify")
    assert result.exit_code == 1, "the file in RECORDS_FOLDER tells as well"
    assert told in result.stderr


def test_verify_names_a_file_that_is_no_head(flask: Command, organisation: Organisation, folder: Path) -> None:
    place = folder / "heads" / str(organisation.id)
    place.mkdir(parents=True)
    (place / "2026-11-16.json").write_text("half a he")
    result = flask("log", "verify")
    assert result.exit_code == 1
    assert "2026-11-16.json is not a signed head that can be read" in result.stderr


# What others check


@pytest.fixture
def proof(flask: Command, person: Person, tmp_path: Path) -> Path:
    """Five entries, with heads of the second and of the fifth."""
    for day in (1, 2):
        complete(person, date(2026, 11, day))
    flask("log", "head")
    for day in (3, 4, 5):
        complete(person, date(2026, 11, day))
    with time_machine.travel(datetime(2026, 11, 17, 9, tzinfo=UTC), tick=False):
        flask("log", "head")
    target = tmp_path / "proof.jsonl"
    result = flask("log", "proof", "--to", target)
    assert result.exit_code == 0, result.output
    return target


def check(proof: Path, *options: object) -> subprocess.CompletedProcess[str]:
    """As an auditor runs it: another folder, no packages, nothing of ours."""
    alone = proof.with_name("check_log.py")
    shutil.copy(CHECK, alone)
    command = [sys.executable, "-I", "-S", str(alone), str(proof), *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, cwd=proof.parent, check=False, timeout=60)


def told(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


def lines_of(proof: Path) -> Lines:
    return [json.loads(line) for line in proof.read_text().splitlines()]


def write(proof: Path, lines: Lines) -> None:
    proof.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def of_kind(lines: Lines, kind: str) -> Lines:
    return [line for line in lines if line["kind"] == kind]


def test_a_good_proof_fits(proof: Path) -> None:
    result = check(proof)
    assert result.returncode == 0, result.stderr
    assert "Cyngor Sir Ŵyn: 5 entries, chained as they were written." in result.stdout
    assert "2 signed heads fit, 0 of them yours." in result.stdout
    assert f"Public key {signing_key().id}: compare this with one that you know." in result.stdout
    assert "Only a head that you kept yourself shows" in result.stdout


def test_a_good_proof_fits_the_heads_and_keys_that_somebody_kept(proof: Path, folder: Path) -> None:
    kept = sorted((folder / "heads").glob("*/*.json"))
    assert len(kept) == 2
    result = check(proof, "--head", kept[0], "--head", kept[1], "--key-id", signing_key().id)
    assert result.returncode == 0, result.stderr
    assert "4 signed heads fit, 2 of them yours." in result.stdout
    assert "compare this" not in result.stdout


def test_no_names_are_in_a_proof(proof: Path) -> None:
    written = proof.read_text()
    for secret in ("Siân", "Secret", "sian@"):
        assert secret not in written


def test_the_exported_heads_can_be_kept_instead(
    proof: Path, flask: Command, organisation: Organisation, tmp_path: Path
) -> None:
    OrganisationFactory(name="Southgate")
    heads = tmp_path / "heads.jsonl"
    assert flask("log", "head", "--to", heads).exit_code == 0
    assert [line["kind"] for line in lines_of(heads)] == ["key", "head", "head"]
    assert "4 signed heads fit, 2 of them yours." in check(proof, "--head", heads).stdout


def test_an_empty_log_has_a_proof(flask: Command, organisation: Organisation, tmp_path: Path) -> None:
    flask("log", "head")
    target = tmp_path / "proof.jsonl"
    flask("log", "proof", "--to", target)
    result = check(target)
    assert result.returncode == 0, result.stderr
    assert "0 entries" in result.stdout


def test_a_proof_after_a_rotation_has_both_keys(
    flask: Command, organisation: Organisation, tmp_path: Path, change_settings: Callable[..., None]
) -> None:
    keys = tmp_path / "keys"
    shutil.copytree(settings().keys_folder, keys)
    change_settings(keys_folder=keys)
    flask("log", "head")
    assert flask("keys", "rotate").exit_code == 0
    with time_machine.travel(datetime(2026, 11, 17, 9, tzinfo=UTC), tick=False):
        flask("log", "head")
    target = tmp_path / "proof.jsonl"
    flask("log", "proof", "--to", target)
    assert len({line["key"] for line in of_kind(lines_of(target), "head")}) == 2
    result = check(target)
    assert result.returncode == 0, result.stderr
    assert "2 signed heads fit" in result.stdout


def test_a_changed_entry_is_named(proof: Path) -> None:
    lines = lines_of(proof)
    of_kind(lines, "entry")[2]["facts"]["completed_on"] = "2025-01-01"
    write(proof, lines)
    assert "entry 3 is not as it was written" in told(check(proof))


def test_a_changed_entry_whose_hashes_were_made_anew_is_named(proof: Path) -> None:
    lines = lines_of(proof)
    of_kind(lines, "entry")[2]["facts"]["completed_on"] = "2025-01-01"
    rechain(lines)
    write(proof, lines)
    assert "Entry 5 is not the one that the head of 2026-11-17 covers" in told(check(proof))


def rechain(lines: Lines) -> None:
    """As somebody would who wants it to look right."""
    previous = GENESIS
    for number, line in enumerate(of_kind(lines, "entry"), start=1):
        line["facts"]["sequence"] = number
        previous = chain(previous, line["facts"])
        line["hash"] = previous.hex()
    lines[0] |= {"entries": len(of_kind(lines, "entry")), "hash": previous.hex()}


def test_a_removed_entry_is_named(proof: Path) -> None:
    lines = lines_of(proof)
    lines.remove(of_kind(lines, "entry")[1])
    write(proof, lines)
    assert "here should be entry 2, but it is entry 3" in told(check(proof))


def test_removed_last_entries_are_named(proof: Path) -> None:
    lines = lines_of(proof)
    for line in of_kind(lines, "entry")[3:]:
        lines.remove(line)
    rechain(lines)
    write(proof, lines)
    assert "The log ends at entry 3, but the head of 2026-11-17 covers entry 5" in told(check(proof))


def test_an_appended_entry_with_a_forged_head_is_named(proof: Path, strange_key: SigningKey) -> None:
    """Signed by another key that poses as ours."""
    lines = lines_of(proof)
    last = of_kind(lines, "entry")[-1]
    lines.append({"kind": "entry", "facts": dict(last["facts"]), "hash": ""})
    rechain(lines)
    lines.insert(2, forged(lines, strange_key, signing_key().id))
    write(proof, lines)
    assert "the signature of the head of 2026-11-18 is wrong" in told(check(proof))


def forged(lines: Lines, key: SigningKey, key_id: str) -> dict[str, Any]:
    opening = lines[0]
    head = PublishedHead(
        organisation_id=opening["organisation"],
        organisation_name=opening["name"],
        day=date(2026, 11, 18),
        sequence=opening["entries"],
        hash=bytes.fromhex(opening["hash"]),
        key_id=key_id,
    )
    return replace(head, signature=key.sign(head.message())).as_json()


def test_a_head_of_an_unknown_key_is_named(proof: Path, strange_key: SigningKey) -> None:
    lines = lines_of(proof)
    lines.insert(2, forged(lines, strange_key, strange_key.id))
    write(proof, lines)
    assert f"names the key {strange_key.id}, which is not in the proof" in told(check(proof))


def test_a_key_that_poses_as_another_is_named(proof: Path, strange_key: SigningKey) -> None:
    lines = lines_of(proof)
    of_kind(lines, "key")[0]["n"] = f"{public_numbers(strange_key.certificate).n:x}"
    write(proof, lines)
    assert f"the public key is not the one that {signing_key().id} stands for" in told(check(proof))


def test_a_log_written_anew_with_another_key_is_noticed_by_who_knows_the_key(
    proof: Path, folder: Path, strange_key: SigningKey
) -> None:
    """In itself it is faultless: that is why heads and key ids have to be kept elsewhere."""
    lines = lines_of(proof)
    for line in [*of_kind(lines, "head"), of_kind(lines, "entry")[0]]:
        lines.remove(line)
    rechain(lines)
    number = f"{public_numbers(strange_key.certificate).n:x}"
    lines[1] |= {"key": strange_key.id, "n": number}
    lines.insert(2, forged(lines, strange_key, strange_key.id))
    write(proof, lines)
    assert check(proof).returncode == 0
    assert "which is none of your keys" in told(check(proof, "--key-id", signing_key().id))
    kept = sorted((folder / "heads").glob("*/*.json"))[0]
    assert "which is not in the proof" in told(check(proof, "--head", kept))


def test_a_log_written_anew_with_the_same_key_is_noticed_by_who_kept_a_head(proof: Path, folder: Path) -> None:
    lines = lines_of(proof)
    for line in [*of_kind(lines, "head"), of_kind(lines, "entry")[0]]:
        lines.remove(line)
    rechain(lines)
    lines.insert(2, forged(lines, signing_key(), signing_key().id))
    write(proof, lines)
    assert check(proof).returncode == 0
    kept = sorted((folder / "heads").glob("*/*.json"))[0]
    assert "Entry 2 is not the one that the head of 2026-11-16 covers" in told(check(proof, "--head", kept))


def test_a_saved_head_that_is_newer_than_the_log_is_named(
    proof: Path, flask: Command, person: Person, folder: Path
) -> None:
    complete(person)
    with time_machine.travel(datetime(2026, 11, 18, 9, tzinfo=UTC), tick=False):
        flask("log", "head")
    newest = sorted((folder / "heads").glob("*/*.json"))[-1]
    assert "The log ends at entry 5, but the head of 2026-11-18 covers entry 6" in told(check(proof, "--head", newest))


def test_a_file_that_breaks_off_is_named_wherever_it_does(proof: Path) -> None:
    whole = proof.read_bytes()
    for size in range(0, len(whole) - 1, len(whole) // 25):
        proof.write_bytes(whole[:size])
        told(check(proof))
    proof.write_bytes(whole[: whole.rindex(b'{"kind"')])
    assert "The log ends at entry 4, but the head of 2026-11-17 covers entry 5" in told(check(proof))


def test_without_heads_the_opening_tells_that_entries_are_missing(proof: Path) -> None:
    lines = [line for line in lines_of(proof) if line["kind"] != "head"]
    write(proof, lines[:-1])
    assert "The proof has 4 entries, but says that there are 5" in told(check(proof))


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "7",
        "{}",
        '{"kind":"entry"}',
        '{"kind":"entry","facts":7,"hash":""}',
        '{"kind":"entry","facts":{"sequence":6,"organisation":"x"},"hash":""}',
        '{"kind":"entry","facts":{"sequence":6,"note":"\\ud800"},"hash":""}',
        '{"kind":"head"}',
        '{"kind":"key","key":"x","n":"zz","e":3}',
        "[" * 10_000,
        "9" * 10_000,
        "\x00",
    ],
)
def test_nonsense_is_told_in_words(line: str, proof: Path) -> None:
    with proof.open("a") as file:
        file.write(line + "\n")
    assert told(check(proof)).startswith("Does not fit. ")


def test_what_is_not_there_is_told(proof: Path) -> None:
    result = check(proof.with_name("absent.jsonl"))
    assert result.returncode == 2
    assert "cannot be read" in result.stderr
    assert "has no signed head of this organisation" in told(check(proof, "--head", "/dev/null"))


def test_the_script_needs_the_standard_library_only() -> None:
    tree = ast.parse(CHECK.read_text(), feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
