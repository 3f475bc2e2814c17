"""The invented council of the demonstration. Phone numbers are from the ranges kept for drama; nobody here is real."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team with its manager's job, and what so many others do there. Some are without email address."""

    name: str
    above: str | None
    manager: str
    job: str
    size: int
    is_customer_facing: bool = False
    employment: str = "employee"
    has_email: bool = True
    alias: str | None = None


TEAMS = (
    TeamPlan("Housing", None, "Head of housing", "Housing support officer", 3),
    TeamPlan("Repairs", "Housing", "Repairs manager", "Repairs operative", 42, has_email=False, alias="Repairs Team"),
    TeamPlan("Repairs contractors", "Repairs", "Contracts manager", "Heating engineer", 12, employment="contractor"),
    TeamPlan("Estates", "Housing", "Estates manager", "Caretaker", 21, has_email=False),
    TeamPlan("Homelessness", "Housing", "Homelessness manager", "Homelessness officer", 22, is_customer_facing=True),
    TeamPlan("Lettings", "Housing", "Lettings manager", "Lettings officer", 14, is_customer_facing=True),
    TeamPlan("Income", "Housing", "Income manager", "Income officer", 18, is_customer_facing=True),
    TeamPlan("Neighbourhoods", "Housing", "Neighbourhoods manager", "Housing officer", 26, is_customer_facing=True),
    TeamPlan("Customers", None, "Head of customer services", "Customer services analyst", 3),
    TeamPlan("Contact centre", "Customers", "Contact centre manager", "Customer adviser", 38, is_customer_facing=True),
    TeamPlan("Contact centre relief", "Contact centre", "Shift leader", "Customer adviser", 9, True, "agency"),
    TeamPlan("Front desk", "Customers", "Front desk manager", "Receptionist", 12, is_customer_facing=True),
    TeamPlan("Libraries", "Customers", "Libraries manager", "Library assistant", 20, is_customer_facing=True),
    TeamPlan("Library friends", "Libraries", "Volunteers organiser", "Library volunteer", 8, True, "volunteer"),
    TeamPlan("Place", None, "Head of place", "Project officer", 4),
    TeamPlan("Parks", "Place", "Parks manager", "Gardener", 18, has_email=False),
    TeamPlan("Waste", "Place", "Waste manager", "Collection crew", 30, has_email=False),
    TeamPlan("Planning", "Place", "Planning manager", "Planning officer", 16),
    TeamPlan("Corporate", None, "Chief of staff", "Policy officer", 5),
    TeamPlan("Human resources", "Corporate", "Human resources manager", "HR adviser", 12),
    TeamPlan("Digital", "Corporate", "Digital manager", "Developer", 16),
    TeamPlan("Finance", "Corporate", "Finance manager", "Accountant", 18),
    TeamPlan("Members", "Corporate", "Democratic services manager", "Councillor", 24, employment="councillor"),
)

ROLES = (
    ("learner", "Siân Ŵyn ap Gwŷnn", "Repairs", "Repairs operative", False, frozenset[str](), 20),
    ("manager", "Marcus Okafor", "Housing", "Head of housing", True, frozenset[str](), 1200),
    ("trainer", "Jo Bright", "Corporate", "Domestic abuse trainer", False, frozenset({"trainer"}), 900),
    ("lead", "Nadia Rahman", "Human resources", "Training lead", False, frozenset({"lead"}), 1500),
    ("admin", "Piotr Łukaszewicz", "Digital", "Systems administrator", False, frozenset({"admin"}), 700),
)
"""Role, name, team, job, manages, rights, and for how many days in post."""

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
    "Mateusz", "Niamh", "Olena", "Priya", "Rhys", "Shanice", "Tomasz", "Yusuf", "Zainab", "Aled", "Chidi", "Deirdre",
    "Ewa", "Grace", "Hassan", "Iolo", "Kofi",
)  # fmt: skip

FAMILY_NAMES = (
    "Adeyemi", "Begum", "Campbell", "Davies", "Eze", "Fernández", "Griffiths", "Hussain", "Ivanova", "Jones",
    "Kowalski", "Lewis", "Mensah", "Nguyễn", "O'Brien", "Patel", "Roberts", "Shah", "Thompson", "Williams", "Ahmed",
    "Brown", "Chaudhry", "Evans", "Farah", "Gill", "Hughes",
)  # fmt: skip


def invented_names(count: int) -> list[str]:
    """`count` different names, the same every time."""
    given, family = len(GIVEN_NAMES), len(FAMILY_NAMES)
    return [f"{GIVEN_NAMES[number % given]} {FAMILY_NAMES[number * 11 % family]}" for number in range(count)]
