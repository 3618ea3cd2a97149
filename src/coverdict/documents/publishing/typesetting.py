"""A published document as source of the typesetter typst: texts as strings, never as markup."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.documents.publishing.publication import (
    Content,
    Figure,
    Item,
    Items,
    Listing,
    Mark,
    Pairs,
    Paragraph,
    Publication,
    Run,
    Section,
    Style,
    Table,
    Words,
    sections_in,
)
from coverdict.documents.publishing.tables import caption_of, widths
from coverdict.text import harmless

PREAMBLE = """\
#set document(title: {title}, author: {author}, date: none, keywords: {keywords})
#set page(paper: "us-letter", margin: (x: 0.85in, top: 0.8in, bottom: 0.85in), footer: context [
  #set text(size: 8pt, fill: luma(30%))
  #{running}
  #h(1fr)
  #{{"Page " + counter(page).display("1 of 1", both: true)}}
])
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en", hyphenate: false, ligatures: false)
#set par(leading: 0.62em, spacing: 0.95em)
#show heading: set block(above: 1.5em, below: 0.75em, sticky: true)
#show heading.where(level: 1): it => block(width: 100%, above: 1.9em, below: 0.9em, sticky: true,
  stroke: (bottom: 0.8pt + luma(35%)), inset: (bottom: 0.35em), text(size: 14.5pt, it))
#show heading.where(level: 2): set text(size: 12pt)
#show heading.where(level: 3): set text(size: 11pt)
#show heading.where(level: 4): set text(size: 10.5pt)
#show link: set text(fill: rgb("#0b4f9e"))
#show table.cell.where(y: 0): set text(weight: "bold", hyphenate: false)
#show figure: set block(breakable: true)
#show figure.caption: it => block(sticky: true, width: 100%, above: 1em, below: 0.5em,
  align(left, text(size: 9.5pt, fill: luma(25%), it.body)))
#show title: set text(size: 20pt)
#show title: set block(above: 0.5em, below: 0.6em)
#set figure(supplement: none, numbering: none)
#set figure.caption(position: top)
#set table(stroke: (x, y) => if y > 0 {{ (top: 0.4pt + luma(75%)) }}, inset: (x: 4pt, y: 3.5pt),
  align: left + top)
#set list(marker: [#"•"], spacing: 0.6em, body-indent: 0.45em)
#let quiet(body) = text(size: 0.88em, fill: luma(30%), body)
#let code(body) = text(font: "DejaVu Sans Mono", size: 0.8em, body)
#let reading(body) = box(stroke: (paint: rgb("#6a2a12"), thickness: 0.6pt, dash: "dashed"), radius: 2pt,
  inset: (x: 3pt), outset: (y: 2pt), text(fill: rgb("#6a2a12"), weight: "bold", size: 0.9em, body))
#let join(body) = text(fill: rgb("#12508f"), weight: "bold", body)
#let removed(body) = strike(text(fill: rgb("#7c1714"), body))
#let added(body) = underline(text(fill: rgb("#0c4a2b"), body))
#let lead(body) = text(size: 1.08em, weight: "bold", body)
#let caution(body) = block(stroke: (left: 2.5pt + rgb("#8a3d05")), inset: (left: 8pt, y: 4pt), body)
#let shown(caption, widths, columns, cells) = figure(kind: table, caption: caption, table(
  columns: widths.map(w => w * 1fr), table.header(..columns), table.hline(stroke: 0.8pt + luma(35%)),
  ..cells.map(cell => table.cell(breakable: false, cell))))
#let position(body) = block(width: 100%, stroke: (left: 4pt + rgb("#12508f"), rest: 0.8pt + luma(35%)),
  inset: 10pt, above: 1.2em, body)
#let entry(name, title) = link(label(name), title + box(width: 1fr, inset: (x: 4pt), repeat[#" . "]) +
  context str(counter(page).at(label(name)).first()))
#let numbered(..items) = list(marker: none, body-indent: 0pt, indent: 0pt, ..items)
"""

_STYLES = {
    Style.STRONG: "strong",
    Style.EMPHASIS: "emph",
    Style.CODE: "code",
    Style.QUIET: "quiet",
    Style.JOIN: "join",
    Style.READING: "reading",
    Style.REMOVED: "removed",
    Style.ADDED: "added",
}


def typst_source(published: Publication) -> str:
    """A published document as typst source: the same document gives the same source."""
    number = next((said for label, said in _flat(published.identity) if label == "Policy Number"), "")
    running = " · ".join(part for part in (number, published.title) if part and part != "not stated")
    parts = [
        PREAMBLE.format(
            title=quoted(published.title),
            author=quoted(published.publisher),
            keywords=f"({quoted(published.kind)},)",
            running=quoted(running),
        ),
        *_front(published),
    ]
    known = frozenset(section.id for section in sections_in((published.summary, *published.sections)))
    writer = _Writer(known)
    summary = "\n".join(writer.content(published.summary, 1))
    parts.append(f"#position[\n{summary}\n]")
    parts.append(_contents(published.sections))
    for section in published.sections:
        parts += writer.content(section, 1)
    parts.append(_made(published))
    return "\n".join(parts) + "\n"


def quoted(text: str) -> str:
    """A text as a string of typst, on one line, without letters that nobody sees."""
    plain = harmless(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _flat(pairs: Pairs) -> Iterator[tuple[str, str]]:
    for label, words in pairs.rows:
        yield label, "".join(run.text for run in words)


def _front(published: Publication) -> Iterator[str]:
    """The head of the first page: what it is, its title, who publishes it, its identity."""
    yield f"#text(size: 9.5pt, fill: luma(30%), tracking: 0.05em)[#upper({quoted(published.kind)})]"
    yield "#title()"
    if published.publisher:
        yield f"#text(size: 12pt)[#{quoted(published.publisher)}]"
    if published.caution:
        yield f"#caution(strong[#{quoted(published.caution)}])"
    # One column: what stands side by side, readers of PDF take for columns of the page.
    cells = ", ".join(
        f"[#quiet[#{quoted(label + ':')}]], [#strong[#{quoted(value)}]]"
        for label, value in _flat(published.identity)
    )
    yield (
        "#block(above: 1em, stroke: (y: 0.8pt + luma(35%)), inset: (y: 6pt), width: 100%, "
        f"grid(columns: (8.5em, 1fr), column-gutter: 10pt, row-gutter: 5pt, {cells}))"
    )


def _contents(sections: tuple[Section, ...]) -> str:
    """The sections with their pages, in two columns."""
    entries = [f"entry({quoted(one.id)}, [#{quoted(one.title)}])" for one in sections]
    half = (len(entries) + 1) // 2
    columns = ", ".join(
        f"stack(spacing: 5.5pt, {', '.join(part)})" for part in (entries[:half], entries[half:]) if part
    )
    return (
        f"#block(above: 1.3em)[#set text(size: 9.5pt)\n#grid(columns: (1fr, 1fr), gutter: 18pt, {columns})]"
    )


def _made(published: Publication) -> str:
    rows = " ".join(f"- #quiet[#{quoted(f'{label}: {value}')}]\n" for label, value in published.made)
    return f'#heading(level: 1)[#"What this document was made from"]\n{rows}'


class _Writer:
    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    def content(self, content: Content, level: int) -> Iterator[str]:
        """The source of a content; `level` is that of a heading within it."""
        match content:
            case Paragraph(words=words, tone=tone):
                inner = self.words(words)
                yield f"\n{inner}\n" if tone == "plain" else f"\n#{tone}[{inner}]\n"
            case Items(items=items):
                yield self._items(items)
            case Pairs(rows=rows):
                cells = ", ".join(
                    f"[#quiet[#{quoted(label + ':')}] {self.words(words)}]" for label, words in rows
                )
                yield f"#grid(columns: 1fr, row-gutter: 6pt, {cells})"
            case Table():
                yield self._table(content)
            case Figure(svg=svg, title=title, description=description):
                alt = quoted(f"{title}. {description}")
                yield f'#image(bytes({_raw(svg)}), format: "svg", width: 100%, alt: {alt})'
            case Listing(lines=lines):
                yield (
                    "#block(above: 0.8em)[#set text(size: 7.4pt)\n#set par(leading: 0.42em)\n"
                    f"#raw({_raw(chr(10).join(lines))}, block: true)]"
                )
            case Section():
                label = f" #label({quoted(content.id)})"
                yield f"#[#heading(level: {level})[#{quoted(content.title)}]{label}]"
                for part in content.content:
                    yield from self.content(part, level + 1)

    def words(self, words: Words) -> str:
        return "".join(self._run(run) for run in words)

    def _run(self, run: Run) -> str:
        inner = f"#{quoted(run.text)}"
        if run.style in _STYLES:
            inner = f"#{_STYLES[run.style]}[{inner}]"
        return f"#link(label({quoted(run.target)}))[{inner}]" if run.target in self._known else f"{inner};"

    def _items(self, items: tuple[Item, ...]) -> str:
        numbered = bool(items) and bool(items[0].number)
        parts = ", ".join(f"[{self._item(item)}]" for item in items)
        return f"#{'numbered' if numbered else 'list'}({parts})"

    def _item(self, item: Item) -> str:
        number = f"#quiet[#{quoted(item.number)}]#h(0.45em)" if item.number else ""
        below = self._items(item.below) if item.below else ""
        if below and item.number:
            dash = ', dash: "dashed"' if item.mark is Mark.READING else ""
            stroke = f"(left: (paint: luma(65%), thickness: 0.6pt{dash}))"
            below = f"#block(above: 0.55em, below: 0.4em, inset: (left: 9pt), stroke: {stroke})[{below}]"
        return f"{number}{self.words(item.words)}{below}"

    def _table(self, table: Table) -> str:
        caption = f"[#{quoted(caption_of(table))}]"
        columns = ", ".join(f"[#{quoted(column)}]" for column in table.columns)
        cells = ", ".join([f"[{self.words(cell)}]" for row in table.rows for cell in row])
        shares = ", ".join(map(str, widths(table)))
        return f"#block[#set text(size: 9pt)\n#shown({caption}, ({shares},), ({columns},), ({cells},))]"


def _raw(text: str) -> str:
    """A text of several lines as a string of typst, letter by letter."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{plain}"'
