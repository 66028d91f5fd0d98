"""`make eval`: how well questions are answered and declined, printed as Markdown tables."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import httpx

from ppwi_bot.answers.fill import fill
from ppwi_bot.answers.focus import Focus
from ppwi_bot.answers.respond import respond
from ppwi_bot.answers.voices import Voices, open_voices
from ppwi_bot.errors import PpwiError
from ppwi_bot.evaluation import abstention, calibration, identifying, intents, retrieval, tracing
from ppwi_bot.evaluation.conversations import hold, read_conversations
from ppwi_bot.evaluation.house import Visitor, running
from ppwi_bot.evaluation.questions import Judged, read_questions
from ppwi_bot.retrieval.embedder import SentenceEmbedder
from ppwi_bot.settings import Settings, load_settings

MATERIAL = Path("tests/eval")


@click.command()
@click.option("--wrong", is_flag=True, help="List every question and message that came out wrong on the tuning half.")
@click.option("--words", is_flag=True, help="Only measure how well identifying words are found.")
@click.option("--calibrate", is_flag=True, help="Only fit the confidence of searches to the tuning half, and print it.")
def main(wrong: bool, words: bool, calibrate: bool) -> None:
    """Measure retrieval, abstention, tracing, intents, whole conversations and the search for identifying words."""
    try:
        if words:
            _identifying(wrong)
            return
        settings = load_settings()
        voices = open_voices(settings, SentenceEmbedder(settings.model, settings.cache))
        questions = read_questions(MATERIAL / "questions.csv")
        if calibrate:
            click.echo(calibration.fit([one for one in questions if one.half == "tuning"], voices))
        else:
            _measure(questions, voices, settings, wrong)
    except PpwiError as error:
        click.echo(f"eval: {error}", err=True)
        sys.exit(1)


def _measure(questions: list[Judged], voices: Voices, settings: Settings, wrong: bool) -> None:
    for half in ("tuning", "held out"):
        _questions(
            half, [one for one in questions if one.half == half], voices, settings.cache, wrong and half == "tuning"
        )
    answers = [fill(respond(one.text, Focus(), voices).plan, voices) for one in questions]
    click.echo(
        f"\nPassages traced to their source, over all {len(questions)} answers: {tracing.share(answers, voices):.1%}"
    )
    scores = intents.measure(MATERIAL / "messages.csv", settings.rasa_python)
    click.echo(f"Intents of {scores.messages} messages not used in training: accuracy {scores.accuracy:.3f}")
    for text, meant, read in scores.wrong if wrong else ():
        click.echo(f"- {text!r}: {meant}, read as {read}")
    _conversations()
    _identifying(wrong)


def _questions(half: str, questions: list[Judged], voices: Voices, cache: Path, wrong: bool) -> None:
    found = retrieval.measure(questions, voices, cache)
    click.echo(
        f"\n## Questions, {half} half\n\n| {found.questions} answerable | hit@1 | hit@5 | nDCG@5 |\n| --- | --- | --- | --- |"
    )
    for one in found.rankings:
        click.echo(f"| {one.name} | {one.hit1:.3f} | {one.hit5:.3f} | {one.ndcg5:.3f} |")
    declined = abstention.measure(questions, voices)
    click.echo(
        f"\nTopic accuracy {found.topic_accuracy:.3f}. Declining {declined.unanswerable} unanswerable: precision "
        f"{declined.precision:.3f}, recall {declined.recall:.3f}, balanced accuracy {declined.balanced_accuracy:.3f}, "
        f"AUROC {declined.auroc:.3f}."
    )
    for id, type, kind, text in declined.wrong if wrong else ():
        click.echo(f"- {id} ({type}) came out as {kind}: {text}")


def _identifying(wrong: bool) -> None:
    sentences = identifying.read_sentences(MATERIAL / "identifying.csv")
    held_out = identifying.measure([one for one in sentences if one.half == "held out"])
    click.echo(
        f"\n## Identifying words, held-out half\n\n| {held_out.sentences} sentences | marked | found | recall | precision |"
    )
    click.echo("| --- | --- | --- | --- | --- |")
    for one in held_out.kinds:
        click.echo(f"| {one.name} | {one.marked} | {one.found} | {one.recall:.3f} | {one.precision:.3f} |")
    if wrong:
        tuning = identifying.measure([one for one in sentences if one.half == "tuning"])
        for name, spans in (("missed", tuning.missed), ("needless", tuning.needless)):
            for id, kind, said in spans:
                click.echo(f"- {id}, {name} {kind}: {said}")


def _conversations() -> None:
    conversations = read_conversations(MATERIAL / "conversations.yaml")
    with TemporaryDirectory() as var, running(Path(var)) as house, httpx.Client(timeout=60) as http:
        problems = [hold(one, Visitor(house, http).say) for one in conversations]
    click.echo(f"Whole conversations as expected: {sum(not one for one in problems)} of {len(conversations)}")
    for line in (line for one in problems for line in one):
        click.echo(f"- {line}")


if __name__ == "__main__":
    main()
