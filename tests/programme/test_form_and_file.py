"""What a form shows of an audience is just that audience, or the form leaves it as text."""

from hypothesis import given
from hypothesis import strategies as st

from app.programme.audience_choices import AudienceChoices, Chosen, Managers, Together, audience_of, choices_of
from app.programme.changing import moved, new_key
from app.programme.course_choices import CourseChoice, groups_of
from app.programme.course_choices import choices_of as course_choices_of
from app.programme.parts import audience_text, courses_text, read_audience_text, read_courses_text
from app.rules.programmes.audiences import (
    AllOf,
    AnyOf,
    Audience,
    CustomerFacing,
    EmployedAs,
    HasRole,
    InTeam,
    LineManagerOf,
    Manages,
    Not,
)
from app.rules.programmes.requirements import Option, Programme, Requirement

names = st.lists(st.sampled_from(["Repairs", "Income", "A: b", "Yes, all"]), min_size=1, max_size=2, unique=True).map(
    tuple
)
kinds = st.lists(st.sampled_from(["employee", "agency", "volunteer"]), min_size=1, max_size=2, unique=True).map(tuple)
simple: st.SearchStrategy[Audience] = st.one_of(
    st.builds(InTeam, names),
    st.builds(HasRole, names),
    st.builds(EmployedAs, kinds),
    st.builds(CustomerFacing, st.booleans()),
    st.builds(Manages, st.booleans()),
)


def several(each: st.SearchStrategy[Audience]) -> st.SearchStrategy[Audience]:
    some = st.lists(each, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(AllOf, some), st.builds(AnyOf, some), st.builds(Not, each))


audiences = st.recursive(simple, several, max_leaves=5) | st.builds(
    LineManagerOf, st.recursive(simple, several, max_leaves=3)
)
nothing = st.just(())
left_out = st.builds(Chosen, nothing | names, nothing | names, nothing | kinds)
chosen = st.builds(
    Chosen, nothing | names, nothing | names, nothing | kinds, st.none() | st.booleans(), st.none() | st.booleans()
)
choices = st.builds(AudienceChoices, chosen, left_out, st.sampled_from(Together), st.sampled_from(Managers))


@given(audiences)
def test_a_form_shows_an_audience_exactly_or_not_at_all(who: Audience) -> None:
    found = choices_of(who)
    assert found is None or audience_of(found) == who


@given(choices)
def test_what_is_chosen_is_shown_again(made: AudienceChoices) -> None:
    who = audience_of(made)
    assert who is None or audience_of(choices_of(who) or made) == who
    assert who is None or choices_of(who) is not None


@given(audiences)
def test_as_text_it_is_read_again(who: Audience) -> None:
    assert audience_text(read_audience_text(audience_text(who))) == audience_text(who)


options = st.builds(
    Option, st.sampled_from(["one", "two", "three"]), st.frozensets(st.sampled_from(["e-learning", "in person"]))
)
groups = st.lists(st.lists(options, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4).map(tuple)


@given(groups)
def test_courses_are_shown_exactly_or_not_at_all(asked: tuple[tuple[Option, ...], ...]) -> None:
    found = course_choices_of(asked)
    assert found is None or groups_of(found) == asked
    assert read_courses_text(courses_text(asked)) == asked


def test_courses_with_different_methods_have_no_form() -> None:
    assert course_choices_of(((Option("one"), Option("two", frozenset({"webinar"}))),)) is None
    assert course_choices_of(((Option("one"), Option("two")),)) == (CourseChoice(("one", "two")),)


def test_a_key_is_made_of_the_title_and_never_taken() -> None:
    assert new_key("Level 2 for Repairs", set()) == "level-2-for-repairs"
    assert new_key("Ôl-ofal  & mwy!", {"ol-ofal-mwy"}) == "ol-ofal-mwy-2"
    assert new_key("日本", set()) == "requirement"
    assert new_key("2027", set()) == "requirement-2027"
    assert len(new_key("x" * 300, set())) <= 60


def test_nothing_moves_past_an_end() -> None:
    a, b = (Requirement(key, key, ((Option("one"),),)) for key in "ab")
    programme = Programme("P", (a, b))
    assert moved(programme, "a", -1) == moved(programme, "b", 1) == moved(programme, "c", 1) == programme
    assert moved(programme, "a", 1).requirements == (b, a)
