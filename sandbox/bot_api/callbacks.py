"""Answers to pressed buttons."""

from aiogram.methods import AnswerCallbackQuery

from sandbox.bot_api.call import Call, answers
from sandbox.entities import utf16_length
from sandbox.errors import bad_request

ANSWER_LIMIT = 200


@answers(AnswerCallbackQuery)
def answer_callback_query(call: Call[AnswerCallbackQuery]) -> bool:
    ask, text = call.ask, call.ask.text or ""
    call.world.queries.find(ask.callback_query_id)
    if utf16_length(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    alert = bool(ask.show_alert)
    query = call.world.queries.answer(ask.callback_query_id, {"text": text, "alert": alert, "url": ask.url})
    if text:
        call.world.notice(query.person_id, text, alert=alert)
    return True
