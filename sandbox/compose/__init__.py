"""Mails as people's mail programs write them: new ones, and replies that quote as those programs do."""

from sandbox.compose.letter import Letter, compose

__all__ = ["Letter", "compose"]
