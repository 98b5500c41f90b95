"""python -m bot match, as somebody with a spreadsheet uses it."""

import contextlib
import csv
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import cli
from bot.matching_csv import COLUMNS, NoHours, read_hours
from bot.rules.matching import OFFICE_HOURS, Span

BREAKS = "every possible partner breaks a rule"
ROOT = Path(__file__).resolve().parents[2]
PEOPLE = """\
id,name,role,topics taught,topics wanted,background,languages,zone,hours,formats,level,department,location,manager,\
capacity,do not match,earlier partners,paused
ada,Ada,mentor,AI tools; Accessibility,,First in the family to study,English,Europe/London,Tue 9-12; Thu 9-12,online,\
1,IT,London,mel,1,,,
bob,Bob,mentor,law,,,French; English,Europe/Paris,09:00-17:00,in person; online,2,Legal,Paris,max,2,,,
grace,Grace,mentee,,AI Tools; Law,,English,Europe/London,Mon-Fri 08:00-18:00,online,6,Finance,London,chief,,,,
linus,Linus,mentee,,Law,Parenting,French,,,,5,Sales,Paris,chief,,,,
charlie,Charlie,mentee,,Gaming,,Welsh,,,,7,Sales,,chief,,,,
mel,Mel,none,,,,,,,,,,,linus,,,,
max,Max,none,,,,,,,,,,,chief,,,,
chief,The Chief,none,,,,,,,,,,,-,,,,
"""


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


def match(folder: Path, people: str | bytes, *options: str) -> Said:
    """Runs the command on a file with that text; the solver is a child process all the same."""
    data = people if isinstance(people, bytes) else people.encode()
    (folder / "people.csv").write_bytes(data)
    with contextlib.chdir(folder):
        ended = CliRunner().invoke(cli, ["match", "people.csv", "--week", "2025-01-06", *options])
    return Said(ended.exit_code, ended.stdout, ended.stderr)


def test_it_is_a_command_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "match", "people.csv", "--out", "pairs.csv"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "2 pairs: 2 of 3 mentees" in ended.stderr
    imported = {line.split("|")[-1].strip() for line in ended.stderr.splitlines() if line.startswith("import time:")}
    assert "bot.matching_child" in imported
    assert not {name for name in imported if name.split(".")[0] in {"numpy", "scipy", "slack_bolt", "sqlmodel"}}


def test_pairs_with_score_parts_and_reason_and_a_summary(tmp_path: Path) -> None:
    said = match(tmp_path, PEOPLE)
    assert said.code == 0, said.err
    assert [(row["mentor"], row["mentee name"]) for row in said.rows] == [("ada", "Grace"), ("bob", "Linus")]
    ada, bob = said.rows
    assert ada["reason"].startswith(
        "teaches AI Tools, which Grace wants most; both free Tuesday and Thursday mornings; "
    )
    assert bob["reason"].startswith("teaches Law, which Linus wants most; ")
    parts = [float(ada[part]) for part in ("topics", "department", "location", "background", "language", "hours")]
    assert sum(parts) + float(ada["format"]) + float(ada["level"]) == pytest.approx(float(ada["score"]))
    assert said.err.splitlines()[:4] == [
        "2 pairs: 2 of 3 mentees and 2 of 2 mentors are matched.",
        f"1 mentee left: {BREAKS} (1).",
        "  Charlie - every possible partner breaks a rule: a common language (2)",
        "What each rule costs, of 6 possible pairs: a common language (3), not in each other's reporting line (1).",
    ]
    assert "proven the best" in said.err
    assert " seconds, " in said.err


def test_the_pairs_go_to_a_file_and_may_be_kept_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "keep.csv").write_text("mentor,mentee\nbob,grace\n", encoding="utf-8")
    said = match(tmp_path, PEOPLE, "--keep", "keep.csv", "--out", "pairs.csv")
    assert (said.code, said.out) == (0, "")
    pairs = list(csv.DictReader(io.StringIO((tmp_path / "pairs.csv").read_text(encoding="utf-8"))))
    assert [(row["mentor"], row["mentee"]) for row in pairs] == [("bob", "grace"), ("bob", "linus")]
    again = match(tmp_path, PEOPLE, "--keep", "pairs.csv")
    assert [(row["mentor"], row["mentee"]) for row in again.rows] == [("bob", "grace"), ("bob", "linus")]


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "keep.csv").write_text("mentor,mentee\nada,linus\n", encoding="utf-8")
    said = match(tmp_path, PEOPLE, "--keep", "keep.csv")
    assert "Ada and Linus could not be kept: not in each other's reporting line" in said.err


def test_the_order_of_rows_decides_nothing(tmp_path: Path) -> None:
    head, *rows = PEOPLE.splitlines(keepends=True)
    assert match(tmp_path, PEOPLE).out == match(tmp_path, head + "".join(reversed(rows))).out


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",Nobody,mentor", "there is no id."),
        ("ada,Ada,mentor", "ada stands in row 2 already."),
        ("x,X,teacher", "role 'teacher' is none of mentor, mentee, both, none."),
        ("x,X,mentor,,,,,Europe/Londn", "zone 'Europe/Londn' is no time zone such as Europe/London."),
        ("x,X,mentor,,,,,UTC,whenever", "hours: 'whenever' is not like Mon-Fri 09:00-17:00."),
        ("x,X,mentor,,,,,UTC,Monkey 9-12", "hours: 'Monkey 9-12' is not like Mon-Fri 09:00-17:00."),
        ("x,X,mentor,,,,,,9-17", "there are hours, but no zone that says when they are."),
        ("x,X,mentor,,,,,,,on foot", "formats: 'on foot' is none of online, in person."),
        ("x,X,mentor,,,,,,,,high", "level 'high' is no whole number from -1000 to 1000."),
        ("x,X,mentor,,,,,,,,,IT; HR", "department 'IT; HR' is more than one."),
        ("x,X,mentor,,,,,,,,,,,x", "x cannot be their own manager; write - for whoever has none."),
        ("x,X,mentor,,,,,,,,,,,,21", "capacity '21' is no whole number from 0 to 20."),
        ("x,X,mentor,,,,,,,,,,,,,adda", "do not match: nobody has the id 'adda'."),
        ("x,X,mentor,,,,,,,,,,,,,,adda", "earlier partners: nobody has the id 'adda'."),
        ("x,X,mentor,,,,,,,,,,,,,,,perhaps", "paused 'perhaps' is neither yes nor no."),
        ("x,X,mentor,,,,,,,,,,,,,,,,more", "there are more cells than columns; put quotes around a cell with a comma."),
    ],
)  # fmt: skip
def test_every_bad_row_is_named_and_nothing_is_matched(tmp_path: Path, row: str, problem: str) -> None:
    said = match(tmp_path, f"{PEOPLE}{row}\n")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [f"people.csv, row 10: {problem}", "Nothing was matched."]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    said = match(tmp_path, "id,role,level,manager\na,mentor,x,b\nb,mentee,2,a\n,boss,,\n")
    assert said.err.splitlines() == [
        "people.csv, row 2: level 'x' is no whole number from -1000 to 1000.",
        "people.csv, row 2: a is in a circle of managers.",
        "people.csv, row 3: b is in a circle of managers.",
        "people.csv, row 4: there is no id.",
        "people.csv, row 4: role 'boss' is none of mentor, mentee, both, none.",
        "Nothing was matched.",
    ]


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        ("", "people.csv: the first row must name the columns id and role."),
        ("id,topics taught\n", "people.csv: the first row must name the columns role."),
        ("id,role,role\n", "people.csv: the column role is there twice."),
        ('id,role\n"a,mentor\n', "people.csv, row 2: this is no CSV (unexpected end of data)."),
        ("id,role\nJos\u00e9,mentor\n".encode("latin-1"), "people.csv is not UTF-8: save it as “CSV UTF-8”."),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, people: str | bytes, problem: str) -> None:
    said = match(tmp_path, people)
    assert (said.code, said.err.splitlines()) == (2, [problem])


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("id,role\n", "There is no mentee in the file."),
        ("id,role\na,mentee\n", "There is no mentor in the file."),
        ("id,role\na,mentor\n", "There is no mentee in the file."),
        ("id,role\na,both\n", f"1 mentee left: {BREAKS} (1)."),
        ("id,role,capacity\na,mentor,0\nb,mentee,1\n", "1 mentor left: has no free place (1)."),
        ("id,role,manager\na,mentor,c\nb,mentee,c\n", f"  b - {BREAKS}: not the same manager (1)"),
    ],
)  # fmt: skip
def test_nobody_to_match_is_no_error_and_is_explained(tmp_path: Path, people: str, expected: str) -> None:
    said = match(tmp_path, people)
    assert said.code == 0
    assert expected in said.err.splitlines()
    assert "0 pairs: " in said.err


def test_what_spreadsheets_make_of_a_file(tmp_path: Path) -> None:
    sheet = "\ufeffID;Role;Topics_Taught;Topics wanted;Notes\r\na;Mentor;AI | Law;;hello\r\n\r\nb;MENTEE;;law;\r\n"
    said = match(tmp_path, sheet)
    assert said.rows[0]["reason"] == "teaches Law, which b wants most"
    assert said.err.splitlines()[0] == "Columns that are not used: “notes”."


def test_settings_change_the_result(tmp_path: Path) -> None:
    people = "id,role,level,languages,manager\na,mentor,3,English,x\nb,mentee,3,Welsh,y\n"
    assert match(tmp_path, people).rows == []
    assert len(match(tmp_path, people, "--min-levels", "0", "--any-language").rows) == 1
    assert match(tmp_path, people, "--any-level", "--any-language", "--min-score", "99").rows == []
    only = match(
        tmp_path, people, "--any-level", "--any-language", "--weight", "level=100", "--weight", "topics=0"
    ).rows
    assert (only[0]["level"], only[0]["topics"]) == ("0.00", "0.00")
    unknown = "id,role,manager\na,mentor,\nb,mentee,x\n"
    assert "do not know who a reports to" in match(tmp_path, unknown).rows[0]["warnings"]
    assert match(tmp_path, unknown, "--block-unknown").rows == []


@pytest.mark.parametrize(
    "options", [("--weight", "shoes=3"), ("--weight", "level=101"), ("--min-levels", "-1"), ("--week", "soon")]
)
def test_bad_options_are_refused(tmp_path: Path, options: tuple[str, str]) -> None:
    said = match(tmp_path, PEOPLE, *options)
    assert said.code == 2
    assert options[0] in said.err


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    said = match(tmp_path, PEOPLE, "--out", "nowhere/pairs.csv")
    assert said.code == 2
    assert "nowhere/pairs.csv cannot be written: No such file or directory." in said.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("9-17", OFFICE_HOURS),
        ("Mon-Fri 09:00-17:00", OFFICE_HOURS),
        ("Monday 9:30 – 10.45", (Span(0, 570, 645),)),
        ("fri-mon 8-9", tuple(Span(day, 480, 540) for day in (4, 5, 6, 0))),
        ("Sun 22-2", (Span(6, 1320, 120),)),
        ("Tue 0-24 | wed 9-10", (Span(1, 0, 1440), Span(2, 540, 600))),
    ],
)
def test_hours_as_people_write_them(text: str, expected: tuple[Span, ...]) -> None:
    assert read_hours(text) == expected


@pytest.mark.parametrize("text", ["9", "9-9", "Mo 9-10", "25-26", "Mon 9-10am", "24-25", "9:75-10"])
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(NoHours):
        read_hours(text)


def test_the_guide_names_every_column() -> None:
    guide = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"| `{column}` |" not in guide] == []
