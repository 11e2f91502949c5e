"""Does the server take our mail, and does the mailbox let us in?"""

import asyncio

from bot.doctoring.verdicts import Failed, Skipped
from bot.settings import Settings
from bot.settings.mail import ImapSettings


async def outgoing(settings: Settings) -> str:
    """Connects, greets and logs in."""
    from mail.send import MailSender
    from mail.send_errors import MailError

    server = settings.mail.outgoing
    sender = MailSender(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password.get_secret_value(),
        security=server.security,
    )
    try:
        return await sender.check()
    except MailError as error:
        raise Failed(f"{server.host}:{server.port}: {error.reason}", "Check [mail.outgoing]") from None


async def incoming(settings: Settings) -> str:
    """Logs in and opens the folder, without touching what is in it."""
    mailbox = settings.mail.imap
    if not mailbox.on:
        raise Skipped("mail.imap.host is empty")
    return await asyncio.to_thread(_open, mailbox)


def _open(mailbox: ImapSettings) -> str:
    from imapclient import IMAPClient
    from imapclient.exceptions import IMAPClientError, LoginError

    where = f"{mailbox.host}:{mailbox.port}"
    try:
        with IMAPClient(mailbox.host, mailbox.port, ssl=mailbox.security == "tls", timeout=15) as client:
            if mailbox.security == "starttls":
                client.starttls()
            client.login(mailbox.user, mailbox.password.get_secret_value())
            there = client.select_folder(mailbox.folder, readonly=True)
    except LoginError:
        raise Failed(f"{where} refuses the login", "Check mail.imap.user and password") from None
    except IMAPClientError as error:
        raise Failed(f"{where}: {error}", f'Is there a folder "{mailbox.folder}"?') from None
    except OSError as error:
        raise Failed(f"{where}: {error}", "Check mail.imap.host, port and security") from None
    return f"{where} has {there[b'EXISTS']} mails in {mailbox.folder}"
