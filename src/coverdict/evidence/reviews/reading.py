"""A review's file → a review, with messages that have places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from coverdict.evidence.reviews.model import (
    Cohort,
    Conclusion,
    Exclusion,
    Fact,
    Inclusion,
    Question,
    Review,
    ReviewOutcome,
    Role,
    Search,
)
from coverdict.evidence.reviews.outcomes import read_outcome
from coverdict.evidence.reviews.overriding import read_override
from coverdict.evidence.reviews.shapes import (
    NOT_STATED,
    CohortShape,
    ConclusionShape,
    ExclusionShape,
    FactShape,
    InclusionShape,
    IndirectShape,
    OutcomeShape,
    OverrideShape,
    QuestionShape,
    ReviewShape,
    SearchShape,
)
from coverdict.evidence.studies.model import Cite
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode
from coverdict.language.shapes import Shape, open_shape, place_of, read_shape
from coverdict.text import Place, Report, did_you_mean

_MOST = 2_000  # entries of a list; no review has as many

ShapeT = TypeVar("ShapeT", bound=Shape)


def read_review(text: str, file: str) -> Review:
    """The review that a YAML text holds, as written; what it names is looked up by `check_reviews`.

    Arguments:
        text: the whole text.
        file: its name, for messages.
    Errors: DocumentError with all its problems.
    """
    shape, tree, report = open_shape(ReviewShape, text, file, "a review")
    review = _Reader(shape, tree, report).read()
    report.raise_if_any()
    assert review is not None  # what is missing is a problem
    return review


class _Reader:
    """Reads one review, whose keys are known."""

    def __init__(self, shape: ReviewShape, tree: MapNode, report: Report) -> None:
        self.shape = shape
        self.tree = tree
        self.report = report

    def read(self) -> Review | None:
        shape = self.shape
        question, search = self._question(), self._search()
        included = tuple(self._inclusions())
        excluded = tuple(
            Exclusion(one.study, one.because, place_of(node, "study"))
            for one, node in self._each(ExclusionShape, "excluded", "a study that is left out")
        )
        self._listed_once(included, excluded)
        cohorts = tuple(self._cohorts({one.study for one in included}))
        outcomes = self._outcomes()
        regulatory, attainable = self._fact("regulatory"), self._fact("attainable")
        conclusion = self._conclusion()
        names = self._outcome_names()
        overrides = tuple(
            read_override(one, node, names, self.report)
            for one, node in self._each(OverrideShape, "overrides", "an override")
        )
        self._overridden_once(overrides_at=tuple((one.step, one.outcome, one.place) for one in overrides))
        if question is None or search is None or regulatory is None or attainable is None:
            return None
        return Review(
            shape.review,
            shape.title,
            shape.policy,
            shape.version,
            shape.as_of,
            question,
            search,
            tuple(shape.principles),
            included,
            excluded,
            cohorts,
            outcomes,
            regulatory,
            attainable,
            conclusion,
            overrides,
            shape.method,
            self._cites(shape.lines),
            shape.note,
            place_of(self.tree, "review"),
        )

    def _cites(self, lines: tuple[int, int] | None) -> tuple[Cite, ...]:
        if lines is None:
            return ()
        return (Cite(self.shape.policy, *lines, version=self.shape.version),)

    def _each(self, model: type[ShapeT], key: str, called: str) -> Iterator[tuple[ShapeT, MapNode]]:
        node = self.tree.get(key)
        for item in self._items(node, key):
            shape = read_shape(model, item, self.report, called)
            if shape is not None and isinstance(item, MapNode):
                yield shape, item

    def _items(self, node: Node | None, called: str) -> tuple[Node, ...]:
        """The entries of a list; none where the key is not there."""
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self.report.add(node.place, f"{called} is a list", "begin each entry with `- `")
            return ()
        if len(node.items) > _MOST:
            what = f"{called} has {len(node.items)} entries, and at most {_MOST} are read"
            self.report.add(node.place, what, "split the review")
            return ()
        return node.items

    # --- the question ------------------------------------------------------------------------------

    def _question(self) -> Question | None:
        node = self.shape.question
        shape = read_shape(QuestionShape, node, self.report, "the question")
        if shape is None:
            return None
        return Question(
            shape.population,
            tuple(shape.conditions),
            shape.intervention,
            tuple(shape.treatments),
            tuple(shape.comparators),
            tuple(shape.outcomes),
            shape.patients,
            place_of(node, "patients"),
        )

    def _search(self) -> Search | None:
        shape = read_shape(SearchShape, self.shape.search, self.report, "the search")
        if shape is None:
            return None
        database = "" if shape.database == NOT_STATED else shape.database
        return Search(database, shape.through, shape.says, self._cites(shape.lines))

    def _fact(self, key: str) -> Fact | None:
        shape = read_shape(FactShape, self.tree.get(key), self.report, f"the fact {key}")
        if shape is None:
            return None
        return Fact(shape.holds, shape.because, self._cites(shape.lines))

    def _conclusion(self) -> Conclusion | None:
        node = self.tree.get("conclusion")
        shape = read_shape(ConclusionShape, node, self.report, "the conclusion")
        return Conclusion(shape.verdict, shape.says, self._cites(shape.lines)) if shape else None

    # --- studies -----------------------------------------------------------------------------------

    def _inclusions(self) -> Iterator[Inclusion]:
        for shape, node in self._each(InclusionShape, "included", "a study that is taken in"):
            indirect = read_shape(IndirectShape, node.get("indirect"), self.report, "indirect")
            parts = tuple(
                (part, reason)
                for part, reason in (indirect.model_dump() if indirect is not None else {}).items()
                if reason
            )
            yield Inclusion(shape.study, Role(shape.for_), shape.because, parts, place_of(node, "study"))

    def _listed_once(self, included: tuple[Inclusion, ...], excluded: tuple[Exclusion, ...]) -> None:
        seen: dict[str, Place] = {}
        listed = [(one.study, one.place) for one in included] + [(one.study, one.place) for one in excluded]
        for study, place in listed:
            first = seen.setdefault(study, place)
            if first is not place:
                what = f"the study {study} is listed twice; it is also in line {first.line}"
                self.report.add(place, what, "take it in or leave it out, once", len(study))

    def _cohorts(self, included: set[str]) -> Iterator[Cohort]:
        seen: dict[str, Place] = {}
        for shape, node in self._each(CohortShape, "cohorts", "a cohort"):
            place = place_of(node, "studies")
            if len(set(shape.studies)) < 2:
                self.report.add(place, "a cohort has two or more studies", "name them, or remove it")
            if shape.keep and shape.keep not in shape.studies:
                what = f"the study {shape.keep} is kept and stands in no cohort"
                right = did_you_mean(shape.keep, shape.studies)
                self.report.add(place_of(node, "keep"), what, right, len(shape.keep))
            for study in shape.studies:
                if study not in included:
                    what = f"the study {study} of this cohort is not taken in"
                    self.report.add(place, what, did_you_mean(study, included))
                if seen.setdefault(study, place) is not place:
                    what = f"the study {study} stands in two cohorts; the other is in line {seen[study].line}"
                    self.report.add(place, what, "join the two cohorts")
            yield Cohort(tuple(shape.studies), shape.keep, shape.because, place)

    # --- outcomes ----------------------------------------------------------------------------------

    def _outcomes(self) -> tuple[ReviewOutcome, ...]:
        found: list[ReviewOutcome] = []
        seen: dict[str, Place] = {}
        for shape, node in self._each(OutcomeShape, "outcomes", "an outcome"):
            outcome = read_outcome(shape, node, self.report, self._items(node.get("rows"), "rows"))
            first = seen.setdefault(outcome.id, outcome.place)
            if first is not outcome.place:
                what = f"the outcome {outcome.id} stands twice; it is also in line {first.line}"
                self.report.add(outcome.place, what, "give it another id", len(outcome.id))
            found.append(outcome)
        return tuple(found)

    def _outcome_names(self) -> set[str]:
        """The ids of all outcomes, also of those that could not be read: one mistake, one message."""
        items = self._items(self.tree.get("outcomes"), "outcomes")
        ids = (item.get("id") for item in items if isinstance(item, MapNode))
        return {node.text for node in ids if isinstance(node, TextNode)}

    def _overridden_once(self, overrides_at: tuple[tuple[str, str, Place], ...]) -> None:
        seen: dict[tuple[str, str], Place] = {}
        for step, outcome, place in overrides_at:
            first = seen.setdefault((step, outcome), place)
            if first is not place:
                what = f"the step {step} is overridden twice; it is also in line {first.line}"
                self.report.add(place, what, "keep the later judgement", len(step))
