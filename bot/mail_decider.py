"""Deciding a mail: understand it, find its ticket, call one use case, all in one transaction."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from bot.asking import asked
from bot.automatic import calendars, lists, machines, status
from bot.automatic.envelope import with_return_path
from bot.automatic.quiet import kept_quietly
from bot.claims import Claim, claim_in
from bot.copies import known_by, remember
from bot.deciding import Unreadable
from bot.held import HELD, hold
from bot.history import texts_before
from bot.identity import Identities
from bot.moments import Clock
from bot.partner_mail import find_job, takes_in
from bot.reader import facts_of
from bot.threads import Incoming, Thread, find_place, message_ids
from handlers import breaker
from handlers.breaker import Writer
from handlers.completing import complete
from handlers.desk import Desk
from handlers.house import House
from handlers.knowing import register_language
from handlers.tell_partner_mail import party_of_partner
from mail.customer_form import Filled, Form, read_form
from mail.domains import party_of
from mail.identity import Sender
from mail.machine.invitation import Invitation, read_invitation
from mail.parse import parse
from mail.parsed import Attachment as MailFile
from mail.parsed import Kind, ParsedMail
from mail.picture import barcodes, is_decoration
from mail.placing import amid, with_pictures
from mail.remembered import with_history
from mail.their_numbers import numbers_to_thread_by, their_numbers
from storage.arrivals import Arrival
from storage.files import Files
from storage.store import Store
from tickets import conversation, dispatch, intake
from tickets.intake import Request
from tickets.policy import Partner
from tickets.states import Priority
from tickets.ticket import (
    Actor,
    Attachment,
    Audience,
    Channel,
    Identity,
    Message,
    Notice,
    Outcome,
    Party,
    Requester,
    Role,
    Tell,
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

    def __init__(
        self,
        *,
        store: Store,
        house: House,
        files: Files,
        identities: Identities,
        now: Clock,
        forms: Sequence[Form] = (),
    ) -> None:
        self._store = store
        self._house = house
        self._files = files
        self._identities = identities
        self._forms = forms
        self._now = now

    async def decide(self, arrival: Arrival) -> Decided:
        """Parses off the loop, asks who wrote it, stores files, then decides and commits."""
        parsed = await asyncio.to_thread(parse, with_return_path(arrival), **_ways(self._house))
        if parsed.error:
            raise Unreadable(parsed.error)
        sender = await self._identities.of(arrival.raw, parsed.sender.address if parsed.sender else None)
        files, codes = await asyncio.to_thread(_seen, parsed)
        invitation = await asyncio.to_thread(read_invitation, arrival.raw, self._house.policy.zone)
        filled = await asyncio.to_thread(self._filled, parsed)
        for file in files:
            await self._files.put(file.content)
        async with self._store.unit() as unit:
            desk = Desk(house=self._house, unit=unit, now=self._now())
            often = await unit.tickets.files_of_many([file.sha256 for file in files if file.inline], _LOGO_ON)
            files = [file for file in files if file.sha256 not in often or not is_decoration(file, seen=True)]
            deciding = _Deciding(desk, arrival, parsed, sender, files, codes, invitation, filled)
            outcome, ticket = await deciding.decide()
            if outcome != HELD:
                await unit.arrivals.decided(arrival.id, outcome, ticket, self._now())
            await unit.commit()
        return outcome, ticket

    def _filled(self, parsed: ParsedMail) -> Filled | None:
        """What it says by the form of the customer that it comes from."""
        form = next((form for form in self._forms if form.fits(parsed)), None)
        return read_form(form, parsed, self._house.policy.zone) if form else None


class _Deciding:
    """One mail within its transaction."""

    def __init__(
        self,
        desk: Desk,
        arrival: Arrival,
        parsed: ParsedMail,
        sender: Sender,
        files: list[MailFile],
        codes: list[str],
        invitation: Invitation | None,
        filled: Filled | None,
    ) -> None:
        self.desk = desk
        self.arrival = arrival
        self.parsed = parsed
        self.sender = sender
        self.files = files
        self.codes = codes
        self.invitation = invitation
        self.filled = filled
        if invitation is not None:  # it is read: nobody needs its file as well
            self.files = [file for file in files if file.content_type != "text/calendar"]
        self.quiet = False  # so much comes from there that it is not shown one by one
        answered = parsed.reply_to or parsed.sender
        self.address = (answered.address if answered else str(arrival.envelope.get("sender") or "")).lower()
        self.name = (parsed.sender.name if parsed.sender else None) or None
        self.actor = Actor(role=Role.CUSTOMER, name=self.name or self.address or "?", id=self.address or None)

    async def decide(self) -> Decided:
        """A copy of a mail that somebody sees changes nothing; one of a mail that was set aside does."""
        unit, addresses = self.desk.unit, self.desk.house.addresses
        known = await known_by(unit, addresses, self.arrival, self.parsed, self.files)
        if known.is_copy:
            return "duplicate", None
        outcome, ticket = await self._decide()
        if ticket is not None or outcome == HELD:
            await remember(unit, known)
        return outcome, ticket

    async def _decide(self) -> Decided:
        incoming = self._incoming()
        place = await find_place(self.desk, incoming)
        thread = place.thread
        await self._count(thread)
        claim = await claim_in(self.desk, incoming)
        if machines.is_machines(self.arrival, self.parsed):
            message = self._message(Role.STRANGER, thread.proof if thread else None)
            ticket = thread.ticket if thread else None
            if claim is not None and claim.partner is not None:
                ticket = await self._partners_machine_writes(claim, incoming) or ticket
            elif thread is not None and self._is_acknowledgement(thread):
                await self._learn_numbers(thread.ticket)
            return await machines.decide(
                self.desk, self.arrival, self.parsed, ticket, message, quiet=self.quiet
            )
        if claim is not None:
            if not self._proves(claim):
                return HELD, await hold(self.desk, incoming, claim, self.sender, place, tell=not self.quiet)
            theirs = await self._says_as(claim, incoming, thread)
            if theirs is not None:
                return theirs
        if self._is_own and not self._is_wanted:
            return await self._notes_own(thread)
        if thread is None:
            return await self._told_status(None) or await self._begins(place.relative)
        await self._forget_the_past(thread.ticket)
        if not thread.takes_part:
            return await self._parks(thread)
        if self.invitation is not None:
            return await self._sets_time(thread, self.invitation)
        told = await self._told_status(thread)
        if told is not None:
            return told
        if conversation.is_past(thread.ticket, self.desk.now):
            return await self._opens(relative=thread.ticket.number)
        return await self._joins(thread)

    def _is_acknowledgement(self, thread: Thread) -> bool:
        """Whether the requester's own ticket system says under which number it has ours (I8)."""
        sender, requester = self.parsed.sender, thread.ticket.requester.address
        same_house = sender is not None and party_of(sender.address) == party_of(requester)
        return self.parsed.kind is Kind.AUTO_REPLY and (same_house or thread.takes_part)

    def _proves(self, claim: Claim) -> bool:
        """That its sender wrote it: by signature or server, or a dispatcher has said so.

        An answer from a partner's own address to the one that only its mail names is proven as a press of the
        links in that mail is, unless somebody says that the From is forged.
        """
        if self.arrival.envelope.get("vouched_by"):
            return True
        if claim.to_job:
            return claim.by_sender and self.sender.identity is not Identity.FAILED
        return self.sender.identity is Identity.VERIFIED

    async def _partners_machine_writes(self, claim: Claim, incoming: Incoming) -> Ticket | None:
        """The job of theirs that an absence note or a receipt is about; a ticket system's receipt tells what
        it calls the job (I8). Nobody but the desk hears of either (I16)."""
        partner = claim.partner
        job = await find_job(self.desk, incoming, partner.id) if partner else None
        if job is None or partner is None:
            return None
        if self.parsed.kind is Kind.AUTO_REPLY and claim.by_sender:
            await self._learn_partners_numbers(job.ticket.number, partner)
        return await self.desk.ticket(job.ticket.number)

    async def _learn_partners_numbers(self, number: int, partner: Partner) -> None:
        """What the partner's own system calls the job; the desk's post shows it from now on (S60)."""
        party, numbers = party_of_partner(partner.id), self.desk.unit.their_numbers
        before = await numbers.of(number, party)
        ticket = await self.desk.ticket(number)
        await self._learn_numbers(ticket, party)
        if await numbers.of(number, party) != before:
            changed = Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)
            await self.desk.carry_out(Outcome(ticket=ticket, notices=(changed,)))

    def _incoming(self) -> Incoming:
        told = (self.filled.reference,) if self.filled and self.filled.reference else ()
        return Incoming(
            arrival=self.arrival,
            mail=self.parsed,
            numbers=(*told, *numbers_to_thread_by(self.parsed)),
            denied=self.sender.is_denied,
        )

    async def _told_status(self, thread: Thread | None) -> Decided | None:
        """Who only asks how far it is has heard it; None: it is about something else."""
        if self.quiet:
            return None
        message = self._message(Role.CUSTOMER, thread.proof if thread else None)
        ticket = await status.answered(self.desk, self.parsed, self.sender, thread, message)
        if ticket is None:
            return None
        if thread is not None:
            await self._remember(ticket)
        return "status", ticket.number

    async def _forget_the_past(self, ticket: Ticket, side: Audience = Audience.CUSTOMER) -> None:
        """What was said on the ticket before is no news, however the sender's client quotes it."""
        texts = await texts_before(self.desk.unit, ticket.number, side)
        self.parsed = with_history(self.parsed, texts, **_ways(self.desk.house))

    async def _says_as(self, claim: Claim, incoming: Incoming, thread: Thread | None) -> Decided | None:
        """A partner's words about a job of theirs, a dispatcher's in a thread. None: it is about neither."""
        desk = self.desk
        if claim.partner is None:
            if thread is None:
                return None
            message = self._message(Role.DISPATCHER, thread.proof)
            await self._carry_out(conversation.note(thread.ticket, message, told=True))
            await self._remember(thread.ticket, Audience.INTERNAL)
            return "note", thread.ticket.number
        job = await find_job(desk, incoming, claim.partner.id)
        if job is None:
            return None
        await self._forget_the_past(job.ticket, Audience.PARTNER)
        await self._leave_out_known_pictures(job.ticket)
        message = self._message(Role.PARTNER, job.proof)
        if self.quiet:
            given = await desk.given(job.ticket)
            await self._carry_out(conversation.partner_says(job.ticket, job.seq, message, given, desk.now))
        else:
            await takes_in(desk, job, message)
        await self._remember(job.ticket, Audience.PARTNER, job.seq)
        await self.desk.unit.messages.mention(message_ids(self.parsed), job.ticket.number)
        await self._learn_partners_numbers(job.ticket.number, claim.partner)
        return "partner_entry", job.ticket.number

    async def _count(self, thread: Thread | None) -> None:
        """How much comes from there; and whoever writes can be written to, whatever came back before."""
        unit, sender = self.desk.unit, self.parsed.sender
        address = sender.address.lower() if sender else self.address
        if self.parsed.kind is not Kind.BOUNCE:
            await unit.mail_addresses.works_again(address)
        known = await unit.register.contact_by_email(address) is not None
        writer = Writer(address=address, ticket=thread.ticket.number if thread else None, known=known)
        self.quiet = await breaker.received(unit, self.desk.house, writer, self.desk.now)

    @property
    def _is_own(self) -> bool:
        """From our own address. A group that puts itself into the From leaves the author in Reply-To."""
        ours = self.desk.house.addresses.is_ours
        return self.parsed.sender is not None and ours(self.parsed.sender.address) and ours(self.address)

    @property
    def _is_wanted(self) -> bool:
        """A dispatcher has asked for a ticket of it."""
        return bool(self.arrival.envelope.get(lists.WANTED))

    async def _notes_own(self, thread: Thread | None) -> Decided:
        """Never a ticket by itself, so that nothing goes round in circles."""
        if thread is not None:
            message = self._message(Role.STRANGER, thread.proof)
            await self._carry_out(conversation.stranger_says(thread.ticket, message, how="own"))
            return "own", thread.ticket.number
        return await lists.set_aside_own(self.desk, self.arrival, self.parsed, tell=not self.quiet)

    async def _begins(self, relative: int | None) -> Decided:
        """It belongs to no ticket; but for lists and calendars' answers, that opens one."""
        if self.parsed.kind is Kind.LIST and not self._is_wanted and not await self._is_known():
            return await lists.set_aside_list(self.desk, self.arrival, self.parsed, tell=not self.quiet)
        if self.parsed.kind is Kind.LIST:
            self.parsed = await asyncio.to_thread(
                lists.as_a_persons, self.arrival.raw, _ways(self.desk.house)
            )
        if self.invitation is not None and calendars.only_answers(self.invitation):
            return "window_without_ticket", None
        return await self._opens(relative)

    async def _is_known(self) -> bool:
        """Whether the register has whoever it is from."""
        sender = self.parsed.sender
        return sender is not None and bool(await self.desk.unit.register.contact_by_email(sender.address))

    async def _carry_out(self, outcome: Outcome) -> Ticket:
        return await self.desk.carry_out(kept_quietly(outcome) if self.quiet else outcome)

    async def _parks(self, thread: Thread) -> Decided:
        """Somebody new writes in a thread: the desk sees it, and who it is, before anybody else does (I6)."""
        message = self._message(Role.STRANGER, thread.proof)
        await self.desk.unit.tickets.add_participant(
            thread.ticket.number, self.address, self.name, confirmed=False
        )
        await self._carry_out(conversation.stranger_says(thread.ticket, message, how="new_person"))
        await self._remember(thread.ticket, Audience.INTERNAL)
        await self._learn_numbers(thread.ticket)
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
            ticket,
            message,
            await desk.given(ticket),
            desk.now,
            automatic=self.parsed.automatic or self.quiet,
        )
        await self._remember_writer(ticket)
        ticket = await self._carry_out(outcome)
        await self._remember(ticket)
        await self._learn(ticket)
        if ticket.asked and message.text.strip():
            sender = self.parsed.sender.address.lower() if self.parsed.sender else self.address
            ask = await asked(desk, self.parsed, sender, self.codes, self.filled)
            await complete(desk, ticket, message.text, facts_of(ask.fields), ask.known)
        return "entry", ticket.number

    async def _sets_time(self, thread: Thread, invitation: Invitation) -> Decided:
        message = self._message(Role.CUSTOMER, thread.proof)
        decided = await calendars.decide(
            self.desk, invitation, self.parsed, thread.ticket, message, quiet=self.quiet
        )
        await self._remember(thread.ticket)
        await self._learn(thread.ticket)
        return decided

    async def _leave_out_known_pictures(self, ticket: Ticket) -> None:
        """An answer brings the pictures of the mail it quotes along; the ticket has them."""
        if any(file.inline for file in self.files):
            entries = await self.desk.unit.tickets.entries(ticket.number)
            known = {file.sha256 for entry in entries for file in entry.attachments}
            self.files = [file for file in self.files if not (file.inline and file.sha256 in known)]

    async def _opens(self, relative: int | None = None) -> Decided:
        desk, parsed = self.desk, self.parsed
        sender = parsed.sender.address.lower() if parsed.sender else self.address
        ask = await asked(desk, parsed, sender, self.codes, self.filled)
        contact = ask.contact
        fields = replace(ask.fields, reference=next(iter(await self._numbers()), None))
        request = Request(
            requester=Requester(
                name=(contact.name if contact else None) or self.name,
                channel=Channel.MAIL,
                address=self.address,
                language=await register_language(desk.unit, contact) or parsed.language,
            ),
            subject=parsed.subject,
            message=self._message(Role.CUSTOMER, None),
            facts=calendars.with_window(facts_of(fields), self.invitation),
            priority=Priority(fields.priority),
            category=fields.category,
            relative=relative,
            resolve_by=self.filled.deadline if self.filled else None,
            automatic=not await self._may_acknowledge(known=contact is not None),
        )
        opened = intake.open_ticket(request, ask.known, desk.policy, desk.now)
        if self.quiet:
            opened = intake.keep_quietly(opened, desk.policy, desk.now)
        ticket = await desk.carry_out(opened)
        for address in sorted({self.address, sender}):
            await desk.unit.tickets.add_participant(ticket.number, address, self.name, confirmed=True)
        await self._remember_writer(ticket)
        await self._remember(ticket)
        await self._learn(ticket)
        if not self.quiet:
            given = await desk.given(ticket)
            await desk.carry_out(intake.hand_off_new(ticket, given, desk.now, ask.doubt))
        return "ticket", ticket.number

    async def _may_acknowledge(self, *, known: bool) -> bool:
        """Never a machine; somebody nobody knows once a day; a contact for each case, within reason (I15)."""
        if self.parsed.automatic or self.quiet or not self.address:
            return False
        answers = self.desk.unit.auto_answers
        given = await answers.given(self.address, self.desk.now - timedelta(days=1))
        if given >= (_ACKS_A_DAY if known else 1):
            return False
        await answers.note(self.address, self.desk.now)
        return True

    async def _remember_writer(self, ticket: Ticket) -> None:
        """Whether a machine wrote it. One that asks to answer somebody else, as forms do, is not them."""
        sender = self.parsed.sender.address.lower() if self.parsed.sender else self.address
        machine = self.parsed.automatic and sender == self.address
        await self.desk.unit.tickets.wrote(ticket.number, self.address, machine=machine)

    async def _remember(
        self, ticket: Ticket, audience: Audience = Audience.CUSTOMER, handoff: int | None = None
    ) -> None:
        if self.parsed.message_id is None:
            return
        found = await self.desk.unit.tickets.entry_by_source(self.arrival.key)
        entry = found[1].id if found else None
        await self.desk.unit.messages.remember(
            self.parsed.message_id, ticket.number, handoff, entry, audience, ours=False
        )

    async def _learn(self, ticket: Ticket) -> None:
        """By what a next mail about the ticket may be known: what this one answers, and their number."""
        await self.desk.unit.messages.mention(message_ids(self.parsed), ticket.number)
        await self._learn_numbers(ticket)

    async def _learn_numbers(self, ticket: Ticket, party: str | None = None) -> None:
        """`party`: whose they are; None: the sender's house."""
        if party is None:
            party = party_of(self.parsed.sender.address) if self.parsed.sender else ""
        theirs = [number for number in await self._numbers() if number != str(ticket.number)]
        await self.desk.unit.their_numbers.learn(ticket.number, party, theirs, self.desk.now)

    async def _numbers(self) -> list[str]:
        """What the sender's house calls the matter: no number of ours, and no place's."""
        parsed = self.parsed
        ours = await self.desk.unit.tickets.existing(parsed.ticket_numbers)
        others = {parsed.fields.postal_code, *map(str, ours)}
        form = self.filled.reference if self.filled else None
        told = (form, parsed.fields.reference, *their_numbers(parsed))
        return [number for number in dict.fromkeys(told) if number and number not in others]

    def _message(self, role: Role, proof: str | None) -> Message:
        """The mail's new words; a forward says what it passes on, too."""
        text, files = with_pictures(self.parsed.text, self.parsed.placed, self.files)
        if not text.strip() and self.invitation is not None:
            text = calendars.words_of(self.invitation)
        if self.parsed.kind is Kind.FORWARD:
            text = "\n\n".join(filter(None, (text, self.parsed.quoted)))
        return Message(
            author=replace(self.actor, role=role),
            at=self.arrival.received_at,
            text=text,
            attachments=tuple(map(_attachment, files)),
            source=self.arrival.key,
            proof=proof,
            identity=self.sender.identity,
        )


def _ways(house: House) -> dict[str, Any]:
    """How mails are read here, as `parse` and `with_history` take it."""
    addresses = house.addresses
    return {
        "categories": {each.id: each.words for each in house.policy.categories.values()},
        "own_addresses": (addresses.desk, *addresses.aliases, addresses.domain),
    }


def _seen(parsed: ParsedMail) -> tuple[list[MailFile], list[str]]:
    """The files worth keeping, and what codes in photos say where the words give no serial number. Slow."""
    told = amid(parsed.text, parsed.placed)
    files = [file for file in parsed.attachments if not is_decoration(file, amid=file.sha256 in told)]
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
