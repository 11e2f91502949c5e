"""One validated call of a Bot API method, and the register of the methods that are played."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod

from sandbox.files import Upload
from sandbox.world import World

M = TypeVar("M", bound=TelegramMethod[Any])
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call(Generic[M]):
    world: World
    ask: M
    """The call as aiogram's model of the method."""
    uploads: Mapping[str, Upload]
    """Files by their part's name; a field refers to one as ``attach://name``."""


Handler = Callable[[Call[Any]], Any | Awaitable[Any]]
HANDLERS: dict[type[TelegramMethod[Any]], Handler] = {}
H = TypeVar("H", bound=Callable[..., Any])


def answers(*methods: type[TelegramMethod[Any]]) -> Callable[[H], H]:
    """Registers a function as what happens when these methods are called; its result is ``result``."""

    def register(handler: H) -> H:
        HANDLERS.update(dict.fromkeys(methods, handler))
        return handler

    return register


def given(value: T | Default | None) -> T | None:
    """A field's value; aiogram's placeholder for "use the bot's default" counts as not given."""
    return None if isinstance(value, Default) else value


def option(ask: TelegramMethod[Any], name: str) -> Any:
    """A field that only some methods have; None where it is missing or not given."""
    return given(getattr(ask, name, None))
