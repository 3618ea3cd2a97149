"""What replacing a policy by another does to a table of claims: every row answered under both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from coverdict.bulk.amounts import amounts_of
from coverdict.bulk.compiling import (
    Asking,
    Told,
    facts_of,
    with_irregular,
    with_unlisted,
    without_survey,
)
from coverdict.bulk.dialects import Sql
from coverdict.bulk.duck import Duck
from coverdict.bulk.faults import told_errors
from coverdict.bulk.impact_counts import Accounted, accounted, by_clause, by_product, moves_of, unreadable
from coverdict.bulk.impact_data import Impact
from coverdict.bulk.kinds import Column, Kind
from coverdict.bulk.mapping import Held, TableError, held
from coverdict.bulk.routes import Practised, Routes
from coverdict.bulk.routes_under import Side, programs_of, routes_under
from coverdict.bulk.tables import CSV, Files, files_of
from coverdict.bulk.twice import Half, Twice
from coverdict.decision.columns import key_of
from coverdict.decision.desk import Desk, program_version
from coverdict.library.index import Contents
from coverdict.library.versions import UnknownPolicyError
from coverdict.text import did_you_mean, listed


@dataclass(frozen=True)
class Options:
    """How an impact is worked out.

    Arguments:
        asking: whose the rows are, and which columns hold what.
        amount: the column of amounts; the usual one, where there is one, when None.
    """

    asking: Asking = field(default_factory=Asking)
    amount: str | None = None


def impact(desk: Desk, old: Side, new: Side, table: str, options: Options, told: Told) -> Impact:
    """Who moves from which answer to which when `old` is replaced by `new`.

    Each row of a payer that works under the policy, with a code that one of the two addresses, is answered
    once as if `old` were in force on every date of service, and once as if `new` were.

    Arguments:
        table: a file, a folder or a pattern; Parquet or CSV.
        told: told what is being done.

    Errors:
        UnknownPolicyError: no payer works under the two, or the one that is named does not.
        TableError: there is no such table, it lacks what is needed, or it changed while it was read.
        UnsayableError, TooManyStatesError, TooManySpellingsError: see `coverdict.bulk.compiling`.
    """
    payers = payers_under(desk.library.contents, old, new, options.asking.payer)
    files = files_of(table)
    before, after = (
        routes_under(programs_of(desk.library, side), side.version, payers, options.asking.system)
        for side in (old, new)
    )
    if not any(isinstance(way, Practised) for routes in (before, after) for way in routes.ways()):
        system = options.asking.system
        raise UnknownPolicyError(f"neither {old.name} nor {new.name} addresses a code of {system}")
    with TemporaryDirectory(prefix="coverdict-") as spill:
        duck = Duck(spill=Path(spill))
        try:
            with told_errors(files):
                found, amounts = _answered(duck, files, (before, after), options, told)
        finally:
            duck.close()
    files.unchanged()
    return Impact(
        old=old.name,
        new=new.name,
        old_title=old.document.title,
        new_title=new.document.title,
        table=files.named,
        rows=found.rows,
        set_apart=found.set_apart,
        not_concerned=found.not_concerned,
        moves=moves_of(found.cells),
        by_product=by_product(found.cells),
        by_clause=by_clause(found.cells),
        amount_column=amounts,
        library_digest=desk.digest,
        program_version=program_version(),
    )


def payers_under(contents: Contents, old: Side, new: Side, payer: str | None) -> tuple[str, ...]:
    """The payers whose rows are at stake: those that adopt both policies, or the one that is named.

    Errors:
        UnknownPolicyError: there are none, or the one that is named adopts neither; a text has holes, so that
            it decides nothing.
    """
    for side in (old, new):
        if side.version.holes:
            raise UnknownPolicyError(side.version.unfilled)
    policies = tuple(dict.fromkeys((old.version.policy, new.version.policy)))
    if payer is not None:
        if payer not in contents.payers:
            near = did_you_mean(payer, contents.payers)
            raise UnknownPolicyError(f"payer {payer!r} has no settings in the library; {near}".rstrip("; "))
        adopts = contents.payers[payer].adopts
        if not set(policies) & set(adopts):
            which = f"neither {policies[0]} nor {policies[1]}" if len(policies) > 1 else f"not {policies[0]}"
            raise UnknownPolicyError(f"{payer} adopts {which}; it adopts {listed(adopts) or 'no policy'}")
        return (payer,)
    adopting = [
        {name for name, settings in contents.payers.items() if policy in settings.adopts}
        for policy in policies
    ]
    found = set.intersection(*adopting)
    if found:
        return tuple(name for name in contents.payers if name in found)
    if len(policies) == 1:
        raise UnknownPolicyError(f"no payer of the library adopts {policies[0]}")
    some = [name for name in contents.payers if name in set.union(*adopting)]
    raise UnknownPolicyError(
        f"no payer adopts both {policies[0]} and {policies[1]}; to see what one in place of the other does to"
        f" the members of a payer, name it: --payer {some[0] if len(some) == 1 else 'ID'}"
        + (f" ({listed(some)})" if len(some) > 1 else "")
    )


def _answered(
    duck: Duck, files: Files, routes: tuple[Routes, Routes], options: Options, told: Told
) -> tuple[Accounted, str | None]:
    """The rows of a table, sorted out, and the column of their amounts."""
    told("looking at the table")
    rejects = duck.rejects(files.source("store")) if files.format == CSV else []
    source = files.source("skip")
    columns = duck.columns(source)
    chosen = options.asking.chosen or {}
    facts = {**facts_of(routes[0]), **facts_of(routes[1])}
    table = held(columns, facts, chosen, options.asking.payer)
    amounts = amounts_of(columns, options.amount)
    before, after = (
        Half(with_unlisted(duck, source, without_survey(duck, source, one, table, told), told))
        for one in routes
    )
    twice = Twice(before, after, product_column(columns, table, chosen), amounts)
    told("answering every row twice")
    counted = list(duck.rows(twice.counts(source)))
    if any(unreadable(twice, counted)):
        twice = _with_irregular(duck, source, twice, unreadable(twice, counted), told)
        told("answering every row twice")
        counted = list(duck.rows(twice.counts(source)))
    found = accounted(twice, counted)
    rows = duck.count(source)
    if found.rows != rows:
        raise TableError(f"{rows:,} rows were read and {found.rows:,} counted; nothing can be said of them")
    found = replace(found, set_apart=found.set_apart + len(rejects))
    return found, amounts.held.name if amounts else None


def _with_irregular(duck: Duck, source: Sql, twice: Twice, where: tuple[bool, bool], told: Told) -> Twice:
    """The same with unusual forms of values looked up, where some could not be read."""
    before, after = (
        Half(with_unlisted(duck, source, with_irregular(duck, source, half.made, told), told))
        if wanted
        else half
        for half, wanted in zip((twice.before, twice.after), where, strict=True)
    )
    return replace(twice, before=before, after=after)


def product_column(columns: tuple[Column, ...], table: Held, chosen: Mapping[str, str]) -> Column | None:
    """The column that says the product, be it that no rule asks for it."""
    if "product" in table.facts:
        return table.facts["product"]
    name = table.missing.get("product", key_of({}, chosen, "product"))
    return next((one for one in columns if one.name == name and one.kind is Kind.TEXT), None)
