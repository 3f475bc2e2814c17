"""`flask log head` and `flask log proof`: what others can keep and check without us."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from app.cli.choosing import choose_organisation
from app.documents.keys import load_certificate, public_numbers
from app.documents.whole_file import appearing_complete
from app.ledger.erasure_list import ListUnreadable, write_list
from app.ledger.head_files import as_line, read_heads
from app.ledger.heads import HeadFault, HeadsVerdict, published_heads, verify_heads
from app.ledger.proofs import log_end, proof_entries
from app.rules.signed_heads import NotAHead
from app.staffing.organisations import organisations
from app.web import clock
from app.web.daily_head import sign_today
from app.web.settings import settings
from app.web.signing import KeyFault, registered_keys

PROOF_VERSION = 1

target_option = click.Path(path_type=Path, dir_okay=False)


@click.command("head")
@click.option("--to", "target", type=target_option, help="Write all signed heads with their public keys to this file.")
@with_appcontext
def head(target: Path | None) -> None:
    """Sign today's head of every log, and write missing heads and erasures to RECORDS_FOLDER. Run it daily."""
    chosen = [(each.id, each.name, clock.today(each.time_zone)) for each in organisations()]
    if target is not None:
        _write(target, _all_heads([identity for identity, *_ in chosen]))
        return
    try:
        for identity, name, day in chosen:
            signed = sign_today(identity, day)
            click.echo(f"{name}: {'signed' if signed else 'was signed already'} for {day:%-d %B %Y}")
        write_list(settings().records_folder)
    except (KeyFault, ListUnreadable, OSError, OperationalError) as error:
        raise click.ClickException(f"Not every log has its head of today. {error}") from error


@click.command("proof")
@click.option("--to", "target", type=target_option, required=True)
@click.option("--organisation", "name", help="Its name, where there is more than one.")
@with_appcontext
def proof(target: Path, name: str | None) -> None:
    """Write a log without names, its signed heads and the public keys, to be checked with docs/check_log.py."""
    organisation = choose_organisation(name)
    identity, heads = organisation.id, list(_all_heads([organisation.id]))
    length, last_hash = log_end(identity)
    opening = {
        "kind": "proof",
        "version": PROOF_VERSION,
        "organisation": identity,
        "name": organisation.name,
        "written_at": clock.now().isoformat(timespec="seconds"),
        "entries": length,
        "hash": last_hash.hex(),
    }
    with click.progressbar(length=length, label="Writing") as bar:

        def entries() -> Iterator[bytes]:
            for batch in proof_entries(identity, length):
                yield from (_line({"kind": "entry", **each}) for each in batch)
                bar.update(len(batch))

        _write(target, _chained([_line(opening)], heads, entries()))


def heads_beside(organisation_id: int) -> tuple[str, str]:
    """How many signed heads of a log fit it, of the database and of RECORDS_FOLDER, and how far they reach; and what
    does not fit, if anything.
    """
    try:
        verdict = verify_heads(organisation_id, read_heads(settings().records_folder, organisation_id))
    except (NotAHead, OSError) as problem:
        return "", f"{problem}. Look at it, and move it away if it is none of ours"
    uncovered = verdict.log_ends_at - verdict.covered
    newer = f"; no head covers the last {uncovered} entries yet" if uncovered else ""
    return f"signed heads: {verdict.heads}{newer}", _sentence(verdict)


def _sentence(verdict: HeadsVerdict) -> str:
    if verdict.head is None or verdict.fault is None:
        return ""
    signed = f"head signed on {verdict.head.day:%-d %B %Y}"
    covered = f"entry {verdict.head.sequence}"
    return {
        HeadFault.LOG_ENDS_BEFORE: f"the log ends at entry {verdict.log_ends_at}, but a {signed} covers {covered}",
        HeadFault.ANOTHER_ENTRY: f"{covered} is not the one that a {signed} covers",
        HeadFault.UNKNOWN_KEY: f"a {signed} names the key {verdict.head.key_id}, which is not registered here",
        HeadFault.WRONG_SIGNATURE: f"the signature of a {signed} is not by the key {verdict.head.key_id}",
    }[verdict.fault]


def _all_heads(identities: Iterable[int]) -> Iterator[bytes]:
    """The public keys, then the heads of these organisations."""
    for key in registered_keys():
        numbers = public_numbers(load_certificate(key.certificate))
        yield _line(
            {"kind": "key", "key": key.id, "n": f"{numbers.n:x}", "e": numbers.e, "certificate": key.certificate}
        )
    for identity in identities:
        yield from map(as_line, published_heads(identity))


def _chained(*parts: Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield from part


def _line(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode() + b"\n"


def _write(target: Path, lines: Iterable[bytes]) -> None:
    try:
        with appearing_complete(target) as file:
            file.writelines(lines)
    except OSError as error:
        raise click.ClickException(f"{target} is not written: {error}") from error
    click.echo(f"Wrote {target}")
