"""All rooms behind one door: the aiogram dispatcher of the application."""

from aiogram import Dispatcher

from handlers import chats, customers, dispatchers, partners
from handlers.context import RefusalMiddleware, RoomMiddleware
from handlers.standing import TopicsMiddleware

# What Telegram is asked to send; it remembers the list, so it is said on every start (T23).
ALLOWED_UPDATES = ("message", "edited_message", "message_reaction", "callback_query", "my_chat_member")


def build_dispatcher() -> Dispatcher:
    """A dispatcher with every room. Routers belong to one dispatcher, so each call makes new ones."""
    dispatcher = Dispatcher(disable_fsm=True)
    for observer in (
        dispatcher.message,
        dispatcher.edited_message,
        dispatcher.message_reaction,
        dispatcher.callback_query,
        dispatcher.my_chat_member,
    ):
        observer.outer_middleware(RoomMiddleware())
        observer.outer_middleware(RefusalMiddleware())
        if observer is not dispatcher.my_chat_member:  # which tells of all that at once
            observer.outer_middleware(TopicsMiddleware())
    dispatcher.include_routers(
        chats.door(), dispatchers.router(), partners.router(), customers.router(), chats.back_door()
    )
    return dispatcher
