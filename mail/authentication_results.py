"""What a receiving server found out about a mail, as it wrote it down (RFC 8601, Authentication-Results)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mail.domains import domain_of, same_house

_LONGEST = 5_000  # characters of one field that are looked at
_NAME_WITHIN = 500  # characters
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[^;"]+|;|"')
_RESULT = re.compile(r"\s*([\w-]+)\s*(?:/\s*\d+\s*)?=\s*([\w-]+)", re.ASCII)
_PROPERTY = re.compile(r'(?<![\w-])([\w-]+)\s*\.\s*([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;"]+)', re.ASCII)
# What each method proves of a domain, if it aligns with the From (RFC 7489 section 3.1).
_ALIGNABLE = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",), "dmarc": ("header.from",)}


@dataclass(frozen=True, slots=True)
class Method:
    """One finding: ``dkim=pass header.d=coop.example``. Names in lower case, values as written."""

    name: str
    result: str
    properties: dict[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """One field: who says it, and what."""

    server: str  # authserv-id, lower case; empty where the server leaves it out
    methods: tuple[Method, ...]

    def vouch_for(self, domain: str) -> str | None:
        """The method by which a mail from `domain` passed; None: by none that aligns."""
        for method in self.methods:
            if method.result == "pass" and any(same_house(one, domain) for one in _domains(method)):
                return method.name
        return None

    @property
    def deny(self) -> bool:
        """Whether the sender's own policy says that the mail is not theirs."""
        return any(method.name == "dmarc" and method.result == "fail" for method in self.methods)


def server_of(field: str) -> str:
    """Who says it, without reading what; empty where the server leaves its name out."""
    first = next(_parts(_without_comments(field[:_NAME_WITHIN])))
    return first.split()[0].lower() if first.split() and "=" not in first else ""


def read_results(field: str) -> Results:
    """A field's value, unfolded or not. Never raises: what can't be read is left out."""
    parts = list(_parts(_without_comments(field[:_LONGEST])))
    server = server_of(field)
    methods = (_method(part) for part in (parts[1:] if server else parts))
    return Results(server, tuple(method for method in methods if method is not None))


def _domains(method: Method) -> Iterator[str]:
    for name in _ALIGNABLE.get(method.name, ()):
        value = method.properties.get(name, "")
        if value:
            yield domain_of(value) or value.lower().strip(".")


def _method(part: str) -> Method | None:
    found = _RESULT.match(part)
    if found is None:
        return None
    properties = {f"{kind}.{name}".lower(): _bare(value) for kind, name, value in _PROPERTY.findall(part)}
    return Method(found[1].lower(), found[2].lower(), properties)


def _parts(text: str) -> Iterator[str]:
    """What stands between the semicolons, quoted strings whole."""
    part = ""
    for piece in _PIECE.findall(text):
        if piece == ";":
            yield part
            part = ""
        else:
            part += piece
    yield part


def _without_comments(text: str) -> str:
    """Without ``(comments)``, which nest, and may hold what looks like a finding."""
    kept, depth, quoted, skip = [], 0, False, False
    for char in text:
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif not depth and char == '"':
            quoted = not quoted
        elif not quoted and char == "(":
            depth += 1
        elif not quoted and char == ")" and depth:
            depth -= 1
            continue
        if not depth:
            kept.append(char)
    return "".join(kept)


def _bare(value: str) -> str:
    return value[1:-1] if value.startswith('"') else value
