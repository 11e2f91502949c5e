"""What settings exist: found by walking the typed sections, for mends and for the documentation's test."""

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr


def annotation_at(root: type[BaseModel], path: Sequence[str | int]) -> Any:
    """The type of the setting at `path`; None when there is none."""
    at: Any = root
    for step in path:
        at = _inside(at, step)
        if at is None:
            return None
    return at


def keys_at(root: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the table at `path` knows; empty when it takes any."""
    table = annotation_at(root, path)
    return list(table.model_fields) if _is_table(table) else []


def every_setting(root: type[BaseModel], at: str = "") -> Iterator[str]:
    """Each setting's dotted name; ``*`` is a name that the operator chooses, ``[]`` a list of tables."""
    for name, field in root.model_fields.items():
        kind, dotted = _bare(field.annotation), f"{at}{name}"
        inner = get_args(kind)[-1 if get_origin(kind) is dict else 0] if get_args(kind) else None
        if _is_table(kind):
            yield from every_setting(kind, f"{dotted}.")
        elif _is_table(inner):
            yield from every_setting(inner, f"{dotted}{'.*' if get_origin(kind) is dict else '[]'}.")
        else:
            yield dotted


def secrets_in(section: BaseModel) -> Iterator[str]:
    """Every secret that these settings hold, for the log to blacken."""
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from secrets_in(value)
        elif isinstance(value, SecretStr) and value.get_secret_value():
            yield value.get_secret_value()


def _inside(at: Any, step: str | int) -> Any:
    if _is_table(at):
        field = at.model_fields.get(str(step))
        return _bare(field.annotation) if field else None
    arguments = get_args(at)
    if get_origin(at) is dict and len(arguments) > 1:
        return _bare(arguments[1])
    if get_origin(at) in (list, tuple, frozenset) and arguments:
        return _bare(arguments[0])
    return None


def _bare(kind: Any) -> Any:
    """Without ``Annotated`` and ``| None``."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(option for option in get_args(kind) if option is not type(None)))
    return kind


def _is_table(kind: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
