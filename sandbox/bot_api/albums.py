"""Albums: two to ten photos, videos, documents or audio files that belong together."""

import itertools

from aiogram.methods import SendMediaGroup

from sandbox.bot_api.call import Call, answers
from sandbox.bot_api.media import find_media
from sandbox.bot_api.sending import deliver_all, read_caption
from sandbox.errors import bad_request
from sandbox.media import media_content
from sandbox.model import Json
from sandbox.wire import message_json

SMALLEST, LARGEST = 2, 10
_ids = itertools.count(13_900_000_000_000_001)


@answers(SendMediaGroup)
def send_media_group(call: Call[SendMediaGroup]) -> list[Json]:
    items = call.ask.media
    if len(items) < SMALLEST:
        raise bad_request("not enough messages to send as an album")
    if len(items) > LARGEST:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.type) for item in items}
    if not kinds <= {"photo", "video", "document", "audio"}:
        raise bad_request("can't be sent as an album")
    if len(kinds) > 1 and not kinds <= {"photo", "video"}:
        raise bad_request("document and audio can't be mixed with other media types")
    contents = []
    for item in items:
        file = find_media(call.world, str(item.type), str(item.media), call.uploads)
        contents.append(media_content(file) | read_caption(item))
    messages = deliver_all(call, contents, media_group_id=str(next(_ids)))
    return [message_json(call.world, message) for message in messages]
