#!/usr/bin/env python3
"""Makes letters.txt and ideographs.txt: how often letters follow each other in a language, how common an ideograph is.

    pip install wordfreq; pip install --no-deps --target DJANGO django
    apt-get download hunspell-th hunspell-be hunspell-gl hunspell-eu hunspell-af \\
        myspell-et myspell-sq myspell-eo myspell-fo myspell-ga wngerman      # then dpkg -x each to WORDS
    python3 make.py --django DJANGO --words WORDS

Reads word frequencies (wordfreq), the translations that ship with Django, and word lists of Debian; writes counts only,
no text: a cost is eight times the negative natural logarithm of a probability, written as the character `!` + cost.

letters.txt     @ CODE, the alphabet, then a row for each class (0 edge of a word, 1 a foreign letter, then the
                alphabet): the cost of each class to follow it.
ideographs.txt  @ CODE, then lines `COST CHARACTERS`.
"""
import argparse, glob, gzip, math, os, re, unicodedata
from collections import Counter, defaultdict

import wordfreq

HERE = os.path.dirname(os.path.abspath(__file__))
# code, code in wordfreq, code in Django, word list: (file, encoding)
LATIN = """en:en:: fr:fr:: de:de:: es:es:: pt:pt:: it:it:: nl:nl:: sv:sv:: da:da:: nb:nb:: fi:fi:: is:is:: ca:ca::
 cs:cs:: pl:pl:: hu:hu:: sk:sk:: sl:sl:: hr:sh:: ro:ro:: tr:tr:: lt:lt:: lv:lv:: vi:vi:: id:id::
 et::et:et_EE.dic/iso-8859-15 sq::sq:sq_AL.dic/utf-8 eo::eo:eo.dic/iso-8859-3 gl::gl:gl_ES.dic/utf-8 eu::eu:eu.dic/utf-8
 cy::cy: ga::ga:ga_IE.dic/utf-8 af::af:af_ZA.dic/utf-8 fo:::fo.dic/iso-8859-1"""
OTHER = """ru:ru:: uk:uk:: bg:bg:: mk:mk:: be::be:be_BY.dic/utf-8 sr::sr:
 el:el:: he:he:: ar:ar:: fa:fa:: ur:ur:: th::th:th_TH.dic/utf-8"""
LIMIT = 93   # '!' + 93 is the last printable ASCII character


def words_of(wf, dj, listed, args):
    """Counter of words, lower case, each of weight frequency ** .75, so that no function word drowns the rest."""
    words = Counter()
    if wf:
        for word, f in wordfreq.get_frequency_dict(wf, "best").items():
            words[word] += (f * 1e7) ** 0.75
    if dj:
        for word, n in Counter(django_words(dj, args.django)).items():
            words[word] += n ** 0.75 * (20 if listed else 1)
    if listed:
        name, encoding = listed.split("/")
        found = glob.glob(os.path.join(args.words, "**", name), recursive=True)
        for line in open(found[0], encoding=encoding, errors="ignore"):
            word = line.split("/")[0].strip().lower()
            if word and not word[0].isdigit():
                words[word] += 1
    return words


def django_words(code, root):
    for path in glob.glob(os.path.join(root, "**", "locale", code, "**", "*.po"), recursive=True):
        text = open(path, encoding="utf-8").read()
        for entry in re.split(r"\n\s*\n", text):
            m = re.search(r'msgstr(?:\[\d\])? ((?:".*"\s*)+)', entry)
            if m:
                said = re.sub(r"%\([a-z_]+\)s|%[a-z]|\\n|<[^>]*>|\{[^}]*\}", " ", "".join(re.findall(r'"(.*)"', m[1])))
                yield from re.findall(r"[^\W\d_]+(?:[\u200c\u0300-\u036f][^\W\d_]+)*", said.lower())


def german_sharp_s(words, args):
    """wordfreq folds ß to ss; a word list of the old and new spelling knows better."""
    path = glob.glob(os.path.join(args.words, "**", "ngerman"), recursive=True)[0]
    known = {w.strip().lower() for w in open(path, encoding="utf-8")}
    sharp = {w.replace("ß", "ss"): w for w in known if "ß" in w}
    out = Counter()
    for word, n in words.items():
        out[sharp[word] if word in sharp and word not in known else word] += n
    for old in ("daß", "muß", "läßt", "beschloß", "mußte", "müßte", "wußte", "schloß", "prozeß", "ließ", "bißchen"):
        out[old] += out.get("straße", 1) / 4
    return out


def as_typed(code, words):
    """Spelt as the legacy encodings of the language spell it."""
    out = Counter()
    for word, n in words.items():
        if code == "el":
            word = re.sub("σ$", "ς", word)
        elif code == "vi":                      # windows-1258 sets tone marks apart
            spelt = ""
            for c in unicodedata.normalize("NFC", word):
                parts = unicodedata.normalize("NFD", c)
                tone = "".join(p for p in parts[1:] if p in "\u0300\u0301\u0303\u0309\u0323")
                spelt += unicodedata.normalize("NFC", "".join(p for p in parts if p not in tone)) + tone
            word = spelt
        elif code == "fa":                      # windows-1256 has no Persian ye
            out[word.replace("ی", "ي")] += n / 2
        elif code == "ro":                      # the cedilla stands for the comma below in all but iso-8859-16
            out[word.replace("ș", "ş").replace("ț", "ţ")] += n
        elif code == "ur":
            out[word.replace("ی", "ي").replace("ہ", "ه").replace("ک", "ك")] += n / 4
        out[word] += n
    return out


def is_letter(c):
    return c.isalpha() or unicodedata.category(c) in ("Mn", "Mc")


def table(code, words, is_latin):
    # The caseless twins of a letter (final sigma, dotless i) are letters of their own; upper case is told at run time.
    singles = Counter()
    for word, n in words.items():
        for c in word:
            if is_letter(c) and (is_latin or ord(c) > 127):
                singles[c] += n
    total = sum(singles.values())
    alphabet = [c for c, n in singles.items() if n > total * 4e-6 and (is_latin or ord(c) > 0x2FF)]
    if is_latin:
        alphabet = [c for c in alphabet if unicodedata.name(c, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE")) or c in "\u0300\u0301\u0303\u0309\u0323"]
        alphabet = sorted(set(alphabet) | set("abcdefghijklmnopqrstuvwxyz"))
    alphabet = sorted(alphabet, key=lambda c: -singles[c])[:62]
    alphabet = "".join(sorted(alphabet))
    index = {c: i + 2 for i, c in enumerate(alphabet)}
    n_classes = len(alphabet) + 2
    pairs = [[0.0] * n_classes for _ in range(n_classes)]
    for word, n in words.items():
        classes = [0] + [index.get(c, 1) if is_letter(c) else 0 for c in word] + [0]
        for a, b in zip(classes, classes[1:]):
            pairs[a][b] += n
    column = [sum(row[b] for row in pairs) for b in range(n_classes)]
    everything = sum(column)
    rows = []
    for a in range(n_classes):
        # Witten-Bell: the more kinds follow, the more is kept for those never seen.
        seen, kinds = sum(pairs[a]), sum(1 for x in pairs[a] if x > 0) + 1
        prior = [(column[b] + everything * 1e-6) / (everything * (1 + 1e-6 * n_classes)) for b in range(n_classes)]
        keep = kinds * everything * 1e-7 + seen * 1e-4 + 1e-9
        row = [(pairs[a][b] + keep * prior[b]) / (seen + keep) for b in range(n_classes)]
        rows.append("".join(chr(33 + min(LIMIT, round(-8 * math.log(max(p, 1e-9))))) for p in row))
    return alphabet, rows


PUNCTUATION = {"zh": "，:.06 。:.035 、:.008 “:.006 ”:.006 （:.003 ）:.003 ：:.004 《:.002 》:.002 ；:.001 ！:.002 ？:.002 ·:.001 —:.001 …:.0005 　:.004 【:.0003 】:.0003 「:.0003 」:.0003 ％:.0002 ‘:.0003 ’:.0003 ■:.0001 ●:.0001 →:.0001 ～:.0002 ／:.0002 ｜:.0001",
    "zt": "，:.06 。:.035 、:.008 「:.006 」:.006 （:.003 ）:.003 ：:.004 《:.002 》:.002 ；:.001 ！:.002 ？:.002 ．:.001 ‧:.0005 —:.001 …:.0005 　:.004 【:.0003 】:.0003 『:.0005 』:.0005 ％:.0002 ●:.0001 ～:.0002 ／:.0002 ｜:.0001 ︰:.0002 ﹐:.0001 ─:.0002",
    "ja": "、:.035 。:.03 「:.008 」:.008 （:.004 ）:.004 ・:.004 ー:.02 ！:.003 ？:.002 　:.006 …:.001 『:.001 』:.001 【:.001 】:.001 ～:.0007 〜:.0007 ：:.0007 ／:.0006 ＝:.0003 ％:.0003 ＆:.0002 ○:.0002 ●:.0002 ■:.0003 ◆:.0002 ★:.0003 ☆:.0002 ♪:.0003 →:.0004 ―:.0003 ‐:.0001 〒:.0001 “:.0001 ”:.0001 々:.001 》:.0001 《:.0001 〈:.0001 〉:.0001",
    "ko": "·:.001 “:.004 ”:.004 ‘:.003 ’:.003 …:.001 「:.0003 」:.0003 『:.0003 』:.0003 、:.0002 。:.0002 ○:.0003 ●:.0002 ■:.0003 ▲:.0004 △:.0003 →:.0002 ★:.0002 ～:.0002 ㆍ:.0003 《:.0001 》:.0001 【:.0002 】:.0002 ―:.0002"}


def ideographs():
    counts = {"zh": Counter(), "ja": Counter(), "ko": Counter(), "zt": Counter()}
    for code in ("zh", "ja", "ko"):
        for word, f in wordfreq.get_frequency_dict(code, "best").items():
            for c in word:
                if ord(c) > 0x7F:
                    counts[code][c] += f
    # wordfreq counts both ways of writing Chinese as the simplified; its own map leads back.
    import langcodes, msgpack
    path = os.path.join(os.path.dirname(wordfreq.__file__), "data", "_chinese_mapping.msgpack.gz")
    mapping = msgpack.load(gzip.open(path), raw=False, strict_map_key=False)
    back = defaultdict(list)
    for t, s in mapping.items():
        t = chr(t) if isinstance(t, int) else t
        if len(t) == 1 and isinstance(s, str) and len(s) == 1 and in_big5(t):
            back[s].append(t)
    for c, f in counts["zh"].items():
        if c in back:
            # Of several forms, the one in Big5's first plane is the usual one.
            forms = sorted(back[c], key=lambda t: t.encode("big5"))
            for rank, t in enumerate(forms):
                counts["zt"][t] += f * (0.7 if rank == 0 else 0.3 / len(forms))
        if in_big5(c):
            counts["zt"][c] += f * (0.1 if c in back else 1)
    for code in counts:
        total = sum(counts[code].values())
        share = {c: f / total * 0.85 for c, f in counts[code].items() if ord(c) > 0x2E80}
        for item in PUNCTUATION[code].split():
            c, p = item.rsplit(":", 1)
            share[c] = max(share.get(c, 0), float(p))
        if code == "ja":
            for point in list(range(0x3041, 0x3094)) + list(range(0x30A1, 0x30F7)):
                share[chr(point)] = max(share.get(chr(point), 0), 2e-4)
        if code in ("ja", "zh", "zt", "ko"):
            for c in "０１２３４５６７８９":
                share[c] = max(share.get(c, 0), 4e-4)
            for c in "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ":
                share[c] = max(share.get(c, 0), 5e-5)
        yield code, share


def in_big5(c):
    try:
        c.encode("big5")
        return True
    except UnicodeEncodeError:
        return False


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--django", required=True)
    args.add_argument("--words", required=True)
    args = args.parse_args()
    with open(os.path.join(HERE, "letters.txt"), "w", encoding="utf-8") as out:
        for is_latin, spec in ((True, LATIN), (False, OTHER)):
            for item in spec.split():
                code, wf, dj, listed = item.split(":")
                words = words_of(wf, dj, listed, args)
                if code == "de":
                    words = german_sharp_s(words, args)
                alphabet, rows = table(code, as_typed(code, words), is_latin)
                out.write(f"@ {code}\n{alphabet}\n" + "\n".join(rows) + "\n")
                print(code, len(words), len(alphabet), alphabet)
    with open(os.path.join(HERE, "ideographs.txt"), "w", encoding="utf-8") as out:
        for code, share in ideographs():
            buckets = defaultdict(list)
            for c, p in share.items():
                cost = min(LIMIT, round(-8 * math.log(p) / 4) * 4)
                if cost <= 92 and len(c) == 1:
                    buckets[cost].append(c)
            out.write(f"@ {code}\n")
            for cost in sorted(buckets):
                out.write(f"{cost} {''.join(sorted(buckets[cost]))}\n")
            print(code, sum(map(len, buckets.values())))


if __name__ == "__main__":
    main()
