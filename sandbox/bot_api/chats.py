"""Chats and who is in them."""

from typing import Any

from aiogram.methods import (
    CreateChatInviteLink,
    ExportChatInviteLink,
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    LeaveChat,
    SetChatDescription,
    SetChatTitle,
)

from sandbox.acts.membership import set_bot_status
from sandbox.bot_api.call import Call, answers
from sandbox.bot_api.target import can, open_chat
from sandbox.errors import bad_request
from sandbox.model import BotStatus, ChatType, Json
from sandbox.wire import bot_member, bot_user, chat_json, message_json, person_member

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_invite_users",
)
NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


@answers(GetChat)
def get_chat(call: Call[GetChat]) -> Json:
    chat = open_chat(call.world, call.ask.chat_id)
    body = chat_json(call.world, chat)
    body |= {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}
    if chat.is_group:
        body["permissions"] = dict.fromkeys(PERMISSIONS, True)
    if chat.description:
        body["description"] = chat.description
    if chat.pinned:
        pinned = call.world.messages[chat.id, chat.pinned[-1]]
        body["pinned_message"] = message_json(call.world, pinned, with_reply=False)
    return body


@answers(GetChatMember)
def get_chat_member(call: Call[GetChatMember]) -> Json:
    chat = open_chat(call.world, call.ask.chat_id)
    if call.ask.user_id == call.world.settings.bot_id:
        return bot_member(call.world, chat)
    if call.ask.user_id not in call.world.people:
        raise bad_request("user not found")
    return person_member(call.world, chat, call.ask.user_id)


@answers(GetChatAdministrators)
def get_chat_administrators(call: Call[GetChatAdministrators]) -> list[Json]:
    """People only, and the bot itself: other bots are left out by the real one, too."""
    chat = open_chat(call.world, call.ask.chat_id)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    leaders = sorted(who for who in chat.members if who in chat.admins or who == chat.owner)
    people = [person_member(call.world, chat, person_id) for person_id in leaders]
    return people + ([bot_member(call.world, chat)] if chat.bot_is_admin else [])


@answers(GetChatMemberCount)
def get_chat_member_count(call: Call[GetChatMemberCount]) -> int:
    return len(open_chat(call.world, call.ask.chat_id).members) + 1


@answers(LeaveChat)
def leave_chat(call: Call[LeaveChat]) -> bool:
    chat = open_chat(call.world, call.ask.chat_id)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    set_bot_status(call.world, chat, call.world.settings.bot_id, BotStatus.LEFT)
    return True


@answers(CreateChatInviteLink, ExportChatInviteLink)
def invite_link(call: Call[Any]) -> Json | str:
    chat = open_chat(call.world, call.ask.chat_id)
    if not can(chat, "can_invite_users"):
        raise bad_request("not enough rights to manage chat invite link")
    url = f"https://t.me/+sandbox{abs(chat.id)}"
    if isinstance(call.ask, ExportChatInviteLink):
        return url
    flags = {"creates_join_request": False, "is_primary": False, "is_revoked": False}
    return {"invite_link": url, "creator": bot_user(call.world)} | flags


@answers(SetChatTitle, SetChatDescription)
def rename(call: Call[Any]) -> bool:
    chat = open_chat(call.world, call.ask.chat_id)
    if not can(chat, "can_change_info"):
        raise bad_request("not enough rights to change chat title and description")
    if isinstance(call.ask, SetChatTitle):
        chat.title = call.ask.title
    else:
        chat.description = call.ask.description or ""
    call.world.show_chat(chat)
    return True
