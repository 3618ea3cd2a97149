"""What good documents say: every kind of block, read into the dataclasses of the model."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from coverdict.language import environment, read_document, read_front, read_vocabulary
from coverdict.language.blocks import ALLOWED, BLOCKS
from coverdict.language.model import (
    AcceptedFinding,
    AutomaticApproval,
    CodeEntry,
    CodeSet,
    Document,
    Element,
    Elements,
    Expectation,
    Meaning,
    Product,
    ReferralSettings,
    SettledReading,
    Window,
)
from coverdict.language.syntax import (
    And,
    AnyIn,
    AtLeast,
    Citation,
    Code,
    Compare,
    Condition,
    CountTerm,
    CriterionRef,
    ExtremeTerm,
    FactTerm,
    Group,
    InCodes,
    Is,
    Leaf,
    Not,
    Or,
    Reading,
    ReadingIs,
    SlotIs,
    SpanTerm,
    condition_of,
)
from coverdict.text import DocumentError
from tests.language.samples import FRONT, block, document, names, names_for, rule, vocabulary

GOOD = Path(__file__).parent / "good"


def good(name: str) -> Document:
    return read_document((GOOD / name).read_text(encoding="utf-8"), name, names_for)


def meaning(when: str) -> Condition:
    """The condition of a rule with that `when`."""
    found = document(rule(when)).rules[0].when
    assert found is not None
    return condition_of(found)


def test_policy_identity() -> None:
    """The front matter gives identity, days in force and whatever else it holds, as written."""
    policy = good("policy.md")
    assert (policy.kind, policy.id, policy.vocabulary) == ("policy", "acme/7.01", "sample")
    assert (policy.effective, policy.until) == (date(2021, 11, 1), date(2022, 10, 31))
    assert policy.front["number"] == "7.01"
    assert policy.front["section"] == {"code": "7.0", "name": "Surgery"}


def test_policy_rule() -> None:
    """A rule with groups, labels, a reading, an open meaning and citations."""
    found = good("policy.md").rules[0]
    assert (found.id, found.slot, found.then, found.layer) == (
        "established",
        "status",
        "established",
        "policy",
    )
    assert (found.otherwise, found.denial_class, found.individual_consideration) == (
        "criteria_not_met",
        "clinical",
        True,
    )
    assert found.meaning == Meaning("acme/7.01#all others", ("investigational", "not_medically_necessary"))
    assert (found.label, found.heading) == ("Established", "Policy")
    assert found.note == "A longer remark in two lines."
    assert found.cites == Citation("Inclusions", "1")
    assert found.when is not None and isinstance(found.when.body, Group)
    unresectable, code, some, size, none = found.when.body.parts
    assert (unresectable.label, unresectable.place.line) == ("unresectable", 39)
    assert unresectable.body == Leaf("tumor.resectable is no", Is("tumor.resectable", ("no",)))
    assert condition_of(code) == Or(
        (
            InCodes("service.code", ("acme/7.01#freezing",)),
            InCodes("service.code", (), (Code("CPT", "47383"),)),
        )
    )
    assert condition_of(some) == AtLeast(
        1,
        (
            CriterionRef("acme/7.01#small"),
            AnyIn("diagnoses", ("liver-cancers",)),
            Not(
                Or((Compare(FactTerm("score"), ">", Decimal(3)), Compare(FactTerm("afp"), ">", Decimal(20))))
            ),
        ),
    )
    assert isinstance(size.body, Reading) and size.cites == Citation("Inclusions", "1")
    largest = Compare(ExtremeTerm("largest", "lesions", "diameter"), "<=", Decimal(4))
    active = ExtremeTerm("largest", "lesions", "diameter", Is("active", ("yes",)))
    assert condition_of(size) == Or(
        (
            And((ReadingIs("acme/7.01#size limit", "up to 4 cm"), largest)),
            And((ReadingIs("acme/7.01#size limit", "under 4 cm"), Compare(active, "<", Decimal(4)))),
        )
    )
    span = SpanTerm("months", "eligibility.confirmed", "service.date")
    assert condition_of(none) == Not(
        Or((Compare(span, ">", Decimal(12)), Not(Is("tumor.origin", ("primary", "metastatic")))))
    )


def test_policy_tables() -> None:
    """Value sets, codes, criteria, duties, history and notes."""
    policy = good("policy.md")
    (freezing,) = policy.value_sets
    assert freezing.name == "acme/7.01#freezing"
    assert freezing.codes == (Code("CPT", "47381"), Code("CPT", "47371"), Code("HCPCS", "C2618"))
    (small,) = policy.criteria
    assert (small.id, small.title) == ("acme/7.01#small", "Small tumors")
    assert small.criterion.cites == Citation("Inclusions", "2", "0123456789abcdef")
    where = And((Compare(FactTerm("diameter"), "<", Decimal(3)), Is("active", ("yes",))))
    several = CountTerm("lesions", where)
    assert condition_of(small.criterion) == Or(
        (
            And(
                (
                    Compare(FactTerm("lesion.count"), "=", Decimal(1)),
                    Compare(FactTerm("lesion.largest"), "<=", Decimal("4.1")),
                )
            ),
            And((Compare(several, ">=", Decimal(2)), Compare(several, "<=", Decimal(4)))),
        )
    )
    governed, companion = policy.codes
    assert isinstance(governed, CodeEntry)
    assert (governed.role, governed.approach, governed.first) == ("governed", "open", date(2015, 1, 1))
    assert (companion.code, companion.role) == (Code("CPT", "76940"), "companion")
    (duty,) = policy.duties
    assert duty.windows == (
        ("calendar days", Window(-5, -1)),
        ("business days", Window(-5, -1, business=True)),
    )
    assert (duty.reading, duty.anchor, duty.cites) == (
        "acme/7.01#five days",
        "service.date",
        Citation(from_source=False),
    )
    assert policy.history[0].position_change is False and policy.history[0].statement_change is None
    (note,) = policy.notes
    assert note.data == {"phone": "00100", "hours": ["8", "12"]}
    assert note.in_trace and note.heading == "Coding"
    assert {reading.id for reading in policy.readings} == {
        "acme/7.01#size limit",
        "acme/7.01#all others",
        "acme/7.01#five days",
    }


def test_payer_settings() -> None:
    """A payer's windows, settled readings, approvals and what referrals show."""
    payer = good("payer.md")
    assert (payer.title, payer.adopts) == ("Acme Health", ("acme/7.01",))
    assert (payer.windows[0].start, payer.windows[0].end) == (date(2011, 2, 1), date(2013, 12, 31))
    settled = payer.settled[0]
    assert isinstance(settled, SettledReading)
    assert (settled.reading, settled.option) == ("acme/7.01#size limit", "up to 4 cm")
    assert payer.approvals == (AutomaticApproval("ppo", True, payer.approvals[0].place, "attested"),)
    assert payer.referrals == ReferralSettings("conclusion")


def test_plan_mandate_guideline() -> None:
    """Rules of plans and mandates can ask what stands below them; each kind has its slot and layer."""
    plan = good("plan.md")
    assert plan.products == (
        Product("ppo", "PPO", plan.products[0].place, "commercial", authorization="not_required"),
    )
    assert (plan.rules[0].slot, plan.rules[0].layer, plan.payer) == ("benefit", "product", "acme")
    assert plan.rules[0].when is not None
    assert condition_of(plan.rules[0].when) == And(
        (Is("product", ("ppo",)), SlotIs("status", ("established", "medically_necessary")))
    )
    mandate = good("mandate.md")
    assert [(found.slot, found.layer) for found in mandate.rules] == [("status", "law"), ("benefit", "law")]
    assert mandate.applies_to == ("acme/7.01",)
    guideline = good("guideline.md")
    assert (guideline.rules[0].slot, guideline.rules[0].layer) == ("position", "guideline")


def test_names_of_used_definitions() -> None:
    """A document names the criteria of what it uses; its own come first."""
    definitions = good("definitions.md")
    using = environment([vocabulary()], [definitions])
    text = FRONT + rule("few") + block("criterion", "id: own\nwhen: few and tumor.resectable")
    found = read_document(text, "one.md", lambda front: using)
    assert found.rules[0].when is not None
    assert condition_of(found.rules[0].when) == CriterionRef("terms#few")
    own = text + block("criterion", "id: few\nwhen: lesion.count < 2")
    shadowed = read_document(own, "one.md", lambda front: using)
    assert shadowed.rules[0].when is not None
    assert condition_of(shadowed.rules[0].when) == CriterionRef("acme/one#few")


def test_only_definitions_can_be_used() -> None:
    """A plan under `uses` would bring conditions on slots where none are: it is refused."""
    with pytest.raises(DocumentError, match="only definitions can be used"):
        environment([vocabulary()], [good("plan.md")])


def test_front_alone() -> None:
    """The front matter can be read without the rest, to load documents in their order."""
    front = read_front("---\npolicy: a\nvocabulary: v\nuses: [b, c]\n---\n```yaml nonsense\n```\n", "a.md")
    assert (front.kind, front.id, front.vocabulary, front.uses) == ("policy", "a", "v", ("b", "c"))


def test_everything_can_be_pickled() -> None:
    """Documents, vocabularies and environments come back from a cache as they were."""
    for thing in (good("policy.md"), vocabulary(), names()):
        assert pickle.loads(pickle.dumps(thing)) == thing


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark(line_end: str) -> None:
    """Whatever ends the lines, the document says the same, at the same places."""
    text = (GOOD / "policy.md").read_text(encoding="utf-8")
    other = read_document(("\ufeff" + text).replace("\n", line_end), "policy.md", names_for)
    assert other.rules == good("policy.md").rules
    assert other.notes == good("policy.md").notes


def test_blocks_in_lists_and_quotes_keep_their_places() -> None:
    """A block that is indented, or quoted, is read with the columns of the file."""
    inner = rule("tumor.resectible").strip().split("\n")
    for before in ("  ", "> ", "1. "):
        lines = [
            (before if before != "1. " or not index else "   ") + line for index, line in enumerate(inner)
        ]
        with pytest.raises(DocumentError) as raised:
            document("\n" + "\n".join(lines) + "\n")
        (problem,) = raised.value.problems
        assert problem.line[problem.place.column - 1 :].startswith("tumor.resectible"), before


def test_prose_fences_are_ignored() -> None:
    """Fences without a kind, and of other languages, are prose."""
    found = document(
        "\n```yaml\nid: [\n```\n\n```python\nrule\n```\n\n~~~\nx\n~~~\n", rule("tumor.resectable")
    )
    assert len(found.rules) == 1


def test_flow_style_and_quotes() -> None:
    """Expressions stand in flow mappings, in quotes and over several lines."""
    expected = AnyIn("diagnoses", ("liver-cancers",))
    assert meaning("[diagnoses any in liver-cancers]") == And((expected,))
    assert meaning("{all of: [a: diagnoses any in liver-cancers]}") == And((expected,))
    assert meaning('"diagnoses any in liver-cancers"') == expected
    assert meaning("diagnoses any\n  in liver-cancers") == expected
    assert meaning(">\n  diagnoses any\n  in liver-cancers") == expected


def test_labels_that_hold_labels() -> None:
    """A label over a label keeps both; a citation of an inner criterion is not lost."""
    found = document(rule("\n  - outer:\n      inner: {when: score > 1, cites: own words}")).rules[0].when
    assert found is not None and isinstance(found.body, Group)
    outer = found.body.parts[0]
    assert outer.label == "outer" and isinstance(outer.body, Group)
    assert outer.body.parts[0].label == "inner"
    assert outer.body.parts[0].cites == Citation(from_source=False)


def test_precedence() -> None:
    """`not` binds more than `and`, and `and` more than `or`."""
    a, b, c = (Compare(FactTerm("score"), "=", Decimal(number)) for number in (1, 2, 3))
    assert meaning("score = 1 or score = 2 and score = 3") == Or((a, And((b, c))))
    assert meaning("not score = 1 and score = 2") == And((Not(a), b))
    assert meaning("(score = 1 or score = 2) and not score = 3") == And((Or((a, b)), Not(c)))


def test_vocabulary_derived_terms_across_files() -> None:
    """A vocabulary derives facts from lists of the vocabulary that it extends."""
    derived = "count(lesions where diameter >= 3 cm)"
    text = "vocabulary: more\nextends: sample\nfacts:\n  big: {type: number, whole: yes, derived: "
    text += derived + "}\n"
    more = read_vocabulary(text, "more.yaml", {"sample": vocabulary()}.get)
    assert more.facts[0].derived == CountTerm("lesions", Compare(FactTerm("diameter"), ">=", Decimal(3)))
    merged = environment([more, vocabulary()])
    assert {"big", "lesions"} <= set(merged.facts)


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_every_block_has_a_json_schema(kind: str) -> None:
    """The shape of a block prints as a JSON Schema with the keys as they are written."""
    schema = BLOCKS[kind].model_json_schema(by_alias=True)
    assert schema["type"] == "object" and schema["additionalProperties"] is False
    assert all("_" not in key for key in schema["properties"])


def test_data_classes_load_without_parsers() -> None:
    """Whoever needs only the model, or the values of a request, does not wait for the parsers."""
    program = (
        "import sys, coverdict.language.model, coverdict.language.values; "
        "print([name for name in ('pydantic', 'lark', 'markdown_it', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_case() -> None:
    """A case has typed facts, readings by their full ids, and what is expected; the unknown is left out."""
    (found,) = good("policy.md").cases
    assert (found.id, found.payer, found.product, found.heading) == (
        "two-small-ones",
        "acme",
        "hmo",
        "Coding",
    )
    assert (found.date, found.code) == (date(2021, 12, 1), Code("CPT", "47381"))
    small, smaller = {"diameter": Decimal(2), "active": True}, {"diameter": Decimal("1.5")}
    lesions = Elements(tuple(Element(tuple(fields.items())) for fields in (small, smaller)))
    assert dict(found.facts) == {
        "tumor.resectable": False,
        "lesions": lesions,
        "diagnoses": CodeSet((Code("ICD-10-CM", "C22.0"), Code("ICD-9-CM", "155.0"))),
        "afp": Decimal(12),
        "treatment.intent": "cure",
    }
    assert dict(found.readings) == {
        "acme/7.01#size limit": "up to 4 cm",
        "another/document#its reading": "as it likes",
    }
    deciders = ("established", "established otherwise")
    expected = Expectation(("established",), ("covered", "undetermined"), "not_required", None, deciders, ())
    assert found.expect == expected


CASE = "id: one\nreadings: {size limit: up to 4 cm}\nexpect: {status: established}"
READ = "{reading: size limit, options: [up to 4 cm: lesion.largest <= 4 cm, less: lesion.largest < 4 cm]}"


def test_a_case_may_stand_before_the_reading_that_it_names() -> None:
    """A case says the same before and after the rule whose reading it names."""
    before = document(block("case", CASE), rule(READ)).cases[0]
    after = document(rule(READ), block("case", CASE)).cases[0]
    assert before.readings == after.readings == (("acme/one#size limit", "up to 4 cm"),)
    assert before.expect == after.expect == Expectation(("established",))


def test_accepted_finding() -> None:
    """An accepted finding keeps its reason, and who gave it when."""
    (found,) = good("policy.md").accepted
    why = "Both say the same of such a patient."
    since = date(2024, 2, 1)
    assert found == AcceptedFinding(
        "rules-overlap", "established", why, found.place, "The policy's owner", since
    )


@pytest.mark.parametrize("kind", sorted(ALLOWED))
def test_every_document_may_accept_a_finding(kind: str) -> None:
    """Every kind of document takes an accepted finding; a policy alone takes a case."""
    payer = "payer: acme\n" if kind == "plan" else ""
    front = f"---\n{kind}: acme/one\n{payer}vocabulary: sample\n---\n"
    accepted = block("accepted finding", "finding: no-case\nbecause: A table of contents has none.")
    assert len(document(accepted, front=front).accepted) == 1
    assert ("case" in ALLOWED[kind]) == (kind == "policy")
