"""What can be chosen about the sandbox, at start or while it runs."""

from dataclasses import dataclass
from typing import Any, Literal

PRACTICE_TOKEN = "7000000001:practice-token-of-the-sandbox-0000000"  # noqa: S105  (opens nothing)

Limits = Literal["real", "off"] | float


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Reads ``host:port``; raises ValueError with a sentence for people."""
        host, _, port = text.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError(f"{text!r} is not an address like 127.0.0.1:2525")
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(slots=True)
class Settings:
    """The sandbox's switches; ports of 0 mean: any free one."""

    host: str = "127.0.0.1"
    port: int = 0
    smtp_port: int = 0
    token: str = PRACTICE_TOKEN
    bot_name: str = "Nordlys Service"
    bot_username: str = "nordlys_service_bot"
    limits: Limits = "real"
    """``real``, ``off``, or how many times looser than the real ones."""
    privacy: bool = True
    """Telegram's privacy mode: in groups, a bot that is no admin sees only what is meant for it."""
    rich: bool = True
    """Whether the server has Bot API 10; an older one knows no rich and no ephemeral messages."""
    app_smtp: Address | None = None
    """Where the application takes mail; None until it is known."""

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    def change(self, wishes: dict[str, Any]) -> None:
        """Takes over what may be changed at run time; raises ValueError for anything else."""
        for name, value in wishes.items():
            match name:
                case "limits":
                    self.limits = read_limits(value)
                case "privacy":
                    self.privacy = bool(value)
                case "rich":
                    self.rich = bool(value)
                case "app_smtp":
                    self.app_smtp = Address.parse(value) if value else None
                case _:
                    raise ValueError(f"{name} is not a setting that can change while the sandbox runs")

    def view(self) -> dict[str, Any]:
        app_smtp = str(self.app_smtp) if self.app_smtp else None
        return {"limits": self.limits, "privacy": self.privacy, "rich": self.rich, "app_smtp": app_smtp}


def read_limits(value: Any) -> Limits:
    """``real``, ``off`` or a positive number; raises ValueError otherwise."""
    if value in {"real", "off"}:
        return "real" if value == "real" else "off"
    number = float(value)
    if number <= 0:
        raise ValueError("limits are 'real', 'off' or a number above 0: how many times looser")
    return number
