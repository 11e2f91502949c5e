"""The forms by which large customers' systems write, as the operator describes them (S72)."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.settings.kinds import Section
from bot.settings.problems import Odd
from bot.settings.senders import SenderPattern
from mail.customer_form import Field as FormField
from mail.customer_form import Form, expression


def _place(text: str) -> str:
    if text:
        try:
            expression(text)
        except ValueError as error:
            raise Odd(
                f'"{text}" is not an expression with one group: {error}',
                r'Write the label that stands in front, such as "Butikknr", or "/Butikk (\d+)/"',
            ) from None
    return text


def _subject(text: str) -> str:
    """An expression without groups of its own."""
    try:
        expression(f"/({text})/")
    except ValueError as error:
        raise Odd(
            f'"{text}" is not an expression: {error}', "Write words of the subject, or leave it out"
        ) from None
    return text


def _deadline_format(text: str) -> str:
    sample = datetime(2026, 11, 5, 13, 45, tzinfo=UTC)
    try:
        datetime.strptime(sample.strftime(text), text)  # noqa: DTZ007
    except ValueError:
        raise Odd(f'"{text}" does not say how a time is written', 'Write it as "%d.%m.%Y %H:%M"') from None
    if text and "%d" not in text and "%j" not in text and "%x" not in text and "%c" not in text:
        raise Odd(f'"{text}" names no day', 'Write it as "%d.%m.%Y %H:%M"')
    return text


Place = Annotated[str, AfterValidator(_place)]


class CustomerMailSettings(Section):
    """One customer's form."""

    customer: str = Field(min_length=1)  # the customer's id in the register
    senders: tuple[SenderPattern, ...] = Field(min_length=1)
    subject: Annotated[str, AfterValidator(_subject)] = ""  # an expression; empty: all their mails
    site: Place = ""  # each empty: not expected of them
    reference: Place = ""
    deadline: Place = ""
    deadline_format: Annotated[str, AfterValidator(_deadline_format)] = ""  # empty: the usual ways

    @model_validator(mode="after")
    def _says_something(self) -> "CustomerMailSettings":
        if not (self.site or self.reference or self.deadline):
            raise Odd("says neither site, reference nor deadline", "Say where at least one of them stands")
        return self

    def form(self) -> Form:
        """As the mail room takes it."""
        named = (
            (FormField.SITE, self.site),
            (FormField.REFERENCE, self.reference),
            (FormField.DEADLINE, self.deadline),
        )
        return Form(
            customer=self.customer,
            senders=self.senders,
            subject=expression(f"/({self.subject})/") if self.subject else None,
            places=tuple((field, expression(place)) for field, place in named if place),
            deadline_format=self.deadline_format or None,
        )
