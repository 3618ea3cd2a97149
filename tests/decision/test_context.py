"""What is known of a line: facts of the request, its indications and lines, its own fields, its product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from coverdict.decision.model import FactShown, LineDetermination, TraceNode
from tests.decision.trial import asked, benefits, documented, line, request, shipped, statuses, trial

B = {"payer": "bsc", "service_date": "2021-12-01", "services": [{"system": "CPT", "code": "47383"}]}


def nodes(given: tuple[TraceNode, ...]) -> Iterator[TraceNode]:
    for node in given:
        yield node
        yield from nodes(node.children)


def shown(found: LineDetermination, name: str) -> FactShown:
    """A fact as the trace shows it."""
    return next(fact for node in nodes(found.trace) for fact in node.facts if fact.fact == name)


# What follows from the product is known: its line of business is not asked, and mandates see it.
def test_product_says_line_of_business() -> None:
    fep = line(shipped(), {**B, "product": "fep"})
    other = line(shipped(), {**B, "product": "commercial_ppo"})
    assert statuses(other) == {"investigational"}
    assert statuses(fep) > {"investigational"}
    fact = shown(fep, "line_of_business")
    assert fact.value == "federal_employee" and "fep" in fact.source


# A line of business that is not the product's is a conflict, which goes back to the submitter.
@pytest.mark.parametrize("where", ["key", "fact"])
def test_product_and_line_of_business(where: str) -> None:
    stated: dict[str, Any] = {"line_of_business": "commercial"}
    more = stated if where == "key" else {"facts": stated}
    found = line(shipped(), {**B, "product": "fep", **more})
    assert (found.action, found.possible, found.disposition) == ("pend", (), None)
    assert set(found.conflict) == {"product", "line_of_business"}
    assert found.questions[0].who == "provider" and found.conflict_says


# A line of business that is the product's own is none.
def test_agreeing_line_of_business() -> None:
    found = line(shipped(), {**B, "product": "fep", "line_of_business": "federal_employee"})
    assert found.conflict == ()


# A product may be named as a fact as well as by its key.
def test_product_as_a_fact() -> None:
    by_key = line(trial(), request("trusting", facts={"tumor.stage": "early"}))
    by_fact = line(trial(), request(None, facts={"tumor.stage": "early", "product": "trusting"}))
    assert (by_fact.product, by_fact.action, by_fact.possible) == (
        by_key.product,
        by_key.action,
        by_key.possible,
    )
    assert line(trial(), request(None, facts={"product": "free"})).action == "not_required"


# A product that no plan names has an undetermined benefit; "established" does not make it covered.
def test_unheard_of_product() -> None:
    found = line(trial(), request("unheard_of", facts={"tumor.stage": "early"}))
    assert (statuses(found), benefits(found), found.action) == ({"established"}, {"undetermined"}, "refer")
    assert found.product == "unheard_of"


# Without a product, what the products differ in is open.
def test_no_product() -> None:
    found = line(trial(), request(None, facts={"tumor.stage": "early"}))
    assert benefits(found) == {"covered", "undetermined"}
    assert asked(found)[0] == "product"
    assert found.product is None


# The request's own fields are facts, with the request as their source.
@pytest.mark.parametrize(
    ("when", "more"),
    [
        ("payer is acme", {}),
        ("product is plain", {}),
        ("stage is claim", {"stage": "claim"}),
        ("urgency is expedited", {"urgency": "expedited"}),
        ("service.date < 2021-03-04", {}),
        ("service.units >= 2", {"services": [{"system": "CPT", "code": "11111", "units": 2}]}),
        ("service.place is 22", {"services": [{"system": "CPT", "code": "11111", "place": "22"}]}),
        ("service.code in (CPT 11111)", {}),
        ("network is in_network", {"network": "in_network"}),
        ("state is MI", {"state": "MI"}),
        ("funding is self_funded", {"funding": "self_funded"}),
        ("member.age < 21", {"member": {"age": 20}}),
        ("diagnoses includes ICD-10-CM C22.0", {"diagnoses": ["C22.0"]}),
    ],
)
def test_fields_are_facts(when: str, more: dict[str, Any]) -> None:
    status = f"\n```yaml rule\nid: it\nwhen: {when}\nstatus: established\notherwise: criteria_not_met\n```\n"
    found = line(trial(status=status), request("plain", **more))
    assert statuses(found) == {"established"}
    name = when.split()[0]
    if name not in ("member.age", "diagnoses"):
        assert shown(found, name).source == "request" and shown(found, name).documented


# A fact that contradicts a field of the request is a conflict with its name.
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("payer", "another"),
        ("product", "bare"),
        ("stage", "claim"),
        ("service.date", "2021-03-04"),
        ("service.units", 2),
        ("service.code", "CPT 22222"),
    ],
)
def test_fact_against_field(name: str, value: Any) -> None:
    services = [{"system": "CPT", "code": "11111", "units": 1}]
    found = line(trial(), request("plain", stage="prospective", services=services, facts={name: value}))
    assert (found.action, found.conflict, found.possible) == ("pend", (name,), ())


# A fact that repeats a field of the request adds nothing, and takes nothing from it.
def test_fact_beside_field() -> None:
    plain = request("auto", facts={"tumor.stage": documented("early")})
    found = line(trial(), {**plain, "facts": {**plain["facts"], "product": "auto", "payer": "acme"}})
    assert found == line(trial(), plain) and found.action == "approve"


# The nearer statement counts: of the line before the indication, of the indication before the request.
@pytest.mark.parametrize(
    ("of_request", "of_indication", "of_line", "status"),
    [
        ("early", None, None, "established"),
        ("late", "early", None, "established"),
        ("late", None, "early", "established"),
        ("late", "late", "early", "established"),
        ("early", "late", None, "criteria_not_met"),
    ],
)
def test_levels(of_request: str | None, of_indication: str | None, of_line: str | None, status: str) -> None:
    def stage(value: str | None) -> dict[str, Any]:
        return {"facts": {"tumor.stage": value} if value else {}}

    services = [{"system": "CPT", "code": "11111", **stage(of_line)}]
    given = request(
        "plain", **stage(of_request), services=services, indications=[{"id": "i", **stage(of_indication)}]
    )
    assert statuses(line(trial(), given)) == {status}


# What is true of the whole request is not otherwise on a line or for an indication: that is a conflict.
@pytest.mark.parametrize("where", ["line", "indication"])
def test_fact_of_the_whole_request(where: str) -> None:
    other = {"facts": {"member.age": 10}}
    given = request(
        "plain",
        member={"age": 40},
        services=[{"system": "CPT", "code": "11111", **(other if where == "line" else {})}],
        indications=[{"id": "i", **(other if where == "indication" else {})}],
    )
    found = line(trial(), given)
    assert (found.conflict, found.action) == (("member.age",), "pend")


# The trace shows a known fact with its source, who stated it, in which role and when, and whether on paper.
def test_sources_in_the_trace() -> None:
    stated = {"value": "early", "date": "2021-02-01", "source": "CT", "by": "radiology", "role": "clinician"}
    fact = shown(line(trial(), request("plain", facts={"tumor.stage": stated})), "tumor.stage")
    assert fact == FactShown("tumor.stage", "early", "CT (radiology, clinician), 2021-02-01", False)
    unknown = shown(line(trial(), request("plain")), "tumor.stage")
    assert unknown == FactShown("tumor.stage", None)


# Contradictory facts name exactly the facts that contradict each other, and nothing is decided.
@pytest.mark.parametrize(
    ("facts", "conflict"),
    [
        ({"tumor.origin": "metastatic", "tumor.malignant": "no"}, {"tumor.origin", "tumor.malignant"}),
        ({"tumor.histology": "colorectal", "tumor.origin": "primary"}, {"tumor.histology", "tumor.origin"}),
        ({"lesions": [{"diameter": "2 cm"}], "lesion.count": 2}, {"lesions", "lesion.count"}),
        ({"lesions": [{"diameter": "2 cm"}, {}], "lesion.largest": "1 cm"}, {"lesions", "lesion.largest"}),
        ({"diagnoses": ["ICD-9-CM 197.7"], "tumor.origin": "primary"}, {"diagnoses", "tumor.origin"}),
    ],
)
def test_conflicts(facts: dict[str, Any], conflict: set[str]) -> None:
    given = {
        "payer": "example",
        "product": "example_ppo",
        "service_date": "2012-06-01",
        "services": [{"system": "CPT", "code": "47381"}],
    }
    found = line(shipped(), {**given, "facts": {"tumor.resectable": "no", "member.age": 40, **facts}})
    assert (set(found.conflict), found.action, found.possible) == (conflict, "pend", ())
    assert all(name in found.conflict_says for name in conflict)
