"""People open chats, come and go, and let the bot in, up and out."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.acts.writing import Writing, write
from sandbox.errors import Refused
from sandbox.model import PRESENT, BotStatus, Chat, ChatType, Message, Person
from sandbox.telling import tell_of_member, tell_of_message, tell_of_own_standing
from sandbox.wire import bot_member, bot_user, person_member, person_user

if TYPE_CHECKING:
    from sandbox.world import World

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ChatWish:
    type: ChatType
    title: str
    members: list[int]
    is_forum: bool = False
    with_bot: bool = True
    username: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class MemberChange:
    add: list[int] = field(default_factory=list)
    remove: list[int] = field(default_factory=list)
    admin: list[int] = field(default_factory=list)
    bot: str | None = None
    """add, remove, admin or member."""
    rights: dict[str, bool] = field(default_factory=dict)
    """The bot's rights as an admin that differ from the usual ones."""


def create_chat(world: "World", wish: ChatWish) -> Chat:
    """A group, supergroup or channel; its first member owns it."""
    if wish.type is ChatType.PRIVATE:
        raise Refused("a private chat opens when its person presses START")
    if wish.is_forum and wish.type is not ChatType.SUPERGROUP:
        raise Refused("only supergroups have topics")
    members = [world.person(person_id).id for person_id in wish.members]
    chat = world.add_chat(
        wish.type,
        wish.title,
        username=wish.username,
        description=wish.description,
        members=set(members),
        owner=members[0] if members else None,
        is_forum=wish.is_forum,
    )
    world.show_chat(chat)
    if wish.with_bot:
        status = BotStatus.ADMINISTRATOR if wish.type is ChatType.CHANNEL else BotStatus.MEMBER
        set_bot_status(world, chat, chat.owner or world.settings.bot_id, status)
    return chat


def change_members(world: "World", actor: Person, chat: Chat, change: MemberChange) -> None:
    for person_id in change.add:
        _add(world, actor, chat, world.person(person_id))
    for person_id in change.remove:
        _remove(world, actor, chat, world.person(person_id))
    for person_id in change.admin:
        before = person_member(world, chat, world.person(person_id).id)
        chat.admins.add(person_id)
        tell_of_member(world, chat, actor.id, person_id, before)
    if change.bot:
        set_bot_status(world, chat, actor.id, _wished_status(change.bot), change.rights)
    world.show_chat(chat)


def start(world: "World", person: Person, payload: str | None) -> Message:
    """START, or a deep link ``t.me/bot?start=payload``: the person's first message to the bot."""
    if payload and not PAYLOAD.fullmatch(payload):
        raise Refused("a start payload has 1-64 of A-Z a-z 0-9 _ -")
    chat = world.private_chat(person)
    if chat.bot_status is BotStatus.BLOCKED:
        block(world, person, blocked=False)
    return write(world, person, chat, Writing(f"/start {payload or ''}"))[0]


def start_in_group(world: "World", person: Person, chat: Chat, payload: str | None) -> Message:
    """The deep link ``?startgroup=payload``: adds the bot, which then sees ``/start@bot payload``."""
    if not chat.has_bot:
        set_bot_status(world, chat, person.id, BotStatus.MEMBER)
    return write(world, person, chat, Writing(f"/start@{world.settings.bot_username} {payload or ''}"))[0]


def block(world: "World", person: Person, *, blocked: bool) -> Chat:
    """Stops the bot from writing to this person, or lets it again."""
    chat = world.private_chat(person)
    before = bot_member(world, chat)
    chat.bot_status = BotStatus.BLOCKED if blocked else BotStatus.MEMBER
    world.show_chat(chat)
    if before != bot_member(world, chat):
        tell_of_own_standing(world, chat, person.id, before)
    return chat


def set_bot_status(
    world: "World", chat: Chat, actor_id: int, status: BotStatus, rights: dict[str, bool] | None = None
) -> None:
    """Moves the bot in, up, down or out, with the updates and the service message that belong to it.

    `rights`: those of an admin that differ from the usual ones.
    """
    before, bot = bot_member(world, chat), bot_user(world)
    was_there, is_there = chat.has_bot, status in PRESENT
    if was_there and not is_there and chat.is_group:
        words = f"{world.bot_name} was removed"
        tell_of_message(world, world.post(chat, actor_id, {"left_chat_member": bot}, service=words))
    chat.bot_status, chat.bot_rights = status, dict(rights or {})
    world.show_chat(chat)
    if before != bot_member(world, chat):
        tell_of_own_standing(world, chat, actor_id, before)
    if is_there and not was_there and chat.is_group:
        words = f"{world.bot_name} was added"
        tell_of_message(world, world.post(chat, actor_id, {"new_chat_members": [bot]}, service=words))


def migrate(world: "World", chat: Chat) -> Chat:
    """The group becomes a supergroup: a new chat with a new id, and one service message in each.

    The old chat answers from now on with 400 and ``migrate_to_chat_id``.
    """
    if chat.type is not ChatType.GROUP or chat.migrated_to is not None:
        raise Refused("only a basic group can become a supergroup, and only once")
    facts = {"members": set(chat.members), "admins": set(chat.admins), "owner": chat.owner}
    heir = world.add_chat(ChatType.SUPERGROUP, chat.title, description=chat.description, **facts)
    heir.bot_status, heir.bot_rights = chat.bot_status, dict(chat.bot_rights)
    sender = chat.owner or world.settings.bot_id
    words = "This group was upgraded to a supergroup"
    leaving = world.post(chat, sender, {"migrate_to_chat_id": heir.id}, service=words)
    arriving = world.post(heir, sender, {"migrate_from_chat_id": chat.id}, service=words)
    tell_of_message(world, leaving)
    chat.migrated_to = heir.id
    world.show_chat(chat)
    world.show_chat(heir)
    tell_of_message(world, arriving)
    return heir


def _add(world: "World", actor: Person, chat: Chat, person: Person) -> None:
    if person.id in chat.members:
        return
    before = person_member(world, chat, person.id)
    chat.members.add(person.id)
    user = person_user(person)
    words = f"{person.name} joined" if actor is person else f"{actor.name} added {person.name}"
    content = {"new_chat_members": [user]}
    tell_of_message(world, world.post(chat, actor.id, content, service=words))
    tell_of_member(world, chat, actor.id, person.id, before)


def _remove(world: "World", actor: Person, chat: Chat, person: Person) -> None:
    if person.id not in chat.members:
        return
    before = person_member(world, chat, person.id)
    chat.members.discard(person.id)
    chat.admins.discard(person.id)
    words = f"{person.name} left" if actor is person else f"{actor.name} removed {person.name}"
    content = {"left_chat_member": person_user(person)}
    tell_of_message(world, world.post(chat, actor.id, content, service=words))
    tell_of_member(world, chat, actor.id, person.id, before)


def _wished_status(word: str) -> BotStatus:
    statuses = {
        "add": BotStatus.MEMBER,
        "member": BotStatus.MEMBER,
        "admin": BotStatus.ADMINISTRATOR,
        "remove": BotStatus.KICKED,
    }
    if word not in statuses:
        raise Refused(f"bot is one of {', '.join(statuses)}")
    return statuses[word]
