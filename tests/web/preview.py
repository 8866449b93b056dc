"""Serves the page with the small office: ``python -m tests.web.preview``."""

import asyncio

from tests.web.conftest import served


async def main() -> None:
    async with served() as office:
        print(f"ready {office.url}", flush=True)  # noqa: T201 - this is its output
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main())
