"""What words and pairs of words speak for, learnt from plain text; `diction.rs` tells how the model is asked."""
from collections import defaultdict

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

SITES = 6  # That a wording must stand on to have a weight.
PENALTY = 2.0  # Of the sum of absolute weights (Tibshirani 1996): of 26,000 wordings some 2,000 keep one.
MOST = 3000  # Hundredths of log-odds that a line may have.


class Diction:
    """Learns from views of pages, whose labels and weights may change from pass to pass."""

    def __init__(self, views):
        on = defaultdict(set)
        for page in (page for view in views for page in view.pages if page["site"]):
            for wording in set().union(*page["wordings"]):
                on[wording].add(page["site"])
        self.names = sorted(wording for wording, sites in on.items() if len(sites) >= SITES)
        places = {wording: at for at, wording in enumerate(self.names)}
        self.views, self.counts = views, [counts(view, places) for view in views]

    def learn(self):
        """Each block's log-odds, in hundredths, of models that had not seen its site: an array a view."""
        said = [np.zeros(len(view.cells), np.int16) for view in self.views]
        for k in sorted({fold for view in self.views for fold in view.asked}):
            model = self.fit(lambda view: (view.asked != k) & ~view.blind)
            for view, part, out in zip(self.views, self.counts, said):
                rows = np.where(view.asked == k)[0]
                out[rows] = np.clip(np.round(100 * model.decision_function(part[rows])), -MOST, MOST)
        return said

    def fit(self, of):
        """The model of those blocks that have a weight and of which `of(view)` says so."""
        rows = [np.where(of(view) & (view.weight > 0))[0] for view in self.views]
        told = [(view.label[r] > 0.5, view.weight[r]) for view, r in zip(self.views, rows)]
        model = LogisticRegression(C=1 / PENALTY, l1_ratio=1.0, solver="liblinear", tol=1e-3, random_state=1)
        cells = vstack([part[r] for part, r in zip(self.counts, rows)], "csr")
        return model.fit(cells, *(np.concatenate(parts) for parts in zip(*told)))

    def export(self, path, head):
        """The model of all pages as text."""
        model = self.fit(lambda view: view.weight > 0)
        weights = np.round(1000 * model.coef_[0]).astype(int)
        lines = [f"# {line}" for line in head] + [str(round(1000 * model.intercept_[0]))]
        lines += [f"{weight} {name}" for weight, name in sorted(zip(weights.tolist(), self.names)) if weight]
        path.write_text("\n".join(lines) + "\n")


def counts(view, places):
    """A row a block, a column a wording: how often it stands there, over the root of the block's tokens."""
    cells, at, ends = [], [], [0]
    for block in (block for page in view.pages for block in page["wordings"]):
        met = [places[wording] for wording in block if wording in places]
        tokens = sum(" " not in wording for wording in block)
        at += met
        cells += [max(1, tokens) ** -0.5] * len(met)
        ends.append(len(at))
    matrix = csr_matrix((np.array(cells, np.float32), np.array(at, np.int32), np.array(ends)), (len(ends) - 1, len(places)))
    matrix.sum_duplicates()
    return matrix
