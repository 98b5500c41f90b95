"""What the bot needs is away: Slack for an hour, an ear for its socket, room on the disk, its turn at the database.

What a person sees, what /healthz says, what the log says; and once it is back everything owed arrives, once.
"""

import resource
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.company import ADA
from tests.delivery.bad_days import (
    count,
    events,
    eventually,
    fault,
    health,
    hold,
    introduced,
    log_lines,
    proposed,
    push,
    submit_later,
    until,
    until_healthz,
    until_held,
    until_said,
)
from tests.office import Office, Person, open_office

CARD = "[Yes, gladly]"
FOR_EVER = 10**6
UNLIMITED = resource.RLIM_INFINITY


@pytest.fixture
def watchful() -> Iterator[Office]:
    """An office whose bot gives up a deaf socket after seconds, not minutes."""
    with open_office(roster=False, DEAF_AFTER_SECONDS="4") as opened:
        yield opened


def until_well(office: Office) -> None:
    eventually("all is well again", lambda: health(office) == (200, []))


def told(person: Person, words: str) -> None:
    """Until the person reads these words, in a message only they see, or in a modal."""
    eventually(words, lambda: words in person.last("general") + person.last() + _modal(person))


def _modal(person: Person) -> str:
    return person.modal() if person.has_modal() else ""


# Slack


def test_an_hour_without_slack(watchful: Office) -> None:
    office = watchful
    _, ada, karen = introduced(office)
    karen.press("Book the first meeting")
    assert karen.submit(day="2026-03-04", clock="10:00", place="Here") == {}
    office.at(datetime(2026, 3, 4, 11, 30, tzinfo=UTC))  # they meet until eleven, and are asked at noon
    fault(office, "lost_reply_before", "*", times=FOR_EVER)
    office.post("disconnect", reason="drop")
    with ThreadPoolExecutor(1) as elsewhere:
        hour = elsewhere.submit(office.later, hours=1)
        until_healthz(office, "Slack does not answer")
        assert count(ada, "[We met]") == 0
        office.http.delete("/sandbox/faults")
        hour.result()
    assert count(ada, "[We met]") == count(karen, "[We met]") == 1
    until_well(office)
    until(office, lambda core: core.hub.connected, lambda core: core.hub.signal)
    assert "outgoing.refused" in events(office)
    ada.press("We met")
    assert "1 of 6 meetings" in ada.home()


def test_nobody_listens_where_slack_was(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    hold(office, "chat.postMessage", channel=ada.id)
    push(office, margaret, "Approve all")
    until_held(office)
    office.post("faults", fault="refused", seconds=3)
    until_healthz(office, "Slack cannot be reached")
    until_well(office)
    office.settle()
    assert count(ada, CARD) in (1, 2)  # nobody could know whether the first one had arrived
    assert count(margaret, "1 pair approved") == 1


# the socket


def test_a_deaf_socket_is_replaced_and_an_event_comes_again(watchful: Office) -> None:
    office = watchful
    _, ada, _ = introduced(office)
    homes = len(office.calls("views.publish"))
    office.post("disconnect", reason="deaf")
    office.post("open", **{"as": ada.id, "tab": "home"})
    eventually("Home", lambda: len(office.calls("views.publish")) > homes)
    until_well(office)
    ada.press("Pause", None)
    assert "I remind you of nothing" in ada.modal()
    assert "socket.deaf" not in events(office)
    assert office.process.returncode is None


def test_a_socket_that_stays_deaf_ends_the_process_and_a_fresh_one_goes_on(watchful: Office) -> None:
    office = watchful
    margaret, ada, _ = proposed(office)
    button = margaret.find_button("Approve all")
    office.post("disconnect", reason="link_disabled")  # Slack opens no other one
    until_healthz(office, "the socket has been silent for")
    assert office.ended() == 1
    [line] = [line for line in log_lines(office) if line["event"] == "socket.deaf"]
    assert line["seconds"] >= 4
    assert events(office)[-1] == "stopped"
    office.http.delete("/sandbox/faults")  # what runs the bot starts it again
    office.start()
    margaret.push(button)
    assert count(ada, CARD) == 1
    assert health(office) == (200, [])


# the disk


@contextmanager
def full_disk(office: Office) -> Iterator[None]:
    """No file of the bot may become longer than the database's log of writes is now: each write fails, for good."""
    most = (office.folder / "flipside.db-wal").stat().st_size
    assert office.bot.log.stat().st_size < most / 2  # what it logs still has room
    resource.prlimit(office.process.pid, resource.RLIMIT_FSIZE, (most, UNLIMITED))
    try:
        yield
    finally:
        resource.prlimit(office.process.pid, resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))


def test_a_full_disk_is_said_and_nothing_is_half_done(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    button = margaret.find_button("Approve all")
    with full_disk(office):
        push(office, margaret, "Approve all")
        told(margaret, "I cannot save anything just now")
        until_healthz(office, "the database fails: disk I/O error")
        until_said(office, "tick.trouble")
    until_well(office)
    until_said(office, "tick.works")
    assert events(office).count("tick.trouble") == 1  # said once, not every second
    assert count(ada, CARD) == 0
    margaret.push(button)
    assert count(ada, CARD) == 1


def test_a_modal_sent_to_a_full_disk_keeps_what_was_typed(office: Office) -> None:
    _, ada, karen = introduced(office)
    karen.press("Book the first meeting")
    with full_disk(office):
        [answer] = submit_later(office, karen, day="2026-03-11", clock="10:00", place="The roof")
        answer.result()
        told(karen, "I cannot save anything just now")
    until_well(office)
    karen.close()
    assert karen.submit(day="2026-03-11", clock="10:00", place="The roof") == {}  # the modal below is still there
    assert not karen.has_modal()
    assert count(ada, "has booked meeting 1 of 6") == 1


def test_a_message_that_went_out_to_a_full_disk_is_not_sent_again(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    hold(office, "chat.postMessage", channel=ADA)
    push(office, margaret, "Approve all")
    until_held(office)
    with full_disk(office):
        office.http.delete("/sandbox/faults")
        until_healthz(office, "the database fails")
    until_well(office)
    office.settle()
    assert count(ada, CARD) == 1
    ada.press("Yes, gladly")


# the database


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another program writes, and does not end."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_locked_database_is_said_and_tried_again(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    button = margaret.find_button("Approve all")
    with locked(office.folder / "flipside.db"):
        push(office, margaret, "Approve all")
        told(margaret, "I cannot save anything just now")
        until_healthz(office, "the database fails: database is locked")
        until_said(office, "listener.unsaved")
    until_well(office)
    assert count(ada, CARD) == 0
    margaret.push(button)
    assert count(ada, CARD) == 1


def test_a_database_that_is_locked_or_newer_at_the_start_is_one_line_and_code_2(office: Office) -> None:
    office.stop_bot()
    database = office.folder / "flipside.db"
    with locked(database):
        assert refused_start(office) == "Another program keeps the database locked: end it, then start again."
    with sqlite3.connect(database) as changed:
        changed.execute("UPDATE alembic_version SET version_num = 'f00d'")
    changed.close()
    assert refused_start(office).startswith("The database was used by a newer Flipside: update this one, or restore")
    with sqlite3.connect(database) as changed:
        assert changed.execute("SELECT version_num FROM alembic_version").fetchall() == [("f00d",)]
    changed.close()


def refused_start(office: Office) -> str:
    """The one line of a start that is refused."""
    before = office.bot.log.stat().st_size
    with pytest.raises(RuntimeError, match="did not connect"):
        office.start()
    assert office.bot.exit_code == 2
    said = office.bot.log.read_bytes()[before:].decode()
    return said.strip().splitlines()[-1].split(" (")[0]
