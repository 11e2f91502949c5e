"""A visit that a customer was told about, and that will not be: the job leaves whoever was to come."""

from datetime import datetime

from tickets.outcome import Notice, Party, Tell
from tickets.states import HandoffState
from tickets.ticket import Handoff


def called_off(was: Handoff, now: datetime) -> tuple[Notice, ...]:
    """What the customer hears when the job leaves whoever they wait for; nothing where no visit was told to
    them, or its time is past. `was`: the handoff before it ends.

    Nobody shall stay at home for a technician who does not come (S31).
    """
    ends = was.eta_end or was.eta
    told_a_time = was.eta_told is not None and ends is not None and ends > now
    if was.parent is not None or not (told_a_time or was.state is HandoffState.EN_ROUTE):
        return ()
    return (Notice(to=Party.REQUESTER, tell=Tell.DELAYED, facts={"called_off": True}),)
