"""We do the job: what the desk that has handed it to us says becomes, and changes, a ticket of our own."""

from dataclasses import replace

from bot.linked.items import attached, caught_up, files_follow, source_of, takeable, words_of
from bot.linked.reading import Beside
from bot.mails import learning
from bot.mails.in_hand import InHand
from handlers.knowing import known_for_request
from mail.domains import party_of
from storage.links import Link
from tickets import clock, conversation, intake
from tickets.intake import Request
from tickets.linked import orders
from tickets.linked.copy import Copy, Job, Said
from tickets.linked.known import facts_of, same_work
from tickets.linked.telling import goes_up
from tickets.outcome import Notice, Party, Tell
from tickets.parties import Actor, Channel, Role
from tickets.ticket import Requester, Ticket
from tickets.timeline import Message

_CARD = "offered"  # the item that the card came with


async def take_in(mail: InHand, got: Beside, copy: Copy) -> int | None:
    """The ticket that the copy is about; None: there is none, and the copy does not hold enough for one."""
    link = await mail.desk.unit.links.get(copy.link)
    if link is None:
        ticket = await _begun(mail, got, copy)
        if ticket is None:
            return None
    else:
        ticket = await mail.desk.ticket(link.ticket)
    ticket = await _hears(mail, got, copy, ticket)
    await learning.remember(mail, ticket)
    return ticket.number


async def _begun(mail: InHand, got: Beside, copy: Copy) -> Ticket | None:
    if copy.job is None:
        return None
    before = mail.arrival.ticket
    if before is not None:
        ticket = await mail.desk.ticket(before)
        if ticket.requester.address.lower() == copy.desk.reply_to.lower():
            return await _adopted(mail, got, copy, copy.job, ticket)
    return await _opened(mail, got, copy, copy.job)


async def _opened(mail: InHand, got: Beside, copy: Copy, job: Job) -> Ticket:
    """One linked ticket, of the card and not of the mail's prose; then it goes where our routes say."""
    desk, unit = mail.desk, mail.desk.unit
    card = next((item for item in copy.said if item.event == _CARD), None)
    contact = await unit.register.contact_by_email(copy.desk.address)
    assets = await unit.register.assets_by_keys((job.asset_id or "",), (job.serial or "",))
    known = await known_for_request(unit, contact, assets[0] if len(assets) == 1 else None)
    request = Request(
        requester=Requester(
            name=copy.desk.name,
            channel=Channel.MAIL,
            address=copy.desk.reply_to.lower(),
            language=copy.desk.language,
        ),
        subject=job.subject,
        message=_message(mail, got, copy, replace(card or Said(n=0, at=copy.at), text=job.problem)),
        facts=facts_of(job, copy.desk.number),
        priority=job.priority,
        category=job.category if job.category in desk.policy.categories else None,
        resolve_by=job.resolve_by,
    )
    opened = intake.open_ticket(request, known, desk.policy, desk.now)
    draft = replace(opened.ticket, filled=job.typed)
    ticket = await unit.tickets.open(replace(draft, look_at=clock.next_look(draft, desk.policy)))
    await unit.links.put(_link(got, copy, ticket, heard=card.n if card else 0))
    await _knows_their_number(mail, copy, ticket)
    ticket = await mail.carry_out(replace(opened, ticket=ticket))
    given = await desk.given(ticket)
    return await mail.carry_out(intake.hand_off_new(ticket, given, desk.now))


async def _adopted(mail: InHand, got: Beside, copy: Copy, job: Job, ticket: Ticket) -> Ticket:
    """The ticket that their mail became before somebody trusted them. What people have read is no news."""
    read = max((item.n for item in copy.said), default=0)
    link = replace(_link(got, copy, ticket, heard=read), asked=_named(copy))
    await mail.desk.unit.links.put(link)
    await _knows_their_number(mail, copy, ticket)
    by = _author(copy)
    requester = replace(ticket.requester, name=copy.desk.name, language=copy.desk.language)
    ticket = replace(ticket, requester=requester)
    given = await mail.desk.given(ticket)
    return await mail.carry_out(orders.changed(ticket, job, copy.desk.number, given, mail.desk.now, by=by))


async def _hears(mail: InHand, got: Beside, copy: Copy, ticket: Ticket) -> Ticket:
    desk, unit = mail.desk, mail.desk.unit
    link = await unit.links.get(copy.link)
    if link is None:
        return ticket
    newest = copy.seq > link.seq
    was = link.job
    link = replace(link, seen=max(link.seen, copy.seen))
    if newest:
        link = replace(link, seq=copy.seq, job=copy.job or link.job, desk=copy.desk)
    fresh = takeable(copy.said, got, link)
    link = replace(link, heard=max([link.heard, *(item.n for item in fresh)]))
    await unit.links.put(link)
    if newest and copy.job is not None and was is not None and not same_work(was, copy.job):
        given = await desk.given(ticket)
        changed = orders.changed(ticket, copy.job, copy.desk.number, given, desk.now, by=_author(copy))
        ticket = await mail.carry_out(changed)
    ticket = await caught_up(mail, got, copy, ticket, newest=newest)
    for item in fresh:
        ticket = await _said(mail, got, copy, item, ticket)
    return await _files(mail, got, copy, ticket)


async def _said(mail: InHand, got: Beside, copy: Copy, item: Said, ticket: Ticket) -> Ticket:
    desk = mail.desk
    message, given = _message(mail, got, copy, item), await desk.given(ticket)
    if item.event is not None:
        return await mail.carry_out(orders.decided(ticket, item, message, given, desk.now))
    if mail.arrival.ticket == ticket.number:  # it was read as people's mail, while nobody had trusted them
        return ticket
    # A finished job is opened again by their "not yet", never by talk.
    said = conversation.requester_says(ticket, message, given, desk.now, automatic=True)
    return await mail.carry_out(said)


async def _files(mail: InHand, got: Beside, copy: Copy, ticket: Ticket) -> Ticket:
    unit = mail.desk.unit
    link = await unit.links.get(copy.link)
    if link is None:
        return ticket
    entries = await unit.tickets.entries(ticket.number) if copy.missing else ()
    told = [each for each in entries if goes_up(ticket, each)]
    progress = Notice(to=Party.REQUESTER, tell=Tell.PROGRESS)
    return await files_follow(mail, got, link, copy, ticket, told, progress)


def _message(mail: InHand, got: Beside, copy: Copy, item: Said) -> Message:
    """In the time of our own clock: theirs may be wrong."""
    author, files = _author(copy), attached(item, got)
    return Message(
        author=replace(author, name=item.who or author.name),
        at=mail.arrival.received_at,
        text=words_of(item, files),
        attachments=files,
        source=source_of(copy.link, item.n),
        proof="linked",
    )


def _author(copy: Copy) -> Actor:
    return Actor(role=Role.CUSTOMER, name=copy.desk.name, id=copy.desk.reply_to.lower())


def _link(got: Beside, copy: Copy, ticket: Ticket, *, heard: int) -> Link:
    return Link(
        id=copy.link,
        ticket=ticket.number,
        fingerprint=got.fingerprint,
        desk=copy.desk,
        job=copy.job,
        seq=copy.seq,
        heard=heard,
        seen=copy.seen,
    )


def _named(copy: Copy) -> tuple[str, ...]:
    """The files that their mails have brought, as people's mail."""
    return tuple(file.sha256 for item in copy.said for file in item.files)


async def _knows_their_number(mail: InHand, copy: Copy, ticket: Ticket) -> None:
    unit = mail.desk.unit
    await unit.tickets.add_participant(
        ticket.number, copy.desk.reply_to.lower(), copy.desk.name, confirmed=True
    )
    party = party_of(copy.desk.reply_to)
    await unit.their_numbers.learn(ticket.number, party, [copy.desk.number], mail.desk.now)
