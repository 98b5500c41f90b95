"""Every error code that is raised has a sentence, and every sentence has a code that is raised."""

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

from bot.errors import UserError
from bot.facts.reader import Reader
from bot.rules.matching import Rule
from bot.views import errors

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")])
DEFAULTS = {"Gone": "gone", "NotAllowed": "not_allowed", "UserError": None}
NEVER_SHOWN = {"fields"}  # FieldErrors carries others


def _parsed(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def _named(tree: ast.Module, name: str) -> ast.AST:
    return next(each for each in ast.walk(tree) if getattr(each, "name", "") == name)


def _texts(node: ast.AST | None) -> set[str]:
    return {
        each.value
        for each in ast.walk(node or ast.Pass())
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def _returned(path: str, function: str) -> set[str]:
    """The codes that a function answers."""
    returns = [each for each in ast.walk(_named(_parsed(path), function)) if isinstance(each, ast.Return)]
    values = [
        branch
        for each in returns
        for branch in ((each.value.body, each.value.orelse) if isinstance(each.value, ast.IfExp) else (each.value,))
    ]
    return {str(each.value) for each in values if isinstance(each, ast.Constant) and each.value}


def _bad_lines() -> set[str]:
    """The codes of lines that a pasted list of pairs gets back."""
    calls = [each for each in ast.walk(_parsed("bot/rules/pair_list.py")) if isinstance(each, ast.Call)]
    return {str(ast.literal_eval(call.args[1])) for call in calls if ast.unparse(call.func) == "BadLine"}


def _assigned(path: str, function: str, variable: str = "code") -> set[str]:
    """The texts that a function puts into a variable, also through a loop over a table."""
    found: set[str] = set()
    for each in ast.walk(_named(_parsed(path), function)):
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == variable:
            found |= _texts(each.value)
        if isinstance(each, ast.For) and variable in {ast.unparse(name) for name in ast.walk(each.target)}:
            found |= _texts(each.iter)
    return found


# Codes that are no literals where they are raised: what stands there, and which codes it can be.
COMPUTED: Mapping[tuple[str, str], Callable[[], set[str]]] = {
    ("bot/services/people.py", "profile.refused"): lambda: _returned("bot/slack.py", "_refused"),
    ("handlers/programmes.py", "problem"): lambda: _returned("bot/slack.py", "channel_problem"),
    ("handlers/programmes.py", "f'stories_{problem}' if problem == 'not_in_channel' else problem"): lambda: {
        "stories_not_in_channel",
        *_returned("bot/slack.py", "channel_problem"),
    },
    ("bot/services/review.py", "f'not_enrolled_{role}'"): lambda: {"not_enrolled_mentor", "not_enrolled_mentee"},
    ("bot/services/launch.py", "f'launch_{wrong[0].code}'"): lambda: {f"launch_{code}" for code in _bad_lines()},
    ("bot/services/launch.py", "code"): lambda: _assigned("bot/services/launch.py", "_who"),
    ("bot/services/matching.py", "code"): lambda: _assigned("bot/services/matching.py", "start"),
}


def literal(node: ast.expr | None) -> set[str] | None:
    """The codes that an expression can be, where it says so itself."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        body, orelse = literal(node.body), literal(node.orelse)
        return body | orelse if body is not None and orelse is not None else None
    return None


def raised(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.expr | str | None]]:
    """Every error made in a module: the call, and its code."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in DEFAULTS:
            yield call, call.args[0] if call.args else DEFAULTS[call.func.id]


def all_raised() -> Iterator[tuple[str, ast.Call, set[str]]]:
    for path in SOURCES:
        name = str(path.relative_to(ROOT))
        for call, code in raised(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(code, str):
                yield name, call, {code}
                continue
            codes = literal(code)
            if codes is None:
                key = (name, ast.unparse(code) if code is not None else "nothing")
                assert key in COMPUTED, f"{key}: say in COMPUTED which codes this can be"
                codes = COMPUTED[key]()
                assert codes
            yield name, call, codes


RAISED = list(all_raised())
SENTENCES = errors.sentences(Reader())


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    codes = set().union(*(codes for _, _, codes in RAISED)) - NEVER_SHOWN
    assert codes - set(SENTENCES) == set(), "raised, but without a sentence"
    assert set(SENTENCES) - codes == set(), "never raised"


def test_every_computed_code_is_still_computed() -> None:
    computed = {(name, ast.unparse(call.args[0])) for name, call, _ in RAISED if call.args}
    assert set(COMPUTED) <= computed


@pytest.mark.parametrize(("name", "call", "codes"), RAISED, ids=[f"{n}:{c.lineno}" for n, c, _ in RAISED])
def test_is_raised_with_what_its_sentence_needs(name: str, call: ast.Call, codes: set[str]) -> None:
    given = {keyword.arg for keyword in call.keywords}
    for code in codes - NEVER_SHOWN:
        needed = {field for _, field, _, _ in Formatter().parse(SENTENCES[code]) if field}
        assert needed <= given, f"{code} lacks {needed - given}"


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_reads_well(code: str) -> None:
    names = {field: "{braces} & <!channel>" for _, field, _, _ in Formatter().parse(SENTENCES[code]) if field}
    if "rule" in names:
        names["rule"] = Rule.REPORTING_LINE
    said = errors.sentence(UserError(code, **names), Reader())
    assert said[0].isupper() or not said[0].isalpha()
    assert said.rstrip("”")[-1] in ".?"
    shown = errors.message(UserError(code, **names), Reader())
    assert "<!channel>" not in shown.text
    assert "{" not in said.replace("{braces}", "")


def test_finds_codes() -> None:
    code = 'raise Gone()\nraise NotAllowed("a")\nraise UserError("b" if x else "c", field="d")\nraise UserError(e)'
    found = [found for _, found in raised(ast.parse(code))]
    assert found[0] == "gone"
    assert [literal(each) for each in found[1:] if not isinstance(each, str)] == [{"a"}, {"b", "c"}, None]
