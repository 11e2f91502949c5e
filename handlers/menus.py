"""The command menus that Telegram shows at "/": each audience is shown its own commands, and no others."""

from datetime import datetime

from handlers.desk_commands import VERBS
from handlers.desk_lists import LISTS
from handlers.leaving import Urgency
from storage.deliveries import NewDelivery
from templates import Texts
from tickets.policy import Partner

_COMMANDS = {
    "customer": ("status", "language", "help"),
    "partner": ("jobs", "log", "part", "cost", "ref", "help"),
    "principal": ("jobs", "log", "part", "cost", "ref", "handon", "help"),  # a partner with subcontractors
    "dispatchers": (*LISTS, *VERBS),
}


def role_of(partner: Partner | None) -> str:
    """Whose commands a partner's chat has."""
    return "principal" if partner and partner.subcontractors else "partner"


def commands_of(role: str) -> tuple[str, ...]:
    """Their names, in the order in which they are shown."""
    return _COMMANDS[role]


def menu(role: str, texts: Texts, language: str) -> list[dict[str, str]]:
    """The commands of one role as the Bot API takes them (setMyCommands)."""
    return [
        {"command": name, "description": texts.word(f"command/{_own(role, name)}", language)}
        for name in commands_of(role)
    ]


def _own(role: str, name: str) -> str:
    """What a command does there: a dispatcher writes the partner's number, a partner its own."""
    return "own_ref" if name == "ref" and role != "dispatchers" else name


def set_menu(chat_id: int, role: str, texts: Texts, language: str, now: datetime) -> NewDelivery:
    """Shows a chat the commands of its role. Of little worth when it fails: /help says the same."""
    return NewDelivery(
        channel="telegram",
        lane=f"menu:{chat_id}",
        kind="menu",
        urgency=Urgency.EDIT,
        payload={
            "method": "setMyCommands",
            "args": {
                "commands": menu(role, texts, language),
                "scope": {"type": "chat", "chat_id": chat_id},
            },
        },
        created_at=now,
        collapse_key=f"menu:{chat_id}",
    )
