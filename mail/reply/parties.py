"""Who takes part in a mail: enough to tell an answer to us from somebody else's mail passed on to us."""

from dataclasses import dataclass, field

from mail.domains import FREE_MAIL
from mail.reply.headerblock import HeaderBlock
from mail.reply.names import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The sender and the recipients of a mail, and what its headers claim about it."""

    sender: str = ""  # address, lower case
    sender_name: str = ""
    recipients: frozenset[str] = frozenset()  # addresses, lower case
    recipient_names: frozenset[str] = field(default_factory=frozenset)  # folded
    answers: bool = False  # In-Reply-To, References or a reply prefix
    reply_prefix: bool = False
    forward_prefix: bool = False
    machine: bool = False  # written by a form or program
    subject: str = ""  # without prefixes

    def writes(self, address: str) -> bool:
        """Whether ``address`` is the sender's own."""
        return bool(address) and _bare(address) == _bare(self.sender)

    def receives(self, address: str) -> bool:
        """Whether ``address`` is (or stands for) somebody this mail goes to."""
        if _bare(address) in {_bare(one) for one in self.recipients}:
            return True
        domain = address.rpartition("@")[2]
        return domain not in FREE_MAIL and domain in {one.rpartition("@")[2] for one in self.recipients}

    def strange(self, block: HeaderBlock) -> bool:
        """Whether the mail under ``block`` is somebody else's: neither the sender's nor a recipient's."""
        if block.sender:
            if self.writes(block.sender):
                return self.forward_prefix
            if not self.forward_prefix and any(self.receives(one) for one in block.addresses):
                return False  # it went to this mail's recipient as well: an answer to all
            return not self.receives(block.sender)
        name = folded(block.sender_name)
        if name and name in self.recipient_names:
            return False
        return self.forward_prefix or not self.answers


def _bare(address: str) -> str:
    """Without sub-address: service+token@x is service@x (RFC 5233)."""
    local, at, domain = address.lower().partition("@")
    return local.partition("+")[0] + at + domain
