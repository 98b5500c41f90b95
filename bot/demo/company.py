"""A made-up company of twenty, and its roster. Data only: the demo and the tests hand it to the sandbox."""

from typing import Any

TEAM = {"id": "T0NORTHWIND", "name": "Northwind", "domain": "northwind"}
STORIES, GENERAL, CANTEEN = "C0STORIES", "C0GENERAL", "C0CANTEEN"

MARGARET, ADA, GRACE, LINUS, CHARLIE = "U0MARGARET", "U0ADA", "U0GRACE", "U0LINUS", "U0CHARLIE"

# (user id, name, title, zone, locale, manager, department, level); level 1 is an apprentice, 5 the board
PEOPLE = (
    ("U0EDITH", "Edith Clarke", "Chief Executive", "Europe/London", "en-GB", None, "Board", 5),
    (GRACE, "Grace Hopper", "Director of Operations", "America/New_York", "en-US", "U0EDITH", "Operations", 4),
    (LINUS, "Linus Pauling", "Finance Director", "Europe/London", "en-GB", "U0EDITH", "Finance", 4),
    ("U0HEDY", "Hedy Lamarr", "Director of Engineering", "Europe/Paris", "en-GB", "U0EDITH", "Engineering", 4),
    ("U0KAREN", "Karen Spärck Jones", "Head of Research", "Europe/London", "en-GB", "U0EDITH", "Research", 4),
    ("U0OMAR", "Omar al-Khayyam", "Sales Director", "Asia/Dubai", "en-GB", "U0EDITH", "Sales", 4),
    (MARGARET, "Margaret Hamilton", "Head of Learning", "Europe/London", "en-GB", "U0EDITH", "People", 4),
    (CHARLIE, "Charlie Babbage", "Team lead, Operations", "Europe/London", "en-GB", GRACE, "Operations", 3),
    ("U0RADIA", "Radia Perlman", "Team lead, Networks", "America/New_York", "en-US", "U0HEDY", "Engineering", 3),
    ("U0TIM", "Tim Lee", "Team lead, Web", "Europe/London", "en-GB", "U0HEDY", "Engineering", 3),
    (ADA, "Ada Lovelace", "Apprentice, Engineering", "Europe/London", "en-GB", "U0TIM", "Engineering", 1),
    ("U0ALAN", "Alan Turing", "Graduate, Research", "Europe/London", "en-GB", "U0KAREN", "Research", 1),
    ("U0KATHERINE", "Katherine Johnson", "Analyst, Finance", "America/New_York", "en-US", LINUS, "Finance", 2),
    ("U0DOROTHY", "Dorothy Vaughan", "Analyst, Operations", "America/New_York", "en-US", CHARLIE, "Operations", 2),
    ("U0NOOR", "نور الهدى", "Junior designer", "Asia/Dubai", "en-GB", "U0OMAR", "Sales", 1),
    ("U0MEI", "Mei Lin 林美", "Data scientist", "Asia/Singapore", "en-GB", "U0KAREN", "Research", 2),
    ("U0JAMAL", "Jamal Edwards", "Apprentice, Sales", "Europe/London", "en-GB", "U0OMAR", "Sales", 1),
    ("U0SOPHIE", "Sophie Wilson", "Engineer", "Europe/London", "en-GB", "U0RADIA", "Engineering", 2),
    ("U0PRIYA", "Priya Natarajan", "Support specialist", "Asia/Kolkata", "en-GB", CHARLIE, "Operations", 1),
    ("U0TUNDE", "Tunde Adeyemi", "Social media associate", "Africa/Lagos", "en-GB", "U0OMAR", "Sales", 2),
)


def company(first: str = "U0EDITH") -> dict[str, Any]:
    """The company as the sandbox takes it. The bot is in the stories channel and in #general, not in #canteen.

    `first` is who stands first in the list: the page opens as them, and shows the next one beside them.
    """
    everybody = [person[0] for person in PEOPLE]
    users = [
        {
            "id": user_id,
            "name": user_id.removeprefix("U0").lower(),
            "real_name": name,
            "display_name": name,
            "title": title,
            "tz": zone,
            "locale": locale,
        }
        for user_id, name, title, zone, locale, *_ in sorted(
            PEOPLE, key=lambda person: (person[0] != first, person[0] not in (ADA, GRACE, MARGARET))
        )
    ]
    return {
        "team": dict(TEAM),
        "users": users,
        "channels": [
            {"id": GENERAL, "name": "general", "members": everybody, "bot_is_member": True},
            {"id": STORIES, "name": "reverse-mentoring-stories", "members": everybody, "bot_is_member": True},
            {"id": CANTEEN, "name": "canteen", "members": everybody, "bot_is_member": False},
        ],
    }


def roster_csv() -> str:
    """The roster as `python -m bot import` takes it."""
    lines = ["user_id,manager,department,level"]
    lines += [f"{user},{manager or ''},{department},{level}" for user, *_, manager, department, level in PEOPLE]
    return "\n".join(lines) + "\n"
