"""The date expressions of each language, made from its table into one regular expression."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.model import Language
from bot.understanding.readers.first_letters import first_letters
from bot.understanding.readers.tables import alternatives, languages, table

_YEAR = "20[0-9]{2}|19[0-9]{2}|'[0-9]{2}"
_FIGURE_DAY = "0?[1-9]|[12][0-9]|3[01]"
_BEGIN = (
    r"(?<![\u05d0-\u05eaa-z0-9_@#/.])(?:(?<![a-z]-)|(?=[a-z])|(?<=[0-9](?:st|nd|rd|th)-))"
    r"(?:(?<![0-9]{3}-)|(?<=[./]20[0-9]{2}-))(?<![0-9],)"
)
_END = r"(?![\u05d0-\u05eaa-z0-9_@])"
_PLACE = re.compile(r"\{([a-z]+2?)\}")
_HAS_HEBREW, _HAS_LATIN = re.compile("[\u05d0-\u05ea]"), re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Said:
    """A date expression at `[start, end)` of the folded text: what kind it is and the figures that it gives."""

    means: str
    start: int
    end: int
    language: Language | None
    words: str
    parts: dict[str, int]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule of the table: `given` is what it says by itself, `places` the groups that take it from the text."""

    means: str
    given: dict[str, int]
    unit: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """One language: the expression of all its rules, the rule behind each group, and what each word stands for."""

    expression: re.Pattern[str]
    rules: dict[str, _Rule]
    values: dict[str, dict[str, int]]
    units: dict[str, str]
    doubtful: frozenset[str]


def _values(words: dict[str, list[str]]) -> dict[str, int]:
    return {word: int(value) for value, spelled in words.items() for word in spelled}


@cache
def _words(language: Language) -> dict[str, dict[str, int]]:
    source = table(f"dates_{language}")
    months = _values(source["months"])
    return {
        "m": months,
        "month": {spelled[0]: int(value) for value, spelled in source["months"].items()}
        | {w: v for w, v in months.items() if len(w) > 4 or language == "he" or w in source["clear"]},
        "w": _values(source["weekdays"]),
        "q": _values(source["quarters"]),
        "letter": _values(source.get("letters", {})),
        "dayword": source["days"],
        "n": source["counts"],
        "halfword": source.get("halfwords", {}),
        "third": source.get("thirdwords", {}),
        "nth": source["nths"],
        "holiday": {w: 100 * int(day[:2]) + int(day[3:]) for day, words in source["holidays"].items() for w in words},
        "monthord": source.get("monthords", {}),
    }


@cache
def _units(language: Language) -> dict[str, str]:
    source = table(f"dates_{language}")
    return {
        word: unit
        for kind in ("units", "duals", "hours")
        for unit, words in source.get(kind, {}).items()
        for word in words
    }


def _not_before(words: dict[str, list[str]], *, unless: str = "") -> str:
    """A lookahead that refuses figures, signs and the listed words, `unless` something stands behind these."""
    listed = rf"(?:{alternatives(words['words'])})(?![a-z\u05d0-\u05ea]){unless}"
    return rf"(?!{words['marks'][0]})(?! {{1,3}}{listed})"


def _fragments(language: Language) -> dict[str, str]:
    source, words = table(f"dates_{language}"), _words(language)
    endings = alternatives(source["day_endings"])
    spelled = {name: alternatives(values) for name, values in words.items()}
    year = f"(?:{_YEAR}){_not_before(table('dates')['not_before']['notmoney'], unless='(?! ?[0-9])')}"
    groups = spelled | {
        "n": rf"{spelled['n']}|[0-9]{{1,3}}",
        "y": year,
        "yy": "2[0-9]|3[0-5]",
        "y2": year,
        "m2": spelled["m"],
        "w2": spelled["w"],
        "mf": "1[0-2]|0?[1-9]",
        "hours": alternatives(word for words in source["hours"].values() for word in words),
        "h": "[12]",
        "u": alternatives(word for words in source["units"].values() for word in words),
        "dual": alternatives(word for words in source.get("duals", {}).values() for word in words),
    }
    ordinals = rf"(?:{_FIGURE_DAY})(?=(?:{endings})(?![a-z]))|{spelled['dayword']}"
    return {name: f"(?P<@>{inner})" for name, inner in groups.items()} | {
        "d": rf"(?P<@>{_FIGURE_DAY})(?![0-9])(?:{endings})?",
        "ord": rf"(?P<@>{ordinals})(?:{endings})?",
        "p": "(?:[ובלמהשכ]{1,2}-?)",
        "notmonth": rf"(?! {{0,3}}(?:of |di |[לב])?(?:{spelled['m']})(?![a-z\u05d0-\u05ea]))",
        **{name: _not_before(words) for name, words in table("dates")["not_before"].items()},
    }


def _build(say: str, index: int, fragments: dict[str, str], places: list[tuple[str, str]]) -> str:
    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name in fragments and "@" not in fragments[name]:
            return fragments[name]
        group = f"{name}_{index}_{len(places)}"
        places.append((name, group))
        return fragments[name].replace("@", group)

    return _PLACE.sub(put, re.sub(r" (?!\?)", " {1,3}", say))


def _unnamed(fragments: dict[str, str]) -> dict[str, str]:
    return {name: fragment.replace("(?P<@>", "(?:") for name, fragment in fragments.items()}


@cache
def _grammar(language: Language) -> _Grammar:
    source, fragments = table(f"dates_{language}"), _fragments(language)
    heads = {name: first_letters(bare) or bare for name, bare in _unnamed(fragments).items()}
    rules: dict[str, _Rule] = {}
    branches: list[str] = []
    for rule in source["rule"]:
        given = {name: value for name, value in rule.items() if isinstance(value, int)}
        for say in rule["say"]:
            index, places = len(branches), list[tuple[str, str]]()
            ahead = f"(?={letters})" if (letters := first_letters(_build(say, index, heads, []))) else ""
            branches.append(f"{ahead}(?P<r{index}>{_build(say, index, fragments, places)})")
            rules[f"r{index}"] = _Rule(rule["means"], given, rule.get("unit", ""), tuple(places))
    expression = re.compile(f"{_BEGIN}(?=[a-z0-9\u05d0-\u05ea])(?:{'|'.join(branches)}){_END}")
    return _Grammar(expression, rules, _words(language), _units(language), frozenset(source["doubtful"]))


_DAY_NAMES = {
    **dict.fromkeys(("d", "ord", "dayword"), "day"),
    **dict.fromkeys(("m", "month", "monthord", "mf"), "month"),
    **dict.fromkeys(("m2", "y2", "w2"), "until"),
    **dict.fromkeys(("w", "letter"), "weekday"),
    **dict.fromkeys(("h", "halfword"), "half"),
    **dict.fromkeys(("y", "yy"), "year"),
    "nth": "nth",
    "third": "third",
    "holiday": "holiday",
    "q": "quarter",
    "n": "count",
}


_SAME_WORDS = {"ord": "dayword", "m2": "m", "w2": "w"}


def _number(text: str) -> int:
    return 2000 + int(text[1:]) if text.startswith("'") else int(text)


def _said(match: re.Match[str], grammar: _Grammar, language: Language) -> Said:
    rule = grammar.rules[str(match.lastgroup)]
    parts, unit = dict(rule.given), rule.unit
    for name, group in rule.places:
        word = match[group]
        if word is None:
            continue
        word = re.sub(" +", " ", word)
        if name in ("u", "dual", "hours"):
            unit = grammar.units[word]
            parts |= {"count": 2} if name == "dual" else {}
        else:
            known = grammar.values.get(_SAME_WORDS.get(name, name), {})
            parts[_DAY_NAMES[name]] = known[word] if word in known else _number(f"'{word}" if name == "yy" else word)
    if "holiday" in parts:
        parts["month"], parts["day"] = divmod(parts.pop("holiday"), 100)
    return Said(rule.means, match.start(), match.end(), language, match[0], parts, unit)


_FIGURES = re.compile(
    rf"{_BEGIN}(?:[\u05d0-\u05ea]{{1,2}}-?)?(?<![\u05d0-\u05ea]{{3}})(?:"
    r"(?P<iy>20[0-9]{2}|19[0-9]{2})(?P<is>[-/.])(?P<im>1[0-2]|0[1-9])(?P=is)(?P<id>3[01]|[12][0-9]|0[1-9])"
    r"|(?P<d>[0-9]{1,2})(?P<by> ?[./-] ?)(?P<m>[0-9]{1,2})(?P=by)(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?P<om>0[1-9]|1[0-2])/(?P<oy>20[0-9]{2})"
    r"|(?P<sd>[0-9]{1,2})(?P<sby>[./])(?P<sm>[0-9]{1,2}))(?![a-z0-9_@%/])(?![.,:-][0-9](?![0-9]?[./][0-9]))(?!-[a-z])"
)


_FIGURE_MEANS = {"/": "slashed", ".": "dotted"}


def _figures(text: str) -> Iterator[Said]:
    for match in _FIGURES.finditer(text):
        start = next(match.start(name) for name in ("iy", "d", "om", "sd") if match[name])
        if match["iy"]:
            parts = {"year": int(match["iy"]), "month": int(match["im"]), "day": int(match["id"])}
        elif match["d"]:
            if match["by"] != match["by"].strip(" -") and len(match["y"]) == 2:
                continue
            year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
            parts = {"year": year, "month": int(match["m"]), "day": int(match["d"])}
        elif match["om"]:
            parts = {"year": int(match["oy"]), "month": int(match["om"])}
        else:
            parts = {"month": int(match["sm"]), "day": int(match["sd"])}
        means = _FIGURE_MEANS[match["sby"]] if match["sby"] else "day_month" if "day" in parts else "month_in_figures"
        yield Said(means, start, match.end(), None, text[start : match.end()], parts)


@lru_cache(maxsize=64)
def expressions(text: str, language: Language) -> tuple[Said, ...]:
    """Every date expression of a folded text, left to right, none over another; the message's own language first."""
    said = list(_figures(text))
    weekdays = _words(language)["w"]
    hebrew, latin = _HAS_HEBREW.search(text), _HAS_LATIN.search(text)
    for candidate in languages(language):
        if hebrew if candidate == "he" else latin:
            grammar = _grammar(candidate)
            found = (_said(match, grammar, candidate) for match in grammar.expression.finditer(text))
            said += [
                one
                for one in found
                if not _is_doubtful(one, grammar, text, own=candidate == language, own_weekdays=weekdays)
            ]
    return tuple(_without_overlaps(said))


def _is_doubtful(said: Said, grammar: _Grammar, text: str, *, own: bool, own_weekdays: Container[str]) -> bool:
    """A lone short word ("sat", "may", "mar") is no date; in a guest language no short word is."""
    if not own and said.means == "day_month" and said.words.split(" ")[0] in own_weekdays:
        return True
    lone = said.means in ("weekday", "month_named") and "-" not in (
        text[said.start - 1 : said.start],
        text[said.end : said.end + 1],
    )
    return lone and (said.words in grammar.doubtful or (not own and len(said.words) < 4 and said.words.isascii()))


def _without_overlaps(said: list[Said]) -> list[Said]:
    kept: list[Said] = []
    taken = 0
    ordered = sorted(said, key=lambda one: (one.start, -one.end))
    for at, one in enumerate(ordered):
        if one.start < taken:
            continue
        rival = ordered[at + 1] if at + 1 < len(ordered) else None
        if rival and rival.start < one.end and rival.end - rival.start > one.end - one.start:
            continue
        kept.append(one)
        taken = one.end
    return kept
