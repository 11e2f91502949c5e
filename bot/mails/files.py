"""A mail's files: which are worth keeping, what photos of type plates say, and how they go on."""

from mail.parsed import Attachment as MailFile
from mail.parsed import Kind, ParsedMail
from mail.picture import barcodes, is_decoration
from mail.placing import amid
from storage.unit import Unit
from tickets.timeline import Attachment

_LOGO_ON = 2  # other tickets: the same small picture within the text is a letterhead by then
_MOST_PLATES = 6  # photos of one mail that are looked at for a type plate's code

_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
_PHOTO_LIMIT = 10 * 1024 * 1024  # bytes Telegram takes as a photo (Bot API, sendPhoto)


def worth_keeping(parsed: ParsedMail) -> tuple[list[MailFile], list[str]]:
    """The files but for decoration; what codes in photos say where the words give no serial number. Slow."""
    told = amid(parsed.text, parsed.placed)
    files = [file for file in parsed.attachments if not is_decoration(file, amid=file.sha256 in told)]
    if parsed.fields.serial or parsed.kind in (Kind.BOUNCE, Kind.AUTO_REPLY, Kind.LIST):
        return files, []
    photos = [file for file in files if file.content_type in _PHOTOS][:_MOST_PLATES]
    return files, [code for photo in photos for code in barcodes(photo.content)]


async def without_letterheads(unit: Unit, files: list[MailFile]) -> list[MailFile]:
    """But for small pictures that come with every mail from there."""
    often = await unit.tickets.files_of_many([file.sha256 for file in files if file.inline], _LOGO_ON)
    return [file for file in files if file.sha256 not in often or not is_decoration(file, seen=True)]


def attachment(file: MailFile) -> Attachment:
    """A file to be careful with says so in its name, which goes wherever it goes."""
    kind = "photo" if file.content_type in _PHOTOS and file.size <= _PHOTO_LIMIT else "document"
    warning = f"⚠ {', '.join(file.flags)} – " if file.flags else ""
    return Attachment(
        filename=warning + file.filename,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        kind=kind,
    )
