"""The order in which values stand in a row; tables, statements and `rows` go by it."""

ABOUT = (
    "number",
    "full",
    "day",
    "received_at",
    "registered_by",
    "first_responder",
    "asked",
    "inquirer",
    "unit",
    "phone",
    "place",
    "matter",
    "channel",
    "kind",
)
"""What an inquiry is about: rarely corrected, so that its indexes are left alone by most saves."""

MOVING = (
    "state",
    "step",
    "open",
    "owes",
    "assignee",
    "director",
    "helpers",
    "handled",
    "department",
    "duty",
    "told",
    "outcome",
    "grade",
    "concluded_at",
    "closed_at",
    "due",
    "alarm",
)
"""What changes as an inquiry moves on."""

POST = (
    "id",
    "platform",
    "chat",
    "thread",
    "recipient",
    "kind",
    "key",
    "rank",
    "not_before",
    "message_id",
    "shown",
    "wanted",
    "state",
    "tries",
    "error",
    "made_at",
    "body",
)

POST_MOVING = ("not_before", "wanted", "state", "body")
"""What saving a post keeps of it every time."""

POST_WHERE = ("platform", "chat", "thread", "message_id", "key")
"""What saving a post keeps too, but seldom changes: its indexes are left alone otherwise."""
