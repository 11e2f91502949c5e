"""The configuration as one typed value, and what it says to the domain."""

from typing import Any

from pydantic import model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings.customer_mail import CustomerMailSettings
from bot.settings.documents import DocumentSettings
from bot.settings.kinds import Id
from bot.settings.known import secrets_in
from bot.settings.mail import MailSettings
from bot.settings.partners import CategorySettings, PartnerSettings
from bot.settings.promises import CalendarSettings, SlaSettings
from bot.settings.routes import ExclusiveSettings, NeverOutsourceSettings, RouteSettings, conditions
from bot.settings.sections import (
    DatabaseSettings,
    DeskSettings,
    FilesSettings,
    LogSettings,
    TelegramSettings,
    WebSettings,
)
from tickets.policy import Policy

_CALENDAR = "office"
_SLA = "standard"


class Settings(BaseSettings):
    """Everything that the operator has decided. Made by `bot.settings.load`, which checks it as a whole."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    desk: DeskSettings
    database: DatabaseSettings = DatabaseSettings()
    files: FilesSettings = FilesSettings()
    telegram: TelegramSettings = TelegramSettings()
    mail: MailSettings = MailSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()
    calendars: dict[Id, CalendarSettings] = {}
    sla: dict[Id, SlaSettings] = {}
    categories: tuple[CategorySettings, ...] = ()
    partners: tuple[PartnerSettings, ...] = ()
    customer_mail: tuple[CustomerMailSettings, ...] = ()
    documents: tuple[DocumentSettings, ...] = ()
    routes: tuple[RouteSettings, ...] = ()
    exclusive: tuple[ExclusiveSettings, ...] = ()
    never_outsource: tuple[NeverOutsourceSettings, ...] = ()

    @property
    def default_sla(self) -> str:
        """The name of the SLA that holds where none is named; empty when the configuration leaves it open."""
        return self.desk.sla or _only_or(self.sla, _SLA)

    def calendar_of(self, sla: str) -> str:
        """The name of the calendar in which that SLA counts; empty when the configuration leaves it open."""
        return self.sla[sla].calendar or _only_or(self.calendars, _CALENDAR)

    def secrets(self) -> tuple[str, ...]:
        """What must never be shown or logged."""
        return tuple(secrets_in(self))

    def policy(self) -> Policy:
        """What the domain needs of all this."""
        zone = self.desk.timezone
        calendars = {name: calendar.calendar(zone) for name, calendar in self.calendars.items()}
        return Policy(
            desk_name=self.desk.name,
            desk_address=self.desk.address,
            language=self.desk.language,
            zone=zone,
            slas={name: sla.sla(name, calendars[self.calendar_of(name)]) for name, sla in self.sla.items()},
            default_sla=self.default_sla,
            categories={category.id: category.category() for category in self.categories},
            partners={
                partner.id: partner.partner(
                    sla=self.default_sla,
                    language=self.desk.language,
                    on_call=calendars[partner.on_call] if partner.on_call else None,
                )
                for partner in self.partners
            },
            routes=tuple(route.route() for route in self.routes),
            exclusive=tuple(rule.route() for rule in self.exclusive),
            never_outsource=tuple(conditions(rule.when) for rule in self.never_outsource),
            documents=tuple(each.document() for each in self.documents),
            calendars=calendars,
        )

    @model_validator(mode="before")
    @classmethod
    def _shipped_promises(cls, tree: Any) -> Any:
        """A calendar and an SLA for whoever gives none."""
        if not isinstance(tree, dict):
            return tree
        return tree | {
            "calendars": tree.get("calendars") or {_CALENDAR: {}},
            "sla": tree.get("sla") or {_SLA: {}},
        }

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but what `load` has gathered: it reads the environment itself, to name it in problems."""
        return (init_settings,)


def _only_or(names: dict[str, Any], usual: str) -> str:
    """`usual` when it exists, else the only name there is, else nothing."""
    if usual in names:
        return usual
    return next(iter(names)) if len(names) == 1 else ""
