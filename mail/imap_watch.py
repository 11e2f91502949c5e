"""Who is told how reading a mailbox goes, besides the log."""

from typing import Protocol


class Watch(Protocol):
    """Called by the reader. What it raises would end the reading, so it must not."""

    async def lost(self, reason: str) -> None:
        """The mailbox can't be read; told again after every attempt."""

    async def works(self) -> None:
        """It is read; told again after every look."""

    async def unfit(self, reason: str, folder: str) -> None:
        """A mail was moved to the quarantine folder, unread."""

    def progress(self, taken: int, of: int) -> None:
        """So many of those that waited are kept; often, for whoever shows it."""


class Unwatched:
    """Nobody is told."""

    async def lost(self, reason: str) -> None:
        """Not told."""

    async def works(self) -> None:
        """Not told."""

    async def unfit(self, reason: str, folder: str) -> None:
        """Not told."""

    def progress(self, taken: int, of: int) -> None:
        """Not told."""
