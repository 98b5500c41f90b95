"""Modals: trigger ids, the stack, what is typed, what a submission may be answered with, and how they close."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.stranger import Stranger, actions, button, gather, manifest, modal, plain, text_input

DIVIDER = {"type": "divider"}
VIEW_KEYS = {
    "id",
    "team_id",
    "type",
    "blocks",
    "private_metadata",
    "callback_id",
    "state",
    "hash",
    "title",
    "clear_on_close",
    "notify_on_close",
    "close",
    "submit",
    "previous_view_id",
    "root_view_id",
    "app_id",
    "external_id",
    "app_installed_team_id",
    "bot_id",
}


async def stack(stranger: Stranger, person: str = "U0ADA") -> list[str]:
    return [one["id"] for one in (await stranger.sees(person))["modals"]]


def typed(text: str | None, block_id: str = "b", action_id: str = "a") -> dict[str, Any]:
    return {block_id: {action_id: {"value": text}}}


# trigger ids


async def test_a_modal_opens_for_whoever_clicked() -> None:
    async with Stranger() as stranger:
        view = await stranger.modal(await stranger.connect(), modal(text_input(), callback_id="c"), "U0GRACE")
        assert await stack(stranger, "U0GRACE") == [view["id"]]
        assert await stack(stranger) == []
    assert set(view) == VIEW_KEYS
    assert (view["callback_id"], view["root_view_id"], view["previous_view_id"]) == ("c", view["id"], None)
    assert view["state"]["values"] == {"b": {"a": {"type": "plain_text_input", "value": None}}}


async def test_a_trigger_id_works_once() -> None:
    async with Stranger() as stranger:
        trigger = await stranger.trigger(await stranger.connect())
        await stranger.ok("views.open", trigger_id=trigger, view=modal(DIVIDER))
        again = await stranger.api("views.open", trigger_id=trigger, view=modal(DIVIDER))
    assert again["error"] == "exchanged_trigger_id"


async def test_a_trigger_id_lives_three_seconds() -> None:
    async with Stranger() as stranger:
        assert stranger.sandbox.core.triggers.seconds == 3.0
        stranger.sandbox.core.triggers.seconds = 0.01
        trigger = await stranger.trigger(await stranger.connect())
        await asyncio.sleep(0.02)
        late = await stranger.api("views.open", trigger_id=trigger, view=modal(DIVIDER))
    assert late["error"] == "expired_trigger_id"


async def test_moved_time_does_not_age_a_trigger_id() -> None:
    async with Stranger() as stranger:
        trigger = await stranger.trigger(await stranger.connect())
        await stranger.page("time", seconds=3600)
        assert (await stranger.api("views.open", trigger_id=trigger, view=modal(DIVIDER)))["ok"]


@pytest.mark.parametrize("trigger", ["", "1.2.abc"])
async def test_a_trigger_id_that_nobody_gave(trigger: str) -> None:
    async with Stranger() as stranger:
        answer = await stranger.api("views.open", trigger_id=trigger, view=modal(DIVIDER))
    assert answer["error"] == "invalid_trigger_id"


async def test_a_refused_view_does_not_use_the_trigger_up() -> None:
    async with Stranger() as stranger:
        trigger = await stranger.trigger(await stranger.connect())
        refused = await stranger.api("views.open", trigger_id=trigger, view=modal())
        assert refused["error"] == "invalid_arguments"
        assert (await stranger.api("views.open", trigger_id=trigger, view=modal(DIVIDER)))["ok"]


# the stack


async def test_three_views_and_no_fourth() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = modal(actions(button()))
        opened = [await stranger.modal(socket, view)]
        for _ in range(3):
            top = {"type": "view", "view_id": opened[-1]["id"]}
            await stranger.page("press", as_="U0ADA", container=top, block_id="b", action_id="press")
            trigger = (await socket.take())["trigger_id"]
            answer = await stranger.api("views.push", trigger_id=trigger, view=view)
            if answer["ok"]:
                opened.append(answer["view"])
        assert await stack(stranger) == [one["id"] for one in opened]
    assert answer["error"] == "push_limit_reached"
    assert len(opened) == 3
    assert opened[2]["root_view_id"] == opened[0]["id"]
    assert opened[2]["previous_view_id"] == opened[1]["id"]


async def test_only_a_click_in_a_modal_may_push() -> None:
    async with Stranger() as stranger:
        answer = await stranger.api(
            "views.push", trigger_id=await stranger.trigger(await stranger.connect()), view=modal(DIVIDER)
        )
    assert answer["error"] == "invalid_trigger_id"


async def test_nobody_presses_what_lies_under_another_view() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        root = await stranger.modal(socket, modal(text_input(), actions(button(), block_id="c")))
        where = {"type": "view", "view_id": root["id"]}
        await stranger.page("press", as_="U0ADA", container=where, block_id="c", action_id="press")
        trigger = (await socket.take())["trigger_id"]
        await stranger.ok("views.push", trigger_id=trigger, view=modal(DIVIDER))
        pressed, _ = await stranger.page_raw("press", as_="U0ADA", container=where, block_id="c", action_id="press")
        submitted, _ = await stranger.page_raw("submit", as_="U0ADA", view_id=root["id"])
    assert (pressed, submitted) == (400, 400)


async def test_an_external_id_is_unique() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = modal(DIVIDER, external_id="mine")
        await stranger.modal(socket, view)
        other = await stranger.api("views.open", trigger_id=await stranger.trigger(socket, "U0GRACE"), view=view)
        update = await stranger.ok("views.update", external_id="mine", view=modal(DIVIDER, external_id="mine"))
    assert other["error"] == "duplicate_external_id"
    assert update["view"]["external_id"] == "mine"


# updates


async def test_a_stale_hash_conflicts() -> None:
    async with Stranger() as stranger:
        view = await stranger.modal(await stranger.connect(), modal(DIVIDER))
        fresh = await stranger.ok("views.update", view_id=view["id"], hash=view["hash"], view=modal(DIVIDER))
        stale = await stranger.api("views.update", view_id=view["id"], hash=view["hash"], view=modal(DIVIDER))
        without = await stranger.api("views.update", view_id=view["id"], view=modal(DIVIDER))
    assert fresh["view"]["hash"] != view["hash"]
    assert (stale["error"], without["ok"]) == ("hash_conflict", True)


async def test_a_closed_view_is_not_found() -> None:
    async with Stranger() as stranger:
        view = await stranger.modal(await stranger.connect(), modal(DIVIDER))
        await stranger.page("close", as_="U0ADA", view_id=view["id"])
        answer = await stranger.api("views.update", view_id=view["id"], view=modal(DIVIDER))
        nothing = await stranger.api("views.update", view=modal(DIVIDER))
    assert (answer["error"], nothing["error"]) == ("not_found", "invalid_arguments")


async def test_what_was_typed_stays_where_the_ids_stay() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        first = modal(text_input("keep"), text_input("rename"), actions(button(), block_id="c"))
        view = await stranger.modal(socket, first)
        where = {"type": "view", "view_id": view["id"]}
        values = typed("Kept", "keep") | typed("Lost", "rename")
        await stranger.page("press", as_="U0ADA", container=where, block_id="c", action_id="press", values=values)
        sent = (await socket.take())["view"]["state"]["values"]
        second = modal(text_input("keep", initial_value="New"), text_input("renamed", initial_value="Initial"))
        updated = await stranger.ok("views.update", view_id=view["id"], view=second)
    assert sent["rename"]["a"]["value"] == "Lost"
    state = updated["view"]["state"]["values"]
    assert (state["keep"]["a"]["value"], state["renamed"]["a"]["value"]) == ("Kept", "Initial")


# submitting


async def submit(stranger: Stranger, socket: Any, view: Any, values: Any, answer: Any) -> tuple[Any, Any]:
    """Submit a modal and answer it; what the person sees, and the payload."""
    shown, payload = await gather(
        stranger.page("submit", as_="U0ADA", view_id=view["id"], values=values), socket.take(answer)
    )
    return shown, payload


async def test_a_submission_closes_the_view() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(text_input(), private_metadata="row 7"))
        shown, payload = await submit(stranger, socket, view, typed("Hello <&>"), None)
        assert await stack(stranger) == []
    assert shown == {"ok": True}
    assert payload["type"] == "view_submission"
    assert {"team", "user", "api_app_id", "token", "trigger_id", "view", "response_urls"} <= set(payload)
    assert set(payload["view"]) == VIEW_KEYS
    assert payload["view"]["private_metadata"] == "row 7"
    assert payload["view"]["state"]["values"]["b"]["a"] == {"type": "plain_text_input", "value": "Hello <&>"}


async def test_untouched_inputs_keep_their_initial_value() -> None:
    fields = {
        "type": "input",
        "block_id": "s",
        "label": plain("L"),
        "element": {
            "type": "static_select",
            "action_id": "a",
            "options": [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}],
            "initial_option": {"text": plain("Two"), "value": "2"},
        },
    }
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(text_input(initial_value="As it was"), fields))
        _, payload = await submit(stranger, socket, view, None, None)
    state = payload["view"]["state"]["values"]
    assert state["b"]["a"]["value"] == "As it was"
    assert state["s"]["a"]["selected_option"]["value"] == "2"


async def test_errors_stand_under_the_fields_until_the_next_try() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(text_input()))
        errors = {"response_action": "errors", "errors": {"b": "Not like this"}}
        shown, _ = await submit(stranger, socket, view, typed("bad"), errors)
        kept = (await stranger.sees("U0ADA"))["modals"][0]
        corrected, _ = await submit(stranger, socket, view, typed("good"), None)
        assert await stack(stranger) == []
    assert shown == {"ok": False, "errors": {"b": "Not like this"}}
    assert kept["errors"] == {"b": "Not like this"}
    assert kept["view"]["state"]["values"]["b"]["a"]["value"] == "bad"
    assert corrected == {"ok": True}


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"not_there": "x"}},
        {"response_action": "errors", "errors": {"s": "a section is no input"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors"},
        {"response_action": "explode"},
        {"response_action": "update"},
        {"response_action": "update", "view": modal()},
        {"response_action": "push", "view": {"type": "home", "blocks": [DIVIDER]}},
    ],
)
async def test_answers_that_slack_does_not_understand(answer: dict[str, Any]) -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        section = {"type": "section", "block_id": "s", "text": plain("x")}
        view = await stranger.modal(socket, modal(text_input(), section))
        shown, _ = await submit(stranger, socket, view, typed("x"), answer)
        sees = await stranger.sees("U0ADA")
        bad = [entry for entry in await stranger.log() if not entry["ok"]]
    assert shown["ok"] is False
    assert sees["notices"] == ["We had some trouble connecting. Try again?"]
    assert [one["id"] for one in sees["modals"]] == [view["id"]]
    assert len(bad) == 1


async def test_update_push_and_clear() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(text_input()))
        new = modal(text_input(), title=plain("Second"))
        await submit(stranger, socket, view, typed("1"), {"response_action": "update", "view": new})
        updated = (await stranger.sees("U0ADA"))["modals"]
        assert [one["view"]["title"]["text"] for one in updated] == ["Second"]
        assert updated[0]["hash"] != view["hash"]
        await submit(stranger, socket, view, typed("2"), {"response_action": "push", "view": new})
        pushed = await stack(stranger)
        assert pushed[0] == view["id"]
        await submit(stranger, socket, {"id": pushed[1]}, typed("3"), {"response_action": "clear"})
        assert await stack(stranger) == []


async def test_a_submission_of_the_upper_view_returns_to_the_lower() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(text_input()))
        push = {"response_action": "push", "view": modal(text_input())}
        await submit(stranger, socket, view, typed("1"), push)
        await submit(stranger, socket, {"id": (await stack(stranger))[1]}, typed("2"), None)
        assert await stack(stranger) == [view["id"]]


async def test_a_submission_without_an_ack_leaves_the_text_in_the_modal() -> None:
    async with Stranger() as stranger:
        stranger.sandbox.core.hub.ack_seconds = 0.05
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(text_input()))
        shown = await stranger.page("submit", as_="U0ADA", view_id=view["id"], values=typed("My words"))
        sees = await stranger.sees("U0ADA")
    assert shown["ok"] is False
    assert sees["notices"] == ["We had some trouble connecting. Try again?"]
    assert sees["modals"][0]["view"]["state"]["values"]["b"]["a"]["value"] == "My words"


async def test_a_double_submit_arrives_twice() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(text_input()))
        once = stranger.page("submit", as_="U0ADA", view_id=view["id"], values=typed("x"))
        twice = stranger.page("submit", as_="U0ADA", view_id=view["id"], values=typed("x"))

        async def both() -> list[Any]:
            envelopes = [await socket.receive(), await socket.receive()]
            for envelope in envelopes:
                await socket.ack(envelope)
            return [envelope["payload"]["view"] for envelope in envelopes]

        first, second, views = await gather(once, twice, both())
        late, _ = await stranger.page_raw("submit", as_="U0ADA", view_id=view["id"], values=typed("x"))
    assert (first, second, late) == ({"ok": True}, {"ok": True}, 400)
    assert [one["hash"] for one in views] == [view["hash"]] * 2


@pytest.mark.parametrize(
    ("element", "given", "problem"),
    [
        ({"type": "plain_text_input"}, {"value": ""}, "required"),
        ({"type": "plain_text_input"}, {"value": "x" * 3001}, "3000 characters or fewer"),
        ({"type": "plain_text_input", "max_length": 3}, {"value": "😀😀"}, "3 characters or fewer"),
        ({"type": "plain_text_input", "min_length": 3}, {"value": "xx"}, "at least 3"),
        ({"type": "email_text_input"}, {"value": "ada"}, "email"),
        ({"type": "url_text_input"}, {"value": "example"}, "URL"),
        ({"type": "number_input", "is_decimal_allowed": False}, {"value": "1.5"}, "whole number"),
        ({"type": "number_input", "is_decimal_allowed": True}, {"value": "x"}, "number"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "3"}, {"value": "2"}, "at least 3"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "3"}, {"value": "4"}, "at most 3"),
        ({"type": "datepicker"}, {"selected_date": None}, "required"),
        ({"type": "datepicker"}, {"selected_date": "2026-02-30"}, "valid date"),
        ({"type": "timepicker"}, {"selected_time": "25:00"}, "valid time"),
        ({"type": "multi_users_select", "max_selected_items": 1}, {"selected_users": ["U1", "U2"]}, "at most 1"),
        ({"type": "multi_users_select"}, {"selected_users": []}, "required"),
    ],
)
async def test_slacks_client_checks_before_the_app_is_asked(
    element: dict[str, Any], given: dict[str, Any], problem: str
) -> None:
    block = {"type": "input", "block_id": "b", "label": plain("L"), "element": {"action_id": "a", **element}}
    async with Stranger() as stranger:
        view = await stranger.modal(await stranger.connect(), modal(block))
        shown = await stranger.page("submit", as_="U0ADA", view_id=view["id"], values={"b": {"a": given}})
        envelopes = [entry for entry in await stranger.log() if entry["name"].startswith("view_submission")]
    assert shown["ok"] is False
    assert problem in shown["errors"]["b"]
    assert envelopes == []


async def test_an_optional_input_may_stay_empty() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(text_input() | {"optional": True}))
        shown, payload = await submit(stranger, socket, view, typed(""), None)
    assert shown == {"ok": True}
    assert payload["view"]["state"]["values"]["b"]["a"]["value"] is None


@pytest.mark.parametrize(
    "values", [typed("x", "elsewhere"), typed("x", "b", "other"), "x", {"b": {"a": "x"}}, {"b": {"a": {"value": 5}}}]
)
async def test_nobody_fills_in_what_is_not_there(values: Any) -> None:
    async with Stranger() as stranger:
        view = await stranger.modal(await stranger.connect(), modal(text_input()))
        status, _ = await stranger.page_raw("submit", as_="U0ADA", view_id=view["id"], values=values)
        envelopes = [entry for entry in await stranger.log() if entry["name"].startswith("view_submission")]
    assert (status, envelopes) == (400, [])


@pytest.mark.parametrize("person", ["U0GRACE", "U0GONE"])
async def test_nobody_submits_anothers_modal(person: str) -> None:
    async with Stranger() as stranger:
        view = await stranger.modal(await stranger.connect(), modal(text_input()))
        submitted, _ = await stranger.page_raw("submit", as_=person, view_id=view["id"], values=typed("x"))
        closed, _ = await stranger.page_raw("close", as_=person, view_id=view["id"])
    assert (submitted, closed) == (400, 400)


async def test_a_modal_without_submit_cannot_be_submitted() -> None:
    view = {"type": "modal", "title": plain("T"), "blocks": [DIVIDER]}
    async with Stranger() as stranger:
        opened = await stranger.modal(await stranger.connect(), view)
        status, _ = await stranger.page_raw("submit", as_="U0ADA", view_id=opened["id"])
    assert status == 400


async def test_a_chosen_conversation_may_bring_a_response_url() -> None:
    block = {
        "type": "input",
        "block_id": "b",
        "label": plain("Where?"),
        "element": {"type": "conversations_select", "action_id": "a", "response_url_enabled": True},
    }
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(block))
        values = {"b": {"a": {"selected_conversation": "C0ALL"}}}
        _, payload = await submit(stranger, socket, view, values, None)
        url = payload["response_urls"][0]
        async with stranger.http.post(url["response_url"], json={"text": "Here", "response_type": "in_channel"}) as r:
            assert r.status == 200
        assert (await stranger.conversation("U0GRACE", "C0ALL"))["messages"][0]["text"] == "Here"
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("b", "a", "C0ALL")


# closing


async def test_closing_is_told_only_to_who_asked() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        quiet = await stranger.modal(socket, modal(DIVIDER))
        await stranger.page("close", as_="U0ADA", view_id=quiet["id"])
        view = await stranger.modal(socket, modal(DIVIDER, notify_on_close=True, callback_id="c"))
        await stranger.page("close", as_="U0ADA", view_id=view["id"])
        payload = await socket.take()
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", False)
    assert payload["view"]["id"] == view["id"]
    assert set(payload["view"]) == VIEW_KEYS


@pytest.mark.parametrize(("clear_on_close", "all_"), [(True, False), (False, True)])
async def test_the_whole_stack_closes_at_once(clear_on_close: bool, all_: bool) -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        root = await stranger.modal(socket, modal(text_input(), notify_on_close=True))
        upper = modal(DIVIDER, notify_on_close=True, clear_on_close=clear_on_close)
        await submit(stranger, socket, root, typed("x"), {"response_action": "push", "view": upper})
        top = (await stack(stranger))[1]
        await stranger.page("close", as_="U0ADA", view_id=top, all=all_)
        first, second = await socket.take(), await socket.take()
        assert await stack(stranger) == []
    assert [first["view"]["id"], second["view"]["id"]] == [top, root["id"]]
    assert (first["is_cleared"], second["is_cleared"]) == (True, True)


async def test_the_upper_view_closes_alone() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        root = await stranger.modal(socket, modal(text_input()))
        push = {"response_action": "push", "view": modal(DIVIDER)}
        await submit(stranger, socket, root, typed("x"), push)
        await stranger.page("close", as_="U0ADA", view_id=(await stack(stranger))[1])
        assert await stack(stranger) == [root["id"]]


# Home


async def test_home_is_published_with_hashes() -> None:
    home = {"type": "home", "blocks": [DIVIDER], "callback_id": "home"}
    async with Stranger() as stranger:
        early = await stranger.api("views.publish", user_id="U0ADA", view=home, hash="1.a")
        first = await stranger.ok("views.publish", user_id="U0ADA", view=home)
        second = await stranger.ok("views.publish", user_id="U0ADA", view=home, hash=first["view"]["hash"])
        stale = await stranger.api("views.publish", user_id="U0ADA", view=home, hash=first["view"]["hash"])
        ada, grace = await stranger.sees("U0ADA"), await stranger.sees("U0GRACE")
    assert (early["error"], stale["error"]) == ("hash_conflict", "hash_conflict")
    assert first["view"]["id"] == second["view"]["id"]
    assert (ada["home"]["hash"], grace["home"]) == (second["view"]["hash"], None)


async def test_home_needs_a_tab_and_a_person() -> None:
    home = {"type": "home", "blocks": [DIVIDER]}
    async with Stranger(manifest=manifest(home_tab_enabled=False)) as stranger:
        closed = await stranger.api("views.publish", user_id="U0ADA", view=home)
        nobody = await stranger.api("views.publish", user_id="U0NOBODY", view=home)
    assert (closed["error"], nobody["error"]) == ("not_enabled", "user_not_found")


async def test_opening_home_is_an_event_with_the_view_once_there_is_one() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await stranger.page("open", as_="U0ADA", tab="home")
        first = await socket.receive()
        await socket.ack(first)
        await stranger.ok("views.publish", user_id="U0ADA", view={"type": "home", "blocks": [DIVIDER]})
        await stranger.page("open", as_="U0ADA", tab="home")
        second = (await socket.take())["event"]
        await stranger.page("open", as_="U0ADA", tab="messages")
        third = (await socket.take())["event"]
    event = first["payload"]["event"]
    assert set(first) == {
        "envelope_id",
        "payload",
        "type",
        "accepts_response_payload",
        "retry_attempt",
        "retry_reason",
    }
    assert set(first["payload"]) == {
        "token",
        "team_id",
        "context_team_id",
        "context_enterprise_id",
        "api_app_id",
        "event",
        "type",
        "event_id",
        "event_time",
        "authorizations",
        "is_ext_shared_channel",
        "event_context",
    }
    assert set(event) == {"type", "user", "channel", "tab", "event_ts"}
    assert (event["user"], event["channel"], event["tab"]) == ("U0ADA", "D0ADA", "home")
    assert set(second["view"]) == VIEW_KEYS
    assert (third["tab"], "view" in third) == ("messages", False)
