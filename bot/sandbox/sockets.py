"""Socket Mode: connections, envelopes, acks, and redelivery of events that were not acked.

Events are tried four times in all: at once, again at once, after a minute and after five (Slack's Events API). Commands
and clicks are never repeated: the person sees an error after three seconds without an ack.
"""

import asyncio
import contextlib
import json
import random
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.clock import Clock
from bot.sandbox.log import Log
from bot.sandbox.shapes import JSON, Signal

ACK_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)
MOST_SOCKETS = 10


@dataclass
class Envelope:
    """One payload on its way to the bot."""

    id: str
    kind: str  # events_api | slash_commands | interactive
    name: str
    payload: JSON
    answered: asyncio.Future[JSON]
    state: str = "waiting"  # waiting | sent | acked | failed
    attempt: int = 0
    reason: str = ""
    due: float = 0.0  # the sandbox's time from which a waiting event may be sent
    socket: "Socket | None" = None
    timer: asyncio.TimerHandle | None = None

    @property
    def repeats(self) -> bool:
        """Whether Slack tries again without an ack."""
        return self.kind == "events_api"


@dataclass(eq=False)
class Socket:
    """One connection of the bot."""

    ws: web.WebSocketResponse
    request: web.Request
    outgoing: asyncio.Queue[JSON] = field(default_factory=asyncio.Queue)
    deaf: bool = False
    said_goodbye: bool = False  # closed with a close frame, by either side

    def send(self, message: JSON) -> None:
        """Queue a message; a deaf socket swallows it."""
        if not self.deaf:
            self.outgoing.put_nowait(message)


class NotAcked(Exception):
    """No ack came in time, or nobody was there to send to."""


class Hub:
    """All sockets of the bot and everything that is on its way over them."""

    def __init__(self, clock: Clock, log: Log, app_id: str, host: str = "sandbox") -> None:
        self.clock = clock
        self.log = log
        self.app_id = app_id
        self.host = host
        self.sockets: list[Socket] = []
        self.signal = Signal()
        self.sent_count = 0
        self.enabled = True  # Socket Mode is switched on in the app's settings
        self.hold_acks = False
        self.ack_seconds = ACK_SECONDS
        self._held: list[tuple[Socket, JSON]] = []
        self._pending: dict[str, Envelope] = {}
        self._tickets: dict[str, bool] = {}
        self._alarm: asyncio.TimerHandle | None = None

    # tickets and connections

    def ticket(self) -> str:
        """A one-time ticket for a new connection."""
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = True
        return ticket

    @property
    def connected(self) -> bool:
        """Whether the bot has a socket open."""
        return bool(self.sockets)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket that a ticket leads to."""
        if not self._tickets.pop(request.query.get("ticket", ""), False) or not self.enabled:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        ws = web.WebSocketResponse(autoping=False, max_msg_size=2**20)
        await ws.prepare(request)
        socket = Socket(ws, request)
        if len(self.sockets) >= MOST_SOCKETS:
            await ws.send_json(self._goodbye("too_many_websockets"))
            await ws.close()
            return ws
        self.sockets.append(socket)
        seconds = 360 if request.query.get("debug_reconnects") == "true" else 18060
        socket.send(
            {
                "type": "hello",
                "num_connections": len(self.sockets),
                "connection_info": {"app_id": self.app_id},
                "debug_info": {
                    "host": self.host,
                    "build_number": 1,
                    "approximate_connection_time": seconds,
                },
            }
        )
        writer = asyncio.create_task(self._write(socket))
        self.log.add(self.clock.now(), "socket", "connected", None, {"sockets": len(self.sockets)})
        self.signal.fire()
        self.deliver_due()
        try:
            await self._read(socket)
        finally:
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
            self._gone(socket)
        return ws

    async def _write(self, socket: Socket) -> None:
        while True:
            message = await socket.outgoing.get()
            with contextlib.suppress(ConnectionError):
                await socket.ws.send_str(json.dumps(message))

    async def _read(self, socket: Socket) -> None:
        while not socket.ws.closed:
            message = await socket.ws.receive()
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING):
                socket.said_goodbye = True
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                return
            if socket.deaf:
                continue
            if message.type is WSMsgType.PING:
                with contextlib.suppress(ConnectionError):
                    await socket.ws.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._receive(socket, message.data)

    def _receive(self, socket: Socket, text: str) -> None:
        try:
            data = json.loads(text)
        except ValueError:
            data = None
        if not isinstance(data, dict) or "envelope_id" not in data:
            self.log.add(self.clock.now(), "ack", "unreadable", text, ok=False, note="not an ack")
            return
        if self.hold_acks:
            self._held.append((socket, data))
            self.log.add(self.clock.now(), "ack", self._name(data), data, note="held")
            self.signal.fire()
            return
        self._acked(data)

    def release_acks(self) -> None:
        """Let acks through that were withheld; those of a closed socket never arrive."""
        self.hold_acks = False
        held, self._held = self._held, []
        for socket, data in held:
            if socket in self.sockets:
                self._acked(data)

    @property
    def held_acks(self) -> int:
        """How many acks are withheld now."""
        return len(self._held)

    def _name(self, data: JSON) -> str:
        envelope = self._pending.get(str(data["envelope_id"]))
        return envelope.name if envelope else "unknown"

    def _acked(self, data: JSON) -> None:
        envelope = self._pending.get(str(data["envelope_id"]))
        if envelope is None:
            self.log.add(self.clock.now(), "ack", "unknown", data, ok=False, note="no such envelope, or too late")
            return
        self.log.add(self.clock.now(), "ack", envelope.name, data)
        self._finish(envelope, "acked")
        if not envelope.answered.done():
            payload = data.get("payload")
            envelope.answered.set_result(payload if isinstance(payload, dict) else {})

    def _gone(self, socket: Socket) -> None:
        self.sockets.remove(socket)
        self.log.add(self.clock.now(), "socket", "disconnected", None, {"sockets": len(self.sockets)})
        for envelope in list(self._pending.values()):
            # A client that refreshes may still ack on its new socket; of one that died nothing can come any more.
            if envelope.socket is socket and envelope.state == "sent" and not socket.said_goodbye:
                self._missed(envelope, "the bot's connection broke")
        self.signal.fire()
        self.deliver_due()

    def disconnect(self, reason: str, close_after: float | None = None) -> None:
        """Say goodbye to every socket, as Slack does, or without a word (`deaf`, `drop`)."""
        for socket in list(self.sockets):
            if reason == "deaf":
                socket.deaf = True
            elif reason == "drop":
                transport = socket.request.transport
                if transport is not None:
                    transport.abort()
            else:
                socket.send(self._goodbye(reason))
                delay = {"warning": 10.0, "link_disabled": 0.1}.get(reason, 2.0) if close_after is None else close_after
                asyncio.get_running_loop().call_later(delay, self._close_soon, socket)
        self.log.add(self.clock.now(), "socket", f"disconnect: {reason}", None)

    def _close_soon(self, socket: Socket) -> None:
        if socket in self.sockets:
            socket.said_goodbye = True
            task = asyncio.ensure_future(socket.ws.close())
            task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _goodbye(self, reason: str) -> JSON:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": self.host}}

    # envelopes

    def send(self, kind: str, name: str, payload: JSON) -> Envelope:
        """Send a payload to any one of the bot's sockets; an event waits for one, anything else fails without."""
        envelope = Envelope(secrets.token_hex(16), kind, name, payload, asyncio.get_running_loop().create_future())
        self._pending[envelope.id] = envelope
        if self.sockets:
            self._deliver(envelope)
        elif not envelope.repeats:
            self.log.add(self.clock.now(), "envelope", name, payload, ok=False, note="no socket is connected")
            self._fail(envelope)
        return envelope

    def deliver_due(self) -> None:
        """Send every waiting event whose time has come, if there is a socket."""
        now = self.clock.now()
        if self.sockets:
            for envelope in list(self._pending.values()):
                if envelope.state == "waiting" and envelope.due <= now:
                    self._deliver(envelope)
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        later = [one.due for one in self._pending.values() if one.state == "waiting" and one.due > now]
        if later:
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(min(later) - now + 0.001, self.deliver_due)

    def _deliver(self, envelope: Envelope) -> None:
        envelope.socket = random.choice(self.sockets)
        envelope.state = "sent"
        self.sent_count += 1
        message: JSON = {
            "envelope_id": envelope.id,
            "payload": envelope.payload,
            "type": envelope.kind,
            "accepts_response_payload": not envelope.repeats,
        }
        note = ""
        if envelope.repeats:
            message |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
            note = f"attempt {envelope.attempt}, {envelope.reason}" if envelope.attempt else ""
        envelope.socket.send(message)
        self.log.add(self.clock.now(), "envelope", envelope.name, message, note=note)
        loop = asyncio.get_running_loop()
        envelope.timer = loop.call_later(self.ack_seconds, self._missed, envelope, f"no ack in {self.ack_seconds:g} s")

    def _missed(self, envelope: Envelope, why: str) -> None:
        if envelope.state != "sent":
            return
        self.log.add(self.clock.now(), "envelope", envelope.name, {"envelope_id": envelope.id}, ok=False, note=why)
        if envelope.timer is not None:
            envelope.timer.cancel()
        if not envelope.repeats or envelope.attempt >= len(RETRY_DELAYS):
            self._fail(envelope)
            return
        envelope.due = self.clock.now() + RETRY_DELAYS[envelope.attempt]
        envelope.attempt += 1
        envelope.reason = "timeout"
        envelope.state = "waiting"
        self.signal.fire()
        self.deliver_due()

    def _fail(self, envelope: Envelope) -> None:
        self._finish(envelope, "failed")
        if not envelope.answered.done():
            envelope.answered.set_exception(NotAcked(envelope.name))
            envelope.answered.exception()  # asked for once, so that nobody needs to wait for it

    def _finish(self, envelope: Envelope, state: str) -> None:
        envelope.state = state
        if envelope.timer is not None:
            envelope.timer.cancel()
        self._pending.pop(envelope.id, None)
        self.signal.fire()

    @property
    def quiet(self) -> bool:
        """Whether nothing is with the bot, and nothing that is due waits to be sent to it."""
        now = self.clock.now()
        return not any(
            one.state == "sent" or (one.state == "waiting" and one.due <= now) for one in self._pending.values()
        )

    async def close(self) -> None:
        """Close every socket and forget what is under way."""
        if self._alarm is not None:
            self._alarm.cancel()
        for envelope in list(self._pending.values()):
            self._fail(envelope)
        for socket in list(self.sockets):
            await socket.ws.close()


def describe(payload: JSON) -> str:
    """A short name for the log: the event's type, the command, or the interaction with its first action."""
    if "command" in payload:
        return str(payload["command"])
    event: Any = payload.get("event")
    if isinstance(event, dict):
        return str(event.get("type"))
    actions: Any = payload.get("actions") or [{}]
    callback = (payload.get("view") or {}).get("callback_id")
    detail = actions[0].get("action_id") or callback or ""
    return f"{payload.get('type')} {detail}".strip()
