"""A date for somebody's own calendar (RFC 5545)."""

from datetime import date, datetime

ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
FOLD_AT = 70


def all_day_event(uid: str, day: date, summary: str, description: str, stamped_at: datetime) -> bytes:
    """One all-day event as an .ics file; `stamped_at` is in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Waymark//Training//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamped_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{summary.translate(ESCAPES)}",
        f"DESCRIPTION:{description.translate(ESCAPES)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _fold(line: str) -> str:
    return "\r\n ".join(line[start : start + FOLD_AT] for start in range(0, len(line), FOLD_AT))
