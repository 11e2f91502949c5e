"""The mail side: the server that takes mail, the mailbox that is read, and the postman."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from bot.arrivals import arrived
from bot.letter import Letters
from bot.linked.copying import Copies
from bot.mail_decider import MailDecider
from bot.mailbox import mailbox
from bot.parts import Parts
from bot.postman import Postman
from bot.sending import sender_of
from bot.signing_in import tokens_for
from mail.oauth import Tokens
from mail.smtp import MailServer
from mail.smtp_envelope import Envelope
from storage.arrival_writer import ArrivalWriter

_SERVER_STOPS_WITHIN = 2.0  # seconds


async def open_mail(parts: Parts, writer: ArrivalWriter, stack: AsyncExitStack) -> None:
    """Mail comes in, is decided and goes out; servers and connections close with the stack."""
    tokens = tokens_for(parts.settings, parts.store)

    async def receive(envelope: Envelope) -> None:
        await writer.save(await arrived(envelope))
        parts.bells.inbox.ring()

    await _listen(parts, receive, stack)
    if parts.settings.mail.imap.on:
        reader = mailbox(parts.settings, receive, tokens=tokens, troubles=parts.troubles, now=parts.now)
        parts.loops["imap"] = reader.run
    parts.deciders["mail"] = MailDecider(
        store=parts.store,
        house=parts.house,
        files=parts.files,
        identities=parts.identities,
        forms=tuple(each.form() for each in parts.settings.customer_mail),
        now=parts.now,
    )
    parts.loops["postman"] = _postman(parts, tokens, stack).run


async def _listen(
    parts: Parts, receive: Callable[[Envelope], Awaitable[None]], stack: AsyncExitStack
) -> None:
    smtp = parts.settings.mail.smtp
    if not smtp.listen:
        return
    server = MailServer(
        listen=smtp.listen,
        protocol=smtp.protocol,
        receive=receive,
        is_ours=parts.house.addresses.is_ours,
        max_size=smtp.max_size_mb * 1024 * 1024,
        hostname=smtp.hostname or None,
        tls=smtp.tls(),
    )
    await server.start()
    stack.push_async_callback(server.stop, _SERVER_STOPS_WITHIN)


def _postman(parts: Parts, tokens: Tokens | None, stack: AsyncExitStack) -> Postman:
    outgoing = parts.settings.mail.outgoing
    sender = sender_of(parts.settings, tokens)
    stack.push_async_callback(sender.close)
    letters = Letters(
        store=parts.store,
        files=parts.files,
        house=parts.house,
        max_size=outgoing.max_size_mb * 1024 * 1024,
        signer=outgoing.signer(),
        copies=Copies(store=parts.store, house=parts.house, sealer=parts.sealer),
    )
    return Postman(
        store=parts.store,
        letters=letters,
        sender=sender,
        house=parts.house,
        bells=parts.bells,
        metrics=parts.metrics,
        troubles=parts.troubles,
        signed_returns=outgoing.signs_bounces,
        now=parts.now,
    )
