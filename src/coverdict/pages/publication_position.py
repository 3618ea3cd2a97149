"""The position of a policy in short, and its example patients."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Paragraph,
    Run,
    Section,
    Style,
    Table,
    Tone,
    Words,
    plain,
)
from coverdict.language.model import Case, Document, Rule
from coverdict.language.syntax import Criterion, Group, condition_of
from coverdict.library.atoms import Names
from coverdict.pages.publication_criteria import readings_in
from coverdict.pages.publication_words import holds_always, in_words, told
from coverdict.pages.wording import capital, quoted, value_words
from coverdict.pages.wording import plain as as_words
from coverdict.text import counted, listed


def position(document: Document, names: Names) -> Iterator[Content]:
    """The position in short: what each rule says, what else holds, and what is open."""
    if not document.rules:
        yield Paragraph(plain("This policy states no position: it has no rules."), Tone.CAUTION)
        return
    yield Items(tuple(_short(document, names)))
    if document.holes:
        missing = (
            Item((Run(f"{one.id}: ", Style.STRONG), Run(one.says or "not said"))) for one in document.holes
        )
        yield Paragraph(plain("What is missing:"), Tone.CAUTION)
        yield Items(tuple(missing))
    names_open = list(open_readings(document, names))
    if names_open:
        yield Paragraph(
            (
                Run(counted(len(names_open), "open reading"), Style.READING),
                Run(
                    f": {listed(map(quoted, names_open))}. Where words can be read in more than one way and "
                    "nobody has settled how, a decision that depends on it is a physician’s."
                ),
            ),
            Tone.CAUTION,
        )


def _short(document: Document, names: Names) -> Iterator[Item]:
    for number, rule in enumerate(document.rules, start=1):
        status = Run(capital(as_words(rule.then)), Style.STRONG)
        link = (Run(" ("), Run(f"rule {number}", Style.PLAIN, f"rule-{number}"), Run(")"))
        if for_everybody(rule, names):
            yield Item((status, Run(" for everybody"), *link, *_besides(rule)))
            return
        assert rule.when is not None  # else it is for everybody
        yield Item((status, Run(f" where these hold: {gist(rule.when, names)}"), *link, *_besides(rule)))
    last = document.rules[-1]
    if last.otherwise is not None:
        status = Run(capital(as_words(last.otherwise)), Style.STRONG)
        yield Item((status, Run(" for everybody else"), *_meaning(last)))
    else:
        yield Item((Run("Not addressed", Style.STRONG), Run(" for everybody else.")))


def for_everybody(rule: Rule, names: Names) -> bool:
    """Whether a rule plainly holds for every patient."""
    return rule.when is None or holds_always(condition_of(rule.when), names)


def gist(criterion: Criterion, names: Names) -> str:
    """The criteria of a rule in one line, by what their author calls them."""
    body = criterion.body
    if criterion.label:
        return criterion.label
    if isinstance(body, Group) and body.connective == "all of":
        return "; ".join(gist(part, names) for part in body.parts)
    if isinstance(body, Group):
        join = {"any of": "any of", "none of": "none of"}.get(body.connective, f"at least {body.at_least} of")
        return f"{join} ({', '.join(gist(part, names) for part in body.parts)})"
    return told(in_words(condition_of(criterion), names))


def _besides(rule: Rule) -> Words:
    considered = (
        "; a physician considers these patients individually" if rule.individual_consideration else ""
    )
    return (Run(f"{considered}."),)


def _meaning(rule: Rule) -> Words:
    if rule.meaning is None:
        return (Run("."),)
    options = listed(map(as_words, rule.meaning.options), "or")
    return (Run(f"; whether that means {options} is open."),)


def open_readings(document: Document, names: Names) -> Iterator[str]:
    """The names of the open readings of a policy's rules, each once, in order."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    for rule in document.rules:
        found.update(dict.fromkeys(readings_in(rule.when, names, seen)))
        if rule.meaning is not None:
            found[rule.meaning.reading] = None
    return (name.rpartition("#")[2] for name in found)


def examples(cases: tuple[Case, ...], names: Names) -> Iterator[Section]:
    """The policy's own example patients, as a table."""
    if cases:
        columns = ("Example", "Known", "What follows")
        rows = tuple(
            (plain(one.says or one.id), plain(_facts(one, names)), plain(_expected(one))) for one in cases
        )
        yield Section(
            "examples", "Examples", (Table("Example patients, and what follows for them", columns, rows),)
        )


def _facts(case: Case, names: Names) -> str:
    said = [
        f"{names.facts[name].label or name}: {value_words(names.facts[name], value)}"
        for name, value in case.facts
        if name in names.facts
    ]
    said += [f"{quoted(name.rpartition('#')[2])} read as {quoted(option)}" for name, option in case.readings]
    return "; ".join(said) or "Nothing"


def _expected(case: Case) -> str:
    expect = case.expect
    said = [
        listed((as_words(one) for one in values), "or")
        for values in (expect.status, tuple(f"benefit {one}" for one in expect.benefit))
        if values
    ]
    if expect.action == "refer":
        said.append(
            f"referred to {'a ' if expect.refer_to == 'physician' else ''}{expect.refer_to or 'a person'}"
        )
    elif expect.action:
        said.append(as_words(expect.action))
    return capital("; ".join(said)) or "Not stated"
