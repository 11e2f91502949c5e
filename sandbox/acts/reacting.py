"""People react to messages with an emoji."""

from typing import TYPE_CHECKING

from sandbox.errors import Refused
from sandbox.model import Message, Person
from sandbox.telling import tell_of_reaction

if TYPE_CHECKING:
    from sandbox.world import World


def react(world: "World", person: Person, message: Message, emoji: str | None) -> None:
    """Sets the person's one reaction; None or "" takes it back."""
    if person.id not in world.chats[message.chat_id].members:
        raise Refused(f"{person.name} is not in this chat")
    before = message.reactions.pop(person.id, None)
    if emoji:
        message.reactions[person.id] = emoji
    world.touched(message)
    tell_of_reaction(world, message, person.id, before, emoji or None)
