"""One text straight through the parts of a loaded model: what `encode` does for many costs half again as much for one."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray


def direct(loaded: Any) -> Callable[[str], NDArray[np.float32]] | None:
    """A function from one text to its unit vector, the same as `loaded.encode` gives; None where it would not be the same.

    Args:
        loaded: a SentenceTransformer with the ONNX backend.
    """
    if not _plain(loaded):
        return None
    # A copy: transformers sets truncation and padding on its own at each call.
    tokenizer = copy.deepcopy(loaded.tokenizer.backend_tokenizer)
    tokenizer.no_padding()
    tokenizer.enable_truncation(loaded.max_seq_length)
    session = loaded.transformers_model.session
    inputs = {entry.name for entry in session.get_inputs()}

    def embed(text: str) -> NDArray[np.float32]:
        encoding = tokenizer.encode(text)
        tokens = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        (hidden,) = session.run(None, {name: np.array([tokens[name]], dtype=np.int64) for name in inputs})
        total = hidden[0].sum(axis=0)  # points where the mean does
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    return embed


def _plain(loaded: Any) -> bool:
    """Whether the model is a transformer whose vector of a text is the mean of its tokens' vectors, and nothing more."""
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    kinds = [type(module) for module in loaded]
    return (
        kinds in ([Transformer, Pooling], [Transformer, Pooling, Normalize])
        and loaded[1].pooling_mode == "mean"
        and loaded.default_prompt_name is None
        and loaded.tokenizer.is_fast
    )
