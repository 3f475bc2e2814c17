"""Questions and quizzes to try rules on; a test states only what matters to it."""

from app.rules.questions import AttemptLimit, Option, Question, Quiz


def question(
    name: str, *, objective: str = "signs", right: str = "b", keys: str = "abc", critical: bool = False
) -> Question:
    """Option keys are single letters; with more than one in `right`, several options may be chosen."""
    return Question(
        id=name,
        objective=objective,
        text=f"<p>{name}?</p>",
        scenario="",
        hint="",
        feedback="",
        several=len(right) > 1,
        critical=critical,
        options=tuple(Option(key, f"<p>{key}</p>", key in right, "") for key in keys),
    )


def quiz(*questions: Question, pass_mark: int = 80, draw: int | None = None, limit: AttemptLimit | None = None) -> Quiz:
    return Quiz(pass_mark=pass_mark, draw=draw, limit=limit, questions=questions)


def bank(objectives: int, questions: int, *, draw: int | None) -> Quiz:
    """`questions` for each of `objectives`, mixed as a trainer would write them: q0-0, q1-0, …, q0-1, q1-1, …"""
    made = [
        question(f"q{objective}-{number}", objective=f"objective-{objective}")
        for number in range(questions)
        for objective in range(objectives)
    ]
    return quiz(*made, draw=draw)
