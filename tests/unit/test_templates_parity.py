"""Everything that can be said can be said in all three languages, with the same variables."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as ftl

from bot import app
from bot.catalogue import Kind
from bot.lifecycle import EVENTS
from bot.model import LANGUAGES, Language, Status
from tests.builders import shipped

CHAT = app.HERE / "templates" / "chat"
CODE = sorted(path for folder in ("bot", "handlers") for path in (app.HERE / folder).rglob("*.py"))
KINDS = list(shipped().kinds.values())


class Variables(visitor.Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802  the library's name
        self.names.add(node.id.name)


@cache
def messages(language: Language) -> dict[str, frozenset[str]]:
    """The messages of a language with the variables of each."""
    resource = FluentParser().parse((CHAT / f"{language}.ftl").read_text(encoding="utf-8"))
    found: dict[str, frozenset[str]] = {}
    for entry in resource.body:
        assert not isinstance(entry, ftl.Junk), entry.content
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{entry.id.name} stands twice in {language}"
            variables = Variables()
            variables.visit(entry)
            found[entry.id.name] = frozenset(variables.names)
    return found


def used() -> Iterator[tuple[str, str]]:
    """Each id given to `text(…)` in the code, with where; what is built in becomes `*`."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text" and node.args:
                for name in ids_of(node.args[0]):
                    yield name, f"{path.relative_to(app.HERE)}:{node.lineno}"


def ids_of(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(name)):
            yield name
        case ast.IfExp(body=one, orelse=other):
            yield from (*ids_of(one), *ids_of(other))
        case ast.JoinedStr(values=values):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in values)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_each_language_has_the_same_messages(language: Language) -> None:
    assert set(messages(language)) == set(messages("en"))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_each_message_has_the_same_variables(language: Language) -> None:
    english = messages("en")
    differing = {name: names for name, names in messages(language).items() if names != english.get(name)}
    assert differing == {}


def test_each_text_that_the_code_says_exists() -> None:
    known = set(messages("en"))
    missing = []
    for name, where in used():
        pattern = re.compile(re.escape(name).replace(r"\*", ".+"))
        if not any(pattern.fullmatch(one) for one in known):
            missing.append(f"{name} ({where})")
    assert missing == []


@pytest.mark.parametrize("status", Status.__args__)  # type: ignore[attr-defined]
def test_each_status_has_its_words(status: str) -> None:
    assert f"status-{status}" in messages("en")


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_each_event_of_a_task_has_its_words(kind: str) -> None:
    assert f"event-{kind.replace('_', '-')}" in messages("en")


def test_each_team_of_a_type_has_its_words() -> None:
    assert {f"team-{kind.contract.team}" for kind in shipped().requests()} <= set(messages("en"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_type_and_act_has_its_words_in_three_languages(kind: Kind) -> None:
    assert set(kind.wording) == set(LANGUAGES)
    for words in kind.wording.values():
        assert all((words.name, words.summary, words.example))
        assert words.title or not kind.opens_task
        assert set(words.fields) == {field.name for field in kind.contract.fields}
        assert all(all((field.label, field.question, field.hint)) for field in words.fields.values())
    steps = {len(words.checklist) for words in kind.wording.values()}
    assert (min(steps) > 0) == kind.opens_task


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_type_has_a_dozen_phrases_in_each_language(kind: Kind) -> None:
    assert {language: len(set(kind.phrases[language])) >= 12 for language in LANGUAGES} == dict.fromkeys(
        LANGUAGES, True
    )


def test_no_phrase_belongs_to_two_kinds() -> None:
    seen: dict[str, str] = {}
    for kind in KINDS:
        for phrase in (one.casefold() for phrases in kind.phrases.values() for one in phrases):
            assert seen.setdefault(phrase, kind.id) == kind.id, phrase


def test_the_skills_are_those_of_the_folders() -> None:
    from handlers.skills import SKILLS

    def with_file(folder: str, name: str) -> set[str]:
        return {path.parent.name for path in (app.HERE / "handlers" / folder).glob(f"*/{name}")}

    acts = {kind.id for kind in KINDS if not kind.opens_task}
    assert set(SKILLS.acts) == acts == with_file("acts", "respond.py") == with_file("acts", "type.toml")
    fulfilled = {kind_id for kind_id in SKILLS.fulfilments if shipped()[kind_id].opens_task}
    assert fulfilled == with_file("requests", "fulfil.py")
    assert set(SKILLS.carriers) <= fulfilled
    pointing = {kind.id for kind in KINDS if not kind.opens_task and kind.contract.fields}
    assert pointing <= set(SKILLS.fulfilments)


def test_templates_of_mail_exist_in_three_languages_or_hold_no_words() -> None:
    for template in filter(Path.is_dir, (app.HERE / "templates" / "mail").iterdir()):
        for part in ("subject.txt", "body.txt", "body.html"):
            written = [language for language in LANGUAGES if Path(template, f"{language}.{part}").exists()]
            shared = Path(template, part)
            if not shared.exists():
                assert written == list(LANGUAGES), f"{template.name}: {part}"
                continue
            assert written == [], f"{shared} is shared by all languages"
            markup = r"\{[{%#].*?[}%#]\}|<style>.*?</style>|<[^>]*>|&\w+;"
            words = re.sub(markup, "", shared.read_text(), flags=re.DOTALL)
            assert not re.search(r"[^\W\d_]{2,}", words), f"{shared} has words of one language: {words.split()}"
