"""Pictures made for a test: readable ones, as a phone's camera makes them."""

from io import BytesIO

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    """One colour all over, *size* in pixels."""
    made = BytesIO()
    Image.new("RGB", size, (214, 120, 52)).save(made, kind)
    return made.getvalue()


def grainy() -> bytes:
    """A PNG that does not pack into a few bytes, as a photo does not."""
    made = BytesIO()
    Image.effect_noise((200, 200), 60).save(made, "PNG")
    return made.getvalue()
