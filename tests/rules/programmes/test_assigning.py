from datetime import date, timedelta

import pytest

from app.rules.programmes.assigning import Assignment, Status, assign, next_change
from app.rules.programmes.audiences import InTeam, LineManagerOf, Manages
from app.rules.programmes.careers import Career, Completed, Exempt
from app.rules.programmes.requirements import Anchor, CountedFrom, FirstDue, Option, Renewal, Requirement, Strength
from app.rules.programmes.spells import Spell
from tests.programmes.people import START, asked, career, day, did, month, post
from tests.rules.programmes.asks import EVERY_THREE_YEARS, EVERY_YEAR, ask, asks

CORE = ask("core", renewal=EVERY_THREE_YEARS)
REFRESHER = ask("refresher", renewal=EVERY_YEAR, restarted_by="core")
HERE = post("Any")


def one(person: Career, requirement: Requirement, today: date, *others: Requirement) -> Assignment:
    return asked(person, asks(requirement, *others), today)[requirement.key]


def courses(assignment: Assignment) -> list[list[str]]:
    return [[option.course for option in group] for group in assignment.open_groups]


def test_nothing_is_asked_of_who_is_not_here() -> None:
    person = career(post("Any", since=month(1), until=month(2)))
    days = (month(1, -1), month(1), month(2), month(2, 1))
    assert [len(assign(person, asks(CORE), each)) for each in days] == [0, 1, 1, 0]
    assert assign(Career(), asks(CORE), START) == ()


def test_a_new_person() -> None:
    found = one(career(HERE), CORE, START)
    assert found == Assignment(CORE, Status.ASKED, HERE, START, opens_on=START, due_on=day(30), open_groups=CORE.groups)


def test_it_comes_in_the_programmes_order() -> None:
    person = career(HERE)
    assert list(asked(person, asks(REFRESHER, CORE), START)) == ["refresher", "core"]


def test_done_it_is_due_again_and_opens_before() -> None:
    done = did("core", day(9))
    found = one(career(HERE, done=[done]), CORE, day(40))
    assert (found.done_on, found.due_on, found.opens_on) == (day(9), month(36, 9), month(33, 9))
    assert found.last == (done,)
    assert courses(found) == [["core"]]


def test_done_for_good_it_neither_opens_nor_is_due() -> None:
    found = one(career(HERE, done=[did("core", day(9))]), ask("core"), month(60))
    assert (found.done_on, found.due_on, found.opens_on, found.open_groups) == (day(9), None, None, ())


def test_in_date_when_it_begins_to_bind_it_is_not_due_before_the_first_time() -> None:
    """It runs out ten days after they came; they have thirty like everybody."""
    found = one(career(HERE, done=[did("core", month(-36, 10))]), CORE, START)
    assert (found.done_on, found.due_on, found.opens_on) == (month(-36, 10), day(30), START)


def test_in_date_until_a_first_day_far_off_it_opens_before_that_day() -> None:
    """Done in February 2026, for a year; nobody need have done it before April 2027."""
    march = ask("core", renewal=EVERY_YEAR, first_due=FirstDue(on=date(2027, 3, 31)))
    found = one(career(HERE, done=[did("core", date(2026, 2, 1))]), march, date(2026, 2, 2))
    assert (found.done_on, found.due_on) == (date(2026, 2, 1), date(2027, 3, 31))
    assert found.opens_on == date(2026, 12, 31)


@pytest.mark.parametrize(("ran_out", "is_done"), [(-1, False), (0, True), (1, True)])
def test_what_ran_out_before_it_began_to_bind_was_not_done(ran_out: int, is_done: bool) -> None:
    done = did("core", month(-36, ran_out))
    found = one(career(HERE, done=[done]), CORE, START)
    assert (found.done_on is not None) is is_done
    assert (found.due_on, found.last) == (day(30), (done,))
    assert courses(found) == [["core"]]


def test_with_no_first_day_what_ran_out_before_is_not_late() -> None:
    anytime = ask("core", renewal=EVERY_YEAR, first_due=FirstDue())
    found = one(career(HERE, done=[did("core", month(-36))]), anytime, month(3))
    assert (found.done_on, found.due_on) == (None, None)


FROM = month(6)


@pytest.mark.parametrize(
    ("since", "manages", "due_on"),
    [
        (START, True, month(6, 30)),
        (START, False, month(6, 90)),
        (month(7), True, month(7, 30)),
        (month(7), False, month(6, 90)),  # within the head start: as everybody else
        (month(12), False, month(12, 30)),
    ],
)
def test_managers_go_first_when_it_begins(since: date, manages: bool, due_on: date) -> None:
    begins = ask("core", from_on=FROM, managers_first=60)
    person = career(post("Any", since=since, manages=manages))
    assert asked(person, asks(begins), month(6, -1)) == {}
    assert one(person, begins, month(12)).due_on == due_on
    assert one(person, begins, month(12)).bound_since == max(since, FROM)


def test_days_from_starting_are_not_given_twice() -> None:
    quick = ask("core", first_due=FirstDue(14, Anchor.STARTING), who=InTeam(("Lettings",)))
    new = career(post("Lettings"))
    moved = career(post("Repairs", until=month(5)), post("Lettings", since=month(5, 1)))
    assert one(new, quick, START).due_on == day(14)
    assert one(moved, quick, month(6)).due_on == month(5, 1)


class TestWhatComesFirst:
    AFTER = ask("second", after=("core",), renewal=EVERY_YEAR)

    def test_it_waits(self) -> None:
        found = one(career(HERE), self.AFTER, month(5), CORE)
        assert (found.status, found.waits_for, found.due_on) == (Status.WAITING, "core", None)

    def test_its_days_begin_when_nothing_stands_before_it(self) -> None:
        found = one(career(HERE, done=[did("core", month(5))]), self.AFTER, month(6), CORE)
        assert (found.status, found.waits_for) == (Status.ASKED, None)
        assert (found.opens_on, found.due_on) == (month(5), month(5, 30))

    def test_done_before_its_time_it_is_done(self) -> None:
        found = one(career(HERE, done=[did("second", month(5))]), self.AFTER, month(6), CORE)
        assert (found.status, found.due_on) == (Status.ASKED, month(17))

    def test_it_waits_for_each(self) -> None:
        third = ask("third", after=("core", "second"))
        found = one(career(HERE, done=[did("core", month(1))]), third, month(6), CORE, self.AFTER)
        assert found.waits_for == "second"
        done = [did("core", month(1)), did("second", month(4))]
        assert one(career(HERE, done=done), third, month(6), CORE, self.AFTER).due_on == month(4, 30)

    def test_it_does_not_wait_for_what_is_not_asked_of_them(self) -> None:
        of_others = ask("core", who=Manages())
        found = one(career(HERE), self.AFTER, month(5), of_others)
        assert (found.status, found.due_on) == (Status.ASKED, day(30))
        assert one(career(post("Any", manages=True)), self.AFTER, month(5), of_others).status is Status.WAITING

    def test_it_does_not_wait_for_what_is_not_in_the_programme(self) -> None:
        assert one(career(HERE), self.AFTER, month(5)).status is Status.ASKED

    def test_it_does_not_wait_for_what_somebody_is_exempt_from(self) -> None:
        """What is not asked of them stands before nothing, for ever; a refresher has its own first due date."""
        person = career(HERE, exempt=[Exempt("core", Spell(START))])
        for requirement in (self.AFTER, REFRESHER):
            found = one(person, requirement, month(5), CORE)
            assert (found.status, found.waits_for, found.due_on) == (Status.ASKED, None, day(30))

    def test_it_waits_again_when_the_exemption_is_over(self) -> None:
        person = career(HERE, exempt=[Exempt("core", Spell(START, month(4)))])
        assert one(person, self.AFTER, month(4), CORE).waits_for is None
        assert one(person, self.AFTER, month(4, 1), CORE).waits_for == "core"

    def test_it_waits_for_another_route(self) -> None:
        person = career(HERE, exempt=[Exempt("core", Spell(START), "talk")])
        assert one(person, self.AFTER, month(5), CORE).waits_for == "core"

    def test_what_was_done_before_the_exemption_counts_on(self) -> None:
        person = career(HERE, done=[did("core", month(2))], exempt=[Exempt("core", Spell(month(3)))])
        assert one(person, REFRESHER, month(5), CORE).due_on == month(14)

    def test_another_route_is_enough(self) -> None:
        person = career(HERE, done=[did("talk", month(3))], exempt=[Exempt("core", Spell(month(2)), "talk")])
        found = asked(person, asks(CORE, REFRESHER), month(5))
        assert found["refresher"].due_on == month(15)
        assert found["core"].due_on == month(39)

    def test_doing_the_second_never_brings_its_day_forward(self) -> None:
        """Its certificate runs out before the days from the first are over."""
        short = ask("second", after=("core",), renewal=Renewal())
        done = [did("core", month(5)), did("second", month(4), months=1)]
        assert one(career(HERE, done=done), short, month(5), CORE).due_on == month(5, 30)


class TestRestarts:
    def test_the_core_is_the_first_refresher(self) -> None:
        found = one(career(HERE, done=[did("core", day(9))]), REFRESHER, month(5), CORE)
        assert (found.done_on, found.due_on) == (day(9), month(12, 9))

    def test_the_core_again_starts_the_year_afresh(self) -> None:
        done = [did("core", day(9)), did("refresher", month(12)), did("core", month(20))]
        assert one(career(HERE, done=done), REFRESHER, month(21), CORE).due_on == month(32)

    def test_a_core_before_the_refresher_is_due_does_not_bring_it_forward(self) -> None:
        fresh = ask("refresher", renewal=Renewal(), restarted_by="core")
        done = [
            did("core", day(9), months=12),
            did("refresher", month(10), months=24),
            did("core", month(11), months=3),
        ]
        assert one(career(HERE, done=done), fresh, month(12), CORE).due_on == month(34)

    @pytest.mark.parametrize(
        ("today", "covered"),
        [
            (month(32), None),  # the core is not open
            (month(33, 9), "core"),
            (month(36, 9), "core"),
        ],
    )
    def test_where_the_core_is_open_and_due_no_later_it_does_both(self, today: date, covered: str | None) -> None:
        done = [did("core", day(9)), did("refresher", month(24, 9))]
        assert one(career(HERE, done=done), REFRESHER, today, CORE).covered_by == covered

    def test_where_the_refresher_is_due_first_it_is_asked(self) -> None:
        done = [did("core", day(9)), did("refresher", month(23))]
        assert one(career(HERE, done=done), REFRESHER, month(34), CORE).covered_by is None


class TestGroups:
    BOTH = ask("both", groups=((Option("a"),), (Option("b"), Option("c"))), renewal=EVERY_YEAR)

    @pytest.mark.parametrize(
        ("done", "open_groups", "due_on"),
        [
            ([], [["a"], ["b", "c"]], day(30)),
            ([did("a", month(1))], [["b", "c"]], day(30)),
            ([did("c", month(2))], [["a"]], day(30)),
            ([did("a", month(1)), did("c", month(6))], [["a"]], month(13)),  # the older is due first
            ([did("a", month(6)), did("c", month(6))], [["a"], ["b", "c"]], month(18)),
        ],
    )
    def test_all_of_them(self, done: list[Completed], open_groups: list[list[str]], due_on: date) -> None:
        found = one(career(HERE, done=done), self.BOTH, month(6))
        assert (courses(found), found.due_on) == (open_groups, due_on)

    def test_what_can_be_renewed_beside_the_one_that_is_due_is_told(self) -> None:
        done = [did("a", month(1)), did("c", month(3))]
        assert courses(one(career(HERE, done=done), self.BOTH, month(12, -1))) == [["a"]]
        assert courses(one(career(HERE, done=done), self.BOTH, month(12))) == [["a"], ["b", "c"]]

    def test_it_was_done_when_the_last_of_them_was(self) -> None:
        done = [did("a", month(1)), did("c", month(3))]
        found = one(career(HERE, done=done), self.BOTH, month(6))
        assert (found.done_on, found.last) == (month(3), tuple(done))


class TestAbsences:
    def test_somebody_away_is_asked_for_nothing_now(self) -> None:
        found = one(career(HERE, away=[Spell(day(10))]), CORE, day(40))
        assert (found.status, found.due_on) == (Status.PAUSED, None)

    def test_back_again_they_have_the_days_that_were_left(self) -> None:
        found = one(career(HERE, away=[Spell(day(10), day(109))]), CORE, day(110))
        assert (found.status, found.due_on, found.moved_by) == (Status.ASKED, day(130), 100)

    def test_a_renewal_is_put_off_by_the_days_in_its_window(self) -> None:
        person = career(HERE, done=[did("core", START)], away=[Spell(month(32), month(34))])
        found = one(person, CORE, month(35))
        assert found.opens_on == month(33)
        assert found.moved_by == (month(34) - month(33)).days + 1
        assert found.due_on == month(36) + timedelta(days=found.moved_by)

    def test_leave_that_is_only_planned_changes_nothing_yet(self) -> None:
        person = career(HERE, away=[Spell(day(20), day(60))])
        assert one(person, CORE, day(19)).due_on == day(30)
        assert one(person, CORE, day(20)).due_on == day(71)

    def test_what_a_renewal_while_away_had_gained_is_kept(self) -> None:
        before = career(HERE, done=[did("core", START)], away=[Spell(month(33), month(39))])
        renewed = did("core", month(34))
        after = career(HERE, done=[did("core", START), renewed], away=[Spell(month(33), month(39))])
        assert one(after, CORE, month(40)).due_on >= one(before, CORE, month(40)).due_on

    def test_a_day_later_with_a_window_that_opens_three_days_later_loses_nothing(self) -> None:
        yearly = ask("core", renewal=EVERY_YEAR)
        away = [Spell(date(2026, 11, 20), date(2026, 12, 31))]
        first, second = did("core", date(2026, 2, 28)), did("core", date(2026, 3, 1))
        for done in ([first], [first, second]):
            assert one(career(HERE, done=done, away=away), yearly, date(2027, 1, 5)).due_on == date(2027, 4, 3)

    def test_away_for_good_until_somebody_says_when_they_are_back(self) -> None:
        person = career(HERE, done=[did("core", START)], away=[Spell(month(35))])
        found = one(person, CORE, month(48))
        assert (found.status, found.due_on, found.opens_on) == (Status.PAUSED, None, month(33))


class TestExemptions:
    ALL_OF_IT, ROUTE = Exempt("core", Spell(month(1), month(2))), Exempt("core", Spell(START), "talk")

    def test_somebody_exempt_is_asked_for_nothing(self) -> None:
        person = career(HERE, exempt=[self.ALL_OF_IT])
        assert one(person, CORE, month(2)) == Assignment(CORE, Status.EXEMPT, HERE, START)
        assert one(person, CORE, month(2, 1)).status is Status.ASKED

    def test_another_route_is_asked_instead(self) -> None:
        found = one(career(HERE, exempt=[self.ROUTE]), CORE, month(2))
        assert (found.route, courses(found), found.due_on) == ("talk", [["talk"]], day(30))

    def test_another_route_for_who_has_done_it_takes_nothing_away(self) -> None:
        found = one(career(HERE, done=[did("core", day(9))], exempt=[self.ROUTE]), CORE, month(34))
        assert (found.done_on, found.due_on, courses(found)) == (day(9), month(36, 9), [["talk"]])

    def test_of_both_the_one_that_asks_for_nothing_counts(self) -> None:
        for exempt in ([self.ALL_OF_IT, self.ROUTE], [self.ROUTE, self.ALL_OF_IT]):
            assert one(career(HERE, exempt=exempt), CORE, month(2)).status is Status.EXEMPT

    @pytest.mark.parametrize(
        ("first", "last", "due_on", "moved_by"),
        [
            (0, 99, 130, 100),  # from the first day: all thirty days are left
            (-50, 99, 130, 100),  # and from before they came
            (10, 109, 130, 100),  # twenty days were left
            (30, 39, 40, 10),  # the day itself
            (31, 400, 30, 0),  # it was overdue before: it stays so
        ],
    )
    def test_when_it_is_over_they_have_the_days_that_were_left(
        self, first: int, last: int, due_on: int, moved_by: int
    ) -> None:
        person = career(HERE, exempt=[Exempt("core", Spell(day(first), day(last)))])
        found = one(person, CORE, day(last + 1))
        assert (found.status, found.due_on, found.moved_by) == (Status.ASKED, day(due_on), moved_by)

    def test_a_renewal_is_put_off_by_its_days_in_the_window(self) -> None:
        exempt = [Exempt("core", Spell(month(30), month(60)))]
        found = one(career(HERE, done=[did("core", START)], exempt=exempt), CORE, month(60, 1))
        assert found.due_on == month(36) + (month(60, 1) - month(33))

    def test_days_away_and_exempt_count_once(self) -> None:
        person = career(HERE, away=[Spell(day(5), day(14))], exempt=[Exempt("core", Spell(day(10), day(19)))])
        assert one(person, CORE, day(20)).moved_by == 15

    def test_another_route_puts_nothing_off(self) -> None:
        person = career(HERE, exempt=[Exempt("core", Spell(day(5), day(50)), "talk")])
        assert one(person, CORE, day(60)).due_on == day(30)

    def test_its_days_put_off_that_requirement_only(self) -> None:
        person = career(HERE, exempt=[Exempt("core", Spell(day(5), day(50)))])
        assert one(person, ask("other"), day(60)).due_on == day(30)

    def test_it_is_for_that_requirement_only(self) -> None:
        assert one(career(HERE, exempt=[self.ALL_OF_IT]), ask("other"), month(2)).status is Status.ASKED


class TestJobs:
    REPAIRS = ask("repairs", who=InTeam(("Repairs",)), renewal=EVERY_THREE_YEARS)

    def test_a_new_job_opens_a_requirement_and_leaving_it_closes_it(self) -> None:
        person = career(
            post("Lettings", until=month(5)),
            post("Repairs", since=month(5, 1), until=month(9)),
            post("Lettings", since=month(9, 1)),
        )
        bound = [bool(asked(person, asks(self.REPAIRS), on)) for on in (month(5), month(5, 1), month(9), month(9, 1))]
        assert bound == [False, True, True, False]

    def test_coming_back_they_find_what_they_did(self) -> None:
        posts = [post("Repairs", until=month(5)), post("Lettings", since=month(5, 1), until=month(9))]
        person = career(*posts, post("Repairs", since=month(9, 1)), done=[did("repairs", day(20))])
        found = one(person, self.REPAIRS, month(10))
        assert (found.bound_since, found.done_on, found.due_on) == (month(9, 1), day(20), month(36, 20))

    def test_from_one_job_to_the_next_in_the_same_team_nothing_begins_again(self) -> None:
        person = career(post("Repairs", until=month(5)), post("Repairs", since=month(5, 1)))
        found = one(person, self.REPAIRS, month(6))
        assert (found.bound_since, found.due_on, found.post) == (START, day(30), person.posts[1])

    def test_of_two_jobs_the_one_held_longest_is_told(self) -> None:
        longest = post("Repairs")
        for posts in ((longest, post("Repairs", since=month(2))), (post("Repairs", since=month(2)), longest)):
            assert one(career(*posts), self.REPAIRS, month(3)).post == longest

    def test_a_line_manager_is_bound_since_their_first_report_came(self) -> None:
        leads = ask("leads", who=LineManagerOf(InTeam(("Repairs",))))
        person = career(HERE, reports=[post("Repairs", since=month(4))])
        assert one(person, leads, month(4)).bound_since == month(4)
        assert asked(person, asks(leads), month(4, -1)) == {}

    def test_the_job_that_is_told_is_whole_whenever_reports_come_and_go(self) -> None:
        leads = ask("leads", who=LineManagerOf(InTeam(("Repairs",))))
        person = career(HERE, reports=[post("Repairs", since=month(4), until=month(9))])
        assert one(person, leads, month(5)).post == HERE


def test_what_is_not_mandatory_is_due_too_and_says_how_much_it_is_asked() -> None:
    assert one(career(HERE), ask("core", strength=Strength.RECOMMENDED), START).due_on == day(30)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (career(HERE), None),
        (career(post("Any", until=month(9))), month(9, 1)),
        (career(HERE, post("Other", since=month(8))), month(8)),
        (career(HERE, away=[Spell(month(7), month(10))]), month(7)),
        (career(HERE, away=[Spell(month(2), month(7))]), month(7, 1)),
        (career(HERE, exempt=[Exempt("core", Spell(START, month(7)))]), month(7, 1)),
        (career(HERE, reports=[post("Any", since=month(7))]), month(7)),
    ],
)
def test_the_next_day_on_which_something_changes_by_itself(person: Career, expected: date | None) -> None:
    assert next_change(person, asks(CORE), month(6)) == expected


def test_the_day_on_which_a_requirement_begins_is_one() -> None:
    assert next_change(career(HERE), asks(ask("core", from_on=FROM)), month(6, -1)) == FROM
    assert next_change(career(HERE), asks(ask("core", from_on=FROM)), FROM) is None


def test_a_fixed_day() -> None:
    march = ask("core", renewal=Renewal(CountedFrom.FIXED_DAY, 12, (3, 31)), active_months=6)
    assert one(career(HERE, done=[did("core", day(9))]), march, month(2)).due_on == date(2027, 3, 31)
