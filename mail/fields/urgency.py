"""How urgent it is: what the sender says, and what is at stake."""

from mail.fields.lexicon import everywhere, pattern
from mail.parsed import Priority


def priority_of(text: str, language: str) -> Priority:
    """The priority that ``text`` (subject and words) speaks for.

    Danger and standstill outrank everything; "haster ikke" is read before "haster" that is within it.
    """
    low = pattern(language, "urgency", "low")
    calm = bool(low.search(text))
    pressing = low.sub(" ", text) if calm else text
    if pattern(language, "urgency", "critical").search(pressing):
        return Priority.CRITICAL
    if pattern(language, "urgency", "high").search(pressing):
        return Priority.HIGH
    return Priority.LOW if calm else Priority.NORMAL


def from_form(value: str) -> Priority | None:
    """The priority that a form's field names; None when it says nothing we know."""
    said = value.casefold()
    for priority, key in (
        (Priority.CRITICAL, "critical_labels"),
        (Priority.LOW, "low_labels"),
        (Priority.HIGH, "high_labels"),
    ):
        if any(said.startswith(label) for label in everywhere("urgency", key)):
            return priority
    return None
