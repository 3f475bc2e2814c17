import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.documents.keys import (
    KEY_FILE,
    UNFINISHED_FILE,
    KeyFolder,
    KeyMissing,
    KeyUnusable,
    SigningKey,
    key_id,
    load_certificate,
    public_numbers,
)

MAKE_FIRST = """
import sys
from pathlib import Path
from app.documents.keys import KeyFolder
print("ready", flush=True)
sys.stdin.readline()
print(KeyFolder(Path(sys.argv[1])).make_first().id)
"""


@pytest.fixture
def path(tmp_path: Path, key_folder: Path) -> Path:
    """A folder of its own with the key that all these tests share; a new one takes a while to find."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    for file in key_folder.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
        (folder / file.name).chmod(0o600)
    return folder


def certificate_of(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name, today = x509.Name([]), datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, private.public_key(), 1, today, today + timedelta(days=1))
    return builder.sign(private, hashes.SHA256())


def pem_of(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def private_halves(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if b"PRIVATE KEY" in file.read_bytes()]


def test_the_id_is_taken_from_the_public_key(key: SigningKey) -> None:
    public = key.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert key.id == hashlib.sha256(public).hexdigest()[:16]
    assert key_id(load_certificate(key.certificate_pem)) == key.id


def test_the_certificate_names_no_organisation_and_does_not_run_out(key: SigningKey) -> None:
    certificate = key.certificate
    assert certificate.subject.rfc4514_string() == f"CN=Waymark signing key {key.id}"
    assert certificate.issuer == certificate.subject
    certificate.verify_directly_issued_by(certificate)
    assert certificate.not_valid_before_utc.year == 2000
    assert certificate.not_valid_after_utc.year == 9999
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_the_key_is_rsa_with_3072_bits(key: SigningKey) -> None:
    numbers = public_numbers(key.certificate)
    assert (numbers.n.bit_length(), numbers.e) == (3072, 65537)


def test_a_signature_fits_its_data_alone(key: SigningKey) -> None:
    public = key.private.public_key()
    public.verify(key.sign(b"data"), b"data", padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(InvalidSignature):
        public.verify(key.sign(b"data"), b"date", padding.PKCS1v15(), hashes.SHA256())


def test_a_key_does_not_show_its_private_half(key: SigningKey) -> None:
    assert "private" not in repr(key)


def test_the_first_key_is_for_us_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "keys"
    before = os.umask(0)
    try:
        made = KeyFolder(folder).make_first()
    finally:
        os.umask(before)
    assert mode_of(folder) == 0o700
    assert {mode_of(file) for file in folder.iterdir() if file.name.startswith("key")} == {0o600}
    assert KeyFolder(folder).current() == made
    assert KeyFolder(folder).certificates() == {made.id: made.certificate_pem}
    assert private_halves(folder) == [KEY_FILE]


def test_a_key_that_is_there_is_kept(path: Path) -> None:
    before = (path / KEY_FILE).read_bytes()
    made = KeyFolder(path).make_first()
    assert (path / KEY_FILE).read_bytes() == before
    assert made == KeyFolder(path).current()


def test_processes_that_start_together_have_the_same_key(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-c", MAKE_FIRST, str(tmp_path / "keys")]
    environment = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])}
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(4)
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    ids = {process.communicate(timeout=60)[0].strip() for process in started}
    assert ids == {KeyFolder(tmp_path / "keys").current().id}
    assert ids == set(KeyFolder(tmp_path / "keys").certificates())


def test_what_a_killed_process_left_behind_does_not_count(tmp_path: Path, path: Path) -> None:
    half = (path / KEY_FILE).read_bytes()[:700]
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / UNFINISHED_FILE).write_bytes(half)
    with pytest.raises(KeyMissing):
        KeyFolder(folder).current()
    assert KeyFolder(folder).make_first() == KeyFolder(folder).current()
    assert private_halves(folder) == [KEY_FILE]


def test_a_full_disk_leaves_no_half_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(KeyUnusable, match="No space left"):
            KeyFolder(tmp_path / "keys").make_first()
    assert not (tmp_path / "keys" / KEY_FILE).exists()
    assert KeyFolder(tmp_path / "keys").make_first()


def test_the_disk_has_the_certificate_before_the_key_is_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is synced before it has its name, and the folder afterwards."""
    seen: list[str] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        names = sorted(file.name for file in path.iterdir() if file.suffix in {".crt", ".new"})
        seen.append(f"{Path(f'/proc/self/fd/{descriptor}').readlink().name} {len(names)}")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    KeyFolder(path).rotate()
    assert seen[-4:] == ["key.new 2", "keys 2", "key.new 3", "keys 2"]


def test_a_rotated_key_leaves_its_certificate_and_nothing_else(path: Path) -> None:
    folder = KeyFolder(path)
    old = folder.current()
    (path / f"{old.id}.crt").unlink()  # as after a restore of key.pem alone
    new = folder.rotate()
    assert new.id != old.id
    assert folder.current() == new
    assert folder.certificates() == {each.id: each.certificate_pem for each in (old, new)}
    assert private_halves(path) == [KEY_FILE]
    assert pem_of(old.private) not in (path / KEY_FILE).read_bytes()


def test_what_is_not_there_is_not_rotated(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="from a backup"):
        KeyFolder(tmp_path).rotate()
    assert KeyFolder(tmp_path).certificates() == {}


def with_another_certificate(pem: bytes) -> bytes:
    return pem.partition(b"-----BEGIN CERT")[0] + certificate_of(rsa.generate_private_key(65537, 2048)).public_bytes(
        Encoding.PEM
    )


def on_a_curve(_pem: bytes) -> bytes:
    private = ec.generate_private_key(ec.SECP256R1())
    return pem_of(private) + certificate_of(private).public_bytes(Encoding.PEM)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _pem: b"", "not a key"),
        (lambda _pem: b"\0\xff" * 500, "not a key"),
        (lambda pem: pem[:1000], "not a key"),
        (lambda pem: pem.partition(b"-----BEGIN CERT")[0], "not a key"),
        (with_another_certificate, "do not belong together"),
        (on_a_curve, "do not belong together"),
    ],
    ids=["empty", "noise", "half", "no certificate", "another's certificate", "not RSA"],
)
def test_a_key_that_cannot_be_used_says_what_to_do(path: Path, spoil: Callable[[bytes], bytes], message: str) -> None:
    file = path / KEY_FILE
    file.write_bytes(spoil(file.read_bytes()))
    for ask in (KeyFolder(path).current, KeyFolder(path).make_first, KeyFolder(path).rotate):
        with pytest.raises(KeyUnusable, match=message) as problem:
            ask()
        assert str(file) in str(problem.value)
        assert "backup" in str(problem.value)
    assert "PRIVATE" not in str(problem.value)


@pytest.mark.parametrize("mode", [0o604, 0o620, 0o602, 0o644, 0o666])
def test_a_key_that_others_could_read_or_change_is_refused(path: Path, mode: int) -> None:
    (path / KEY_FILE).chmod(mode)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        KeyFolder(path).current()


@pytest.mark.parametrize("mode", [0o400, 0o440, 0o600, 0o640])
def test_a_key_mounted_for_us_or_our_group_is_used(path: Path, mode: int) -> None:
    (path / KEY_FILE).chmod(mode)
    assert KeyFolder(path).current()


def test_a_key_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).mkdir()
    with pytest.raises(KeyUnusable, match="cannot be read"):
        KeyFolder(tmp_path).current()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyUnusable, match="cannot be"):
        KeyFolder(tmp_path / "file" / "keys").make_first()


def test_a_spoilt_certificate_is_not_passed_over(path: Path) -> None:
    """Passing it over would call what it signed a stranger's."""
    (path / "0123456789abcdef.crt").write_text("-----BEGIN CERTIFICATE-----")
    with pytest.raises(KeyUnusable, match=r"0123456789abcdef\.crt"):
        KeyFolder(path).certificates()


@pytest.mark.parametrize("pem", ["", "x", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----", "ü" * 9])
def test_only_certificates_are_loaded(pem: str) -> None:
    with pytest.raises(KeyUnusable):
        load_certificate(pem)


def test_only_certificates_of_rsa_keys_are_loaded() -> None:
    certificate = certificate_of(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(KeyUnusable):
        load_certificate(certificate.public_bytes(Encoding.PEM).decode())
    with pytest.raises(KeyUnusable):
        public_numbers(certificate)
