"""python -m bot match: the rules and the solver on a spreadsheet, without Slack and without a database."""

import asyncio
import sys
from collections import Counter
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from bot.clock import Clock
from bot.facts.reader import Reader
from bot.matching_child import SECONDS, MatchingFailed, solve_in_child
from bot.matching_csv import BadFile, People, points_in_words, read_pairs, read_people, write_pairs
from bot.rules.matching import (
    DEFAULT_WEIGHTS,
    MatchRequest,
    MatchResult,
    MatchSettings,
    Objective,
    Part,
    UnknownManager,
    Why,
)
from bot.views.matching_reason import rule_name, rules_in_words, why_left
from storage.enums import Role

NAMED = 20
"""People left who are named in the summary; the rest are counted."""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _weights(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[Part, int]:
    weights = dict(DEFAULT_WEIGHTS)
    for value in values:
        name, _, points = value.partition("=")
        if name not in set(Part) or not points.isdecimal() or int(points) > 100:
            parts = ", ".join(Part)
            raise click.BadParameter(f"{value!r} is not like topics=45, with up to 100 points and one of {parts}.")
        weights[Part(name)] = int(points)
    return weights


@click.command("match")
@click.argument("people_file", metavar="PEOPLE", type=FILE)
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Where to; else shown.")
@click.option("--keep", type=FILE, help="Pairs to keep as they are: CSV with the columns mentor and mentee.")
@click.option("--best-score", is_flag=True, help="The best total score first, even if fewer people are matched.")
@click.option(
    "--min-levels", type=click.IntRange(0, 100), default=1, show_default=True, help="The mentee above the mentor."
)
@click.option("--any-level", is_flag=True, help="No minimum distance in level, either way.")
@click.option("--min-hours", type=click.FloatRange(0, 168), default=2, show_default=True, help="Common hours a week.")
@click.option("--any-language", is_flag=True, help="A common language is not needed.")
@click.option("--min-score", type=click.FloatRange(0), default=0, show_default=True, help="Points that a pair needs.")
@click.option("--block-unknown", is_flag=True, help="Nobody whose reporting line is not known; else a warning.")
@click.option(
    "--weight",
    "weights",
    multiple=True,
    callback=_weights,
    metavar="PART=POINTS",
    help="What a part of the score counts; may be repeated.",
)
@click.option(
    "--week",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="In which zones are compared; else this week.",
)
@click.option("--seconds", type=click.FloatRange(1), default=SECONDS, show_default=True, help="Give up after.")
def match_command(
    people_file: Path,
    out: Path | None,
    keep: Path | None,
    best_score: bool,
    min_levels: int,
    any_level: bool,
    min_hours: float,
    any_language: bool,
    min_score: float,
    block_unknown: bool,
    weights: dict[Part, int],
    week: datetime | None,
    seconds: float,
) -> None:
    """Match the people of PEOPLE, a CSV file (columns: docs/matching.md), and write the pairs with score and reason.

    The same rules and the same solver as in Slack. A summary goes to standard error: who is left and why, the total
    score, and that it is the best possible. Nothing is matched unless every row is right.
    """
    settings = MatchSettings(
        weights=weights,
        objective=Objective.BEST_SCORE if best_score else Objective.MOST_PEOPLE,
        unknown_manager=UnknownManager.BLOCK if block_unknown else UnknownManager.WARN,
        min_level_distance=None if any_level else min_levels,
        shared_language=not any_language,
        min_overlap_hours=min_hours,
        min_score=round(min_score * 100),
        week=(week or Clock().now()).date(),
    )
    try:
        people = read_people(people_file)
        locked = read_pairs(keep, people) if keep else ()
        if out:
            out.open("a", encoding="utf-8").close()  # refused now rather than after the run
    except BadFile as error:
        _end(error.lines, 2)
    except OSError as error:
        _end([f"{out} cannot be written: {error.strerror}."], 2)
    request = MatchRequest(
        people.mentors, people.mentees, people.managers, people.forbidden, people.earlier, locked, settings
    )
    try:
        result = asyncio.run(solve_in_child(request, seconds=seconds, polite=False))
    except MatchingFailed as error:
        said = {"too_long": "The matching took too long; --seconds gives it more time."}
        _end([said.get(error.code, f"The matching failed: {error.detail}.")], 1)
    with out.open("w", encoding="utf-8", newline="") if out else nullcontext(sys.stdout) as file:
        write_pairs(file, result.matches, people)
    for line in summary(result, people, request):
        click.echo(line, err=True)


def _end(lines: list[str], code: int) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(code)


def summary(result: MatchResult, people: People, request: MatchRequest) -> list[str]:
    """What came out, in lines: notes, how many, how good, who is left and why, what the rules cost, time and memory."""
    reader = Reader()
    mentors, mentees = len(request.mentors), len(request.mentees)
    matched = {role: len({getattr(match, role) for match in result.matches}) for role in Role}
    lines = [*people.notes]
    for role, count in ((Role.MENTOR, mentors), (Role.MENTEE, mentees)):
        if not count:
            lines.append(f"There is no {role} in the file.")
    lines.append(
        f"{len(result.matches)} pairs: {matched[Role.MENTEE]} of {mentees} mentees"
        f" and {matched[Role.MENTOR]} of {mentors} mentors are matched."
    )
    lines += _lost(result, people)
    lines += _left(result, people)
    if result.blocked:
        costs = rules_in_words(result.blocked, reader)
        lines.append(f"What each rule costs, of {mentors * mentees} possible pairs: {costs}.")
    doubts = sum(bool(match.warnings) for match in result.matches)
    if doubts:
        lines.append(f"Pairs with a warning, as somebody's reporting line is not known: {doubts}.")
    total = points_in_words(result.total)
    average = points_in_words(result.total // len(result.matches)) if result.matches else None
    score = f"Total score {total}" + (f", {average} a pair" if average else "")
    first = "as much as there can be" if request.settings.objective is Objective.BEST_SCORE else "with so many people"
    if result.optimal:
        lines.append(f"{score}: proven the best, {first}.")
    else:
        lines.append(f"{score}: at most {points_in_words(result.gap)} below the best.")
    lines.append(f"{result.seconds:.1f} seconds, {result.peak_memory // 1_000_000} MB.")
    return lines


def _lost(result: MatchResult, people: People) -> list[str]:
    reader, lines = Reader(), []
    for lock in result.broken_locks:
        pair = f"{people.names[lock.mentor]} and {people.names[lock.mentee]}"
        rules = ", ".join(rule_name(rule, reader) for rule in lock.rules)
        lines.append(f"{pair} could not be kept: {rules}.")
    return lines


def _left(result: MatchResult, people: People) -> list[str]:
    """Everybody by name if they are few; of mentors who are only not needed, how many."""
    reader, lines = Reader(), []
    for role in (Role.MENTEE, Role.MENTOR):
        left = [one for one in result.left if one.role is role]
        if not left:
            continue
        reasons = Counter(one.why for one in left)
        why = ", ".join(f"{why_left(reason, reader)} ({count})" for reason, count in reasons.most_common())
        lines.append(f"{len(left)} {role}{'' if len(left) == 1 else 's'} left: {why}.")
        for one in left[:NAMED]:
            rules = f": {rules_in_words(one.rules, reader)}" if one.why is Why.NOBODY_ALLOWED else ""
            lines.append(f"  {people.names[one.key]} - {why_left(one.why, reader)}{rules}")
        if len(left) > NAMED:
            lines.append(f"  and {len(left) - NAMED} more")
    return lines
