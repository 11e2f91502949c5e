"""Mail both ways, as it really looks."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.errors import Refused
from sandbox.people import Mail, Person, Sandbox, Town, picture

RECEIPT = """\
From: "Nordlys Service" <post@nordlys.example>
To: Kari Nordmann <kari@example.no>
Reply-To: post+abc@nordlys.example
Subject: =?utf-8?q?Sak_=231001=3A_Kj=C3=B8lerom?=
Message-ID: <receipt@nordlys.example>
References: <first@example.no>
Date: Sat, 21 Nov 2026 10:15:00 +0100
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hei Kari!

Vi kommer i dag.
"""


@dataclass(slots=True)
class Application:
    """An application's mail server."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    got: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        del server, session
        answer = self.answers.pop(0) if self.answers else "250 2.0.0 Kept"
        if answer.startswith("250"):
            self.got.append(envelope)
        return answer


@pytest.fixture
async def application(town: Town) -> AsyncIterator[Application]:
    application = Application()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(application), "127.0.0.1", 0)
    application.port = server.sockets[0].getsockname()[1]
    await town.delivers_mail_to("127.0.0.1", application.port)
    yield application
    server.close()


@pytest.fixture
async def receipt(sandbox: Sandbox, kari: Person) -> Mail:
    """A mail from the application to Kari."""

    def send() -> None:
        with smtplib.SMTP(sandbox.host, sandbox.smtp_port) as smtp:
            smtp.sendmail(
                "bounce@nordlys.example", ["kari@example.no"], RECEIPT.replace("\n", "\r\n").encode()
            )

    await asyncio.to_thread(send)
    return await kari.received(subject="#1001")


async def test_applications_mail_is_kept_raw_and_read(receipt: Mail) -> None:
    assert (receipt.subject, receipt.envelope_from) == ("Sak #1001: Kjølerom", "bounce@nordlys.example")
    assert receipt.text.startswith("Hei Kari!")
    assert receipt.header("auto-submitted") == "auto-replied"
    assert "Kjølerom".encode() not in (raw := await receipt.raw())
    assert b"8bit\r\n\r\nHei Kari!\r\n" in raw


async def test_persons_mail_arrives_with_files(application: Application, kari: Person) -> None:
    mail = await kari.mails(
        "Kjølerommet er varmt",
        "Hei æøå",
        to="service@nordlys.example",
        attachments=[picture()],
        client="apple",
    )
    assert mail.accepted == "250 2.0.0 Kept"
    assert application.got[0].rcpt_tos == ["service@nordlys.example"]
    content = application.got[0].content
    assert isinstance(content, bytes)
    message = message_from_bytes(content, policy=policy.default)
    assert [part.get_content_type() for part in message.iter_attachments()] == ["image/png"]
    assert await mail.attachments[0].download() == picture()


async def test_refusal_is_what_the_application_said(application: Application, kari: Person) -> None:
    application.answers = ["550 5.1.1 Nobody here by that name"]
    mail = await kari.mails("Hei", to="wrong@nordlys.example")
    assert mail.accepted == "550 5.1.1 Nobody here by that name"
    assert not mail.was_accepted


async def test_mail_server_tries_again_when_asked_to(application: Application, kari: Person) -> None:
    application.answers = ["451 4.3.0 Later", "451 4.3.0 Later"]
    mail = await kari.mails("Hei", to="service@nordlys.example", retry_for=5)
    assert mail.was_accepted
    assert len(application.got) == 1


async def test_nobody_listening_is_no_answer(town: Town, kari: Person) -> None:
    mail = await kari.mails("Hei", to="service@nordlys.example")
    assert mail.accepted is not None
    assert mail.accepted.startswith("000 nobody has said")
    await town.delivers_mail_to("127.0.0.1", 9)
    assert not (await kari.mails("Hei", to="service@nordlys.example")).was_accepted


async def test_copies_to_people_are_not_the_applications(
    application: Application, town: Town, kari: Person
) -> None:
    per = await town.person("Per Holm", email="per@example.no")
    await kari.mails("Hei", to="service@nordlys.example", cc=[per.email])
    assert application.got[0].rcpt_tos == ["service@nordlys.example"]


async def test_raw_bytes_go_as_they_are(application: Application, town: Town) -> None:
    raw = b"\xff\xfe garbage\r\nSubject\r\n\r\n\x00\xe5"
    mail = await town.raw_mail(raw, sender="x@example.no", to=["service@nordlys.example"])
    assert mail.was_accepted
    assert application.got[0].content == raw + b"\r\n"


async def test_outlook_quotes_the_whole_mail_under_a_header_block(
    application: Application, kari: Person, receipt: Mail
) -> None:
    reply = await kari.replies_by_mail(receipt, "Takk, fint!", client="outlook")
    assert reply.subject == "SV: Sak #1001: Kjølerom"
    assert reply.text.startswith(
        "Takk, fint!\n\n\nFra: Nordlys Service <post@nordlys.example>\n"
        "Sendt: lørdag 21. november 2026 10:15\n"
        "Til: Kari Nordmann <kari@example.no>\nEmne: Sak #1001: Kjølerom\n\nHei Kari!"
    )
    assert reply.html is not None
    assert "<b>Fra:</b>" in reply.html


async def test_reply_goes_to_reply_to_and_keeps_the_thread(
    application: Application, kari: Person, receipt: Mail
) -> None:
    reply = await kari.replies_by_mail(receipt, "Takk")
    assert reply.to == ["post+abc@nordlys.example"]
    assert reply.in_reply_to == "<receipt@nordlys.example>"
    assert reply.references == ["<first@example.no>", "<receipt@nordlys.example>"]


@pytest.mark.parametrize(
    ("client", "language", "line"),
    [
        ("gmail", "nb", "lør. 21. nov. 2026 kl. 10:15 skrev Nordlys Service <post@nordlys.example>:"),
        ("gmail", "sv", "Den lör 21 nov. 2026 kl 10:15 skrev Nordlys Service <post@nordlys.example>:"),
        ("gmail", "da", "Den lør. 21. nov. 2026 kl. 10.15 skrev Nordlys Service <post@nordlys.example>:"),
        ("gmail", "ru", "сб, 21 нояб. 2026 г. в 10:15, Nordlys Service <post@nordlys.example>:"),
        ("gmail", "en", "On Sat, 21 Nov 2026 at 10:15 Nordlys Service <post@nordlys.example> wrote:"),
        ("apple", "nb", "Sendt fra min iPhone\n\n> 21. nov. 2026 kl. 10:15 skrev Nordlys Service"),
        ("apple", "en", "> On 21 Nov 2026, at 10:15, Nordlys Service <post@nordlys.example> wrote:"),
        ("plain", "sv", "21 nov. 2026 kl. 10:15 skrev Nordlys Service <post@nordlys.example>:\n> Hei Kari!"),
        ("outlook", "ru", "От: Nordlys Service <post@nordlys.example>\nОтправлено: 21 ноября 2026 г. 10:15"),
        (
            "outlook",
            "sv",
            "Från: Nordlys Service <post@nordlys.example>\nSkickat: den 21 november 2026 10:15",
        ),
        ("outlook", "fi", "From: Nordlys Service <post@nordlys.example>\nSent: 21 November 2026 10:15"),
    ],
)
async def test_mail_programs_quote_in_their_own_way(
    town: Town, receipt: Mail, client: str, language: str, line: str
) -> None:
    writer = await town.person("Noen", email="noen@example.no", language=language)
    reply = await writer.replies_by_mail(receipt, "Takk", client=client)  # type: ignore[arg-type]
    assert line in reply.text.replace("\u202f", " ")
    assert (reply.html is None) == (client == "plain")


async def test_prefix_is_not_doubled(application: Application, kari: Person, receipt: Mail) -> None:
    first = await kari.replies_by_mail(receipt, "Takk", client="outlook")
    again = await kari.replies_by_mail(first, "Enda en ting", client="gmail")
    assert again.subject == "SV: Sak #1001: Kjølerom"


async def test_own_headers_win(application: Application, kari: Person) -> None:
    mail = await kari.mails(
        "Fravær",
        to="service@nordlys.example",
        headers={"Auto-Submitted": "auto-replied", "Message-ID": "<x@y>"},
    )
    assert (mail.header("auto-submitted"), mail.message_id) == ("auto-replied", "<x@y>")


async def test_mail_needs_a_known_program_and_an_address(kari: Person, ola: Person) -> None:
    with pytest.raises(Refused, match="pine is not one of outlook, gmail, apple, plain"):
        await kari.mails("Hei", to="service@nordlys.example", client="pine")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="this person has no mail address"):
        await ola.mails("Hei", to="service@nordlys.example")


async def test_missing_mail_names_what_came_instead(receipt: Mail, kari: Person) -> None:
    with pytest.raises(AssertionError, match="did not receive '#1002'") as failure:
        await kari.received("#1002", within=0.01)
    assert "Sak #1001: Kjølerom" in str(failure.value)
