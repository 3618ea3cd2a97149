"""Reading arguments, and the help that says which there are."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable, Mapping
from typing import NoReturn

from coverdict.cli.output import columns
from coverdict.text import CoverdictError, did_you_mean

INTRODUCTION = """\
Medical policy as code: decide, ask, explain, check and compare from one readable document.

The program approves, pends, refers or says that no authorization is needed. A decision against a \
request is always a person's."""

STATUSES = "Exit status: 0 done; 1 the thing asked about falls short; 2 bad input."


class UsageError(CoverdictError):
    """Arguments that a command does not take; the message ends with where its help is."""

    def __init__(self, message: str, command: str) -> None:
        super().__init__(f"{message}\nfor help: {command} --help")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one message, and whose help keeps to the width at hand."""

    def __init__(self, command: str, summary: str) -> None:
        super().__init__(
            prog=command,
            description=summary,
            formatter_class=Help,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "Arguments"
        self._optionals.title = "Options"
        self.add_argument("-h", "--help", action="store_true", help="show this help")

    def read(self, arguments: list[str]) -> argparse.Namespace:
        """The arguments by name.

        Errors:
            UsageError: one is missing, unknown or one too many.
        """
        if "-h" in arguments or "--help" in arguments:
            return argparse.Namespace(help=True)
        given, extra = self.parse_known_intermixed_args(arguments)
        for argument in extra:
            if argument.startswith("-"):
                known = [option for option in self._option_string_actions if option.startswith("--")]
                near = did_you_mean(argument.partition("=")[0], known)
                raise UsageError(f"{self.prog} has no option {argument!r}; {near}", self.prog)
            raise UsageError(f"{self.prog} does not take {argument!r} as well", self.prog)
        return given

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}", self.prog)


class Help(argparse.HelpFormatter):
    """Paragraphs are wrapped; lines that begin with blanks stay as they are."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=20, width=columns())

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "Usage: ")

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return textwrap.indent(filled(text, width), indent)


def filled(text: str, width: int) -> str:
    """`text` with its paragraphs wrapped to `width`; lines that begin with blanks stay as they are."""
    lines: list[str] = []
    for line in text.splitlines():
        lines += [line] if line.startswith(" ") or not line else textwrap.wrap(line, width)
    return "\n".join(lines)


def overview(summaries: Mapping[str, str]) -> str:
    """The help of the program as a whole."""
    width = columns()
    pad = max(map(len, summaries)) + 4
    commands = "\n".join(
        textwrap.fill(f"  {name:<{pad - 2}}{summary}", width, subsequent_indent=" " * pad)
        for name, summary in summaries.items()
    )
    parts = (
        "Usage: coverdict COMMAND ...",
        filled(INTRODUCTION, width),
        f"Commands (each with its own --help):\n{commands}",
        "Options:\n  --version   print the version\n  -h, --help  show this help",
        filled(STATUSES, width),
    )
    return "\n\n".join(parts) + "\n"
