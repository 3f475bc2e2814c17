"""The key that signs certificates: a folder outside the database, made at first run, and every certificate it had."""

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from app.documents.whole_file import sync_folder

KEY_BITS = 3072
KEY_FILE = "key.pem"
UNFINISHED_FILE = "key.new"
LOCK_FILE = "lock"
FOR_OTHERS = stat.S_IWGRP | stat.S_IRWXO

VALID_FROM = datetime(2000, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""RFC 5280 gives the last of these to certificates without a planned end. When a key stops being used is told by
rotation, and what is signed with it stays genuine."""


class KeyMissing(Exception):
    """There is no signing key yet."""


class KeyUnusable(Exception):
    """What is in the folder cannot be signed with or trusted."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`certificate` is self-signed and holds the public half."""

    private: rsa.RSAPrivateKey = field(repr=False, compare=False)
    certificate: x509.Certificate

    @property
    def id(self) -> str:
        return key_id(self.certificate)

    @property
    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def sign(self, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 over SHA-256."""
        return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())


class KeyFolder:
    """`key.pem` is the key in use with its certificate; `<key id>.crt` are the certificates of all there ever were."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key_file = path / KEY_FILE

    def current(self) -> SigningKey:
        """Raises KeyMissing and KeyUnusable, whose messages say what to do."""
        try:
            return _read_key(self._key_file)
        except FileNotFoundError:
            raise KeyMissing(
                f"There is no signing key at {self._key_file}. Put it back from a backup, or have a first one made."
            ) from None

    def make_first(self) -> SigningKey:
        """The key that is there, or a new one; processes that do this at once get the same."""
        try:
            return self.current()
        except KeyMissing:
            with self._alone():
                if not self._key_file.exists():
                    self._put_into_use(_new_key())
        return self.current()

    def rotate(self) -> SigningKey:
        """A new key in place of the old one, whose certificate stays and whose private half is gone."""
        with self._alone():
            old, new = self.current(), _new_key()
            self._keep_certificate(old)
            self._put_into_use(new)
        return new

    def certificates(self) -> dict[str, str]:
        """Key id to certificate in PEM, of every key there has been; raises KeyUnusable."""
        found = [_read_certificate(path) for path in sorted(self._path.glob("*.crt"))]
        with suppress(KeyMissing):
            found.append(self.current().certificate)
        return {key_id(each): each.public_bytes(Encoding.PEM).decode() for each in found}

    def _put_into_use(self, key: SigningKey) -> None:
        """First its certificate, then the key: what was signed with it can always be checked."""
        self._keep_certificate(key)
        self._write(KEY_FILE, _to_pem(key))

    def _keep_certificate(self, key: SigningKey) -> None:
        self._write(f"{key.id}.crt", key.certificate_pem.encode())

    def _write(self, name: str, content: bytes) -> None:
        """The whole file or none of it, whenever the power goes."""
        unfinished = self._path / UNFINISHED_FILE
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._path / name)
        sync_folder(self._path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time; a lock goes with the process that held it."""
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(self._path.parent)
            with (self._path / LOCK_FILE).open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise KeyUnusable(
                f"The folder {self._path} for the signing key cannot be written ({error.strerror}). "
                "Let the user that Waymark runs as write there, or put the key there from a backup."
            ) from None


def key_id(certificate: x509.Certificate) -> str:
    """The first 16 hexadecimal characters of SHA-256 over the public key (DER SubjectPublicKeyInfo)."""
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(public).hexdigest()[:16]


def load_certificate(pem: str) -> x509.Certificate:
    """Raises KeyUnusable for anything but a certificate of an RSA key."""
    try:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        if isinstance(certificate.public_key(), rsa.RSAPublicKey):
            return certificate
    except ValueError:
        pass
    raise KeyUnusable("This is not the certificate of an RSA key.")


def public_numbers(certificate: x509.Certificate) -> rsa.RSAPublicNumbers:
    """Modulus `n` and exponent `e`; raises KeyUnusable."""
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey):
        raise KeyUnusable("This is not the certificate of an RSA key.")
    return public.public_numbers()


def _new_key() -> SigningKey:
    private = rsa.generate_private_key(65537, KEY_BITS)
    public = private.public_key()
    digest = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Waymark signing key {digest[:16]}")])
    builder = x509.CertificateBuilder(name, name, public, x509.random_serial_number(), VALID_FROM, VALID_UNTIL)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_FOR_SIGNATURES, critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    return SigningKey(private, builder.sign(private, hashes.SHA256()))


_FOR_SIGNATURES = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def _to_pem(key: SigningKey) -> bytes:
    private = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + key.certificate_pem.encode()


def _read_key(path: Path) -> SigningKey:
    """Raises FileNotFoundError where there is none, KeyUnusable where there is one to mend."""
    pem = _read_secret(path)
    try:
        private = load_pem_private_key(pem, password=None)
        certificate = x509.load_pem_x509_certificate(pem)
    except (ValueError, TypeError):
        raise KeyUnusable(f"{path} is not a key with its certificate. Put it back from a backup.") from None
    if not isinstance(private, rsa.RSAPrivateKey) or private.public_key() != certificate.public_key():
        raise KeyUnusable(f"The key and the certificate in {path} do not belong together. Put it back from a backup.")
    return SigningKey(private, certificate)


def _read_secret(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            pem = file.read()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise KeyUnusable(
            f"{path} cannot be read ({error.strerror}). Give it to the user that Waymark runs as."
        ) from None
    if mode & FOR_OTHERS:
        raise KeyUnusable(
            f"Others on this machine can read or change {path}. If nobody has, run `chmod 600 {path}`; "
            "if somebody may have, have a new key made as well."
        )
    return pem


def _read_certificate(path: Path) -> x509.Certificate:
    try:
        return load_certificate(path.read_text())
    except (KeyUnusable, OSError, UnicodeDecodeError):
        raise KeyUnusable(f"{path} is not a certificate that can be read. Put it back from a backup.") from None
