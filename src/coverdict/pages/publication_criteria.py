"""The rules of a policy as numbered lists: connectives in words, open readings shown, each criterion once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from coverdict.documents.publishing.house import House
from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Mark,
    Paragraph,
    Run,
    Section,
    Style,
    Tone,
    Words,
    plain,
)
from coverdict.language.criteria import FAILS, HOLDS
from coverdict.language.model import Document, Rule
from coverdict.language.syntax import Criterion, CriterionRef, Group, Leaf, Reading, condition_of
from coverdict.library.atoms import Names
from coverdict.pages.publication_words import Clauses, holds_always, in_words, sentence
from coverdict.pages.views import citation_words
from coverdict.pages.wording import capital, quoted
from coverdict.pages.wording import plain as as_words
from coverdict.text import listed


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose rules are printed.

    Arguments:
        prefix: what the ids of their sections begin with.
        silent: what follows where no rule holds, as a clause.
        exact: the section that prints the text letter by letter; empty where none does.
    """

    prefix: str
    silent: str
    exact: str = ""


POLICY = Voice("", "the policy does not address the patient.", House.EXACT.anchor)

JOINS = {
    "all": "All of these hold:",
    "any": "Any one of these holds:",
    "none": "None of these holds:",
    "option": "All of these hold:",
}
_CONNECTIVES = {"all of": "all", "any of": "any", "none of": "none"}


def rule_sections(document: Document, names: Names, voice: Voice) -> Iterator[Section]:
    """The rules in the order in which they are looked at, each a section."""
    writer = Writer(names)
    for number, rule in enumerate(document.rules, start=1):
        following = voice.silent if number == len(document.rules) else "the next rule is looked at."
        content = (*writer.rule(number, rule, following), *_beside(rule, voice))
        yield Section(f"{voice.prefix}rule-{number}", rule_title(number, rule), content)


def rule_title(number: int, rule: Rule) -> str:
    """`Rule 1: Established`, with the payer's own word where it is another."""
    status = capital(as_words(rule.then))
    label = f" ({quoted(rule.label)})" if rule.label and rule.label.lower() != status.lower() else ""
    return f"Rule {number}: {status}{label}"


@dataclass(slots=True)
class Writer:
    """Writes criteria as items, and remembers where each named criterion was spelt out.

    Arguments:
        holds: what is known to hold of a criterion, or not to; a part that is known to hold is left out.
    """

    names: Names
    holds: Callable[[Criterion], bool | None] = lambda _: None
    seen: dict[str, str] = field(default_factory=dict)

    def rule(self, number: int, rule: Rule, following: str) -> Iterator[Content]:
        """What a rule says: when it holds, and what follows when it does not.

        Arguments:
            following: what follows then, where the rule itself does not say.
        """
        if rule.when is None:
            yield Paragraph(plain("Always."))
            return
        yield from self.when(rule.when, str(number))
        if rule.individual_consideration:
            yield Paragraph(plain("These patients go to a physician’s individual consideration."))
        if holds_always(condition_of(rule.when), self.names):
            yield Paragraph(plain("This holds for everybody."))
            return
        if rule.otherwise is None:
            yield Paragraph((Run("If not: ", Style.JOIN), Run(following)))
            return
        yield Paragraph((Run("Otherwise: ", Style.JOIN), Run(f"{as_words(rule.otherwise)}.")))
        if rule.meaning is not None:
            options = listed(map(as_words, rule.meaning.options), "or")
            name = quoted(rule.meaning.reading.rpartition("#")[2])
            words = f" {name}. Whether “{as_words(rule.otherwise)}” means {options} is not settled."
            yield Paragraph((Run("Open reading", Style.READING), Run(words)))

    def when(self, criterion: Criterion, number: str) -> Iterator[Content]:
        """The criteria of a rule: how they are joined, and each as an item."""
        parts = self.parts(criterion)
        lead = "When all of these hold:" if len(parts) > 1 else "When this holds:"
        yield Paragraph((Run(lead, Style.JOIN),))
        yield Items(tuple(self.item(part, f"{number}.{at}") for at, part in enumerate(parts, start=1)))

    def parts(self, criterion: Criterion) -> tuple[Criterion, ...]:
        """The parts of a nameless "all of" that are not known to hold; else the criterion itself."""
        body = criterion.body
        if not criterion.label and isinstance(body, Group) and body.connective == "all of":
            return tuple(part for part in body.parts if self.holds(part) is not True)
        return () if self.holds(criterion) is True else (criterion,)

    def item(self, criterion: Criterion, number: str) -> Item:
        label = f"{capital(criterion.label)}. " if criterion.label else ""
        lead = (Run(label, Style.STRONG),) if label else ()
        after = _cited(criterion)
        match criterion.body:
            case Leaf(condition=CriterionRef(criterion=name)):
                return self._named(name, number, lead, after)
            case Leaf(condition=condition):
                return self._clauses(in_words(condition, self.names), number, lead, after)
            case Group(connective=connective, parts=parts, at_least=count):
                join = _CONNECTIVES.get(connective, f"at least {count}")
                below = tuple(self.item(part, f"{number}.{at}") for at, part in enumerate(parts, start=1))
                return Item((*lead, *_join(join), *after), below, number)
            case Reading():
                return self._reading(criterion, criterion.body, number, lead, after)

    def _reading(
        self, criterion: Criterion, reading: Reading, number: str, lead: Words, after: Words
    ) -> Item:
        name = reading.reading.partition("#")[2]
        note = f" {criterion.note}" if criterion.note else ""
        if is_hole(reading):
            hole = (
                *lead,
                Run("Hole", Style.READING),
                Run(f" {quoted(name)}. Nobody has written this yet.{note}"),
            )
            return Item((*hole, *after), (), number, Mark.READING)
        words = (*lead, Run("Open reading", Style.READING), Run(f" {quoted(name)}.{note}"), *after)
        options = tuple(
            self._option(label, option, f"{number}.{at}")
            for at, (label, option) in enumerate(reading.options, start=1)
        )
        return Item(words, options, number, Mark.READING)

    def _option(self, label: str, option: Criterion, number: str) -> Item:
        lead: Words = (Run("Read as "), Run(quoted(label), Style.STRONG), Run(": "))
        parts = self.parts(option)
        if len(parts) == 1 and not parts[0].label:
            inner = self.item(parts[0], number)
            return replace(inner, words=(*lead, *inner.words), mark=Mark.OPTION)
        below = tuple(self.item(part, f"{number}.{at}") for at, part in enumerate(parts, start=1))
        return Item((*lead, *_join("all")), below, number, Mark.OPTION)

    def _named(self, name: str, number: str, lead: Words, after: Words) -> Item:
        """A criterion that has a name of its own: spelt out where it comes first, later where that was."""
        named = self.names.criteria[name]
        title = named.title or name.rpartition("#")[2]
        called: Words = (
            lead if _says(lead) == title.lower() else (*lead, Run(f"{capital(title)}: ", Style.STRONG))
        )
        if name in self.seen:
            return Item((*called, Run(f"as in {self.seen[name]}."), *after), (), number)
        self.seen[name] = number
        parts = self.parts(named.criterion)
        cites = after or _cited(named.criterion)
        if len(parts) == 1:
            inner = self.item(parts[0], number)
            return replace(inner, words=(*called, *inner.words))
        below = tuple(self.item(part, f"{number}.{at}") for at, part in enumerate(parts, start=1))
        return Item((*called, *_join("all"), *cites), below, number)

    def _clauses(self, clauses: Clauses, number: str, lead: Words, after: Words) -> Item:
        if clauses.names:
            return self._named(clauses.names, number, lead, after)
        if not clauses.join:
            return Item((*lead, Run(sentence(clauses.says)), *after), (), number)
        below = tuple(
            self._clauses(part, f"{number}.{at}", (), ()) for at, part in enumerate(clauses.parts, start=1)
        )
        return Item((*lead, *_join(clauses.join), *after), below, number)


def is_hole(reading: Reading) -> bool:
    """Whether a reading stands for what is missing: it holds or does not, and nobody knows."""
    return tuple(label for label, _ in reading.options) == (HOLDS, FAILS)


def _says(words: Words) -> str:
    return "".join(run.text for run in words).strip(" .:").lower()


def _join(join: str) -> Words:
    return (Run(JOINS.get(join) or f"{capital(join)} of these hold:", Style.JOIN),)


def _cited(criterion: Criterion) -> Words:
    where = citation_words(criterion.cites)
    return (Run(f" [{where}]", Style.QUIET),) if where else ()


def _beside(rule: Rule, voice: Voice) -> Iterator[Content]:
    """What is said beside a rule: its note, where it stands in the source, and where its exact form is."""
    if rule.note:
        yield Paragraph(plain(rule.note))
    where = citation_words(rule.cites)
    words: list[Run] = [Run(f"Source: {where}. ", Style.QUIET)] if where else []
    words.append(Run(f"Rule {rule.id}", Style.QUIET))
    if voice.exact:
        words.append(Run("; its exact form is in ", Style.QUIET))
        words.append(Run(f"Appendix C, line {rule.place.line}", Style.QUIET, voice.exact))
    yield Paragraph((*words, Run(".", Style.QUIET)), Tone.QUIET)


def readings_in(criterion: Criterion | None, names: Names, seen: set[str]) -> Iterator[str]:
    """The open readings of a criterion, through named criteria, in order; repeats included.

    Arguments:
        seen: the named criteria that were looked into already, which are passed over and added to.
    """
    if criterion is None:
        return
    match criterion.body:
        case Reading(reading=reading, options=options):
            if not is_hole(criterion.body):
                yield reading
            for _, option in options:
                yield from readings_in(option, names, seen)
        case Group(parts=parts):
            for part in parts:
                yield from readings_in(part, names, seen)
        case Leaf(condition=condition):
            for name in criteria_in(in_words(condition, names)):
                if name not in seen:
                    seen.add(name)
                    yield from readings_in(names.criteria[name].criterion, names, seen)


def criteria_in(clauses: Clauses) -> Iterator[str]:
    """The named criteria that clauses speak of."""
    if clauses.names:
        yield clauses.names
    for part in clauses.parts:
        yield from criteria_in(part)
