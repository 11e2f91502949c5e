"""Formatted text: from what a bot sends to plain text with entities, and to HTML for the page."""

from sandbox.entities.detect import detected
from sandbox.entities.entity import Entity, Formatted, utf16_length
from sandbox.entities.formatting import formatted
from sandbox.entities.show import as_html

__all__ = ["Entity", "Formatted", "as_html", "detected", "formatted", "utf16_length"]
