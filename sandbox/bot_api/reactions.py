"""The bot's own reactions."""

from aiogram.methods import SetMessageReaction

from sandbox.bot_api.call import Call, answers
from sandbox.bot_api.target import find_message, open_chat
from sandbox.errors import bad_request

# The emoji that Telegram lets everyone react with (Bot API "ReactionTypeEmoji").
FACES = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 "
    "🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 "
    "🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
ALLOWED = frozenset(FACES.split())


@answers(SetMessageReaction)
def set_message_reaction(call: Call[SetMessageReaction]) -> bool:
    chat = open_chat(call.world, call.ask.chat_id)
    message = find_message(call.world, chat, call.ask.message_id, "react")
    reactions = call.ask.reaction or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions.pop(call.world.settings.bot_id, None)
    for reaction in reactions:
        emoji = getattr(reaction, "emoji", "")
        if emoji not in ALLOWED:
            raise bad_request("REACTION_INVALID")
        message.reactions[call.world.settings.bot_id] = emoji
    call.world.touched(message)
    return True
