"""One place in a text that may identify somebody, and what kinds there are."""

from typing import NamedTuple

PERSON = "person"
PLACE = "place"
ORGANISATION = "organisation"
HEALTH = "health-service"
ADDRESS = "address"
DATE = "date"
AGE = "age"
NATIONAL_ID = "national-id"
ACCOUNT = "account"
PHONE = "phone"
EMAIL = "email"
WEB = "web"
PLATE = "plate"
OTHER = "name"

KINDS = (
    PERSON,
    PLACE,
    ORGANISATION,
    HEALTH,
    ADDRESS,
    DATE,
    AGE,
    NATIONAL_ID,
    ACCOUNT,
    PHONE,
    EMAIL,
    WEB,
    PLATE,
    OTHER,
)
"""What the finder tells apart, for sorting: a hospital may come as a place. `name` is a name of another sort."""


class Candidate(NamedTuple):
    """The characters `start`-`end` (code points, half-open), which read `text`, may identify somebody.

    `score` is how often such a sign was right on texts that the finder had not seen, between 0 and 1 (the table is in
    `scores.py`); it is not the chance that this very place identifies. `replacement` is what could stand there instead.
    """

    start: int
    end: int
    text: str
    kind: str
    score: float
    replacement: str
