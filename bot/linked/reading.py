"""Finding a signed copy beside a mail and reading it; who may be believed is not asked here."""

from dataclasses import dataclass

from mail.linked.seal import MEDIA_TYPE, BrokenSeal, NotSealed, unseal
from mail.linked.wire import Newer, NotUnderstood, read
from mail.parsed import Attachment as MailFile
from mail.parsed import ParsedMail
from tickets.linked.copy import Copy

_LARGEST = 5 * 1024 * 1024  # bytes of a copy: it has words, and names of files


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A signed copy as it came. Without a `copy` there is a `doubt`, and why."""

    copy: Copy | None = None
    fingerprint: str = ""
    doubt: str | None = None  # broken, newer, unreadable
    files: tuple[MailFile, ...] = ()  # of the mail that the copy speaks of

    def has(self, sha256: str) -> MailFile | None:
        """The file of that content; None: it did not come with this mail."""
        return next((file for file in self.files if file.sha256 == sha256), None)


def beside(mail: ParsedMail) -> Beside | None:
    """None: there is no signed copy."""
    found = next((file for file in mail.attachments if is_copy(file)), None)
    if found is None:
        return None
    if found.size > _LARGEST:
        return Beside(doubt="unreadable")
    try:
        opened = unseal(found.content)
        copy = read(opened.payload)
    except BrokenSeal:
        return Beside(doubt="broken")
    except Newer:
        return Beside(doubt="newer")
    except (NotSealed, NotUnderstood):
        return Beside(doubt="unreadable")
    named = {file.sha256 for item in copy.said for file in item.files}
    files = tuple(file for file in mail.attachments if file.sha256 in named)
    return Beside(copy=copy, fingerprint=opened.fingerprint, files=files)


def is_copy(file: MailFile) -> bool:
    """Whether a file of a mail says that it is a signed copy."""
    return file.content_type == MEDIA_TYPE
