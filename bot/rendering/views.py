"""From what stands in a chat (a post's parts) to what it looks like now.

A part's template is ``views/<view>/<face>``, else ``views/<view>/<state of the inquiry>``, else
``views/<view>``. A post is rendered again whenever an inquiry it is about has changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from html import escape
from typing import Any

from markupsafe import Markup

from bot.chat import Ack, Enclosed, Outgoing, Segment
from bot.domain.inquiry import Inquiry
from bot.domain.messages import PostKind
from bot.domain.office import Officer, OfficerId
from bot.domain.roster import Roster
from bot.domain.rules import Office
from bot.ports.store import Work
from bot.ports.values import Part, Post
from bot.rendering.abroad import fit_for_abroad, from_abroad, without_particulars
from bot.rendering.faces import SAME
from bot.rendering.markup import SIGHT, Renderer, as_button, fits, key_of, outgoing, payload
from bot.rendering.reach import Reach
from bot.rendering.sight import Sight
from bot.rendering.wording import Wording

UNDONE = "undone"
_OF_A_PART = frozenset({"args", "button"})


class Views:
    """Renders posts for one office."""

    def __init__(self, office: Office, wording: Wording, reach: Reach) -> None:
        """Compile nothing yet: templates are opened as they are needed."""
        self.office = office
        self.wording = wording
        self.renderer = Renderer(wording)
        self.reach = reach
        self._template = lru_cache(maxsize=1024)(self._find_template)
        self._is_plain = cache(lambda name: self.renderer.asks_only_for(name, _OF_A_PART))
        self._plain = lru_cache(maxsize=1024)(self._render_plain)

    def render(
        self, post: Post, work: Work, known: Mapping[int, Inquiry] | None = None
    ) -> Outgoing:
        """Say how *post* looks now; *known* are inquiries read already in this turn."""
        texts = []
        for part in post.parts:
            inquiry = (known or {}).get(part.inquiry) if part.inquiry else None
            if part.inquiry and inquiry is None:
                inquiry = work.inquiries.get(part.inquiry)
            texts.append(self._part(part, inquiry, post, work))
        between = "\n" if post.kind == PostKind.DIGEST else "\n\n"
        text = between.join(t for t in texts if t.strip())
        shown = outgoing(text, self.mention(post, work.roster))
        shown = self.on_its_way(shown, post.address.platform)
        wipe = any(part.face == UNDONE for part in post.parts)
        if post.kind.silent:
            return replace(shown, silent=True, wipe=wipe)
        if post.kind == PostKind.FILES:
            return replace(shown, files=self._files(post, known, work), wipe=wipe)
        return shown

    def _files(
        self, post: Post, known: Mapping[int, Inquiry] | None, work: Work
    ) -> tuple[Enclosed, ...]:
        """The files sent along; papers of inquirers do not go to platforms abroad."""
        part = post.parts[0]
        inquiry = (known or {}).get(part.inquiry) or work.inquiries.get(part.inquiry)
        if self.is_abroad(post.address.platform):
            return ()
        wanted = frozenset(part.args)
        files = (f for f in inquiry.files if str(f.id) in wanted and f.sha)
        return tuple(Enclosed(f.kind, f.name, f.mime, f.sha) for f in files)

    def is_abroad(self, platform: str) -> bool:
        """Tell whether names and numbers must not go to this platform."""
        return self.office.mainland and platform not in self.reach.at_home

    def as_seen(self, inquiry: Inquiry, platform: str, roster: Roster) -> Inquiry:
        """The inquiry as a reader on this platform may see it."""
        if not self.is_abroad(platform):
            return inquiry
        duty = roster.duty(inquiry.duty)
        return from_abroad(
            inquiry,
            subject=duty.name if duty else self.wording.pattern("other_matter"),
            elsewhere=self.wording.pattern("elsewhere"),
            is_listed=lambda text: self.wording.is_listed(text) or _is_public(text, roster),
        )

    def on_its_way(self, message: Outgoing, platform: str) -> Outgoing:
        """The last look at a message, whatever it is made of."""
        return fit_for_abroad(message) if self.is_abroad(platform) else message

    def in_passing(self, ack: Ack, platform: str) -> Ack:
        """The same for the word that passes."""
        return Ack(without_particulars(ack.text), ack.errors) if self.is_abroad(platform) else ack

    def words(self, name: str, work: Work, **context: object) -> str:
        """Render a template that is about no inquiry, as neutral markup."""
        return self.renderer.text(name, {**self._common(work), **context})

    def mention(self, post: Post, roster: Roster) -> Callable[[str], Segment]:
        """Mention people as the post's platform knows them, each once; else by plain name."""
        mentioned: set[str] = set()

        def segment(officer: str) -> Segment:
            if officer in mentioned:
                return Segment("text", roster.officer(officer).name)
            mentioned.add(officer)
            account = roster.account_on(OfficerId(officer), post.address.platform)
            return Segment("at", roster.officer(officer).name, account.user if account else "")

        return segment

    def _part(self, part: Part, inquiry: Inquiry | None, post: Post, work: Work) -> str:
        face, _, choice = part.face.partition(":")
        name = self._template(part.view, face, inquiry.state.value if inquiry else "")
        if not part.inquiry and self._is_plain(name):
            return self._plain(name, part.args)
        many = len(post.parts) > 1
        button = _buttons_of(part, inquiry, many=many)
        if inquiry:
            inquiry = self.as_seen(inquiry, post.address.platform, work.roster)
        context = {
            **self._common(work),
            "i": inquiry,
            "me": work.roster.officer(post.to),
            "part": part,
            "args": part.args,
            "choice": choice,  # what was picked so far in this face
            "button": button,
            "many": many,
            "duty": work.roster.duty(inquiry.duty) if inquiry else None,
            "confident": bool(inquiry and inquiry.duty),
            SIGHT: Sight(part, post, work, self),
        }
        return self.renderer.text(name, context)

    def _render_plain(self, name: str, args: tuple[str, ...]) -> str:
        """Questions of a form look the same to everybody, whatever has happened."""

        def button(label: object, verb: str, arg: object = "") -> Markup:
            return as_button(str(label), payload(verb, arg=str(arg)))

        return self.renderer.text(name, {"args": args, "button": button})

    def _common(self, work: Work) -> dict[str, Any]:
        roster, hours = work.roster, self.office.hours
        return {
            "now": work.now,
            "today": hours.today(work.now),
            "office": self.office,
            "roster": roster,
            "who": roster.officer,
            "dept": roster.department,
            "at": _at,
            "key": key_of,
            "light": self.wording.light,
            "link": self.link,
            "links": self.all_links,
        }

    def link(self, code: str) -> str:
        """The first platform's link that binds an account with *code*; "" if none has one."""
        return next(iter(self.all_links(code).values()), "")

    def all_links(self, code: str) -> dict[str, str]:
        """By platform, the links that bind an account with *code*."""
        made = {platform: link(code) for platform, link in self.reach.links.items()}
        return {platform: link for platform, link in made.items() if link}

    def _find_template(self, view: str, face: str, state: str) -> str:
        tried = [f"{view}/{face}"] if face else []
        for name in (*tried, f"{view}/{state}", view):
            found = f"views/{SAME.get(name, name)}"
            if self.renderer.knows(found):
                return found
        return f"views/{SAME.get(f'{view}/other', f'{view}/other')}"


def _buttons_of(part: Part, inquiry: Inquiry | None, *, many: bool) -> Callable[..., Markup]:
    """What makes the buttons of one piece: of *many* the first says which piece it belongs to."""
    step = inquiry.step if inquiry else 0
    made: list[str] = []

    def button(label: object, verb: str, arg: object = "", *, first: bool = False) -> Markup:
        shown = f"{inquiry.number} {label}" if many and inquiry else str(label)
        if not first and (made or not fits(shown)):  # where there is room
            shown = str(label)
        made.append(shown)
        return as_button(shown, payload(verb, part.inquiry, step, str(arg)))

    return button


def _is_public(text: str, roster: Roster) -> bool:
    """An outside unit by name, or a standard answer of the catalogue."""
    directory = roster.directory
    return text in directory.units or any(text == d.answer for d in directory.duties.values())


def _at(officer: OfficerId | Officer) -> Markup:
    key = officer.id if isinstance(officer, Officer) else officer
    return Markup(f'<at id="{escape(key)}"/>')  # noqa: S704 - escaped
