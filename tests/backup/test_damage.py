"""A file that is not a whole backup is named for what it is, and nothing is touched."""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from app.backup.archive import member, writing_archive
from app.backup.checking import Unusable, check_backup
from app.backup.manifest import NAME, VERSION
from tests.backup.conftest import NewSite

EMPTY, FOREIGN_FILE, FOREIGN_ZIP = "is empty", "`flask backup` did not write it", "a zip file, but not a backup"
CUT_OFF, DAMAGED, NEWER = "is not complete: its end is missing", "is damaged", "newer release"
INCOMPLETE = "does not hold what it should"


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(Unusable) as refused:
        check_backup(path)
    return str(refused.value)


@pytest.mark.parametrize("kept", [1, 2, 4, 30, 1000, 0.25, 0.5, 0.9, -300, -86])
def test_a_file_that_was_cut_off(file: Path, kept: float) -> None:
    """A count of bytes from its beginning or end, or a part of it."""
    content = file.read_bytes()
    length = int(len(content) * kept) if isinstance(kept, float) else kept
    assert CUT_OFF in refusal(file, content[:length])


@pytest.mark.parametrize("missing", [1, 20, 63, 64, 66])
def test_a_file_that_was_cut_off_in_its_last_bytes(file: Path, missing: int) -> None:
    assert DAMAGED in refusal(file, file.read_bytes()[:-missing])


def test_a_flipped_bit_anywhere(file: Path) -> None:
    """In each member's header and content, in the directory of the zip, in its end and in the seal."""
    content = file.read_bytes()
    check_backup(file)
    with ZipFile(BytesIO(content)) as archive:
        infos, directory = archive.infolist(), archive.start_dir
    places = [directory + step for step in range(0, len(content) - directory, 37)]
    for info in infos:
        begins = info.header_offset
        lengths = struct.unpack_from("<HH", content, begins + 26)
        data = begins + 30 + sum(lengths)
        places += [begins + 6, begins + 10, begins + 30, data, data + info.compress_size // 2]
    for place in places:
        flipped = bytearray(content)
        flipped[place] ^= 0x10
        said = refusal(file, bytes(flipped))
        assert DAMAGED in said or CUT_OFF in said, place


@dataclass
class Opened:
    """What is in a file, for those who know how to seal it again."""

    members: dict[str, bytes]

    @property
    def manifest(self) -> dict[str, object]:
        return dict(json.loads(self.members[NAME]))

    def change_manifest(self, **values: object) -> None:
        self.members[NAME] = json.dumps(self.manifest | values).encode()


CHANGES: dict[str, tuple[Callable[[Opened], object], str]] = {
    "a member is gone": (lambda it: it.members.pop("people.jsonl"), INCOMPLETE),
    "the list of contents is gone": (lambda it: it.members.pop(NAME), FOREIGN_ZIP),
    "a member more": (lambda it: it.members.update({"more.jsonl": b""}), INCOMPLETE),
    "a row is gone": (
        lambda it: it.members.update({"people.jsonl": it.members["people.jsonl"].rpartition(b"\n[")[0] + b"\n"}),
        "people is not as it was written",
    ),
    "a member is empty": (lambda it: it.members.update({"people.jsonl": b""}), "people is not as it was written"),
    "another program's list": (lambda it: it.change_manifest(format="other"), FOREIGN_ZIP),
    "no list": (lambda it: it.members.update({NAME: b"PK"}), FOREIGN_ZIP),
    "a list of nothing": (lambda it: it.members.update({NAME: b"[]"}), FOREIGN_ZIP),
    "a list without heads": (lambda it: it.change_manifest(heads=None), FOREIGN_ZIP),
    "a format of tomorrow": (lambda it: it.change_manifest(version=VERSION + 1), NEWER),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_was_changed_and_sealed_again(file: Path, name: str) -> None:
    change, expected = CHANGES[name]
    with ZipFile(file) as archive:
        opened = Opened({each: archive.read(each) for each in archive.namelist()})
    change(opened)
    assert expected in refusal(file, sealed(opened))


def sealed(opened: Opened) -> bytes:
    made = BytesIO()
    with writing_archive(made) as archive:
        for name, content in opened.members.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_file_that_was_unpacked_and_packed_again(file: Path) -> None:
    made = BytesIO()
    with ZipFile(file) as archive, ZipFile(made, "w", ZIP_DEFLATED) as again:
        for info in archive.infolist():
            again.writestr(info, archive.read(info))
    assert DAMAGED in refusal(file, made.getvalue())


def zip_of_something_else() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", EMPTY),
        (b"SQLite format 3\0" + bytes(500), FOREIGN_FILE),
        (b"<!doctype html><title>Sign in to download</title>", FOREIGN_FILE),
        (zip_of_something_else(), FOREIGN_ZIP),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, content: bytes, expected: str) -> None:
    assert expected in refusal(tmp_path / "other.zip", content)


def test_the_command_says_so_and_the_empty_database_stays_empty(file: Path, site: NewSite, tmp_path: Path) -> None:
    target = site()
    content = file.read_bytes()
    for number, damaged in enumerate((b"", content[:5000], content[:-9] + b"\0" + content[-8:], b"%PDF-1.7")):
        bad = tmp_path / f"bad{number}.zip"
        bad.write_bytes(damaged)
        result = target.flask("restore", bad)
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1, "one sentence or two, on one line"
        assert str(bad) in result.stderr
        assert "Nothing is restored; the database is as it was." in result.stderr
        assert target.is_empty()
    assert "cannot be read: No such file" in target.flask("restore", tmp_path / "absent.zip").stderr
    assert "cannot be read: Is a directory" in target.flask("restore", tmp_path).stderr


def test_the_members_are_for_their_owner_alone_when_unpacked(file: Path) -> None:
    with ZipFile(file) as archive:
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o600}
        assert member("x", check_backup(file).manifest.made_at).compress_type == ZIP_DEFLATED
