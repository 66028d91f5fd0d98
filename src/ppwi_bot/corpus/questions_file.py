"""`questions.csv`: questions people ask, and the topics they are about. A corpus may do without it."""

from collections.abc import Sequence

from ppwi_bot.corpus.library import ExampleQuestion
from ppwi_bot.corpus.problems import Report, shown
from ppwi_bot.corpus.quotes_file import read_topics
from ppwi_bot.corpus.tables import read_rows
from ppwi_bot.corpus.themes_file import CodeEntry

COLUMNS = ("question", "topics")

MAX_QUESTION_CHARACTERS = 1_000
"""As long as a message to the bot may be."""


def read_questions(text: str, codes: Sequence[CodeEntry] | None, report: Report) -> tuple[ExampleQuestion, ...]:
    """The questions of a `questions.csv` in file order.

    `codes` are those of the same corpus, or None where they could not be read and topics cannot be judged.
    """
    known = None if codes is None else {entry.code.id: entry.code.name for entry in codes}
    first: dict[str, int] = {}
    questions = []
    for row in read_rows(text, COLUMNS, (), report):
        question = " ".join(row.cells.get("question", "").split())
        if not question:
            report.add("the question is empty", "Enter it or delete the row.", row=row.line, field="question")
        elif len(question) > MAX_QUESTION_CHARACTERS:
            message = f"the question has {len(question):,} characters, more than {MAX_QUESTION_CHARACTERS:,}"
            report.add(message, "Shorten it to what one person would type.", row=row.line, field="question")
        elif (line := first.setdefault(question.casefold(), row.line)) != row.line:
            message = f"{shown(question)} stands in line {line} already"
            report.add(message, "Keep one row and list all its topics.", row=row.line, field="question")
        questions.append(ExampleQuestion(question, read_topics(row, known, report)))
    return tuple(questions)
