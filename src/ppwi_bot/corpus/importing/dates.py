"""Numbers and dates of a spreadsheet as the words a person sees in the cell."""

import re
from datetime import date, datetime, time, timedelta

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[[^\]]*\]|AM/PM|A/P|y+|m+|d+|h+|s+|\.0+|_.|\*.|([^ymdhs"\\\[_*]+?)', re.IGNORECASE
)
_ZEROS = re.compile(r"0+")


def as_shown(value: object, form: str) -> str:
    """A number, date or time as the cell shows it with this number format; texts and what is not known as they are.

    Names of months and days are English, whatever language the file was made in.
    """
    form = form.split(";")[0]
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date | time):
        return _date(value, form)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, int | float):
        return _number(value, form)
    return "" if value is None else str(value)


def _number(value: float, form: str) -> str:
    if _ZEROS.fullmatch(form):
        return f"{round(value):0{len(form)}d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value) if isinstance(value, int) else f"{value:.11g}"


def _date(value: datetime | date | time, form: str) -> str:
    when = value if isinstance(value, datetime) else None
    if isinstance(value, time):
        when = datetime.combine(date(1900, 1, 1), value)
    elif when is None:
        when = datetime.combine(value, time())
    tokens = [(match, match[0].lower()) for match in _TOKEN.finditer(form)]
    if not any(token[0] in "ymdhs" for _, token in tokens):
        return when.isoformat(" ").removesuffix(" 00:00:00")
    halves = any(token in ("am/pm", "a/p") for _, token in tokens)
    shown = []
    for place, (match, token) in enumerate(tokens):
        if match[1] is not None or match[2] is not None:
            shown.append(match[1] if match[1] is not None else match[2])
        elif token[0] in "[_*":
            shown.append(" " if token[0] == "_" else "")
        elif token[0] == "m" and len(token) <= 2 and _is_minute(place, [each for _, each in tokens]):
            shown.append(f"{when.minute:0{len(token)}d}")
        else:
            shown.append(_part(when, token, match[0], halves=halves))
    return "".join(shown).strip()


def _is_minute(place: int, tokens: list[str]) -> bool:
    """An m means minutes after hours and before seconds."""
    letters = [(at, token[0]) for at, token in enumerate(tokens) if token[0] in "ymdhs"]
    here = letters.index((place, "m"))
    before = letters[here - 1][1] if here else ""
    after = letters[here + 1][1] if here + 1 < len(letters) else ""
    return before == "h" or after == "s"


def _part(when: datetime, token: str, written: str, *, halves: bool) -> str:
    match token[0], len(token):
        case "y", length:
            return f"{when.year:04d}" if length > 2 else f"{when.year % 100:02d}"
        case "m", length:
            return {1: str(when.month), 2: f"{when.month:02d}", 3: f"{when:%b}", 5: f"{when:%B}"[0]}.get(
                length, f"{when:%B}"
            )
        case "d", length:
            return {1: str(when.day), 2: f"{when.day:02d}", 3: f"{when:%a}"}.get(length, f"{when:%A}")
        case "h", length:
            hour = (when.hour % 12 or 12) if halves else when.hour
            return f"{hour:0{min(length, 2)}d}"
        case "s", length:
            return f"{when.second:0{min(length, 2)}d}"
        case ".", length if token.strip(".") and not token.strip(".0"):
            return f".{when.microsecond:06d}"[:length]
        case "a", _:
            return f"{when:%p}" if len(token) > 3 else f"{when:%p}"[0]
        case _:
            return written
