"""Calendars' answers: a time accepted, declined, or another one proposed."""

from dataclasses import replace

from bot.automatic.quiet import kept_quietly
from handlers.desk import Desk
from mail.machine.invitation import Invitation, Says
from mail.parsed import ParsedMail
from tickets.appointments import Answer, answer_time
from tickets.ticket import Facts, Ticket
from tickets.timeline import Message

_ANSWERS = {
    Says.ACCEPTED: Answer.AGREED,
    Says.TENTATIVE: Answer.MAYBE,
    Says.DECLINED: Answer.DECLINED,
    Says.PROPOSES: Answer.PROPOSED,
    Says.CANCELS: Answer.CANCELLED,
    Says.INVITES: Answer.PROPOSED,
}


def only_answers(invitation: Invitation) -> bool:
    """Whether it makes sense only about a ticket that there is: nobody opens one by declining."""
    return invitation.says is not Says.INVITES


async def decide(
    desk: Desk,
    invitation: Invitation,
    mail: ParsedMail,
    ticket: Ticket,
    message: Message,
    *,
    quiet: bool = False,
) -> tuple[str, int | None]:
    """The outcome, and the ticket. The files of such a mail are the calendar's own."""
    words = "\n".join(dict.fromkeys(filter(None, (mail.raw_subject, invitation.comment, message.text))))
    message = replace(
        message,
        text=words,
        attachments=tuple(file for file in message.attachments if file.content_type != "text/calendar"),
    )
    answer = _ANSWERS[invitation.says]
    window = (invitation.start, invitation.end)
    given = await desk.given(ticket)
    outcome = answer_time(ticket, answer, window, message, given, desk.now)
    await desk.carry_out(kept_quietly(outcome) if quiet else outcome)
    return f"window_{answer}", ticket.number


def with_window(facts: Facts, invitation: Invitation | None) -> Facts:
    """What a request says, with the time that its invitation is for."""
    if invitation is None or invitation.start is None or only_answers(invitation):
        return facts
    return replace(facts, window_start=invitation.start, window_end=invitation.end)


def words_of(invitation: Invitation) -> str:
    """What an invitation without a text says."""
    told = (invitation.summary, invitation.description, invitation.location)
    return "\n".join(dict.fromkeys(filter(None, told)))
