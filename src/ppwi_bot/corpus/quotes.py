"""One participant's verbatim words, and who may see them."""

from dataclasses import dataclass
from enum import StrEnum


class Perspective(StrEnum):
    """The role a participant spoke from; `NOT_STATED` where the source does not say."""

    DIRECT_SERVICE_PROVIDER = "direct_service_provider"
    ADMINISTRATOR = "administrator"
    SYSTEM_LEADER = "system_leader"
    NOT_STATED = "not_stated"

    @property
    def singular(self) -> str:
        """The name of one such person, as shown under a quote."""
        return self.value.replace("_", " ") if self is not Perspective.NOT_STATED else "perspective not stated"

    @property
    def plural(self) -> str:
        """The name of several such people, as used in a sentence."""
        return f"{self.singular}s" if self is not Perspective.NOT_STATED else "people whose perspective is not stated"


class Audience(StrEnum):
    """Who may see a quote: everyone, staff of the initiative only, or nobody until it is released."""

    PUBLIC = "public"
    STAFF = "staff"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of one participant.

    `text` is letter for letter what the corpus file holds. `codes` are ids of the codebook, most specific first as
    the researcher wrote them. `participant` is a pseudonymous code, empty where unknown. `affinity_group`, `region`
    and `source` are empty where not stated. `language` is a BCP 47 tag.
    """

    id: str
    corpus: str
    text: str
    codes: tuple[str, ...]
    perspective: Perspective
    affinity_group: str
    region: str
    audience: Audience
    language: str
    source: str
    participant: str
