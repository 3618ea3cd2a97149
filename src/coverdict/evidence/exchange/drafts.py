"""A draft of a study's file: what is known written down, what is not known left out and asked for.

What only a person can say (what the study is about in own words, its design, its patients, where a policy
cites it) has no key in the draft, but a line `# TO DO` in its place. The reader of studies refuses a file
without these keys and names each of them, so that no unfinished draft is ever taken for a study.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coverdict.evidence.exchange.decoding import plain_line
from coverdict.evidence.exchange.draft_results import lines_text, result_lines
from coverdict.evidence.exchange.yaml_text import flow, scalar
from coverdict.evidence.studies.model import Accepted, Arm, Cite, Design, Result

TO_DO = "# TO DO"
IF_ANY = "# IF ANY"

ASKED: Mapping[str, str] = {
    "title": "in own words, what the study is about",
    "design": ", ".join(design.value for design in Design),
    "condition": "the disease, by the name that reviews ask for",
    "population": "who was treated, in own words",
    "n": "how many patients altogether; or not stated",
    "cited": "{bsc: {policy: bsc/7.01.75, version: 2021-11-01, lines: 111-113, reference: 2}}",
}
"""What a study's file has to say and a draft may leave open, each with what is to be written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A study as far as an import knows it.

    Arguments:
        origin: where it comes from, for the head of the file ("pubmed.nbib, line 1").
        n: patients altogether; None for not stated, unless `n` is open.
        opened: the keys of `ASKED` that a person has to fill in.
        hints: for an open key, what the record says about it.
        note: what is kept for the reader of the finished file.
        warnings: what is said at the head of the file and by the command.
    """

    id: str
    label: str
    origin: str
    pmid: str = ""
    year: int | None = None
    title: str = ""
    design: Design | None = None
    condition: str = ""
    population: str = ""
    n: int | None = None
    cites: tuple[Cite, ...] = ()
    in_several_arms: int = 0
    arms: tuple[Arm, ...] = ()
    results: tuple[Result, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    note: str = ""
    opened: frozenset[str] = frozenset()
    hints: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def holes(self) -> tuple[str, ...]:
        """The keys that a person has to fill in, in the order of the file."""
        return tuple(key for key in ASKED if key in self.opened)


def draft_text(draft: Draft) -> str:
    """The draft as the text of a study's file; finished where nothing is open."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield from _head(draft)
    yield ""
    yield from _cited(draft)
    yield ""
    yield from _arms(draft)
    yield ""
    yield from _results(draft)
    if draft.accepted:
        yield "accepted findings:"
        for one in draft.accepted:
            entry = {"finding": one.finding, "about": one.about, "because": one.because}
            yield f"  - {flow(entry)}"
        yield ""
    if draft.note:
        yield f"note: {scalar(draft.note)}"


def _head(draft: Draft) -> Iterator[str]:
    yield from _comment(f"From {draft.origin}.")
    if draft.opened:
        yield from _comment("A draft, which no command reads as a study while a line TO DO stands for a key.")
    for warning in draft.warnings:
        yield from _comment(f"NOTE {warning}")
    yield f"study: {scalar(draft.id)}"
    yield f"label: {scalar(draft.label)}"
    yield f"pmid: {draft.pmid or 'not stated'}"
    if draft.year is not None:
        yield f"year: {draft.year}"
    yield from _key(draft, "title", draft.title)
    yield from _key(draft, "design", draft.design.value if draft.design else "")
    yield from _key(draft, "condition", draft.condition)
    yield from _key(draft, "population", draft.population)
    yield from _key(draft, "n", "not stated" if draft.n is None else str(draft.n))
    if draft.in_several_arms:
        yield f"in several arms: {draft.in_several_arms}"


def _cited(draft: Draft) -> Iterator[str]:
    if "cited" in draft.opened:
        yield _asked(draft, "cited")
        return
    yield "cited:"
    for cite in draft.cites:
        yield f"  {scalar(cite.name)}: {flow(_cite(cite))}"


def _arms(draft: Draft) -> Iterator[str]:
    if not draft.arms:
        yield f"{IF_ANY} arms: {{cryo: {{label: Cryoablation, treatment: cryoablation, n: 180}}}}"
        return
    yield "arms:"
    for arm in draft.arms:
        yield f"  {scalar(arm.id)}: {_arm(arm)}"


def _results(draft: Draft) -> Iterator[str]:
    if not draft.results:
        yield f"{IF_ANY} results: with every number as the source prints it"
        yield ""
        return
    yield "results:"
    for line in result_lines(draft.results, draft.cites):
        yield f"  {line}" if line else ""


def _key(draft: Draft, key: str, value: str) -> Iterable[str]:
    return [_asked(draft, key)] if key in draft.opened else [f"{key}: {scalar(value)}"]


def _asked(draft: Draft, key: str) -> str:
    hint = plain_line(draft.hints.get(key, ""))
    return f"{TO_DO} {key}: {ASKED[key]}" + (f" ({hint})" if hint else "")


def _comment(text: str) -> list[str]:
    """`text` as one line of comment: nothing of it can end the comment."""
    return [f"# {plain_line(text)}"]


def _cite(cite: Cite) -> dict[str, str]:
    entry = {"policy": cite.source, "version": cite.version, "lines": lines_text(cite)}
    return entry | ({"reference": cite.reference} if cite.reference else {})


def _arm(arm: Arm) -> str:
    derived = arm.derived
    entry = {
        "label": arm.label,
        "treatment": arm.treatment,
        "n": "not stated" if arm.n is None or derived is not None else str(arm.n),
    }
    text = flow(entry)
    if derived is None or arm.n is None:
        return text
    others = f", others: [{', '.join(map(str, derived.others))}]" if derived.others else ""
    return f"{text[:-1]}, derived: {{n: {arm.n}, how: {scalar(derived.how, inside=True)}{others}}}}}"
