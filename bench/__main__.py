"""`python -m bench`: pages, the journey, certificates and downloads, each beside its limit, measured in the same run.

Timing never fails it; a wrong answer does.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import learning, report
from bench.comparing import Comparison, Pace
from bench.databases import KINDS
from bench.stage import Stage, stage

NORMAL = Pace(seconds=2.0, rounds=3, warm=0.5)
QUICK = Pace(seconds=1.0, rounds=1, warm=0.3)

Part = Callable[[Stage, Pace], Iterator[Comparison]]
PARTS: dict[str, tuple[Part, ...]] = {
    "lesson": (learning.lesson_page,),
    "step": (learning.quiz_step, learning.question_page),
    "journey": (learning.journey,),
}


def main() -> None:
    arguments = _arguments()
    pace = QUICK if arguments.quick else NORMAL
    print(report.machine())
    kinds = list(KINDS) if arguments.database == "both" else [arguments.database]
    found = {kind: list(_measure(kind, arguments.only, pace)) for kind in kinds}
    for kind, comparisons in found.items():
        print(f"\n{kind}")
        report.print_gates(comparisons)
    if arguments.json:
        written = {kind: [report.as_json(each) for each in comparisons] for kind, comparisons in found.items()}
        arguments.json.write_text(json.dumps(written, indent=1))
    if any(each.errors for comparisons in found.values() for each in comparisons):
        raise SystemExit("There were errors; they stand above.")


def _measure(kind: str, only: list[str], pace: Pace) -> Iterator[Comparison]:
    with stage(kind) as ready:
        report.print_headings(kind)
        for part in only:
            for measurement in PARTS[part]:
                for comparison in measurement(ready, pace):
                    report.print_comparison(comparison)
                    if comparison.requests_per_walk != (1, 1):
                        report.print_walks(comparison)
                    yield comparison


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--database", choices=[*KINDS, "both"], default="both")
    parser.add_argument("--quick", action="store_true", help="one short run of each; good for seeing that all works")
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=f"of {','.join(PARTS)}, with commas between")
    parser.add_argument("--json", type=Path, help="write every run to this file")
    return parser.parse_args()


def _parts(text: str) -> list[str]:
    names = text.split(",")
    if not set(names) <= PARTS.keys():
        raise argparse.ArgumentTypeError(f"choose from {', '.join(PARTS)}")
    return names


if __name__ == "__main__":
    main()
