"""The verbs themselves: who may, when, and what it says no with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.clocks import ClockKind
from bot.domain.errors import (
    BadDate,
    NotAllowedNow,
    NothingToUrge,
    NotYours,
    ReasonNeeded,
    SecondReturn,
    TriedAlready,
    UrgedToday,
)
from bot.domain.facts import Graded
from bot.domain.following_up import attempt, grade, grade_later, reopen
from bot.domain.handling import accept, conclude, refer, register, tell_presence, void
from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Grade, Inquiry, Outcome, Presence, State
from bot.domain.office import Duty, OfficerId
from bot.domain.papers import complete_papers, lack_papers
from bot.domain.passing import direct, raise_, send_back, transfer
from bot.domain.urging import answer_urge, urge
from tests.offices import demo_office

OFFICE = demo_office()
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
WANG, LI, WU, CHEN, ZHAO = map(OfficerId, ("001", "002", "003", "004", "006"))
SECTION = "住房保障股"


def registered() -> Inquiry:
    blank = Inquiry(
        id=1,
        number="1123-07",
        full="x",
        state=State.REGISTERED,
        matter="公租房没消息",
        inquirer=Inquirer(phone="13800138000"),
        received_at=AT,
        registered_at=AT,
        registered_by=WANG,
        first_responder=WANG,
    )
    return register(blank, office=OFFICE)[0]


def referred(to: OfficerId = LI) -> Inquiry:
    given = {"to": to, "department": SECTION, "duty": None, "by": WANG}
    return refer(registered(), at=AT, office=OFFICE, **given)[0]  # type: ignore[arg-type]


def returned(inquiry: Inquiry, by: OfficerId) -> Inquiry:
    return send_back(inquiry, reason="x", head=CHEN, by=by, at=AT, office=OFFICE)[0]


def concluded() -> Inquiry:
    return conclude(referred(), outcome=Outcome.DONE, told="好", by=LI, at=AT, office=OFFICE)[0]


def test_only_who_holds_it_may_act() -> None:
    with pytest.raises(NotYours) as caught:
        accept(referred(), by=WU, at=AT)
    assert (caught.value.number, caught.value.holder) == ("1123-07", LI)


def test_a_deputy_in_force_may_act_for_the_holder() -> None:
    taken = accept(replace(referred(), acting_for=(LI,)), by=WU, at=AT)[0]
    assert (taken.state, taken.assignee) == (State.ACCEPTED, LI)


def test_the_first_handler_never_changes() -> None:
    taken = accept(referred(), by=LI, at=AT)[0]
    moved = transfer(taken, to=WU, department=SECTION, by=LI, at=AT, office=OFFICE)[0]
    again = accept(moved, by=WU, at=AT)[0]
    assert (again.first_handler, again.assignee, again.holders) == (LI, WU, (LI, WU))


def test_a_return_without_reason_is_refused() -> None:
    with pytest.raises(ReasonNeeded):
        send_back(referred(), reason=" ", head=CHEN, by=LI, at=AT, office=OFFICE)


def test_the_second_return_lies_with_the_head() -> None:
    once = returned(referred(), LI)
    again = refer(once, to=WU, department=SECTION, duty=None, by=WANG, at=AT, office=OFFICE)[0]
    twice = returned(again, WU)
    assert (once.owes, twice.state, twice.owes) == (WANG, State.RAISED, CHEN)
    directed = direct(twice, to=LI, department=SECTION, by=CHEN, at=AT, office=OFFICE)[0]
    third = returned(directed, LI)
    assert third.owes == CHEN
    with pytest.raises(SecondReturn):
        refer(
            replace(third, state=State.REGISTERED),
            to=WU,
            department=SECTION,
            duty=None,
            by=WANG,
            at=AT,
            office=OFFICE,
        )


@pytest.mark.clause("4.8")
def test_a_refusal_by_rule_needs_its_basis_and_every_conclusion_what_was_told() -> None:
    for given in ({"told": ""}, {"told": "不行", "outcome": Outcome.REFUSED}):
        wanted = {"outcome": Outcome.DONE, "told": "好", **given}
        with pytest.raises(ReasonNeeded):
            conclude(referred(), by=LI, at=AT, office=OFFICE, **wanted)  # type: ignore[arg-type]


def test_what_is_concluded_is_not_concluded_again() -> None:
    with pytest.raises(NotAllowedNow):
        conclude(concluded(), outcome=Outcome.DONE, told="好", by=WANG, at=AT, office=OFFICE)


def test_urging_is_numbered_once_a_day_and_never_oneself() -> None:
    first = urge(referred(), by=WANG, at=AT, office=OFFICE)[0]
    assert [(u.number, u.of, u.by) for u in first.urges] == [(1, LI, WANG)]
    with pytest.raises(UrgedToday):
        urge(first, by=CHEN, at=AT + timedelta(hours=3), office=OFFICE)
    second = urge(first, by=CHEN, at=AT + timedelta(days=1), office=OFFICE)[0]
    assert [u.number for u in second.urges] == [1, 2]
    with pytest.raises(NothingToUrge):
        urge(registered(), by=WANG, at=AT, office=OFFICE)


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 28)])
def test_a_promise_is_a_working_day_ahead(day: date) -> None:
    with pytest.raises(BadDate):
        answer_urge(referred(), reason="x", promised=day, by=LI, at=AT, office=OFFICE)


def test_raising_keeps_the_inquirers_date() -> None:
    before = referred()
    raised = raise_(before, to=ZHAO, by=LI, at=AT, office=OFFICE)[0]
    assert (raised.owes, raised.clock(ClockKind.FINISH)) == (ZHAO, before.clock(ClockKind.FINISH))


def test_waiting_for_papers_rests_the_other_clocks_and_completion_starts_afresh() -> None:
    waiting = lack_papers(
        referred(), duty=Duty(title="公租房申请"), missing=("身份证",), by=LI, at=AT, office=OFFICE
    )[0]
    assert [c.kind for c in waiting.clocks if c.running] == ["supplement"]
    later = AT + timedelta(days=2)
    back = complete_papers(waiting, by=WANG, at=later, office=OFFICE)[0]
    assert (back.state, back.owes, back.due is not None and back.due.day) == (
        State.ACCEPTED,
        LI,
        2,
    )


def test_attempts_count_once_a_half_day_and_the_third_closes() -> None:
    tried = attempt(concluded(), by=WANG, at=AT, office=OFFICE)[0]
    with pytest.raises(TriedAlready):
        attempt(tried, by=WANG, at=AT + timedelta(minutes=5), office=OFFICE)
    for hours in (5, 24):
        tried = attempt(tried, by=WANG, at=AT + timedelta(hours=hours), office=OFFICE)[0]
    assert (tried.state, tried.grade) == (State.CLOSED, Grade.UNREACHABLE)


def test_a_grade_may_be_added_once_to_what_closed_without_one() -> None:
    closed = replace(grade(concluded(), value=Grade.NONE, by=WANG, at=AT)[0])
    graded = grade_later(closed, value=Grade.GOOD, by=WANG, at=AT)[0]
    assert graded.grade is Grade.GOOD
    with pytest.raises(NotAllowedNow):
        grade_later(graded, value=Grade.BAD, by=WANG, at=AT)


def test_done_again_has_a_clock_of_its_own() -> None:
    again = reopen(
        concluded(),
        to=LI,
        department=SECTION,
        value=Grade.POOR,
        reason="没讲清",
        by=WANG,
        at=AT,
        office=OFFICE,
    )[0]
    assert again.main_clock is not None
    assert (again.main_clock.kind, again.owes, again.outcome) == ("redo", LI, None)


def test_a_registration_taken_back_owes_nothing_to_anybody() -> None:
    taken = void(registered(), by=WANG, at=AT)[0]
    assert (taken.owes, taken.due, taken.is_open) == ("", None, False)


def test_face_to_face_the_signature_is_the_first_contact() -> None:
    contacts = {}
    for presence in (Presence.HALL, Presence.GONE):
        told = tell_presence(referred(), presence=presence, by=WANG, at=AT, office=OFFICE)[0]
        taken = accept(told, by=LI, at=AT)[0]
        contacts[presence] = (taken.clock(ClockKind.CONTACT) is None, taken.contacted_at)
    assert contacts == {Presence.HALL: (True, AT), Presence.GONE: (False, None)}


def test_who_concludes_after_a_transfer_is_not_the_first_handler() -> None:
    moved = transfer(
        accept(referred(), by=LI, at=AT)[0], to=WU, department=SECTION, by=LI, at=AT, office=OFFICE
    )[0]
    done = conclude(moved, outcome=Outcome.DONE, told="好", by=WU, at=AT, office=OFFICE)[0]
    assert (done.first_handler, done.assignee) == (LI, WU)


def test_what_is_done_again_is_followed_up_with_three_attempts_again() -> None:
    tried = attempt(concluded(), by=WANG, at=AT, office=OFFICE)[0]
    given = {"value": Grade.BAD, "reason": "x", "by": WANG, "at": AT, "office": OFFICE}
    again = reopen(tried, to=LI, department=SECTION, **given)[0]  # type: ignore[arg-type]
    assert (len(tried.attempts), again.attempts) == (1, ())


@pytest.mark.parametrize(
    ("assignee", "first_handler", "own"),
    [(WANG, LI, True), (LI, WANG, True), (LI, WU, False)],
)
def test_whoever_had_a_hand_in_the_work_grades_his_own(
    assignee: OfficerId, first_handler: OfficerId, own: bool
) -> None:
    done = replace(concluded(), assignee=assignee, first_handler=first_handler)
    facts = grade(done, value=Grade.GOOD, by=WANG, at=AT)[1]
    assert [fact.own_work for fact in facts if isinstance(fact, Graded)] == [own]
