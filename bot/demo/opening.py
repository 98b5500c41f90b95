"""The demo opens in the middle: ten weeks of a programme, lived through the bot by clicks, in a few seconds.

Nothing is inserted anywhere. What the people in it say stands in words.py; here stands who does what, and when.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo import words
from bot.demo.company import ADA, GENERAL, GRACE, LINUS, MARGARET, PEOPLE, STORIES
from bot.demo.hands import Page, Person
from bot.ids import Action

WEEKS = 10
STRIDE = 6 * 3600  # seconds a step of time, while nobody looks
LONDON = ZoneInfo("Europe/London")
ZONES = {person[0]: ZoneInfo(person[3]) for person in PEOPLE}
HEDY, TUNDE, KAREN, SOPHIE, OMAR, PRIYA = "U0HEDY", "U0TUNDE", "U0KAREN", "U0SOPHIE", "U0OMAR", "U0PRIYA"
RADIA, DOROTHY, TIM, JAMAL = "U0RADIA", "U0DOROTHY", "U0TIM", "U0JAMAL"
MON, TUE, WED, THU, FRI = range(5)
USEFUL = (Action.USEFUL_1, Action.USEFUL_2, Action.USEFUL_3, Action.USEFUL_4, Action.USEFUL_5)

Deed = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Meeting:
    """A meeting of a pair: its number, day, time in the mentee's zone, place, and how useful each of the two found it
    (mentee, mentor); None while it has not been held."""

    number: int
    week: int
    day: int
    clock: str
    place: str
    useful: tuple[int, int] | None = None


class Opening:
    """Lives the programme from `opens` minus ten weeks until `opens`, the Monday on which the demo begins."""

    def __init__(self, page: Page, opens: datetime) -> None:
        self._page = page
        self._opens = opens
        self._first = opens.astimezone(LONDON).date() - timedelta(weeks=WEEKS)
        self._agenda: list[tuple[datetime, Deed]] = []

    @staticmethod
    def begins(opens: datetime) -> datetime:
        """What the clock shows before anything has happened."""
        local = opens.astimezone(LONDON)
        return datetime.combine(local.date() - timedelta(weeks=WEEKS), local.time(), LONDON)

    async def live(self) -> None:
        """Lives it all. Raises RuntimeError when somebody does not see what they were to press."""
        self._write_agenda()
        for moment, deed in sorted(self._agenda, key=lambda entry: entry[0]):
            await self._page.until(moment, STRIDE)
            await deed()
        await self._page.until(self._opens, STRIDE)
        await self._look_around()

    # the agenda

    def _write_agenda(self) -> None:
        self._first_round()
        self._second_round()
        self._last_days()

    def _first_round(self) -> None:
        """Three pairs from the first day on: ten weeks later they are at different meetings."""
        self._at(0, MON, "09:05", self._create)
        for person in (TUNDE, SOPHIE, PRIYA, HEDY, KAREN, OMAR):
            self._joins(0, MON, "09:10", person)
        self._at(0, MON, "11:00", self._match)
        self._pair(TUNDE, HEDY, yes=(0, MON, "12:30"), yes_too=(0, MON, "14:00"))
        self._pair(SOPHIE, KAREN, yes=(0, MON, "15:10"), yes_too=(0, TUE, "09:30"))
        self._pair(PRIYA, OMAR, yes=(0, THU, "08:00"), yes_too=(0, FRI, "10:00"))

        self._meet(HEDY, TUNDE, Meeting(1, 1, WED, "10:00", "The bench behind the canteen", (4, 4)))
        self._meet(HEDY, TUNDE, Meeting(2, 4, THU, "14:00", "Café Lumière", (5, 4)))
        self._meet(HEDY, TUNDE, Meeting(3, 7, WED, "11:00", "By video, cameras on", (5, 5)))
        self._meet(HEDY, TUNDE, Meeting(4, 10, THU, "10:00", "Tunde's favourite place, he will not say where"))
        self._at(7, FRI, "10:00", lambda: self._write(HEDY, words.ADVERT))
        self._at(7, FRI, "12:00", self._does(TUNDE, Action.STORY_YES))
        self._at(8, MON, "09:00", self._does(HEDY, Action.STORY_YES))
        self._at(8, MON, "10:30", self._does(MARGARET, Action.STORY_POST))
        self._at(8, MON, "10:45", lambda: self._person(TIM).say(STORIES, "“Competitive salary”! I feel seen."))

        self._meet(KAREN, SOPHIE, Meeting(1, 2, TUE, "10:00", "Sophie's desk", (4, 3)))
        self._meet(KAREN, SOPHIE, Meeting(2, 5, TUE, "15:00", "Sophie's desk", (5, 4)))
        self._meet(KAREN, SOPHIE, Meeting(3, 8, THU, "10:00", "Sophie's desk", (5, 5)))
        self._at(9, THU, "16:00", lambda: self._write(SOPHIE, words.EYES_CLOSED))
        self._at(9, THU, "16:20", self._does(SOPHIE, Action.STORY_YES))

        self._meet(OMAR, PRIYA, Meeting(1, 7, TUE, "11:00", "By video", (5, 4)))

    def _second_round(self) -> None:
        """Two pairs of the last weeks: one has a date, the other has just been introduced."""
        for person in (DOROTHY, RADIA, JAMAL, TIM):
            self._joins(8, MON, "15:00", person)
        self._at(8, TUE, "15:00", self._match)
        self._pair(DOROTHY, RADIA, yes=(8, WED, "15:00"), yes_too=(8, THU, "15:30"))
        self._meet(RADIA, DOROTHY, Meeting(1, 10, WED, "10:00", "The park with the wooden bridge"))
        self._pair(JAMAL, TIM, yes=(9, MON, "12:00"), yes_too=(9, THU, "10:00"))

    def _last_days(self) -> None:
        """Ada and Grace are proposed to each other: Ada's card is what the demo opens with. Linus comes and waits."""
        for person in (ADA, GRACE):
            self._joins(9, FRI, "14:10", person)
        self._at(9, FRI, "15:00", self._match)
        self._at(WEEKS, MON, "08:45", self._small_talk)
        self._joins(WEEKS, MON, "08:50", LINUS)

    def _at(self, week: int, day: int, clock: str, deed: Deed, zone: ZoneInfo = LONDON) -> None:
        self._agenda.append((datetime.combine(self._date(week, day), time.fromisoformat(clock), zone), deed))

    def _date(self, week: int, day: int) -> date:
        return self._first + timedelta(weeks=week, days=day)

    def _joins(self, week: int, day: int, clock: str, person: str) -> None:
        self._at(week, day, clock, lambda: self._join(person))

    def _pair(self, mentor: str, mentee: str, *, yes: tuple[int, int, str], yes_too: tuple[int, int, str]) -> None:
        """Both say yes; then they greet each other in their group."""
        self._at(*yes, self._does(mentor, Action.PROPOSAL_YES))
        self._at(*yes_too, lambda: self._say_yes(mentee, mentor))

    def _meet(self, mentee: str, mentor: str, meeting: Meeting) -> None:
        """Booked in time, held, answered by both an hour after it."""
        start = datetime.combine(
            self._date(meeting.week, meeting.day), time.fromisoformat(meeting.clock), ZONES[mentee]
        )
        booked = start - timedelta(days=6 if meeting.number == 1 else 14)
        self._agenda.append((booked, lambda: self._book(mentee, meeting, start.date())))
        if meeting.useful is not None:
            after = start + timedelta(hours=2, minutes=20)
            self._agenda.append((after, lambda: self._answer(mentee, meeting, 0)))
            self._agenda.append((after + timedelta(minutes=7), lambda: self._answer(mentor, meeting, 1)))

    # deeds

    def _person(self, user_id: str) -> Person:
        return self._page.person(user_id)

    def _does(self, user_id: str, action: Action) -> Deed:
        return lambda: self._person(user_id).press(action)

    async def _create(self) -> None:
        margaret = self._person(MARGARET)
        await margaret.command("/mentoring-admin create", GENERAL)
        name = f"Flip {self._opens.year}"
        await margaret.submit(name=name, goal=words.GOAL, topics="\n".join(words.TOPICS), channel=STORIES, weeks="3")
        await margaret.close()
        await margaret.command("/mentoring-admin invite", GENERAL)

    async def _join(self, user_id: str) -> None:
        person, wish = self._person(user_id), words.WISHES[user_id]
        await person.press(Action.JOIN_AS_MENTOR if user_id in words.MENTORS else Action.JOIN_AS_MENTEE)
        await person.submit(topics=list(wish.topics), goal=wish.goal, consent=True)
        await person.close()

    async def _match(self) -> None:
        margaret = self._person(MARGARET)
        await margaret.command("/mentoring-admin match", GENERAL)
        await margaret.press(Action.APPROVE_ALL)

    async def _say_yes(self, mentee: str, mentor: str) -> None:
        await self._person(mentee).press(Action.PROPOSAL_YES)
        group = await self._person(mentee).group_with(mentor)
        await self._person(mentee).say(group, words.HELLOS[mentee])
        if mentor in words.ANSWERS:
            await self._person(mentor).say(group, words.ANSWERS[mentor])

    async def _book(self, mentee: str, meeting: Meeting, day: date) -> None:
        person = self._person(mentee)
        await person.open_home()
        await person.press(Action.BOOK)
        await person.submit(day=day.isoformat(), clock=meeting.clock, place=meeting.place)
        await person.close()

    async def _answer(self, user_id: str, meeting: Meeting, side: int) -> None:
        assert meeting.useful is not None
        person = self._person(user_id)
        await person.press(Action.MET)
        await person.press(USEFUL[meeting.useful[side] - 1])
        if thought := words.THOUGHTS.get((user_id, meeting.number)):
            await person.press(Action.TELL_MORE)
            await person.submit(free=meeting.useful[side], learned=thought[0], will_do=thought[1])
            await person.close()

    async def _write(self, user_id: str, story: words.Story) -> None:
        person = self._person(user_id)
        await person.press(Action.WRITE_STORY)
        await person.submit(headline=story.headline, happened=story.happened, different=story.different)
        await person.close()

    async def _small_talk(self) -> None:
        for user_id, channel, text in words.SMALL_TALK:
            await self._person(user_id).say(channel, text)

    async def _look_around(self) -> None:
        """Whoever has nothing to answer has read everything; the others find it unread, as on a Monday morning."""
        for user_id, *_ in PEOPLE:
            if user_id not in (ADA, KAREN, TIM):
                await self._person(user_id).read_everything()
