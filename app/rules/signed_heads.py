"""What a signature over the head of a training log covers, and how it is written down for others to keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from app.rules.log_chain import canonical

DOMAIN = b"waymark-log-head-1\n"
"""What is signed begins with this, so that the signature can never be passed off as one over anything else."""

KIND = "head"

LONGEST_UNSIGNED = timedelta(days=3)


def is_overdue(since: date, today: date) -> bool:
    """Whether a log that was signed last on `since`, or begun then and never signed, should have been signed again."""
    return today - since > LONGEST_UNSIGNED


class NotAHead(Exception):
    """This is not a signed head."""


@dataclass(frozen=True, slots=True)
class PublishedHead:
    """That a log ended at `sequence` with `hash` on a day, signed by `key_id`. Sequence 0 is before any entry."""

    organisation_id: int
    organisation_name: str
    day: date
    sequence: int
    hash: bytes
    key_id: str
    signature: bytes = b""

    def message(self) -> bytes:
        """What the signature covers."""
        return DOMAIN + canonical(self._facts())

    def as_json(self) -> dict[str, str | int]:
        return {"kind": KIND, **self._facts(), "signature": self.signature.hex()}

    def _facts(self) -> dict[str, str | int]:
        return {
            "organisation": self.organisation_id,
            "name": self.organisation_name,
            "day": self.day.isoformat(),
            "sequence": self.sequence,
            "hash": self.hash.hex(),
            "key": self.key_id,
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Raises NotAHead."""
        try:
            return cls(
                organisation_id=int(written["organisation"]),
                organisation_name=str(written["name"]),
                day=date.fromisoformat(written["day"]),
                sequence=int(written["sequence"]),
                hash=bytes.fromhex(written["hash"]),
                key_id=str(written["key"]),
                signature=bytes.fromhex(written["signature"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise NotAHead(str(error)) from error
