"""The house rules that no linter knows, and the set-up files' own promises."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "handlers", "integrations", "storage")
OUTSIDE_CORE = ("bot/app.py", "bot/__main__.py", "bot/cli/", "bot/learning.py")
# What reads the core's own shipped tables, once, and what reads files for it at the start or for a command.
MAY_OPEN = (
    "bot/catalogue_files.py",
    "bot/mail/answer_text.py",
    "bot/mail/robot_words.py",
    "bot/mail/words.py",
    "bot/own_phrases.py",
    "bot/settings.py",
    "bot/sheets/layouts.py",
    "bot/understanding/lexicon/",
    "bot/understanding/readers/tables.py",
)
WRITTEN_BY_ALEMBIC = ("storage/migrations/versions/",)
MAY_COMMIT = (
    *("handlers/clock.py", "handlers/heartbeats.py", "handlers/recurring.py", "handlers/reminders.py"),
    "handlers/digests.py",
    "handlers/dispatch.py",
    "handlers/door.py",
    "handlers/importing.py",
    "handlers/intake.py",
    "handlers/mailbox.py",
    "handlers/outbox.py",
    "handlers/post.py",
    "handlers/worker.py",
)
# What speaks with people or with servers of others, and the loops that must survive one message, delivery or line.
MAY_CATCH_ALL = (
    *("handlers/clock.py", "handlers/heartbeats.py", "handlers/recurring.py", "handlers/reminders.py"),
    "integrations/scheduler.py",
    *("handlers/digests.py", "handlers/dispatch.py", "handlers/outbox.py", "handlers/intake.py"),
    *("bot/__main__.py", "bot/app.py"),
    *("bot/cli/rounds.py", "integrations/imap/", "integrations/mail_reader/read.py", "integrations/smtp/"),
    *("integrations/slack/", "integrations/telegram/"),
)

NOT_OURS = re.compile(r"^(\.git|\.venv|\..*_cache|\.hypothesis|.*\.egg-info|__pycache__|build|dist|var)$")
TEXT_FILES = frozenset(
    {"", ".cfg", ".csv", ".ftl", ".html", ".ini", ".j2", ".json", ".jsonl", ".lock", ".mako", ".md", ".py", ".sh"}
    | {".toml", ".txt", ".typ", ".yaml", ".yml"}
)
# Written in pieces, so that this file does not hold what it looks for.
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error")))
FOREIGN = re.compile(
    r"(?<![\w.~-])/(?:wo" + r"rk|ro" + r"ot|fa" + r"rm)(?:/|\b(?![\w-]))"
    r"|\.\./sha" + r"red\b|py" + r"pi\.org|python" + r"hosted|npm" + r"js\.(?:org|com)"
    r"|--(?:extra-)?index" + r"-url|--find" + r"-links"
)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if NOT_OURS.match(path.name) or path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


@cache
def _files() -> dict[str, Path]:
    """The project's files by their path from its root, found without git."""
    return {path.relative_to(ROOT).as_posix(): path for path in _walk(ROOT)}


@cache
def _texts() -> dict[str, str]:
    return {name: path.read_text("utf-8") for name, path in _files().items() if path.suffix in TEXT_FILES}


@cache
def _trees() -> dict[str, ast.Module]:
    return {name: ast.parse(text, name) for name, text in _texts().items() if name.endswith(".py")}


def _places(*, inside: tuple[str, ...], but: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.AST]]:
    """Every syntax node, with the file it is in, under the folders `inside` and not under the paths `but`."""
    for name, tree in _trees().items():
        if PurePosixPath(name).parts[0] in inside and not name.startswith(but):
            for node in ast.walk(tree):
                yield name, node


def _called(node: ast.AST) -> str:
    """The dotted name that a call calls, else nothing."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def _at(name: str, node: ast.AST) -> str:
    return f"{name}:{getattr(node, 'lineno', 0)}"


def _lines_matching(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_the_walk_finds_the_project() -> None:
    assert {"bot/model.py", "pyproject.toml", "Makefile", ".ci/run"} <= _files().keys()


def test_every_folder_of_code_is_a_package() -> None:
    """The import contracts see packages only, and pass over a folder without `__init__.py` in silence."""
    folders = {str(PurePosixPath(name).parent) for name in _trees() if PurePosixPath(name).parts[0] in PACKAGES}
    bare = {folder for folder in folders if f"{folder}/__init__.py" not in _trees()}
    assert not {folder for folder in bare if not f"{folder}/".startswith("storage/migrations/")}


def test_no_python_file_is_longer_than_500_lines() -> None:
    long = {
        name: lines
        for name in _trees()
        if not name.startswith(WRITTEN_BY_ALEMBIC) and (lines := len(_texts()[name].splitlines())) > 500
    }
    assert not long


def test_no_function_is_longer_than_60_lines() -> None:
    long = [
        f"{_at(name, node)} {node.name}"
        for name, node in _places(inside=PACKAGES, but=WRITTEN_BY_ALEMBIC)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= 60
    ]
    assert not long


def test_nothing_is_left_unfinished() -> None:
    code = {name: text for name, text in _texts().items() if not name.endswith((".phrases.txt", ".jsonl", ".lock"))}
    assert not _lines_matching(UNFINISHED, code)


def test_no_file_names_a_machine_or_a_package_index() -> None:
    assert not _lines_matching(FOREIGN, _texts())


@pytest.mark.parametrize(
    "line", ["see /wo" + "rk/x", "cd /ro" + "ot", "https://py" + "pi.org/simple", "../sha" + "red/data"]
)
def test_a_machine_or_index_would_be_seen(line: str) -> None:
    assert FOREIGN.search(line)


@pytest.mark.parametrize("line", ["home/work/x", "the /workers page", "a/root cause", "@app/root.py", "net/work-flow"])
def test_an_ordinary_path_is_not_taken_for_a_machine(line: str) -> None:
    assert not FOREIGN.search(line)


def test_nothing_prints() -> None:
    assert not [_at(name, node) for name, node in _places(inside=(*PACKAGES, "tests")) if _called(node) == "print"]


def test_the_core_never_reads_the_clock() -> None:
    clock = re.compile(
        r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|monotonic|perf_counter|sleep))$"
    )
    places = _places(inside=("bot",), but=OUTSIDE_CORE)
    assert not [_at(name, node) for name, node in places if clock.search(_called(node))]


def test_the_core_never_opens_a_file() -> None:
    opened = re.compile(r"(^|\.)(open|read_text|read_bytes|write_text|write_bytes|iterdir|glob|rglob|mkdir|unlink)$")
    places = _places(inside=("bot",), but=(*OUTSIDE_CORE, *MAY_OPEN))
    assert not [_at(name, node) for name, node in places if opened.search(_called(node))]


def test_only_dispatch_intake_outbox_and_imports_commit() -> None:
    places = _places(inside=("handlers",), but=MAY_COMMIT)
    assert not [_at(name, node) for name, node in places if _called(node).endswith(".commit")]


def test_everything_is_caught_only_in_the_loops_that_must_survive() -> None:
    def catches_all(node: ast.AST) -> bool:
        if not isinstance(node, ast.ExceptHandler):
            return False
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        reraised = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        broad = any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds)
        return broad and not reraised

    places = _places(inside=PACKAGES, but=MAY_CATCH_ALL)
    assert not [_at(name, node) for name, node in places if catches_all(node)]


def test_no_test_sleeps_or_is_skipped() -> None:
    idle = re.compile(r"^((time|asyncio|anyio)\.sleep|pytest\.(skip|xfail|mark\.(skip|skipif|xfail)))$")
    allowed = ("asyncio.sleep(0)",)
    found = [
        _at(name, node)
        for name, node in _places(inside=("tests",))
        if idle.match(_called(node)) and ast.unparse(node) not in allowed
    ]
    assert not found


def _pins(lock: str) -> dict[str, str]:
    """What a lock pins: the requirement line, by package."""
    lines = [line for line in _texts()[lock].splitlines() if not line.startswith("    --hash=sha256:")]
    return {line.split("==")[0]: line.rstrip(" \\") for line in lines}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: str) -> None:
    entry = r"[a-z0-9-]+==[0-9][\w.]*( ; [\w .'<>=!()]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"
    assert re.fullmatch(f"({entry})+", _texts()[lock])


def test_the_development_lock_holds_all_of_the_other() -> None:
    assert _pins("requirements.lock").items() <= _pins("requirements-dev.lock").items()


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads(_texts()["pyproject.toml"])
    groups = project["dependency-groups"]
    extras = project["project"]["optional-dependencies"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[\[<>=!;, ]", line)[0].lower().replace(".", "-") for line in requirements}

    runtime = names(project["project"]["dependencies"] + groups["build"] + extras["embeddings"] + extras["llm"])
    assert runtime <= _pins("requirements.lock").keys()
    assert runtime | names(extras["channels"] + groups["dev"]) <= _pins("requirements-dev.lock").keys()


def test_every_lint_exception_gives_its_reason() -> None:
    bare = re.compile(r"#\s*noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?\s*$|#\s*type:\s*ignore(?!\[)")
    assert not _lines_matching(bare, {name: _texts()[name] for name in _trees()})
