#!/usr/bin/env python3
"""Makes a labelled set of near-duplicates whose forms and edits the benchmark's development set lacks.

    python3 benches/dedup_forms.py BENCH BASE.jsonl.gz OUT_DIR [--seed N] [--docs N] [--others]
    cargo run --release --example dedup_predictions -- OUT_DIR/docs.jsonl.gz > PRED.jsonl
    python3 BENCH/score.py OUT_DIR/gold.jsonl.gz PRED.jsonl

BENCH is the folder of the benchmark's `gen.py`, which builds the families, BASE its base articles. Eight forms, most of whose words are a
frame, or with --others six that nothing was chosen by; eight edits beside the benchmark's own; live pages of several stories. The figures
are in docs/decisions/0030-copies-by-alignment.md."""

import argparse, re, sys

args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
args.add_argument("bench")
args.add_argument("base")
args.add_argument("out")
args.add_argument("--seed", type=int, default=5)
args.add_argument("--docs", type=int, default=12000)
args.add_argument("--others", action="store_true")
args = args.parse_args()
sys.path.insert(0, args.bench)
from gen import AGENCY, CITY, DAYS, DEV_OPS, MONTHS, TEAM, Doc, F, company, dec, drop_dateline, num, paper, person, quality, sentences

# ---------------------------------------------------------------- edits, as the generator calls its own
# Each gets a generator of chances, a story, the set being built; a story is paragraphs of [word, base, place]; False: not for this one.


def typeset(word):
    """With curled quotes and long dashes, which is where encodings go wrong."""
    word = re.sub(r'^"', "“", word).replace('"', "”").replace("'", "’")
    return "—" if word in ("--", "-") else word


MISREAD = {
    "1252": lambda word: word.encode().decode("cp1252", "replace"),
    "lat1": lambda word: word.encode().decode("latin-1"),
    "double": lambda word: word.encode().decode("latin-1").encode().decode("cp1252", "replace"),
    "fffd": lambda word: word.encode("cp1252", "replace").decode("utf-8", "replace"),
    "q": lambda word: word.encode("ascii", "replace").decode(),
    "strip": lambda word: word.encode("ascii", "ignore").decode(),
}
ACCENTED = str.maketrans({"e": "é", "a": "à", "o": "ö", "u": "ü", "n": "ñ"})


def damaged_encoding(rng, story, _):
    misread = MISREAD[rng.choice(list(MISREAD))]
    for word in (word for paragraph in story.paras for word in paragraph):
        text = typeset(word[0])
        if rng.random() < 0.05:
            text = text.translate(ACCENTED)
        if rng.random() < 0.05:
            text = "\u00a0" + text
        word[0] = "".join(misread(text).split()) or "?"


SAYS = ("said", "added", "announced")


def attributions_turned(rng, story, _):
    """'…, Jane said.' becomes 'Jane said …', and the other way round."""
    turned = 0
    for paragraph in story.paras:
        out = []
        for sentence in sentences(paragraph):
            words = [word[0] for word in sentence]
            last = next((at for at in range(len(words) - 1, 3, -1) if words[at].rstrip(".,").lower() in SAYS + ("reported",)), None)
            first = next((at for at, word in enumerate(words[:8]) if word.lower() in SAYS), None)
            if last is not None and last >= len(words) - 3 and words[last].endswith("."):
                who = last - 1
                while who > 0 and not words[who - 1].endswith(",") and last - who < 6:
                    who -= 1
                if words[who - 1].endswith(","):
                    said, what = copied(sentence[who : last + 1]), copied(sentence[:who])
                    said[-1][0] = said[-1][0].rstrip(".")
                    what[-1][0] = what[-1][0].rstrip(",") + "."
                    sentence, turned = said + what, turned + 1
            elif first and first + 4 < len(words):
                said, what = copied(sentence[: first + 1]), copied(sentence[first + 1 :])
                if what[0][0] == "that":
                    what = what[1:]
                what[-1][0] = what[-1][0].rstrip(".") + ","
                said[-1][0] += "."
                sentence = what + (said if rng.random() < 0.5 else [said[-1][:]] + said[:-1])
                turned += 1
            out += sentence
        paragraph[:] = out
    return None if turned else False


def copied(words):
    return [word[:] for word in words]


def paragraphs_joined(rng, story, _):
    if len(story.paras) < 4:
        return False
    out = []
    for paragraph in story.paras:
        if out and rng.random() < 0.6:
            out[-1] = out[-1] + paragraph
        else:
            out.append(paragraph)
    story.paras = out


def all_capitals(_, story, __):
    for paragraph in story.paras:
        for word in paragraph:
            word[0] = word[0].upper()


def words_broken(rng, story, _):
    """As at the ends of printed lines."""
    for paragraph in story.paras:
        at = 0
        while at < len(paragraph):
            word = paragraph[at][0]
            if len(word) > 7 and word.isalpha() and rng.random() < 0.12:
                cut = rng.randint(3, len(word) - 3)
                paragraph[at][0] = word[:cut] + "-"
                paragraph.insert(at + 1, [word[cut:], -1, -1])
                at += 1
            at += 1


TITLES = ("Mr", "Mrs", "Ms", "Dr", "Mr.", "Sen.", "President", "Prime")


def names_shortened(rng, story, _):
    for paragraph in story.paras:
        at = 0
        while at < len(paragraph) - 1:
            if paragraph[at][0] in TITLES:
                del paragraph[at]
                continue
            capital = lambda place, behind="": re.fullmatch("[A-Z][a-z]+" + behind, paragraph[place][0])
            inside = at > 0 and not paragraph[at - 1][0].endswith(".")
            if rng.random() < 0.5 and capital(at) and capital(at + 1, "[,.]?") and inside:
                del paragraph[at]
            at += 1


UNITS = {"dollars": "USD", "dlrs": "USD", "million": "m", "billion": "bn", "mln": "m", "bln": "bn", "kilometres": "km", "miles": "mi"}


def units_abbreviated(_, story, __):
    for paragraph in story.paras:
        for word in paragraph:
            parted = re.match(r"^(\w+)([.,;]*)$", word[0])
            if parted and parted[1].lower() in UNITS:
                word[0] = UNITS[parted[1].lower()] + parted[2]


def lines_between(rng, story, built):
    out = []
    for paragraph in story.paras:
        out.append(paragraph)
        if rng.random() < 0.5:
            title = lambda: built.title(rng)
            lines = [
                "Advertisement",
                "Read more: " + title(),
                "ALSO READ | " + title(),
                "Story continues below",
                "Related: " + title(),
                "Recommended Stories list of 4 items " + title(),
            ]
            out.append(F(rng.choice(lines)))
    story.paras = out


# ---------------------------------------------------------------- forms (rng, day): title and paragraphs
def dated(day):
    return f"{MONTHS[day // 30 % 12]} {day % 28 + 1}"


def t_court(r, day):
    a = person(r)
    c = r.choice(CITY)
    y = num(r, 2, 25)
    return f"{c} man jailed for {y} years", [
        f"{c.upper()}, {dated(day)} (Court Wire) - A {num(r,19,70)}-year-old man was sentenced to {y} years in prison on {DAYS[day%7]} by {c} Crown Court after he was found guilty of {r.choice(['armed robbery','fraud','manslaughter','drug trafficking','arson'])}.",
        f"{a}, of {r.choice(CITY)}, had denied the charges. Judge {person(r)} told him that he had shown no remorse and that only a lengthy custodial sentence could be justified in the circumstances of the case.",
        "The jury had deliberated for more than two days before it returned its verdict. The court heard that the victims continued to suffer from the effects of what had happened to them and that they hoped to be able to move on with their lives now that the trial had come to an end.",
        f"Detective Inspector {person(r)} said after the hearing: \"I would like to thank the witnesses for their courage in giving evidence. I hope that this sentence sends a clear message that crimes of this kind will not be tolerated in our community.\"",
    ]


def t_lottery(r, day):
    n = sorted(r.sample(range(1, 60), 6))
    return f"Winning lottery numbers for {DAYS[day%7]}", [
        f"{dated(day)} (News Wire) - The winning numbers in {DAYS[day%7]}'s national lottery draw were {', '.join(map(str,n[:5]))} and {n[5]}. The bonus number was {num(r,1,59)}.",
        f"The estimated jackpot was {num(r,2,40)} million dollars. {num(r,0,4)} tickets matched all six numbers. Set of balls {num(r,1,9)} was used and the draw machine was {r.choice(['Arthur','Merlin','Guinevere','Lancelot'])}.",
        "Players have a hundred and eighty days from the date of the draw to claim their prizes at any licensed retailer. Prizes of more than fifty thousand dollars must be claimed in person at the head office of the operator. The next draw takes place as usual and tickets may be bought until half past seven in the evening on the day of the draw.",
    ]


def t_rating(r, day):
    a = company(r)
    x = r.choice(["AA-minus", "A-plus", "A", "BBB-plus", "BB", "B-minus"])
    y = r.choice(["AA", "A-minus", "BBB", "BB-plus", "B", "CCC"])
    return f"{r.choice(['Agency upgrades','Agency cuts'])} {a} debt", [
        f"{r.choice(CITY).upper()}, {dated(day)} (Business Wire) - The rating agency said on {DAYS[day%7]} it changed its rating on the senior debt of {a} to {x} from {y}. About {dec(r,.1,9)} billion dollars of debt is affected.",
        f"The agency said the action reflects its view of the company's cash flow and of the competitive environment in which it operates. The outlook is {r.choice(['stable','negative','positive'])}.",
        "Ratings on the commercial paper programme of the company were affirmed. The agency said it would review the ratings again when audited figures for the full year become available, and that a further change could not be ruled out if market conditions should deteriorate more than is expected at present.",
    ]


def t_obit(r, day):
    a = person(r)
    return f"{a}, {r.choice(['teacher','banker','physician','engineer'])}, dies at {num(r,60,99)}", [
        f"{r.choice(CITY).upper()}, {dated(day)} (News Wire) - {a}, a {r.choice(['teacher','banker','physician','engineer'])} from {r.choice(CITY)}, died on {DAYS[day%7]} after a long illness, the family said. {r.choice(['He','She'])} was {num(r,60,99)}.",
        f"Born in {r.choice(CITY)} in {num(r,1900,1939)}, {a.split()[1]} studied at {r.choice(CITY)} University and worked for {company(r)} for {num(r,10,40)} years. Friends remembered a generous colleague who always had time for others.",
        f"Survivors include {num(r,1,5)} children and {num(r,1,12)} grandchildren. A service will be held at {num(r,9,12)} a.m. on {DAYS[(day+3)%7]} at the parish church of {r.choice(CITY)}. In lieu of flowers the family asks that donations be made to the local hospice.",
    ]


def t_fx(r, day):
    c = r.choice(["dollar", "euro", "yen", "pound", "franc"])
    return f"{c.title()} {r.choice(['firms','slips','steady'])} in early trade", [
        f"{r.choice(['LONDON','TOKYO','NEW YORK','SYDNEY'])}, {dated(day)} (Market Wire) - The {c} {r.choice(['firmed','slipped','was little changed'])} in early trade on {DAYS[day%7]}, dealers said, at {dec(r,.5,2,4)} against {dec(r,.5,2,4)} late on {DAYS[(day-1)%7]}.",
        f"Against the mark it stood at {dec(r,1,3,4)} and against the yen at {dec(r,90,180,2)}. Gold was fixed at {dec(r,250,900,2)} an ounce, compared with {dec(r,250,900,2)} at the previous fixing.",
        "Dealers said trading was quiet and that most participants preferred to stay on the sidelines ahead of the figures on employment that are due at the end of the week. The central bank was not seen in the market. Short-term interest rates were steady, with overnight money quoted unchanged from the close.",
    ]


def t_arrival(r, day):
    return f"Shipping movements at {r.choice(CITY)}", [
        f"{r.choice(CITY).upper()}, {dated(day)} (Port Wire) - Arrived {DAYS[day%7]}: {company(r)} Star from {r.choice(CITY)}, {num(r,5,90)},{num(r,100,999)} tonnes; {company(r)} Queen from {r.choice(CITY)}, {num(r,5,90)},{num(r,100,999)} tonnes.",
        f"Sailed: {company(r)} Trader for {r.choice(CITY)}; {company(r)} Spirit for {r.choice(CITY)}. Expected: {num(r,2,20)} vessels by {DAYS[(day+2)%7]}.",
        "The port authority said that pilots are available around the clock, and that masters are reminded to report their draught and any defects in equipment not later than six hours before they reach the outer buoy. Berths are given in order of arrival unless perishable cargo is carried.",
    ]


def t_alert(r, day):  # almost all frame: one place and one time differ
    c = r.choice(CITY)
    return f"Boil water notice for {c}", [
        f"{c.upper()}, {dated(day)} (News Wire) - Residents of {c} are advised to boil tap water before drinking after a main broke on {r.choice(MONTHS)} {num(r,1,28)}, the utility said.",
        "Water should be brought to a rolling boil for at least one minute and allowed to cool before it is used for drinking, brushing teeth, preparing food or making ice. Bottled water may be used instead. The notice stays in force until tests on two consecutive days show that the water is safe.",
        "Bottled water is handed out at the town hall from eight in the morning until six in the evening. Schools remain open. Restaurants were told to close their drink dispensers and to throw away ice that was made after the break. Customers with questions may call the hotline of the utility at any hour.",
    ]


def t_poll(r, day):
    c = r.choice(CITY)
    a, b = person(r), person(r)
    return f"{a} elected mayor of {c}", [
        f"{c.upper()}, {dated(day)} (News Wire) - {a} was elected mayor of {c} on {DAYS[day%7]} with {dec(r,50,70)} percent of the vote, defeating {b}, who received {dec(r,20,49)} percent, according to complete returns.",
        f"Turnout was {dec(r,20,70)} percent. The election commission said that it had received {num(r,0,30)} complaints and would look into all of them before the result is certified next week.",
        f"\"I want to be a mayor for everyone, no matter whom they voted for today,\" {a.split()[1]} told supporters. {b.split()[1]} conceded shortly after {num(r,8,11)} p.m. and wished the winner well. The new mayor takes office on {r.choice(MONTHS)} {num(r,1,28)}.",
    ]


def t_recall(r, day):
    a = company(r)
    u = f"{num(r,1,90)},{num(r,100,999)}"
    p = r.choice(["toasters", "strollers", "heaters", "lamps", "bicycles", "kettles"])
    return f"{a} recalls {u} {p}", [
        f"{r.choice(CITY).upper()}, {dated(day)} (News Wire) - {a} is recalling about {u} {p} because they may {r.choice(['overheat','break','tip over'])}, the safety commission said on {DAYS[day%7]}. {num(r,2,60)} incidents were reported.",
        f"The {p} were sold by {company(r)} stores from {r.choice(MONTHS)} to {r.choice(MONTHS)} for between {num(r,10,60)} and {num(r,61,300)} dollars.",
        "Consumers should stop using the product at once and return it to the store where it was bought for a full refund. They may also call the toll-free number of the company on working days from nine in the morning until five in the afternoon. The commission reminds the public that it is against the law to sell or give away a recalled product.",
    ]


def t_ipo(r, day):
    a = company(r)
    return f"{a} files for {num(r,1,9)}00 million dollar offering", [
        f"{r.choice(CITY).upper()}, {dated(day)} (Business Wire) - {a} said on {DAYS[day%7]} it filed a registration statement for an initial public offering of {dec(r,1,40)} million shares at an estimated {num(r,8,15)} to {num(r,16,25)} dollars each.",
        f"{company(r)} and {company(r)} are the lead underwriters. Proceeds will be used to repay debt and for general corporate purposes. The shares are to be listed under the symbol {a[:4].upper()}.",
        "No share may be sold, and no order taken, until the authorities have declared the statement effective, which they are expected to do within some weeks. Whoever wants to read the prospectus may ask the underwriters for a copy, which they send out free of charge as soon as it is printed. The price and the number of shares may change until then.",
    ]


def t_missing(r, day):
    a = person(r)
    c = r.choice(CITY)
    return f"Police seek missing {c} {r.choice(['woman','man','teenager'])}", [
        f"{c.upper()}, {dated(day)} (News Wire) - Police in {c} asked the public on {DAYS[day%7]} for help in finding {a}, {num(r,14,80)}, who was last seen near {r.choice(CITY)} station at about {num(r,1,11)} p.m.",
        f"{a.split()[0]} is {num(r,150,190)} centimetres tall, of slim build, and was wearing a {r.choice(['blue','grey','green'])} jacket. Inspector {person(r)} said that family and friends were growing increasingly concerned.",
        "Anyone who has seen or heard from the missing person, or who has information about where the person may be, is asked to call the police on the non-emergency number or to speak to any officer. Information may also be given anonymously. Officers have searched nearby parks and woodland and are looking at recordings from cameras.",
    ]


def t_oil(r, day):
    return f"Oil {r.choice(['rises','falls','steady'])} on {DAYS[day%7]}", [
        f"{r.choice(['LONDON','NEW YORK','SINGAPORE'])}, {dated(day)} (Market Wire) - Crude oil {r.choice(['rose','fell','was little changed'])} on {DAYS[day%7]}. Brent for {r.choice(MONTHS)} delivery was {num(r,5,90)} cents {r.choice(['up','down'])} at {dec(r,10,60,2)} dollars a barrel. Light crude was at {dec(r,10,60,2)} dollars.",
        f"Weekly figures showed that stocks of crude {r.choice(['rose','fell'])} by {dec(r,.1,6)} million barrels. Heating oil was at {dec(r,.3,1.6,4)} dollars a gallon and natural gas at {dec(r,1,6,3)}.",
        "Traders said that the market kept an eye on talks among producers, and that volumes were light. Some expected that prices would remain within their recent range until the ministers meet. \"Nobody wants to take a large position ahead of that meeting,\" a dealer at a bank said. Refinery margins were unchanged.",
    ]


def t_storm(r, day):
    c1, c2 = r.sample(CITY, 2)
    return f"Storm warning for {c1} and {c2}", [
        f"{c1.upper()}, {dated(day)} (Weather Service) - A severe thunderstorm warning was issued for {c1} and {c2} until {num(r,1,11)}:{num(r,10,59)} p.m. on {DAYS[day%7]}. Winds of {num(r,60,120)} kilometres an hour and hail are possible.",
        f"At {num(r,1,11)}:{num(r,10,59)} p.m. radar showed a line of storms {num(r,5,60)} kilometres {r.choice(['west','south'])} of {c1}, moving {r.choice(['east','north'])} at {num(r,20,80)} kilometres an hour.",
        "Go indoors, to a room without windows if there is one, and stay there until the storm has moved away. Hail may be large enough to dent cars and break panes, and branches may come down. Lightning can strike well before the rain begins, so that whoever hears thunder outdoors should not wait for the first drops.",
    ]


def t_preview(r, day):
    a, b = f"{r.choice(CITY)} {r.choice(TEAM)}", f"{r.choice(CITY)} {r.choice(TEAM)}"
    return f"Preview: {a} v {b}", [
        f"{a} host {b} on {DAYS[(day+1)%7]} looking for their {num(r,2,9)}th win in {num(r,10,20)} games. Kick-off is at {num(r,1,8)} p.m.",
        f"{a} are without {person(r)}, who is suspended, while {person(r)} is back in training. {b} hope that {person(r)} recovers from a knee injury in time.",
        f"The last time the two sides met, {a} won {num(r,1,4)}-{num(r,0,3)}. {b} have not won there since {num(r,1950,1998)}. Tickets are on sale at the ground from two hours before kick-off, and supporters are advised to use public transport because roads around the ground are closed. The match will be refereed by {person(r)}.",
    ]


# ---------------------------------------------------------------- live pages: parts of several stories under their hours
def live(r, fams, ctx):
    n = r.randint(3, 7)
    fs = r.sample(fams, n)
    d = Doc()
    d.title = "LIVE: latest news and updates"
    d.paras = [F(r.choice(["Follow our live coverage of the day's events.", "Live updates: this page is refreshed automatically."]))]
    h = 22
    for f in fs:
        a = r.choice(f).copy() if r.random() < 0.5 else f[0].copy()
        drop_dateline(a)
        h -= r.randint(0, 2)
        k = r.randint(1, max(1, min(4, len(a.paras) // 2)))
        d.paras.append(F(f"{max(h,0):02d}:{r.randint(10,59)} {a.title[:60]}"))
        d.paras += a.paras[:k]
        d.bases |= a.bases
    d.kind = "roundup"
    d.ops = ["live"]
    d.outlet = paper(r)
    d.day = max(f[0].day for f in fs)
    d.agency = "Wire"
    return d


EDITS = dict(
    mojibake=damaged_encoding,
    attrib_flip=attributions_turned,
    merge_pars=paragraphs_joined,
    caps=all_capitals,
    hyphen=words_broken,
    names=names_shortened,
    units=units_abbreviated,
    interleave=lines_between,
)
FORMS = dict(court=t_court, lottery=t_lottery, rating=t_rating, obit=t_obit, fx=t_fx, arrival=t_arrival, alert=t_alert, poll=t_poll)
OTHERS = dict(recall=t_recall, ipo=t_ipo, missing=t_missing, oil=t_oil, storm=t_storm, preview=t_preview)
quality(args.base, args.out, args.seed, args.docs, {**DEV_OPS, **EDITS}, OTHERS if args.others else FORMS, "x", live)
