"""What came of a click, in one word, from what the database and the person say."""

import re

from bot.facts.reader import Reader
from bot.views import errors
from tests.forging import Answer
from tests.handlers.world import Tables

NOT_YOURS = {"not_allowed", "managers_only", "may_not_create", "is_guest", "deactivated"}


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(sentence)))


SENTENCES = {code: _pattern(sentence) for code, sentence in errors.sentences(Reader()).items()}
SENTENCES["unknown"] = _pattern(errors.unknown("{reference}", Reader()).text)  # a defect of ours


def refusals(answer: Answer) -> set[str]:
    """The codes of the sentences that the person was refused with, empty if they were told anything else."""
    told = answer.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split("\n")
    found = [next((code for code, pattern in SENTENCES.items() if pattern.fullmatch(line)), "") for line in told]
    return set(found) if all(found) else set()


def without_bookkeeping(tables: Tables) -> Tables:
    """Without the memory of counted submissions: it grows even when somebody deletes what is not there."""
    return {name: rows for name, rows in tables.items() if name != "submission"}


def verdict(before: Tables, after: Tables, answer: Answer) -> str:
    """`does`: something changed. `sees`: something was shown. `no`: it is not theirs. `gone`: it is not to be had.
    `-`: nothing at all."""
    codes = refusals(answer)
    assert "unknown" not in codes, answer.text
    if codes:
        assert before == after, f"it was refused and yet changed something: {answer.text}"
        return "no" if codes <= NOT_YOURS else "gone"
    if without_bookkeeping(before) != without_bookkeeping(after):
        return "does"
    return "sees" if answer.text else "-"
