"""Who tells it: each outlet's page, from `outlets/<host>.html`, and how that outlet marks up a report.

`inserts` stand behind the paragraph with that number (from 1) and are no part of the report.
"""
import dataclasses
import html
import json
import re

from story import HERE

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
}


def say_date(date, lang, style=""):
    if lang in ("zh", "ja"):
        return f"{date.year}年{date.month}月{date.day}日"
    month = MONTHS[lang][date.month - 1]
    if lang == "en":
        return f"{date.day} {month} {date.year}" if style == "british" else f"{month} {date.day}, {date.year}"
    return {"de": f"{date.day}. {month} {date.year}", "es": f"{date.day} de {month} de {date.year}"}.get(
        lang, f"{date.day} {month} {date.year}"
    )


@dataclasses.dataclass
class Outlet:
    name: str
    url: str = "https://{host}/{section}/{slug}"
    para: str = "<p>{}</p>"
    first: str = ""
    heading: str = "<h2>{}</h2>"
    items: tuple = ("<ul>", "<li>{}</li>", "</ul>")
    byline: str = ""  # how names are printed; `{}` stands for them
    byline_html: str = ""
    style: str = ""
    inserts: dict = dataclasses.field(default_factory=dict)
    without: tuple = ()
    questions: str = ""  # markup of an interviewer's question
    question_para: str = "{}"


OUTLETS = {
    "meridianwire.example": Outlet(
        "Meridian Wire", "https://www.meridianwire.example/{section}/{slug}", byline="By {}",
        byline_html='<p class="byline">By <a rel="author" href="/staff/{slug}">{names}</a></p>',
        without=("Lamp oil museum opens", "co-operative of 140 newsrooms", "Skip to the story", "All rights reserved"),
    ),
    "harbourledger.example": Outlet(
        "The Harbour Ledger", "https://harbourledger.example/{year}/{month}/{slug}/", byline="by {}", style="british",
        byline_html='<span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/{slug}/">{names}</a></span></span>',
        inserts={
            1: '<figure id="attachment_48220" class="wp-caption alignnone"><img src="/wp-content/quay.jpg" alt=""><figcaption class="wp-caption-text">The quay at low water this week. Photograph: Harbour Ledger</figcaption></figure>',
            3: '<p><strong>Read more:</strong> <a href="/p/6">Our guide to every bench on the seafront</a></p>',
        },
        without=(
            "We use cookies", "Allotment holders win slug war", "Nobody in that building has ever stood", "Leave a Reply",
            "Proudly powered", "guide to every bench", "low water this week", "Choir needs basses", "Share this",
        ),
    ),
    "northavencourier.test": Outlet(
        "Northaven Courier", "http://www.northavencourier.test/Story.aspx?id={number}", para="{}<br /><br />", byline="{}",
        without=("Print this page", "Should the swing bridge carry trams", "Goat found on third floor", "Dunmore Roofing", "visitor agreement"),
    ),
    "tidewaterpost.example": Outlet(
        "Tidewater Post", "https://www.tidewaterpost.example/n/{slug}-{number}", para='<p class="css-1k2x9">{}</p>', byline="By {}",
        byline_html='<a class="au" href="/by/{slug}">{names}</a>', heading='<h2 class="css-h2">{}</h2>',
        inserts={
            2: '<figure><img src="/i/1.webp" alt=""><figcaption>The view from the north pier. <span>Picture: Tidewater Post</span></figcaption></figure><div class="ad-slot">Advertisement</div>',
            4: '<div class="inline-promo"><a href="/app">Get the Tidewater app: alerts that matter, none that do not</a></div>',
        },
        questions='<p class="css-1k2x9"><strong>{}</strong></p>',
        without=(
            "We value your privacy", "412 partners", "Subscribe for 1 crown", "bakery that opens at three", "Get the Tidewater app",
            "The Tide Table", "You might also like", "view from the north pier", "Corrections", "Copy link",
        ),
    ),
    "nordhafener-anzeiger.example": Outlet(
        "Nordhafener Anzeiger", byline="Von {}", para='<p class="absatz">{}</p>',
        inserts={1: '<div class="bild"><img src="/b/1.jpg" alt=""><span class="bu">Blick über den Hafen. Foto: Archiv</span></div>'},
        without=("Sie sind hier", "Schrift größer", "Deichschafe ziehen", "Mein Vater hätte sich gefreut", "Meistgelesen", "Alle Rechte vorbehalten", "Foto: Archiv"),
    ),
    "nordlicht.example": Outlet("Nordlicht Nachrichtenagentur", without=("Kundenbereich", "urheberrechtlich geschützt", "Speicherstraße 3")),
    "lepharedulittoral.example": Outlet(
        "Le Phare du Littoral", byline="Par {}", para='<p class="papier__para">{}</p>',
        without=("nos partenaires et nous utilisons", "Je m’abonne", "La criée passe aux enchères", "infolettre quotidienne", "pas de bac le dimanche", "Mentions légales"),
    ),
    "elfarocostabrisa.example": Outlet(
        "El Faro de Costa Brisa", byline="{}", para="<div>{}</div>",
        without=("Decano de la prensa", "Compartir en Facebook", "fuente para septiembre", "duchándonos con garrafas", "Suscríbete", "Aviso legal"),
    ),
    "haiwanribao.example": Outlet(
        "海湾日报", para="<p>　　{}</p>", byline="记者：{}",
        without=("设为首页", "当前位置", "分享到", "滨海步道昨日开放", "版权所有", "许可证", "责任编辑"),
    ),
    "kowanshinpo.example": Outlet(
        "港湾新報", para="<p>　{}</p>", byline="記者　{}",
        without=("ツイート", "有料会員記事", "港まつり、花火", "あすの潮見表", "無断転載"),
    ),
    "severnaya-gavan.example": Outlet(
        "Северная гавань", byline="Автор: {}",
        without=("Прислать новость", "Нашли опечатку", "Поделиться", "Трамвай получит", "на коньках до самого рейда", "Свидетельство о регистрации"),
    ),
    "coastalbusiness.example": Outlet(
        "Coastal Business Daily", byline="By {}",
        without=("Freight index", "second-hand cranes", "delayed by at least 15 minutes", "Ad choices", "HLDS 41.18"),
    ),
    "islandsport.example": Outlet(
        "Island Sport", byline="{}",
        without=("Rowing", "Sule United", "When the fun stops", "simple herring trick"),
    ),
}


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:48] or "story"


def number(text):
    return 10_000 + sum(ord(c) * (i + 7) for i, c in enumerate(text)) % 89_999


def address(host, edition):
    return OUTLETS[host].url.format(
        host=host, section=slug(edition.section) if edition.section.isascii() else "news", year=edition.date.year,
        month=f"{edition.date.month:02}", slug=f"{slug(edition.story)}-{number(edition.title) % 900 + 100}",
        number=number(edition.title),
    )


def byline(host, edition):
    if edition.byline:
        return edition.byline
    glue = {"de": " und ", "fr": " et ", "es": " y ", "ru": ", ", "zh": " ", "ja": "、"}.get(edition.lang, " and ")
    return OUTLETS[host].byline.format(glue.join(edition.authors)) if edition.authors else ""


def page(host, edition, template=None, body=None, extra_insert=None):
    """The outlet's page. The edition learns its address."""
    outlet = OUTLETS[host]
    edition.url = edition.url or address(host, edition)
    names = byline(host, edition)
    shown = names
    if edition.authors and outlet.byline_html:
        shown = outlet.byline_html.format(names=html.escape(" and ".join(edition.authors), False), slug=slug(edition.authors[0]))
    elif names:
        shown = f'<span class="byline">{html.escape(names, False)}</span>'
    fields = {
        "title": html.escape(edition.title, False), "subtitle_html": f'<p class="dek">{edition.subtitle}</p>' if edition.subtitle else "",
        "lang": edition.lang, "charset": edition.charset, "url": edition.url, "iso": str(edition.date), "clock": edition.clock,
        "clock_fr": edition.clock.replace(":", "h"), "date": say_date(edition.date, edition.lang, outlet.style),
        "section": edition.section, "section_slug": slug(edition.section) if edition.section.isascii() else "news",
        "byline": html.escape(names, False), "byline_html": shown, "authors": "; ".join(edition.authors),
        "lead": html.escape(edition.lead), "json_title": json.dumps(edition.title, ensure_ascii=False),
        "json_authors": json.dumps(
            [{"@type": "Person", "name": n} for n in edition.authors] or [{"@type": "Organization", "name": outlet.name}], ensure_ascii=False
        ),
        "number": str(number(edition.title)), "body": body if body is not None else marked_up(outlet, edition, extra_insert or {}),
    }
    text = (HERE / "outlets" / f"{template or host}.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda m: fields[m.group(1)], text)


def marked_up(outlet, edition, extra):
    lines, in_list = [], False
    for n, block in enumerate(edition.blocks, 1):
        if in_list and block.kind != "item":
            lines.append(outlet.items[2])
        if not in_list and block.kind == "item":
            lines.append(outlet.items[0])
        in_list = block.kind == "item"
        text = html.escape(block.text, False)
        mould = {"heading": outlet.heading, "item": outlet.items[1]}.get(block.kind, outlet.para)
        if outlet.questions and block.text.endswith("?"):
            mould = outlet.questions
        lines.append(mould.format(text))
        lines += [insert for at, insert in [*outlet.inserts.items(), *extra.items()] if at == n and n < len(edition.blocks)]
    if in_list:
        lines.append(outlet.items[2])
    return "\n".join(lines)
