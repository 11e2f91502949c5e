# ruff: noqa: E501 -- mails are written as they come
"""What sort of mail it is, by its headers where they tell and by its words where they do not."""

import pytest

from mail.parse import parse
from mail.parsed import Kind
from tests.mail.reading import read

BOUNCES = [
    ("From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: failure notice\n", "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message.\n"),
    ("From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Mail delivery failed: returning message to sender\nX-Failed-Recipients: a@b.example\n", "A message that you sent could not be delivered.\n"),
    ("From: postmaster@firma.example\nSubject: Kan ikke leveres: Arbeidsordre\n", "Meldingen din kunne ikke leveres til noen mottakere.\n"),
    ("From: mailer-daemon@corp.example\nSubject: Ваше сообщение не доставлено. Mail failure.\n", "К сожалению, Ваше письмо не может быть доставлено.\n"),
    ("From: postmaster@firma.example\nSubject: Недоставленное сообщение: Акт\n", "Не удалось доставить сообщение.\n"),
    ("From: postmaster@firma.example\nSubject: Olevererbart: Order\nReturn-Path: <>\n", "Meddelandet gick inte att leverera.\n"),
]  # fmt: skip

ABSENCES = [
    ("Automatisk svar: Timebestilling", "Auto-Submitted: auto-replied\n", "Jeg er ute til mandag."),
    ("Autosvar: Order", "X-Auto-Response-Suppress: All\n", "Jag är på semester till den 3 augusti."),
    ("Automatisk svar: Tid", "", "Jeg er på ferie til uge 30. Kontakt Bo på 20 30 40 50."),
    ("Автоответ: Акт", "", "Нахожусь в отпуске с 3 по 17 августа."),
    ("Out of Office: Visit", "", "I am out of the office until Monday."),
    (
        "SV: Time",
        "In-Reply-To: <1@fjordlys.example>\n",
        "Hei, jeg er på ferie og er tilbake 3. august. Haster det, ring sentralbordet.",
    ),
    ("Re: Visit", "Precedence: auto_reply\n", "Thanks for your message."),
]

PEOPLE = [
    ("Jeg er på ferie, men vaktmester Arne Hauge låser opp for dere.", Kind.REPLY),
    ("Takk, vi er tilbake fra ferie på mandag, kom da.", Kind.REPLY),
    ("Я в отпуске до понедельника, встретит Иван.", Kind.REPLY),
    ("Jeg er på ferie neste uke, så ring Per i stedet.", Kind.REPLY),
]


COPY = "------ This is a copy of the message, including all the headers. ------"
NO_ABSENCES = ["Ferie i januar: ovn i feriehus", "Utenfor kontoret: dørlåsen er treg"]


@pytest.mark.parametrize(("headers", "text"), BOUNCES)
def test_bounce_is_known_without_a_report(headers: str, text: str) -> None:
    parsed = parse(f"{headers}To: desk@fjordlys.example\n\n{text}".encode())

    assert (parsed.kind, parsed.automatic) == (Kind.BOUNCE, True)


@pytest.mark.parametrize(("subject", "headers", "text"), ABSENCES)
def test_absence_is_an_automatic_reply(subject: str, headers: str, text: str) -> None:
    parsed = read(text, subject=subject, headers=headers)

    assert parsed.kind is Kind.AUTO_REPLY
    assert parsed.fields.contact_phone is None


@pytest.mark.parametrize(("text", "kind"), PEOPLE)
def test_holiday_in_a_persons_answer_is_no_absence_note(text: str, kind: Kind) -> None:
    assert read(text, subject="SV: Time", headers="In-Reply-To: <1@fjordlys.example>\n").kind is kind


@pytest.mark.parametrize("mark", ["Ikke til stede", "Poissa", "Fuera de la oficina", "Abwesend", "Frånvaro"])
def test_mark_before_our_subject_makes_an_automatic_reply(mark: str) -> None:
    thread = "In-Reply-To: <1@fjordlys.example>\n"

    assert read("Jeg holder høstferie.", subject=f"{mark}: Sak 12", headers=thread).kind is Kind.AUTO_REPLY
    assert read("Jeg holder høstferie.", subject=f"SV: {mark}", headers=thread).kind is Kind.REPLY


def test_program_that_received_our_mail_answers_automatically() -> None:
    headers = "In-Reply-To: <1@fjordlys.example>\nAuto-Submitted: auto-generated\n"
    parsed = read("Your request (12) has been received.", subject="[Request received] Oven", headers=headers)

    assert parsed.kind is Kind.AUTO_REPLY


def test_unsubscribe_header_alone_makes_no_list() -> None:
    header = "List-Unsubscribe: <mailto:x@crm.example>\n"

    assert read("Døra er i stykker.", headers=header).kind is Kind.REQUEST
    assert read("Nyheter!\n\nMeld deg av nyhetsbrevet her.", headers=header).kind is Kind.LIST


def test_list_mail_is_a_list_unless_it_is_our_own_group() -> None:
    headers = "List-Id: <desk.fjordlys.example>\nPrecedence: list\n"
    raw = (
        f"From: a@b.example\nTo: desk@fjordlys.example\nSubject: Dør\n{headers}\nDøra er i stykker.".encode()
    )

    assert parse(raw).kind is Kind.LIST
    assert parse(raw, own_addresses=["desk@fjordlys.example"]).kind is Kind.REQUEST


def test_machine_made_ticket_is_a_request_that_nothing_answers() -> None:
    parsed = read(
        "Feil: kasse 3 er død", headers="Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"
    )

    assert (parsed.kind, parsed.automatic) == (Kind.REQUEST, True)


def test_said_not_to_be_automatic_is_a_person() -> None:
    assert not read("Døra er i stykker.", headers="Auto-Submitted: no\n").automatic


@pytest.mark.parametrize(
    "sender",
    ["noreply@x.example", "no-reply+4@x.example", "do-not-reply@x.example", "MAILER-DAEMON@x.example"],
)
def test_senders_that_no_one_reads_get_no_automatic_answer(sender: str) -> None:
    assert read("Hei", sender=sender).automatic


def test_attached_mail_is_a_forward_with_its_words() -> None:
    raw = (
        b"From: Kari Nes <kari@solsiden.example>\nTo: desk@fjordlys.example\nSubject: Se vedlegg\n"
        b"Date: Wed, 04 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nSe vedlagt mail.\n"
        b"--b\nContent-Type: message/rfc822\n\nFrom: Jonas Lie <jonas@solsiden.example>\nSubject: Kald ovn\n\n"
        b"Ovnen er kald. Serienr K7729-01.\n\nJonas Lie\n905 12 345\n--b--\n"
    )
    parsed = parse(raw)

    assert (parsed.kind, parsed.text) == (Kind.FORWARD, "Se vedlagt mail.")
    assert (parsed.fields.serial, parsed.fields.contact_name) == ("K7729-01", "Jonas Lie")
    assert [file.content_type for file in parsed.attachments] == ["message/rfc822"]


def test_answer_to_a_forward_is_a_reply_when_the_desk_wrote_it() -> None:
    text = "Passer fint.\n\nFrom: Desk <desk@fjordlys.example>\nSent: 3 November 2026 10:00\nTo: Kari Nes\nSubject: Tid\n\nPasser fredag?"

    assert read(text, subject="FW: Tid").kind is Kind.REPLY
    assert read(text.replace("desk@fjordlys", "bo@annet"), subject="RE: Tid").kind is Kind.FORWARD


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("SV: VS: Re: [EXT] Ovn", "Ovn"),
        ("[ST-90218] RE: [Fjordlys] Ovn", "Ovn"),
        ("Re[2]: Отв: Печь", "Печь"),
        ("AW: WG: Ofen", "Ofen"),
        ("VL: Uuni", "Uuni"),
        ("Ang: Ovn", "Ang: Ovn"),
        ("Odp.: Piec", "Piec"),
        ("回复: 烤箱", "烤箱"),
        ("Tilbud: Re-installasjon", "Tilbud: Re-installasjon"),
        ("Autosvar: Ovn", "Autosvar: Ovn"),
        ("RE:", ""),
        ("[#1001] Ovn: kald", "Ovn: kald"),
    ],
)
def test_subject_loses_prefixes_and_tags_only(raw: str, subject: str) -> None:
    parsed = read("Hei", subject=raw)

    assert (parsed.subject, parsed.raw_subject) == (subject, raw)


def test_ticket_numbers_of_the_subject_are_kept() -> None:
    assert read("Hei", subject="Re: [#1001] og #1002").ticket_numbers == (1001, 1002)


def test_returned_copy_is_no_part_of_the_notification() -> None:
    returned = (
        f"{COPY}\n\nFrom: Fjordlys <desk@fjordlys.example>\nTo: ola@x.example\nSubject: Sak 12\n\nVi kommer."
    )
    mail = read(
        f"A message could not be delivered.\n\n{returned}\n",
        sender="MAILER-DAEMON@mx.example",
        subject="Mail delivery failed",
    )

    assert (mail.kind, mail.text) == (Kind.BOUNCE, "A message could not be delivered.")


@pytest.mark.parametrize("subject", NO_ABSENCES)
def test_subject_about_a_holiday_home_is_no_absence_note(subject: str) -> None:
    assert read("Hei, kan dere bytte batteri på døra?", subject=subject).kind is Kind.REQUEST


def test_a_gateway_that_is_no_daemon_tells_whom_it_could_not_reach() -> None:
    text = "Your message could not be delivered to the following recipients:\n\nper@kunde.example\n"
    gateway = read(text, sender="antivirus@gate.example", subject="Delivery failure notification")
    assert gateway.kind is Kind.BOUNCE


def test_goods_that_could_not_be_delivered_are_no_bounce() -> None:
    text = "The new grinder was not delivered today. Write to per@kafe.example when it comes.\n"
    assert read(text, subject="Delivery failure").kind is Kind.REQUEST
