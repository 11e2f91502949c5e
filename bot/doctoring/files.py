"""Does the store of attachments take a file, give it back and forget it?"""

from secrets import token_hex

from bot.doctoring.verdicts import Failed
from bot.settings import Settings


async def keep(settings: Settings) -> str:
    """Writes, reads and deletes a file of its own."""
    from obstore.exceptions import BaseError
    from obstore.store import from_url

    url = settings.files.url
    name, content = f"doctor-{token_hex(8)}", b"stafett doctor"
    try:
        store = from_url(url, **settings.files.store_options())
        await store.put_async(name, content)
        back = (await (await store.get_async(name)).bytes_async()).to_bytes()
        await store.delete_async(name)
    except (BaseError, OSError, ValueError) as error:
        first_line = str(error).strip().splitlines()[0]
        raise Failed(f"{url}: {first_line}", "Check [files], and that this user may write there") from None
    if back != content:
        raise Failed(f"{url} gave back something else than was written", "Check the store")
    return f"{url} keeps and forgets"
