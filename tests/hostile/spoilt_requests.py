"""Requests that are wrong, each as the bytes of a file; most are changes to `request.yaml`."""

from __future__ import annotations

import json
from pathlib import Path

GOOD = (Path(__file__).parent / "request.yaml").read_text(encoding="utf-8")
ONE = '{"payer": "acme", "service_date": "2021-12-01", "services": [{"system": "CPT", "code": "47383"}]'


def instead(old: str, new: str) -> bytes:
    """`request.yaml` with `new` where `old` stands, which stands there once."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new).encode()


def facts(text: str) -> bytes:
    """A JSON request with these facts, a JSON text."""
    return f'{ONE}, "facts": {text}}}'.encode()


MANY = json.dumps({f"lesion.count{number}": number for number in range(10_000)})

REQUESTS: dict[str, bytes] = {
    "malformed-yaml": instead("  lesion.count: 1", "  lesion.count: [1"),
    "misspelt-fact": instead("tumor.origin: primary", "tumor.orgin: primary"),
    "misspelt-option": instead("tumor.origin: primary", "tumor.origin: primry"),
    "misspelt-key": instead("service_date: 2021", "servce_date: 2021"),
    "misspelt-key-of-a-service": instead("system: CPT", "sytem: CPT"),
    "misspelt-stage": instead("product: ppo", "product: ppo\nstage: prospctive"),
    "unknown-payer": instead("payer: acme", "payer: acne"),
    "no-payer": instead("payer: acme\n", ""),
    "no-service": instead('services:\n  - {system: CPT, code: "47383"}\n', ""),
    "no-date": instead("service_date: 2021-12-01\n", ""),
    "duplicate-key": instead("  lesion.count: 1", "  lesion.count: 1\n  lesion.count: 2"),
    "wrong-unit": instead("3.2 cm", "3.2 mg"),
    "no-unit": instead("3.2 cm", "3.2"),
    "wrong-type": instead("lesion.count: 1", "lesion.count: several"),
    "wrong-type-list": instead("tumor.resectable: no", "tumor.resectable: [no]"),
    "not-whole": instead("lesion.count: 1", "lesion.count: 1.5"),
    "too-large": instead("3.2 cm", "51 cm"),
    "code-without-system": instead("{system: CPT, code", "{code"),
    "unknown-system": instead("system: CPT", "system: CTP"),
    "service-is-a-code": instead('{system: CPT, code: "47383"}', '"47383"'),
    "diagnosis-of-another-system": instead("[ICD-10-CM C22.0]", "[C22.0, ICD-9-CM 155.0]"),
    "wrong-element-of-a-list": instead(
        "lesion.count: 1",
        "lesions:\n    - {diameter: 2 cm}\n    - {diameter: 2 parsecs}\n    - {diametr: 1 cm}",
    ),
    "date-with-slashes": instead("2021-12-01", "12/01/2021"),
    "date-of-a-week": instead("2021-12-01", "2021-W48-3"),
    "date-without-dashes": instead("2021-12-01", "20211201"),
    "date-not-there": instead("2021-12-01", "2021-02-29"),
    "date-with-time": instead("2021-12-01", "2021-12-01T00:00:00"),
    "date-long-ago": instead("2021-12-01", "0001-01-01"),
    "date-of-a-fact": instead("lesion.count: 1", "imaging.date: 1 December 2021"),
    "ends-before-it-begins": instead("system: CPT,", "system: CPT, end: 2021-11-30,"),
    "units-with-underscore": instead("system: CPT,", "system: CPT, units: 1_000,"),
    "number-0x1f": instead("lesion.count: 1", "lesion.count: 0x1F"),
    "number-1_000": instead("lesion.count: 1", "lesion.count: 1_000"),
    "number-1e99": instead("lesion.count: 1", "lesion.count: 1e999"),
    "number-comma": instead("3.2 cm", "3,2 cm"),
    "number-nan": facts('{"lesion.count": NaN}'),
    "number-infinity": facts('{"lesion.largest": -Infinity}'),
    "number-huge": facts('{"lesion.count": ' + "9" * 5000 + "}"),
    "number-float": facts('{"lesion.count": 1.0000000000000002}'),
    "yes-no-number": facts('{"tumor.resectable": 1}'),
    "json-duplicate-key": facts('{"tumor.origin": "primary", "tumor.origin": "metastatic"}'),
    "json-not-closed": facts('{"tumor.origin": "primary"')[:-1],
    "json-comma": facts('{"tumor.origin": "primary" "lesion.count": 1}'),
    "json-deep": facts("[" * 10_000 + "]" * 10_000),
    "json-deep-mappings": facts('{"a": ' * 10_000 + "1" + "}" * 10_000),
    "json-list": b"[1, 2]",
    "json-text": b'"payer"',
    "json-lone-surrogate": facts('{"tumor.origin": "\\ud800"}'),
    "json-many-strangers": facts(MANY),
    "long-word": instead("tumor.origin: primary", f"tumor.origin: {'primary' * 1_000}"),
    "brackets": b"[" * 10_000,
    "parentheses": instead("primary", "(" * 10_000),
    "tab": instead("  tumor.origin", "\ttumor.origin"),
    "nul": instead("primary", "prim\0ary"),
    "anchor": instead("primary", "&a primary"),
    "tag": instead("primary", "!!str primary"),
    "two-documents": (GOOD + "---\n" + GOOD).encode(),
    "carriage-returns": instead("primary", "primry").replace(b"\n", b"\r\n"),
    "old-line-ends": instead("primary", "primry").replace(b"\n", b"\r"),
    "byte-order-mark": b"\xef\xbb\xbf" + instead("primary", "primry"),
    "empty": b"",
    "blank": b" \n\n \n",
    "only-a-comment": b"# nothing\n",
    "utf-16": GOOD.encode("utf-16"),
    "utf-16-without-mark": GOOD.encode("utf-16-le"),
    "latin-1": instead("primary", "primär").decode().encode("latin-1"),
    "binary": bytes(range(256)),
}
