"""Libraries that are wrong, each as changes to the small library in `library/`."""

from __future__ import annotations

from dataclasses import dataclass

FIRST, UNDATED = "policies/first.md", "policies/undated.md"
PAYER, PLAN, TERMS = "payers/acme.md", "plans/acme.md", "definitions/terms.md"
COMMON, TUMORS = "vocabulary/common.yaml", "vocabulary/tumors.yaml"


@dataclass(frozen=True, slots=True)
class Change:
    """What stands in a file instead of `old`, which stands there once; a new or whole file without `old`."""

    file: str
    old: str
    new: str


def change(file: str, old: str, new: str) -> tuple[Change, ...]:
    return (Change(file, old, new),)


def write(file: str, text: str) -> tuple[Change, ...]:
    return (Change(file, "", text),)


def block(kind: str, text: str) -> str:
    return f"\n```yaml {kind}\n{text.strip()}\n```\n"


def policy(name: str, front: str = "in force: {from: 2020-01-01}", rest: str = "") -> str:
    return f"---\npolicy: {name}\ntitle: Another\n{front}\nvocabulary: tumors\n---\n{rest}"


SETTLED = "reading: size limit\nas: under 4 cm\nsigned by: The Medical Director\n"
CRITERION = block("criterion", "id: small\nwhen: lesion.largest <= 2 cm")
SAME_ID = "---\ndefinitions: acme-more\ntitle: A plan's namesake\nvocabulary: tumors\n---\n" + CRITERION
VERSION = policy("acme/first", "in force: {from: 2021-06-01, until: 2022-01-31}")
OPTIONS = "reading: size\n      options:\n        - a: lesion.count < 2\n        - b: lesion.count < 3"
READING = block("rule", f"id: r\nwhen:\n  - few:\n      {OPTIONS}\nstatus: established")

LIBRARIES: dict[str, tuple[Change, ...]] = {
    # What the language says of one document, as it is seen from outside.
    "malformed-yaml": change(FIRST, "id: established\nwhen:", "id: established\n  when: ["),
    "malformed-vocabulary": change(TUMORS, "options: {primary: Began here,", "options: {primary: Began here"),
    "unknown-fact": change(FIRST, "when: tumor.resectable is no", "when: tumor.resectible is no"),
    "unknown-option": change(UNDATED, "id: everything", "id: everything\nwhen: tumor.origin is primry"),
    "wrong-unit": change(FIRST, "lesion.largest <= 4 cm", "lesion.largest <= 4 mg"),
    "no-unit": change(FIRST, "lesion.largest <= 4 cm", "lesion.largest <= 4"),
    "wrong-type": change(FIRST, "lesion.count < 2 and lesion.largest < 4 cm", "tumor.resectable < 2"),
    "number-for-a-code": change(UNDATED, "id: everything", "id: everything\nwhen: service.code in (47371)"),
    "duplicate-key": change(FIRST, "status: established", "status: established\nstatus: investigational"),
    "duplicate-key-of-a-vocabulary": change(TUMORS, "  lesion.count:", "  tumor.origin:"),
    "no-value-set": change(UNDATED, "id: everything", "id: everything\nwhen: service.code in ablatoin"),
    "refers-to-itself": change(FIRST, "when: tumor.resectable is no", "when: unresectable"),
    "refer-to-each-other": change(
        FIRST,
        "when: tumor.resectable is no",
        "when: not operable\n```\n\n```yaml criterion\nid: operable\nwhen: not unresectable",
    ),
    "no-front-matter": change(FIRST, "---\npolicy: acme/first\n", ""),
    "empty-document": write("policies/empty.md", ""),
    "empty-vocabulary": write("vocabulary/empty.yaml", ""),
    "carriage-returns": change(FIRST, "when: tumor.resectable is no", "when: tumor.resectible is no\r"),
    # What no patient can fulfil.
    "impossible-constraint": change(
        TUMORS, "never: tumor.origin is primary and lesion.count > 90", "never: lesion.count >= 0"
    ),
    "impossible-together": change(
        TUMORS,
        "    says: Nobody",
        "    says: Nobody has them.\n"
        "  - id: no-tumors\n    never: lesion.count > 0\n    says: None.\n"
        "  - id: some-tumors\n    never: lesion.count < 1\n    says: Nobody",
    ),
    # What documents say of each other.
    "two-versions-on-a-day": (
        *write("policies/second.md", VERSION),
        *write("policies/third.md", VERSION.replace("2021-06-01, until: 2022-01-31", "2022-01-15")),
    ),
    "two-versions-of-one-day": write("policies/second.md", policy("acme/first")),
    "version-without-a-date": write("policies/second.md", policy("acme/first", "in force: not stated")),
    "same-plan-twice": write("plans/again.md", "---\nplan: acme\npayer: acme\nvocabulary: common\n---\n"),
    "same-payer-twice": write("payers/again.md", "---\npayer: acme\nname: Acme\nvocabulary: common\n---\n"),
    "same-vocabulary-twice": write("vocabulary/again.yaml", "title: Again\nvocabulary: common\n"),
    "policy-not-there": change(PAYER, "adopts: [acme/first, acme/undated]", "adopts: [acme/frist]"),
    "plan-for-no-policy": change(PLAN, "payer: acme", "payer: acme\napplies to: [acme/undate]"),
    "payer-not-there": change(PLAN, "payer: acme", "payer: acmee"),
    "vocabulary-not-there": change(UNDATED, "vocabulary: tumors", "vocabulary: tumours"),
    "definitions-not-there": change(FIRST, "uses: [terms]", "uses: [term]"),
    "definitions-are-wrong": change(TERMS, "lesion.largest <= 3 cm", "lesion.largest <= 3 kg"),
    "definitions-circle": (
        *change(TERMS, "vocabulary: tumors", "vocabulary: tumors\nuses: [more]"),
        *write("definitions/more.md", "---\ndefinitions: more\nvocabulary: tumors\nuses: [terms]\n---\n"),
    ),
    "definitions-share-a-name": (
        *write("definitions/more.md", f"---\ndefinitions: more\nvocabulary: tumors\n---\n{CRITERION}"),
        *change(FIRST, "uses: [terms]", "uses: [terms, more]"),
    ),
    "vocabulary-extends-none": change(TUMORS, "extends: [common]", "extends: [comon]"),
    "vocabulary-circle": change(
        COMMON, "title: Facts of every request", "title: Every request\nextends: [tumors]"
    ),
    "vocabulary-itself": change(
        COMMON, "title: Facts of every request", "title: Every request\nextends: [common]"
    ),
    "fact-defined-twice": change(TUMORS, "  imaging.date:", "  service.date:"),
    "window-for-a-dated-policy": change(PAYER, "policy: acme/undated\n", "policy: acme/first\n"),
    "window-ends-first": change(PAYER, "until: 2013-12-31", "until: 2010-12-31"),
    "windows-overlap": change(
        PAYER,
        "until: 2013-12-31",
        "until: 2013-12-31\n```\n\n```yaml window\npolicy: acme/undated\nfrom: 2013-12-31",
    ),
    "settled-unsigned": change(PAYER, SETTLED, "reading: size limit\nas: under 4 cm\n"),
    "settled-unknown-reading": change(PAYER, "reading: size limit", "reading: size limt"),
    "settled-unknown-option": change(PAYER, "as: under 4 cm", "as: below 4 cm"),
    "settled-for-no-policy": change(PAYER, "policy: acme/first\nreading", "policy: acme/frist\nreading"),
    "product-not-in-the-plan": change(PLAN, "- product is ppo", "- product is poo"),
    "approval-for-no-product": change(PAYER, "product: ppo", "product: hmo"),
    "product-of-no-business": change(PLAN, "line of business: commercial", "line of business: comercial"),
    "product-is-another": write(
        "plans/more.md",
        "---\nplan: more\npayer: acme\nvocabulary: common\n---\n"
        + block("products", "- {product: ppo, line of business: medicaid}"),
    ),
    "same-criterion-of-two-kinds": (
        *write("plans/more.md", f"---\nplan: acme-more\npayer: acme\nvocabulary: tumors\n---\n{CRITERION}"),
        *write("definitions/more.md", SAME_ID),
    ),
    "same-reading-of-two-kinds": (
        *write("policies/more.md", policy("more", rest=READING)),
        *write(
            "mandates/more.md",
            "---\nmandate: more\ntitle: A law\nvocabulary: tumors\n---\n" + READING,
        ),
    ),
}
