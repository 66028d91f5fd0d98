"""Sentence embeddings for intent classification, from the same small model that searches the quotes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tokenizers import Tokenizer

MAX_TOKENS = 128
"""What a message wants is plain from its beginning; a pasted page need not cost a second."""


class SentenceModelMissingError(RasaException):
    """The folder named by `model_dir` does not hold a usable sentence model."""


def model_files(folder: Path) -> tuple[Path, Path]:
    """The tokenizer and the network in `folder`; each processor has its own way to quantise it, and a name for that.

    Raises SentenceModelMissingError where either is missing.
    """
    tokenizer = folder / "tokenizer.json"
    network = next(folder.glob("onnx/*.onnx"), None)
    if network is None or not tokenizer.is_file():
        raise SentenceModelMissingError(
            f"The sentence model is not in {folder} (tokenizer.json and onnx/*.onnx are needed). "
            "Make it with: ppwi-bot model prepare"
        )
    return tokenizer, network


class SentenceEncoder:
    """Turns a text into a vector of length 1: the mean of its tokens' vectors, as the model was trained."""

    def __init__(self, folder: Path) -> None:
        tokenizer, network = model_files(folder)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a message takes a millisecond or two; more threads only compete
        options.inter_op_num_threads = 1
        # A layer norm is faster by itself than joined with the addition before it.
        options.add_session_config_entry("optimization.disable_specified_optimizers", "SkipLayerNormFusion")
        self._session = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    def encode(self, text: str) -> np.ndarray:
        """The vector of `text`, shape (1, dimensions).

        One text at a time, in training too: in a batch, the padding and the shared quantisation range would
        give a slightly different vector from the one seen when the bot runs.
        """
        encoding = self._tokenizer.encode(text)
        arrays = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        tokens = self._session.run(None, {name: arrays[name] for name in self._inputs})[0]
        mean = tokens.mean(axis=1)
        return (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds a sentence embedding to each message, beside the sparse word features.

    `model_dir` is relative to the folder Rasa runs in (the project root). `weight` scales the vector, because
    the classifier's regularisation would otherwise listen to the much larger word counts only.
    """

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._weight = float(config["weight"])
        self._encoder = SentenceEncoder(Path(config["model_dir"]))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The defaults of `config.yml`'s entry."""
        return {**DenseFeaturizer.get_default_config(), "model_dir": ".cache/model", "weight": 1.0}

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed beside Rasa."""
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The hash of the model's files: another model means features and classifier are made anew."""
        digest = hashlib.sha256()
        for path in model_files(Path(config["model_dir"])):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Make the component (see parent class)."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Fail early, with the remedy, when the model is not there."""
        model_files(Path(config["model_dir"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to incoming messages."""
        for message in messages:
            text = message.get(TEXT)
            if text is not None:
                self._add(message, text)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def _add(self, message: Message, text: str) -> None:
        vector = self._weight * self._encoder.encode(text)
        message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))
