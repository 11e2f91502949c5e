"""How much mail is still people's."""

from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import Field

from bot.settings.kinds import Section

if TYPE_CHECKING:
    from handlers.house import Limits


class BreakerSettings(Section):
    """When a ticket, a sender or a sender's domain gets nothing automatic any more (I18)."""

    window_minutes: int = Field(default=60, ge=1, le=1440)
    quiet_minutes: int = Field(default=120, ge=1, le=10080)
    answers_per_ticket: int = Field(default=5, ge=1)
    answers_per_sender: int = Field(default=20, ge=1)
    answers_per_domain: int = Field(default=20, ge=1)
    mails_per_ticket: int = Field(default=30, ge=2)
    mails_per_sender: int = Field(default=60, ge=2)
    mails_per_domain: int = Field(default=200, ge=2)

    def limits(self) -> "Limits":
        """As the house counts."""
        from handlers.house import Limits  # and the database with it, which not every command needs

        return Limits(
            window=timedelta(minutes=self.window_minutes),
            quiet=timedelta(minutes=self.quiet_minutes),
            answers={
                "ticket": self.answers_per_ticket,
                "sender": self.answers_per_sender,
                "domain": self.answers_per_domain,
            },
            received={
                "ticket": self.mails_per_ticket,
                "sender": self.mails_per_sender,
                "domain": self.mails_per_domain,
            },
        )
