"""What the people of the demo say: goals, places, thoughts, stories, small talk. Made up, like everything in it."""

from dataclasses import dataclass

from bot.demo.company import CANTEEN, GENERAL

GOAL = "Hear what our youngest colleagues already know, before our customers have to tell us."
AI, SOCIAL, ACCESS, SUPPORT, CUSTOMERS, START, BELONGING = TOPICS = (
    "AI at work",
    "Social media",
    "Accessibility",
    "What support hears",
    "Customers under 25",
    "Your first year here",
    "Belonging",
)


@dataclass(frozen=True)
class Wish:
    """What somebody answers when they join."""

    topics: tuple[str, ...]
    goal: str


WISHES = {
    "U0HEDY": Wish((SOCIAL,), "Why hardly anybody under thirty applies to us. I have read the reports. I never asked."),
    "U0TUNDE": Wish((SOCIAL, CUSTOMERS), "How to disagree with a director and still be asked to lunch."),
    "U0KAREN": Wish(
        (ACCESS,), "I have studied language for thirty years, and never once used our own product with my eyes closed."
    ),
    "U0SOPHIE": Wish((ACCESS,), "To be heard in a meeting where everybody but me has a title."),
    "U0OMAR": Wish((SUPPORT,), "What customers say about us once my people have sold to them and gone home."),
    "U0PRIYA": Wish((SUPPORT,), "How sales decides what to promise. I would like to be asked once, before."),
    "U0RADIA": Wish((START,), "What our first weeks feel like. I planned them, so I am the last to hear."),
    "U0DOROTHY": Wish((START,), "Somebody who tells me honestly what being promoted costs."),
    "U0TIM": Wish((CUSTOMERS,), "What a nineteen-year-old does on our website in the minute before leaving it."),
    "U0JAMAL": Wish((CUSTOMERS, SOCIAL), "To learn how something goes from an idea to a thing that people use."),
    "U0GRACE": Wish(
        (AI,), "What AI can really do for our warehouses, from somebody who uses it every day and sells nothing."
    ),
    "U0ADA": Wish((AI, SOCIAL), "How decisions are made up there. One day I would like to be in such a room."),
    "U0LINUS": Wish(
        (BELONGING,), "Whether people feel that they can be themselves here. My surveys say yes. I wonder."
    ),
}


@dataclass(frozen=True)
class Story:
    """A story as its author fills it in."""

    headline: str
    happened: str
    different: str


ADVERT = Story(
    "The advert that put everybody to sleep",
    "Tunde read one of our job adverts aloud to me, in the voice of a flight attendant. Fourteen requirements, and not "
    "one human being. I laughed until I remembered who had signed it off.\n"
    "Then he showed me what his friends look at before they apply: who they would sit next to, and whether those "
    "people seem to like each other. We rewrote the advert in an hour, over bad coffee.",
    "Every advert of ours now begins with the two people you would sit between. Twice as many people under thirty have "
    "applied. And before I send anything to the whole company, Tunde reads it first.",
)

EYES_CLOSED = Story(
    "Eleven minutes with my eyes closed",
    "I asked Karen to book a meeting room in our own app with the screen reader on and her eyes shut. She is the "
    "cleverest person I know. After eleven minutes she had booked a car.\n"
    "We laughed a lot. Then we were quiet for a bit, because some of our customers do this every morning.",
    "Karen now begins every design review with five minutes without a screen. I had thought that nobody up there would "
    "care. It turned out that nobody had shown them.",
)

THOUGHTS = {
    ("U0HEDY", 1): ("Nobody reads past the third line. Not even me.", "Show Tunde the next advert before it goes out"),
    ("U0TUNDE", 1): ("Directors are nervous too, they just sit straighter", "Bring three examples I love"),
    ("U0HEDY", 3): ("“Competitive salary” means “low” to everybody but us", "Put the number in"),
    ("U0KAREN", 2): ("A button without a name is a locked door", "Try the app with a keyboard only, once a week"),
    ("U0SOPHIE", 3): ("If I show instead of explain, people listen", "Do the same demo for my own team"),
    ("U0OMAR", 1): ("Half of all tickets begin with a promise of ours", "Sit with support for one morning a month"),
}

HELLOS = {
    "U0HEDY": "Hello Tunde, how good to meet you. Coffee first, slides never?",
    "U0KAREN": "Dear Sophie, I am looking forward to this, and a little nervous. Is that allowed?",
    "U0OMAR": "Priya, hello! I promise to ask the stupid questions.",
    "U0RADIA": "Hi Dorothy! Same city, so let us walk. There is a park that nobody from the office knows.",
    "U0TIM": "Hello Jamal, you start: what should I look at before we meet?",
}
ANSWERS = {
    "U0TUNDE": "Slides never. I will bring my phone and some bad news :grin:",
    "U0SOPHIE": "Allowed! I am too. Shall we meet at my desk? The screen reader lives there.",
    "U0PRIYA": "There are none. Well, two. I will show you both.",
    "U0DOROTHY": "A walk sounds perfect.",
}

SMALL_TALK = (
    ("U0KATHERINE", GENERAL, "The new starters' photos are on the wall by the lifts. Go and say hello to them!"),
    ("U0CHARLIE", CANTEEN, "Soup today: leek and potato. You have been told."),
    ("U0MEI", CANTEEN, "Is there any left? Asking for the whole of Research."),
)

MENTORS = frozenset({"U0TUNDE", "U0SOPHIE", "U0PRIYA", "U0DOROTHY", "U0JAMAL", "U0ADA"})
