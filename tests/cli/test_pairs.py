"""`python -m bot import --pairs FILE`: a list of pairs from a spreadsheet, while the bot runs."""

from pathlib import Path

import pytest

from bot.demo.company import ADA, GRACE, LINUS, MARGARET
from bot.pairs_csv import read_pairs
from bot.roster import BadRoster
from tests.cli.commanding import Said, command
from tests.office import Office
from tests.story.test_story import create

ALAN, TIM = "U0ALAN", "U0TIM"


def load(office: Office, text: str, *words: str) -> Said:
    (office.folder / "pairs.csv").write_text(text, encoding="utf-8")
    return command(office, "import", "--pairs", "pairs.csv", *words)


def test_pairs_from_a_file_are_asked_by_the_bot_that_runs(office: Office) -> None:
    margaret, ada, grace = office.person(MARGARET), office.person(ADA), office.person(GRACE)
    create(margaret)
    said = load(office, f"mentor,mentee,met\n{ADA},{GRACE},3\n{ALAN},{LINUS},\n")
    assert (said.code, said.text) == (
        0,
        "Flip 2026: 2 pairs launched. The bot asks each mentor first; "
        "Margaret Hamilton gets the list of whom we wait for.\n",
    )
    office.settle()
    assert "Waiting for: <@U0ADA> and <@U0ALAN>" in margaret.last()
    assert "have met 3 times" in ada.last()
    assert grace.messages() == []
    ada.press("Yes, and I agree")
    office.later(hours=8)
    grace.press("Yes, and I agree")
    assert "3 of 6 meetings" in ada.home()


def test_every_wrong_row_is_named_and_nothing_is_applied(office: Office) -> None:
    margaret = office.person(MARGARET)
    create(margaret)
    before = margaret.messages()
    said = load(
        office,
        f"mentor,mentee,met\n{ADA},{GRACE},\n{ADA},{TIM},\nNobody Known,{GRACE},\n{ALAN},{LINUS},9\n{ADA},{GRACE},1\n",
    )
    assert said.code == 2
    assert said.text.splitlines() == [
        "pairs.csv: Line 3: these two break a hard rule: not in each other's reporting line.",
        "pairs.csv: Line 4: I don't know “Nobody Known”. Use the Slack member id: Profile, ⋮, Copy member ID.",
        "pairs.csv: Line 5: “9” is no number of meetings below the number planned.",
        "pairs.csv: Line 6: this pair stands in the list twice, one way round or the other.",
        "Nothing was changed.",
    ]
    office.settle()
    assert margaret.messages() == before
    assert office.person(ADA).messages() == []


def test_it_asks_which_programme_and_needs_one(office: Office) -> None:
    said = load(office, f"mentor,mentee\n{ADA},{GRACE}\n")
    assert (said.code, said.text.splitlines()[-1]) == (2, "Nothing was changed.")
    assert "no programme" in said.text
    margaret = office.person(MARGARET)
    create(margaret)
    create(margaret, "Flip 2027")
    said = load(office, f"mentor,mentee\n{ADA},{GRACE}\n")
    assert said.code == 2
    assert "--programme NAME. There are: “Flip 2026”, “Flip 2027”." in said.text
    said = load(office, f"mentor,mentee\n{ADA},{GRACE}\n", "--programme", "flip 2027")
    assert said.text.startswith("Flip 2027: 1 pair launched.")
    assert load(office, f"mentor,mentee\n{ADA},{GRACE}\n", "--programme", "Flip 2028").code == 2


def test_a_list_loaded_before_the_bot_starts_is_asked_when_it_does(office: Office) -> None:
    create(office.person(MARGARET))
    office.stop_bot()
    assert load(office, f"mentor,mentee\n{ADA},{GRACE}\n").code == 0
    office.start()
    office.settle()
    assert "[Yes, and I agree]" in office.person(ADA).last()


def test_one_file_at_a_time(office: Office) -> None:
    assert command(office, "import").code == 2
    said = load(office, "mentor,mentee\n", "roster.csv")
    assert said.code == 2
    assert "Name one file" in said.text
    assert command(office, "import", "roster.csv").text == "20 people read: 0 new, 0 changed.\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mentor;mentee\n", "the first row must name the columns"),
        ("", "the first row must name the columns"),
        ("mentor,mentee\n\n", "there are no pairs"),
        ("mentor,mentee\nU0ADA,\n", "row 2: mentee is empty."),
        ("mentor,mentee\n\nU0ADA,U0GRACE\n,U0GRACE\n", "row 4: mentor is empty."),
        ('mentor,mentee\n"Lovelace, Ada",U0GRACE\n', "row 2: mentor 'Lovelace, Ada' is no member id or name"),
        ("mentor,mentee\nU0ADA,U0GRACE,3\n", "row 2: there are more cells than columns."),
    ],
)
def test_a_file_that_is_no_list_of_pairs_says_where(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadRoster) as found:
        read_pairs(path)
    assert said in found.value.lines[0]


def test_lines_keep_their_numbers_and_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("\ufeffMet,Mentee,note,Mentor\n3,U0GRACE,hello,U0ADA\n\n,U0LINUS,,U0ALAN\n", encoding="utf-8")
    assert read_pairs(path) == ["", "U0ADA, U0GRACE, 3", "", "U0ALAN, U0LINUS"]


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes("mentor,mentee\nJürgen,U0GRACE\n".encode("latin-1"))
    with pytest.raises(BadRoster, match="not UTF-8"):
        read_pairs(path)
