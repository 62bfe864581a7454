"""Pages that are no single report: a live blog, a morning briefing, a page of menus."""
from story import Block, edition

LIVE = [
    ("21:04", "That is all for tonight", "We are closing this page. The count of the 44 disputed papers starts at nine on Saturday morning, and we will be back then."),
    ("20:31", "Both sides ask for another look", "Agents for Maeve Sillitoe and Dale Uwais have handed in written requests within four minutes of each other."),
    ("19:17", "Lead changes hands for the third time", "Sillitoe is back in front, by 11 votes, after the box from Sule was emptied on the long table."),
    ("17:40", "Fog lifts, box lands", "The last box from the Greyling Islands has come ashore. It was carried up the steps by two constables and a dog."),
    ("15:02", "Uwais pulls ahead", "Dale Uwais now leads by 63. A steward has been sent out for more pencils."),
    ("09:00", "Counting begins", "Good morning from the Corn Exchange, where 31 counters have taken off their rings and rolled up their sleeves."),
]


def live_blog():
    """The summary on top is the report; the posts under it may stay or go."""
    ed = edition("recount", clock="21:04")
    top = "".join(f'<p class="css-1k2x9">{b.text}</p>\n' for b in ed.blocks)
    posts = "".join(
        f'<article class="live-post" id="post-{n}"><header><time datetime="{ed.date}T{at}:00Z">{at}</time><h3>{head}</h3></header><p>{words}</p>'
        '<div class="share"><button>Share this post</button></div></article>\n'
        for n, (at, head, words) in enumerate(LIVE)
    )
    return ed, f'<div class="live-summary">\n{top}</div>\n<div class="live-controls"><button>Newest first</button><button>Oldest first</button><span>6 posts</span></div>\n<div class="live-stream">\n{posts}</div>'


def briefing():
    """Three reports cut short on one page: it shares their words and is a copy of none."""
    ed = edition("ferry", authors=["Devin Okafor"], dateline=False, agency="", title="Morning briefing: fog, chess and a quiet quarry", clock="06:00", days=1, section="Briefing")
    blocks = [Block("para", ["Good morning. Here is what the county will be talking about today, in the order in which it kept us up last night."])]
    for heading, name, keep in (("Ferry aground", "ferry", [0, 1, 3]), ("A draw worth 800 crowns", "chess", [0, 1, 3]), ("Sleep for Keldby", "quarry", [0, 2])):
        blocks.append(Block("heading", [heading]))
        blocks += edition(name, keep=keep, dateline=False).blocks
    blocks.append(Block("para", ["That is all. The tide turns at 11:20, and there are still buns."]))
    ed.blocks, ed.story = blocks, "briefing"
    return (ed,)


MENU_ONLY = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Sections - Island Herald</title></head><body>
<nav><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li><li><a href="/contact">Contact</a></li></ul></nav>
<footer><a href="/privacy">Privacy policy</a> <a href="/cookies">Cookies</a> <p>© 2025 Island Herald. All rights reserved.</p></footer>
</body></html>
"""
