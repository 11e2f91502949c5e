"""Outgoing mail over SMTP, through the operator's server (RFC 5321, RFC 6409).

One connection serves a burst of mails and is closed when nothing follows. What can't be delivered is told
apart by the server's code and by what the network did, never by a sentence: try again, or give up.
"""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Literal

import aiosmtplib
import structlog

from mail.addressing import checked_address
from mail.oauth import OAuthError, Tokens
from mail.send_errors import (
    MailError,
    PermanentMailError,
    Refusal,
    TransientMailError,
    as_mail_error,
    refused,
)

__all__ = ["MailError", "MailSender", "PermanentMailError", "Refusal", "Security", "TransientMailError"]

log = structlog.get_logger()

Security = Literal["none", "starttls", "tls"]

_KEPT_OPEN = 5.0  # seconds an idle connection waits for the next mail
_DATA_TIMEOUT = 600.0  # RFC 5321 section 4.5.3.2.6: a server may take ten minutes to answer a mail


class MailSender:
    """Sends through one server. ``user`` "" means no login; ``security`` "starttls" insists on it.

    ``timeout`` is seconds for each step but the mail itself. Mails leave one after another. With ``tokens``
    it logs in with OAuth 2.0 (XOAUTH2) in place of the password.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str = "",
        password: str = "",
        tokens: Tokens | None = None,
        security: Security = "none",
        timeout: float = 30.0,
        hostname: str | None = None,
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        self._new_client: Callable[[], aiosmtplib.SMTP] = partial(
            aiosmtplib.SMTP,
            hostname=host,
            port=port,
            username=user or None,
            password=None if tokens else password or None,
            oauth_token_generator=tokens.get if tokens else None,
            use_tls=security == "tls",
            start_tls=security == "starttls",
            local_hostname=hostname,
            timeout=timeout,
            tls_context=tls_context,
        )
        self._tokens = tokens
        self._where = f"{host}:{port}"
        self._lock = asyncio.Lock()
        self._client: aiosmtplib.SMTP | None = None
        self._closing: asyncio.TimerHandle | None = None
        self._closers: set[asyncio.Task[None]] = set()

    async def send(self, raw: bytes, sender: str, recipients: Sequence[str]) -> None:
        """Hand a mail over to all recipients. ``sender`` "" is the null return path, for automatic mail.

        Raises TransientMailError or PermanentMailError. When only some recipients are refused the others
        have the mail: the error says who has and who has not.
        """
        async with self._lock:
            try:
                client = await self._connected()
                await self._hand_over(client, raw, sender, recipients)
            except MailError:
                raise
            except (aiosmtplib.SMTPResponseException, ValueError) as error:
                raise as_mail_error(error) from error  # the server still listens
            except (aiosmtplib.SMTPException, OSError) as error:
                self._drop()
                raise as_mail_error(error) from error
            except BaseException:
                self._drop()  # cancelled in mid-talk: what follows would be taken for the mail
                raise
            finally:
                self._close_later()

    async def check(self) -> str:
        """Try it: connect, log in, leave. What was found, for people. Raises as ``send`` does."""
        client = self._new_client()
        try:
            await self._log_in(client)
            await client.noop()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise as_mail_error(error) from error
        else:
            secured = "with TLS" if client.get_transport_info("sslcontext") else "without TLS"
            return f"{self._where} answers {secured}"
        finally:
            await _quit(client)

    async def close(self) -> None:
        """Leave the server. Sending again connects again."""
        async with self._lock:
            self._stop_waiting()
            self._close_now()
        await asyncio.gather(*self._closers, return_exceptions=True)

    async def _connected(self) -> aiosmtplib.SMTP:
        self._stop_waiting()
        if self._client is not None:
            # The server may have left while we were silent; RSET asks, and begins afresh.
            with suppress(aiosmtplib.SMTPException, OSError):
                await self._client.rset()
                return self._client
            self._drop()
        client = self._new_client()
        try:
            await self._log_in(client)
            await _greet(client)
        except ValueError as error:  # a host name that can't be one: the operator's to mend, not the mail's
            raise TransientMailError(str(error), server=True) from error
        except BaseException:
            client.close()
            raise
        self._client = client
        return client

    async def _log_in(self, client: aiosmtplib.SMTP) -> None:
        """Connect and log in; a token that is not taken before its time is renewed once."""
        try:
            try:
                await client.connect()
            except aiosmtplib.SMTPAuthenticationError:
                if self._tokens is None:
                    raise
                refused = await self._tokens.get()
                self._tokens.refuse(refused)
                if await self._tokens.get() == refused:
                    raise
                client.close()
                await client.connect()
        except OAuthError as error:
            client.close()
            said = ". ".join(filter(None, (error.reason, error.mend)))
            raise TransientMailError(said, server=True) from error

    async def _hand_over(
        self, client: aiosmtplib.SMTP, raw: bytes, sender: str, recipients: Sequence[str]
    ) -> None:
        if not recipients:
            raise ValueError("a mail needs a recipient")
        sender = checked_address(sender) if sender else ""
        addresses = {one: checked_address(one) for one in recipients}
        utf8 = not (sender.isascii() and all(one.isascii() for one in addresses.values()))
        if utf8 and not client.supports_extension("smtputf8"):
            raise PermanentMailError("the mail server takes no addresses beyond ASCII (SMTPUTF8)")
        encoding = "utf-8" if utf8 else "ascii"
        await client.mail(sender, options=_options(client, raw, utf8=utf8), encoding=encoding)
        refusals: list[Refusal] = []
        for recipient, address in addresses.items():
            try:
                await client.rcpt(address, encoding=encoding)
            except aiosmtplib.SMTPRecipientRefused as error:
                refusals.append(Refusal(recipient, error.code, error.message))
        refused_ones = {refusal.recipient for refusal in refusals}
        delivered = tuple(one for one in addresses if one not in refused_ones)
        if delivered:
            await client.data(raw, timeout=_DATA_TIMEOUT)
            log.info("mail_sent", octets=len(raw), recipients=len(delivered))
        if refusals:
            raise refused(refusals, delivered)

    def _close_later(self) -> None:
        if self._client is not None:
            self._closing = asyncio.get_running_loop().call_later(_KEPT_OPEN, self._close_now)

    def _close_now(self) -> None:
        client, self._client, self._closing = self._client, None, None
        if client is not None:
            task = asyncio.get_running_loop().create_task(_quit(client))
            self._closers.add(task)
            task.add_done_callback(self._closers.discard)

    def _stop_waiting(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _options(client: aiosmtplib.SMTP, raw: bytes, *, utf8: bool) -> list[str]:
    options = []
    if client.supports_extension("size"):
        options.append(f"SIZE={len(raw)}")
    if client.supports_extension("8bitmime") and not raw.isascii():
        options.append("BODY=8BITMIME")
    if utf8:
        options.append("SMTPUTF8")
    return options


async def _greet(client: aiosmtplib.SMTP) -> None:
    """Ask what the server can do, unless logging in has asked already."""
    if client.is_ehlo_or_helo_needed:
        try:
            await client.ehlo()
        except aiosmtplib.SMTPHeloError:
            await client.helo()


async def _quit(client: aiosmtplib.SMTP) -> None:
    if client.is_connected:
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=2.0)
    client.close()
