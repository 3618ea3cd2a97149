"""Published documents of small libraries: what changed, holes, the worst of words; Markdown and PDF."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from coverdict.analysis.texts import AnalysisError, find_text
from coverdict.decision import open_library
from coverdict.documents.publishing.markdown import escaped, markdown
from coverdict.documents.publishing.pdf import NoTypesetterError, pdf
from coverdict.documents.publishing.publication import (
    Item,
    Items,
    Listing,
    Pairs,
    Paragraph,
    Publication,
    Run,
    Section,
    Style,
    Table,
)
from coverdict.documents.publishing.tables import caption_of, without_empty_columns
from coverdict.documents.publishing.typesetting import typst_source
from coverdict.language.syntax import Code
from coverdict.pages.frame import STYLES
from coverdict.pages.publication import publication
from coverdict.pages.publication_html import SHEET, publication_page
from coverdict.pages.publication_parts import codes_content
from coverdict.text import harmless
from tests.pages.cases import BCBSM, BSC, LONG, SCRIPT, TURNED, desk, small
from tests.pages.publications import SHIPPED, every_section, published, section, shipped, tables, texts
from tests.pages.reading import must_be_a_good_page
from tests.pages.test_styles import PAIRS, TEXT, schemes
from tests.pictures.svg import contrast

ONE = """\
```yaml rule
id: one
when:
  - clean: plain
  - large: three > 4
status: established
otherwise: investigational
```
"""
TWO = ONE.replace("three > 4", "three > 3")
SECOND = "# Policy Statement\n\nThe wound is treated {} when it is clean.\n\n"


def library(folder: Path, first: str, second: str) -> str:
    """A library with two versions of a policy, the second from 2025 on; the policy's name."""
    small(folder, {"a": first})
    (folder / "policies" / "a.md").rename(folder / "policies" / "a-2024.md")
    text = (folder / "policies" / "a-2024.md").read_text(encoding="utf-8")
    later = text.replace("from: 2024-01-01", "from: 2025-01-01").replace(first, second)
    (folder / "policies" / "a-2025.md").write_text(later, encoding="utf-8")
    return "small/a"


# --- before and after -------------------------------------------------------------------------------------


# A new limit is a change of position; the old one is struck out, the new one underlined, and nothing else is.
def test_what_changed_is_computed(tmp_path: Path) -> None:
    name = library(tmp_path, SECOND.format("once") + ONE, SECOND.format("twice") + TWO)
    found = published(open_library(tmp_path), name)
    appendix = section(found, "Appendix A: Policy Statement, Before and After")
    said = list(texts(appendix.content))
    assert any("Before: version 2024-01-01, in force from January 1, 2024." in text for text in said)
    assert any(text.startswith("The position changes: some patients gain") for text in said)
    page = publication_page(found)
    assert re.findall(r"<del>(.*?)</del>", page)[1:] == ["once", "2024-01-01", "4"]
    assert re.findall(r"<ins>(.*?)</ins>", page)[1:] == ["twice", "2025-01-01", "3"]
    must_be_a_good_page(page)


# Versions that differ in their dates alone do not change the position.
def test_no_change_is_computed(tmp_path: Path) -> None:
    name = library(tmp_path, ONE, ONE)
    appendix = section(
        published(open_library(tmp_path), name), "Appendix A: Policy Statement, Before and After"
    )
    said = list(texts(appendix.content))
    assert any(text.startswith("The position does not change") for text in said)
    older = published(open_library(tmp_path), f"{name}@2024-06-01")
    assert dict(_plain(older.identity))["End Date"] == "December 31, 2024"
    said = list(texts(section(older, "Appendix A: Policy Statement, Before and After").content))
    assert any("holds no version of this policy before this one" in text for text in said)


def _plain(pairs: Pairs) -> list[tuple[str, str]]:
    return [(label, "".join(run.text for run in words)) for label, words in pairs.rows]


# --- drafts, holes, examples ------------------------------------------------------------------------------


# A draft says so at its head; so does a text with holes, which names what is missing.
def test_drafts_and_holes_say_so(tmp_path: Path) -> None:
    held = ONE + "\n```yaml hole\nid: dates\nsays: The list was lost.\n```\n"
    at = small(tmp_path, {"a": held.replace("  - large: three > 4", "  - large: {hole: how large}")})
    found = published(at, "small/a")
    assert found.caution == "A draft with 2 holes. It decides nothing until all are filled."
    said = list(texts(found.summary.content))
    assert any(text == "dates: The list was lost." for text in said)
    (rule,) = [one for one in every_section(found.sections) if one.title.startswith("Rule 1")]
    assert any("Hole “how large”. Nobody has written this yet." in text for text in texts(rule.content))
    draft = tmp_path / "draft.md"
    draft.write_text((tmp_path / "policies" / "a.md").read_text(encoding="utf-8"), encoding="utf-8")
    assert publication(at, find_text(at, str(draft)), (), "").caution.startswith("A draft, read from ")


# A policy without rules states no position, one without codes lists none; a guideline is no policy.
def test_empty_policies(tmp_path: Path) -> None:
    found = published(small(tmp_path, {"a": "Nothing yet.\n"}), "small/a")
    whole = list(texts((found.summary, *found.sections)))
    for words in ("This policy states no position: it has no rules.", "This policy lists no codes."):
        assert words in whole
    must_be_a_good_page(publication_page(found))
    with pytest.raises(AnalysisError, match="is a guideline; name a policy"):
        publication(desk(), find_text(desk(), "nccn-colon-2.2021"), (), "")


# --- the worst of words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [SCRIPT, TURNED, LONG, '#"][*$`', "a | b\\", "- x", "1. x", "# x", "&lt;"])
def test_words_stay_words(words: str, tmp_path: Path) -> None:
    """Texts of a library are shown as texts, whatever they hold."""
    found = published(small(tmp_path, {"a": ONE}, title=words, publisher=words), "small/a")
    must_be_a_good_page(publication_page(found))
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(found))
    parts = [child for token in tokens for child in (token, *(token.children or ()))]
    raw = {one.content for one in parts if one.type.startswith("html")}
    assert raw <= {"<del>", "</del>", "<ins>", "</ins>"}
    assert tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    title = "".join(child.content for child in tokens[1].children or ())
    assert "".join(title.split()) == "".join(harmless(words).split())


@pytest.mark.parametrize("words", [SCRIPT, LONG, '#"][*$`', "a | b\\", "- x", "#import"])
def test_the_typesetter_runs_nothing(words: str, tmp_path: Path) -> None:
    """No text of a library is code of the typesetter."""
    pytest.importorskip("typst")
    found = published(small(tmp_path, {"a": ONE}, title=words, publisher=words), "small/a")
    assert pdf(found).startswith(b"%PDF-")


# --- Markdown ---------------------------------------------------------------------------------------------


# What is escaped comes back as it was from a reader of Markdown.
@pytest.mark.parametrize(
    "text", ["*a* _b_ `c`", "1. a", "- b", "# c", "<b>", "[x](y)", "a|b", "&amp;", "$x$", "a\\b"]
)
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children or ()) == text


# Every link within the document leads to a heading of it, by the names that code hosts give to headings.
@pytest.mark.parametrize("policy", SHIPPED)
def test_links_of_markdown_lead_somewhere(policy: str) -> None:
    text = markdown(shipped(policy))
    tokens = MarkdownIt("commonmark").parse(text)
    slugs: set[str] = set()
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in tokens[index + 1].children or ())
            slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            slugs.add(slug if slug not in slugs else f"{slug}-{sum(one.startswith(slug) for one in slugs)}")
    targets = re.findall(r"\]\(#([^)]+)\)", text)
    assert targets and set(targets) <= slugs


# A table has a cell for every column, whatever stands in its cells.
def test_tables_of_markdown_keep_their_shape() -> None:
    table = Table("", ("A", "B"), (((Run("x|y"),), (Run("`z`", Style.CODE),)), ((Run(""),), ())))
    parts = (Section("s", "S", (table,)),)
    text = markdown(Publication("K", "T", "", Pairs(()), Section("p", "P", ()), parts, ()))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    cells = [tokens[at + 1].content for at, one in enumerate(tokens) if one.type == "td_open"]
    assert cells == ["x|y", "`` `z` ``", "", ""]
    assert caption_of(table) == "A and B"
    assert without_empty_columns(Table("", ("A", "B"), (((Run("x"),), ()),))).columns == ("A",)


# --- PDF --------------------------------------------------------------------------------------------------


# The PDF is tagged, names its language and its title, and is the same each time.
def test_the_pdf_is_tagged() -> None:
    pytest.importorskip("typst")
    pypdfium2 = pytest.importorskip("pypdfium2")
    data = pdf(shipped(BSC))
    assert data == pdf(shipped(BSC))
    file = pypdfium2.PdfDocument(data)
    assert file.is_tagged()
    metadata = file.get_metadata_dict()
    assert metadata["Title"] == "Cryosurgical Ablation of Primary or Metastatic Liver Tumors"
    assert metadata["Author"] == "Blue Shield of California"
    assert b"/Lang (en" in data or b"/Lang(en" in data
    outline = [file_item.get_title() for file_item in file.get_toc()]
    assert [one for one in outline if one.startswith("Appendix")] == [
        "Appendix A: Policy Statement, Before and After",
        "Appendix B: Sources and Fingerprints",
        "Appendix C: The Policy, Exactly",
    ]


# Without the extra there is one message that says how to get it.
def test_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NoTypesetterError, match=r"pip install 'coverdict\[pdf\]'"):
        pdf(shipped(BSC))


# The source speaks of nothing that would be fetched or read from a file.
@pytest.mark.parametrize("policy", SHIPPED)
def test_the_source_of_a_pdf_reads_no_file(policy: str) -> None:
    source = typst_source(shipped(policy))
    assert not re.search(r"#(import|include|read|plugin|eval|csv|json|yaml|toml|xml|cbor)\b", source)


# --- the style sheet --------------------------------------------------------------------------------------


def sheet() -> str:
    from importlib.resources import files

    assert SHEET != STYLES
    return files("coverdict.pages").joinpath("styles", SHEET).read_text(encoding="utf-8")


# The sheet of published documents names the colours of the sheet of every page alone, and fetches nothing.
def test_the_sheet_has_no_colours_of_its_own() -> None:
    rules = sheet()
    assert not re.search(r"#[0-9a-f]{3,8}\b(?!\w)|rgba?\(|hsl|url\(|@import|@font-face|https?:", rules)
    grounds = set(re.findall(r"background: var\(--([a-z-]+)\)", rules))
    assert grounds <= {ground for _, ground, _ in PAIRS}
    for text, ground in (("not-text", "not-ground"),):
        assert (text, ground) in {(one, other) for one, other, _ in PAIRS}


# Connectives are words in a colour: they have the contrast of text in light, dark and print.
def test_connectives_can_be_read() -> None:
    assert ".join { color: var(--one); }" in sheet()
    for scheme in schemes():
        assert all(contrast(scheme["one"], scheme[ground]) >= TEXT for ground in ("paper", "sheet"))


# Criteria that each name the one before twice are spelt out once each: the document grows with their number.
def test_criteria_are_spelt_out_once(tmp_path: Path) -> None:
    blocks = ["```yaml criterion\nid: c0\nwhen: plain\n```\n"]
    blocks += [
        f"```yaml criterion\nid: c{at}\nwhen:\n  any of:\n    - c{at - 1}\n    - not c{at - 1}\n```\n"
        for at in range(1, 15)
    ]
    rule = "```yaml rule\nid: one\nwhen: c14\nstatus: established\n```\n"
    found = published(small(tmp_path, {"a": "\n".join([*blocks, rule])}), "small/a")
    assert len(list(texts(section(found, "Coverage Criteria").content))) < 100


# A label of a CPT code could be a descriptor and is left out; other systems' labels are shown.
def test_no_label_of_a_cpt_code_is_shown() -> None:
    document = desk().library.text(desk().version(BSC).file)
    entries = tuple(replace(entry, label="A DESCRIPTOR") for entry in document.codes)
    other = replace(entries[0], code=Code("HCPCS", "E0651"), label="A pump")
    said = list(texts(codes_content(replace(document, codes=(*entries, other)))))
    assert "47371" in said and "A pump" in said and "A DESCRIPTOR" not in said


# Each kind of content has a form in each of the three ways of writing.
def test_every_content_is_written() -> None:
    contents = (
        Paragraph((Run("para", Style.EMPHASIS), Run("old", Style.REMOVED), Run("new", Style.ADDED))),
        Items((Item((Run("item"),), (Item((Run("below"),), (), "1.1"),), "1"),)),
        Pairs((("label", (Run("value", Style.QUIET),)),)),
        Table("cap", ("Head",), (((Run("cell"),),),)),
        Listing(("1│ line",), "listing"),
        Section("inner", "inner", (Paragraph((Run("deep", Style.CODE),)),)),
    )
    sections = (Section("outer", "outer", contents),)
    told = Pairs((("Number", (Run("7"),)),))
    found = Publication("Kind", "Title", "Who", told, Section("p", "P", ()), sections, (("Made", "of"),))
    page = publication_page(found)
    must_be_a_good_page(page)
    words = (
        "para",
        "old",
        "new",
        "item",
        "below",
        "label",
        "value",
        "cap",
        "Head",
        "cell",
        "line",
        "deep",
        "of",
    )
    for text in (page, markdown(found), typst_source(found)):
        assert all(word in text for word in words)


# The two shipped policies name nobody else's tables as theirs.
def test_tables_belong_to_their_policy() -> None:
    for policy, other in ((BCBSM, "Commercial PPO"), (BSC, "BCNA")):
        captions = [caption_of(one) for one in tables(shipped(policy).sections)]
        assert captions and other not in "\n".join(texts(shipped(policy).sections))
