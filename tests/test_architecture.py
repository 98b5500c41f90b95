"""Who may import whom, and what may stand where (ARCHITECTURE.md). Every check is shown something bad, too."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("bot", "handlers", "storage")


@dataclass(frozen=True)
class Module:
    name: str
    tree: ast.Module
    package: bool = False

    def __str__(self) -> str:
        return self.name

    def within(self, *prefixes: str) -> bool:
        return any(below(self.name, prefix) for prefix in prefixes)


def below(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if package else parts), ast.parse(path.read_text(encoding="utf-8")), package)


def written(name: str, code: str) -> Module:
    """A module that is only here to be caught."""
    return Module(name, ast.parse(code))


MODULES = [
    read(path)
    for base in OURS
    for path in sorted((ROOT / base).rglob("*.py"))
    if "versions" not in path.parts  # written by Alembic
]
NAMES = {module.name for module in MODULES}


def imports(module: Module) -> Iterator[str]:
    """Every module that is imported, wherever in the file; `from package import module` names the module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.name.split(".")
                home = parts[: len(parts) - node.level + module.package]
                base = ".".join([*home, base] if base else home)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in NAMES else base


# Our own modules: the longest entry that fits counts. A module may always import its own package.
MAY_IMPORT: Mapping[str, tuple[str, ...]] = {
    "storage": (),
    "storage.enums": (),
    "bot.rules": ("storage.enums",),
    "bot.facts": ("bot.rules", "storage.enums"),
    "bot.views": ("bot.facts", "bot.rules", "bot.ids", "bot.errors", "storage.enums"),
    "bot.services": ("bot.rules", "bot.facts", "bot.errors", "storage"),
    "bot.delivery": (
        "bot.services", "bot.views", "bot.facts", "bot.errors", "bot.clock", "bot.slack", "bot.matching_child",
        "storage.database", "storage.enums",
    ),
    "handlers": ("bot.services", "bot.views", "bot.facts", "bot.ids", "bot.errors", "bot.click", "bot.listening"),
    "bot.sandbox": (),
    "bot.demo": ("bot.sandbox", "bot.ids"),
    "bot.clock": (),
    "bot.errors": (),
    "bot.ids": (),
    "bot.logs": (),
    "bot.settings": (),
    "bot.slack": ("bot.errors", "bot.facts"),
    "bot.deps": ("bot.services", "bot.clock", "bot.settings", "bot.slack", "storage.database", "storage.enums"),
    "bot.click": ("bot.deps", "bot.services", "bot.views", "bot.facts", "bot.errors"),
    "bot.listening": ("bot.click", "bot.deps", "bot.services", "bot.views", "bot.facts", "bot.errors", "bot.ids"),
    "bot.matching_child": ("bot.rules",),
    "bot.app": ("bot", "storage", "handlers"),
    "bot": ("bot", "storage"),  # the command line: everything but handlers
}  # fmt: skip
ONLY_FROM: Mapping[str, tuple[str, ...]] = {
    "handlers": ("bot.app",),
    "bot.app": ("bot.__main__",),
    "bot.demo": ("bot.__main__",),
    "bot.sandbox": ("bot.demo",),
}
EXCEPTIONS = {
    ("handlers.match_settings", "bot.rules.matching"),  # the enums that a manager chooses from
}

# Everything that is not ours.
NEVER_IMPORT: Mapping[str, tuple[str, ...]] = {
    "storage": ("slack_sdk", "slack_bolt", "aiohttp", "babel"),
    "bot.rules": ("slack_sdk", "slack_bolt", "aiohttp", "sqlmodel", "sqlalchemy", "random", "secrets", "os", "babel"),
    "bot.facts": ("slack_sdk", "slack_bolt", "aiohttp", "sqlmodel", "sqlalchemy"),
    "bot.views": ("slack_bolt", "aiohttp", "sqlmodel", "sqlalchemy", "random"),
    "bot.services": ("slack_sdk", "slack_bolt", "aiohttp", "asyncio", "babel", "scipy", "numpy"),
    "handlers": ("sqlmodel", "sqlalchemy", "aiohttp", "slack_bolt"),
    "bot.sandbox": ("slack_sdk", "slack_bolt", "sqlmodel", "sqlalchemy"),
    "bot": ("httpx", "requests", "websockets"),  # aiohttp is the one web library
}
HEAVY = ("numpy", "scipy")  # in a child process only, so that the server stays small
MAY_BE_HEAVY = ("bot.rules.matching",)


def entry(name: str, table: Mapping[str, tuple[str, ...]]) -> str | None:
    fitting = [prefix for prefix in table if below(name, prefix)]
    return max(fitting, key=len, default=None)


def wrong_imports(module: Module) -> Iterator[str]:
    for name in imports(module):
        ours = name.split(".")[0] in OURS
        if (
            (_wrongly_ours(module, name) and (module.name, name) not in EXCEPTIONS)
            if ours
            else _wrongly_theirs(module, name)
        ):
            yield f"{module} imports {name}"


def _wrongly_ours(module: Module, name: str) -> bool:
    for package, importers in ONLY_FROM.items():
        if below(name, package) and not module.within(package, *importers):
            return True
    place = entry(module.name, MAY_IMPORT) or module.name
    return name != "bot" and not any(below(name, each) for each in (place, *MAY_IMPORT.get(place, ())))


def _wrongly_theirs(module: Module, name: str) -> bool:
    if name.split(".", maxsplit=1)[0] in HEAVY and not module.within(*MAY_BE_HEAVY):
        return True
    return any(
        module.within(place) and any(below(name, each) for each in never) for place, never in NEVER_IMPORT.items()
    )


POSTS = {  # what changes what people see, and stands in the sender alone
    "chat_postMessage", "chat_update", "chat_delete", "chat_postEphemeral", "chat_scheduleMessage", "views_publish",
    "conversations_open", "files_upload_v2",
}  # fmt: skip
ASKS = {"views_open", "views_push", "views_update", "users_info", "conversations_info"}
MAY_CALL = {"bot.delivery.sender": POSTS, "bot.slack": ASKS}
READS = (
    "conversations_history",
    "conversations_replies",
    "reactions_",
    "files_info",
    "pins_",
    "search_",
)  # nobody, ever


def calls_of_slack(module: Module) -> Iterator[str]:
    may = MAY_CALL.get(module.name, set())
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            name = node.attr
            if (name in POSTS | ASKS and name not in may) or name == "api_call" or name.startswith(READS):
                yield f"{module} uses {name}"


CLOCKS = {"now", "utcnow", "today"}
SECONDS = {"time", "time_ns", "localtime", "gmtime", "ctime"}
MAY_ASK = ("bot.clock", "bot.sandbox", "bot.demo.run")  # the sandbox owns its own time; the demo says when it begins


def asks_for_the_time(module: Module) -> Iterator[str]:
    if module.within(*MAY_ASK):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            base = ast.unparse(node.value).split(".")[-1]
            clock = base in ("datetime", "date", "func") and node.attr in CLOCKS
            if clock or (base == "time" and node.attr in SECONDS):
                yield f"{module}:{node.lineno} asks for the time"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            names = {alias.name for alias in node.names}
            if names & SECONDS:
                yield f"{module} imports {names & SECONDS} from time"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "CURRENT_TIMESTAMP" in node.value:
            yield f"{module}:{node.lineno} lets the database ask for the time"


WORDLESS = ("bot.services", "bot.facts", "bot.rules", "bot.delivery", "handlers")
MOST_WORDS = 2
SHOWN = ("UserError", "Gone", "NotAllowed")  # these carry codes


def sentences(module: Module) -> Iterator[str]:
    """Texts of more than two words, but for docstrings, log events and what only a programmer sees in a traceback."""
    if not module.within(*WORDLESS):
        return
    silent: set[int] = set()
    for node in ast.walk(module.tree):
        hidden: list[ast.AST] = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hidden = [node.value]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[0] == "log":
            hidden = list(node.args)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            hidden = [] if ast.unparse(node.exc.func) in SHOWN else list(node.exc.args)
        elif isinstance(node, ast.Assert) and node.msg is not None:
            hidden = [node.msg]
        silent |= {id(each) for part in hidden for each in ast.walk(part)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            words = [word for word in node.value.split() if any(letter.isalpha() for letter in word)]
            if len(words) > MOST_WORDS:
                yield f"{module}:{node.lineno} says {node.value!r}"


def other_traps(module: Module) -> Iterator[str]:
    """What works in a test and breaks in use."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "__future__" and module.within("storage"):
            yield f"{module} imports from __future__, which breaks SQLModel's relationships"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print" and module.within(*WORDLESS, "storage"):
            yield f"{module}:{node.lineno} prints"


CHECKS: tuple[Callable[[Module], Iterator[str]], ...] = (
    wrong_imports,
    calls_of_slack,
    asks_for_the_time,
    sentences,
    other_traps,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_module_keeps_the_rules(check: Callable[[Module], Iterator[str]]) -> None:
    checked = [module for module in MODULES if not (module.within("bot.sandbox") and check is calls_of_slack)]
    assert [found for module in checked for found in check(module)] == []


def test_the_tables_name_nothing_that_is_not_there() -> None:
    assert set(MAY_CALL) <= NAMES
    assert {name for name in MAY_IMPORT if name not in NAMES} == set()
    assert {module for module, _ in EXCEPTIONS} <= NAMES


def test_every_exception_is_needed() -> None:
    for importing, imported in EXCEPTIONS:
        module = next(each for each in MODULES if each.name == importing)
        assert imported in set(imports(module))


def test_the_server_starts_without_what_only_the_child_needs() -> None:
    code = "import sys, bot.app; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"bot", "handlers", "storage"} <= set(loaded.split())
    assert set(loaded.split()) & set(HEAVY) == set()


BAD: list[tuple[Callable[[Module], Iterator[str]], str, str]] = [
    (wrong_imports, "storage.people", "from bot.errors import UserError"),
    (wrong_imports, "storage.people", "import handlers"),
    (wrong_imports, "storage.enums", "from storage.models import Pair"),
    (wrong_imports, "bot.rules.rhythm", "from bot.facts.people import PersonFacts"),
    (wrong_imports, "bot.rules.rhythm", "from storage import models"),
    (wrong_imports, "bot.rules.rhythm", "import random"),
    (wrong_imports, "bot.rules.rhythm", "def f():\n    from sqlmodel import Session"),
    (wrong_imports, "bot.facts.people", "from bot.services import people"),
    (wrong_imports, "bot.views.home", "from bot.services.home import facts"),
    (wrong_imports, "bot.views.home", "from storage.models import Pair"),
    (wrong_imports, "bot.services.home", "import slack_sdk.errors"),
    (wrong_imports, "bot.services.home", "from slack_bolt.async_app import AsyncAck"),
    (wrong_imports, "bot.services.home", "from bot.views import home"),
    (wrong_imports, "bot.services.home", "from bot.clock import Clock"),
    (wrong_imports, "handlers.home", "from storage.enums import Role"),
    (wrong_imports, "handlers.home", "from sqlmodel import Session"),
    (wrong_imports, "handlers.home", "from bot.delivery import sender"),
    (wrong_imports, "bot.delivery.sender", "from storage import people"),
    (wrong_imports, "bot.delivery.sender", "from handlers import home"),
    (wrong_imports, "bot.sandbox.server", "from bot.ids import Action"),
    (wrong_imports, "bot.sandbox.server", "import slack_sdk"),
    (wrong_imports, "bot.demo.run", "from bot.app import run"),
    (wrong_imports, "bot.roster", "from handlers import home"),
    (wrong_imports, "bot.listening", "from handlers import home"),
    (wrong_imports, "bot.settings", "from bot.app import run"),
    (wrong_imports, "bot.app", "from bot.sandbox import Sandbox"),
    (wrong_imports, "bot.app", "from bot.demo.run import demo"),
    (wrong_imports, "bot.ids", "from bot.views import kit"),
    (wrong_imports, "bot.app", "import scipy.optimize"),
    (wrong_imports, "bot.slack", "import requests"),
    (calls_of_slack, "handlers.home", "async def f(click):\n    await click.deps.slack.client.chat_postMessage()"),
    (calls_of_slack, "bot.slack", "async def f(self):\n    await self.client.views_publish()"),
    (calls_of_slack, "bot.delivery.jobs", "async def f(client):\n    await client.conversations_open()"),
    (calls_of_slack, "bot.delivery.sender", "async def f(client):\n    await client.users_info()"),
    (calls_of_slack, "bot.delivery.sender", "async def f(client):\n    await client.conversations_history()"),
    (calls_of_slack, "bot.app", "async def f(client):\n    await client.api_call('chat.postMessage')"),
    (asks_for_the_time, "bot.services.home", "from datetime import datetime\nx = datetime.now(UTC)"),
    (asks_for_the_time, "bot.services.home", "import datetime\nx = datetime.date.today()"),
    (asks_for_the_time, "handlers.home", "import time\nx = time.time()"),
    (asks_for_the_time, "bot.rules.hours", "from time import time"),
    (asks_for_the_time, "storage.outbox", "import sqlalchemy as sa\nx = sa.func.now()"),
    (asks_for_the_time, "storage.outbox", "x = 'DEFAULT CURRENT_TIMESTAMP'"),
    (sentences, "bot.services.home", "x = 'You are in now'"),
    (sentences, "bot.services.home", "raise UserError('You are in already')"),
    (sentences, "handlers.home", "def f(name):\n    return f'{name} has joined the programme'"),
    (other_traps, "storage.models", "from __future__ import annotations"),
    (other_traps, "bot.services.home", "print(1)"),
]


@pytest.mark.parametrize(
    ("check", "name", "code"), BAD, ids=[f"{c.__name__}-{n}-{i}" for i, (c, n, _) in enumerate(BAD)]
)
def test_finds_what_breaks_a_rule(check: Callable[[Module], Iterator[str]], name: str, code: str) -> None:
    assert list(check(written(name, code))) != []


GOOD: list[tuple[str, str]] = [
    ("bot.rules.rhythm", "from storage.enums import Role\nfrom bot.rules import hours"),
    ("bot.rules.matching.solver", "import numpy\nimport time\nx = time.perf_counter()"),
    ("bot.services.home", '"""A docstring of words."""\nfrom storage import people\nlog.info("outgoing.sent", rows=1)'),
    ("handlers.home", "from bot.services import home\nasync def f(click):\n    return click.deps.clock.now()"),
    ("bot.delivery.sender", "async def f(client):\n    await client.chat_postMessage()\n    await client.auth_test()"),
    ("bot.app", "from handlers import FEATURES\nfrom storage.database import Database"),
    ("bot.sandbox.server", "from bot.sandbox.clock import Clock"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "code"), GOOD, ids=[name for name, _ in GOOD])
def test_lets_pass_what_keeps_the_rules(name: str, code: str) -> None:
    assert [found for check in CHECKS for found in check(written(name, code))] == []


def test_names_modules_that_are_imported_relatively() -> None:
    module = Module("bot.rules.matching.solver", ast.parse("from .model import Rule\nfrom ..hours import MORNING\n"))
    assert list(imports(module)) == ["bot.rules.matching.model", "bot.rules.hours"]
    package = Module("bot.rules.matching", ast.parse("from .model import Rule\nfrom . import model"), package=True)
    assert list(imports(package)) == ["bot.rules.matching.model", "bot.rules.matching.model"]
