"""Manuals, drawings and software that a technician finds on the card of such a machine."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.settings.kinds import Section, WebAddress
from bot.settings.problems import Odd
from tickets.policy import Document

Machine = Literal["category", "brand", "model"]


def _some(when: dict[Machine, str]) -> dict[Machine, str]:
    if not when:
        raise Odd(
            "it would be on every card", 'Say of which machines, such as { brand = "wmf", model = "1500*" }'
        )
    return when


class DocumentSettings(Section):
    """One of them, by its address."""

    title: str = Field(min_length=1)
    url: WebAddress
    when: Annotated[dict[Machine, str], AfterValidator(_some)]

    def document(self) -> Document:
        """The domain's document."""
        when: dict[str, str] = {
            key: value if key == "category" else value.lower() for key, value in self.when.items()
        }
        return Document(title=self.title, url=self.url, when=when)
