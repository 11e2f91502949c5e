"""What is given around a decision: the policy, what the register knows, how partners are reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tickets.known import Known, Rated, Reach
from tickets.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Loaded once per decision and never changed by it."""

    policy: Policy
    known: Known
    reach: Mapping[str, Reach]  # by partner id
    load: Mapping[str, int] = field(default_factory=dict)  # jobs of this week, of partners with a capacity
    ratings: Mapping[str, Rated] = field(default_factory=dict)  # by partner id, where somebody ranks by it

    def partner_name(self, partner_id: str) -> str:
        """The partner's name; its id when the configuration no longer has it."""
        return self.policy.partner_name(partner_id)
