"""Who may give whom which rights."""

import pytest

from app.rules.rights import Right, Rights, may_change_rights, may_change_sign_in, may_close, may_give

T, L, A, C = Right.TRAINER, Right.LEAD, Right.ADMIN, Right.COORDINATOR


def rights(*held: Right) -> Rights:
    return frozenset(held)


@pytest.mark.parametrize(
    ("by", "given"),
    [
        (rights(), rights()),
        (rights(T), rights()),
        (rights(C), rights()),
        (rights(L), rights(T, L)),
        (rights(A), rights(T, L, A, C)),
        (rights(T, L), rights(T, L)),
    ],
)
def test_what_somebody_may_give(by: Rights, given: Rights) -> None:
    assert may_give(by) == given


@pytest.mark.parametrize(
    ("by", "before", "after", "is_self", "may"),
    [
        (rights(L), rights(), rights(T), False, True),
        (rights(L), rights(), rights(L), False, True),
        (rights(L), rights(), rights(A), False, False),
        (rights(L), rights(A), rights(A, T), False, True),  # what they hold beyond stays
        (rights(L), rights(A), rights(), False, False),  # nor take it away
        (rights(L), rights(C), rights(), False, False),
        (rights(A), rights(), rights(A, C), False, True),
        (rights(T), rights(), rights(T), False, False),
        (rights(), rights(T), rights(), False, False),
        (rights(A), rights(A), rights(A, L), True, False),  # nobody gives themselves more
        (rights(L), rights(L), rights(L, T), True, False),
        (rights(A, L), rights(A, L), rights(L), True, True),  # one may give up one's own
        (rights(A), rights(A), rights(A), True, True),
    ],
)
def test_changing_rights(by: Rights, before: Rights, after: Rights, is_self: bool, may: bool) -> None:
    assert may_change_rights(by, before, after, is_self=is_self) is may


@pytest.mark.parametrize(
    ("by", "held", "is_self", "may"),
    [
        (rights(L), rights(), False, True),
        (rights(L), rights(L, T), False, True),
        (rights(L), rights(A), False, False),  # they could have a new password sent to themselves
        (rights(L), rights(C), False, False),
        (rights(A), rights(A, L), False, True),
        (rights(T), rights(), False, False),
        (rights(L, A), rights(A), True, True),
        (rights(), rights(), True, True),
    ],
)
def test_changing_with_what_somebody_signs_in(by: Rights, held: Rights, is_self: bool, may: bool) -> None:
    assert may_change_sign_in(by, held, is_self=is_self) is may


@pytest.mark.parametrize(
    ("by", "held", "is_self", "may"),
    [
        ({Right.LEAD}, set(), False, True),
        ({Right.LEAD}, {Right.TRAINER, Right.LEAD}, False, True),
        ({Right.LEAD}, {Right.ADMIN}, False, False),
        ({Right.LEAD}, {Right.LEAD, Right.COORDINATOR}, False, False),
        ({Right.LEAD, Right.COORDINATOR}, {Right.LEAD, Right.COORDINATOR}, True, True),
        ({Right.ADMIN}, {Right.ADMIN, Right.LEAD}, False, True),
    ],
)
def test_closing_and_opening_an_account(by: set[Right], held: set[Right], is_self: bool, may: bool) -> None:
    assert may_close(frozenset(by), frozenset(held), is_self=is_self) is may
