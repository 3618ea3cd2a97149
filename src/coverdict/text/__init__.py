"""Places and problems, sentences and fingerprints: what several rooms need of plain text."""

from coverdict.text.fingerprints import fingerprint, normalise, sentences
from coverdict.text.letters import harmless
from coverdict.text.nearest import did_you_mean, nearest
from coverdict.text.numbers import grouped, plain, with_unit
from coverdict.text.places import CoverdictError, DocumentError, Place, Problem
from coverdict.text.redlines import Piece, Redline, changed, redline, redlines
from coverdict.text.reports import Report, split_lines
from coverdict.text.wording import counted, listed

__all__ = [
    "CoverdictError",
    "DocumentError",
    "Piece",
    "Place",
    "Problem",
    "Redline",
    "Report",
    "changed",
    "counted",
    "did_you_mean",
    "fingerprint",
    "grouped",
    "harmless",
    "listed",
    "nearest",
    "normalise",
    "plain",
    "redline",
    "redlines",
    "sentences",
    "split_lines",
    "with_unit",
]
