"""Faces that several views show: each stands in one template, at home in the view named first."""

from collections.abc import Mapping

_ASSIGNEES = ("formal-urge", "remind", "urge")
"""What an assignee is asked: the same menus as his card has."""
_LENT: Mapping[str, tuple[str, ...]] = {
    "officer/outcomes": ("clerk", *_ASSIGNEES),
    "officer/papers": ("clerk", "returned", *_ASSIGNEES),
    "officer/units": ("clerk", "returned", *_ASSIGNEES),
    "officer/which-duty": ("clerk", "returned", *_ASSIGNEES),
    "officer/more": _ASSIGNEES,
    "officer/not-mine": _ASSIGNEES,
    "officer/people": ("decide", "unreachable", *_ASSIGNEES),
    "urge/dates": ("formal-urge",),
    "urge/reasons": ("formal-urge",),
    "clerk/answer": ("returned",),
    "clerk/more": ("returned",),
    "clerk/people": ("returned",),
    "leader/people": ("decide-return",),
    "officer/other": ("clerk", "leader"),
}
"""A face, and the views that show it too."""

SAME: Mapping[str, str] = {
    **{f"{view}/{face.partition('/')[2]}": face for face, views in _LENT.items() for view in views},
    "clerk/accepted": "clerk/referred",
    "leader/accepted": "leader/referred",
}
"""By view and face, the template that shows it where it has none of its own."""
