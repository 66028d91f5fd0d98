"""Draws docs/images/slack-*.png: the whole house is asked through a stand-in for Slack, and what it posts is drawn."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from block_kit import Picture, Said, page
from PIL import Image
from playwright.sync_api import sync_playwright

from ppwi_bot.channels.slack.rendering import CALLS, NOT_HELPFUL, SHARE
from ppwi_bot.channels.slack.serving import PATH
from ppwi_bot.evaluation.browser import FLAGS
from ppwi_bot.evaluation.house import opened_to, running
from ppwi_bot.evaluation.slack_cloud import Message, SlackCloud

IMAGES = Path(__file__).parents[1] / "docs" / "images"
COLOURS = 128
"""Enough for text and a few buttons, and the files stay small."""

ANA, BEN, BOT = "U0ANA", "U0BEN", "U0BOT"
NAMES = {ANA: "Ana", BEN: "Ben", BOT: "Ask the Workforce"}
CHANNEL, DIRECT = "C0PAY", "D0ANA"
HOME = NAMES[BOT]
ANSWER_LIMIT = 120.0
"""Seconds for an answer, on a machine that has other work."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where people ask: the stand-in for Slack, and the address at which the bot hears of it."""

    cloud: SlackCloud
    url: str

    def ask(self, user: str, channel: str, text: str, under: Message | None = None) -> list[Message]:
        """Say something, in a thread or not: what was said, and what the bot answers."""
        message = self.cloud.post_as(user, channel, text, under.ts if under else "")
        events = [self.cloud.message_event(message)]
        if f"<@{BOT}>" in text:
            events.append(self.cloud.mention_event(message))
        return [message, self._answer_to(*(lambda event=event: self.cloud.event(self.url, event) for event in events))]

    def command(self, user: str, channel: str, text: str) -> Message:
        """Ask with the slash command."""
        return self._answer_to(lambda: self.cloud.command(self.url, user, channel, text))

    def share(self, user: str, answer: Message) -> Message:
        """Share an answer that one person alone had seen."""
        return self._answer_to(lambda: self.cloud.press(self.url, user, answer, SHARE))

    def unfold(self, user: str, answer: Message) -> Message:
        """Show all calls to action of an answer."""
        self.cloud.press(self.url, user, answer, CALLS)
        self.cloud.wait_for(lambda: bool(self.cloud.now(answer).edited), ANSWER_LIMIT)
        return self.cloud.now(answer)

    def not_helpful(self, user: str, answer: Message) -> dict[str, Any]:
        """Say that an answer did not help: the form that opens."""
        self.cloud.press(self.url, user, answer, NOT_HELPFUL)
        self.cloud.wait_for(lambda: bool(self.cloud.modals), ANSWER_LIMIT)
        return self.cloud.modals[-1]

    def home(self, user: str) -> dict[str, Any]:
        """Open the home tab."""
        self.cloud.event(self.url, self.cloud.home_opened_event(user))
        self.cloud.wait_for(lambda: user in self.cloud.homes, ANSWER_LIMIT)
        return self.cloud.homes[user]

    def _answer_to(self, *sent: Callable[[], Any]) -> Message:
        before = len(self._answers())
        for send in sent:
            send()
        self.cloud.wait_for(lambda: len(self._answers()) > before, ANSWER_LIMIT)
        return self._answers()[before]

    def _answers(self) -> list[Message]:
        return [message for message in self.cloud.messages if message.bot_id]


def scenes(place: Workplace) -> Iterator[tuple[str, Picture]]:
    """Everything that is drawn, by the name of its file."""
    mention = f"<@{BOT}>"
    thread = place.ask(ANA, CHANNEL, f"{mention} What do providers say about pay?")
    yield "thread", _drawn("Thread · #pay", thread, in_thread=True)
    yield "follow-up", _drawn("Thread · #pay", place.ask(BEN, CHANNEL, "and administrators?", thread[0]))

    compared = place.ask(BEN, CHANNEL, f"{mention} Compare what providers and administrators say about supervision")
    yield "comparison", _drawn("Thread · #pay", compared, in_thread=True)

    asked, folded = place.ask(ANA, CHANNEL, f"{mention} What should be done about supervision?")
    yield "calls", _drawn("Thread · #pay", [asked, folded], in_thread=True)
    yield "calls-unfolded", _drawn("Thread · #pay", [asked, place.unfold(ANA, folded)], in_thread=True)

    honest = place.ask(ANA, DIRECT, "What do parents say about child care costs?")
    yield "form", Picture(HOME, (place.not_helpful(ANA, honest[1]),), NAMES)
    honest += place.ask(ANA, DIRECT, "what do people say?")
    honest += place.ask(ANA, DIRECT, "How many people took part?")
    honest += place.ask(ANA, DIRECT, "help")
    yield "honest", _drawn(HOME, honest)

    private = place.command(ANA, CHANNEL, "What do doulas say about billing?")
    yield "private", _drawn("#pay", [private, place.share(ANA, private)])

    support = place.ask(ANA, DIRECT, "I can't go on anymore, I don't want to live")
    yield "support", _drawn(HOME, support)
    yield "home", Picture(HOME, (place.home(ANA),), NAMES)


def _drawn(place: str, messages: list[Message], *, in_thread: bool = False) -> Picture:
    # The time is made up, so that the same answers give the same picture.
    said = (
        Said(
            message.user,
            f"10:{number:02} AM",
            "" if message.bot_id else message.text,
            message.blocks,
            bool(message.ephemeral_to),
        )
        for number, message in enumerate(messages, 15)
    )
    return Picture(place, tuple(said), NAMES, in_thread)


def draw(place: Workplace, chromium: str) -> None:
    """Draw every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        window = browser.new_page()
        for name, picture in scenes(place):
            window.set_content(page(picture))
            taken = Image.open(BytesIO(window.locator("main").screenshot()))
            taken.convert("RGB").quantize(COLOURS).save(IMAGES / f"slack-{name}.png", optimize=True)
        browser.close()


def main() -> int:
    """Start the stand-in, the house and the browser, and draw."""
    chromium = os.environ.get("PPWI_CHROMIUM")
    if not chromium:
        sys.exit("No browser. Set PPWI_CHROMIUM to the path of a Chromium.")
    with SlackCloud() as cloud, TemporaryDirectory() as var, running(Path(var), opened_to(cloud)) as house:
        house.wait_for("The Slack door is open.")
        draw(Workplace(cloud, f"{house.url}{PATH}"), chromium)
    return 0


if __name__ == "__main__":
    sys.exit(main())
