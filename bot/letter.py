"""A delivery as the mail that leaves: fields, files as far as they fit, mark and signature."""

import asyncio
from dataclasses import asdict, replace
from typing import Any

import structlog

from bot.linked.copying import Copies
from handlers.house import House
from mail.compose import OutgoingAttachment, OutgoingMail, compose
from mail.dkim_sign import DkimSigner
from mail.parsed import Mailbox
from mail.send import TransientMailError
from storage.deliveries import Delivery
from storage.files import Files
from storage.store import Store
from templates.mail_parts import with_note, with_quote

_log = structlog.get_logger()

_LONGEST_WAIT = 60.0  # seconds between looks whether files that wait at Telegram are fetched
_IN_BASE64 = 1.37  # what a file grows by on its way
_WORDS = 200_000  # octets that a mail takes besides its files, at the most


class Letters:
    """Writes mails. `max_size` is the largest that may leave, in octets as it travels."""

    def __init__(
        self,
        *,
        store: Store,
        files: Files,
        house: House,
        max_size: int,
        signer: DkimSigner | None = None,
        copies: Copies | None = None,
    ) -> None:
        self._copies = copies
        self._store = store
        self._files = files
        self._house = house
        self._max_size = max_size
        self._signer = signer

    async def write(self, delivery: Delivery, *, with_files: bool = True) -> bytes:
        """The mail's octets. Without its files when the server takes none so large; the mail says so.

        Raises TransientMailError while files are not fetched; ValueError and FileMissing when it can be none.
        """
        listed = await self._listed(delivery)
        sent, left = await self._attached(listed, self._max_size if with_files else 0)
        if left:
            _log.info("mail_files_left_out", delivery=delivery.id, files=len(left))
        copies = await self._copies.of(delivery) if self._copies else []
        made = (_made(file) for file in delivery.payload.get("made", ()))
        mail = replace(self._mail(delivery, left), attachments=(*sent, *made, *copies))
        # Encoding and signing 20 MB takes a second, in which nobody else would be served.
        return await asyncio.to_thread(self._sealed, mail)

    async def _attached(
        self, listed: list[dict[str, Any]], max_size: int
    ) -> tuple[list[OutgoingAttachment], list[str]]:
        """The files that a mail of that size holds, in their order, and the names of the others."""
        room = max_size - _WORDS
        sent, left = [], []
        for file in listed:
            content = await self._files.get(file["sha256"]) if room > 0 else b""
            if len(content) * _IN_BASE64 > room:
                left.append(str(file["filename"]))
                continue
            room -= int(len(content) * _IN_BASE64)
            sent.append(
                OutgoingAttachment(
                    filename=file["filename"], content_type=file["content_type"], content=content
                )
            )
        return sent, left

    def _sealed(self, mail: OutgoingMail) -> bytes:
        raw = compose(mail)
        return self._signer.sign(raw) if self._signer else raw

    def _mail(self, delivery: Delivery, left_out: list[str]) -> OutgoingMail:
        payload: dict[str, Any] = delivery.payload
        name, address = payload["to"]
        addresses, policy = self._house.addresses, self._house.policy
        language = payload.get("language") or policy.language
        sender = payload.get("sender") or policy.desk_name  # within a chain it is the partner above
        text, html = payload["text"], payload["html"]
        if left_out:
            note = self._house.texts.word("mail/left_out", language, files=", ".join(left_out))
            text, html = with_note(text, html, note)
        if quote := payload.get("quote"):
            text, html = with_quote(text, html, *quote)
        thread = addresses.read(payload["reply_to"])
        return OutgoingMail(
            message_id=payload["message_id"],
            sender=Mailbox(sender, addresses.desk),
            reply_to=Mailbox(sender, payload["reply_to"]),
            to=(Mailbox(name, address),),
            subject=payload["subject"],
            text=text,
            html=html,
            date=delivery.created_at.astimezone(policy.zone),
            in_reply_to=payload["in_reply_to"],
            references=tuple(payload["references"]),
            auto_submitted=payload["auto_submitted"],
            language=language,
            headers=addresses.mark(*thread) if thread else {},
        )

    async def _listed(self, delivery: Delivery) -> list[dict[str, Any]]:
        """Its files; those that were at Telegram when it was written are by now at home, or never will be."""
        listed: list[dict[str, Any]] = delivery.payload["attachments"]
        if delivery.entry is not None and not all(file["sha256"] for file in listed):
            async with self._store.glance() as unit:
                files = await unit.tickets.files_of(delivery.entry)
            if files is None:
                wait = min(float(delivery.attempts), _LONGEST_WAIT)
                raise TransientMailError("its files are not fetched yet", retry_after=wait)
            listed = [asdict(file) for file in files]
        return [file for file in listed if file["sha256"]]


def _made(file: dict[str, str]) -> OutgoingAttachment:
    """A small file that was written with the mail's words: ``{"filename", "content_type", "text"}``."""
    return OutgoingAttachment(
        filename=file["filename"], content_type=file["content_type"], content=file["text"].encode()
    )
