"""What the ledger holds stays, whoever else opens its file."""

import subprocess
import sys
from pathlib import Path

from ppwi_bot.channels.slack.ledger import FILE, Ledger, forget_old
from ppwi_bot.channels.slack.question import Question, Way

DAYS = 30
READER = (
    "import sqlite3, sys; file = sqlite3.connect(sys.argv[1]); file.execute('SELECT 1 FROM questions'); file.close()"
)


def test_what_is_taken_down_stays_though_old_things_were_forgotten_and_another_process_looked_in(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path, DAYS)
    forget_old(tmp_path, DAYS)
    subprocess.run([sys.executable, "-c", READER, str(tmp_path / FILE)], check=True)
    ledger.take(Question("C1/1", "pay?", "T1", "C1", "U1", Way.MESSAGE))
    assert [one.id for one, _ in Ledger(tmp_path, DAYS).unanswered()] == ["C1/1"]
