"""The guide on the demo's page: one step after the other, through everybody's eyes.

A step ticks itself when the thing has happened. Its button makes one be the right person in the right place and, where
the step needs another time of day, moves time until there is something to do. It never does the thing itself.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.company import ADA, CHARLIE, GENERAL, GRACE, MARGARET, STORIES
from bot.demo.hands import Page
from bot.demo.process import BotProcess
from bot.demo.watching import Watching
from bot.ids import Action, Callback
from bot.sandbox import Sandbox

DAY = 86_400
LONGEST_WAIT = 30 * DAY
HOME, MESSAGES = {"kind": "home"}, {"kind": "im"}
USEFUL = (Action.USEFUL_1, Action.USEFUL_2, Action.USEFUL_3, Action.USEFUL_4, Action.USEFUL_5)
SCRATCH = "scratch"


def channel(channel_id: str) -> dict[str, str]:
    """A channel, as a place to go to."""
    return {"kind": "channel", "channel": channel_id}


@dataclass(frozen=True)
class Step:
    """`waits_for`: buttons of which one has to stand in the person's messages before there is anything to do."""

    id: str
    text: str
    who: str
    where: dict[str, str]
    label: str
    happened: Callable[[Watching], bool]
    waits_for: tuple[Action, ...] = ()
    at_any_time: bool = False


def start_steps() -> list[Step]:
    """From an empty company to a proposal."""
    return [
        Step(
            "create",
            "You are *Margaret*, Head of Learning. Press *New programme* and fill it in; the stories belong into "
            "#reverse-mentoring-stories.",
            MARGARET,
            HOME,
            "Be Margaret",
            lambda seen: seen.submitted(MARGARET, Callback.CREATE),
        ),
        Step(
            "invite",
            "Tell your people. In #general, type `/mentoring-admin invite`.",
            MARGARET,
            channel(GENERAL),
            "Go to #general",
            lambda seen: seen.posted(GENERAL, Action.JOIN_AS_MENTOR),
        ),
        Step(
            "teach",
            "Now you are *Ada*, an apprentice, and you read it. Press *I want to teach* and choose a topic.",
            ADA,
            channel(GENERAL),
            "Be Ada",
            lambda seen: seen.pressed(ADA, Action.JOIN_AS_MENTOR) and seen.submitted(ADA, Callback.JOIN),
        ),
        Step(
            "learn",
            "Now *Grace*, a director. Press *I want to learn*, and choose the topic that Ada teaches.",
            GRACE,
            channel(GENERAL),
            "Be Grace",
            lambda seen: seen.pressed(GRACE, Action.JOIN_AS_MENTEE) and seen.submitted(GRACE, Callback.JOIN),
        ),
        Step(
            "match",
            "*Margaret* has two people. On her Home, press *Match*.",
            MARGARET,
            HOME,
            "Be Margaret",
            lambda seen: seen.offers(MARGARET, Action.APPROVE_ALL) or seen.pressed(MARGARET, Action.APPROVE_ALL),
        ),
        Step(
            "approve",
            "Here is the pair, and why. *Approve all*: nobody is asked before you say so.",
            MARGARET,
            MESSAGES,
            "Read the proposal",
            lambda seen: seen.pressed(MARGARET, Action.APPROVE_ALL),
            waits_for=(Action.APPROVE_ALL,),
        ),
    ]


def pair_steps() -> list[Step]:
    """From a proposal to the introduction, a meeting, and a story that everybody can read."""
    return [
        Step(
            "mentor-yes",
            "You are *Ada*, an apprentice. A director would like to learn from you. Press *Yes, gladly*.",
            ADA,
            MESSAGES,
            "Be Ada",
            lambda seen: seen.pressed(ADA, Action.PROPOSAL_YES),
            waits_for=(Action.PROPOSAL_YES,),
        ),
        Step(
            "mentee-yes",
            "*Grace*, the director, is asked only now: had Ada said no, she would never have known. "
            "Be Grace, on her morning in New York, and say yes.",
            GRACE,
            MESSAGES,
            "Be Grace",
            lambda seen: seen.group(ADA, GRACE) is not None,
            waits_for=(Action.PROPOSAL_YES,),
        ),
        Step(
            "introduction",
            "They are introduced, in a conversation of their own. Flipside sits in it and *cannot* read it.",
            GRACE,
            {"kind": "mpim"},
            "Read the introduction",
            lambda seen: any(seen.has_read(person, seen.group(ADA, GRACE)) for person in (ADA, GRACE)),
        ),
        Step(
            "book",
            "The leader makes the first move, so *Grace* books. Press *Book the first meeting*, choose a date, *Book*.",
            GRACE,
            MESSAGES,
            "Go to Grace's messages",
            lambda seen: seen.submitted(GRACE, Callback.BOOK),
        ),
        Step(
            "met",
            "Let time pass until an hour after the meeting. Each is asked alone: press *We met*.",
            GRACE,
            MESSAGES,
            "Skip to after the meeting",
            lambda seen: seen.pressed(GRACE, Action.MET),
            waits_for=(Action.MET,),
        ),
        Step(
            "useful",
            "Was it useful? One click, and nobody but Grace ever sees the answer.",
            GRACE,
            MESSAGES,
            "Go to Grace's messages",
            lambda seen: seen.pressed(GRACE, *USEFUL),
        ),
        Step(
            "write",
            "*Ada* has something to tell. Her Home shows how far they are; there, press *Write our story*. "
            "A few words in each field are enough.",
            ADA,
            HOME,
            "Be Ada",
            lambda seen: seen.submitted(ADA, Callback.STORY) or seen.submitted(GRACE, Callback.STORY),
        ),
        Step(
            "first-key",
            "This is exactly what everybody would read. Ada's key first: *Yes, every word*.",
            ADA,
            MESSAGES,
            "See the preview",
            lambda seen: seen.pressed(ADA, Action.STORY_YES),
            waits_for=(Action.STORY_YES,),
        ),
        Step(
            "second-key",
            "It takes two keys. *Grace* reads the same words: *Yes, every word*.",
            GRACE,
            MESSAGES,
            "Be Grace",
            lambda seen: seen.pressed(GRACE, Action.STORY_YES),
            waits_for=(Action.STORY_YES,),
        ),
        Step(
            "post",
            "Both have said yes. *Margaret*, who runs the programme, presses *Post it*.",
            MARGARET,
            MESSAGES,
            "Be Margaret",
            lambda seen: seen.pressed(GRACE, Action.STORY_YES) and seen.posted(STORIES, Action.JOIN),
            waits_for=(Action.STORY_POST,),
        ),
        Step(
            "story",
            "There it stands, for everybody. *Charlie* had never heard of any of this. Under the story he finds "
            "*I want this too*.",
            CHARLIE,
            channel(STORIES),
            "Be Charlie, and read it",
            lambda seen: (
                seen.pressed(GRACE, Action.STORY_YES)
                and seen.posted(STORIES, Action.JOIN)
                and seen.has_read(CHARLIE, STORIES)
            ),
        ),
    ]


PLUG = (
    "One more thing. Press *Pull the plug* at the top: the bot dies in mid-air. *Plug it in* again: nothing is lost, "
    "because every message it owes stands in its database."
)


class Guide:
    """The tour of one sandbox. `again` starts an empty company; `run` names this one, so that a page notices."""

    def __init__(
        self, sandbox: Sandbox, bot: BotProcess, run: str, from_scratch: bool, again: Callable[[], Awaitable[None]]
    ) -> None:
        self._sandbox = sandbox
        self._run = run
        self._from_scratch = from_scratch
        self._again = again
        self._watching: Watching | None = None
        plug = Step("plug", PLUG, MARGARET, MESSAGES, "", lambda _: bot.deaths > 0 and bot.running, at_any_time=True)
        self._steps = [*(start_steps() if from_scratch else ()), *pair_steps(), plug]

    def begin(self) -> None:
        """The company is ready: from now on the guide watches."""
        self._watching = Watching(self._sandbox)
        self._sandbox.core.workspace.changed()

    async def state(self) -> object:
        """What the page shows."""
        if self._watching is None:
            return self._page(
                "One moment: a company opens its doors …"
                if self._from_scratch
                else "One moment: ten weeks of a programme go by, click by click …"
            )
        self._watching.look()
        done = [step.happened(self._watching) for step in self._steps]
        # Who hurried past a step is not sent back to it; what can be done at any time does not count as hurrying.
        in_turn = (place for place, step in enumerate(self._steps) if done[place] and not step.at_any_time)
        reached = max(in_turn, default=-1)
        current = next((place for place in range(reached + 1, len(done)) if not done[place]), None)
        return self._page(
            self._intro(current),
            [
                {
                    "id": step.id,
                    "text": step.text,
                    "who": step.who,
                    "where": self._where(step),
                    "done": done[place],
                    "current": place == current,
                    "action": {"label": step.label} if step.label else None,
                }
                for place, step in enumerate(self._steps)
            ],
        )

    def _page(self, intro: str, steps: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
        return {
            "run": self._run,
            "title": "Ten minutes, three people",
            "intro": intro,
            "steps": list(steps),
            "scratch": {"label": "Start from scratch"} if self._watching is not None else None,
        }

    def _intro(self, current: int | None) -> str:
        assert self._watching is not None
        seen = self._watching
        if current is None:
            return "That was all of it. Look around: everybody here is yours to be, and time is yours to move."
        step = self._steps[current]
        if step.waits_for == (Action.PROPOSAL_YES,):
            if seen.pressed(step.who, Action.PROPOSAL_NO):
                return "You said no, and nobody will ever hear of it. To see what a yes does, start from scratch."
            if step.id == "mentor-yes" and not seen.offers(ADA, Action.PROPOSAL_YES):
                return "That question has expired: after five working days both are free again. Start from scratch."
        if self._from_scratch:
            return "An empty company, on its first day. You are everybody in it, one after the other."
        return "A programme has been running here for ten weeks. You are everybody in it, one after the other."

    def _where(self, step: Step) -> dict[str, str]:
        if step.where["kind"] == "mpim" and self._watching is not None:
            group = self._watching.group(ADA, GRACE)
            return {"kind": "mpim", "channel": group} if group else {"kind": "mpim"}
        return step.where

    async def act(self, name: str) -> None:
        """The step's button: moves time until the person has something to press. The page then goes to them."""
        if name == SCRATCH:
            await self._again()
            return
        step = next((each for each in self._steps if each.id == name), None)
        if step is None or not step.waits_for or self._watching is None:
            return
        seen, until = self._watching, self._watching.now + LONGEST_WAIT
        async with Page(self._sandbox.url) as page:
            await page.settle()
            while not seen.offers(step.who, *step.waits_for) and seen.now < until:
                seen.look()
                if step.happened(seen):
                    return
                await page.post("time", until="message", **{"for": [step.who], "at_most": until - seen.now})
