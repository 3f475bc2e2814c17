"""Who may give whom which rights."""

from enum import StrEnum


class Right(StrEnum):
    """What somebody may do here besides learning. A coordinator sees the counts of the organisation's partnership."""

    TRAINER = "trainer"
    LEAD = "lead"
    ADMIN = "admin"
    COORDINATOR = "coordinator"


Rights = frozenset[Right]

NO_RIGHTS: Rights = frozenset()
ALL_RIGHTS: Rights = frozenset(Right)
_GIVEN_BY = {Right.ADMIN: ALL_RIGHTS, Right.LEAD: frozenset({Right.TRAINER, Right.LEAD})}


def may_give(by: Rights) -> Rights:
    """The rights that somebody with the rights `by` may give to others, and take from them."""
    return NO_RIGHTS.union(*(given for right, given in _GIVEN_BY.items() if right in by))


def may_change_rights(by: Rights, before: Rights, after: Rights, *, is_self: bool) -> bool:
    """Nobody gives themselves a right; anybody may give up one of their own."""
    return after <= before if is_self else before ^ after <= may_give(by)


def may_close(by: Rights, held: Rights, *, is_self: bool) -> bool:
    """Whether one may close somebody's account, or open it again: not where they hold rights that one cannot give."""
    return is_self or held <= may_give(by)


def may_change_sign_in(by: Rights, held: Rights, *, is_self: bool) -> bool:
    """Whether one may change with what another signs in: whoever can could take the account over, rights and all."""
    return is_self or (bool(may_give(by)) and held <= may_give(by))
