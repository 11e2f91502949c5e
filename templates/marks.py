"""The few emoji we use. Each stands for one thing, the same in every text."""

from collections.abc import Mapping
from types import MappingProxyType

from tickets.card_parts import Part
from tickets.states import HandoffState, Priority
from tickets.work.payers import Payer

PRIORITY: Mapping[str, str] = MappingProxyType({Priority.CRITICAL: "🔴", Priority.HIGH: "🟠"})

STATE: Mapping[str, str] = MappingProxyType(
    {
        HandoffState.OFFERED: "⏳",
        HandoffState.ACCEPTED: "✅",
        HandoffState.EN_ROUTE: "🚗",
        HandoffState.ON_SITE: "📍",
        HandoffState.WAITING: "⏸",
        HandoffState.DONE: "🏁",
        HandoffState.APPROVED: "👍",
        HandoffState.REWORK: "↩️",
        HandoffState.DECLINED: "✖️",
        HandoffState.EXPIRED: "✖️",
        HandoffState.RECALLED: "✖️",
    }
)

PART: Mapping[str, str] = MappingProxyType(
    {
        Part.EQUIPMENT: "📍",
        Part.CONTACT: "🔑",
        Part.TERMS: "⏱",
        Part.DEMANDS: "📋",
        Part.PARTS: "🔧",
        Part.HISTORY: "🗂",
    }
)

# None: by agreement.
PAYER: Mapping[Payer | None, str] = MappingProxyType(
    {Payer.MAKER: "🏭", Payer.CUSTOMER: "👤", Payer.NETWORK: "🏬", Payer.US: "🏠", None: "📄"}
)
