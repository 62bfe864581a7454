"""Drives the page of `copydesk review` in a real browser, by the WebDriver protocol. Standard library only.

usage: drive.py COPYDESK [--shots FOLDER]     needs chromium and chromedriver (Debian: chromium, chromium-driver)

Makes two datasets of the sample dump and of a few hostile pages, the second under a rule more, and reviews the second
against the first: a document, a story, a change accepted by keyboard. Holds every page against what it promises: no
script of a page runs, nothing is asked of anyone else, the text can be read in light and dark and on a narrow screen.
With --shots, writes the pictures of the README.
"""

import argparse
import base64
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
failed, passed = [], 0


def check(claim, holds, seen=""):
    global passed
    if holds:
        passed += 1
    else:
        failed.append(claim)
        print("FAILED", claim, seen)


class Browser:
    """One session of a headless Chromium."""

    KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"}

    def __init__(self):
        driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
        if not driver or not browser:
            sys.exit("chromium and chromedriver are needed: apt-get install chromium chromium-driver")
        self.driver = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.driver.stdout:
            if "started successfully on port" in line:
                self.base = f"http://127.0.0.1:{line.split('port')[1].strip().rstrip('.')}"
                break
        options = {"binary": browser, "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                                               "--disable-dev-shm-usage", "--window-size=1280,860"]}
        made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options,
                                                                             "unhandledPromptBehavior": "ignore"}}})
        self.session = f"/session/{made['sessionId']}"

    def ask(self, method, path, body=None):
        data = json.dumps(body if body is not None else {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def go(self, url):
        self.ask("POST", f"{self.session}/url", {"url": url})

    def run(self, script, *arguments):
        return self.ask("POST", f"{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def press(self, *keys):
        actions = [{"type": kind, "value": self.KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("POST", f"{self.session}/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def until(self, script):
        """Waits for the page, not for a time: gives up after a while that no page needs."""
        for _ in range(200):
            if found := self.run(script):
                return found
            time.sleep(0.05)
        return None

    def alert(self):
        try:
            return self.ask("GET", f"{self.session}/alert/text")
        except urllib.error.HTTPError:
            return None

    def devtools(self, command, **parameters):
        return self.ask("POST", f"{self.session}/goog/cdp/execute", {"cmd": command, "params": parameters})

    def look(self, scheme="light", width=1280, height=860):
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self, path):
        path.write_bytes(base64.b64decode(self.ask("GET", f"{self.session}/screenshot")))

    def end(self):
        try:
            self.ask("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()


# Every text against what lies behind it, by WCAG 2's contrast; gives what is below 4.5 (3 for large letters).
CONTRAST = r"""
const channel = (c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
const parsed = (text) => {
  const n = (text.match(/[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const unit = text.startsWith("color(") ? 1 : 255;
  return [n[0] / unit, n[1] / unit, n[2] / unit, n[3] ?? 1];
};
const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
const behind = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const colour = parsed(getComputedStyle(at).backgroundColor);
    if (colour[3] > 0) layers.push(colour);
    if (colour[3] === 1) break;
  }
  return layers.reduceRight((below, above) => over(above, below), [1, 1, 1, 1]);
};
const poor = [];
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const box = element.getBoundingClientRect();
  if (!own || box.width < 2 || element.closest("svg, .vh, .skip, option, script, dialog:not([open])")) continue;
  const style = getComputedStyle(element), below = behind(element);
  const [a, b] = [light(over(parsed(style.color), below)), light(below)].sort((x, y) => y - x);
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && style.fontWeight >= 700);
  const ratio = (a + .05) / (b + .05);
  if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 30)}`);
}
return [...new Set(poor)].slice(0, 5);
"""

# What a page owes to those who do not see it, or see it small.
OWED = r"""
const named = (element) => element.getAttribute("aria-label") || element.getAttribute("aria-labelledby") || element.closest("label") || element.textContent.trim();
return {
  headings: document.querySelectorAll("h1").length,
  unnamed: [...document.querySelectorAll("button, a, input, select, [role=img], [role=group], [role=region]")].filter((element) => !named(element)).length,
  language: document.documentElement.lang,
  doubled: [...document.querySelectorAll("[id]")].map((element) => element.id).filter((id, at, all) => all.indexOf(id) !== at),
  lost: [...document.querySelectorAll("[aria-describedby], [aria-labelledby]")].filter((element) => !document.getElementById(element.getAttribute("aria-describedby") ?? element.getAttribute("aria-labelledby"))).length,
  foreign: performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => !name.startsWith(location.origin)),
  smuggled: document.querySelectorAll("main script, main img, main iframe, main object, [onerror], [onclick]").length,
};
"""


def hold(browser, name, url):
    """What every page must be, light and dark, wide and narrow."""
    browser.go(url)
    owed = browser.run(OWED)
    check(f"{name}: one main heading", owed["headings"] == 1, owed["headings"])
    check(f"{name}: every control has a name", owed["unnamed"] == 0, owed["unnamed"])
    check(f"{name}: has a language, no id twice, no label lost",
          owed["language"] == "en" and not owed["doubled"] and not owed["lost"], owed)
    check(f"{name}: asks nobody else", owed["foreign"] == [], owed["foreign"])
    check(f"{name}: holds no markup of a report", owed["smuggled"] == 0, owed["smuggled"])
    check(f"{name}: nothing of a report ran", browser.alert() is None)
    for scheme in ("light", "dark"):
        browser.look(scheme)
        poor = browser.run(CONTRAST)
        check(f"{name}: can be read in {scheme}", poor == [], poor)
    browser.look("light", 390, 800)
    wide = browser.run("return document.documentElement.scrollWidth - innerWidth")
    check(f"{name}: fits a narrow screen", wide <= 0, f"{wide} px too wide")
    thin = browser.run("return [...document.querySelectorAll('th, td')].filter((cell) => cell.offsetWidth > 1 && cell.offsetWidth < 36"
                       " && cell.textContent.trim().length > 4).map((cell) => cell.textContent)")
    check(f"{name}: no cell is squeezed on a narrow screen", thin == [], thin)
    browser.look()


def drive(browser, url, config, shots):
    go = lambda place="": browser.go(url + place)
    go()
    check("the page says how far it is, then shows the dataset", browser.until("return !!document.querySelector('.plots')"))
    paint = browser.until("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    check("the overview is painted", paint)
    print(f"first paint of the overview: {paint or 0:.0f} ms")
    shots("overview")

    # A document, its cut blocks, and what cut them.
    browser.press("g", "d")
    check("g d leads to the documents", browser.until("return location.pathname.endsWith('/documents')"))
    browser.press("/")
    check("/ leads to the search", browser.run("return document.activeElement.name") == "q")
    browser.press(*"hyperlink", "Enter")
    check("the search finds the hostile page", browser.until(
        "return document.querySelectorAll('.list li').length === 1 && document.querySelector('.list mark')?.textContent"))
    check("its headline is shown, not obeyed", "<script>alert(1)</script> \\u{202e}" in browser.run(
        "return document.querySelector('.list h3').textContent"))
    browser.press("j", "Enter")
    check("Enter opens it", browser.until("return !!document.querySelector('.document .cut')"))
    check("its script did not run", browser.alert() is None)
    hold(browser, "a hostile document", browser.run("return location.href"))
    check("no script of a page could run at all", browser.run(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran=1\">');"
        "const s = document.createElement('script'); s.textContent = 'window.ran=2'; document.body.append(s);"
        "return window.ran === undefined"))
    go("documents?q=%22Sister+Maren%22&host=harbourledger.example")
    browser.press("j", "Enter")
    browser.until("return !!document.querySelector('.document')")
    browser.press("j")
    focused = browser.until("return document.activeElement.matches('.cut') && {rule: document.activeElement.dataset.rule,"
                            "why: getComputedStyle(document.activeElement.querySelector('.why')).display,"
                            "text: document.activeElement.querySelector('.why').innerText}")
    check("a cut block tells its rule when it is reached by key",
          focused and focused["rule"] and focused["rule"] in focused["text"] and focused["why"] == "block", focused)
    same = browser.run("return [...document.querySelectorAll('.page .kept')].map((p) => p.textContent).join(' ').replace(/\\s+/g, ' ')"
                       " === [...document.querySelectorAll('.clean [data-kept]')].map((p) => p.textContent).join(' ').replace(/\\s+/g, ' ')")
    check("what was kept on the left is the text on the right", same)
    browser.run("document.activeElement.scrollIntoView({block: 'center'})")
    shots("document")
    hold(browser, "a document", browser.run("return location.href"))

    # A story: copies side by side.
    browser.press("g", "s")
    browser.until("return location.pathname.endsWith('/stories')")
    browser.press("j", "Enter")
    check("a story opens", browser.until("return !!document.querySelector('.rows mark')"))
    lit = browser.run(
        "document.querySelector('.rows mark').focus();"
        "return [...document.querySelectorAll('mark.lit')].map((mark) => mark.closest('[role=cell]').matches(':first-child'))")
    check("a shared passage lights up in both copies", sorted(set(lit)) == [False, True], lit)
    beside = browser.run("const boxes = [...document.querySelectorAll('mark.lit')].map((mark) => mark.getBoundingClientRect().top);"
                         "return Math.max(...boxes) - Math.min(...boxes)")
    check("and stands at one height", beside < 4, beside)
    check("changed figures are marked", browser.run("return document.querySelectorAll('.rows .fig').length") > 0)
    shots("story", "document.querySelector('main').scrollIntoView()")
    hold(browser, "a story", browser.run("return location.href"))

    # A group of changes, accepted by key.
    browser.press("g", "c")
    check("g c leads to the changes", browser.until("return location.pathname.endsWith('/changes')"))
    check("the group names the rule", "site-strip" in (browser.until(
        "return document.querySelector('.group h2')?.textContent") or ""))
    shots("changes")
    browser.press("j", "a")
    check("the page says it was accepted", browser.until("return document.querySelector('.group').dataset.decided === 'accept'"))
    kept = tomllib.loads((config / "reviews.toml").read_text())["decision"]
    check("the decision is kept with its date", len(kept) == 1 and kept[0]["decided"] == "accept"
          and kept[0]["change"] == "rule-fires site-strip" and len(kept[0]["date"]) == 10, kept)
    go("changes")
    browser.press("j", "r")
    check("it can be rejected after all", browser.until("return document.querySelector('.group').dataset.decided === 'reject'"))
    kept = tomllib.loads((config / "reviews.toml").read_text())["decision"]
    check("a rejection leaves golden cases", len(kept) == 1 and len(kept[0]["case"]) == 3, kept)
    go("changes")
    check("the decision is shown again", "rejected" in browser.run("return document.querySelector('.group .decided').textContent"))
    browser.press("?")
    check("? lists the keys", browser.run("return document.querySelector('#keys').open"))
    browser.press("Escape", "t")
    check("t turns the lights", browser.run("return document.documentElement.dataset.theme") in ("light", "dark"))
    browser.run("localStorage.clear()")
    change = browser.run("return document.querySelector('.sample a').getAttribute('href')").split("/", 2)[2]
    for name, place in [("the overview", ""), ("the documents", "documents?sort=most-cut"), ("the stories", "stories"),
                        ("what was turned away", "rejected"), ("the changes", "changes"), ("a change", change)]:
        hold(browser, name, url + place)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("copydesk", type=pathlib.Path)
    options.add_argument("--shots", type=pathlib.Path)
    options = options.parse_args()
    copydesk = str(options.copydesk.resolve())
    fixtures = ROOT / "tests/fixtures/review"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        config = folder / "config"
        config.mkdir()
        (config / "copydesk.toml").write_text("")
        for name, rules in [("before", "plain"), ("after", "strict")]:
            subprocess.run([copydesk, "-c", fixtures / rules / "copydesk.toml", "run", ROOT / "raw/sample", fixtures / "dump",
                            "-o", folder / name, "--quiet", "--progress", "none"], check=True)
        report, difference = folder / "report.html", folder / "diff.html"
        subprocess.run([copydesk, "report", "after", "-o", report, "--quiet"], check=True, cwd=folder)
        difference.write_bytes(subprocess.run([copydesk, "diff", "before", "after", "--html"], cwd=folder,
                                              stdout=subprocess.PIPE).stdout)
        server = subprocess.Popen([copydesk, "-c", config / "copydesk.toml", "review", "after", "--against", "before"],
                                  cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        browser = Browser()
        try:
            def shots(name, before=""):
                if options.shots:
                    browser.run(before or "scrollTo(0, 0)" if name != "document" else "return 0")
                    for scheme in ("light", "dark"):
                        browser.look(scheme)
                        browser.picture(options.shots / f"review-{name}-{scheme}.png")
                    browser.look()

            browser.look()
            drive(browser, server.stdout.readline().strip(), config, shots)
            hold(browser, "the report", report.as_uri())
            hold(browser, "the file of a diff", difference.as_uri())
        finally:
            browser.end()
            server.terminate()
            server.wait()
    print(f"{passed} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
