"""What the app may do in a workspace: asked for in ``manifest.yaml``, told by ``auth.test``."""

from slack_sdk.web.async_slack_response import AsyncSlackResponse

SCOPES = (
    "channels:history",  # what is said in a team's channel: replies to the bot's lines, mentions
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",  # the same in a private channel
    "im:history",
    "im:write",  # to write to somebody first
    "users:read",
    "users:read.email",  # people are recognised by their e-mail
)
EVENTS = ("app_home_opened", "message.channels", "message.groups", "message.im")


def missing(answer: AsyncSlackResponse) -> tuple[str, ...]:
    """Return the scopes that were not granted, of the answer to any call."""
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    return tuple(scope for scope in SCOPES if scope not in granted)
