"""What documents say of each other: names that must be there, versions and windows that must not collide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from coverdict.language.model import Document, PolicyWindow, SettledReading
from coverdict.language.syntax import Is, Leaf
from coverdict.language.walks import criteria_in
from coverdict.library.atoms import own_leaves
from coverdict.library.constraints import impossible_constraints
from coverdict.library.index import Contents
from coverdict.text import Place, Problem, did_you_mean, split_lines


def consistency_problems(documents: Iterable[Document], contents: Contents) -> Iterator[Problem]:
    """Everything that is wrong between the documents of a library, each at its place."""
    texts = tuple(documents)
    yield from impossible_constraints(contents)
    yield from _twice(texts)
    yield from _product_twice(texts)
    yield from _names(texts)
    yield from _versions(texts)
    for document in texts:
        yield from _references(document, contents)
        if document.kind == "plan":
            yield from _products(document, contents)
            yield from _implied(document, contents)
        if document.kind == "payer":
            yield from _windows(document, contents)
            for settled in document.settled:
                yield from _settled(document, settled, texts, contents)
            yield from _approvals(document, contents)


def _problem(document: Document, place: Place, what: str, right: str = "") -> Problem:
    lines = split_lines(document.text)
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    width = max(1, len(line.rstrip()) - place.column + 1)
    return Problem(place, what, right, line, width)


def _twice(documents: tuple[Document, ...]) -> Iterator[Problem]:
    earlier: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        same = earlier.setdefault((document.kind, document.id), [])
        there = next((other for other in same if _overlap(document, other)), None)
        if document.kind != "policy" and there is not None:
            what = f"{document.kind} {document.id} is already in {there.place.file}"
            right = "give it another id, remove one of the two, or let them be in force on different days"
            yield _problem(document, document.place, what, right)
        same.append(document)


def _overlap(first: Document, second: Document) -> bool:
    """Whether some day has both documents in force."""
    starts = max(first.effective or date.min, second.effective or date.min)
    return starts <= min(first.until or date.max, second.until or date.max)


def _product_twice(documents: tuple[Document, ...]) -> Iterator[Problem]:
    """A product of a payer stands in one plan document of a day and a policy."""
    plans = [document for document in documents if document.kind == "plan"]
    for number, plan in enumerate(plans):
        for other in plans[:number]:
            same_policies = not (plan.applies_to and other.applies_to) or set(plan.applies_to) & set(
                other.applies_to
            )
            if plan.payer != other.payer or not same_policies or not _overlap(plan, other):
                continue
            named = {product.name for product in other.products}
            for product in plan.products:
                if product.name in named and plan.id != other.id:
                    what = f"product {product.name} is already in {other.place.file}"
                    right = "let one plan document name it, or let them be in force on different days"
                    yield _problem(plan, product.place, what, right)


def _names(documents: tuple[Document, ...]) -> Iterator[Problem]:
    """Documents of different kinds may share an id, but then not the name of a part.

    Everywhere else a criterion, value set or reading goes by the id of its document, `#` and its own name.
    """
    first: dict[tuple[str, str], Document] = {}
    for document in documents:
        for called, full, place in _parts(document):
            there = first.setdefault((called, full), document)
            if there.kind == document.kind:  # versions of one policy; others are told by `_twice`
                continue
            what = f"the {called} {full} is already in {there.kind} {there.id}, {there.place.file}"
            yield _problem(document, place, what, "give it another name")


def _parts(document: Document) -> Iterator[tuple[str, str, Place]]:
    for criterion in document.criteria:
        yield "criterion", criterion.id, criterion.place
    for value_set in document.value_sets:
        yield "value set", value_set.name, value_set.place
    for reading in document.readings:
        yield "reading", reading.id, reading.place


def _versions(documents: tuple[Document, ...]) -> Iterator[Problem]:
    by_policy: dict[str, list[Document]] = {}
    for document in documents:
        if document.kind == "policy":
            by_policy.setdefault(document.id, []).append(document)
    for policy, versions in by_policy.items():
        ordered = sorted(versions, key=lambda text: text.effective or date.min)
        for older, newer in pairwise(ordered):
            if older.effective is None or newer.effective is None:
                what = f"{policy} has another version, {older.place.file}, and one of the two has no date"
                yield _problem(
                    newer, newer.place, what, "give each version the date from which it is in force"
                )
            elif older.effective == newer.effective or (
                older.until is not None and older.until >= newer.effective
            ):
                what = (
                    f"two versions of {policy} are in force on {newer.effective}: "
                    f"this one and {older.place.file}"
                )
                right = "let the older end the day before the newer begins, or leave its end out"
                yield _problem(newer, newer.place, what, right)


def _references(document: Document, contents: Contents) -> Iterator[Problem]:
    for key, policies in (("adopts", document.adopts), ("applies to", document.applies_to)):
        for policy in policies:
            if policy not in contents.versions:
                what = f"policy {policy!r} is not in the library"
                yield _at_name(document, key, policy, what, did_you_mean(policy, contents.versions))
    if document.kind == "plan" and document.payer not in contents.payers:
        what = f"payer {document.payer!r} has no settings in the library"
        yield _at_name(document, "payer", document.payer, what, did_you_mean(document.payer, contents.payers))


def _at_name(document: Document, key: str, name: str, what: str, right: str) -> Problem:
    """A problem at `name` under `key` of the front matter."""
    from coverdict.language import place_of_name

    place = place_of_name(document.text, document.place.file, key, name)
    return replace(_problem(document, place, what, right), width=len(name))


def _products(document: Document, contents: Contents) -> Iterator[Problem]:
    """A plan's rules speak of the payer's own products."""
    products = {
        product.name for plan in contents.plans if plan.payer == document.payer for product in plan.products
    }
    for rule in document.rules:
        if rule.when is None:
            continue
        for criterion in criteria_in(rule.when):
            if not isinstance(criterion.body, Leaf):
                continue
            for leaf in own_leaves(criterion.body.condition):
                if isinstance(leaf, Is) and leaf.fact == "product":
                    for name in leaf.values:
                        if name not in products:
                            what = f"{document.payer} has no product {name!r}"
                            right = did_you_mean(name, products)
                            yield _problem(document, criterion.place, what, right)


def _implied(document: Document, contents: Contents) -> Iterator[Problem]:
    """What follows from a product about the member: values of facts, which the facts must have."""
    options: dict[str, list[str]] = {}
    for vocabulary in contents.vocabularies.values():
        for fact in vocabulary.facts:
            if fact.options:
                options.setdefault(fact.name, []).extend(option.name for option in fact.options)
    for product in document.products:
        implied = {"line_of_business": product.line_of_business, "funding": product.funding}
        for fact_name, value in implied.items():
            if value and fact_name in options and value not in options[fact_name]:
                what = f"product {product.name}: {fact_name} has no option {value!r}"
                right = did_you_mean(value, options[fact_name])
                place = _beside(document, product.place, value)
                yield replace(_problem(document, place, what, right), width=len(value))


def _beside(document: Document, place: Place, word: str) -> Place:
    """Where `word` is a value near `place`: in the lines below it, then above, of the same block or row."""
    lines = split_lines(document.text)

    def ends(line: str) -> bool:
        return not line.strip() or line.startswith(("```", "~~~"))

    below: list[int] = []
    for number in range(place.line, len(lines) + 1):
        line = lines[number - 1]
        if ends(line) or (number > place.line and line.lstrip().startswith("- ")):
            break
        below.append(number)
    above: list[int] = []
    for number in range(place.line - 1, 0, -1):
        if ends(lines[number - 1]):
            break
        above.append(number)
    for number in (*below, *above):
        line = lines[number - 1]
        at = line.find(word, place.column if number == place.line else line.find(":") + 1)
        if at >= 0:
            return Place(place.file, number, at + 1)
    return place


def _windows(document: Document, contents: Contents) -> Iterator[Problem]:
    by_policy: dict[str, list[PolicyWindow]] = {}
    for window in document.windows:
        if window.policy not in contents.versions:
            what = f"policy {window.policy!r} is not in the library"
            yield _problem(document, window.place, what, did_you_mean(window.policy, contents.versions))
            continue
        if any(version.effective for version in contents.versions[window.policy]):
            what = f"{window.policy} has dates of its own, which a window cannot change"
            yield _problem(document, window.place, what, "a window is for a policy without dates")
        if window.end is not None and window.end < window.start:
            yield _problem(document, window.place, f"the window ends before it begins ({window.end})")
        by_policy.setdefault(window.policy, []).append(window)
    for policy, windows in by_policy.items():
        ordered = sorted(windows, key=lambda window: window.start)
        for older, newer in pairwise(ordered):
            if older.end is None or older.end >= newer.start:
                what = f"two windows of {policy} hold {newer.start}"
                yield _problem(document, newer.place, what, "let the earlier end the day before the later")


def _settled(
    document: Document, settled: SettledReading, texts: tuple[Document, ...], contents: Contents
) -> Iterator[Problem]:
    policy, _, name = settled.reading.partition("#")
    declared = {reading.id: reading for text in texts for reading in text.readings}
    owners = {text.id for text in texts if text.readings} | set(contents.versions)
    if policy not in owners:
        what = f"{policy!r} is not in the library"
        place = _beside(document, settled.place, policy)
        yield replace(_problem(document, place, what, did_you_mean(policy, owners)), width=len(policy))
    elif settled.reading not in declared:
        names = [key.partition("#")[2] for key in declared if key.startswith(f"{policy}#")]
        what = f"{policy} has no reading {name!r}"
        yield _problem(document, settled.place, what, did_you_mean(name, names))
    elif settled.option not in declared[settled.reading].options:
        options = declared[settled.reading].options
        what = f"reading {name!r} has no option {settled.option!r}"
        place = _beside(document, settled.place, settled.option)
        right = did_you_mean(settled.option, options)
        yield replace(_problem(document, place, what, right), width=len(settled.option))
    if [other.reading for other in document.settled].count(settled.reading) > 1:
        yield _problem(document, settled.place, f"reading {name!r} is settled twice", "keep one of the two")


def _approvals(document: Document, contents: Contents) -> Iterator[Problem]:
    products = {
        product.name: product
        for plan in contents.plans
        if plan.payer == document.id
        for product in plan.products
    }
    if any(plan.payer not in contents.payers for plan in contents.plans):
        return  # that plan may be the one with the products
    seen: set[str] = set()
    for approval in document.approvals:
        if approval.product not in products:
            what = f"{document.id} has no product {approval.product!r}"
            none = f"no plan of {document.id} names a product"
            yield _problem(document, approval.place, what, did_you_mean(approval.product, products) or none)
        elif approval.product in seen:
            yield _problem(document, approval.place, f"automatic approval of {approval.product} is set twice")
        seen.add(approval.product)
