"""Which rules apply to an inquiry: those it began under, of the section it lies with (8.14)."""

from bot.domain.inquiry import Inquiry
from bot.domain.roster import Roster
from bot.domain.rules import Office


def under(office: Office, inquiry: Inquiry, roster: Roster, section: str = "") -> Office:
    """The office under those rules; *section* instead of where it lies.

    Before it is referred that is the first responder's own. A section without rules of its own
    has those of the one above it, in the end the office's.
    """
    here = section or inquiry.department or roster.officer(inquiry.follower).department
    return office.under(inquiry.ruleset, _ruled(office, here, roster), inquiry.kind)


def _ruled(office: Office, section: str, roster: Roster) -> str:
    seen: set[str] = set()
    while section and section not in seen:
        if office.has_rules(section):
            return section
        seen.add(section)
        section = roster.department(section).parent
    return ""
