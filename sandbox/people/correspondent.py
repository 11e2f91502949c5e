"""A person's side by mail: writes, answers as mail programs do, and reads what came."""

from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from sandbox.errors import Refused
from sandbox.people.mail import Mail, read_mail
from sandbox.people.matching import What, describe, fits, moment_of
from sandbox.people.parcel import Attachment

if TYPE_CHECKING:
    from sandbox.people.town import Town

Client = Literal["outlook", "gmail", "apple", "plain"]
LISTED = 15


class Correspondent:
    def __init__(self, town: "Town", person_id: int) -> None:
        self.town = town
        self.id = person_id

    @property
    def name(self) -> str:
        return str(self._facts["name"])

    @property
    def email(self) -> str:
        """Raises Refused for a person without one."""
        if not self._facts["email"]:
            raise Refused(f"{self.name} has no mail address")
        return str(self._facts["email"])

    async def mails(
        self,
        subject: str,
        text: str = "",
        *,
        to: str | Sequence[str],
        html: str | None = None,
        cc: Sequence[str] = (),
        attachments: Sequence[Attachment] = (),
        client: Client = "gmail",
        headers: dict[str, str] | None = None,
        retry_for: float = 0.0,
    ) -> Mail:
        """Sends a mail to the application; `Mail.accepted` is its SMTP answer.

        ``retry_for``: how many seconds the person's mail server tries again on 4xx and lost connections.
        """
        item = await self.town.line.send(
            "mails",
            list(attachments),
            as_=self.id,
            to=[to] if isinstance(to, str) else list(to),
            cc=list(cc) or None,
            subject=subject,
            text=text,
            html=html,
            client=client,
            headers=headers,
            retry_for=retry_for,
        )
        return read_mail(item, self.town.line)

    async def replies_by_mail(
        self,
        mail: Mail,
        text: str,
        *,
        client: Client = "outlook",
        quote: bool = True,
        subject: str | None = None,
        to: str | None = None,
        attachments: Sequence[Attachment] = (),
        headers: dict[str, str] | None = None,
        retry_for: float = 0.0,
    ) -> Mail:
        """Answers a mail as the mail program does it: prefix, thread headers, and the quoted mail below."""
        item = await self.town.line.send(
            "mails",
            list(attachments),
            as_=self.id,
            to=[to] if to else None,
            subject=subject,
            text=text,
            in_reply_to=mail.id,
            quote=quote,
            client=client,
            headers=headers,
            retry_for=retry_for,
        )
        return read_mail(item, self.town.line)

    async def received(
        self,
        *what: What,
        subject: str | None = None,
        text: str | None = None,
        within: float = 10.0,
        after: Any = None,
    ) -> Mail:
        """The newest mail from the application that fits; ``what`` is looked for in subject and text.

        Raises AssertionError with what came instead.
        """
        since = moment_of(after)

        def find() -> Mail | None:
            return next(
                (m for m in reversed(self.inbox()) if _mail_fits(m, what, subject, text, since)), None
            )

        found = await self.town.feed.until(find, within)
        if found is None:
            wanted = describe(tuple(item for item in (*what, subject, text) if item is not None))
            raise AssertionError(f"{self.name} did not receive {wanted} within {within:g} s.\n{self._got()}")
        return found

    async def did_not_receive(
        self,
        *what: What,
        until: Awaitable[object],
        subject: str | None = None,
        text: str | None = None,
        after: Any = None,
    ) -> None:
        """Waits for the barrier, then makes sure that no mail fits."""
        await until
        await self.town.feed.catch_up()
        for mail in self.inbox():
            if _mail_fits(mail, what, subject, text, moment_of(after)):
                raise AssertionError(f"{self.name} should not have received\n  {mail}")

    def inbox(self) -> list[Mail]:
        """Mails from the application to this person, oldest first."""
        address = self.email.lower()
        mails = self.town.mails_sent()
        return [mail for mail in mails if address in (to.lower() for to in mail.to)]

    def _got(self) -> str:
        mails = self.inbox()[-LISTED:]
        return "\n".join(
            ["In the inbox:", *(f"  {mail}" for mail in mails)] if mails else ["The inbox is empty."]
        )

    @property
    def _facts(self) -> dict[str, Any]:
        return self.town.feed.people[self.id]


def _mail_fits(mail: Mail, what: tuple[What, ...], subject: str | None, text: str | None, since: int) -> bool:
    if mail.seq <= since or (subject or "") not in mail.subject or (text or "") not in mail.text:
        return False
    return fits(mail, f"{mail.subject}\n{mail.text}", what)
