"""The invented council of the demonstration. Phone numbers are from the ranges kept for drama; nobody here is real."""

from app.people.setting_up import DEFAULT_REQUIREMENTS

TEAMS = {
    "Housing": ("Repairs", "Homelessness", "Lettings", "Income"),
    "Customers": ("Contact centre", "Front desk"),
    "Corporate": ("Human resources", "Digital"),
}

ROLES = (
    ("learner", "Siân Ŵyn ap Gwŷnn", "Repairs", "Repairs operative", False, frozenset[str](), 20),
    ("manager", "Marcus Okafor", "Housing", "Head of housing", True, frozenset[str](), 1200),
    ("trainer", "Jo Bright", "Corporate", "Domestic abuse trainer", False, frozenset({"trainer"}), 900),
    ("lead", "Nadia Rahman", "Human resources", "Training lead", False, frozenset({"lead"}), 1500),
    ("admin", "Piotr Łukaszewicz", "Digital", "Systems administrator", False, frozenset({"admin"}), 700),
)
"""Role, name, team, job, manages, rights, and for how many days in post."""

REQUIREMENTS = DEFAULT_REQUIREMENTS

DETAILS = {
    "pathway.lead": "Jo Bright, our domestic abuse lead, on 020 7946 0010",
    "pathway.safeguarding": "the Safeguarding Adults team on 020 7946 0011",
    "pathway.children": "the Children's Front Door on 020 7946 0012",
    "pathway.specialist": "Northgate Haven, our local specialist service, on 020 7946 0013",
    "pathway.marac": "the MARAC form on the staff pages, with help from Jo Bright",
    "pathway.policy": "the Domestic Abuse Policy on the staff pages",
    "pathway.hr": "the HR Advice Line on 020 7946 0014",
    "pathway.wellbeing": "the staff counselling service on 020 7946 0015, day or night",
    "pathway.interpreters": "Northgate Languages on 020 7946 0016",
    "pathway.recording": "the restricted concern form in the housing system",
}

LOCAL_SERVICES = (
    ("Northgate Haven", "020 7946 0013", "Advice and refuge for anyone in Northgate, 9am to 9pm every day."),
    ("Staff counselling service", "020 7946 0015", "Confidential, for everyone who works here, day or night."),
)

GIVEN_NAMES = (
    "Amara", "Bethan", "Callum", "Danuta", "Emeka", "Farida", "Gareth", "Hana", "Imran", "Joanna", "Kwame", "Leila",
    "Mateusz", "Niamh", "Olena", "Priya", "Rhys", "Shanice", "Tomasz", "Yusuf",
)  # fmt: skip

FAMILY_NAMES = (
    "Adeyemi", "Begum", "Campbell", "Davies", "Eze", "Fernández", "Griffiths", "Hussain", "Ivanova", "Jones",
    "Kowalski", "Lewis", "Mensah", "Nguyễn", "O'Brien", "Patel", "Roberts", "Shah", "Thompson", "Williams",
)  # fmt: skip


def invented_names(count: int) -> list[str]:
    """`count` different names, the same every time."""
    given, family = len(GIVEN_NAMES), len(FAMILY_NAMES)
    return [
        f"{GIVEN_NAMES[number % given]} {FAMILY_NAMES[(number * 7 + number // given) % family]}"
        for number in range(count)
    ]
