"""The control API as a browser uses it: kind refusals, snapshots, and a stream that resumes."""

import json
from typing import Any

import aiohttp
import pytest

from sandbox.people import Person, Sandbox, Town


async def post(town: Town, path: str, **body: Any) -> tuple[int, Any]:
    async with town.line.session.post(f"{town.line.url}/api/{path}", json=body) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("people", {}, 400, "please say 'name'"),
        ("people/42/start", {}, 404, "there is nobody with the id 42"),
        ("chats", {"title": "a", "type": "club"}, 400, "a chat's type is one of private, group"),
        ("chats/-1/messages", {"as": 1}, 404, "there is no chat with the id -1"),
        ("chats", {"title": "a", "members": ["x"]}, 400, "'members' should be a list of ids"),
        ("faults", {"kind": "slow", "seconds": "long"}, 400, "'seconds' should be a number of seconds"),
        ("settings", {"token": "x"}, 400, "token is not a setting that can change"),
        ("settings", {"app_smtp": "nowhere"}, 400, "'nowhere' is not an address like 127.0.0.1:2525"),
        ("settings", {"limits": -1}, 400, "limits are 'real', 'off' or a number above 0"),
        ("clock", {"advance": -5}, 400, "the clock only goes forward"),
        ("mails", {"from": "a@b.no"}, 400, "please say who gets the mail"),
        ("mails", {"from": "a@b.no", "in_reply_to": 7}, 404, "there is no mail with this id"),
        ("story", {"id": "1", "state": "odd"}, 400, "a step's state is one of doing, seen, failed"),
    ],
)
async def test_refusals_are_kind(
    town: Town, path: str, body: dict[str, Any], status: int, sentence: str
) -> None:
    answer = await post(town, path, **body)
    assert answer[0] == status
    assert answer[1]["error"].startswith(sentence)


async def test_body_that_is_no_json_is_refused(town: Town) -> None:
    async with town.line.session.post(f"{town.line.url}/api/people", data=b"{oops") as answer:
        assert (answer.status, await answer.json()) == (400, {"error": "this is not JSON"})


async def test_events_resume_where_the_watcher_left(sandbox: Sandbox, town: Town, kari: Person) -> None:
    left_at = await town.moment()
    await kari.writes("mens du var borte")
    headers = {"Last-Event-ID": str(left_at)}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/api/events", headers=headers) as s,
    ):
        assert s.content_type == "text/event-stream"
        lines = [await s.content.readline() for _ in range(4)]
    assert lines[2] == f"id: {left_at + 1}\n".encode()
    assert json.loads(lines[3][6:])["item"]["text"] == "mens du var borte"


async def test_snapshot_has_all_that_the_page_needs(town: Town, kari: Person) -> None:
    await town.tells("1", "Kari writes", state="seen")
    world = await town.line.get("world")
    keys = ("bot", "people", "chats", "messages", "mails", "notices", "story", "settings", "seq")
    assert set(world) == set(keys)
    assert world["chats"][0]["bot_status"] == "member"
    assert world["story"] == [{"id": "1", "title": "Kari writes", "text": "", "state": "seen"}]


async def test_settings_change_while_it_runs(town: Town) -> None:
    _, settings = await post(town, "settings", limits=2.5, privacy=False, app_smtp="127.0.0.1:2525")
    assert settings == {"limits": 2.5, "privacy": False, "rich": True, "app_smtp": "127.0.0.1:2525"}


async def test_members_can_come_as_form_fields(town: Town, kari: Person, ola: Person) -> None:
    form = aiohttp.FormData({"title": "Nord", "type": "group"})
    form.add_field("members", str(kari.id))
    form.add_field("members", str(ola.id))
    async with town.line.session.post(f"{town.line.url}/api/chats", data=form) as answer:
        assert (await answer.json())["members"] == [kari.id, ola.id]


async def test_front_door_answers(sandbox: Sandbox, town: Town) -> None:
    async with town.line.session.get(sandbox.url) as answer:
        assert answer.status == 200
