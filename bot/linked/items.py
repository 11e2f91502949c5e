"""Items of a copy that we have already: files that came late, words that were corrected, what lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.linked.reading import Beside
from bot.mails.files import attachment
from bot.mails.in_hand import InHand
from storage.links import Link
from tickets import amending
from tickets.linked.copy import Copy, Said
from tickets.outcome import Notice, Outcome
from tickets.ticket import Ticket
from tickets.timeline import Attachment, Entry


def source_of(link_id: str, n: int) -> str:
    """The natural key of an item's entry: an item that comes again is the same."""
    return f"link:{link_id}:{n}"


def attached(item: Said, got: Beside) -> tuple[Attachment, ...]:
    """The files of the item that came with this mail."""
    found = (got.has(file.sha256) for file in item.files)
    return tuple(attachment(file) for file in found if file is not None)


async def caught_up(mail: InHand, got: Beside, copy: Copy, ticket: Ticket, *, newest: bool) -> Ticket:
    """What is new in items that we had: their files, and, of the newest copy, their words."""
    desk = mail.desk
    for item in copy.said:
        found = await desk.unit.tickets.entry_by_source(source_of(copy.link, item.n))
        if found is None or found[1].id is None:
            continue
        entry, entry_id = found[1], found[1].id
        has = {file.sha256 for file in entry.attachments}
        for file in attached(item, got):
            if file.sha256 not in has:
                await desk.unit.tickets.extend_entry(entry_id, (file,), None)
                entry = replace(entry, attachments=(*entry.attachments, file))
                grown = amending.album_grew(
                    ticket, entry, "", await desk.given(ticket), desk.now, by=entry.author
                )
                ticket = await mail.carry_out(grown)
        if newest and item.text and item.text != entry.text and item.event is None:
            ticket = await _corrected(mail, ticket, replace(entry, text=item.text))
    return ticket


def takeable(said: Iterable[Said], got: Beside, link: Link) -> list[Said]:
    """What of it is new and whole, in its order: what has nothing but a file that is still on its way waits
    for it, and all that follows waits too. A file that was asked for in vain is not waited for again."""
    found = []
    for item in sorted(said, key=lambda item: item.n):
        if item.n <= link.heard:
            continue
        comes = all(got.has(file.sha256) or file.sha256 in link.asked for file in item.files)
        if not comes and not item.text and item.event is None:
            break
        found.append(item)
    return found


def words_of(item: Said, files: Sequence[Attachment]) -> str:
    """Its words; the names of its files where neither words nor files have come."""
    if item.text or files:
        return item.text
    return "\n".join(f"📎 {file.name}" for file in item.files)


async def files_follow(
    mail: InHand, got: Beside, link: Link, copy: Copy, ticket: Ticket, entries: Iterable[Entry], news: Notice
) -> Ticket:
    """Sends once more what did not arrive there, and asks once for what did not come; `news` carries both.

    `entries` are those that the other side may see: no other file leaves, whoever names its hash.
    """
    wanted = set(copy.missing)
    for entry in entries:
        files = tuple(file for file in entry.attachments if file.sha256 in wanted)
        if files:
            again = replace(news, entry=replace(entry, text="", attachments=files))
            ticket = await mail.desk.carry_out(Outcome(ticket=ticket, notices=(again,)))
    lacks = await _lacking(mail, got, link, copy.said)
    if lacks:
        await mail.desk.unit.links.put(replace(link, asked=(*link.asked, *lacks)))
        asked = replace(news, facts={"missing_files": list(lacks)})
        ticket = await mail.desk.carry_out(Outcome(ticket=ticket, notices=(asked,)))
    return ticket


async def _lacking(mail: InHand, got: Beside, link: Link, said: Iterable[Said]) -> tuple[str, ...]:
    """Files that are named and have not come, but for those that we have asked for before."""
    lacks: list[str] = []
    for item in said:
        found = await mail.desk.unit.tickets.entry_by_source(source_of(link.id, item.n))
        has = {file.sha256 for file in found[1].attachments} if found else set()
        lacks += [file.sha256 for file in item.files if file.sha256 not in has and not got.has(file.sha256)]
    return tuple(each for each in dict.fromkeys(lacks) if each not in link.asked)


async def _corrected(mail: InHand, ticket: Ticket, entry: Entry) -> Ticket:
    desk = mail.desk
    if entry.id is not None:
        await desk.unit.tickets.edit_entry(entry.id, entry.text, desk.now, entry.author)
    given = await desk.given(ticket)
    return await mail.carry_out(amending.corrected(ticket, replace(entry, attachments=()), given))
