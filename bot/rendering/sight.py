"""What templates may ask about an inquiry beyond its own fields: people, days, what may be shown."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.applying import under
from bot.domain.handover import parts_in
from bot.domain.inquiry import WITH_ASSIGNEE, Inquiry, Urge, UrgeKind
from bot.domain.office import Duty, Officer, OfficerId, Role
from bot.domain.roster import Roster
from bot.domain.rules import Office
from bot.domain.urging import urged_today
from bot.lines.candidates import Candidate, describe
from bot.ports.store import Work
from bot.ports.values import Filter, Part, Post
from bot.rendering.ledger import newest_of
from bot.rendering.wording import Wording

_PROMISE_DAYS = (1, 3, 4)
_WINDOW = re.compile(r"[（(]([^）)]*)[）)]")
_EXTRA = ("known:", "split:")
UNDELIVERED = 3
"""Undelivered messages on a page: two buttons each, and one for the next page."""


class Seeing(Protocol):
    """What is asked of the views."""

    office: Office
    wording: Wording

    def is_abroad(self, platform: str) -> bool: ...

    def as_seen(self, inquiry: Inquiry, platform: str, roster: Roster) -> Inquiry: ...


@dataclass(frozen=True)
class Sight:
    """One part of one post, seen by its reader at the turn's moment.

    Templates ask for what is public here by its bare name; nothing is worked out unasked.
    """

    part: Part
    post: Post
    work: Work
    views: Seeing

    @property
    def office(self) -> Office:
        """The office whose bot speaks."""
        return self.views.office

    @property
    def wording(self) -> Wording:
        """Its words."""
        return self.views.wording

    @property
    def abroad(self) -> bool:
        """Whether the reader's platform stands abroad: particulars are not shown there."""
        return self.views.is_abroad(self.post.address.platform)

    def seen(self, inquiry: Inquiry) -> Inquiry:
        """Another inquiry than the part's own, as the reader may see it."""
        return self.views.as_seen(inquiry, self.post.address.platform, self.work.roster)

    @property
    def part_count(self) -> int:
        """How many pieces the message has."""
        return len(self.post.parts)

    @property
    def units(self) -> tuple[str, ...]:
        """The outside units by name, in the order of the catalogue."""
        return tuple(self.work.roster.directory.units)

    def candidates(self) -> tuple[Candidate, ...]:
        """The row of people of a registration card."""
        codes = tuple(a for a in self.part.args if not a.startswith(_EXTRA))
        return describe(codes, self.work.roster, self._today)

    def first_candidates(self, inquiry: Inquiry) -> tuple[Candidate, ...]:
        """Whom the registration card offered, for the leader's card."""
        for post in self.work.posts.about(inquiry.id):
            for part in post.parts:
                if part.view == "clerk" and part.inquiry == inquiry.id and part.args:
                    codes = tuple(a for a in part.args if not a.startswith(_EXTRA))
                    return describe(codes[:2], self.work.roster, self._today)
        return ()

    @property
    def known(self) -> Inquiry | None:
        """The earlier inquiry of a known number."""
        found = next((a for a in self.part.args if a.startswith("known:")), "")
        if not found:
            return None
        return self.seen(self.work.inquiries.get(int(found.removeprefix("known:"))))

    @property
    def apart(self) -> int:
        """Into how many lines a pasted text could be taken apart; 0 for none."""
        found = next((a for a in self.part.args if a.startswith("split:")), "")
        return len(found.split("\n")) if found else 0

    def people(self) -> tuple[Officer, ...]:
        """Everyone active but the reader, by department."""
        others = (o for o in self.work.roster.active() if o.id != self.post.to)
        return tuple(sorted(others, key=lambda o: (o.department, o.id)))

    def section_people(self, inquiry: Inquiry) -> tuple[Officer, ...]:
        """Whom a head may name: the people of the section it was last sent to."""
        section = inquiry.returns[-1].department if inquiry.returns else inquiry.department
        return tuple(o for o in self.people() if o.department == section)[:3]

    def leader_above(self, inquiry: Inquiry, head: OfficerId) -> OfficerId:
        """The leader a head may pass a decision to; empty if he is the leader himself."""
        leader = self.work.roster.leader_of(inquiry.department)
        return leader if leader != head else OfficerId("")

    def acts_for(self, officer: OfficerId) -> bool:
        """Whether the reader is *officer*, or stands in for him today."""
        return self.work.roster.acts_for(self.post.to, officer, self._today)

    def duties_with_papers(self) -> list[Duty]:
        """Duties that list materials."""
        return [d for d in self.work.roster.directory.duties.values() if d.materials]

    def back_day(self, last: date) -> int:
        """Day of the month an absent officer is back."""
        return self.office.hours.calendar.after(last, 1).day

    def day_of(self, text: str) -> date:
        """An ISO date in a part's arguments."""
        return date.fromisoformat(text)

    def moment_of(self, text: str) -> datetime:
        """An ISO moment in a part's arguments."""
        return datetime.fromisoformat(text)

    def files_of(self, inquiry: Inquiry) -> tuple[str, ...]:
        """What was handed over in chat: pictures and sound by their number, papers by their names."""
        return self.wording.files(inquiry.files, abroad=self.abroad)

    def files_named(self, inquiry: Inquiry, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Those of its files that have these numbers, in the same words."""
        named = tuple(file for file in inquiry.files if str(file.id) in ids)
        return self.wording.files(named, abroad=self.abroad)

    @property
    def mine(self) -> tuple[Inquiry, ...]:
        """The reader's open inquiries, newest first, to choose one from."""
        return tuple(map(self.seen, newest_of(self.post.to, self.work)))

    def offered(self, ids: tuple[str, ...]) -> tuple[Inquiry, ...]:
        """The inquiries of these ids."""
        return tuple(self.seen(self.work.inquiries.get(int(each))) for each in ids)

    def day_words(self, due: datetime) -> str:
        """明天下班前, else the date."""
        tomorrow = self.office.hours.calendar.after(self._today, 1)
        day = self.office.hours.today(due)
        if day == tomorrow == self._today + timedelta(days=1):
            return self.wording.pattern("tomorrow_by")
        return self.wording.due(due)

    def window_of(self, officer: Officer) -> str:
        """The window in brackets behind a title (科员（3号窗）), else the room."""
        found = _WINDOW.search(officer.title)
        return found[1] if found else officer.room

    @property
    def supervision_phone(self) -> str:
        """The telephone of supervision, else of the chief."""
        roster = self.work.roster
        supervisors = [o for o in roster.active() if Role.SUPERVISOR in o.roles and o.phone]
        return supervisors[0].phone if supervisors else roster.officer(roster.chief).phone

    def undelivered(self, first: int) -> tuple[tuple[Post, ...], int, int]:
        """A page of what is parked, newest first: from *first* on, where it begins, all of it."""
        parked = self.work.posts.parked()[::-1]
        begins = (
            first if first < len(parked) else max(len(parked) - 1, 0) // UNDELIVERED * UNDELIVERED
        )
        return tuple(parked[begins : begins + UNDELIVERED]), begins, len(parked)

    def reader_of(self, post: Post) -> str:
        """Whom a post was meant for: a person, a section's channel, else some chat."""
        roster, where = self.work.roster, post.address
        channel = roster.channel_at(where.platform, where.chat, where.thread)
        if post.to:
            return roster.officer(post.to).name
        if channel is None:
            return self.wording.pattern("unknown_chat")
        return self.wording.pattern(
            "channel_of", section=roster.department(channel.department).label
        )

    def numbers_of(self, post: Post) -> str:
        """The short numbers of what a post is about."""
        inquiries = dict.fromkeys(part.inquiry for part in post.parts if part.inquiry)
        return " ".join(self.work.inquiries.get(i).number for i in inquiries)

    def undoable(self, inquiry: Inquiry) -> bool:
        """Whether the reader may still take his last step back."""
        last = self.work.undos.of(inquiry.id)
        return bool(last and last.by == self.post.to and last.step == inquiry.step)

    def urging_of(self, inquiry: Inquiry) -> str:
        """How its assignee is urged: ``formal``, how often, or "" where no answer is owed to it."""
        mine = [urge for urge in inquiry.urges if urge.of == inquiry.assignee]
        if not mine or mine[-1].answered_at is not None or not inquiry.with_assignee:
            return ""
        return (
            UrgeKind.FORMAL if any(urge.how is UrgeKind.FORMAL for urge in mine) else str(len(mine))
        )

    def urged_today(self, inquiry: Inquiry) -> bool:
        """Whether the day's urge has been made."""
        return urged_today(inquiry, at=self.work.now, office=self._under(inquiry))

    def fallback_at(self, inquiry: Inquiry) -> datetime | None:
        """When the bot urges in the first responder's place."""
        return next((c.fallback_at for c in inquiry.clocks if c.fallback_at), None)

    def late_on(self, inquiry: Inquiry) -> datetime | None:
        """The first date that was missed, which stays on record."""
        missed = [c for c in inquiry.clocks if c.kind.answers_the_inquirer and c.missed]
        return missed[-1].due if missed else None

    def late_reason(self, inquiry: Inquiry) -> Urge | None:
        """The answer to the last urge that was answered."""
        answered = [u for u in inquiry.urges if u.answered_at and u.promised]
        return answered[-1] if answered else None

    def late_days(self, due: datetime) -> int:
        """Working days begun after the due day."""
        hours = self.office.hours
        return hours.calendar.between(hours.today(due), self._today)

    def promise_days(self) -> tuple[date, ...]:
        """Working days on the row of dates."""
        after = self.office.hours.calendar.after
        return tuple(after(self._today, n) for n in _PROMISE_DAYS)

    def promise_words(self, reason: str) -> str:
        """How a delay is told to the inquirer."""
        return self.wording.told_delay(reason)

    def deputy_did(self, args: tuple[str, ...]) -> tuple[int, int]:
        """How many the deputy took over during an absence, and concluded."""
        first, last, deputy = self.day_of(args[0]), self.day_of(args[1]), OfficerId(args[2])
        taken = self.work.inquiries.find(
            Filter(assignee=deputy, since=first - timedelta(days=60), until=last)
        )
        stood_in = [i for i in taken if self.post.to in i.holders or self.post.to in i.meant_for]
        done = [i for i in stood_in if i.state not in WITH_ASSIGNEE]
        return len(stood_in), len(done)

    def parts_in(self, inquiry: Inquiry, officer: OfficerId) -> tuple[str, ...]:
        """What somebody is on an open inquiry, in words."""
        return tuple(self.wording.label("part", part) for part in parts_in(inquiry, officer))

    def debt(self, code: str) -> str:
        """What is handed over besides inquiries (交接), by its code, in words."""
        kind, _, key = code.partition("/")
        label = self.wording.label("debt", kind)
        if kind == "draft":
            return label
        return self.wording.pattern("debt", label=label, what=self._named(kind, key))

    def _named(self, kind: str, key: str) -> str:
        officer, _, day = key.rpartition("/")
        match kind:
            case "deputy":
                return self.work.roster.officer(key).name
            case "absence":
                name = self.work.roster.officer(officer).name
                return f"{name} {self.wording.day(self.day_of(day), 'date')}"
            case "day":
                return self.wording.day(self.day_of(key), "date")
        return key

    def rules_of(self, inquiry: Inquiry) -> str:
        """Which rules apply, where there are others beside them; else empty (8.14)."""
        rules = self._under(inquiry).rules
        alone = not self.office.sections and inquiry.ruleset in ("", self.office.book)
        return "" if alone else rules.shown_as or rules.title

    def _under(self, inquiry: Inquiry) -> Office:
        return under(self.office, inquiry, self.work.roster)

    @property
    def _today(self) -> date:
        return self.office.hours.today(self.work.now)
