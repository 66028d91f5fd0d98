"""What can be set or run is written down."""

import re
from pathlib import Path

import click
import pytest

from ppwi_bot.channels.widget.assets import BROWSER
from ppwi_bot.cli import main
from ppwi_bot.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"| `PPWI_{name.upper()}` |" in README


@pytest.mark.parametrize("command", main.commands.values(), ids=lambda command: str(command.name))
def test_every_command_says_what_it_does(command: click.Command) -> None:
    assert command.help


def test_every_attribute_of_the_tag_is_explained_to_the_web_editor() -> None:
    [known] = re.findall(r"const KNOWN = \[(.*)\];", (BROWSER / "loader.js").read_text())
    explained = re.findall(r"^\| `data-(\w+)` \|", (ROOT / "docs/embedding.md").read_text(), re.MULTILINE)
    assert sorted(explained) == sorted(re.findall(r'"(\w+)"', known))


@pytest.mark.parametrize("document", ["README.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_every_link_and_picture_of_a_document_is_there(document: str) -> None:
    text = (ROOT / document).read_text()
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text) + re.findall(r'<img src="([^"]+)"', text)
    missing = [target for target in targets if not ((ROOT / document).parent / target).exists()]
    assert missing == []
