"""Sentences of a source document, and fingerprints that survive line breaks and typography."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_QUOTES = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MINUS SIGN}": "-",
}
_PLAIN = str.maketrans(_QUOTES)
_BULLETS = "•▪◦●"
_MARKUP = re.compile(
    r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)"  # bold, italics
    r"|\[([^\]]*)\]\([^)]*\)"  # a link keeps its text
    rf"|^\s*[{_BULLETS}\-]\s+"  # a bullet
    r"|^\s*\#+\s+"  # a heading's mark
    r"|\s*\|\s*|\$"  # table bars, the dollars around formulas
)
_LOOSE = re.compile(r"\s+(?=[.,;:)\]])")  # blanks that markup leaves before punctuation

# A page break in the middle of a sentence: a blank line, then the sentence goes on in lower case.
_PAGE_BREAK = re.compile(r"(?<=[^\s.!?:;])[ \t]*\n(?:[ \t]*\n)+[ \t]*(?=[a-z])")
# Where a block ends whatever its last character: blank lines, cells, list items, headings, and labels
# that stand on a line of their own or in bold ("Exclusions:", "**Section:** 7.0").
_BLOCKS = re.compile(
    r"\n[ \t]*\n+|\t"
    rf"|\n(?=[ \t]*[{_BULLETS}\-][ \t])"
    r"|\n(?=[ \t]*\#+[ \t])"
    r"|\n(?=[ \t]*[A-Z][^\n.;:]{0,60}:[ \t]*(?:\n|$))"
    r"|(?=\*\*[A-Z][^*\n]{0,60}:\*\*)"
    r"|(?<=\S)(?=\*\*[A-Z][^*\n]{0,60}\*\*[ \t]*(?:\n|$))"
)
# A line that a wrapped sentence goes on from, however short it is.
_GOES_ON = re.compile(r"\b(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)$|[,\-/(]$")
# The end of a sentence: its mark, perhaps a closing quote or a raised reference, and a new beginning.
_ENDS = re.compile(
    r"(?:[.!?:;][\")'”’\]]*|:\*\*)(?:[⁰¹²³⁴-⁹]+(?:,[⁰¹²³⁴-⁹]+)*)?(?P<gap>\s+)"
    rf"(?=[\"'“‘(\[*]*[A-Z0-9{_BULLETS}])"
)
# How full a wrapped line is at least, as a share of the lines' usual width.
_FULL = 0.85
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Za-z]\.){2,}|\b(?:al|vs|No|Nos|Dr|cf|Fig|ext|approx|St)\.)$")
# A list's number or letter, which belongs to the item after it.
_NUMBER = re.compile(r"\s*(?:[IVX]+|[A-Z]|\d{1,3})\.")


def normalise(sentence: str) -> str:
    """`sentence` in lower case, without markup, with plain quotes, dashes and single spaces."""
    plain = unicodedata.normalize("NFKC", sentence.translate(_PLAIN))
    plain = _MARKUP.sub(lambda found: found.group(1) or " ", plain.strip())
    return _LOOSE.sub("", " ".join(plain.lower().split())).strip(" .;:")


def fingerprint(sentence: str) -> str:
    """The first 16 hexadecimal digits of SHA-256 over the normalised `sentence`."""
    return hashlib.sha256(normalise(sentence).encode()).hexdigest()[:16]


def sentences(text: str) -> tuple[str, ...]:
    """The sentences, list items, labels and table cells of `text`, in order, none of them empty."""
    whole = _PAGE_BREAK.sub(" ", text.replace("\r\n", "\n").replace("\f", "\n\n"))
    whole = _with_hard_breaks(whole)
    parts = (part for block in _BLOCKS.split(whole) for part in _split(block))
    return tuple(part for part in parts if normalise(part))


def _with_hard_breaks(text: str) -> str:
    """`text` with a blank line wherever a line was broken before it was full: headings, rows, cells.

    A wrapped line ends because the next word did not fit. Where it would have fitted, the writer broke the
    line, provided that the next one begins anew (a capital or a digit) and no bracket is open.
    """
    lines = text.split("\n")
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    shown: list[str] = []
    opened = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        shown.append(line)
        here, there = line.strip(), following.strip()
        opened = max(0, opened + line.count("(") - line.count(")")) if here else 0
        if not here or not there:
            continue
        fitted = len(here) + 1 + len(there.split()[0]) <= width * _FULL
        anew = there[0].isupper() or there[0].isdigit()
        row = "\t" in line or "\t" in following
        if row or (fitted and anew and not opened and not _GOES_ON.search(here)):
            shown.append("")
    return "\n".join(shown)


def _split(block: str) -> list[str]:
    """The sentences of one block, not cut after an abbreviation or a number of a list."""
    found: list[str] = []
    start = 0
    for end in _ENDS.finditer(block):
        cut = end.start("gap")
        if _ABBREVIATION.search(block, start, cut) or _NUMBER.fullmatch(block, start, cut):
            continue
        found.append(block[start:cut].strip())
        start = end.end("gap")
    found.append(block[start:].strip())
    return found
