# ruff: noqa: E501 -- one asset a line
"""A mail in two lines, for tests about what is read from it."""

from collections.abc import Sequence

from mail.parse import parse
from mail.parsed import ParsedMail
from tickets.register import Asset

WEDNESDAY = "Wed, 04 Nov 2026 10:00:00 +0100"
REGISTER = (
    Asset(id="A-410", serial="K7729-01", model="Barista 4", brand="Franke", customer="Kafé Solsiden AS", site="Solsiden disk", address="Havnegata 12", postal_code="7010", city="Trondheim"),
    Asset(id="A-411", serial="K7729-02", model="Barista 4", brand="Franke", customer="Kafé Solsiden AS", site="Solsiden bakrom", address="Havnegata 14", postal_code="7010", city="Trondheim"),
    Asset(id="A-455", serial="HX-5521-9", model="Gen2", brand="Otis", customer="Parkveien Borettslag", site="Parkveien heis A", address="Parkveien 8", postal_code="4306", city="Sandnes"),
    Asset(id="A-456", serial="HX-5521-10", model="Gen2", brand="Otis", customer="Parkveien Borettslag", site="Parkveien heis B", address="Parkveien 10", postal_code="4306", city="Sandnes"),
    Asset(id="Р-501", serial="КМ-22019", model="КМ-250", brand="Атол", customer="ООО «Ласточка»", site="Кафе «Ласточка»", address="ул. Мира, д. 14", postal_code="603000", city="Нижний Новгород"),
    Asset(id="Р-502", serial="КМ-22020", model="КМ-250", brand="Атол", customer="ООО «Ласточка»", site="Столовая «Ласточка»", address="пр-т Гагарина, д. 5", postal_code="603022", city="Нижний Новгород"),
    Asset(id="UK/201", serial="DK-88123", model="X200", brand="Daikin", customer="Harbour View Hotel", site="Harbour View kitchen", address="14 Quayside Road", postal_code="BS1 6XN", city="Bristol"),
    Asset(id="UK/202", serial="DK-88124", model="X200", brand="Daikin", customer="Harbour View Hotel", site="Harbour View ballroom", address="16 Quayside Road", postal_code="BS1 6XN", city="Bristol"),
)  # fmt: skip


def read(
    text: str,
    *,
    sender: str = "Kari Nes <kari.nes@solsiden.example>",
    subject: str = "Service",
    headers: str = "",
    date: str = WEDNESDAY,
    register: Sequence[Asset] = REGISTER,
    content_type: str = "text/plain; charset=utf-8",
) -> ParsedMail:
    """``text`` as somebody's mail to the desk, parsed."""
    head = f"From: {sender}\nTo: Desk <desk@fjordlys.example>\nSubject: {subject}\nDate: {date}\n{headers}"
    return parse(f"{head}Content-Type: {content_type}\n\n{text}".encode(), register)
