"""What xAPI 1.0.3 asks of a statement, as far as ours can break it (adlnet/xAPI-Spec, xAPI-Data.md)."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import RFC_4122, UUID

STATEMENT = {"id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "version"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def broken_rules(statement: dict[str, Any]) -> list[str]:
    return [rule.__name__ for rule in RULES if not rule(statement)]


def has_the_required_members_and_no_others(statement: dict[str, Any]) -> bool:
    return {"actor", "verb", "object"} <= statement.keys() <= STATEMENT


def has_no_null_and_nothing_empty(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(map(has_no_null_and_nothing_empty, value.values()))
    return value is not None and value != ""


def has_a_uuid(statement: dict[str, Any]) -> bool:
    return _is_uuid(statement["id"])


def is_by_an_account_and_nothing_else(statement: dict[str, Any]) -> bool:
    actor = statement["actor"]
    account = actor["account"]
    whole = actor.keys() == {"objectType", "account"} and account.keys() == {"homePage", "name"}
    return (
        whole and actor["objectType"] == "Agent" and _is_iri(account["homePage"]) and isinstance(account["name"], str)
    )


def has_a_verb(statement: dict[str, Any]) -> bool:
    return _is_iri(statement["verb"]["id"]) and _is_language_map(statement["verb"]["display"])


def is_about_an_activity_or_voids_a_statement(statement: dict[str, Any]) -> bool:
    about = statement["object"]
    if statement["verb"]["id"] == VOIDED:
        return about.keys() == {"objectType", "id"} and about["objectType"] == "StatementRef" and _is_uuid(about["id"])
    definition = about["definition"]
    return (
        about["objectType"] == "Activity"
        and _is_iri(about["id"])
        and _is_iri(definition["type"])
        and _is_language_map(definition["name"])
    )


def says_completion_as_a_boolean(statement: dict[str, Any]) -> bool:
    return statement["verb"]["id"] == VOIDED or statement["result"] == {"completion": True}


def names_extensions_by_iris(statement: dict[str, Any]) -> bool:
    return all(map(_is_iri, statement.get("context", {}).get("extensions", {})))


def has_instants_with_an_offset(statement: dict[str, Any]) -> bool:
    return all(_is_instant(statement[name]) for name in ("timestamp", "stored"))


def has_the_version(statement: dict[str, Any]) -> bool:
    return statement["version"] == "1.0.3"


RULES = (
    has_the_required_members_and_no_others,
    has_no_null_and_nothing_empty,
    has_a_uuid,
    is_by_an_account_and_nothing_else,
    has_a_verb,
    is_about_an_activity_or_voids_a_statement,
    says_completion_as_a_boolean,
    names_extensions_by_iris,
    has_instants_with_an_offset,
    has_the_version,
)


def _is_uuid(text: str) -> bool:
    return UUID(text).variant == RFC_4122 and str(UUID(text)) == text


def _is_iri(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme and parts.netloc) and not re.search(r'[\s<>"{}|\\^`]', text)


def _is_language_map(value: dict[str, str]) -> bool:
    return bool(value) and all(LANGUAGE.fullmatch(tag) for tag in value)


def _is_instant(text: str) -> bool:
    return datetime.fromisoformat(text).utcoffset() in {timedelta(hours=hours) for hours in range(-12, 15)}
