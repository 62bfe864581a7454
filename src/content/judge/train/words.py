"""What words speak for, learnt: those of a text (`diction.rs`), and those of elements' names (`naming.rs`).

Both are logistic regressions with a penalty on the sum of absolute weights (Tibshirani 1996), over the words that stand on some sites.
"""
from collections import Counter, defaultdict

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

SITES = 6  # That a word must stand on to have a weight.
MOST = 3000  # Hundredths of log-odds that a column may have.


class Words:
    """Learns from views of pages, whose labels and weights may change from pass to pass.

    A kind of words says its `NAME`, the `COLUMNS` it fills, the `PENALTY` of a weight, the words `of` a page's blocks, a dictionary of
    amounts a block, and with `said` what of a model's parts the columns beside the first have.
    """

    def __init__(self, views):
        on = defaultdict(set)
        for view in views:
            for page in view.pages:
                for words in self.of(page) if page["site"] else ():
                    for word in words:
                        on[word].add(page["site"])
        self.names = sorted(word for word, sites in on.items() if len(sites) >= SITES)
        places = {word: at for at, word in enumerate(self.names)}
        self.views, self.amounts = views, [self.matrix(view, places) for view in views]

    def matrix(self, view, places):
        """A row a block, a column a word."""
        cells, at, ends = [], [], [0]
        for words in (words for page in view.pages for words in self.of(page)):
            met = sorted((places[word], amount) for word, amount in words.items() if word in places)
            at += [place for place, _ in met]
            cells += [amount for _, amount in met]
            ends.append(len(at))
        return csr_matrix((np.array(cells, np.float32), np.array(at, np.int32), np.array(ends)), (len(ends) - 1, len(places)))

    def learn(self):
        """Each block's log-odds, in hundredths, of models that had not seen its site: a row a block, a column a column, a view."""
        out = [np.zeros((len(view.cells), len(self.COLUMNS)), np.int16) for view in self.views]
        for k in sorted({fold for view in self.views for fold in view.asked}):
            model = self.fit(lambda view: (view.asked != k) & ~view.blind)
            for view, amounts, cells in zip(self.views, self.amounts, out):
                rows = np.where(view.asked == k)[0]
                said = [100 * part for part in self.said(model, amounts[rows])]
                cells[rows] = np.clip(np.round(np.stack(said, 1)), -MOST, MOST)
        return out

    def said(self, model, amounts):
        return [model.decision_function(amounts)]

    def fit(self, of):
        """The model of those blocks that have a weight and of which `of(view)` says so."""
        rows = [np.where(of(view) & (view.weight > 0))[0] for view in self.views]
        told = [(view.label[r] > 0.5, view.weight[r]) for view, r in zip(self.views, rows)]
        model = LogisticRegression(C=1 / self.PENALTY, l1_ratio=1.0, solver="liblinear", tol=self.CLOSE, random_state=1)
        cells = vstack([part[r] for part, r in zip(self.amounts, rows)], "csr")
        return model.fit(cells, *(np.concatenate(parts) for parts in zip(*told)))

    def export(self, folder, kind, head):
        """The model of all pages as text."""
        model = self.fit(lambda view: view.weight > 0)
        weights = np.round(1000 * model.coef_[0]).astype(int)
        lines = [f"# {line}" for line in head] + [str(round(1000 * model.intercept_[0]))]
        lines += [f"{weight} {name}" for weight, name in sorted(zip(weights.tolist(), self.names)) if weight]
        (folder / f"{kind}-{self.NAME}.model").write_text("\n".join(lines) + "\n")


class Diction(Words):
    """Words and pairs of words of a line, by how often they stand there over the root of its tokens."""

    NAME, COLUMNS, PENALTY, CLOSE = "diction", ("diction",), 2.0, 1e-3

    def of(self, page):
        for wordings in page["wordings"]:
            root = max(1, sum(" " not in wording for wording in wordings)) ** -0.5
            yield {wording: amount * root for wording, amount in Counter(wordings).items()}


class Naming(Words):
    """Words of the names of a block's element, its parent, the second around, and all around."""

    NAME, COLUMNS, PENALTY, CLOSE = "naming", ("named", "named-near", "named-around"), 100.0, 1e-2

    def of(self, page):
        elements, known = page["elements"], {}

        def words(at):
            return elements[at][1] if at < len(elements) else ()

        def up(at):
            return elements[at][0] if at < len(elements) else at

        for block in page["element"]:
            if block not in known:
                met, at = Counter(), block
                for place in ("own", "parent", "second"):
                    met.update(f"{place} {word}" for word in words(at))
                    at = up(at)
                at = block
                while at < len(elements):
                    met.update(f"around {word}" for word in words(at))
                    at = up(at)
                known[block] = met
            yield known[block]

    def said(self, model, amounts):
        far = np.array([name.startswith("around ") for name in self.names])
        everything, around = model.decision_function(amounts), amounts @ (model.coef_[0] * far)
        return [everything, everything - around, around]
