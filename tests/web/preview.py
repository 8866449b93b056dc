"""Serves the page with the small office: ``python -m tests.web.preview [port]``."""

import asyncio
import sys

from tests.web.fake_core import FakeOffice


async def main(port: int) -> None:
    office = FakeOffice()
    adapter = office.connect(port)
    print(f"ready {adapter.url}", flush=True)  # noqa: T201 - this is its output
    await adapter.run(office.receive)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000))
