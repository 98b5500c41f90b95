"""`python -m bot import roster.csv`: a bad row is named, and then nothing is applied."""

import sqlite3
from pathlib import Path

import pytest

from bot.roster import BadRoster, circles, read_roster
from bot.services.people import RosterRow
from tests.cli.commanding import Said, command
from tests.office import Office

HEADING = "user_id,manager,department,level"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return tmp_path / "roster.csv"


def read(path: Path, *lines: str, heading: str = HEADING) -> list[RosterRow]:
    path.write_text("\n".join((heading, *lines)) + "\n", encoding="utf-8")
    return read_roster(path)


def wrong(path: Path, *lines: str, heading: str = HEADING) -> list[str]:
    """What is said of a file that is not right."""
    with pytest.raises(BadRoster) as refused:
        read(path, *lines, heading=heading)
    return refused.value.lines


# what is understood


def test_a_row_is_a_person_and_only_the_person_is_needed(roster: Path) -> None:
    assert read(roster, "U0ADA,U0TIM,Engineering,1", "U0TIM,,,", "W0GRACE,U0EDITH, Operations ,004") == [
        RosterRow("U0ADA", "U0TIM", "Engineering", 1),
        RosterRow("U0TIM", None, None, None),
        RosterRow("W0GRACE", "U0EDITH", "Operations", 4),
    ]


def test_columns_in_any_order_with_others_beside_them(roster: Path) -> None:
    found = read(roster, "Ada,1,Engineering,U0TIM,U0ADA", heading="name, Level ,department,MANAGER,user_id")
    assert found == [RosterRow("U0ADA", "U0TIM", "Engineering", 1)]


def test_what_spreadsheets_write(roster: Path) -> None:
    """A byte order mark, carriage returns, quotes with commas and line breaks in them, empty rows, semicolons, tabs."""
    expected = [RosterRow("U0ADA", "U0TIM", 'Research, "Blue"\nand Development', 1), RosterRow("U0TIM", None, "Web", 3)]
    for mark in (",", ";", "\t"):
        lines = [
            HEADING.replace(",", mark),
            mark.join(("U0ADA", "U0TIM", '"Research, ""Blue""\nand Development"', "1")),
            mark * 3,
            "",
            mark.join(("U0TIM", "", "Web", "3")),
            mark * 3,
        ]
        roster.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
        assert read_roster(roster) == expected


def test_a_row_that_ends_early_is_empty_from_there_on(roster: Path) -> None:
    assert read(roster, "U0ADA,U0TIM") == [RosterRow("U0ADA", "U0TIM", None, None)]


def test_names_in_any_script(roster: Path) -> None:
    assert read(roster, "U0MEI,,研究開発 🙂,2")[0].department == "研究開発 🙂"


# what is not


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ada,U0TIM,Engineering,1", "user_id 'ada' is no Slack member id such as U012AB3CD."),
        ("@U0ADA,,,", "user_id '@U0ADA' is no Slack member id such as U012AB3CD."),
        (",U0TIM,Engineering,1", "user_id '' is no Slack member id such as U012AB3CD."),
        ("u0ada,,,", "user_id 'u0ada' is no Slack member id such as U012AB3CD."),
        ("C0GENERAL,,,", "user_id 'C0GENERAL' is no Slack member id such as U012AB3CD."),
        ("U0ADA,Tim Lee,Engineering,1", "manager 'Tim Lee' is no Slack member id such as U012AB3CD."),
        ("U0ADA,U0ADA,Engineering,1", "U0ADA cannot be their own manager; leave it empty at the top."),
        ("U0ADA,U0TIM,Engineering,senior", "level 'senior' is no whole number."),
        ("U0ADA,U0TIM,Engineering,-1", "level '-1' is no whole number."),
        ("U0ADA,U0TIM,Engineering,1.5", "level '1.5' is no whole number."),
        ("U0ADA,U0TIM,Engineering,1000", "level '1000' is no whole number."),
        (f"U0ADA,U0TIM,{'x' * 121},1", "department is longer than 120 characters."),
        ("U0ADA,U0TIM,Engineering,1,more", "there are more cells than columns ('more'): put quotes around a comma."),
    ],
)
def test_a_bad_row_is_named(roster: Path, line: str, problem: str) -> None:
    assert wrong(roster, "U0TIM,,,", line) == [f"roster.csv, row 3: {problem}", "Nothing was changed."]


def test_every_bad_row_is_named_with_its_number_in_the_file(roster: Path) -> None:
    said = wrong(roster, "U0ADA,,,", "bob,eve,,x", "", "U0ADA,,,")
    assert said == [
        "roster.csv, row 3: user_id 'bob' is no Slack member id such as U012AB3CD.",
        "roster.csv, row 3: manager 'eve' is no Slack member id such as U012AB3CD.",
        "roster.csv, row 3: level 'x' is no whole number.",
        "roster.csv, row 5: U0ADA stands in row 2 already.",
        "Nothing was changed.",
    ]


@pytest.mark.parametrize("circle", [("U0A", "U0B"), ("U0A", "U0B", "U0C"), tuple(f"U0P{n}" for n in range(30))])
def test_a_circle_of_managers_is_named(roster: Path, circle: tuple[str, ...]) -> None:
    lines = [f"{person},{circle[(n + 1) % len(circle)]},," for n, person in enumerate(circle)]
    said = wrong(roster, "U0TOP,,,", *lines, f"U0UNDER,{circle[0]},,")
    assert said == [
        *(f"roster.csv, row {n}: {person} is in a circle of managers." for n, person in enumerate(circle, start=3)),
        "Nothing was changed.",
    ]


def test_who_only_reports_into_a_circle_is_not_in_it() -> None:
    assert circles({"A": "B", "B": "C", "C": "B", "D": "D", "E": "X"}) == ["B", "C"]


@pytest.mark.parametrize(
    ("heading", "missing"),
    [
        ("user_id,manager,department", "level is missing."),
        ("user,manager,department,level", "user_id is missing."),
        ("department,level", "user_id and manager are missing."),
        ("U0ADA,U0TIM,Engineering,1", "user_id and manager and department and level are missing."),
        ("", "user_id and manager and department and level are missing."),
    ],
)
def test_a_missing_column_is_named(roster: Path, heading: str, missing: str) -> None:
    (said,) = wrong(roster, "U0ADA,U0TIM,Engineering,1", heading=heading)
    assert said.startswith("roster.csv: the first row must name the columns user_id, manager, department, level; ")
    assert said.endswith(missing)


def test_a_file_without_anybody(roster: Path) -> None:
    assert wrong(roster, "", ",,,") == ["roster.csv: there is nobody in it. Nothing was changed."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "user_id,manager,department,level\nU0ADA,,Büro,1\n".encode("latin-1"),
            "is not UTF-8: save it as “CSV UTF-8”.",
        ),
        ("user_id,manager,department,level\n".encode("utf-16"), "is not UTF-8: save it as “CSV UTF-8”."),
        (b'user_id,manager,department,level\nU0ADA,,"no end\n', "this is no CSV (unexpected end of data)."),
        (b'user_id,manager,department,level\nU0ADA,,"a"b,1\n', "this is no CSV (',' expected after '\"')."),
        (b"PK\x03\x04\x14\x00\x06\x00", "user_id and manager and department and level are missing."),
    ],
)
def test_what_is_no_csv_file_at_all(roster: Path, content: bytes, said: str) -> None:
    roster.write_bytes(content)
    with pytest.raises(BadRoster) as refused:
        read_roster(roster)
    assert len(refused.value.lines) == 1
    assert refused.value.lines[0].endswith(said)


# the command


def stored(office: Office) -> set[tuple[str, str | None, str | None, int | None]]:
    with sqlite3.connect(office.folder / "flipside.db") as database:
        return set(database.execute("SELECT user_id, manager_user_id, department, level FROM person"))


def run(office: Office, *lines: str, **settings: str) -> Said:
    (office.folder / "other.csv").write_text("\n".join((HEADING, *lines)), encoding="utf-8")
    return command(office, "import", "other.csv", **settings)


def test_loading_again_changes_what_has_changed(running: Office) -> None:
    before = stored(running)
    assert run(running, "U0NEW,U0TIM,Engineering,1") == Said(0, "1 people read: 1 new, 0 changed.\n")
    assert run(running, "U0NEW,U0TIM,Engineering,1") == Said(0, "1 people read: 0 new, 0 changed.\n")
    assert run(running, "U0NEW,U0RADIA,Engineering,2", "U0NEWER,,,") == Said(0, "2 people read: 1 new, 1 changed.\n")
    assert stored(running) == {*before, ("U0NEW", "U0RADIA", "Engineering", 2), ("U0NEWER", None, None, None)}


def test_a_bad_file_changes_nothing_and_ends_with_code_2(running: Office) -> None:
    before = stored(running)
    said = run(running, "U0LATER,,Engineering,1", "nobody,,,")
    assert said == Said(
        2, "other.csv, row 3: user_id 'nobody' is no Slack member id such as U012AB3CD.\nNothing was changed.\n"
    )
    assert stored(running) == before


def test_a_circle_with_what_was_loaded_before(running: Office) -> None:
    """Ada reports to Tim, Tim to Hedy, Hedy to Edith: a file that says alone that Edith reports to Ada closes it."""
    before = stored(running)
    said = run(running, "U0EDITH,U0ADA,Board,5")
    assert said == Said(
        2,
        "With what was loaded before, U0ADA, U0EDITH, U0HEDY, U0TIM are in a circle of managers.\n"
        "Nothing was changed.\n",
    )
    assert stored(running) == before


def test_what_keeps_it_from_being_loaded_is_one_line(running: Office) -> None:
    before = stored(running)
    for settings, line in (
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack refuses SLACK_BOT_TOKEN (invalid_auth): copy it again."),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is missing: copy it from "),
        (
            {"SLACK_API_URL": "http://127.0.0.1:9/api/", "CLOCK_URL": ""},
            "Slack cannot be reached at http://127.0.0.1:9/api/: check the network.",
        ),
    ):
        said = run(running, "U0LATER,,,", **settings)
        assert said.code == 2
        assert said.text.startswith(line)
        assert len(said.text.splitlines()) == 1
    assert stored(running) == before


def test_a_file_that_is_not_there(running: Office) -> None:
    said = command(running, "import", "nowhere.csv")
    assert said.code == 2
    assert "nowhere.csv' does not exist" in said.text
