"""The Bot API: HTTP in, validated calls, answers in Telegram's own words.

Importing the topics registers their methods.
"""

from sandbox.bot_api import (
    albums,
    callbacks,
    chats,
    copying,
    editing,
    ephemeral,
    files,
    media,
    profile,
    reactions,
    rich,
    sending,
    topics,
    updates,
)

__all__ = [
    "albums",
    "callbacks",
    "chats",
    "copying",
    "editing",
    "ephemeral",
    "files",
    "media",
    "profile",
    "reactions",
    "rich",
    "sending",
    "topics",
    "updates",
]
