"""Many rows at once: policies as SQL, tables screened on an engine, what a change does to a population.

The engines are imported only where they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coverdict.bulk.screening import Screening
    from coverdict.decision.desk import Desk

__all__ = ["screen_table"]


def screen_table(
    desk: Desk,
    table: str,
    out: str,
    *,
    payer: str | None = None,
    system: str = "CPT",
    columns: dict[str, str] | None = None,
    keep: tuple[str, ...] | None = None,
) -> Screening:
    """Answer every row of a table under the policies of a library, with the embedded engine.

    Arguments:
        desk: the library, as `open_library` gives it.
        table: a file, a folder or a pattern; Parquet or CSV.
        out: the Parquet file to write; it appears whole or not at all.
        payer: whose all the rows are; None where a column says it.
        system: the code system of the rows' codes.
        columns: the columns of facts, where they are not those of the vocabulary.
        keep: the table's columns that go on into the answer; those that hold no fact when None.

    Errors:
        CoverdictError: whatever is wrong with the table or the place of the answer.
    """
    from coverdict.bulk.compiling import Asking
    from coverdict.bulk.screening import Options, screen

    asking = Asking(payer, system, columns or {})
    return screen(desk, table, out, Options(asking, keep), lambda _: None, lambda _: None)
