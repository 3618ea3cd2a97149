"""Which studies a folder has already: finished ones, and drafts that a person is still filling in."""

from __future__ import annotations

from pathlib import Path

from coverdict.evidence.exchange.importing import Known
from coverdict.language import MapNode, Node, TextNode
from coverdict.language.yaml_tree import load_yaml
from coverdict.text import DocumentError

SUFFIXES = (".yaml", ".yml")
_LARGEST = 2 * 2**20  # bytes; a study's file has a few thousand


def known_studies(folder: Path) -> tuple[Known, ...]:
    """The studies of a folder, by what their files say of who they are; none where the folder is not there.

    Only id, label and number in PubMed are read: a draft that the reader of studies refuses is known too. A
    file that says none of these is known by its name, so that nothing is written over it.

    Errors:
        OSError: a file or the folder cannot be read.
    """
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.is_file())
    return tuple(_known(path) for path in files)


def _known(path: Path) -> Known:
    texts = _texts(path)
    name = texts.get("study") or path.stem
    pmid = texts.get("pmid", "")
    return Known(name, texts.get("label", ""), pmid if pmid.isdigit() else "")


def _texts(path: Path) -> dict[str, str]:
    """The values of the file's keys that are texts; none where it is no YAML."""
    if path.stat().st_size > _LARGEST:
        return {}
    try:
        tree: Node = load_yaml(path.read_text(encoding="utf-8-sig"), str(path))
    except (DocumentError, UnicodeDecodeError):
        return {}
    if not isinstance(tree, MapNode):
        return {}
    return {key: node.text.strip() for key, node in tree.items() if isinstance(node, TextNode)}
