"""Buttons and other elements, in messages, modals and Home."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.stranger import Stranger, actions, button, manifest, modal, plain, text_input

COMMON_KEYS = {"type", "team", "user", "api_app_id", "token", "enterprise", "is_enterprise_install"}
ONE = {"text": plain("One"), "value": "1"}
TWO = {"text": plain("Two"), "value": "2"}


async def posted(stranger: Stranger, *elements: dict[str, Any], channel: str = "C0ALL") -> dict[str, str]:
    """Post a message with these elements; its container."""
    answer = await stranger.ok("chat.postMessage", channel=channel, text="Press", blocks=[actions(*elements)])
    return {"type": "message", "channel": answer["channel"], "ts": answer["ts"]}


async def test_a_button_in_a_message() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        container = await posted(stranger, button(value="row 7", style="primary"))
        await stranger.page("press", as_="U0ADA", container=container, block_id="b", action_id="press")
        envelope = await socket.receive()
        await socket.ack(envelope)
    payload = envelope["payload"]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", True)
    assert set(payload) == COMMON_KEYS | {
        "container",
        "trigger_id",
        "channel",
        "message",
        "state",
        "response_url",
        "actions",
    }
    assert payload["container"] == {
        "type": "message",
        "message_ts": container["ts"],
        "channel_id": "C0ALL",
        "is_ephemeral": False,
    }
    assert payload["user"] == {"id": "U0ADA", "username": "ada", "name": "ada", "team_id": "T0FLIP"}
    action = payload["actions"][0]
    assert set(action) == {"type", "action_id", "block_id", "action_ts", "text", "value", "style"}
    assert (action["value"], action["text"]["text"]) == ("row 7", "Press")
    assert payload["message"]["ts"] == container["ts"]


async def test_an_ephemeral_message_is_not_sent_along() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        shown = await stranger.ok(
            "chat.postEphemeral", channel="C0ALL", user="U0ADA", text="x", blocks=[actions(button())]
        )
        container = {"type": "message", "channel": "C0ALL", "ts": shown["message_ts"]}
        await stranger.page("press", as_="U0ADA", container=container, block_id="b", action_id="press")
        payload = await socket.take()
        others, _ = await stranger.page_raw(
            "press", as_="U0GRACE", container=container, block_id="b", action_id="press"
        )
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    assert others == 400


async def test_a_button_in_home_has_no_response_url() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        home = await stranger.ok("views.publish", user_id="U0ADA", view={"type": "home", "blocks": [actions(button())]})
        container = {"type": "view", "view_id": home["view"]["id"]}
        await stranger.page("press", as_="U0ADA", container=container, block_id="b", action_id="press")
        payload = await socket.take()
        opened = await stranger.api("views.open", trigger_id=payload["trigger_id"], view=modal({"type": "divider"}))
    assert set(payload) == COMMON_KEYS | {"container", "trigger_id", "view", "actions"}
    assert payload["container"] == {"type": "view", "view_id": home["view"]["id"]}
    assert opened["ok"]


ELEMENTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "static_select", "options": [ONE, TWO]}, {"selected_option": TWO}),
    ({"type": "static_select", "option_groups": [{"label": plain("G"), "options": [ONE]}]}, {"selected_option": ONE}),
    ({"type": "multi_static_select", "options": [ONE, TWO]}, {"selected_options": [ONE, TWO]}),
    ({"type": "checkboxes", "options": [ONE, TWO]}, {"selected_options": [ONE]}),
    ({"type": "radio_buttons", "options": [ONE, TWO]}, {"selected_option": ONE}),
    ({"type": "overflow", "options": [ONE, TWO]}, {"selected_option": TWO}),
    ({"type": "users_select"}, {"selected_user": "U0GRACE"}),
    ({"type": "multi_users_select"}, {"selected_users": ["U0GRACE", "U0ADA"]}),
    ({"type": "conversations_select"}, {"selected_conversation": "C0ALL"}),
    ({"type": "channels_select"}, {"selected_channel": "C0ALL"}),
    ({"type": "datepicker"}, {"selected_date": "2026-03-04"}),
    ({"type": "timepicker", "timezone": "Europe/London"}, {"selected_time": "10:30"}),
    ({"type": "datetimepicker"}, {"selected_date_time": 1772442000}),
]


@pytest.mark.parametrize(("element", "value"), ELEMENTS, ids=lambda one: one.get("type", ""))
async def test_every_element_and_the_state_it_leaves(element: dict[str, Any], value: dict[str, Any]) -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        container = await posted(stranger, {"action_id": "press"} | element)
        await stranger.page("press", as_="U0ADA", container=container, block_id="b", action_id="press", value=value)
        payload = await socket.take()
    key = next(iter(value))
    action = payload["actions"][0]

    def bare(given: Any) -> Any:
        return [
            one["value"] if isinstance(one, dict) else one for one in (given if isinstance(given, list) else [given])
        ]

    assert bare(action[key]) == bare(value[key])
    if element["type"] != "overflow":  # which keeps no state
        state = payload["state"]["values"]["b"]["press"]
        assert (state["type"], bare(state[key])) == (element["type"], bare(value[key]))
    assert ("timezone" in action) is ("timezone" in element)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "static_select", "options": [ONE]}, {"selected_option": TWO}),
        ({"type": "checkboxes", "options": [ONE]}, {"selected_options": [ONE, TWO]}),
        ({"type": "overflow", "options": [ONE]}, {"selected_option": TWO}),
        ({"type": "overflow", "options": [ONE]}, None),
        ({"type": "multi_users_select"}, {"selected_users": "U0ADA"}),
        ({"type": "datepicker"}, None),
    ],
)
async def test_nobody_chooses_what_is_not_offered(element: dict[str, Any], value: Any) -> None:
    async with Stranger() as stranger:
        await stranger.connect()
        container = await posted(stranger, {"action_id": "press"} | element)
        status, _ = await stranger.page_raw(
            "press", as_="U0ADA", container=container, block_id="b", action_id="press", value=value
        )
        assert status == 400
        assert all(entry["kind"] != "envelope" for entry in await stranger.log())


async def test_what_was_chosen_is_remembered_for_each_alone() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        select = {"type": "static_select", "action_id": "pick", "options": [ONE, TWO], "initial_option": ONE}
        container = await posted(stranger, select, button())
        press = {"container": container, "block_id": "b"}
        await stranger.page("press", as_="U0ADA", action_id="pick", value={"selected_option": TWO}, **press)
        await socket.take()
        values = []
        for person in ("U0ADA", "U0GRACE"):
            await stranger.page("press", as_=person, action_id="press", **press)
            values.append((await socket.take())["state"]["values"]["b"]["pick"]["selected_option"]["value"])
    assert values == ["2", "1"]


@pytest.mark.parametrize(
    "changes",
    [
        {"as_": "U0CHARLIE"},
        {"block_id": "other"},
        {"action_id": "other"},
        {"container": {"type": "message", "channel": "C0ALL", "ts": "1.1"}},
        {"container": {"type": "message", "channel": "C0NOWHERE", "ts": "1.1"}},
        {"container": {"type": "view", "view_id": "V1"}},
        {"container": None},
    ],
)
async def test_nobody_presses_what_is_not_shown_to_them(changes: dict[str, Any]) -> None:
    async with Stranger() as stranger:
        await stranger.connect()
        container = await posted(stranger, button())
        act = {"as_": "U0ADA", "container": container, "block_id": "b", "action_id": "press"} | changes
        assert (await stranger.page_raw("press", **act))[0] == 400
        assert all(entry["kind"] != "envelope" for entry in await stranger.log())


async def test_a_button_that_was_replaced_is_gone() -> None:
    async with Stranger() as stranger:
        container = await posted(stranger, button())
        await stranger.ok("chat.update", channel="C0ALL", ts=container["ts"], text="Thank you", blocks=[])
        status, _ = await stranger.page_raw("press", as_="U0ADA", container=container, block_id="b", action_id="press")
    assert status == 400


async def test_a_click_that_was_on_its_way_hits_what_stood_there() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        container = await posted(stranger, button(value="row 7"))
        await stranger.ok("chat.update", channel="C0ALL", ts=container["ts"], text="Thank you", blocks=[])
        act = {"as_": "U0ADA", "container": container, "block_id": "b", "stale": True}
        await stranger.page("press", action_id="press", **act)
        payload = await socket.take()
        never_there, _ = await stranger.page_raw("press", action_id="other", **act)
    assert payload["actions"][0]["value"] == "row 7"
    assert payload["message"]["text"] == "Thank you"
    assert never_there == 400


async def test_a_late_click_in_home() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        home = {"type": "home", "blocks": [actions(button())]}
        view_id = (await stranger.ok("views.publish", user_id="U0ADA", view=home))["view"]["id"]
        await stranger.ok("views.publish", user_id="U0ADA", view={"type": "home", "blocks": [{"type": "divider"}]})
        act = {"as_": "U0ADA", "container": {"type": "view", "view_id": view_id}, "block_id": "b", "action_id": "press"}
        refused, _ = await stranger.page_raw("press", **act)
        await stranger.page("press", stale=True, **act)
        payload = await socket.take()
    assert refused == 400
    assert payload["actions"][0]["action_id"] == "press"


async def test_without_interactivity_nothing_can_be_pressed() -> None:
    app = manifest()
    app["settings"]["interactivity"]["is_enabled"] = False
    async with Stranger(manifest=app) as stranger:
        container = await posted(stranger, button())
        status, answer = await stranger.page_raw(
            "press", as_="U0ADA", container=container, block_id="b", action_id="press"
        )
    assert (status, "not configured" in answer["error"]) == (400, True)


async def test_an_input_is_sent_at_once_only_when_it_says_so() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        at_once = text_input("now") | {"dispatch_action": True}
        view = await stranger.modal(socket, modal(text_input("later"), at_once))
        act = {"as_": "U0ADA", "container": {"type": "view", "view_id": view["id"]}, "action_id": "a"}
        refused, _ = await stranger.page_raw("press", block_id="later", value={"value": "x"}, **act)
        await stranger.page("press", block_id="now", value={"value": "x"}, **act)
        payload = await socket.take()
    assert refused == 400
    assert payload["actions"][0]["value"] == "x"
    assert payload["view"]["state"]["values"]["now"]["a"]["value"] == "x"


async def test_a_press_without_an_ack_is_not_repeated_and_the_person_is_told() -> None:
    async with Stranger() as stranger:
        stranger.sandbox.core.hub.ack_seconds = 0.05
        socket = await stranger.connect()
        container = await posted(stranger, button())
        await stranger.page("press", as_="U0ADA", container=container, block_id="b", action_id="press")
        await socket.receive()
        await stranger.page("time", seconds=3600)
        sees = await stranger.sees("U0ADA")
        sent = [entry for entry in await stranger.log() if entry["kind"] == "envelope" and entry["ok"]]
    assert sees["notices"] == ["Sorry, that didn't work. Try again?"]
    assert len(sent) == 1


async def test_options_are_asked_of_the_app() -> None:
    block = {
        "type": "input",
        "block_id": "b",
        "label": plain("Who?"),
        "element": {"type": "external_select", "action_id": "a"},
    }
    async with Stranger() as stranger:
        socket = await stranger.connect()
        view = await stranger.modal(socket, modal(block))
        container = {"type": "view", "view_id": view["id"]}
        act = {"as_": "U0ADA", "container": container, "block_id": "b", "action_id": "a", "value": "on"}
        options, payload = await asyncio.gather(stranger.page("options", **act), socket.take({"options": [ONE]}))
    assert options == {"options": [ONE]}
    assert (payload["type"], payload["value"], payload["block_id"]) == ("block_suggestion", "on", "b")
