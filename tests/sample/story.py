"""What is told: stories read from `stories/*.txt`, and editions of them as an outlet runs them.

A story file is a head of `name: value` lines, a blank line, and the report. `## ` opens a subheading, `- ` an item. A
paragraph that stops in mid-sentence goes on in the next one: that is how scraped text breaks sentences.
"""
import dataclasses
import datetime
import pathlib
import re

HERE = pathlib.Path(__file__).parent
AGENCIES = {"Meridian Wire": ("Meridian Wire", "Меридиан", "子午社"), "Nordlicht": ("Nordlicht",)}
ENDS = tuple('.!?:"”»。」…')


@dataclasses.dataclass
class Block:
    kind: str  # para, heading, item, row
    pieces: list  # one, or more where a blank line breaks the sentence

    @property
    def text(self):
        return " ".join(self.pieces)


@dataclasses.dataclass
class Edition:
    """A story as one outlet runs it; `title`, `date` and so on are what that outlet prints."""

    story: str
    title: str
    subtitle: str
    authors: list
    byline: str
    dateline: str
    place: str
    lang: str
    date: datetime.date
    clock: str
    section: str
    agency: str
    blocks: list
    url: str = ""
    charset: str = "utf-8"

    @property
    def lead(self):
        return self.blocks[0].text.split(". ")[0][:150]

    def body(self):
        return [block.text for block in self.blocks]


def load(name):
    head, _, rest = (HERE / "stories" / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    fields = dict(re.match(r"(\w+): ?(.*)", line).groups() for line in head.splitlines())
    blocks, open_sentence = [], False
    for paragraph in rest.strip().split("\n\n"):
        if open_sentence:
            blocks[-1].pieces.append(paragraph)
        elif paragraph.startswith("## "):
            blocks.append(Block("heading", [paragraph[3:]]))
        elif paragraph.startswith("- "):
            blocks += [Block("item", [line[2:]]) for line in paragraph.splitlines()]
        else:
            blocks.append(Block("para", [paragraph]))
        open_sentence = blocks[-1].kind == "para" and not paragraph.endswith(ENDS)
    return fields, blocks


def edition(
    name, *, title=None, subtitle="", authors=None, byline="", dateline=True, agency=None, days=0, clock="09:30",
    keep=None, edits=(), section=None, charset="utf-8",
):
    """`keep` picks blocks by number (a slice or a list); each of `edits` must find its words."""
    fields, blocks = load(name)
    if dateline and fields.get("dateline"):
        sign = fields["dateline"] if dateline is True else dateline
        blocks[0].pieces[0] = f"{sign} {blocks[0].pieces[0]}"
    picked = blocks if keep is None else blocks[keep] if isinstance(keep, slice) else [blocks[i] for i in keep]
    for old, new in edits:
        found = False
        for block in picked:
            for i, piece in enumerate(block.pieces):
                if old in piece:
                    block.pieces[i], found = piece.replace(old, new), True
        assert found, f"{name}: nothing reads `{old}`"
    picked = [block for block in picked if block.text]
    names = [n.strip() for n in fields["authors"].split(";") if n.strip()] if authors is None else authors
    printed = "" if not dateline else dateline if isinstance(dateline, str) else fields.get("dateline", "")
    wire = next((name for name, signs in AGENCIES.items() if any(sign in printed for sign in signs)), "")
    return Edition(
        story=name, title=title or fields["title"], subtitle=subtitle, authors=names, byline=byline, dateline=printed,
        place=fields.get("place", "") if printed else "", lang=fields["lang"],
        date=datetime.date.fromisoformat(fields["date"]) + datetime.timedelta(days), clock=clock,
        section=section or fields["section"], agency=wire if agency is None else agency, blocks=picked, charset=charset,
    )
