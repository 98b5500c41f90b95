"""Conversations and people as the bot may look them up."""

from typing import Any

import pytest

from tests.sandbox.stranger import COMPANY, SCOPES, Stranger, manifest


async def test_a_group_is_the_same_for_the_same_people() -> None:
    async with Stranger() as stranger:
        first = await stranger.api("conversations.open", users="U0ADA,U0GRACE")
        again = await stranger.form("conversations.open", users="U0GRACE,U0ADA")
        posted = await stranger.ok("chat.postMessage", channel=first["channel"]["id"], text="Hello, you two")
        seen = await stranger.conversation("U0GRACE", posted["channel"])
    assert first["channel"] == again["channel"]
    assert ("already_open" in first, again["already_open"]) == (False, True)
    assert (seen["kind"], seen["name"], seen["unread"]) == ("mpim", "Ada, Testbot", 1)
    assert set(seen["members"]) == {"U0ADA", "U0GRACE", "U0TESTBOT"}


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("", "users_list_not_supplied"),
        ("U0TESTBOT", "not_enough_users"),
        ("U0NOBODY", "user_not_found"),
        ("U0ADA,U0GONE", "user_disabled"),
        ("U0ROBOT", "cannot_dm_bot"),
        (",".join(f"U{i}" for i in range(9)), "too_many_users"),
    ],
)
async def test_people_who_cannot_be_brought_together(users: str, error: str) -> None:
    async with Stranger() as stranger:
        assert (await stranger.form("conversations.open", users=users))["error"] == error


async def test_eight_people_are_not_too_many() -> None:
    users = [{"id": f"U0P{i}", "name": f"p{i}"} for i in range(9)]
    async with Stranger(company=COMPANY | {"users": users, "channels": []}) as stranger:
        eight = await stranger.form("conversations.open", users=",".join(f"U0P{i}" for i in range(8)))
        nine = await stranger.form("conversations.open", users=",".join(f"U0P{i}" for i in range(9)))
    assert eight["ok"]
    assert nine["error"] == "too_many_users"


async def test_prevent_creation_creates_nothing() -> None:
    async with Stranger() as stranger:
        answer = await stranger.form("conversations.open", users="U0ADA,U0GRACE", prevent_creation="true")
    assert answer["error"] == "channel_not_found"


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("C0ALL", {"is_member": True, "is_archived": False, "is_private": False, "name": "all"}),
        ("C0OTHER", {"is_member": False, "is_channel": True}),
        ("C0INNER", {"is_member": True, "is_private": True, "is_group": True}),
        ("C0OLD", {"is_archived": True}),
        ("C0NEWS", {"is_read_only": True}),
    ],
)
async def test_a_channel_as_the_bot_sees_it(channel: str, expected: dict[str, Any]) -> None:
    async with Stranger() as stranger:
        answer = await stranger.form("conversations.info", channel=channel, include_num_members="true")
    assert expected.items() <= answer["channel"].items()
    assert answer["channel"]["num_members"] >= 1


async def test_a_private_channel_without_the_bot_does_not_exist() -> None:
    async with Stranger() as stranger:
        for method in ("conversations.info", "conversations.members"):
            assert (await stranger.form(method, channel="C0SECRET"))["error"] == "channel_not_found"


async def test_a_group_takes_a_scope_of_its_own_to_look_at() -> None:
    async with Stranger() as stranger:
        group = (await stranger.form("conversations.open", users="U0ADA,U0GRACE"))["channel"]["id"]
        answer = await stranger.form("conversations.info", channel=group)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "mpim:read")


async def pages(stranger: Stranger, method: str, key: str, **args: str) -> list[list[str]]:
    """All pages of a list, as ids."""
    found: list[list[str]] = []
    cursor = ""
    while True:
        answer = await stranger.form(method, cursor=cursor, **args)
        assert answer["ok"], answer
        found.append([one if isinstance(one, str) else one["id"] for one in answer[key]])
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            return found


async def test_members_come_in_pages() -> None:
    async with Stranger() as stranger:
        found = await pages(stranger, "conversations.members", "members", channel="C0ALL", limit="3")
    assert found == [["U0ADA", "U0GRACE", "U0LINUS"], ["U0TESTBOT"]]


async def test_channels_come_in_pages_and_kinds() -> None:
    async with Stranger() as stranger:
        public = await pages(stranger, "conversations.list", "channels", limit="2")
        live = await pages(stranger, "conversations.list", "channels", exclude_archived="true")
        private = await pages(stranger, "conversations.list", "channels", types="private_channel")
        own = await pages(stranger, "users.conversations", "channels", types="public_channel,private_channel")
    assert public == [["C0ALL", "C0OTHER"], ["C0OLD", "C0NEWS"]]
    assert live == [["C0ALL", "C0OTHER", "C0NEWS"]]
    assert private == [["C0INNER"]]
    assert own == [["C0ALL", "C0INNER", "C0OLD", "C0NEWS"]]


async def test_people_come_in_pages() -> None:
    async with Stranger() as stranger:
        whole = await pages(stranger, "users.list", "members")
        parts = await pages(stranger, "users.list", "members", limit="3")
    assert [len(part) for part in parts] == [3, 3, 2]
    assert [one for part in parts for one in part] == whole[0]
    assert {"USLACKBOT", "U0TESTBOT", "U0GONE", "U0ROBOT"} <= set(whole[0])


@pytest.mark.parametrize("cursor", ["nonsense", "bmV4dDo5OTk=", "bmV4dDow"])
async def test_a_cursor_that_nobody_gave(cursor: str) -> None:
    async with Stranger() as stranger:
        assert (await stranger.form("users.list", limit="2", cursor=cursor))["error"] == "invalid_cursor"


@pytest.mark.parametrize("limit", ["many", "-1", "1001"])
async def test_a_limit_that_is_none(limit: str) -> None:
    async with Stranger() as stranger:
        assert (await stranger.form("conversations.members", channel="C0ALL", limit=limit))["error"] == "invalid_limit"


@pytest.mark.parametrize("method", ["conversations.list", "users.conversations"])
async def test_kinds_that_do_not_exist(method: str) -> None:
    async with Stranger() as stranger:
        assert (await stranger.form(method, types="public"))["error"] == "invalid_types"


async def test_a_person_with_zone_and_locale() -> None:
    async with Stranger() as stranger:
        user = (await stranger.form("users.info", user="U0GRACE", include_locale="true"))["user"]
        plain = (await stranger.form("users.info", user="U0GRACE"))["user"]
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("America/New_York", -5 * 3600, "en-US")
    assert (user["real_name"], user["profile"]["display_name"]) == ("Grace Hopper", "Grace")
    assert "locale" not in plain


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("U0LINUS", {"is_restricted": True, "deleted": False}),
        ("U0GONE", {"deleted": True}),
        ("U0ROBOT", {"is_bot": True}),
        ("USLACKBOT", {"name": "slackbot"}),
        ("U0TESTBOT", {"is_bot": True, "real_name": "Testbot"}),
    ],
)
async def test_guests_bots_and_those_who_left(user: str, expected: dict[str, Any]) -> None:
    async with Stranger() as stranger:
        found = (await stranger.form("users.info", user=user))["user"]
    assert expected.items() <= found.items()
    assert ("tz" in found) is not found["deleted"]


async def test_the_email_address_takes_a_scope() -> None:
    async with Stranger() as stranger:
        without = (await stranger.form("users.info", user="U0ADA"))["user"]
    async with Stranger(manifest=manifest(scopes=(*SCOPES, "users:read.email"))) as stranger:
        with_scope = (await stranger.form("users.info", user="U0ADA"))["user"]
        unknown = await stranger.form("users.lookupByEmail", email="nobody@example.com")
    assert "email" not in without["profile"]
    assert with_scope["profile"]["email"] == "ada@example.com"
    assert unknown["error"] == "users_not_found"


async def test_nobody_by_that_id() -> None:
    async with Stranger() as stranger:
        assert (await stranger.form("users.info", user="U0NOBODY"))["error"] == "user_not_found"


async def test_history_is_read_with_its_scope_only() -> None:
    async with Stranger(manifest=manifest(scopes=("chat:write", "channels:history"))) as stranger:
        for number in range(3):
            await stranger.ok("chat.postMessage", channel="C0ALL", text=str(number))
        page = await stranger.form("conversations.history", channel="C0ALL", limit="2")
        outside = await stranger.form("conversations.history", channel="C0OTHER")
    assert [message["text"] for message in page["messages"]] == ["2", "1"]
    assert page["has_more"] is True
    assert outside["error"] == "not_in_channel"


async def test_the_bot_joins_a_public_channel() -> None:
    async with Stranger(manifest=manifest(scopes=("chat:write", "channels:join"))) as stranger:
        assert (await stranger.form("conversations.join", channel="C0OTHER"))["channel"]["is_member"]
        assert (await stranger.api("chat.postMessage", channel="C0OTHER", text="x"))["ok"]
        assert (await stranger.form("conversations.join", channel="C0OLD"))["error"] == "is_archived"
