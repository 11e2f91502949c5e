"""The demo: the real application beside a practice world, and the story that shows what it is for."""

from sandbox.demo.stage import play

__all__ = ["play"]
