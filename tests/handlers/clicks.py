"""How each listener is clicked so that it would work for whoever may: its value, its metadata, its inputs."""

from bot.demo.company import STORIES
from bot.facts.enrolment import CONSENT_VERSION
from bot.ids import Action, Callback
from bot.rules.matching import Objective, Part, UnknownManager
from bot.sandbox.shapes import JSON
from tests.forging import Answer, channel, clock, date, one_of, some_of, typed, user, users
from tests.handlers.world import World

# buttons and menus that stand in a modal, with the metadata of that modal
IN_MODAL: dict[str, JSON] = {
    Action.REVIEW_NEXT: {"page": 0},
    Action.REVIEW_BACK: {"page": 0},
    Action.REVIEW_MENU: {"page": 0},
}

STORY_WORDS = {
    "headline": typed("A director learns to prompt"),
    "happened": typed("We tried it."),
    "different": typed("We do it weekly."),
    "appearance": one_of("names"),
}
BOOKING = {"day": date("2026-03-17"), "clock": clock("10:00"), "place": typed("The café")}

# modals: the inputs that are filled
INPUTS: dict[str, dict[str, JSON]] = {
    Callback.CREATE: {
        "name": typed("A third programme"),
        "goal": typed("To see further"),
        "topics": typed("Listening\nAsking"),
        "channel": channel(STORIES),
        "meetings": typed("6"),
        "weeks": typed("4"),
        "minutes": typed("60"),
    },
    Callback.JOIN: {"topics": some_of("2"), "goal": typed("To be surprised"), "consent": some_of(CONSENT_VERSION)},
    Callback.BOOK: BOOKING,
    Callback.FEEDBACK: {"free": one_of("4"), "learned": typed("Much"), "will_do": typed("More")},
    Callback.STORY: STORY_WORDS,
    Callback.RULES: {
        **{f"weight_{part}": typed("10") for part in Part},
        **{name: typed("2") for name in ("min_levels", "min_hours", "good_enough")},
        "objective": one_of(Objective.MOST_PEOPLE),
        "unknown_manager": one_of(UnknownManager.WARN),
    },
    Callback.LAUNCH: {"pairs": typed("U0SOPHIE, U0TIM")},
    Callback.DO_NOT_MATCH: {"people": users("U0OMAR")},
    Callback.PAUSE: {"until": date("2026-04-01")},
    Callback.LINK: {"link": typed("https://northwind.slack.com/archives/C0GENERAL/p1772442000000100")},
}


def metadata(world: World, callback: str, about: str) -> JSON:
    """What stands in the modal's metadata: row ids and versions, and for joining the role."""
    row = world.about[about].id if about in world.about else None
    match callback:
        case Callback.JOIN:
            return {"programme": row, "role": "mentee"}
        case Callback.RULES | Callback.LAUNCH:
            return {"programme": row}
        case Callback.SWAP:
            return {"proposal": row, "page": 0}
        case Callback.SWAP_CONFIRM:
            return {"proposal": row, "other": world.about["proposed_too"].id, "page": 0}
        case Callback.BOOK if about.startswith("meeting"):
            pair, version = world.sql("SELECT pair_id, date_version FROM meeting WHERE id = ?", row)[0]
            return {"pair": pair, "meeting": row, "version": version}
        case Callback.BOOK:
            return {"pair": row, "meeting": None, "version": 0}
        case Callback.FEEDBACK:
            return {"meeting": row}
        case Callback.STORY if about.startswith("story"):
            pair, version = world.sql("SELECT pair_id, version FROM story WHERE id = ?", row)[0]
            return {"pair": pair, "story": row, "version": version}
        case Callback.STORY:
            return {"pair": row, "story": None, "version": 0}
        case Callback.END_PAIR:
            return {"pair": row}
        case Callback.LINK:
            return {"row": row}
        case _:
            return {}


def inputs(world: World, callback: str, about: str) -> dict[str, JSON]:
    """What is filled in; some inputs hold a row's id themselves."""
    row = str(world.about[about].id) if about in world.about else ""
    match callback:
        case Callback.LEAVE:
            return {"leave": one_of(row)}
        case Callback.SWAP:
            return {"other": one_of(str(world.about["proposed_too"].id))}
        case Callback.BY_HAND:
            return {"programme": one_of(row), "mentor": user("U0SOPHIE"), "mentee": user("U0TIM")}
        case _:
            return INPUTS.get(callback, {})


def click(world: World, name: str, about: str, who: str, team: str | None = None) -> Answer:
    """Does what `name` says ("button book", "menu review_menu:lock", "modal book", "command /mentoring join")."""
    forge = world.forge
    kind, _, what = name.partition(" ")
    what, _, option = what.partition(":")
    row = world.about[about].id if about in world.about else None
    match kind:
        case "button" | "menu":
            view = None
            if what in IN_MODAL:
                view = forge.office.slack.call(lambda: forge.open_view(who, metadata=IN_MODAL[what]))
            if option:
                return forge.press(who, what, option=f"{option}:{row}", view=view, team=team)
            return forge.press(who, what, row, view=view, team=team)
        case "modal":
            values, about_row = inputs(world, what, about), metadata(world, what, about)
            return forge.submit(who, what, values, metadata=about_row, team=team)
        case "command":
            return forge.command(who, what, team=team)
        case _:
            return forge.event(what, who, tab="home", team=team)
