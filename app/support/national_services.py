"""Helplines that every new organisation's help page begins with; the organisation can change them.

Each is a name, a phone number and whom it is for. Names and numbers are as their services publish them.
"""

NATIONAL_SERVICES = (
    ("National Domestic Abuse Helpline", "0808 2000 247", "Women in England, day and night, free. Run by Refuge."),
    ("Men's Advice Line", "0808 801 0327", "Men who are being harmed by a partner, ex-partner or relative."),
    ("Galop", "0800 999 5428", "LGBT+ people who have been abused."),
    ("Karma Nirvana", "0800 5999 247", "Anyone facing forced marriage or so-called honour-based abuse."),
    ("Respect Phoneline", "0808 802 4040", "Anyone worried about their own behaviour towards somebody close."),
    ("Live Fear Free", "0808 80 10 800", "Anyone in Wales, day and night, free."),
    ("Domestic Abuse and Forced Marriage Helpline", "0800 027 1234", "Anyone in Scotland, day and night, free."),
    ("Domestic and Sexual Abuse Helpline", "0808 802 1414", "Anyone in Northern Ireland, day and night, free."),
)
