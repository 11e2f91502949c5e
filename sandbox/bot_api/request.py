"""Reads a Bot API request in any of the four forms it may take: query, form, multipart, JSON."""

from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.errors import ApiError, bad_request
from sandbox.files import UPLOAD_LIMIT, Upload


async def read_call(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Fields and files; raises ApiError where the body is broken or a file larger than 50 MB."""
    fields: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return fields | await _json(request), {}
    uploads: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            uploads[name] = _upload(value)
        else:
            fields[name] = value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")
    return fields, uploads


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("object expected as parameters")
    return body


def _upload(part: FileField) -> Upload:
    data = part.file.read()
    part.file.close()
    if len(data) > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if not data:
        raise bad_request("file must be non-empty")
    return Upload(part.filename or "file", part.content_type, data)
