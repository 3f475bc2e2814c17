"""By which job a requirement binds somebody, and since when."""

from dataclasses import dataclass
from datetime import date

from app.rules.programmes.audiences import bound_posts
from app.rules.programmes.careers import Career, Post
from app.rules.programmes.requirements import Requirement
from app.rules.programmes.spells import joined, spell_holding


@dataclass(frozen=True, slots=True)
class Bound:
    """`since` is the first day of the spell in which, without a day between, one job or another has bound them."""

    post: Post
    since: date


def binding(requirement: Requirement, career: Career, today: date) -> Bound | None:
    """None where it does not bind them today."""
    begins = requirement.from_on
    if begins is not None and begins > today:
        return None
    posts = bound_posts(career, requirement.who)
    now = [post for post in posts if post.spell.holds(today)] if posts else posts
    if not now:
        return None
    if requirement.who.needs_reports:
        now = _whole(now, career, today)
    post = now[0] if len(now) == 1 else min(now, key=_longest_held)
    since = posts[0].spell.starts_on if len(posts) == 1 else _since(posts, today)
    return Bound(post, since if begins is None else max(since, begins))


def _whole(parts: list[Post], career: Career, today: date) -> list[Post]:
    """The posts of which these are parts: having reports or not does not cut a job."""
    jobs = [(part.job, part.team_id, part.role) for part in parts]
    return [post for post in career.posts if post.spell.holds(today) and (post.job, post.team_id, post.role) in jobs]


def _since(posts: list[Post], today: date) -> date:
    spell = spell_holding(joined(post.spell for post in posts), today)
    return spell.starts_on if spell else today


def _longest_held(post: Post) -> tuple[date, int, str, str]:
    return post.spell.starts_on, post.team_id, post.role, post.job.title
