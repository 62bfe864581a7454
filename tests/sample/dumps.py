"""Reports as plain-text scrapers leave them: four habits of dumps, and two kinds of multi-report export."""
from outlets import say_date

NBSP = "\u00a0"


def paragraphs(edition, tail=""):
    return "\n\n".join("\n\n".join(block.pieces) + tail for block in edition.blocks)


def language_bar(edition, source):
    """Language bar and breadcrumb glued to the top, pick lists and registration numbers at the bottom."""
    return (
        f"NATIONCOUNTYISLANDS中文EspañolDeutsch\nNorthaven\nHome / Northaven / {edition.section}\n\n{edition.title}\n\n"
        f"{source} | Updated: {edition.date} {edition.clock}\n\n{paragraphs(edition)}\n\nEditor's picks\n"
        "Copyright 1998 - . All rights reserved. All content on this site (text, photos and multimedia among others) belongs to "
        "Northaven Daily Information Ltd (NDI) and may not be reused without its written consent. Note: a screen of 1024*768 or more is advised.\n"
        "Multimedia publishing licence 0047712\n\nRegistration Number: 770120\nFOLLOW US\n"
    )


def feedback_form(edition, source):
    """A form's label first, submit time and zoom, an empty author, no-break spaces at the ends of lines."""
    d = edition.date
    return (
        f"comments and feedback\n\n{edition.title}\n\nSubmit Time:{d.day + 21:02}-{d.month:02}-{d.year} | Zoom In | Zoom Out\n\n"
        f"Author: | Source:{source} ({say_date(d, 'en')})\n\n\n{paragraphs(edition, NBSP + NBSP)}\n\nRelated Articles\n"
    )


def gazette(edition, source, caption="", standfirst=""):
    """Section, headline and byline in capitals; a caption with its credit; a bare copyright line."""
    head = f"{edition.section}\n{edition.title}\nBy {' and '.join(a.upper() for a in edition.authors)} ({source})\nUpdated: {edition.date} {edition.clock}\n\n"
    return head + "".join(f"{line}\n\n" for line in (caption, standfirst) if line) + f"{paragraphs(edition)}\n\n© {source} Information Ltd\n"


def globe(edition, source):
    """A source line with the time to the second, and what a comment widget leaves."""
    d = edition.date
    return (
        f"{edition.title}\n\nSource:{source} Published: {d.year}/{d.month}/{d.day} {edition.clock}:07\n\n{paragraphs(edition)}\n\n\n"
        "blog comments powered by Disqus\n"
    )


def bare(edition, line=""):
    """Headline, perhaps a line, and the report."""
    return f"{edition.title}\n\n" + (f"{line}\n\n" if line else "") + paragraphs(edition) + "\n"


def database_export(editions):
    """A press database's export: numbered documents with header and trailer fields, text wrapped at 72 columns."""
    import textwrap

    out = []
    for n, (edition, source) in enumerate(editions, 1):
        body = "\n\n".join(textwrap.fill("   " + b.text, 72, subsequent_indent="", break_on_hyphens=False) for b in edition.blocks)
        words = sum(len(b.text.split()) for b in edition.blocks)
        by = f"BYLINE: {' and '.join(edition.authors)}\n\n" if edition.authors else ""
        place = f"DATELINE: {edition.place}\n\n" if edition.place else ""
        out.append(
            f"{' ' * 28}{n} of {len(editions)} DOCUMENTS\n\n\n{' ' * 26}{source}\n\n{' ' * 24}{say_date(edition.date, 'en')} {edition.date:%A}\n\n"
            f"{edition.title}\n\n{by}SECTION: {edition.section.upper()}; Pg. {n + 2}\n\nLENGTH: {words} words\n\n{place}{body}\n\n"
            f"LOAD-DATE: {say_date(edition.date, 'en')}\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
            f"{' ' * 20}Copyright {edition.date.year} {source}\n{' ' * 26}All Rights Reserved\n\n\n"
        )
    return "".join(out)
