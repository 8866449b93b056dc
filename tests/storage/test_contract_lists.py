"""What both stores promise of items, drafts, undoable steps and the directory."""

from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from bot.chat import Address
from bot.domain.office import Absence, Account, Channel, Department, Officer, OfficerId, Role
from bot.ports.store import Store, Work
from tests.storage.samples import CHAT, DAY, HOUR, LI, NOW, WANG, draft, inquiry, item, run, undo

MONDAY = date(2026, 11, 23)


async def test_an_item_is_owed_once_and_told_once(store: Store) -> None:
    def add(work: Work) -> list[bool]:
        first = work.items.add(item("b"))
        return [first, work.items.add(item("a")), work.items.add(item("b", view="other"))]

    def ready(work: Work) -> list[str]:
        return [each.key for each in work.items.ready(NOW, to=LI)]

    assert await run(store, add) == [True, True, False]
    assert await run(store, ready) == ["b", "a"]
    await run(store, lambda work: work.items.told(["b", "unknown"]))
    assert await run(store, ready) == ["a"]
    assert await run(store, lambda work: work.items.add(item("b"))) is False


async def test_an_item_is_held_back_until_its_moment(store: Store) -> None:
    office = timezone(timedelta(hours=8))
    later = item("later", not_before=(NOW + HOUR).astimezone(office), args=("2wd",), alone=True)

    def add(work: Work) -> None:
        work.items.add(later)
        work.items.add(item("latest", not_before=NOW + DAY))

    await run(store, add)
    assert await run(store, lambda work: work.items.ready(NOW, to=LI)) == []
    assert await run(store, lambda work: work.items.next_held(NOW)) == NOW + HOUR
    assert await run(store, lambda work: work.items.ready(NOW + HOUR, to=LI)) == [later]
    assert await run(store, lambda work: work.items.next_held(NOW + HOUR)) == NOW + DAY
    assert await run(store, lambda work: work.items.next_held(NOW + DAY)) is None


async def test_who_is_owed_something_comes_in_the_order_of_being_owed(store: Store) -> None:
    def add(work: Work) -> None:
        work.items.add(item("a"))
        work.items.add(item("b", to=WANG))
        work.items.add(item("c"))
        work.items.add(item("d", to=OfficerId("1000"), not_before=NOW + HOUR))

    await run(store, add)
    assert await run(store, lambda work: work.items.recipients(NOW)) == [LI, WANG]
    found = await run(store, lambda work: work.items.ready(NOW, to=LI))
    assert [each.key for each in found] == ["a", "c"]
    await run(store, lambda work: work.items.told(["a", "c"]))
    assert await run(store, lambda work: work.items.recipients(NOW + HOUR)) == [WANG, "1000"]


async def test_a_draft_is_one_persons_in_one_chat(store: Store) -> None:
    elsewhere = draft(address=Address("web", "1001", "topic"), answers={})
    other = draft(officer=LI, reminded=True)

    def put(work: Work) -> None:
        for each in (draft(answers={}), elsewhere, other, draft(asking="channel")):
            work.drafts.put(each)

    await run(store, put)
    assert await run(store, lambda work: work.drafts.get(CHAT, WANG)) == draft(asking="channel")
    found = await run(store, lambda work: work.drafts.all())
    assert found == [draft(asking="channel"), other, elsewhere]
    await run(store, lambda work: work.drafts.drop(draft()))
    assert await run(store, lambda work: work.drafts.get(CHAT, WANG)) is None


async def test_what_a_turn_does_to_a_drafts_answers_is_not_kept_by_itself(store: Store) -> None:
    def spoil(work: Work) -> None:
        own = draft()
        work.drafts.put(own)
        own.answers["matter"] = "…"
        found = work.drafts.get(CHAT, WANG)
        assert found == draft()
        found.answers["matter"] = "…"

    await run(store, spoil)
    assert await run(store, lambda work: work.drafts.get(CHAT, WANG)) == draft()


async def test_the_last_undoable_step_of_an_inquiry_and_of_a_person(store: Store) -> None:
    before = undo(1, before=inquiry(id=1), posts=(3, 4), step=5)

    def put(work: Work) -> None:
        for each in (undo(1), undo(2), undo(3, by=LI), before):
            work.undos.put(each)

    await run(store, put)
    assert await run(store, lambda work: work.undos.of(1)) == before
    assert await run(store, lambda work: work.undos.last_by(WANG)) == before
    await run(store, lambda work: work.undos.drop(1))
    assert await run(store, lambda work: work.undos.of(1)) is None
    assert await run(store, lambda work: work.undos.last_by(WANG)) == undo(2)
    await run(store, lambda work: work.undos.drop(2))
    assert await run(store, lambda work: work.undos.last_by(WANG)) is None


# ── Directory ────────────────────────────────────────────────────────────────

WANG_LI = Officer(id=WANG, name="王丽", department="窗口", roles=(Role.CLERK,))


async def test_the_roster_has_what_was_put_in_this_turn_and_later(store: Store) -> None:
    def bind(work: Work) -> str:
        before = work.roster
        work.put(WANG_LI, Department(name="窗口", head=WANG))
        work.put(Channel(platform="web", chat="c", department="窗口"))
        assert before.officer(WANG).active is False
        return work.roster.officer(WANG).name

    assert await run(store, bind) == "王丽"
    roster = await run(store, lambda work: work.roster)
    assert roster.directory.officers == {WANG: WANG_LI}
    assert roster.head_of("窗口") == WANG
    assert roster is await run(store, lambda work: work.roster)
    await run(store, lambda work: work.drop(WANG_LI))
    assert (await run(store, lambda work: work.roster)).directory.officers == {}


async def test_a_turn_undone_leaves_the_roster_as_it_was(store: Store) -> None:
    def fail(work: Work) -> None:
        work.put(replace(WANG_LI, name="王莉"))
        assert work.roster.officer(WANG).name == "王莉"
        raise ArithmeticError

    await run(store, lambda work: work.put(WANG_LI))
    with pytest.raises(ArithmeticError):
        await run(store, fail)
    assert (await run(store, lambda work: work.roster)).officer(WANG).name == "王丽"


async def test_updates_keep_their_place_but_the_account_and_absence_put_last_count(
    store: Store,
) -> None:
    accounts = [Account(platform=name, user="1", officer=WANG) for name in ("web", "telegram")]
    absences = [
        Absence(officer=WANG, first=MONDAY, last=MONDAY, message="a"),
        Absence(officer=WANG, first=MONDAY - DAY, last=MONDAY, message="b"),
    ]
    await run(store, lambda work: work.put(WANG_LI, replace(WANG_LI, id=LI), *accounts, *absences))
    await run(store, lambda work: work.put(WANG_LI, accounts[0], absences[0]))
    roster = await run(store, lambda work: work.roster)
    assert [officer.id for officer in roster.active()] == [WANG, LI]
    assert [account.platform for account in roster.accounts(WANG)] == ["web", "telegram"]
    assert roster.absence(WANG, MONDAY) == absences[0]


async def test_the_oldest_undoable_steps_come_first_and_a_new_step_is_the_newest(
    store: Store,
) -> None:
    def turn(work: Work) -> list[int]:
        for about in (3, 1, 2, 3):
            work.undos.put(undo(about))
        return [each.inquiry for each in work.undos.oldest(2)]

    assert await run(store, turn) == [1, 2]


async def test_an_account_keeps_since_when_and_whether_it_is_preferred(store: Store) -> None:
    account = Account(platform="slack", user="U2", officer=LI, chat="D2", preferred=True, since=NOW)
    await run(store, lambda work: work.put(account))
    assert await run(store, lambda work: work.roster.bound(LI)) == (account,)
