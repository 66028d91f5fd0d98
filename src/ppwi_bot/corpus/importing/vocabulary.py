"""Words that others use for our fields and their values. A guess from them is always shown before anything is written."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process, utils

from ppwi_bot.corpus.codebook import Actor
from ppwi_bot.corpus.quotes import Audience, Perspective

NEAR_ENOUGH = 88.0
"""Likeness (0–100) from which two words count as one, as 'Perpective' does for 'perspective'."""

HEADERS: Mapping[str, Sequence[str]] = {
    "id": ("id", "quote id", "quotation id", "quote number", "quote no", "excerpt id", "key", "guid", "uuid"),
    "text": (
        "text", "quote", "quotes", "quote text", "quotation", "quotation content", "verbatim", "verbatim quote", "excerpt",
        "excerpt copy", "excerpt text", "coded segment", "coded segments", "segment", "participant quote", "words", "content",
        "coded text", "selected text", "cita", "comment", "response", "answer",
    ),
    "codes": (
        "codes", "code", "topics", "coded with", "code name", "codes applied", "tags", "tag", "labels", "label", "nodes",
        "node", "coding", "codigo", "code path", "category", "categories",
    ),
    "code_ids": ("code ids",),
    "theme": ("theme", "themes", "parent theme", "main theme", "parent code", "tema"),
    "topic": ("topic", "child code", "code level 2"),
    "subtopic": ("subtopic", "sub topic", "subtopics", "sub topics", "subtheme", "sub theme", "subcode", "sub code"),
    "perspective": (
        "perspective", "role", "position", "participant role", "participant type", "type of participant", "stakeholder",
        "stakeholder group", "respondent type", "job role", "job", "speaker role",
    ),
    "affinity_group": ("affinity group", "group", "focus group", "group name", "focus group name", "community", "cohort"),
    "region": ("region", "county", "area", "location", "place", "geography", "region county", "county or region"),
    "participant": (
        "participant", "participant id", "participant code", "pid", "speaker", "speaker id", "respondent", "respondent id",
        "interviewee", "person", "pseudonym", "case", "case id", "document", "document name", "transcript",
    ),
    "audience": (
        "audience", "consent", "may be published", "publish", "public", "visibility", "who may see it", "permission",
        "consent to publish", "ok to share", "can be shared", "sharing",
    ),
    "language": ("language", "lang", "idioma", "language of quote"),
    "source": ("source", "url", "link", "web address", "address", "page", "source url"),
}  # fmt: skip
"""What a column of ours may be called elsewhere."""

PERSPECTIVES: Mapping[str, Perspective] = {
    name: perspective
    for perspective, names in {
        Perspective.DIRECT_SERVICE_PROVIDER: (
            "direct service provider", "direct service providers", "direct services", "direct service", "dsp", "provider",
            "providers", "service provider", "service providers", "direct care provider", "frontline staff", "front line staff",
            "frontline worker", "direct service staff", "direct service workforce",
        ),
        Perspective.ADMINISTRATOR: (
            "administrator", "administrators", "admin", "admins", "supervisor", "supervisors", "administrator supervisor",
            "administrators and supervisors", "administrator and supervisor", "administrators supervisors",
            "program administrator", "program administrators",
        ),
        Perspective.SYSTEM_LEADER: (
            "system leader", "system leaders", "systems leader", "systems leaders", "system level leader",
            "system level leaders", "systems level leader",
        ),
        Perspective.NOT_STATED: ("not stated", "unknown", "n a", "na", "none", "not known", "missing"),
    }.items()
    for name in names
}  # fmt: skip

AUDIENCES: Mapping[str, Audience] = {
    name: audience
    for audience, names in {
        Audience.PUBLIC: (
            "public", "everyone", "yes", "y", "true", "ok", "publish", "may be published", "can be published", "open",
            "consented", "consent given",
        ),
        Audience.STAFF: ("staff", "staff only", "internal", "internal only", "internal use", "internal use only", "team only"),
        Audience.WITHHELD: (
            "withheld", "withhold", "no", "n", "false", "nobody", "private", "confidential", "do not publish", "not public",
            "do not share", "no consent", "not consented", "withdrawn", "embargoed", "restricted", "pending",
        ),
    }.items()
    for name in names
}  # fmt: skip

ACTORS: Mapping[str, Actor] = {
    name: actor
    for actor, names in {
        Actor.FUNDERS_AND_LEGISLATORS: (
            "funders and legislators", "funders", "legislators", "funder", "legislator", "legislature", "funders legislators",
            "legislators and funders", "policymakers", "policy makers",
        ),
        Actor.GOVERNMENT_AGENCIES: (
            "government agencies", "agencies", "state agencies", "government", "government agency", "state agency",
        ),
        Actor.ORGANIZATION_ADMINISTRATORS: (
            "organization administrators", "organization and program administrators", "organisation administrators",
            "program administrators", "organizations", "administrators", "organization leaders", "organizations and programs",
            "organization and program administrators and supervisors", "employers",
        ),
    }.items()
    for name in names
}  # fmt: skip

LANGUAGES: Mapping[str, str] = {
    "english": "en", "spanish": "es", "español": "es", "espanol": "es", "vietnamese": "vi", "russian": "ru",
    "ukrainian": "uk", "somali": "so", "chinese": "zh", "mandarin": "cmn", "cantonese": "yue", "korean": "ko",
    "tagalog": "tl", "arabic": "ar", "amharic": "am", "tigrinya": "ti", "punjabi": "pa", "french": "fr",
    "portuguese": "pt", "japanese": "ja", "khmer": "km", "marshallese": "mh", "dari": "prs", "pashto": "ps",
}  # fmt: skip
"""Names of languages spoken in Washington State, by their tags."""


def plain(words: str) -> str:
    """Words as they are compared: no capitals, no marks, single spaces."""
    return " ".join(utils.default_process(words.replace("_", " ")).split())


def nearest(words: str, known: Sequence[str]) -> tuple[str, float]:
    """The known words most like these and their likeness (0–100); empty and 0 where none comes near."""
    found = process.extractOne(plain(words), known, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return (found[0], found[1]) if found else ("", 0.0)


def perspective(words: str) -> Perspective | None:
    """The perspective these words name, or None."""
    return PERSPECTIVES.get(nearest(words, tuple(PERSPECTIVES))[0])


def audience(words: str) -> Audience | None:
    """The audience these words name, or None. No likeness here: 'public' and 'not public' must never be confused."""
    return AUDIENCES.get(plain(words))


def actor(words: str) -> Actor | None:
    """The actor these words name, or None."""
    return ACTORS.get(nearest(words, tuple(ACTORS))[0])
