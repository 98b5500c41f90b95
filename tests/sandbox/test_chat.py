"""Posting, updating and deleting, and everywhere that Slack would not let the bot post."""

from typing import Any

import pytest

from tests.sandbox.stranger import Stranger, manifest, plain

DIVIDER = {"type": "divider"}


async def post(stranger: Stranger, **args: Any) -> Any:
    return await stranger.api("chat.postMessage", **{"channel": "C0ALL", "text": "Hello"} | args)


async def test_a_post_is_answered_with_the_message() -> None:
    async with Stranger() as stranger:
        answer = await post(stranger, blocks=[{"type": "section", "text": plain("Hi")}])
    message = answer["message"]
    assert (answer["channel"], answer["ts"]) == ("C0ALL", message["ts"])
    assert {"type", "user", "ts", "text", "team", "bot_id", "app_id", "bot_profile", "blocks"} <= set(message)
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["text"]["emoji"] is True


async def test_a_post_to_a_person_opens_the_direct_message() -> None:
    async with Stranger() as stranger:
        answer = await post(stranger, channel="U0GRACE")
        assert answer["channel"].startswith("D")
        again = await post(stranger, channel=answer["channel"], text="Again")
        seen = await stranger.conversation("U0GRACE", answer["channel"])
        ada = await stranger.sees("U0ADA")
    assert again["channel"] == answer["channel"]
    assert [message["text"] for message in seen["messages"]] == ["Hello", "Again"]
    assert answer["channel"] not in [one["id"] for one in ada["conversations"]]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("", "channel_not_found"),
        ("U0NOBODY", "channel_not_found"),
        ("C0OTHER", "not_in_channel"),
        ("C0SECRET", "channel_not_found"),
        ("C0OLD", "is_archived"),
        ("C0NEWS", "restricted_action_read_only_channel"),
        ("U0GONE", "channel_not_found"),
        ("U0ROBOT", "cannot_dm_bot"),
    ],
)
async def test_where_the_bot_cannot_post(channel: str, error: str) -> None:
    async with Stranger() as stranger:
        assert await post(stranger, channel=channel) == {"ok": False, "error": error}


async def test_channels_have_names_and_guests_can_be_written_to() -> None:
    async with Stranger() as stranger:
        assert (await post(stranger, channel="#all"))["channel"] == "C0ALL"
        assert (await post(stranger, channel="C0INNER"))["ok"]
        assert (await post(stranger, channel="U0LINUS"))["ok"]


async def test_with_the_public_scope_the_bot_posts_where_it_is_not() -> None:
    async with Stranger(manifest=manifest(scopes=("chat:write", "chat:write.public"))) as stranger:
        assert (await post(stranger, channel="C0OTHER"))["ok"]


async def test_without_a_messages_tab_nobody_can_be_written_to() -> None:
    async with Stranger(manifest=manifest(messages_tab_enabled=False)) as stranger:
        assert (await post(stranger, channel="U0ADA"))["error"] == "messages_tab_disabled"


@pytest.mark.parametrize("text", ["", "  \n"])
async def test_a_message_says_something(text: str) -> None:
    async with Stranger() as stranger:
        assert (await post(stranger, text=text))["error"] == "no_text"
        assert (await post(stranger, text=text, blocks=[]))["error"] == "no_text"


async def test_blocks_without_text_are_warned_of() -> None:
    async with Stranger() as stranger:
        answer = await stranger.api("chat.postMessage", channel="C0ALL", blocks=[DIVIDER])
    assert (answer["ok"], answer["warning"]) == (True, "missing_text_in_message")


@pytest.mark.parametrize(
    ("length", "pieces"), [(4000, [4000]), (4001, [4000, 1]), (40_000, [4000] * 10), (41_000, [4000] * 10)]
)
async def test_long_texts_are_split_and_cut(length: int, pieces: list[int]) -> None:
    async with Stranger() as stranger:
        answer = await post(stranger, text="x" * length)
        seen = await stranger.conversation("U0ADA", "C0ALL")
    assert [len(message["text"]) for message in seen["messages"]] == pieces
    assert answer["ts"] == seen["messages"][0]["ts"]


async def test_long_texts_next_to_blocks_stay_whole() -> None:
    async with Stranger() as stranger:
        await post(stranger, text="x" * 5000, blocks=[DIVIDER])
        assert len((await stranger.conversation("U0ADA", "C0ALL"))["messages"]) == 1


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"markdown_text": "x"}, "markdown_text_conflict"),
        ({"text": None, "markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"attachments": ["x"]}, "invalid_attachments"),
        ({"attachments": "{"}, "invalid_attachments"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "x", "event_payload": {"a": "x" * 9000}}}, "metadata_too_large"),
        ({"thread_ts": "1.1"}, "cannot_reply_to_message"),
    ],
)
async def test_content_that_is_refused(args: dict[str, Any], error: str) -> None:
    async with Stranger() as stranger:
        assert (await post(stranger, **args))["error"] == error


async def test_content_at_its_limits() -> None:
    async with Stranger() as stranger:
        assert (await post(stranger, attachments=[{"text": "x"}] * 100))["ok"]
        assert (await stranger.api("chat.postMessage", channel="C0ALL", markdown_text="x" * 12_000))["ok"]
        parent = await post(stranger, metadata={"event_type": "x", "event_payload": {}})
        reply = await post(stranger, thread_ts=parent["ts"])
    assert reply["message"]["thread_ts"] == parent["ts"]


async def test_blocks_in_attachments_are_checked_too() -> None:
    async with Stranger() as stranger:
        refused = await post(stranger, attachments=[{"blocks": [{"type": "nonsense"}]}])
    assert refused["error"] == "invalid_blocks"


async def test_every_ts_is_new_and_later() -> None:
    async with Stranger() as stranger:
        stamps = [(await post(stranger))["ts"] for _ in range(20)]
    assert stamps == sorted(set(stamps), key=float)


# chat.update and chat.delete


async def test_new_text_replaces_blocks_and_new_blocks_keep_text() -> None:
    async with Stranger() as stranger:
        ts = (await post(stranger, blocks=[DIVIDER]))["ts"]
        with_blocks = await stranger.ok("chat.update", channel="C0ALL", ts=ts, blocks=[DIVIDER, DIVIDER])
        seen = (await stranger.conversation("U0ADA", "C0ALL"))["messages"][0]
        assert (len(with_blocks["message"]["blocks"]), seen["text"], seen["edited"]) == (2, "Hello", False)
        await stranger.ok("chat.update", channel="C0ALL", ts=ts, text="Only text")
        seen = (await stranger.conversation("U0ADA", "C0ALL"))["messages"][0]
    assert (seen["blocks"], seen["text"], seen["edited"]) == ([], "Only text", True)


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"text": ""}, "no_text"),
        ({}, "no_text"),
        ({"ts": "1.1", "text": "x"}, "message_not_found"),
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "U0ADA", "text": "x"}, "channel_not_found"),
        ({"blocks": [{"type": "nonsense"}], "text": "x"}, "invalid_blocks"),
    ],
)
async def test_updates_that_are_refused(args: dict[str, Any], error: str) -> None:
    async with Stranger() as stranger:
        ts = (await post(stranger))["ts"]
        refused = await stranger.api("chat.update", **{"channel": "C0ALL", "ts": ts} | args)
        seen = await stranger.conversation("U0ADA", "C0ALL")
    assert refused["error"] == error
    assert [message["text"] for message in seen["messages"]] == ["Hello"]


async def test_only_its_own_messages_does_the_bot_change() -> None:
    async with Stranger() as stranger:
        said = await stranger.page("say", as_="U0ADA", channel="C0ALL", text="Mine")
        update = await stranger.api("chat.update", channel="C0ALL", ts=said["ts"], text="x")
        delete = await stranger.api("chat.delete", channel="C0ALL", ts=said["ts"])
    assert (update["error"], delete["error"]) == ("cant_update_message", "cant_delete_message")


async def test_nothing_changes_in_an_archived_channel() -> None:
    async with Stranger() as stranger:
        ts = (await post(stranger))["ts"]
        await stranger.page("channel", id="C0ALL", is_archived=True)
        update = await stranger.api("chat.update", channel="C0ALL", ts=ts, text="x")
    assert update["error"] == "is_inactive"


async def test_a_deleted_message_is_gone() -> None:
    async with Stranger() as stranger:
        ts = (await post(stranger))["ts"]
        await stranger.ok("chat.delete", channel="C0ALL", ts=ts)
        assert (await stranger.conversation("U0ADA", "C0ALL"))["messages"] == []
        assert (await stranger.api("chat.delete", channel="C0ALL", ts=ts))["error"] == "message_not_found"


# ephemeral messages and permalinks


async def test_an_ephemeral_message_is_for_one_person() -> None:
    async with Stranger() as stranger:
        shown = await stranger.ok("chat.postEphemeral", channel="C0ALL", user="U0ADA", text="Psst")
        ada = await stranger.conversation("U0ADA", "C0ALL")
        grace = await stranger.conversation("U0GRACE", "C0ALL")
        update = await stranger.api("chat.update", channel="C0ALL", ts=shown["message_ts"], text="x")
    assert [(one["text"], one["ephemeral"]) for one in ada["messages"]] == [("Psst", True)]
    assert (ada["unread"], grace["messages"]) == (0, [])
    assert update["error"] == "message_not_found"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"user": "U0CHARLIE"}, "user_not_in_channel"),
        ({"channel": "C0OTHER"}, "not_in_channel"),
        ({"channel": "C0OLD"}, "is_archived"),
        ({"text": ""}, "no_text"),
    ],
)
async def test_ephemeral_messages_that_are_refused(args: dict[str, str], error: str) -> None:
    async with Stranger() as stranger:
        refused = await stranger.api("chat.postEphemeral", **{"channel": "C0ALL", "user": "U0ADA", "text": "x"} | args)
    assert refused["error"] == error


async def test_a_permalink_names_channel_and_ts() -> None:
    async with Stranger() as stranger:
        ts = (await post(stranger))["ts"]
        link = await stranger.form("chat.getPermalink", channel="C0ALL", message_ts=ts)
        lost = await stranger.form("chat.getPermalink", channel="C0ALL", message_ts="1.1")
        seen = (await stranger.conversation("U0ADA", "C0ALL"))["messages"][0]
    assert link["permalink"] == f"https://northwind.slack.com/archives/C0ALL/p{ts.replace('.', '')}"
    assert seen["permalink"] == link["permalink"]
    assert lost["error"] == "message_not_found"
