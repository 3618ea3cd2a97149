"""Files that cannot be imported, each with the form that its name says."""

from __future__ import annotations

from tests.evidence.exchange.records import NBIB, RIS

TABLE = "label,year,outcome,treatment,events,total\n"

SPOILT: dict[str, tuple[str, bytes]] = {
    "empty": ("x.ris", b""),
    "blank": ("x.nbib", b" \r\n\t\n"),
    "neither": ("x.txt", b"\n\n@article{awad2009,\n title={Cryotherapy}}\n"),
    "utf-16": ("x.ris", RIS.encode("utf-16")),
    "nul": ("x.ris", b"TY  - JOUR\nTI  - a\0b\nER  - \n"),
    "latin-1": ("x.ris", "TY  - JOUR\nAU  - Mäki, A\nER  - \n".encode("latin-1")),
    "not-latin-1": ("x.ris", b"TY  - JOUR\nAU  - M\x81ki, A\nER  - \n"),
    "ris-without-end": ("x.ris", b"TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - \n"),
    "ris-cut-off": ("x.ris", RIS.encode()[:180]),
    "ris-outside": ("x.ris", b"TY  - JOUR\nER  - \nAU  - Awad, T\nthe end\n"),
    "ris-nearly-a-tag": ("x.ris", b"TY - JOUR\nTI  - One\nER  - \n"),
    "ris-small-letters": ("x.ris", b"ty  - JOUR\nTI  - One\nER  - \n"),
    "nbib-without-pmid": ("x.nbib", NBIB.encode() + b"\nTI  - Cut off before its number\nDP  - 2013\n"),
    "nbib-pmid-is-no-number": ("x.nbib", b"PMID- PMC123\nTI  - One\n"),
    "nbib-line-without-tag": ("x.nbib", b"PMID- 1\nTI  - Freezing of\nthe liver\n"),
    "nbib-html": ("x.nbib", b"PMID- 1\n<html><body>Too many requests</body></html>\n"),
    "csv-no-rows": ("x.csv", TABLE.encode()),
    "csv-misspelt-column": (
        "x.csv",
        b"label,year,outcome,tretment,events,total\nAdam 2002,2002,x,cryo,26,31\n",
    ),
    "csv-no-outcome-column": ("x.csv", b"label,year,treatment,events,total\nAdam 2002,2002,cryo,26,31\n"),
    "csv-twice-a-column": ("x.csv", b"label,outcome,events,Events\nAdam 2002,x,1,2\n"),
    "csv-cells": ("x.csv", TABLE.encode() + b"Adam 2002,2002,local recurrence,cryo,26,31,7\n"),
    "csv-open-quote": ("x.csv", TABLE.encode() + b'Adam 2002,2002,"local recurrence,cryo,26,31\n'),
    "csv-after-quote": ("x.csv", TABLE.encode() + b'Adam 2002,2002,"local" recurrence,cryo,26,31\n'),
    "csv-events-above-total": ("x.csv", TABLE.encode() + b"Adam 2002,2002,local recurrence,cryo,36,31\n"),
    "csv-numbers": ("x.csv", TABLE.encode() + b"Adam 2002,'02,local recurrence,cryo,26.5,-31\n"),
    "csv-formula": ("x.csv", TABLE.encode() + b"=cmd(),2002,local recurrence,cryo,=1+1,31\n"),
    "csv-total-alone": ("x.csv", TABLE.encode() + b"Adam 2002,2002,local recurrence,cryo,,31\n"),
    "csv-no-treatment": (
        "x.csv",
        b"label,outcome,arm,treatment,events,total\nAdam 2002,local recurrence,cryo,,26,31\n",
    ),
    "csv-two-years": (
        "x.csv",
        TABLE.encode()
        + b"Adam 2002,2002,local recurrence,cryo,26,31\nAdam 2002,2003,local recurrence,heat,24,33\n",
    ),
    "csv-no-study": ("x.csv", TABLE.encode() + b",2002,local recurrence,cryo,26,31\n"),
    "csv-no-outcome": ("x.csv", TABLE.encode() + b"Adam 2002,2002,,cryo,26,31\n"),
    "csv-twice-an-arm": (
        "x.csv",
        TABLE.encode()
        + b"Adam 2002,2002,local recurrence,cryo,26,31\nAdam 2002,2002,local recurrence,cryo,24,33\n",
    ),
    "csv-words": (
        "x.csv",
        b"study,outcome,nature,design,pmid,p,time\nadam-2002,survival,curve,RCT,PMC1,n.s.,three years\n",
    ),
    "csv-path-for-an-id": ("x.csv", b"study,outcome,treatment,events,total\n../../x,death,cryo,1,2\n"),
    "csv-arm-not-there": (
        "x.csv",
        b"study,outcome,arm,treatment,nature,figure,measure,against\n"
        b"ei-2015,recurrence,cryo,cryo,ratio,0.3,hazard ratio,heta\n",
    ),
    "csv-pairs-without-control": (
        "x.csv",
        b"label,outcome,treated,treated_events,treated_total\nAdam 2002,local recurrence,cryo,26,31\n",
    ),
    "csv-pairs-events": (
        "x.csv",
        b"label,outcome,treated,treated_events,treated_total,control,control_events,control_total\n"
        b"Adam 2002,local recurrence,cryo,26,31,heat,42,33\n",
    ),
    "csv-cited": (
        "x.csv",
        b"label,outcome,treatment,events,total,cited\nAdam 2002,local recurrence,cryo,26,31,page 3\n",
    ),
    "csv-reserved-arm": (
        "x.csv",
        b"label,outcome,arm,treatment,events,total\nAdam 2002,local recurrence,patients,cryo,26,31\n",
    ),
    "many-problems": ("x.nbib", b"PMID- 1\n" + b"no tag here\n" * 500),
}
