"""The bot's command menu (setMyCommands): which list a chat shows, by scope and language.

Bot API "Determining list of commands": the narrowest scope wins.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.model import Chat, ChatType, Json

if TYPE_CHECKING:
    from sandbox.world import World

DEFAULT = "default"


@dataclass(slots=True)
class CommandMenus:
    menus: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    """(scope, language) → commands; "" is every language."""

    def shown_in(self, world: "World", chat: Chat) -> list[Json]:
        """What a person without special rights sees in this chat's menu."""
        language = ""
        scopes = [f"chat:{chat.id}", "all_group_chats", DEFAULT]
        if chat.type is ChatType.PRIVATE and chat.person_id is not None:
            language = world.people[chat.person_id].language
            scopes = [f"chat:{chat.id}", "all_private_chats", DEFAULT]
        keys = [(scope, code) for scope in scopes for code in (language, "")]
        return next((self.menus[key] for key in keys if key in self.menus), [])


def scope_key(scope: Json | None) -> str:
    """One word for a BotCommandScope, such as ``chat:-100123``."""
    if scope is None:
        return DEFAULT
    parts = [scope["type"], *(str(scope[name]) for name in ("chat_id", "user_id") if name in scope)]
    return ":".join(parts)
