"""What stewards have to approve before anybody sees it: a corpus, an affinity group or a region."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ppwi_bot.corpus.library import NamedSet
from ppwi_bot.corpus.problems import Report, shown, suggestion_among
from ppwi_bot.corpus.quotes import Audience, Quote

KEYS = ("group", "region", "approved_by", "approved_on")


@dataclass(frozen=True, slots=True)
class Consent:
    """One `[[withheld]]` entry. `where` says where it stands; without group and region it covers the whole corpus."""

    where: str
    group: str
    region: str
    approved: bool

    def covers(self, quote: Quote, places: Iterable[NamedSet]) -> bool:
        """Whether a quote waits for this approval; a region may be an area of `places`."""
        regions = frozenset({self.region}).union(*(one.members for one in places if one.name == self.region))
        return (not self.group or quote.affinity_group == self.group) and (not self.region or quote.region in regions)


def read_consent(entry: Mapping[str, Any], where: str, group: str, region: str, report: Report) -> Consent:
    """An entry whose `group` and `region` were read as texts already. In doubt, nothing is approved."""
    by, on = entry.get("approved_by", ""), entry.get("approved_on", "")
    named = isinstance(by, str) and bool(by.strip())
    day = _day(on)
    if not isinstance(by, str):
        report.add("not a text", 'Write the steward\'s name: approved_by = "…".', field=f"{where}approved_by")
    elif on and not named:
        remedy = 'Write who approved it, approved_by = "…", or take approved_on away.'
        report.add("an approval without a name", remedy, field=f"{where}approved_by")
    if named and not on:
        remedy = "Write the day, approved_on = 2026-01-31, or take approved_by away."
        report.add("an approval without a day", remedy, field=f"{where}approved_on")
    elif on and day is None:
        report.add(f"not a day: {shown(str(on))}", "Write it as approved_on = 2026-01-31.", field=f"{where}approved_on")
    elif day and day > date.today():
        report.add(
            f"{day} is in the future", "Write the day of the approval once it is given.", field=f"{where}approved_on"
        )
    return Consent(where, group, region, approved=named and day is not None and day <= date.today())


def check_consent(
    consents: Iterable[Consent],
    quotes: Iterable[Quote],
    groups: Iterable[NamedSet],
    places: Iterable[NamedSet],
    report: Report,
) -> None:
    """Report groups and regions that the corpus does not have: a slip of the pen would leave quotes open."""
    quotes = tuple(quotes)
    known = {
        "group": {one.name for one in groups} | {quote.affinity_group for quote in quotes} - {""},
        "region": {one.name for one in places} | {quote.region for quote in quotes} - {""},
    }
    for consent in consents:
        for field, name in (("group", consent.group), ("region", consent.region)):
            if name and name not in known[field]:
                remedy = f"{suggestion_among(name, sorted(known[field]))}Write it as in quotes.csv."
                report.add(f"no quote has the {field} {shown(name)}", remedy, field=f"{consent.where}{field}")


def withheld(quote: Quote, consents: Sequence[Consent], places: Iterable[NamedSet]) -> Quote:
    """The quote, withheld where a steward has yet to approve it."""
    waits = any(not consent.approved and consent.covers(quote, places) for consent in consents)
    return replace(quote, audience=Audience.WITHHELD) if waits else quote


def _day(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
