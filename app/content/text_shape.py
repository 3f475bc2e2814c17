"""Faults that a line shows before anything is parsed, and shapes that would keep a parser busy for long."""

import re
from collections import Counter

from app.content.problems import Findings
from app.content.sources import MAX_TEXT

LONGEST_LINE = 5_000
MOST_LINES = 5_000
MOST_SIGNS = {"square brackets": 120, "backticks": 120, "stars or underscores": 600}
_COUNTED = {"square brackets": "[", "backticks": "`", "stars or underscores": "*_"}

CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_IN_PLACE = "…"
_HEAVY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"([*_`~\[\]<>!&^(){}\\])\1{19,}"), "The same sign stands here many times in a row. Take them out."),
    (re.compile(r"^(?: *>){5,}"), "Quotes are nested too deeply here. Use one or two levels."),
    (re.compile(r"^ *\|?(?:[^|]*\|){12}"), "This table has too many columns to be read on a phone. Use at most ten."),
    (re.compile(r"^ {25,}\S"), "This line is indented too far. Use at most three levels of lists."),
    (re.compile(r"^ *(?:(?:[-*+]|\d+\.) +){4,}"), "Lists are nested too deeply here. Use at most three levels."),
)


def tame(text: str, findings: Findings) -> str:
    """`text` fit for a parser: without control characters, and with an ellipsis for lines that would cost it much."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT:
        findings.add(1, f"This file is larger than {MAX_TEXT // 1_000} kB. Make two modules of it.")
        return ""
    written = text.split("\n")
    if len(written) > MOST_LINES:
        findings.add(MOST_LINES, f"This file has more than {MOST_LINES} lines. Make two modules of it.")
    in_paragraph: Counter[str] = Counter()
    lines = []
    for number, line in enumerate(written[:MOST_LINES], start=1):
        in_paragraph = in_paragraph + _signs(line) if line.strip() else Counter()
        lines.append(_tame_line(number, line, in_paragraph, findings))
    return "\n".join(lines)


def _signs(line: str) -> Counter[str]:
    return Counter({name: sum(map(line.count, signs)) for name, signs in _COUNTED.items()})


def _tame_line(number: int, line: str, in_paragraph: Counter[str], findings: Findings) -> str:
    """`in_paragraph` counts signs up to and with this line."""
    line = _cleaned(number, line, findings)
    too_many = [name for name, most in MOST_SIGNS.items() if in_paragraph[name] > most]
    on_this_line = _signs(line)
    faults = _heavy_faults(line)
    for name in too_many:
        if in_paragraph[name] - on_this_line[name] <= MOST_SIGNS[name]:
            faults.append(f"There are too many {name} up to here. Make shorter paragraphs.")
    for fault in faults:
        findings.add(number, fault)
    return _IN_PLACE if faults or too_many else line


def _cleaned(number: int, line: str, findings: Findings) -> str:
    if "\t" in line:
        findings.add(number, "There is a tab in this line. Use spaces instead.")
    if "<!--" in line:
        findings.add(number, "Learners would see this comment. Take it out.")
    if CONTROL.search(line):
        findings.add(number, "There is an invisible control character in this line. Type the line again.")
    return CONTROL.sub("", line.expandtabs(4))


def _heavy_faults(line: str) -> list[str]:
    if len(line) > LONGEST_LINE:
        return [f"This line is longer than {LONGEST_LINE} characters. Break it into paragraphs."]
    return [message for pattern, message in _HEAVY if pattern.search(line)]
