"""A mail as people see it in their mail program."""

from dataclasses import dataclass, field

from sandbox.people.line import Json, Line


@dataclass(frozen=True, slots=True)
class MailAttachment:
    name: str
    content_type: str
    size: int
    url: str
    line: Line = field(repr=False, compare=False)

    async def download(self) -> bytes:
        return await self.line.bytes(self.url)


@dataclass(frozen=True, slots=True)
class Mail:
    id: int
    outgoing: bool
    """From the application to people; False for mails that people wrote."""
    sender: str
    to: list[str]
    cc: list[str]
    envelope_from: str
    subject: str
    text: str
    html: str | None
    attachments: list[MailAttachment]
    message_id: str
    in_reply_to: str | None
    references: list[str]
    headers: list[tuple[str, str]]
    accepted: str | None
    """What the application's SMTP server answered to a person's mail; "000 ..." where it gave no answer."""
    seq: int
    line: Line = field(repr=False, compare=False)

    @property
    def was_accepted(self) -> bool:
        return (self.accepted or "").startswith("250")

    def header(self, name: str) -> str | None:
        """The first header of this name, whatever its case; None where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    async def raw(self) -> bytes:
        return await self.line.bytes(f"/api/mails/{self.id}/raw")

    def __str__(self) -> str:
        words = " ".join(self.text.split())
        return f"{self.sender} → {', '.join(self.to)}: {self.subject!r} {words[:120]}"


def read_mail(item: Json, line: Line) -> Mail:
    attachments = [MailAttachment(**attachment, line=line) for attachment in item["attachments"]]
    return Mail(
        id=item["id"],
        outgoing=item["direction"] == "out",
        sender=item["from"],
        to=item["to"],
        cc=item["cc"],
        envelope_from=item["envelope_from"],
        subject=item["subject"],
        text=item["text"],
        html=item["html"],
        attachments=attachments,
        message_id=item["message_id"],
        in_reply_to=item["in_reply_to"],
        references=item["references"],
        headers=[(name, value) for name, value in item["headers"]],
        accepted=item["accepted"],
        seq=item["seq"],
        line=line,
    )
