"""What leaves, as outbox rows: Telegram texts, files and edits, and toasts. The courier reads these payloads.

A Telegram payload is ``{"method", "args"}`` as the Bot API names them, without what is only known when it is
sent: the message it answers or edits (the row's `reply_to` and `edits`), and files (``"media"``, by hash or
file id). A card's is described in :mod:`handlers.leaving_card`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from storage.deliveries import NewDelivery
from tickets.timeline import Attachment, Entry

QUIET = timedelta(seconds=1.5)  # after which nobody is expected to send more of the same

_ALBUM = 10  # T8
_ALONE = ("voice", "audio", "animation", "video_note", "sticker")  # are in no album (sendMediaGroup)
ALBUM_SOURCE = "album:"  # how the natural key of an album's entry begins
_TOAST_LIVES = timedelta(seconds=60)  # a button's question expires; then an answer is only an error


class Urgency(IntEnum):
    """Which of a chat's waiting messages goes first, when Telegram lets only some through (T1)."""

    TOAST = 0
    PING = 1  # also the answer to somebody who has just typed and looks at the screen
    REPLY = 2
    CARD = 3
    EDIT = 4


def chat_lane(chat_id: int) -> str:
    """The lane of one chat: what is written to it arrives in order."""
    return f"tg:{chat_id}"


def mail_lane(address: str) -> str:
    """The lane of one mail address."""
    return f"mail:{address.lower()}"


def chat_text(
    chat_id: int,
    html: str,
    *,
    kind: str,
    now: datetime,
    urgency: Urgency = Urgency.REPLY,
    keyboard: dict[str, Any] | None = None,
    answers: int | None = None,
    thread: int | None = None,
    silent: bool = False,
    **row: Any,
) -> NewDelivery:
    """A message. `answers` is the id of a Telegram message in that chat, `thread` that of a topic; `row` are
    further outbox columns."""
    args = text_args(chat_id, html, keyboard)
    if thread is not None:
        args["message_thread_id"] = thread
    if answers is not None:
        args["reply_parameters"] = {"message_id": answers, "allow_sending_without_reply": True}
    if silent:
        args["disable_notification"] = True
    return NewDelivery(
        channel="telegram",
        lane=chat_lane(chat_id),
        kind=kind,
        urgency=urgency,
        payload={"method": "sendMessage", "args": args},
        created_at=now,
        **row,
    )


def only_for(delivery: NewDelivery, user_id: int) -> NewDelivery:
    """The same message, seen by that member of its group alone (Bot API 10, "Ephemeral messages").

    A server from before overlooks the wish; one that refuses it gets the ordinary message.
    """
    args = delivery.payload["args"] | {"ephemeral_message_parameters": {"receiver_user_id": user_id}}
    return replace(delivery, payload={**delivery.payload, "args": args, "plain": delivery.payload})


def chat_edit(
    chat_id: int,
    html: str,
    *,
    kind: str,
    now: datetime,
    edits: int,
    keyboard: dict[str, Any] | None,
    collapse_key: str,
    **row: Any,
) -> NewDelivery:
    """A message as it is now, in place of the one that delivery `edits` sent; a newer edit takes the place of
    one that waits."""
    return NewDelivery(
        channel="telegram",
        lane=chat_lane(chat_id),
        kind=kind,
        urgency=Urgency.EDIT,
        payload={"method": "editMessageText", "args": text_args(chat_id, html, keyboard)},
        created_at=now,
        edits=edits,
        collapse_key=collapse_key,
        **row,
    )


def chat_rewrite(
    chat_id: int, html: str, *, message: int, kind: str, now: datetime, keyboard: dict[str, Any] | None
) -> NewDelivery:
    """What a message says from now on that somebody has just pressed a button of."""
    return NewDelivery(
        channel="telegram",
        lane=chat_lane(chat_id),
        kind=kind,
        urgency=Urgency.PING,
        payload={
            "method": "editMessageText",
            "args": text_args(chat_id, html, keyboard) | {"message_id": message},
        },
        created_at=now,
    )


def chat_files(
    chat_id: int,
    files: Iterable[Attachment],
    *,
    kind: str,
    now: datetime,
    urgency: Urgency,
    collapse_key: str | None = None,
    **row: Any,
) -> list[NewDelivery]:
    """Files as albums: photos and videos together, documents together, ten at the most; the rest alone."""
    return [
        NewDelivery(
            channel="telegram",
            lane=chat_lane(chat_id),
            kind=kind,
            urgency=urgency,
            payload=payload,
            created_at=now,
            collapse_key=f"{collapse_key}:{part}" if collapse_key else None,
            **row,
        )
        for part, payload in enumerate(file_payloads(chat_id, files))
    ]


def text_args(chat_id: int, html: str, keyboard: dict[str, Any] | None) -> dict[str, Any]:
    """What a message and an edit have in common."""
    args: dict[str, Any] = {
        "chat_id": chat_id,
        "text": html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return args if keyboard is None else args | {"reply_markup": keyboard}


def file_payloads(chat_id: int, files: Iterable[Attachment]) -> list[dict[str, Any]]:
    """One payload an album."""
    return [
        {"method": "files", "args": {"chat_id": chat_id}, "media": [medium(file) for file in album]}
        for album in _albums(list(files))
    ]


def medium(file: Attachment) -> dict[str, Any]:
    """A file as payloads name it."""
    return {
        "kind": file.kind,
        "filename": file.filename,
        "content_type": file.content_type,
        "sha256": file.sha256,
        "file_id": file.telegram_file_id,
        "size": file.size,
    }


def once_quiet(entry: Entry | None, what: str, chat_id: int, now: datetime) -> dict[str, Any]:
    """Outbox columns for passing on an album: its items come one by one and nobody says which is the last
    (T7), so what passes them on waits for a quiet moment and grows until then."""
    if entry is None or entry.source is None or not entry.source.startswith(ALBUM_SOURCE):
        return {}
    return {"collapse_key": album_key(entry.source, what, chat_id), "not_before": now + QUIET}


def album_key(source: str, what: str, chat_id: int) -> str:
    """Under which key the passing on of an album to a chat waits."""
    return f"{what}:{chat_id}:{source}"


def toast(query_id: str, text: str, *, now: datetime, alert: bool = False) -> NewDelivery:
    """The short answer to a pressed button. Lost rather than late."""
    return NewDelivery(
        channel="telegram",
        lane=f"toast:{query_id}",
        kind="toast",
        urgency=Urgency.TOAST,
        payload={
            "method": "answerCallbackQuery",
            "args": {"callback_query_id": query_id, "text": text, "show_alert": alert},
        },
        created_at=now,
        expires_at=now + _TOAST_LIVES,
    )


def _albums(files: list[Attachment]) -> Iterator[Sequence[Attachment]]:
    seen = [file for file in files if file.kind in ("photo", "video")]
    alone = [file for file in files if file.kind in _ALONE]
    others = [file for file in files if file not in seen and file not in alone]
    yield from _in_tens(seen)
    yield from _in_tens(others)
    for file in alone:
        yield (file,)


def _in_tens(files: list[Attachment]) -> Iterator[Sequence[Attachment]]:
    return (files[start : start + _ALBUM] for start in range(0, len(files), _ALBUM))
