# ruff: noqa: E501 -- mails are written as they come
"""Bounces as servers write them: each with the address, the status and some words of the reason it must give.

All names, addresses and hosts are invented.
"""

DSN = (
    "From: MAILER-DAEMON@mx.solsiden.example (Mail Delivery System)\nTo: desk@fjordlys.example\nSubject: Undelivered Mail Returned to Sender\n"
    'Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    "--b\nContent-Type: text/plain\n\nThis is the mail system at host mx.solsiden.example.\n\n{words}\n\n"
    "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.solsiden.example\nArrival-Date: Thu, 5 Nov 2026 09:12:00 +0100\n\n{fields}\n\n"
    "--b\nContent-Type: {kind}\n\nFrom: desk@fjordlys.example\nTo: kari@solsiden.example\nMessage-ID:\n <1001.aa@fjordlys.example>\nX-Stafett-Thread: 1001-c-abcdefghijklm\n\n--b--\n"
)


def dsn(fields: str, words: str = "Sorry.", kind: str = "text/rfc822-headers") -> str:
    """A report after RFC 3464."""
    return DSN.format(fields=fields, words=words, kind=kind)


def prose(text: str, subject: str = "failure notice", headers: str = "") -> str:
    """A bounce that is no report."""
    return (
        f"From: MAILER-DAEMON@mx.solsiden.example\nTo: desk@fjordlys.example\nReturn-Path: <>\nSubject: {subject}\n{headers}"
        f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    )


COPY = "Message-ID: <1001.aa@fjordlys.example>\nFrom: desk@fjordlys.example\nTo: kari@solsiden.example\nSubject: [#1001]\n"

# (name, mail, address, status, words of the reason)
FAILED = [
    ("postfix", dsn("Final-Recipient: rfc822; kari@solsiden.example\nOriginal-Recipient: rfc822;kari@solsiden.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.solsiden.example\nDiagnostic-Code: smtp; 550 5.1.1 <kari@solsiden.example>: Recipient address rejected:\n    User unknown in virtual mailbox table"), "kari@solsiden.example", "5.1.1", "User unknown in virtual mailbox table"),
    ("exchange online", dsn("Final-Recipient: rfc822;Kari@Solsiden.example\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", kind="message/rfc822"), "kari@solsiden.example", "5.1.10", "RecipientNotFound"),
    ("gmail", dsn("Final-Recipient: rfc822; kari@solsiden.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.27, the server for the domain\n solsiden.example.)\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try\n 550-5.1.1 double-checking the recipient's email address"), "kari@solsiden.example", "5.1.1", "does not exist"),
    ("no host", dsn("Final-Recipient: rfc822; kari@solsiden.example\nAction: failed\nStatus: 5.4.4\nDiagnostic-Code: X-Postfix; Host or domain name not found"), "kari@solsiden.example", "5.4.4", "name not found"),
    ("status 5.0.0 with a code in the words", dsn("Final-Recipient: rfc822; kari@solsiden.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full"), "kari@solsiden.example", "5.2.2", "Mailbox full"),
    ("sendmail in xtext", dsn("Final-Recipient: RFC822; kari@solsiden.example\nOriginal-Recipient: rfc822;kari+40solsiden.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 5.1.1 no such user"), "kari@solsiden.example", "5.1.1", "no such user"),
    ("qmail", prose(f"Hi. This is the qmail-send program at mx.fjordlys.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<kari@solsiden.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 sorry, no mailbox here by that name\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <desk@fjordlys.example>\n{COPY}"), "kari@solsiden.example", "5.1.1", "no mailbox here by that name"),
    ("exim", prose(f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  kari@solsiden.example\n    host mx.solsiden.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<kari@solsiden.example>:\n    550 Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <desk@fjordlys.example>\n{COPY}", "Mail delivery failed: returning message to sender", "X-Failed-Recipients: kari@solsiden.example\n"), "kari@solsiden.example", "5.1.1", "Unrouteable address"),
    ("exchange in English", prose(f"Your message to kari@solsiden.example couldn't be delivered.\n\nKari wasn't found at solsiden.example.\n\nOriginal Message Headers\n\n{COPY}", "Undeliverable: Case [#1001]"), "kari@solsiden.example", "5.1.1", "wasn't found"),
    ("exchange in bokmål", prose(f"Meldingen til kari@solsiden.example kunne ikke leveres.\n\nkari ble ikke funnet på solsiden.example.\n\nOpprinnelige meldingshoder\n\n{COPY}", "Kan ikke leveres: Sak"), "kari@solsiden.example", "5.1.1", "ble ikke funnet"),
    ("exchange in Swedish", prose(f"Ditt meddelande till kari@solsiden.example kunde inte levereras.\n\nkari hittades inte på solsiden.example.\n\nUrsprungliga meddelandehuvuden\n\n{COPY}", "Kan inte levereras: Ärende"), "kari@solsiden.example", "5.1.1", "hittades inte"),
    ("exchange in Danish", prose(f"Din meddelelse til kari@solsiden.example kunne ikke leveres.\n\nkari blev ikke fundet på solsiden.example.\n\nOprindelig meddelelse\n\n{COPY}", "Kan ikke leveres: Sag"), "kari@solsiden.example", "5.1.1", "blev ikke fundet"),
    ("mail.ru", prose(f"Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n**********************\n\nkari@mail.example: такого пользователя не существует\n\n**********************\nКопия письма:\n{COPY}", "Mail failure."), "kari@mail.example", "5.1.1", "не существует"),
    ("yandex", prose(f"This is the mail system at host forward1.mail.yandex.example.\n\nI'm sorry to have to inform you that your message could not be delivered to one or more recipients.\n\n<kari@solsiden.example>: host mx.solsiden.example[192.0.2.1] said: 550 5.1.1\n    <kari@solsiden.example>: Почтовый ящик не найден (in reply to RCPT TO command)\n\nИсходное сообщение:\n{COPY}", "Недоставленное сообщение"), "kari@solsiden.example", "5.1.1", "ящик не найден"),
    ("full in Russian", prose("Письмо для kari@solsiden.example не доставлено: почтовый ящик получателя переполнен.", "Недоставленное сообщение"), "kari@solsiden.example", "5.2.2", "переполнен"),
    ("closed in bokmål", prose("Vi kunne ikke levere e-posten din til kari@solsiden.example.\nKontoen er stengt.", "Feil ved levering"), "kari@solsiden.example", "5.2.1", "Kontoen er stengt"),
    ("taken for spam", prose("Your message to kari@solsiden.example was rejected.\n554 5.7.1 Message blocked due to policy"), "kari@solsiden.example", "5.7.1", "blocked due to policy"),
    ("an IP address is no status", prose("Your message to kari@solsiden.example could not be delivered.\nHost 5.1.1.20 said: 550 5.4.1 All recipient addresses rejected"), "kari@solsiden.example", "5.4.1", "addresses rejected"),
]  # fmt: skip

DELAYED = [
    ("postfix", dsn("Final-Recipient: rfc822; kari@solsiden.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx: Connection timed out\nWill-Retry-Until: Tue, 10 Nov 2026 09:12:00 +0100")),
    ("exim", prose("This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.\n\nThe address to which the message has not yet been delivered is:\n\n  kari@solsiden.example\n    Delay reason: Connection timed out\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.", "Warning: message 1 delayed 24 hours")),
    ("bokmål", prose("Levering til kari@solsiden.example er forsinket. Vi forsøker fortsatt.", "Forsinket levering")),
    ("Swedish", prose("Leveransen är försenad för kari@solsiden.example. Vi fortsätter att försöka.", "Försenad leverans")),
    ("Danish", prose("Leveringen er forsinket til kari@solsiden.example. Vi forsøger stadig.", "Forsinket levering")),
    ("Russian", prose("Доставка письма для kari@solsiden.example задерживается. Попытки доставки будут продолжены.", "Задержка доставки")),
]  # fmt: skip
