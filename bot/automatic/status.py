"""Who asks by mail how far it is, and nothing else, hears it at once; the desk need not read it (S99)."""

from bot.automatic.quiet import kept_quietly
from bot.threads import Thread
from handlers.desk import Desk
from handlers.status_mail import Asking, answer
from mail.identity import Sender
from mail.parsed import ParsedMail
from tickets import conversation
from tickets.status_asked import only_asks_status
from tickets.ticket import Ticket
from tickets.timeline import Message

_MOST = 20  # cases in one answer


async def answered(
    desk: Desk, mail: ParsedMail, sender: Sender, thread: Thread | None, message: Message
) -> Ticket | None:
    """The latest of the cases told about; None: it asks something else, or is not to be answered.

    What is told goes to nobody but whom the mail is from, as an answer elsewhere would tell others.
    """
    if mail.sender is None or not _asks(mail) or sender.is_denied:
        return None
    address = mail.sender.address.lower()
    if mail.reply_to is not None and mail.reply_to.address.lower() != address:
        return None
    tickets = await _of(desk, thread, address)
    if not tickets:
        return None
    asking = Asking(
        name=mail.sender.name,
        address=address,
        message_id=mail.message_id,
        references=[*mail.references, *([mail.message_id] if mail.message_id else [])],
    )
    if not await answer(desk, asking, tickets):
        return None
    await desk.carry_out(kept_quietly(conversation.stranger_says(tickets[0], message, how="status")))
    return tickets[0]


def _asks(mail: ParsedMail) -> bool:
    if mail.automatic or mail.attachments:
        return False
    return only_asks_status(mail.text.strip() or mail.subject)


async def _of(desk: Desk, thread: Thread | None, address: str) -> list[Ticket]:
    """The case that is asked about; all of the writer's open ones when none is named."""
    if thread is not None:
        return [thread.ticket] if thread.takes_part and thread.ticket.is_open else []
    return (await desk.unit.tickets.of_requester(address))[:_MOST]
