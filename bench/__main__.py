"""`python -m bench`: pages, the journey, certificates and downloads, each beside its limit, measured in the same run.

Timing never fails it; a wrong answer does.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import certificates, learning, report
from bench.comparing import Comparison, Pace
from bench.coverage import PEOPLE, QUICK_PEOPLE, coverage
from bench.databases import KINDS
from bench.downloads import MOST_ROWS, Download, downloads
from bench.profiling import profile
from bench.stage import Stage, filled, stage
from bench.study import study
from bench.verifying import verified

NORMAL = Pace(seconds=2.0, rounds=3, warm=0.5)
QUICK_ROWS = 20_000
QUICK = Pace(seconds=1.0, rounds=1, warm=0.3)

Part = Callable[[Stage, Pace], Iterator[Comparison]]
PARTS: dict[str, tuple[Part, ...]] = {
    "lesson": (learning.lesson_page,),
    "step": (learning.quiz_step, learning.question_page),
    "journey": (learning.journey,),
    "pdf": (certificates.fetched,),
    "csv": (),
    "coverage": (),
}


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that servers and databases go, too
    arguments = _arguments()
    pace = replace(QUICK if arguments.quick else NORMAL, patience=arguments.patience)
    kinds = list(KINDS) if arguments.database == "both" else [arguments.database]
    print(report.machine())
    if arguments.study or arguments.profile:
        for kind in kinds:
            study(kind, pace) if arguments.study else profile(kind)
        return
    if "pdf" in arguments.only:
        print(certificates.drawn(pace))
    rows = arguments.rows or (QUICK_ROWS if arguments.quick else MOST_ROWS)
    for kind in kinds if "coverage" in arguments.only else ():
        _cover(kind, arguments)
    found = {kind: list(_measure(kind, arguments.only, pace, rows)) for kind in kinds}
    for kind, comparisons in found.items():
        print(f"\n{kind}")
        report.print_gates(comparisons)
    if arguments.json:
        written = {kind: [report.as_json(each) for each in comparisons] for kind, comparisons in found.items()}
        arguments.json.write_text(json.dumps(written, indent=1))
    if any(each.errors for comparisons in found.values() for each in comparisons):
        raise SystemExit("There were errors; they stand above.")


def _measure(kind: str, only: list[str], pace: Pace, rows: int) -> Iterator[Comparison | Download]:
    if set(only) == {"coverage"}:
        return
    with stage(kind) as ready:
        report.print_headings(kind)
        for part in only:
            for measurement in PARTS[part]:
                for comparison in measurement(ready, pace):
                    report.print_comparison(comparison)
                    yield comparison
        if "csv" in only:
            for download in downloads(ready, pace, rows):
                report.print_download(download)
                yield download
            print(verified(ready), flush=True)


def _cover(kind: str, arguments: Any) -> None:
    """In a database of its own, inside the process."""
    people = arguments.people or (QUICK_PEOPLE if arguments.quick else PEOPLE)
    print(f"\n{kind} – what is asked of {people:,} people")
    with filled(kind) as (_made, school, _environment):
        for took in coverage(school, people):
            print(took, flush=True)


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--database", choices=[*KINDS, "both"], default="both")
    parser.add_argument("--quick", action="store_true", help="one short run of each; good for seeing that all works")
    parser.add_argument(
        "--patience", type=float, default=0.0, metavar="SECONDS", help="wait so long for a busy machine before each run"
    )
    parser.add_argument("--study", action="store_true", help="instead: which kind and number of workers holds")
    parser.add_argument("--profile", action="store_true", help="instead: where a request's time goes in the process")
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=f"of {','.join(PARTS)}, with commas between")
    parser.add_argument("--rows", type=int, help=f"entries in the log to download; {MOST_ROWS:,}, quick {QUICK_ROWS:,}")
    parser.add_argument("--people", type=int, help=f"in the big council; {PEOPLE:,}, quick {QUICK_PEOPLE:,}")
    parser.add_argument("--json", type=Path, help="write every run to this file")
    return parser.parse_args()


def _parts(text: str) -> list[str]:
    names = text.split(",")
    if not set(names) <= PARTS.keys():
        raise argparse.ArgumentTypeError(f"choose from {', '.join(PARTS)}")
    return names


if __name__ == "__main__":
    main()
