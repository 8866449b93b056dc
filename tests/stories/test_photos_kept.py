"""Photos handed over in any chat are kept without what the phone wrote into them."""

import pytest

from bot.chat import Attachment
from tests.chat.test_photos import SECRETS, telling
from tests.counter import Counter
from tests.stories.files import LINE, hand_over, photo


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_what_a_phone_writes_into_a_photo_is_not_kept(counter: Counter, kind: str) -> None:
    taken = telling("JPEG")
    counter.console.files["p1"] = taken
    given = Attachment(kind=kind, handle="p1", name="现场.jpg", mime="image/jpeg", size=len(taken))
    await hand_over(counter, "王丽", given, text=LINE)
    (file,) = (await counter.inquiry("1123-07")).files
    kept = counter.shelf.read(file.sha)
    assert (file.state, file.size) == ("kept", len(kept))
    assert [secret for secret in SECRETS if secret in kept] == []
    assert [secret for secret in SECRETS if secret in taken] == list(SECRETS)


async def test_a_photo_nobody_can_read_is_refused(counter: Counter) -> None:
    broken = telling("JPEG")[:200]
    await hand_over(counter, "王丽", photo(counter, "p1", broken), text=LINE)
    (file,) = (await counter.inquiry("1123-07")).files
    assert (file.state, file.reason) == ("refused", "type")
