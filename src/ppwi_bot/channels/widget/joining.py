"""Several modules sent as one: a reader keeps small files, a visitor waits for a single one.

This is no bundler. It asks the modules for one plain form of import, puts them in order, and leaves out the lines that
tie them together; so no two of them may use the same name at their top level, which a browser would refuse.
"""

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) )", re.MULTILINE)


def joined(folder: Path, entry: str) -> str:
    """The module `entry` of a folder with all it imports in front of it; what it exports stays exported.

    Raises:
        ValueError: modules import each other in a circle, or in a form that is not understood.
    """
    texts: dict[str, str] = {}
    order: TopologicalSorter[str] = TopologicalSorter()
    open_ends = [entry]
    while open_ends:
        name = open_ends.pop()
        if name in texts:
            continue
        texts[name] = (folder / name).read_text(encoding="utf-8")
        needed = _IMPORT.findall(texts[name])
        order.add(name, *needed)
        open_ends += needed
    try:
        return "".join(_untied(name, texts[name], keep=name == entry) for name in order.static_order())
    except CycleError as error:
        raise ValueError(f"These modules import each other in a circle: {', '.join(error.args[1])}.") from None


def _untied(name: str, text: str, *, keep: bool) -> str:
    text = _IMPORT.sub("", text)
    if not keep:
        text = _EXPORT.sub("", text)
    if re.search(r"^import\b", text, re.MULTILINE) or (not keep and re.search(r"^export\b", text, re.MULTILINE)):
        raise ValueError(f"{name} imports or exports in a form that cannot be joined.")
    return text
