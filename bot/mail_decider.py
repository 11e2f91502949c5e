"""Deciding a mail: understand it, find its ticket, call one use case, all in one transaction."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.deciding import Unreadable
from bot.moments import Clock
from bot.reader import facts_of
from bot.threads import Thread, find_thread
from handlers.desk import Desk
from handlers.house import House
from handlers.knowing import assets_meant, known_for_request, register_language
from mail.parse import asset_hints, parse, with_assets
from mail.parsed import Attachment as MailFile
from mail.parsed import Fields, Kind, ParsedMail
from mail.picture import asset_by_code, barcodes, code_hints, is_decoration
from storage.arrivals import Arrival
from storage.files import Files
from storage.store import Store
from tickets import conversation, dispatch, intake
from tickets.intake import Request
from tickets.register import Asset
from tickets.states import Priority
from tickets.ticket import (
    Actor,
    Attachment,
    Audience,
    Channel,
    Message,
    Requester,
    Role,
    Ticket,
)

_log = structlog.get_logger()

_LOGO_ON = 2  # other tickets: the same small picture within the text is a letterhead by then
_MOST_PLATES = 6  # photos of one mail that are looked at for a type plate's code
_ACKS_A_DAY = 10  # to one known contact; a stranger gets one (I15)

_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
_PHOTO_LIMIT = 10 * 1024 * 1024  # bytes Telegram takes as a photo (Bot API, sendPhoto)

Decided = tuple[str, int | None]  # the outcome, and the ticket it concerns


class MailDecider:
    """Decides mails that were saved."""

    def __init__(self, *, store: Store, house: House, files: Files, now: Clock) -> None:
        self._store = store
        self._house = house
        self._files = files
        self._now = now

    async def decide(self, arrival: Arrival) -> Decided:
        """Parses off the loop, stores files, then decides and commits."""
        own = (self._house.addresses.desk, self._house.addresses.domain)
        parsed = await asyncio.to_thread(
            parse,
            arrival.raw,
            categories={c.id: c.words for c in self._house.policy.categories.values()},
            own_addresses=own,
        )
        if parsed.error:
            raise Unreadable(parsed.error)
        files, codes = await asyncio.to_thread(_seen, parsed)
        for file in files:
            await self._files.put(file.content)
        async with self._store.unit() as unit:
            desk = Desk(house=self._house, unit=unit, now=self._now())
            often = await unit.tickets.files_of_many([file.sha256 for file in files if file.inline], _LOGO_ON)
            files = [file for file in files if file.sha256 not in often or not is_decoration(file, seen=True)]
            outcome, ticket = await _Deciding(desk, arrival, parsed, files, codes).decide()
            await unit.arrivals.decided(arrival.id, outcome, ticket, self._now())
            await unit.commit()
        return outcome, ticket


class _Deciding:
    """One mail within its transaction."""

    def __init__(
        self, desk: Desk, arrival: Arrival, parsed: ParsedMail, files: list[MailFile], codes: list[str]
    ) -> None:
        self.desk = desk
        self.arrival = arrival
        self.parsed = parsed
        self.files = files
        self.codes = codes
        sender = parsed.reply_to or parsed.sender
        self.address = (sender.address if sender else str(arrival.envelope.get("sender") or "")).lower()
        self.name = (parsed.sender.name if parsed.sender else None) or None
        self.actor = Actor(role=Role.CUSTOMER, name=self.name or self.address or "?", id=self.address or None)

    async def decide(self) -> Decided:
        if await self._is_copy():
            return "duplicate", None
        thread = await find_thread(self.desk, self.arrival, self.parsed)
        if self.parsed.kind in (Kind.BOUNCE, Kind.AUTO_REPLY):
            return await self._notes(thread)
        if thread is None:
            return await self._opens()
        if not thread.takes_part:
            return await self._parks(thread)
        if conversation.is_past(thread.ticket, self.desk.now):
            return await self._opens(relative=thread.ticket.number)
        return await self._joins(thread)

    async def _is_copy(self) -> bool:
        """It came by another way before, or it is our own mail come back."""
        message_id = self.parsed.message_id
        if message_id is None:
            return False
        known = (await self.desk.unit.messages.find([message_id])).get(message_id)
        if known is None or known.ours:
            return known is not None
        entries = await self.desk.unit.tickets.entries(known.ticket)
        files = {file.sha256 for file in self.files}
        return any(
            entry.text == self.parsed.text and files <= {file.sha256 for file in entry.attachments}
            for entry in entries
        )

    async def _notes(self, thread: Thread | None) -> Decided:
        """What a machine answered: kept with its ticket for the desk, told to nobody else (I16, I17)."""
        if thread is None:
            return f"{self.parsed.kind}_without_ticket", None
        message = self._message(Role.STRANGER, thread.proof)
        await self.desk.carry_out(
            conversation.stranger_says(thread.ticket, message, how=self.parsed.kind.value)
        )
        return self.parsed.kind.value, thread.ticket.number

    async def _parks(self, thread: Thread) -> Decided:
        """Somebody new writes in a thread: the desk sees it, and who it is, before anybody else does (I6)."""
        message = self._message(Role.STRANGER, thread.proof)
        await self.desk.unit.tickets.add_participant(
            thread.ticket.number, self.address, self.name, confirmed=False
        )
        await self.desk.carry_out(conversation.stranger_says(thread.ticket, message, how="new_person"))
        await self._remember(thread.ticket, Audience.INTERNAL)
        return "parked", thread.ticket.number

    async def _joins(self, thread: Thread) -> Decided:
        desk, ticket = self.desk, thread.ticket
        score = self.parsed.text.strip()
        if not ticket.is_open and len(score) == 1 and score in "12345":
            await desk.carry_out(dispatch.rate(ticket, int(score), desk.now, by=self.actor))
            return "score", ticket.number
        await self._leave_out_known_pictures(ticket)
        message = self._message(Role.CUSTOMER, thread.proof)
        outcome = conversation.requester_says(
            ticket, message, await desk.given(ticket), desk.now, automatic=self.parsed.automatic
        )
        await desk.carry_out(outcome)
        await self._remember(ticket)
        return "entry", ticket.number

    async def _leave_out_known_pictures(self, ticket: Ticket) -> None:
        """An answer brings the pictures of the mail it quotes along; the ticket has them."""
        if any(file.inline for file in self.files):
            entries = await self.desk.unit.tickets.entries(ticket.number)
            known = {file.sha256 for entry in entries for file in entry.attachments}
            self.files = [file for file in self.files if not (file.inline and file.sha256 in known)]

    async def _opens(self, relative: int | None = None) -> Decided:
        desk, parsed = self.desk, self.parsed
        # A contact is who the mail is from. Whom it asks to answer is a claim, which the desk judges (S38).
        sender = parsed.sender.address.lower() if parsed.sender else self.address
        contact = await desk.unit.register.contact_by_email(sender)
        assets = await assets_meant(desk.unit, asset_hints(parsed), contact)
        fields = with_assets(parsed, assets).fields
        if fields.asset_id is None and self.codes:
            fields, assets = await self._photographed(fields, assets)
        request = Request(
            requester=Requester(
                name=(contact.name if contact else None) or self.name,
                channel=Channel.MAIL,
                address=self.address,
                language=await register_language(desk.unit, contact) or parsed.language,
            ),
            subject=parsed.subject,
            message=self._message(Role.CUSTOMER, None),
            facts=facts_of(fields),
            priority=Priority(fields.priority),
            category=fields.category,
            relative=relative or next(iter(parsed.ticket_numbers), None),
            automatic=not await self._may_acknowledge(known=contact is not None),
        )
        asset = next((each for each in assets if each.id == fields.asset_id), None)
        known = await known_for_request(desk.unit, contact, asset)
        ticket = await desk.carry_out(intake.open_ticket(request, known, desk.policy, desk.now))
        for address in sorted({self.address, sender}):
            await desk.unit.tickets.add_participant(ticket.number, address, self.name, confirmed=True)
        await self._remember(ticket)
        await desk.carry_out(intake.hand_off_new(ticket, await desk.given(ticket), desk.now))
        return "ticket", ticket.number

    async def _photographed(self, fields: Fields, assets: list[Asset]) -> tuple[Fields, list[Asset]]:
        """With the machine whose plate was photographed, if the register has exactly one of that number."""
        hints = code_hints(self.codes)
        asset = asset_by_code(self.codes, await self.desk.unit.register.assets_by_keys(hints, hints))
        if asset is None:
            return fields, assets
        known = replace(fields, asset_id=asset.id, serial=fields.serial or asset.serial)
        return known, [*assets, asset]

    async def _may_acknowledge(self, *, known: bool) -> bool:
        """Never a machine; somebody nobody knows once a day; a contact for each case, within reason (I15)."""
        if self.parsed.automatic or not self.address or self.desk.house.addresses.is_ours(self.address):
            return False
        answers = self.desk.unit.auto_answers
        given = await answers.given(self.address, self.desk.now - timedelta(days=1))
        if given >= (_ACKS_A_DAY if known else 1):
            return False
        await answers.note(self.address, self.desk.now)
        return True

    async def _remember(self, ticket: Ticket, audience: Audience = Audience.CUSTOMER) -> None:
        if self.parsed.message_id is None:
            return
        found = await self.desk.unit.tickets.entry_by_source(self.arrival.key)
        entry = found[1].id if found else None
        await self.desk.unit.messages.remember(
            self.parsed.message_id, ticket.number, None, entry, audience, ours=False
        )

    def _message(self, role: Role, proof: str | None) -> Message:
        """The mail's new words; a forward says what it passes on, too."""
        text = self.parsed.text
        if self.parsed.kind is Kind.FORWARD:
            text = "\n\n".join(filter(None, (text, self.parsed.quoted)))
        return Message(
            author=replace(self.actor, role=role),
            at=self.arrival.received_at,
            text=text,
            attachments=tuple(_attachment(file) for file in self.files),
            source=self.arrival.key,
            proof=proof,
        )


def _seen(parsed: ParsedMail) -> tuple[list[MailFile], list[str]]:
    """The files worth keeping, and what codes in photos say where the words give no serial number. Slow."""
    files = [file for file in parsed.attachments if not is_decoration(file)]
    if parsed.fields.serial or parsed.kind in (Kind.BOUNCE, Kind.AUTO_REPLY, Kind.LIST):
        return files, []
    photos = [file for file in files if file.content_type in _PHOTOS][:_MOST_PLATES]
    return files, [code for photo in photos for code in barcodes(photo.content)]


def _attachment(file: MailFile) -> Attachment:
    """A file to be careful with says so in its name, which goes wherever it goes."""
    kind = "photo" if file.content_type in _PHOTOS and file.size <= _PHOTO_LIMIT else "document"
    warning = f"⚠ {', '.join(file.flags)} – " if file.flags else ""
    return Attachment(
        filename=warning + file.filename,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        kind=kind,
    )
