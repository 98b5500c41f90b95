"""The one way to register a listener: a commit part, the ack, then a part after the ack.

An ack means that it is on disk: the commit part runs before it, the rest only if the commit part succeeded, in a task
of our own that SIGTERM waits for. (Bolt's own `lazy=` runs even after a refusal, and nobody keeps its task.)
A `UserError` becomes sentences under the fields of a modal, or one sentence where the person is.
"""

import asyncio
import hashlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.views import View

from bot.click import Click
from bot.deps import Deps
from bot.errors import FieldErrors, Gone, UserError
from bot.facts.actor import Actor
from bot.facts.reader import Reader
from bot.ids import Action, Callback, Command, Event
from bot.services import submissions
from bot.views import errors as error_views
from bot.views.message import Message

log = structlog.get_logger()


Commit = Callable[[Click], Awaitable[Message | View | None]]
After = Callable[[Click], Awaitable[None]]


class Listening:
    def __init__(self, app: AsyncApp, deps: Deps) -> None:
        self._app = app
        self._deps = deps
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.actions: set[Action] = set()
        self.callbacks: set[Callback] = set()
        self.commands: dict[Command, dict[str, tuple[Commit | None, After | None]]] = {}

    # registering

    def button(self, action: Action, *, commit: Commit | None = None, after: After | None = None) -> None:
        """A press on a button. What `commit` returns is shown to the person, for their eyes only."""
        assert action not in self.actions
        self.actions.add(action)

        async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
            pressed: dict[str, Any] = next((a for a in body.get("actions", ()) if a.get("action_id") == action), {})
            await self._pressed(self._click(body, str(pressed.get("value") or "")), ack, commit, after)

        self._app.action(str(action))(listener)

    def submission(self, callback: Callback, commit: Commit, after: After | None = None) -> None:
        """A modal that is submitted. A view that `commit` returns takes the modal's place; else it closes."""
        assert callback not in self.callbacks
        self.callbacks.add(callback)

        async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
            await self._submitted(self._click(body, once=_sent_once(body.get("view") or {})), ack, commit, after)

        self._app.view(str(callback))(listener)

    def subcommand(
        self, command: Command, word: str, *, commit: Commit | None = None, after: After | None = None
    ) -> None:
        """`/command word`; the empty word stands for the bare command, and "?" for a word that nobody knows."""
        if command not in self.commands:
            self.commands[command] = {}

            async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
                typed = str(body.get("text") or "").strip().split(maxsplit=1)
                words = self.commands[command]
                found = words.get(typed[0].lower() if typed else "") or words["?"]
                await self._pressed(self._click(body, " ".join(typed)), ack, *found, in_ack=True)

            self._app.command(str(command))(listener)
        self.commands[command][word] = (commit, after)

    def event(self, event: Event, commit: Commit, after: After | None = None) -> None:
        """An event: acked once it is on disk, redelivered by Slack otherwise."""

        async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
            happened = body.get("event") or {}
            click = self._click({**body, "user": {"id": happened.get("user", "")}}, str(happened.get("tab", "")))
            with self._counted():
                await commit(click)
                await ack()
            self._spawn(click, after)

        self._app.event(str(event))(listener)

    def everything_else(self) -> None:
        """Acks what no listener is for, so that Slack neither retries nor tells the person that we failed.

        Registered last: a button of an older version gets a sentence, an event that we know nothing of is dropped.
        """

        async def gone(click: Click) -> None:
            raise Gone()

        async def button(ack: AsyncAck, body: dict[str, Any]) -> None:
            await self._pressed(self._click(body), ack, gone, None)

        async def modal(ack: AsyncAck, body: dict[str, Any]) -> None:
            await self._submitted(self._click(body), ack, gone, None)

        async def nothing(ack: AsyncAck) -> None:
            await ack()

        self._app.action(re.compile(""))(button)
        self._app.view(re.compile(""))(modal)
        self._app.event(re.compile(""))(nothing)

    # being quiet

    async def in_flight(self) -> None:
        """Waits until every listener has acked and every part after an ack is done."""
        while self._under_way or self._tasks:
            await self._idle.wait()
            if self._tasks:
                await asyncio.wait(self._tasks)

    def _counted(self) -> "_Counted":
        return _Counted(self)

    # the way of a click

    def _click(self, body: Mapping[str, Any], value: str = "", once: str | None = None) -> Click:
        user = body.get("user_id") or (body.get("user") or {}).get("id") or ""
        team = body.get("team_id") or (body.get("team") or {}).get("id") or ""
        managers = self._deps.settings.programme_managers
        return Click(self._deps, Actor(team, user, user in managers), self._deps.clock.now(), body, value, once)

    async def _pressed(
        self, click: Click, ack: AsyncAck, commit: Commit | None, after: After | None, *, in_ack: bool = False
    ) -> None:
        with self._counted():
            said: Message | View | None = None
            try:
                said = await commit(click) if commit else None
            except UserError as error:
                said, after = await self._sentence(click, error), None
            except Exception as error:  # unknown: the person gets a reference that stands in the log
                said, after = await self._unknown(click, error), None
            if in_ack and isinstance(said, Message):
                await ack(text=said.text, blocks=said.blocks, response_type="ephemeral")
            else:
                await ack()
        if said is not None and not (in_ack and isinstance(said, Message)):
            self._spawn(click, lambda click: self._show(click, said))
        else:
            self._spawn(click, after)

    async def _submitted(self, click: Click, ack: AsyncAck, commit: Commit, after: After | None) -> None:
        with self._counted():
            try:
                said = await commit(click)
            except submissions.Counted:
                await ack()  # the same submission once more: it counted already
                return
            except UserError as error:
                await ack(**await self._refusal(click, error))
                return
            except Exception as error:  # unknown: the text stays in the modal, and the person gets a reference
                shown = await self._unknown(click, error)
                await ack(response_action="push", view=error_views.as_modal(shown, Reader()))
                return
            if isinstance(said, View):
                await ack(response_action="update", view=said)
            else:
                await ack()
        self._spawn(click, after)

    async def _refusal(self, click: Click, error: UserError) -> dict[str, Any]:
        """Sentences under the fields, or a view on top that says it; what was typed stays in the modal below."""
        reader = await click.reader()
        inputs = {block.get("block_id") for block in click.view.get("blocks", ()) if block.get("type") == "input"}
        wrong = error.errors if isinstance(error, FieldErrors) else [error]
        if all(each.field in inputs for each in wrong):
            return {
                "response_action": "errors",
                "errors": {str(each.field): error_views.sentence(each, reader) for each in reversed(wrong)},
            }
        return {"response_action": "push", "view": error_views.modal(wrong[0], reader)}

    async def _sentence(self, click: Click, error: UserError) -> Message:
        return error_views.message(error, await click.reader())

    async def _unknown(self, click: Click, error: Exception) -> Message:
        if trouble := self._deps.database.trouble(error):
            log.error("listener.unsaved", user=click.actor.user_id, reason=trouble)
            return error_views.unsaved(Reader())
        reference = secrets.token_hex(3)
        log.error("listener.failed", reference=reference, user=click.actor.user_id, exc_info=error)
        return error_views.unknown(reference, Reader())

    async def _show(self, click: Click, said: Message | View) -> None:
        """Shows something to the person where they are: Home and modals have no response URL, so a modal opens."""
        reader = await click.reader()
        if isinstance(said, View):
            await click.open(said)
        elif click.response_url:
            blocks = [block.to_dict() for block in said.blocks]
            await self._deps.slack.respond(click.response_url, said.text, blocks)
        else:
            await click.open(error_views.as_modal(said, reader))

    def _spawn(self, click: Click, after: After | None) -> None:
        if after is None:
            return

        async def run() -> None:
            try:
                await after(click)
            except UserError as error:
                await self._try_to_show(click, await self._sentence(click, error))
            except Exception as error:  # nobody awaits a task: it is logged, and the person is told
                await self._try_to_show(click, await self._unknown(click, error))

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try_to_show(self, click: Click, said: Message) -> None:
        try:
            await self._show(click, said)
        except Exception:  # the way to the person is closed; the log has it
            log.exception("listener.cannot_tell", user=click.actor.user_id)


def _sent_once(view: Mapping[str, Any]) -> str:
    """The same for the same modal with the same answers: after an ack that was lost a person may change what they
    typed and submit again, and then it is what they typed last that counts."""
    answers = json.dumps((view.get("state") or {}).get("values"), sort_keys=True)
    digest = hashlib.sha256(f"{view.get('id')}:{answers}".encode()).hexdigest()[:16]
    return f"{view.get('id')}:{view.get('hash')}:{digest}"


class _Counted:
    """Counts listeners under way, so that moved time and SIGTERM can wait for them."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening

    def __enter__(self) -> None:
        self._listening._under_way += 1
        self._listening._idle.clear()

    def __exit__(self, *_: object) -> None:
        self._listening._under_way -= 1
        if not self._listening._under_way:
            self._listening._idle.set()
