"""Where a file can be fetched."""

from aiogram.methods import GetFile

from sandbox.bot_api.call import Call, answers
from sandbox.model import Json


@answers(GetFile)
def get_file(call: Call[GetFile]) -> Json:
    """The link: `/file/bot<token>/<file_path>`, good for an hour."""
    file = call.world.files.open_link(call.ask.file_id)
    _, _, letter = call.ask.file_id.partition("-")
    return {
        "file_id": call.ask.file_id,
        "file_unique_id": file.unique_id + letter,
        "file_size": file.size,
        "file_path": file.path,
    }
