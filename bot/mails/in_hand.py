"""The mail in hand: what is known of it while the transaction that decides it is open."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.automatic import calendars, lists
from bot.automatic.quiet import kept_quietly
from bot.history import texts_before
from bot.linked.reading import Beside
from bot.mails.files import attachment
from bot.threads import Incoming
from handlers.desk import Desk
from handlers.house import House
from mail.customer_form import Filled
from mail.identity import Sender
from mail.machine.invitation import Invitation
from mail.parsed import Attachment as MailFile
from mail.parsed import Kind, ParsedMail
from mail.placing import with_pictures
from mail.remembered import with_history
from mail.their_numbers import numbers_to_thread_by
from storage.arrivals import Arrival
from tickets.outcome import Outcome
from tickets.parties import Actor, Audience, Role
from tickets.ticket import Ticket
from tickets.timeline import Message

Decided = tuple[str, int | None]  # the outcome, and the ticket it concerns


@dataclass(slots=True, kw_only=True)
class InHand:
    """One mail within its transaction. What it says gets less as more is known of its ticket."""

    desk: Desk
    arrival: Arrival
    parsed: ParsedMail
    sender: Sender
    files: list[MailFile]
    codes: list[str]  # that photos of it show
    invitation: Invitation | None
    filled: Filled | None  # what it says by its customer's own form
    beside: Beside | None = None  # a signed copy of another Stafett's
    quiet: bool = False  # so much comes from there that it is not shown one by one
    address: str = field(init=False)  # where it asks to be answered; "": nowhere
    name: str | None = field(init=False)
    actor: Actor = field(init=False)

    def __post_init__(self) -> None:
        parsed = self.parsed
        answered = parsed.reply_to or parsed.sender
        self.address = (
            answered.address if answered else str(self.arrival.envelope.get("sender") or "")
        ).lower()
        self.name = (parsed.sender.name if parsed.sender else None) or None
        self.actor = Actor(role=Role.CUSTOMER, name=self.name or self.address or "?", id=self.address or None)
        if self.invitation is not None:  # it is read: nobody needs its file as well
            self.files = [file for file in self.files if file.content_type != "text/calendar"]

    @property
    def written_by(self) -> str:
        """The address it is from, whomever it asks to answer."""
        return self.parsed.sender.address.lower() if self.parsed.sender else self.address

    @property
    def is_own(self) -> bool:
        """From our own address. A group that puts itself into the From leaves the author in Reply-To."""
        ours = self.desk.house.addresses.is_ours
        return self.parsed.sender is not None and ours(self.parsed.sender.address) and ours(self.address)

    @property
    def is_wanted(self) -> bool:
        """A dispatcher has asked for a ticket of it."""
        return bool(self.arrival.envelope.get(lists.WANTED))

    def incoming(self) -> Incoming:
        """As its thread is looked for."""
        told = (self.filled.reference,) if self.filled and self.filled.reference else ()
        return Incoming(
            arrival=self.arrival,
            mail=self.parsed,
            numbers=(*told, *numbers_to_thread_by(self.parsed)),
            denied=self.sender.is_denied,
        )

    def message(self, role: Role, proof: str | None) -> Message:
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
            attachments=tuple(map(attachment, files)),
            source=self.arrival.key,
            proof=proof,
            identity=self.sender.identity,
        )

    async def carry_out(self, outcome: Outcome) -> Ticket:
        """Saves it; in a flood nobody is told the words one by one."""
        return await self.desk.carry_out(kept_quietly(outcome) if self.quiet else outcome)

    async def forget_the_past(self, ticket: Ticket, side: Audience = Audience.CUSTOMER) -> None:
        """What was said on the ticket before is no news, however the sender's client quotes it."""
        texts = await texts_before(self.desk.unit, ticket.number, side)
        self.parsed = with_history(self.parsed, texts, **ways_of(self.desk.house))

    async def leave_out_known_pictures(self, ticket: Ticket) -> None:
        """An answer brings the pictures of the mail it quotes along; the ticket has them."""
        if any(file.inline for file in self.files):
            entries = await self.desk.unit.tickets.entries(ticket.number)
            known = {file.sha256 for entry in entries for file in entry.attachments}
            self.files = [file for file in self.files if not (file.inline and file.sha256 in known)]


def ways_of(house: House) -> dict[str, Any]:
    """How mails are read here, as `parse` and `with_history` take it."""
    addresses = house.addresses
    return {
        "categories": {each.id: each.words for each in house.policy.categories.values()},
        "own_addresses": (addresses.desk, *addresses.aliases, addresses.domain),
    }
