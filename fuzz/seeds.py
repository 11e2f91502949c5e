# ruff: noqa: E501 -- a line of a mail is as long as it is
"""Where fuzzing begins: a mail of each client, language and kind, and the words that mean something in one."""

from collections.abc import Iterator
from email.message import EmailMessage

from tests.mail.clients import DESK, FORWARDS, REPLIES, TONGUES, mail
from tests.mail.containers import tnef, tnef_file

WORDS: tuple[bytes, ...] = (
    *(b"Content-Type: ", b"text/html", b"text/plain", b"multipart/mixed", b"multipart/alternative"),
    *(
        b"multipart/related",
        b"multipart/report",
        b"message/rfc822",
        b"message/delivery-status",
        b"text/calendar",
    ),
    *(
        b"application/ms-tnef",
        b"; boundary=b",
        b"--b\n",
        b"--b--\n",
        b"; charset=",
        b"utf-8",
        b"utf-16",
        b"utf-7",
    ),
    *(
        b"koi8-r",
        b"windows-1251",
        b"iso-2022-jp",
        b"idna",
        b"punycode",
        b"unicode_escape",
        b"rot13",
        b"; format=flowed",
    ),
    *(
        b"Content-Transfer-Encoding: ",
        b"base64",
        b"quoted-printable",
        b"x-uuencode",
        b"begin 644 a\n",
        b"=\n",
        b"=?utf-8?q?",
    ),
    *(
        b"=?utf-8?b?",
        b"?=",
        b"filename*0*=utf-8''",
        b"Content-ID: <a>",
        b"Content-Disposition: attachment; filename=",
    ),
    *(
        b"Auto-Submitted: auto-replied",
        b"List-Id: <l>",
        b"In-Reply-To: <a@b>",
        b"References: ",
        b"Date: ",
        b"Subject: Re: ",
    ),
    *(
        b"<blockquote>",
        b"</blockquote>",
        b"<div class=gmail_quote>",
        b"<table><tr><td>",
        b"<!--",
        b"-->",
        b"<![if !mso]>",
    ),
    *(
        b"<style>",
        b"<pre>",
        b"<br>",
        b"<hr>",
        b"<p style='border-top:solid #E1E1E1 1.0pt'>",
        b"<img src=cid:a>",
        b"&#0;",
    ),
    *(
        b"&#xD800;",
        b"&nbsp;",
        b"-- \n",
        b"> ",
        b">> ",
        b"-----Original Message-----\n",
        b"________________\n",
    ),
    *(
        b"Fra: a@b.no\nSendt: 5. november 2026 09:12\nTil: c@d.no\nEmne: x\n",
        b"On 5 Nov 2026 Kari <a@b.c> wrote:\n",
    ),
    *(
        "Понедельник, 3 ноября 2026, 9:12 +03:00 от Kari <a@b.c>:\n".encode(),
        b"Sent from my iPhone",
        b"begin:vcard",
    ),
    *(
        b"A-410",
        b"K7729-01",
        b"+47 938 16 440",
        b"7010 Trondheim",
        b"i morgen mellom 10 og 12",
        b"31.12.9999",
        b"01.01.0001",
    ),
    *(
        b"uke 53",
        b"24:00",
        b"Haster!",
        b"ref: 4711",
        b"#1001",
        b"\0",
        b"\x85",
        b"\xe2\x80\xa8",
        b"\xed\xa0\x80",
        b"\x1b$B",
    ),
    *(
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\x0b",
        b"\x0c",
        b"\xc2\xa0",
        b"\xe2\x80\x8f",
        b"\xf3\xa0\x81\xa1",
        b"\xcc\x81",
    ),
)


def mails() -> Iterator[bytes]:
    """Whole mails, of a few kB at most."""
    for tongue in TONGUES.values():
        for reply in REPLIES.values():
            written = reply(tongue, tongue.text, tongue.question, DESK, tongue.sender)
            yield mail(written, sender=tongue.sender, subject=f"{tongue.reply_prefix}#1001 Ovn")
        for forward in FORWARDS.values():
            written = forward(tongue, tongue.note, tongue.passed_on, tongue.third, tongue.sender)
            yield mail(written, sender=tongue.sender, subject=f"{tongue.forward_prefix}Ovn")
    yield from (_bounce(), _with_files(), _within(), _form(), _receipt(), _sealed(), b"")
    for method in ("REQUEST", "REPLY", "COUNTER", "CANCEL"):
        yield _calendar(method)


def _head(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "Kari Nes <kari@x.example>",
        "desk@fjordlys.example",
        subject,
    )
    message["Date"], message["Message-ID"] = "Wed, 04 Nov 2026 10:00:00 +0100", "<2@x.example>"
    return message


def _form() -> bytes:
    message = _head("Ny henvendelse")
    told = [
        "Navn: Kari Nes",
        "Telefon: 938 16 440",
        "Adresse: Havnegata 12, 7010 Trondheim",
        "Serienr: K7729-01",
    ]
    message.set_content(
        "\n".join([*told, "Haster! Kan dere komme fredag kl. 10-12? Nøkkel i kiosken.", "Ref: PO-4711"])
    )
    return message.as_bytes()


def _with_files() -> bytes:
    message = _head("Bilder")
    message.set_content("Se bildet")
    message.add_attachment(
        b"\x89PNG\r\n\x1a\n" + b"0" * 60, maintype="image", subtype="png", filename="ovn é.png"
    )
    winmail = tnef(*tnef_file(b"NOTE.TXT", b"hello", long_name="a long name.txt"))
    message.add_attachment(winmail, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    message.add_attachment(b"PK\3\4" + b"\0" * 40, maintype="application", subtype="zip", filename="a.zip")
    return message.as_bytes()


def _within() -> bytes:
    message, other = _head("VS: Ovn"), _head("Ovn")
    other.set_content("Ovnen er kald.\n-- \nKari")
    message.set_content("Kan dere se?")
    message.add_attachment(other)
    return message.as_bytes()


def _bounce() -> bytes:
    return (
        b"From: MAILER-DAEMON@x.example\nTo: service@fjordlys.example\nSubject: Undelivered Mail Returned to Sender\n"
        b"Date: Wed, 04 Nov 2026 10:00:00 +0100\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n\nI am sorry.\n\n'
        b"<kari@x.example>: host mx[10.0.0.1] said: 550 5.1.1 no such user\n--b\nContent-Type: message/delivery-status\n\n"
        b"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; kari@x.example\nAction: failed\nStatus: 5.1.1\n"
        b"Diagnostic-Code: smtp; 550 no such user\n--b\nContent-Type: message/rfc822\n\n"
        b"From: service@fjordlys.example\nMessage-ID: <1@fjordlys.example>\nSubject: x\n\nHei\n--b--\n"
    )


def _calendar(method: str) -> bytes:
    message = _head("Invitasjon: ovn")
    message.set_content("Passer dette?")
    zone = "BEGIN:VTIMEZONE\nTZID:Oslo\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    zone += "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n"
    event = "BEGIN:VEVENT\nUID:1@x\nSUMMARY:Ovn\\, kald\nDTSTART;TZID=Oslo:20261105T120000\nDTEND;TZID=Oslo:20261105T130000\n"
    event += "ATTENDEE;PARTSTAT=DECLINED:mailto:service@fjordlys.example\nCOMMENT:Nei\nLOCATION:Havnegata 12\nEND:VEVENT\n"
    calendar = f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\n{zone}{event}END:VCALENDAR\n"
    message.add_alternative(calendar, subtype="calendar", params={"method": method})
    return message.as_bytes()


def _receipt() -> bytes:
    return (
        b"From: Kari <kari@x.example>\nTo: service@fjordlys.example\nSubject: Lest: Ovn\nIn-Reply-To: <1@fjordlys.example>\n"
        b"Date: Wed, 04 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n\n--b\n\nLest.\n--b\n'
        b"Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; kari@x.example\n"
        b"Original-Message-ID: <1@fjordlys.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    )


def _sealed() -> bytes:
    return (
        b"ARC-Seal: i=1; a=rsa-sha256; t=1; cv=none; d=relay.example; s=a; b=Zm9v\n"
        b"ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=relay.example; s=a; h=from:subject; bh=Zm9v; b=Zm9v\n"
        b"ARC-Authentication-Results: i=1; relay.example; dkim=pass header.d=x.example; spf=pass smtp.mailfrom=x.example\n"
        b"Authentication-Results: mx.fjordlys.example; dmarc=fail (p=reject) header.from=x.example; dkim=none\n"
        b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=x.example; s=a; t=1; h=from:to:subject; bh=Zm9v; b=Zm9v\n"
        b"From: Kari <kari@x.example>\nTo: service@fjordlys.example\nSubject: Ovn\nMessage-ID: <3@x.example>\n\n"
        b"Jeg er tilbake mandag 16. november.\n"
    )
