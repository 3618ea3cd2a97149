"""`coverdict sql`: a policy as SQL to paste into a warehouse."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coverdict.cli.output import write_json
from coverdict.text import did_you_mean

if TYPE_CHECKING:
    from coverdict.library.index import Contents


def sql(
    policy: str,
    dialect: str,
    payer: str | None,
    table: str,
    keep: list[str],
    library: str | None,
    as_json: bool,
) -> int:
    """Print a policy as SQL.

    Arguments:
        policy: ID for all versions, each on its days; ID@DATE for the one in force that day.
        payer: whose members are decided; all that adopt the policy when None.
        table: the name of the claims table.
        keep: columns that go on into the answer.

    Errors:
        CoverdictError: no such policy, payer or dialect, or what cannot be said in SQL.
    """
    from coverdict.bulk.dialects import dialect_of
    from coverdict.bulk.statement import Wanted, statement
    from coverdict.decision import open_library

    said = dialect_of(dialect)
    desk = open_library(library)
    version = desk.version(policy)
    payers = adopting_payers(desk.library.contents, version.policy, payer)
    found = statement(desk, Wanted(version, "@" not in policy, payers, table, tuple(keep)), said)
    if as_json:
        write_json(
            {
                "policy": version.policy,
                "versions": "all" if "@" not in policy else version.name,
                "payers": list(payers),
                "dialect": said.name,
                "run_by_the_tests": found.run,
                "form": found.form,
                "columns": {
                    fact: {"column": one.name, "holds": str(one.kind)} for fact, one in found.columns.items()
                },
                "library": {"digest": desk.digest},
                "sql": found.text,
            }
        )
    else:
        sys.stdout.write(found.text)
    return 0


def adopting_payers(contents: Contents, policy: str, payer: str | None) -> tuple[str, ...]:
    """The payers whose members a policy decides.

    Errors:
        UnknownPolicyError: nobody adopts it, or the payer that is named does not.
    """
    from coverdict.library.versions import UnknownPolicyError

    adopting = tuple(name for name, settings in contents.payers.items() if policy in settings.adopts)
    if payer is None and adopting:
        return adopting
    if payer in adopting:
        return (payer,)
    if payer is None:
        raise UnknownPolicyError(f"no payer of the library adopts {policy}")
    raise UnknownPolicyError(f"{payer} does not work under {policy}; {did_you_mean(payer, adopting)}")
