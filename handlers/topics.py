"""Topics of forum groups (T15): each ticket has its own there, closed when there is no more to do.

The courier makes them, when a card leaves; here they are asked for, and words written in one find their
ticket. Where there are none everything is a reply to the card, as in any group.
"""

from datetime import datetime

from aiogram.types import Message

from handlers.house import House
from handlers.leaving import Urgency, chat_lane
from storage.deliveries import NewDelivery
from storage.topics import Topic
from storage.unit import Unit
from templates import Texts
from tickets.card import Card, build_card
from tickets.desk_view import DeskView
from tickets.given import Given
from tickets.muting import hears
from tickets.ticket import Handoff, Ticket

CLOSE, REOPEN = "closeForumTopic", "reopenForumTopic"


async def want(unit: Unit, chat_id: int, number: int, name: str) -> None:
    """The card that leaves for that chat shall hang in a topic, where the chat has any."""
    if chat_id > 0:
        return
    standing = await unit.standings.of(chat_id)
    if standing is None or standing.forum:  # of what is not known yet the courier asks
        await unit.topics.want(chat_id, number, name)


def name_of_job(card: Card, texts: Texts, language: str) -> str:
    """What a partner's card says anyway; of a job that has ended only what stays on its card (S20)."""
    place, what = card.equipment.city, card.equipment.machine or card.category
    if card.is_live:
        place = card.equipment.site or place
        what = card.equipment.machine or card.subject or what
    return texts.word("topic/job", language, number=card.number, place=place, what=what)


def name_of_ticket(view: DeskView, texts: Texts, language: str) -> str:
    """For dispatchers, who see everything."""
    place, what = view.site or view.city, view.machine or view.subject
    return texts.word("topic/job", language, number=view.number, place=place, what=what)


async def ticket_of(message: Message, unit: Unit) -> int | None:
    """The ticket in whose topic the message was written."""
    if not message.is_topic_message or message.message_thread_id is None:
        return None
    topic = await unit.topics.at(message.chat.id, message.message_thread_id)
    return topic.ticket if topic else None


async def settle(unit: Unit, house: House, ticket: Ticket, given: Given, now: datetime) -> None:
    """Closes the topics in which there is no more to do, opens those in which there is again."""
    for topic in await unit.topics.of_ticket(ticket.number):
        handoff = handoff_in(ticket, topic.chat_id)
        if handoff is not None and not hears(ticket, handoff.partner_id):
            continue  # Telegram says it aloud in the topic; it is made up for when they hear us again
        to_do = handoff.is_live if handoff else ticket.is_open
        key = f"topic:{topic.chat_id}:{ticket.number}"
        if to_do == topic.open and not await unit.outbox.waiting(key):
            continue
        name = topic.name
        if handoff is not None:
            chat = await unit.people.chat(topic.chat_id)
            language = (chat.language if chat else None) or house.policy.language
            card = build_card(ticket, handoff, given.known, house.policy)
            name = name_of_job(card, house.texts, language)
        await unit.outbox.add(_change(topic, name, key, now, is_open=to_do))


def handoff_in(ticket: Ticket, chat_id: int) -> Handoff | None:
    """The job that a partner's chat has of the ticket, or had last; None: it has none."""
    there = [each for each in ticket.handoffs if each.chat_id == chat_id]
    return next((each for each in there if each.is_live), there[-1] if there else None)


def _change(topic: Topic, name: str, key: str, now: datetime, *, is_open: bool) -> NewDelivery:
    """Closing leaves after all that is still to be said, opening before."""
    return NewDelivery(
        channel="telegram",
        lane=chat_lane(topic.chat_id),
        kind="topic",
        urgency=Urgency.PING if is_open else Urgency.EDIT,
        payload={"method": REOPEN if is_open else CLOSE, "args": {"chat_id": topic.chat_id, "name": name}},
        created_at=now,
        ticket=topic.ticket,
        collapse_key=key,
    )
