"""The page's API, under /sandbox: the browser uses it and the tests use it, and neither can do more than a person."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import WSMsgType, web

from bot.sandbox.commanding import Commands
from bot.sandbox.core import Core
from bot.sandbox.deeds import Deeds
from bot.sandbox.hands import Hands
from bot.sandbox.moving import Moving
from bot.sandbox.pressing import Presses
from bot.sandbox.seeing import people, seen_by
from bot.sandbox.shapes import JSON, Refused
from bot.sandbox.submitting import Modals

Act = Callable[[JSON], Awaitable[JSON]]
LOG_WAIT_SECONDS = 30.0


class Page:
    """The handlers of /sandbox/..."""

    def __init__(self, core: Core, hands: Hands, refuse_connections: Callable[[float], None]) -> None:
        self._core = core
        self._hands = hands
        self._commands = Commands(hands)
        self._presses = Presses(hands)
        self._modals = Modals(hands)
        self._deeds = Deeds(hands)
        self._moving = Moving(core)
        self._refuse_connections = refuse_connections

    def routes(self) -> list[web.RouteDef]:
        """Every route of the page's API."""
        deeds, modals = self._deeds, self._modals
        acts: dict[str, Act] = {
            "command": lambda d: self._commands.command(d.get("as"), d.get("channel"), str(d.get("text", ""))),
            "press": self._presses.press,
            "options": self._presses.options,
            "submit": lambda d: modals.submit(d.get("as"), d.get("view_id"), d.get("values")),
            "close": lambda d: modals.close_view(d.get("as"), d.get("view_id"), all_=bool(d.get("all"))),
            "open": lambda d: deeds.open_tab(d.get("as"), d.get("tab")),
            "read": lambda d: deeds.read(d.get("as"), d.get("channel")),
            "say": lambda d: deeds.say(d.get("as"), d.get("channel"), str(d.get("text", ""))),
            "dm": lambda d: deeds.dm(d.get("as"), d.get("with")),
            "invite": lambda d: deeds.invite(d.get("as"), d.get("channel"), member=True),
            "kick": lambda d: deeds.invite(d.get("as"), d.get("channel"), member=False),
            "user": deeds.change_user,
            "channel": deeds.change_channel,
            "time": self._moving.move,
            "bot": self._bot,
            "event": self._event,
            "app": self._app,
            "faults": self._add_fault,
            "faults/release": self._release,
            "disconnect": self._disconnect,
        }
        return [
            web.get("/sandbox/people", self._people),
            web.get("/sandbox/view", self._view),
            web.get("/sandbox/changes", self._changes),
            web.get("/sandbox/log", self._log),
            web.get("/sandbox/guide", self._guide),
            web.post("/sandbox/guide", self._guide),
            web.get("/sandbox/faults", self._faults),
            web.delete("/sandbox/faults", self._clear_faults),
            *(web.post(f"/sandbox/{name}", _act(act)) for name, act in acts.items()),
        ]

    async def _people(self, _: web.Request) -> web.Response:
        return web.json_response(people(self._core))

    async def _view(self, request: web.Request) -> web.Response:
        try:
            person = self._hands.person(request.query.get("as"))
        except Refused as refused:
            return web.json_response({"error": str(refused)}, status=400)
        return web.json_response(seen_by(self._core, person))

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        person = request.query.get("as", "")
        ws = web.WebSocketResponse(heartbeat=20)
        await ws.prepare(request)
        teller = asyncio.create_task(self._tell(ws, person))
        try:
            async for message in ws:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            teller.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await teller
        return ws

    async def _tell(self, ws: web.WebSocketResponse, person: str) -> None:
        workspace = self._core.workspace
        told = -1
        while not ws.closed:
            await workspace.changed_signal.until(partial(self._is_newer, person, told))
            told = workspace.revision(person)
            with contextlib.suppress(ConnectionError):
                await ws.send_json({"revision": told})

    def _is_newer(self, person: str, told: int) -> bool:
        return self._core.workspace.revision(person) != told

    async def _log(self, request: web.Request) -> web.Response:
        log = self._core.log
        after = int(request.query.get("after", "0"))
        wait = min(float(request.query.get("wait", "0")), LOG_WAIT_SECONDS)
        if wait:
            await log.signal.until(lambda: log.count > after, wait)
        return web.json_response(log.after(after))

    async def _guide(self, request: web.Request) -> web.Response:
        guide = self._core.guide
        if guide is None:
            return web.json_response({"error": "there is no guide"}, status=404)
        if request.method == "POST":
            data = await _body(request)
            await guide.act(str(data.get("act", "")))
        return web.json_response(await guide.state())

    async def _bot(self, data: JSON) -> JSON:
        process = self._core.process
        if process is None:
            raise web.HTTPConflict(text="the sandbox does not run the bot")
        action = str(data.get("action"))
        if action not in ("kill", "stop", "start"):
            raise Refused("the bot can be killed, stopped and started")
        await getattr(process, action)()
        self._core.workspace.changed()
        return {"ok": True}

    async def _event(self, data: JSON) -> JSON:
        event = data.get("event")
        if not isinstance(event, dict) or event.get("type") not in self._core.manifest.events:
            raise Refused("the manifest does not subscribe to such an event")
        self._hands.event({**event, "event_ts": f"{self._core.clock.now():.6f}"})
        return {"ok": True}

    async def _app(self, data: JSON) -> JSON:
        """The workspace's admin removes the app or revokes its tokens; `install` gives them back."""
        action = str(data.get("action"))
        if action == "install":
            self._core.revoked = None
        elif action == "uninstall":
            self._hands.emit("app_uninstalled", {})
            self._core.revoked = "account_inactive"
        elif action == "revoke":
            self._hands.emit("tokens_revoked", {"tokens": {"oauth": [], "bot": [self._core.workspace.bot.id]}})
            self._core.revoked = "token_revoked"
        else:
            raise Refused("the app can be installed and uninstalled, and its tokens revoked")
        return {"ok": True}

    async def _add_fault(self, data: JSON) -> JSON:
        if data.get("hold_acks"):
            self._core.hub.hold_acks = True
            return {"ok": True}
        if data.get("fault") == "refused":
            self._refuse_connections(float(data.get("seconds", 2.0)))
            return {"ok": True}
        try:
            return {"id": self._core.faults.add(data).id}
        except ValueError as error:
            raise Refused(str(error)) from None

    async def _faults(self, _: web.Request) -> web.Response:
        faults = self._core.faults
        return web.json_response(
            {
                "active": [fault.as_json() for fault in faults.active],
                "held_replies": faults.held,
                "hold_acks": self._core.hub.hold_acks,
                "held_acks": self._core.hub.held_acks,
            }
        )

    async def _release(self, _: JSON) -> JSON:
        self._core.faults.release()
        self._core.hub.release_acks()
        return {"ok": True}

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self._core.faults.clear()
        self._core.hub.release_acks()
        self._core.hub.enabled = True
        return web.json_response({"ok": True})

    async def _disconnect(self, data: JSON) -> JSON:
        reason = str(data.get("reason"))
        if reason not in ("warning", "refresh_requested", "link_disabled", "deaf", "drop"):
            raise Refused(f"sockets do not disconnect for {reason!r}")
        if reason == "link_disabled":
            self._core.hub.enabled = False
        self._core.hub.disconnect(reason, data.get("close_after"))
        return {"ok": True}


def _act(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(await _body(request)))
        except Refused as refused:
            return web.json_response({"ok": False, "error": str(refused)}, status=400)

    return handler


async def _body(request: web.Request) -> JSON:
    try:
        data = await request.json()
    except ValueError:
        raise Refused("the body is no JSON") from None
    if not isinstance(data, dict):
        raise Refused("the body is no JSON object")
    return data
