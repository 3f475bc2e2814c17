"""The limit: the least that Flask can do on the same web server, the same database and with the same durability.

A page is a signed cookie, one SELECT and a template; an answer is one SELECT, one INSERT and a COMMIT. Nothing is
checked, nobody is kept out: no product can be as fast.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from flask import Flask, Response, redirect, render_template, request, session
from jinja2 import DictLoader
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from bench.bare import is_sqlite, open_bare
from bench.bare_certificate import bare_certificate
from bench.bare_log import csv_chunks

LAYOUT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/static/app.css"><meta name="viewport" content="width=device-width"></head>
<body><header><a href="/">Home</a> <span>{{ name }}</span></header><main>{{ body }}</main></body></html>"""
QUIZ = """<form method="post">{% for number in range(10) %}<fieldset><legend>Question {{ number }}</legend>
{% for option in range(4) %}<label><input type="radio" name="q{{ number }}" value="{{ option }}">Answer</label>
{% endfor %}</fieldset>{% endfor %}<button>Hand in</button></form>"""
PEOPLE = 1_000
URL = os.environ["DATABASE_URL"]
SQLITE = is_sqlite(URL)
MARK = "?" if SQLITE else "%s"

app = Flask(__name__)
app.secret_key = "the limit has nothing to protect"
app.jinja_loader = DictLoader({"layout.html": LAYOUT, "quiz.html": QUIZ})
own = threading.local()


def connection() -> Any:
    """This thread's connection."""
    if not hasattr(own, "connection"):
        own.connection = open_bare(URL)
    return own.connection


@contextmanager
def writing() -> Iterator[Any]:
    """A transaction that is durable at its end."""
    opened = connection()
    opened.execute("BEGIN IMMEDIATE" if SQLITE else "BEGIN")
    yield opened
    opened.execute("COMMIT")


@app.post("/tables")
def create_tables() -> str:
    """The limit's own tables, in the product's database."""
    key = "INTEGER PRIMARY KEY" if SQLITE else "BIGSERIAL PRIMARY KEY"
    opened = connection()
    opened.execute(f"CREATE TABLE limit_people (id {key}, name TEXT)")
    opened.execute(
        "CREATE TABLE limit_answers (person_id BIGINT, position INT, chosen TEXT, UNIQUE (person_id, position))"
    )
    opened.execute(f"CREATE TABLE limit_attempts (id {key}, person_id BIGINT, mark INT)")
    opened.execute("CREATE TABLE limit_given (attempt_id BIGINT, question INT, chosen INT)")
    opened.execute("CREATE INDEX limit_given_attempt ON limit_given (attempt_id)")
    with writing() as transaction:
        transaction.cursor().executemany(
            f"INSERT INTO limit_people (name) VALUES ({MARK})", [(f"Learner {n}",) for n in range(PEOPLE)]
        )
    return "made"


def ask(query: str, *values: object) -> Any:
    return connection().execute(query.replace("?", MARK), values).fetchone()


def name_of_visitor() -> str:
    return str(ask("SELECT name FROM limit_people WHERE id = ?", session["person"])[0])


@cache
def filler(size: int) -> Markup:
    """What makes a page `size` bytes long."""
    around = len(render_template("layout.html", title="Lesson", name="Learner 000", body=""))
    return Markup("<p>" + "x" * max(0, size - around - 7) + "</p>")


@app.get("/sign-in/<int:person>")
def sign_in(person: int) -> str:
    session["person"] = person
    return "signed in"


@app.get("/page/<int:size>")
def page(size: int) -> str:
    return render_template("layout.html", title="Lesson", name=name_of_visitor(), body=filler(size))


@app.post("/answers/<int:position>")
def answer(position: int) -> AnyResponse:
    person, chosen = session["person"], request.form["option"]
    with writing() as transaction:
        ask("SELECT name FROM limit_people WHERE id = ?", person)
        transaction.execute(
            f"INSERT INTO limit_answers (person_id, position, chosen) VALUES ({MARK}, {MARK}, {MARK})"
            " ON CONFLICT (person_id, position) DO UPDATE SET chosen = excluded.chosen",
            (person, position, chosen),
        )
    return redirect(f"/answers/{position + 1}", 303)


@app.get("/quiz")
def quiz() -> str:
    name = name_of_visitor()
    tries = ask("SELECT count(*), max(mark) FROM limit_attempts WHERE person_id = ?", session["person"])
    return render_template("layout.html", title="Quiz", name=name, body=f"{tries[0]} tries, best {tries[1]}")


@app.post("/quiz")
def start() -> AnyResponse:
    with writing():
        attempt = ask("INSERT INTO limit_attempts (person_id) VALUES (?) RETURNING id", session["person"])[0]
    return redirect(f"/quiz/{attempt}", 303)


@app.get("/quiz/<int:attempt>")
def show(attempt: int) -> str:
    return render_template(
        "layout.html", title="Quiz", name=name_of_visitor(), body=Markup(render_template("quiz.html"))
    )


@app.post("/quiz/<int:attempt>")
def hand_in(attempt: int) -> AnyResponse:
    given = [(attempt, number, int(request.form[f"q{number}"])) for number in range(10)]
    with writing() as transaction:
        ask("SELECT mark FROM limit_attempts WHERE id = ?", attempt)
        transaction.cursor().executemany(f"INSERT INTO limit_given VALUES ({MARK}, {MARK}, {MARK})", given)
        right = sum(chosen == 0 for _, _, chosen in given)
        transaction.execute(f"UPDATE limit_attempts SET mark = {MARK} WHERE id = {MARK}", (right, attempt))
    return redirect(f"/quiz/{attempt}/result", 303)


@app.get("/quiz/<int:attempt>/result")
def result(attempt: int) -> str:
    name, right = name_of_visitor(), ask("SELECT mark FROM limit_attempts WHERE id = ?", attempt)[0]
    return render_template("layout.html", title="Result", name=name, body=f"{right} of 10 right")


@app.get("/certificate.pdf")
def certificate() -> Response:
    return Response(bare_certificate(name_of_visitor()), mimetype="application/pdf")


@app.get("/log/<int:organisation_id>.csv")
def log_rows(organisation_id: int) -> Response:
    return Response(csv_chunks(connection(), organisation_id), mimetype="text/csv")
