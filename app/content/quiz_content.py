"""A quiz's source into the questions that learners are asked."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from app.content.front_matter import split
from app.content.local_details import check_tokens
from app.content.module_header import ModuleHeader
from app.content.option_list import OptionSource
from app.content.pages import Page, Surroundings
from app.content.problems import Findings, Problem, did_you_mean
from app.content.question_sources import QuestionSource, read_questions
from app.content.quiz_header import QuizHeader, read_quiz_header
from app.content.rendering import Renderer
from app.content.sources import Sources
from app.content.text_shape import tame
from app.rules.questions import Option, Question, Quiz

BANK_PER_DRAWN = 3


@dataclass(frozen=True, slots=True)
class QuizContent:
    """`quiz` is None when the head of the source could not be read; `lines` gives each question's line by its id."""

    quiz: Quiz | None
    lines: dict[str, int]
    problems: tuple[Problem, ...]


def read_quiz(sources: Sources, module: ModuleHeader | None, around: Surroundings, renderer: Renderer) -> QuizContent:
    findings = Findings(sources.quiz_path)
    text = tame(sources.quiz_text, findings)
    check_tokens(text, findings)
    front = split(text, findings)
    header = read_quiz_header(front.root, sources.slug, findings) if front.root else None
    questions = read_questions(front.body, front.body_line, findings)
    if module:
        _check_objectives(questions, module.objective_lines, findings)
    if module and header:
        _check_bank(questions, module.objective_lines, header, findings)
    writer = _Writer(around, renderer, findings)
    shown = tuple(writer.question(question) for question in questions)
    quiz = Quiz(header.pass_mark, header.draw, header.limit, shown) if header else None
    lines = {question.id: question.heading.line for question in questions}
    return QuizContent(quiz, lines, tuple(findings.problems))


def _check_objectives(questions: list[QuestionSource], known: Collection[str], findings: Findings) -> None:
    for question in questions:
        if question.objective and question.objective not in known:
            hint = did_you_mean(question.objective, known) or f" They are {', '.join(known)}."
            findings.add(question.heading.line, f'"{question.objective}" is not an objective of the module.{hint}')


def _check_bank(
    questions: list[QuestionSource], objectives: Collection[str], header: QuizHeader, findings: Findings
) -> None:
    """Enough questions of each objective that two learners seldom get the same ones."""
    written = Counter(question.objective for question in questions)
    needed = BANK_PER_DRAWN * header.draw if header.draw else 1
    for name in objectives:
        if written[name] < needed:
            message = f'There are {written[name]} questions for "{name}". Write at least {needed}'
            reason = f", {BANK_PER_DRAWN} for each that is drawn." if header.draw else "."
            findings.add(header.draw_line, message + reason)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Renders the texts of a quiz."""

    around: Surroundings
    renderer: Renderer
    findings: Findings

    def question(self, source: QuestionSource) -> Question:
        line = source.heading.line
        text = self.line(source.heading.title, line)
        more = "".join(
            f'<span class="waymark-question__more">{self.line(piece, line)}</span>' for piece in source.texts
        )
        return Question(
            id=source.id,
            objective=source.objective,
            text=text + more,
            scenario=self.blocks(source.scenario, line),
            hint=self.blocks(source.hint, line),
            feedback=self.blocks(source.feedback, line),
            several=source.several,
            critical="critical" in source.heading.flags,
            options=tuple(self.option(option) for option in source.options),
        )

    def option(self, source: OptionSource) -> Option:
        """The key comes from the words, so that it tells nothing of the order and outlives a new one."""
        key = hashlib.sha256(" ".join(source.text.split()).encode()).hexdigest()[:12]
        text = self.line(source.text, source.line)
        return Option(key, text, source.right, self.blocks([source.feedback], source.feedback_line))

    def line(self, text: str, line: int) -> str:
        return self.renderer.line(Page(text, line, self.around, self.findings))

    def blocks(self, texts: list[str], line: int) -> str:
        if not any(texts):
            return ""
        return self.renderer.blocks(Page("\n\n".join(texts), line, self.around, self.findings))
