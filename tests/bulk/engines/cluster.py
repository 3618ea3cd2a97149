"""A throw-away PostgreSQL: made for the tests, reached through a socket in its folder, gone afterwards."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAME = "coverdict"
PORT = 5432
"""Part of the socket's name; nothing listens on it."""

SECONDS = 60
"""How long a cluster may take to answer, or to stop."""

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "10",
    "shared_buffers": "128MB",
    "work_mem": "64MB",
    "temp_buffers": "64MB",
    "jit": "off",
}


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs, the newest one; Debian keeps them off the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    known = [Path(one).parent for one in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    return max(known, key=lambda one: float(one.parent.name), default=None)


@contextmanager
def cluster(tools: Path) -> Iterator[Path]:
    """A running cluster with one database, `coverdict`; what is given is its socket.

    Arguments:
        tools: the folder of PostgreSQL's programs.

    Errors:
        RuntimeError: it does not start; with what it said.
    """
    # A socket has a short name, and its folder has to be open to whom PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="coverdict-postgres-", dir="/tmp"))
    user = _user()
    try:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        _run(
            [tools / "initdb", "-D", folder / "data", "-U", NAME, "-A", "trust", "-E", "UTF8", *_QUIETLY],
            folder,
            user,
        )
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        command = [tools / "postgres", "-D", folder / "data", "-k", folder, *settings]
        if guard := shutil.which("setpriv"):  # it goes with the tests, even where these are killed
            command = [guard, "--pdeathsig", "INT", *command]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **_as(user))
        try:
            _wait(tools, folder, server)
            _run([tools / "createdb", "-h", folder, "-U", NAME, NAME], folder, user)
            yield folder / f".s.PGSQL.{PORT}"
        finally:
            server.send_signal(2)  # a fast shutdown: it does not wait for connections
            try:
                server.wait(SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_QUIETLY = ("--locale=C", "--no-sync", "--no-instructions")


def _user() -> str | None:
    """Whom PostgreSQL runs as: it refuses to run as root."""
    return "nobody" if os.geteuid() == 0 else None


def _as(user: str | None) -> dict[str, Any]:
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def _run(command: list[Any], folder: Path, user: str | None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **_as(user))
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr or done.stdout}")


def _wait(tools: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    asked = [tools / "pg_isready", "-q", "-h", folder, "-p", str(PORT)]
    while subprocess.run(asked, cwd=folder, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL does not start: {(folder / 'log').read_text(errors='replace')}")
        time.sleep(0.05)
