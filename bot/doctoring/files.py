"""Does the store of attachments take a file and give it back?"""

from bot.doctoring.verdicts import Failed
from bot.settings import Settings


async def keep(settings: Settings) -> str:
    """Writes and reads a few bytes, always the same ones."""
    from obstore.exceptions import BaseError

    from storage.files import Files

    url = settings.files.url
    try:
        await Files(url).check()
    except (BaseError, OSError, ValueError) as error:
        first_line = str(error).strip().splitlines()[0]
        raise Failed(f"{url}: {first_line}", "Check files.url, and that this user may write there") from None
    return f"{url} keeps what it is given"
