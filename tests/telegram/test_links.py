"""The link that binds: whoever gets a code gets the bot's own address with it."""

from pathlib import Path

from bot.admin.premises import opened
from bot.admin.staffing import bind_person
from bot.demo import demo_directory, demo_start
from bot.demo.office import directory_entries
from tests.telegram.fake import Fake

OFFICE = '[office]\nname = "云岭县住房和城乡建设局"\n[adapters.telegram]\n'


async def test_a_code_comes_with_the_link_that_opens_the_bot(fake: Fake, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    address = f'token = "{fake.token}"\nbase_url = "{fake.base_url}"\n'
    file.write_text(OFFICE + address, "utf-8")
    async with opened(file) as premises:
        entries = directory_entries(demo_directory(), "telegram")
        await premises.store.run(lambda work: work.put(*entries), at=demo_start())
    (said,) = await bind_person("002", file)
    link = f"https://t.me/{fake.username}?start="
    assert link in said
    code = said.partition(link)[2][:9]
    assert [len(part) for part in code.split("-")] == [4, 4]
