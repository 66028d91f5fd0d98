"""What stands beside a word with a capital, and tells a person from a place and from an organization."""

import re

from ppwi_bot.corpus.protecting.knowledge import any_of, lists

OPENING = frozenset(lists()["opening"])
ACTS = frozenset(lists()["acts"])
ACTS_OF_BODIES = frozenset(lists()["acts_of_bodies"])
TITLES = frozenset(lists()["titles"])
KIN = frozenset(lists()["kin"])
SEASONS = frozenset(lists()["seasons"])

COUNT = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
)

BEGINS = re.compile(
    rf"(?:^|[.!?…]['\"”’)]*\s+|[\"“:¿¡(]\s*|[,—–-]\s*[\"“]|\b(?:{any_of(lists()['before_speech'])}|told \w+),\s|\n\s*)$"
)
"""Before the first word of a sentence, or of what somebody is told to have said."""

TITLE = re.compile(rf"\b(?:{any_of([*TITLES, *KIN])})\.?\s$", re.IGNORECASE)
NAMED = re.compile(r"\b(?:named|name is|called|name['’]s|se llama|me llamo)\s$", re.IGNORECASE)
PERSON_BEFORE = re.compile(
    rf"(?:\b(?:{any_of(lists()['people'])}),?|\b(?:{any_of(lists()['done_to_people'])}))\s$", re.IGNORECASE
)
PERSON_AFTER = re.compile(
    rf"(?:,\s(?:he|she|who|that['’]s|he['’]s|she['’]s|my|our|her|his|{COUNT},|ella|él)\b"
    rf"|\s(?:is|was)\s(?:my|our|his|her|{COUNT})\b"
    r"|['’]s\s(?:\w+\s)?(?:wife|husband|mom|mother|dad|father|desk|kids|baby|house)\b)"
)
FAMILY = re.compile(r"\s(?:family|familia|kids|twins|girls|boys)\b")
LISTED = re.compile(r"(?:,|,? and|,? or| y| e)\s")
BEFORE_A_MONTH = re.compile(rf"\b(?:{any_of(lists()['before_a_month'])})\s$", re.IGNORECASE)

BEFORE_A_PLACE = re.compile(rf"\b(?:{any_of(lists()['before_a_place'])})\s(?:the\s|both\s|town of\s)?$", re.IGNORECASE)
AFTER_A_PLACE = re.compile(r",\s(?:Washington|WA)\b|\s(?:[Rr]eservation|Island|Valley)\b")
COUNTY = re.compile(r"(?:,?\s(?:and|or|y)\s[A-Z][\w ]{0,30}?)?\s[Cc]ount(?:y|ies)\b")
IN = re.compile(r"\b(?:in|near|en)\s(?:the\s)?$", re.IGNORECASE)

AT = re.compile(r"\b(?:at|through)\s(?:the\s)?$", re.IGNORECASE)
FROM = re.compile(r"\b(?:from|for)\s(?:the\s)?$", re.IGNORECASE)
WITH = re.compile(r"\b(?:at|through|for|with|en|by)\s(?:the\s)?$", re.IGNORECASE)
OF_A_PLACE = re.compile(r"\sof\s[A-Z]")
SMALL_BODY = re.compile(
    rf"\b(?:at|from|for|over at|with|to|by)\s((?!(?:{any_of(lists()['not_the_name_of_a_body'])})\b)(?:[\w'’-]+\s){{1,3}}"
    r"(?:daycare|day care|preschool|child care|childcare|learning center|family center|clinic|academy))\b"
)
"""An organization written in small letters."""


def next_word(after: str) -> str:
    """The first word of what follows, in small letters."""
    found = re.match(r"\s+([\w'’]+)", after)
    return found[1].casefold() if found else ""
