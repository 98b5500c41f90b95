"""Matching as a manager, a mentor and a mentee live it: review, swap, undo, by hand, launch, expiry, rounds, nights."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.demo.company import ADA, GRACE, LINUS, MARGARET
from tests.office import NotShown, Office, Person, open_office
from tests.story.test_story import create, join

ALAN, KAREN, JAMAL, TIM, HEDY = "U0ALAN", "U0KAREN", "U0JAMAL", "U0TIM", "U0HEDY"


@pytest.fixture
def careful() -> Iterator[Office]:
    """An office with the real time to undo an approval."""
    with open_office(UNDO_SECONDS="60") as opened:
        yield opened


def enrol(office: Office) -> Person:
    """Ada and Alan teach; Grace and Linus learn."""
    margaret = office.person(MARGARET)
    create(margaret)
    margaret.command("/mentoring-admin invite")
    join(office.person(ADA), "I want to teach", ["AI tools"], "A view from above")
    join(office.person(ALAN), "I want to teach", ["Social media"], "Advice")
    join(office.person(GRACE), "I want to learn", ["AI tools"], "How juniors work")
    join(office.person(LINUS), "I want to learn", ["Social media"], "What people say")
    margaret.command("/mentoring-admin match")
    return margaret


def test_a_manager_reviews_locks_swaps_excludes_and_matches_again(office: Office) -> None:
    margaret = enrol(office)
    assert "I propose 2 pairs" in margaret.last()
    assert "proven: no other choice of pairs is better" in margaret.last()
    margaret.press("Review")
    assert "*<@U0ADA>* teaches *<@U0GRACE>*" in margaret.modal()
    assert "*<@U0ALAN>* teaches *<@U0LINUS>*" in margaret.modal()

    margaret.choose("Lock", beside="U0ALAN")
    assert "*<@U0ALAN>* teaches *<@U0LINUS>* · locked" in margaret.modal()
    margaret.choose("Unlock", beside="U0ALAN")

    margaret.choose("Swap …", beside="U0ADA")
    assert margaret.submit(other="Alan Turing teaches Linus Pauling") == {}
    assert "drops by" in margaret.modal()
    margaret.press_submit()
    assert "*<@U0ADA>* teaches *<@U0LINUS>*" in margaret.modal()

    margaret.choose("Preview the introduction", beside="U0ADA")
    assert "meet" in margaret.modal()
    assert "A view from above" not in margaret.modal()  # a goal is for the partner alone
    margaret.close()

    margaret.choose("Never these two", beside="U0ADA")
    assert "*<@U0ADA>* teaches *<@U0LINUS>*" not in margaret.modal()
    margaret.close()
    margaret.press("Match again")
    margaret.press("Review")
    assert "*<@U0ADA>* teaches *<@U0GRACE>*" in margaret.modal()
    margaret.choose("Approve this pair", beside="U0ADA")
    margaret.close()
    assert "[Yes, gladly]" in office.person(ADA).last()
    assert office.person(ALAN).messages() == []


def test_an_approval_can_be_undone_before_anything_went_out(careful: Office) -> None:
    margaret = enrol(careful)
    margaret.press("Approve all")
    assert "for about a minute you can still undo this" in margaret.last()
    margaret.press("Undo")
    careful.later(minutes=5)
    assert careful.person(ADA).messages() == []
    assert "[Approve all]" in margaret.last()
    margaret.press("Approve all")
    careful.later(minutes=2)
    assert "[Yes, gladly]" in careful.person(ADA).last()
    assert "[Undo]" not in margaret.last()


def test_a_pair_by_hand_names_the_rule_that_it_breaks(office: Office) -> None:
    margaret = office.person(MARGARET)
    create(margaret)
    margaret.command("/mentoring-admin invite")
    join(office.person(ADA), "I want to teach", ["AI tools"], "A view")
    join(office.person(HEDY), "I want to learn", ["AI tools"], "A view")  # Ada's manager's manager
    join(office.person(GRACE), "I want to learn", ["AI tools"], "A view")
    margaret.command("/mentoring-admin pair @ada @hedy")
    assert "reporting line" in margaret.submit()["mentee"]
    assert margaret.submit(mentee=LINUS) == {"mentee": "This person has not joined this programme to learn."}
    assert margaret.submit(mentee=GRACE) == {}
    margaret.close()
    assert "1 pair by hand" in margaret.last()
    margaret.press("Approve all")
    assert "[Yes, gladly]" in office.person(ADA).last()


def test_nobody_is_matched_with_somebody_on_their_own_list_and_nobody_sees_it(office: Office) -> None:
    margaret, ada = office.person(MARGARET), office.person(ADA)
    create(margaret)
    margaret.command("/mentoring-admin invite")
    join(ada, "I want to teach", ["AI tools"], "A view")
    join(office.person(GRACE), "I want to learn", ["AI tools"], "A view")
    ada.home()
    ada.press("Never with …", None)
    assert ada.submit(people=[GRACE]) == {}
    ada.command("/mentoring privacy")
    assert "list: 1" in ada.modal()  # what is stored about her is said to her, and to her alone
    ada.close()
    margaret.command("/mentoring-admin match")
    assert "I found no pair" in margaret.last()


def test_a_launched_list_asks_the_mentor_then_the_mentee_and_goes_on_from_where_they_are(office: Office) -> None:
    margaret, ada, grace = office.person(MARGARET), office.person(ADA), office.person(GRACE)
    create(margaret)
    margaret.command("/mentoring-admin launch")
    assert "Line 2" in margaret.submit(pairs=f"{ADA}, {GRACE}\nnonsense")["pairs"]
    assert "reporting line" in margaret.submit(pairs=f"{ADA}, {TIM}")["pairs"]
    assert margaret.submit(pairs=f"{ADA}, {GRACE}, met 3\n{ALAN}, {LINUS}") == {}
    margaret.close()
    assert "Waiting for: <@U0ADA> and <@U0ALAN>" in margaret.last()
    assert "have met 3 times" in ada.last()
    assert "/mentoring privacy" in ada.last()
    assert grace.messages() == []
    ada.press("Yes, and I agree")
    office.at(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    assert "Waiting for: <@U0GRACE> and <@U0ALAN>" in margaret.last()
    grace.press("Yes, and I agree")
    assert "1 of 2 launched pairs are under way" in margaret.last()
    assert "3 of 6 meetings" in ada.home()
    with pytest.raises(NotShown):
        ada.group()  # no introduction: they know each other
    office.later(hours=1)
    assert "Time to book meeting 4" in grace.last()


def test_an_open_answer_is_reminded_once_and_expires_after_five_working_days(office: Office) -> None:
    margaret = enrol(office)
    ada = office.person(ADA)
    margaret.press("Approve all")
    office.at(datetime(2026, 3, 5, 12, 0, tzinfo=UTC))  # Thursday: three working days later
    assert "A few days ago I asked you" in ada.last()
    assert "[Pause] [Leave]" in ada.last()
    asked = len(ada.messages())
    office.at(datetime(2026, 3, 9, 12, 0, tzinfo=UTC))  # the next Monday: five working days later
    assert len(ada.messages()) == asked
    assert "[Yes, gladly]" not in "".join(ada.messages())
    assert "not open any more" in ada.last()


def test_late_joiners_are_looked_after_every_week_and_told_when_they_wait(office: Office) -> None:
    margaret = enrol(office)
    margaret.press("Approve all")
    join(office.person(JAMAL), "I want to teach", ["Belonging here"], "A view")
    office.at(datetime(2026, 3, 9, 12, 0, tzinfo=UTC))
    jamal = office.person(JAMAL)
    assert "I look again every week, and you come first" in jamal.last()
    before = len(jamal.messages())
    join(office.person(KAREN), "I want to learn", ["Belonging here"], "A view")
    office.at(datetime(2026, 3, 16, 12, 0, tzinfo=UTC))
    assert any("late joiners. I propose" in message for message in margaret.messages())
    assert len(jamal.messages()) == before


def test_a_live_pair_that_breaks_a_rule_after_a_reorganisation_is_told_to_the_managers_alone(office: Office) -> None:
    margaret = enrol(office)
    margaret.press("Approve all")
    ada, grace = office.person(ADA), office.person(GRACE)
    ada.press("Yes, gladly")
    office.at(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    grace.press("Yes, gladly")
    before = len(ada.messages()), len(grace.messages())
    roster = (office.folder / "roster.csv").read_text().replace(f"{ADA},{TIM}", f"{ADA},{GRACE}")
    (office.folder / "roster.csv").write_text(roster)
    office.command_line("import", "roster.csv")
    office.at(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert "do not fit your rules any more" in margaret.last()
    assert (len(ada.messages()), len(grace.messages())) == before
    told = len(margaret.messages())
    office.at(datetime(2026, 3, 5, 9, 0, tzinfo=UTC))
    assert sum("do not fit your rules" in message for message in margaret.messages()[told:]) == 0


def test_the_rules_of_the_matching_are_the_managers_to_set(office: Office) -> None:
    margaret = enrol(office)
    margaret.press("Discard")
    margaret.command("/mentoring-admin rules")
    assert "Weight: topics taught and wanted" in margaret.modal()
    assert margaret.submit(min_levels="9") == {}
    margaret.command("/mentoring-admin match")
    assert "I found no pair" in margaret.last()
    assert "enough levels between them" in margaret.last()


def test_a_bot_that_is_killed_while_it_matches_goes_on_when_it_is_back(office: Office) -> None:
    margaret = enrol(office)
    margaret.press("Discard")
    before = len(margaret.messages())
    office.post("command", **{"as": MARGARET, "channel": "C0GENERAL", "text": "/mentoring-admin match"})
    office.slack.run(office.acked())
    office.kill()
    office.start()
    office.settle()
    assert len(margaret.messages()) == before + 1
    assert "I propose 2 pairs" in margaret.last()
