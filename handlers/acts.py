"""The steps that a partner takes with one tap, in a chat or on a mail's page."""

from handlers.buttons import DECLINE_CHOICES
from templates import Texts
from tickets.outcome import Refused
from tickets.states import HandoffState, WaitReason

_STEPS = {
    "accept": HandoffState.ACCEPTED,
    "en_route": HandoffState.EN_ROUTE,
    "on_site": HandoffState.ON_SITE,
    "done": HandoffState.DONE,
}
_WAITS = {
    "wait_parts": WaitReason.PARTS,
    "wait_access": WaitReason.ACCESS,
    "wait_customer": WaitReason.CUSTOMER,
}
_DECLINES = frozenset(act for row in DECLINE_CHOICES for act in row)


def step_of(act: str, texts: Texts, language: str) -> tuple[HandoffState, WaitReason | None, str]:
    """The state, what is waited for, and the words that go with it. Refused: `old_button`."""
    if act in _STEPS:
        return _STEPS[act], None, ""
    if act in _WAITS:
        return HandoffState.WAITING, _WAITS[act], ""
    if act in _DECLINES:
        return HandoffState.DECLINED, None, texts.word(f"button/{act}", language)
    raise Refused("old_button")
