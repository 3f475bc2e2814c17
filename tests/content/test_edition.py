"""Editions: the same sources make the same one, and reading them has an end."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pytest

from app.content import bounded, compiling
from app.content.compiling import Compiled, compile_sources
from app.content.edition import Edition, build, check, fingerprint
from app.content.framing import pack, unpack
from app.content.problems import Problem, SourceProblems
from app.content.render_worker import MEMORY, OUTPUT, answer_from, request
from app.content.sources import Sources


@pytest.fixture
def sources(good_module: str, good_quiz: str, drawing: bytes) -> Sources:
    module = f"{good_module}\n![A circle](circle.svg)\n"
    return Sources.of("first-steps", module, good_quiz, {"circle.svg": drawing})


def test_an_edition_is_what_this_process_would_make(sources: Sources) -> None:
    edition = build(sources)
    here = compile_sources(sources, None, lambda path, line: None)
    assert (edition.module, edition.quiz, edition.assets) == (here.module, here.quiz, here.assets)
    assert edition.sources is sources
    assert edition.sha256 == fingerprint(sources)


def test_an_edition_is_built_from_any_folder(sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert build(sources).module.slug == "first-steps"


def test_check_tells_what_build_raises(sources: Sources) -> None:
    broken = replace(sources, module_text=sources.module_text.replace("level: 1", "level: 9"), quiz_text="")
    with pytest.raises(SourceProblems) as caught:
        build(broken)
    assert caught.value.problems == check(broken)
    assert [problem.path for problem in caught.value.problems] == ["modules/first-steps.md", "quizzes/first-steps.md"]
    assert str(caught.value).startswith('modules/first-steps.md:4: "level" must be')
    assert check(sources) == ()


def test_an_id_that_changed_its_meaning_is_told_at_its_question(sources: Sources) -> None:
    previous = build(sources).quiz
    changed = replace(sources, quiz_text=sources.quiz_text.replace("Who calls so often?", "Do you like tea?", 1))
    (problem,) = check(changed, previous)
    assert (problem.path, problem.line) == ("quizzes/first-steps.md", 15)
    assert '"signs-2" is the id of another question' in problem.message
    with pytest.raises(SourceProblems):
        build(changed, previous_quiz=previous)


@pytest.mark.parametrize(
    "change",
    [
        {"module_text": "a"},
        {"quiz_text": "a"},
        {"files": MappingProxyType({})},
        {"files": MappingProxyType({"circle.svg": b"x"})},
        {"files": MappingProxyType({"other.svg": b"x"})},
        {"module_text": "", "quiz_text": "ab"},
        {"module_text": "a", "quiz_text": "b"},
    ],
)
def test_a_fingerprint_is_of_every_part(sources: Sources, change: dict[str, object]) -> None:
    others = [replace(sources, module_text="ab", quiz_text=""), sources]
    assert fingerprint(replace(sources, **change)) not in map(fingerprint, others)


def test_a_fingerprint_is_the_same_everywhere(sources: Sources) -> None:
    one = Sources.of("a", "m", "q", {"b.svg": b"2", "a.svg": b"1"})
    other = Sources.of("b", "m", "q", {"a.svg": b"1", "b.svg": b"2"})
    assert fingerprint(one) == fingerprint(other)
    parts = (b"m", b"q", b"a.svg", b"1", b"b.svg", b"2")
    assert fingerprint(one) == sha256(b"".join(len(part).to_bytes(8) + part for part in parts)).hexdigest()


def test_reading_that_takes_too_long_is_told_at_its_part(sources: Sources) -> None:
    (problem,) = check(sources, seconds=0.01)
    assert problem == Problem(
        "modules/first-steps.md", 1, "Reading this part took longer than 0.01 seconds. Make it simpler."
    )


def test_the_part_that_took_too_long_is_the_last_begun(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys, time; sys.stderr.write('7 modules/a.md\\n9 quizzes/a.md\\n'); sys.stderr.flush(); time.sleep(60)"
    )
    monkeypatch.setattr(bounded, "_COMMAND", (sys.executable, "-c", code))
    (problem,) = check(sources, seconds=1)
    assert (problem.path, problem.line) == ("quizzes/a.md", 9)


@pytest.mark.parametrize(
    "code",
    ["raise SystemExit(1)", "import os; os.abort()", "print('{}')", "import os; os.write(1, b'\\0' * 7 + b'\\2[]')"],
)
def test_a_worker_that_fails_is_a_problem(sources: Sources, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_COMMAND", (sys.executable, "-c", code))
    (problem,) = check(sources)
    assert "too large or too complicated" in problem.message


def test_the_worker_sees_no_secrets(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    code = "import os, sys; sys.exit('SECRET_KEY' in os.environ or sys.stdin.buffer.read() == b'')"
    monkeypatch.setattr(bounded, "_COMMAND", (sys.executable, "-c", code))
    seen: list[int] = []
    real = subprocess.Popen.communicate

    def watched(worker: "subprocess.Popen[bytes]", *arguments: object, **options: object) -> object:
        result = real(worker, *arguments, **options)
        seen.append(worker.returncode)
        return result

    monkeypatch.setattr(subprocess.Popen, "communicate", watched)
    check(sources)
    assert seen == [0]


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("bytearray(2_000_000_000)", "MemoryError"),
        ("sys.stdout.buffer.write(bytes(300_000_000))", "OSError"),
        ("[x for x in iter(int, 1)]", ""),
    ],
    ids=["memory", "output", "time"],
)
def test_the_worker_binds_itself(code: str, ends: str, tmp_path: Path) -> None:
    limits = f"limit_this_process(0.5, {MEMORY}, {OUTPUT})"
    program = f"import sys; from app.bounded_process import limit_this_process; {limits}; {code}"
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", program],
            stdout=out,
            stderr=subprocess.PIPE,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
            timeout=20,
        )
    assert done.returncode != 0
    assert ends.encode() in done.stderr


def test_requests_and_answers_survive_the_way(sources: Sources, compiled: Callable[..., Compiled]) -> None:
    values, blobs = unpack(request(sources, compiled().quiz, 2.5))
    assert (values["seconds"], values["names"], blobs) == (2.5, ["circle.svg"], [sources.files["circle.svg"]])


@pytest.mark.parametrize(
    "message", [b"", b"\0" * 8, b"\0" * 7 + b"\2{}", pack({}, [b"ab"])[:-1], pack({}, [b"ab"]) + b"c"]
)
def test_a_message_that_is_cut_off_is_refused(message: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        answer_from(message)


def test_a_thousand_problems_are_told_as_the_first_few(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "MOST_PROBLEMS", 5)
    many = replace(sources, module_text=sources.module_text + "\n[a](b)\n" * 20)
    found = compile_sources(many, None, lambda path, line: None).problems
    assert len(found) == 6
    assert found[-1].message == "There are 15 more problems from here on. Correct those above first."


def test_parts_are_announced_before_they_are_read(sources: Sources) -> None:
    told: list[tuple[str, int]] = []
    compile_sources(sources, None, lambda path, line: told.append((path, line)))
    assert told[0] == ("modules/first-steps/circle.svg", 1)
    assert ("modules/first-steps.md", 29) in told
    assert ("quizzes/first-steps.md", 8) in told


def test_a_misnamed_module_made_by_hand_is_refused(sources: Sources) -> None:
    (problem, *_) = compile_sources(replace(sources, slug="../x"), None, lambda path, line: None).problems
    assert "cannot be a module's file name" in problem.message


def test_changed_ids_are_told_with_the_rest(sources: Sources) -> None:
    previous = build(sources).quiz
    question = replace(previous.questions[0], several=True)
    found = compile_sources(sources, replace(previous, questions=(question,)), lambda path, line: None).problems
    assert [(problem.path, problem.line) for problem in found] == [("quizzes/first-steps.md", 8)]


def test_an_edition_is_a_value(sources: Sources) -> None:
    one, other = build(sources), build(sources)
    assert one == other
    assert isinstance(one, Edition)
