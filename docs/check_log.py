#!/usr/bin/env python3
"""Checks a proof of a training log without the service that wrote it.

    python3 check_log.py proof.jsonl [--head saved-head.json …] [--key-id 0123456789abcdef …]

It needs Python 3.9 or newer and nothing else. What it says when all is well, and what that means, is explained in
verifying-the-log.md. It ends with 0 when everything fits, with 1 at the first thing that does not, and with 2 when it
was not asked properly.
"""

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

GENESIS = "00" * 32
DOMAIN = b"waymark-log-head-1\n"
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""DigestInfo of SHA-256 (RFC 8017, section 9.2, note 1)."""
RSA_ENCRYPTION = bytes.fromhex("300d06092a864886f70d0101010500")
LEAST_BITS = 2048
LONGEST_LINE = 1_000_000
HEAD_FACTS = ("organisation", "name", "day", "sequence", "hash", "key")


class DoesNotFit(Exception):
    """What is wrong, and where."""


def canonical(facts):
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def chain(previous, facts):
    entry = hashlib.sha256(b"\x00" + canonical(facts)).digest()
    return hashlib.sha256(b"\x01" + bytes.fromhex(previous) + entry).hexdigest()


def der(tag, content):
    """One element of DER, which is how a public key is written down before it is hashed."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 + len(length)]) + length + content


def der_integer(number):
    return der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def key_id_of(n, e):
    """The first 16 hexadecimal digits of SHA-256 over the key's SubjectPublicKeyInfo (RFC 5280)."""
    numbers = der(0x30, der_integer(n) + der_integer(e))
    public = der(0x30, RSA_ENCRYPTION + der(0x03, b"\x00" + numbers))
    return hashlib.sha256(public).hexdigest()[:16]


def is_signed(message, signature, n, e):
    """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2.2)."""
    size = (n.bit_length() + 7) // 8
    if len(signature) != size:
        return False
    padded = pow(int.from_bytes(signature, "big"), e, n).to_bytes(size, "big")
    digest = SHA256_INFO + hashlib.sha256(message).digest()
    return padded == b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest


def read_lines(path, progress=None):
    """Each line as a number and an object."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
            place = f"{path.name}, line {number}"
            if not line.endswith(b"\n") and len(line) > LONGEST_LINE:
                raise DoesNotFit(place + " is far too long.")
            try:
                facts = json.loads(line)
            except (ValueError, RecursionError):
                raise DoesNotFit(place + " cannot be read. The file is cut off or damaged.") from None
            if not isinstance(facts, dict):
                raise DoesNotFit(place + " is not what a proof consists of.")
            yield place, facts
            if progress:
                progress(len(line))


class Progress:
    """Says on the terminal how far a long file has been read."""

    def __init__(self, total):
        self.total, self.done, self.told = max(total, 1), 0, time.monotonic()

    def __call__(self, size):
        self.done += size
        now = time.monotonic()
        if now - self.told >= 2:
            self.told = now
            print(f"{100 * self.done / self.total:3.0f} % read", file=sys.stderr, flush=True)


def read_key(place, line):
    """The id and the numbers of a public key."""
    n, e = int(line["n"], 16), line["e"]
    if n.bit_length() < LEAST_BITS or n % 2 == 0 or e != 65537:
        raise DoesNotFit(f"{place}: this is not a public key that can be trusted.")
    if key_id_of(n, e) != line["key"]:
        raise DoesNotFit("{}: the public key is not the one that {} stands for.".format(place, line["key"]))
    return line["key"], (n, e)


class Heads:
    """Signed heads that wait for the entry that they cover."""

    def __init__(self, keys, trusted):
        self.keys, self.trusted = keys, trusted
        self.waiting = {}
        self.count = 0

    def take(self, place, line, organisation):
        """Check the signature of a head, and wait for its entry."""
        name = "the head of {}".format(line.get("day"))
        if line["organisation"] != organisation:
            raise DoesNotFit(f"{place}: {name} is of another organisation.")
        key = line["key"]
        if key not in self.keys:
            raise DoesNotFit(f"{place}: {name} names the key {key}, which is not in the proof.")
        if self.trusted and key not in self.trusted:
            raise DoesNotFit(f"{place}: {name} is signed by {key}, which is none of your keys.")
        message = DOMAIN + canonical({fact: line[fact] for fact in HEAD_FACTS})
        if not is_signed(message, bytes.fromhex(line["signature"]), *self.keys[key]):
            raise DoesNotFit(f"{place}: the signature of {name} is wrong.")
        if not isinstance(line["sequence"], int) or line["sequence"] < 0:
            raise DoesNotFit(f"{place}: {name} covers no entry that there can be.")
        self.waiting.setdefault(line["sequence"], {})[line["hash"]] = name, place
        self.count += 1

    def compare(self, sequence, found):
        """Whether every head that covers this entry has its hash."""
        for expected, (name, place) in self.waiting.pop(sequence, {}).items():
            if expected != found:
                raise DoesNotFit(f"Entry {sequence} is not the one that {name} covers ({place}).")

    def finish(self, entries):
        if self.waiting:
            sequence = min(self.waiting)
            name, place = next(iter(self.waiting[sequence].values()))
            raise DoesNotFit(f"The log ends at entry {entries}, but {name} covers entry {sequence} ({place}).")


class Check:
    """Walks a proof: its opening, the public keys, the signed heads, then every entry in its order."""

    def __init__(self, saved, trusted):
        self.saved, self.trusted = saved, trusted
        self.keys = {}
        self.heads = Heads(self.keys, trusted)
        self.opening = None
        self.own = 0
        self.sequence, self.previous = 0, GENESIS

    def walk(self, lines):
        for place, line in lines:
            try:
                self.take(place, line)
            except (KeyError, TypeError, ValueError, OverflowError, AttributeError, RecursionError):
                raise DoesNotFit(f"{place} is not what a proof consists of.") from None
        if self.opening is None:
            raise DoesNotFit("The proof is empty.")
        self.begin_entries()
        self.heads.finish(self.sequence)
        if (self.sequence, self.previous) != (self.opening["entries"], self.opening["hash"]):
            raise DoesNotFit(
                f"The proof has {self.sequence} entries, but says that there are {self.opening['entries']}. "
                "The file is cut off, or its end was changed."
            )

    def take(self, place, line):
        kind = line["kind"]
        if self.opening is None:
            if kind != "proof" or line["version"] != 1:
                raise DoesNotFit(f"{place}: this is not a proof of a training log that this script can read.")
            self.opening = line
        elif kind == "entry":
            self.begin_entries()
            self.take_entry(place, line)
        elif self.saved is None:
            raise DoesNotFit(f"{place}: nothing may stand between the entries.")
        elif kind == "key":
            key, numbers = read_key(place, line)
            self.keys[key] = numbers
        elif kind == "head":
            self.heads.take(place, line, self.opening["organisation"])
        else:
            raise DoesNotFit(f"{place} is not what a proof consists of.")

    def begin_entries(self):
        """All keys are known now: check the heads that were saved elsewhere."""
        if self.saved is None:
            return
        for path in self.saved:
            self.take_saved(path)
        self.saved = None
        self.heads.compare(0, GENESIS)

    def take_saved(self, path):
        """A file with one head, or one with many as `flask log head --to` writes it."""
        before = self.heads.count
        for place, line in read_lines(path):
            try:
                if line["kind"] == "head" and line["organisation"] == self.opening["organisation"]:
                    self.heads.take(place, line, self.opening["organisation"])
            except (KeyError, TypeError, ValueError, OverflowError):
                raise DoesNotFit(f"{place} is not a signed head.") from None
        if self.heads.count == before:
            raise DoesNotFit(f"{path} has no signed head of this organisation.")
        self.own += self.heads.count - before

    def take_entry(self, place, line):
        facts = line["facts"]
        self.sequence += 1
        if facts["sequence"] != self.sequence:
            raise DoesNotFit(
                "{}: here should be entry {}, but it is entry {}.".format(place, self.sequence, facts["sequence"])
            )
        if facts["organisation"] != self.opening["organisation"]:
            raise DoesNotFit(f"{place}: entry {self.sequence} is of another organisation.")
        found = chain(self.previous, facts)
        if found != line["hash"]:
            raise DoesNotFit(f"{place}: entry {self.sequence} is not as it was written.")
        self.heads.compare(self.sequence, found)
        self.previous = found


def tell(check, saved, trusted):
    opening = check.opening
    print("{}: {} entries, chained as they were written.".format(opening["name"], check.sequence))
    print(f"{check.heads.count} signed heads fit, {check.own} of them yours.")
    for key in check.keys:
        print("Public key {}{}".format(key, "" if key in trusted else ": compare this with one that you know."))
    if not saved:
        print(
            "No head of your own was compared. Only a head that you kept yourself shows that nothing was written anew."
        )


def main():
    parser = argparse.ArgumentParser(description="Checks a proof of a training log.")
    parser.add_argument("proof", type=Path, help="the file that `flask log proof` wrote")
    parser.add_argument(
        "--head", type=Path, action="append", default=[], metavar="FILE", help="signed heads that you have kept"
    )
    parser.add_argument("--key-id", action="append", default=[], metavar="ID", help="keys that you trust, and no other")
    asked = parser.parse_args()
    check = Check(asked.head, set(asked.key_id))
    try:
        check.walk(read_lines(asked.proof, Progress(asked.proof.stat().st_size)))
        tell(check, asked.head, set(asked.key_id))
    except OSError as error:
        print(f"{error.filename} cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    except DoesNotFit as problem:
        print(f"Does not fit. {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
