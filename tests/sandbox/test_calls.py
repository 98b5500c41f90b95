"""The door of the Web API: tokens, scopes, bodies, and who may knock at all."""

import aiohttp
import pytest

from tests.sandbox.stranger import Stranger, manifest

SCOPED = {
    "chat.postMessage": ({"channel": "C0ALL", "text": "x"}, "chat:write"),
    "chat.postEphemeral": ({"channel": "C0ALL", "user": "U0ADA", "text": "x"}, "chat:write"),
    "chat.update": ({"channel": "C0ALL", "ts": "1.1", "text": "x"}, "chat:write"),
    "chat.delete": ({"channel": "C0ALL", "ts": "1.1"}, "chat:write"),
    "conversations.info": ({"channel": "C0ALL"}, "channels:read"),
    "conversations.members": ({"channel": "C0INNER"}, "groups:read"),
    "conversations.list": ({"types": "public_channel,private_channel"}, "channels:read"),
    "conversations.history": ({"channel": "C0ALL"}, "channels:history"),
    "conversations.join": ({"channel": "C0OTHER"}, "channels:join"),
    "users.info": ({"user": "U0ADA"}, "users:read"),
    "users.list": ({}, "users:read"),
    "users.conversations": ({"types": "mpim"}, "mpim:read"),
    "users.lookupByEmail": ({"email": "ada@example.com"}, "users:read.email"),
    "files.getUploadURLExternal": ({"filename": "a.txt", "length": "3"}, "files:write"),
    "files.completeUploadExternal": ({"files": '[{"id": "F1"}]'}, "files:write"),
    "team.info": ({}, "team:read"),
    "bots.info": ({}, "users:read"),
}


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-wrong", "invalid_auth"), ("xapp-sandbox", "not_allowed_token_type")],
)
async def test_a_token_that_will_not_do(token: str | None, error: str) -> None:
    async with Stranger() as stranger:
        answer = await (await stranger.raw("auth.test", token=token)).json()
    assert answer == {"ok": False, "error": error}


async def test_a_bot_token_opens_no_socket() -> None:
    async with Stranger() as stranger:
        answer = await (await stranger.raw("apps.connections.open")).json()
    assert answer["error"] == "not_allowed_token_type"


async def test_a_token_may_stand_in_the_body() -> None:
    async with Stranger() as stranger:
        answer = await (await stranger.raw("auth.test", token=None, data={"token": "xoxb-sandbox"})).json()
    assert answer["ok"]


async def test_auth_test_says_who_the_bot_is() -> None:
    async with Stranger() as stranger:
        answer = await stranger.ok("auth.test")
    assert answer == {
        "ok": True,
        "url": "https://northwind.slack.com/",
        "team": "Northwind",
        "user": "testbot",
        "team_id": "T0FLIP",
        "user_id": "U0TESTBOT",
        "bot_id": "B0TESTBOT",
        "is_enterprise_install": False,
    }


@pytest.mark.parametrize("method", SCOPED)
async def test_a_scope_that_the_manifest_lacks(method: str) -> None:
    args, scope = SCOPED[method]
    async with Stranger(manifest=manifest(scopes=("commands", "reactions:write"))) as stranger:
        answer = await stranger.form(method, **args)
    assert answer == {
        "ok": False,
        "error": "missing_scope",
        "needed": scope,
        "provided": "commands,reactions:write",
    }


@pytest.mark.parametrize(("users", "scope"), [("U0ADA", "im:write"), ("U0ADA,U0GRACE", "mpim:write")])
async def test_the_scope_for_opening_depends_on_how_many(users: str, scope: str) -> None:
    async with Stranger(manifest=manifest(scopes=("chat:write",))) as stranger:
        answer = await stranger.form("conversations.open", users=users)
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)


async def test_optional_scopes_count_too() -> None:
    app = manifest(scopes=("users:read",))
    app["oauth_config"]["scopes"]["bot_optional"] = ["users:read.email"]
    async with Stranger(manifest=app) as stranger:
        found = await stranger.form("users.lookupByEmail", email="ADA@example.com")
    assert found["user"]["id"] == "U0ADA"


async def test_scopes_are_in_the_headers() -> None:
    async with Stranger() as stranger:
        response = await stranger.raw("auth.test")
    assert response.headers["X-OAuth-Scopes"].startswith("chat:write,commands")


async def test_a_method_that_does_not_exist() -> None:
    async with Stranger() as stranger:
        answer = await stranger.api("chat.shout", text="x")
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[1]", "json_not_object")])
async def test_json_that_is_none(body: str, error: str) -> None:
    async with Stranger() as stranger:
        response = await stranger.raw("api.test", data=body, headers={"Content-Type": "application/json"})
        assert (await response.json())["error"] == error


async def test_json_form_multipart_and_query_are_all_read() -> None:
    async with Stranger() as stranger:
        as_json = await stranger.api("chat.postMessage", channel="C0ALL", text="one")
        as_form = await stranger.form("chat.postMessage", channel="C0ALL", text="two")
        multipart = aiohttp.FormData(default_to_multipart=True)
        multipart.add_field("channel", "C0ALL")
        multipart.add_field("text", "three")
        as_parts = await (await stranger.raw("chat.postMessage", data=multipart)).json()
        as_query = await (await stranger.raw("chat.postMessage?channel=C0ALL&text=four")).json()
        seen = await stranger.conversation("U0ADA", "C0ALL")
    assert all(answer["ok"] for answer in (as_json, as_form, as_parts, as_query))
    assert [message["text"] for message in seen["messages"]] == ["one", "two", "three", "four"]


async def test_reads_take_no_json_body() -> None:
    async with Stranger() as stranger:
        answer = await stranger.api("users.info", user="U0ADA")
        assert answer["error"] == "invalid_arguments"
        assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]
        assert (await stranger.form("users.info", user="U0ADA"))["ok"]


async def test_blocks_may_be_a_string_in_a_form() -> None:
    async with Stranger() as stranger:
        answer = await stranger.form("chat.postMessage", channel="C0ALL", text="x", blocks='[{"type": "divider"}]')
        assert answer["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.parametrize(
    "headers",
    [{"Host": "example.com"}, {"Host": "127.0.0.1:1"}, {"Origin": "https://example.com"}, {"Origin": "null"}],
)
async def test_only_this_machine_is_answered(headers: dict[str, str]) -> None:
    async with Stranger() as stranger:
        assert (await stranger.raw("auth.test", headers=headers)).status == 403
        async with stranger.http.get("/sandbox/people", headers=headers) as response:
            assert response.status == 403


async def test_api_test_answers_what_it_is_asked() -> None:
    async with Stranger() as stranger:
        assert (await stranger.api("api.test", foo="bar"))["args"] == {"foo": "bar"}
        assert (await stranger.api("api.test", error="my_error"))["error"] == "my_error"


async def test_every_call_is_in_the_log_with_its_verdict() -> None:
    async with Stranger() as stranger:
        await stranger.api("chat.postMessage", channel="C0ALL", text="x")
        await stranger.api("chat.postMessage", channel="C0NOWHERE", text="x")
        good, bad = await stranger.log()
        later = await stranger.log(after=good["n"])
    assert (good["kind"], good["name"], good["ok"]) == ("api", "chat.postMessage", True)
    assert good["request"] == {"channel": "C0ALL", "text": "x"}
    assert (bad["ok"], bad["note"]) == (False, "channel_not_found")
    assert later == [bad]
