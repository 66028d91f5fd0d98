"""How often the dialogue understands what is wanted, on messages it was not trained on."""

import csv
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ppwi_bot.dialogue.training import write_examples
from ppwi_bot.errors import PpwiError


@dataclass(frozen=True, slots=True)
class IntentScores:
    """Accuracy over `messages` messages; `wrong` lists text, intent meant and intent read."""

    messages: int
    accuracy: float
    wrong: tuple[tuple[str, str, str], ...]


def measure(messages: Path, rasa_python: Path) -> IntentScores:
    """Run Rasa's own test of the trained model over a CSV of text and intent.

    Raises:
        PpwiError: Rasa could not run the test.
    """
    with messages.open(newline="", encoding="utf-8") as file:
        judged = [(row["text"], row["intent"]) for row in csv.DictReader(file)]
    with TemporaryDirectory() as folder:
        data, out = Path(folder) / "messages.yml", Path(folder) / "results"
        write_examples(judged, data)
        test = ["test", "nlu", "--model", "bot/models/ppwi.tar.gz", "--nlu", str(data), "--out", str(out), "--no-plot"]
        ran = subprocess.run(
            [str(rasa_python), "bot/quiet_rasa.py", *test], capture_output=True, text=True, check=False
        )
        try:
            report = json.loads((out / "intent_report.json").read_text())
            errors = out / "intent_errors.json"
            wrong = json.loads(errors.read_text()) if errors.exists() else []
        except OSError:
            raise PpwiError(f"Rasa could not test the dialogue: {ran.stderr.strip()[-300:]}") from None
    misread = tuple((one["text"], one["intent"], one["intent_prediction"]["name"]) for one in wrong)
    return IntentScores(int(report["weighted avg"]["support"]), report["weighted avg"]["recall"], misread)
