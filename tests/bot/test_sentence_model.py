"""The sentence model as Rasa sees it, in Rasa's own Python."""

import subprocess
from pathlib import Path

import pytest

from ppwi_bot.settings import Settings

pytestmark = pytest.mark.stack

FIND = """
import sys
from pathlib import Path
sys.path.insert(0, "bot")
from components.sentence_features import model_files
for folder in sys.argv[1:]:
    print(model_files(Path(folder))[1].name)
"""


def test_the_fast_model_is_found_whatever_processor_it_was_made_for(tmp_path: Path) -> None:
    names = [f"model_{scheme}.onnx" for scheme in ("qint8_avx512_vnni", "quint8_avx2", "qint8_arm64")]
    for name in names:
        (tmp_path / name / "onnx").mkdir(parents=True)
        (tmp_path / name / "tokenizer.json").touch()
        (tmp_path / name / "onnx" / name).touch()
    folders = [str(tmp_path / name) for name in names]
    command = [str(Settings().rasa_python), "-W", "ignore", "-c", FIND, *folders]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stdout.split() == names, found.stderr
