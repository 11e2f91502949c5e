"""An amount with its currency, as people write it."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_AMOUNT = (
    r"(?P<amount>\d{1,3}(?:[  .']\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
)
_CODES = ("NOK", "SEK", "DKK", "EUR", "USD", "GBP", "RUB", "PLN", "CHF", "ISK")
_CODE = (
    rf"(?P<code>{'|'.join(_CODES)}|kr(?:oner|onor|\.)?|крон[аы]?|euro|евро|€|\$|£|₽|руб(?:лей|ля|ль|\.)?|р\.)"
)
_BEFORE, _AFTER = _CODE.replace("code", "before"), _AMOUNT.replace("amount", "after")
_WRITTEN = re.compile(
    rf"(?<!\w)(?:{_AMOUNT}\s*(?:[,:]-)?\s*{_CODE}|(?P<crowns>\d+)[,:]-|{_BEFORE}\s*{_AFTER})(?!\w)",
    re.IGNORECASE,
)
_CROWNS = ("kr", "крон")
_SIGNS = {
    "eur": "EUR",
    "евр": "EUR",
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "₽": "RUB",
    "руб": "RUB",
    "р": "RUB",
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217), or in `kr` where nobody said whose crowns."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        whole = f"{self.amount:,.2f}".removesuffix(".00").replace(",", " ")
        return f"{whole} {self.currency}"

    def fits(self, other: "Money") -> bool:
        """Whether the two can be added: crowns without a country fit every crown."""
        pair = {self.currency, other.currency}
        return len(pair) == 1 or ("kr" in pair and bool(pair & {"NOK", "SEK", "DKK"}))


def find_money(text: str) -> tuple[Money, str] | None:
    """The first amount in a text, and the text without it; None when there is none.

    >>> find_money("taxi 1 250,50 kr")
    (Money(amount=Decimal('1250.50'), currency='kr'), 'taxi')
    """
    for match in _WRITTEN.finditer(text):
        written = match["amount"] or match["after"] or match["crowns"]
        code = (match["code"] or match["before"] or "kr").lower().rstrip(".")
        currency = "kr" if code.startswith(_CROWNS) else _SIGNS.get(code[:3], _SIGNS.get(code, code.upper()))
        amount = _decimal(written)
        if amount is not None:
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return Money(amount, currency), " ".join(rest.split())
    return None


def is_below_nothing(text: str) -> bool:
    """Whether the first amount has a minus: ``-500 kr``. A dash with a space behind it is none."""
    match = _WRITTEN.search(text)
    return match is not None and re.search(r"(?:^|\s)[-−]$", text[: match.start()]) is not None


def read_money(text: str | None) -> Money | None:
    """The amount that a text is; None when it is none."""
    found = find_money(text or "")
    return found[0] if found else None


def _decimal(written: str) -> Decimal | None:
    plain = re.sub(r"[  ']", "", written)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", plain):
        plain = plain.replace(".", "")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?", plain):
        plain = plain.replace(",", "")
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
