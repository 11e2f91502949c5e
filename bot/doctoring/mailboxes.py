"""Does the server take our mail, does the mailbox let us in, and is what we sign believed?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.doctoring.verdicts import Failed, Skipped
from bot.settings import Settings
from bot.settings.mail import ImapSettings
from mail.imap_mailbox import Login
from mail.oauth import OAuthError, Tokens


async def outgoing(settings: Settings) -> str:
    """Connects, greets and logs in."""
    from bot.sending import sender_of
    from mail.send_errors import MailError

    server = settings.mail.outgoing
    async with _tokens(settings) as tokens:
        try:
            return await sender_of(settings, tokens).check()
        except MailError as error:
            raise Failed(f"{server.host}:{server.port}: {error.reason}", "Check [mail.outgoing]") from None


async def incoming(settings: Settings) -> str:
    """Logs in and opens the folder, without touching what is in it."""
    from bot.mailbox import login_of

    mailbox = settings.mail.imap
    if not mailbox.on:
        raise Skipped("mail.imap.host is empty")
    login = login_of(settings)
    if mailbox.login == "oauth":
        async with _tokens(settings) as tokens:
            try:
                login = replace(login, token=await tokens.get() if tokens else "")
            except OAuthError as error:
                raise Failed(f"no access token: {error.reason}", error.mend or "Check [mail.oauth]") from None
    return await asyncio.to_thread(_open, mailbox, login)


async def dkim(settings: Settings) -> str:
    """Compares the key with the DNS record that receivers will look for."""
    signer = settings.mail.outgoing.signer()
    if signer is None:
        raise Skipped("mail.outgoing.dkim_domain is empty")
    mend = f"Publish this TXT record: {signer.record}"
    try:
        published = await asyncio.to_thread(_txt, signer.name)
    except OSError as error:
        raise Skipped(f"DNS does not answer about {signer.name} ({error})") from None
    if published is None:
        raise Failed(f"DNS has no record {signer.name}", mend)
    if not signer.matches(published):
        raise Failed(f"{signer.name} in DNS is of another key", mend)
    return f"{signer.name} in DNS fits the key"


def _txt(name: str) -> bytes | None:
    """The TXT record; None when there is none. OSError when nobody answers."""
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer, resolve

    try:
        answer = resolve(name, "TXT", lifetime=5.0)
    except (NXDOMAIN, NoAnswer):
        return None
    except DNSException as error:
        raise OSError(str(error) or type(error).__name__) from error
    return b"".join(answer[0].strings)


@asynccontextmanager
async def _tokens(settings: Settings) -> AsyncIterator[Tokens | None]:
    """With the database's newest refresh token, which ours may have replaced."""
    if not settings.mail.uses_oauth:
        yield None
        return
    from bot.signing_in import tokens_for
    from storage.store import Store

    store = Store(settings.database.url.get_secret_value())
    try:
        yield tokens_for(settings, store)
    finally:
        await store.close()


def _open(mailbox: ImapSettings, login: Login) -> str:
    from imapclient import IMAPClient
    from imapclient.exceptions import IMAPClientError, LoginError

    from mail.imap_sign_in import sign_in

    where = f"{mailbox.host}:{mailbox.port}"
    try:
        with IMAPClient(mailbox.host, mailbox.port, ssl=mailbox.security == "tls", timeout=15) as client:
            if mailbox.security == "starttls":
                client.starttls()
            sign_in(client, login.user, login.password, login.token)
            there = client.select_folder(mailbox.folder, readonly=True)
            idle = client.has_capability("IDLE")
    except LoginError as error:
        if login.token:
            mend = "Is the application allowed to use IMAP, and this mailbox? See docs/mail.md"
            raise Failed(f"{where} refuses the access token ({error})", mend) from None
        raise Failed(f"{where} refuses the login", "Check mail.imap.user and password") from None
    except IMAPClientError as error:
        raise Failed(f"{where}: {error}", f'Is there a folder "{mailbox.folder}"?') from None
    except OSError as error:
        raise Failed(f"{where}: {error}", "Check mail.imap.host, port and security") from None
    manner = "" if idle else "; it does not tell when mail comes, so it is looked at every minute"
    return f"{where} has {there[b'EXISTS']} mails in {mailbox.folder}{manner}"
