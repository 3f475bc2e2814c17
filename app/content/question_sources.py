"""A quiz's text taken apart: its questions, each with its options and quotes."""

import re
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from app.content.headings import Heading, check_repeated, read_heading
from app.content.option_list import OptionSource, Outline, is_list, outline, paragraph_text, read_options
from app.content.problems import Findings

_ELSEWHERE = (
    (re.compile(r"^[ >]*(?:!!!|\?\?\?)"), "Boxes do not work here. Use a quote or **bold**."),
    (re.compile(r"^ *>[ >]*#"), "A heading cannot stand here. Use **bold**."),
)
_HINT = re.compile(r"hint:\s*", re.IGNORECASE)


@dataclass(slots=True)
class QuestionSource:
    """Texts are Markdown, several pieces of one kind in their order. `options_line` is 0 until there are options."""

    heading: Heading
    texts: list[str] = field(default_factory=list)
    scenario: list[str] = field(default_factory=list)
    hint: list[str] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)
    options: tuple[OptionSource, ...] = ()
    options_line: int = 0
    several: bool = False

    @property
    def id(self) -> str:
        return self.heading.id

    @property
    def objective(self) -> str:
        return self.heading.values.get("objective", "")


def read_questions(body: str, body_line: int, findings: Findings) -> list[QuestionSource]:
    """The questions in `body`, which starts on line `body_line` of the file."""
    _check_lines(body, body_line, findings)
    source = outline(body, body_line)
    questions: list[QuestionSource] = []
    for node in source.blocks:
        if node.type == "heading":
            _add_heading(node, source, questions, findings)
        elif questions:
            _add_block(node, source, questions[-1], findings)
        else:
            findings.add(source.line(node), "Text before the first question is not shown. Put it below a ## heading.")
    for question in questions:
        if not question.options_line:
            findings.add(question.heading.line, "This question has no options. Write at least two below it.")
    check_repeated(((question.id, question.heading.line) for question in questions), "question", findings)
    return questions


def _check_lines(body: str, body_line: int, findings: Findings) -> None:
    """Tells what works in modules only."""
    for number, line in enumerate(body.split("\n"), start=body_line):
        for pattern, message in _ELSEWHERE:
            if pattern.match(line):
                findings.add(number, message)


def _add_heading(node: SyntaxTreeNode, source: Outline, questions: list[QuestionSource], findings: Findings) -> None:
    line = source.line(node)
    if node.tag != "h2":
        findings.add(line, "Only questions have headings here, with two # signs: ##.")
        return
    written = source.lines[line - source.first_line].strip()
    questions.append(QuestionSource(read_heading(written, line, ("objective",), ("critical",), "question", findings)))


def _add_block(node: SyntaxTreeNode, source: Outline, question: QuestionSource, findings: Findings) -> None:
    line = source.line(node)
    if is_list(node):
        _add_list(node, source, question, findings)
    elif node.type == "blockquote":
        _add_quote(source.quoted(node).strip(), line, question, findings)
    elif question.options_line:
        findings.add(line, "Text after the options is not shown. Start it with > to show it to everybody afterwards.")
    else:
        question.texts.append(paragraph_text(node))


def _add_list(node: SyntaxTreeNode, source: Outline, question: QuestionSource, findings: Findings) -> None:
    line = source.line(node)
    if question.options_line:
        message = (
            "The options are broken in two here. Indent each feedback so that its > stands under the option's text."
        )
        findings.add(line, message)
        return
    question.options_line = line
    question.several = node.type == "bullet_list"
    question.options = read_options(node, source, findings)


def _add_quote(text: str, line: int, question: QuestionSource, findings: Findings) -> None:
    hint = _HINT.match(text)
    if not text or (hint and hint.end() == len(text)):
        findings.add(line, "This quote is empty. Write its text after the > or take it out.")
    elif question.options_line:
        question.feedback.append(text)
    elif hint:
        question.hint.append(text[hint.end() :])
    else:
        question.scenario.append(text)
