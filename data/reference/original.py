"""The original notebook's network, restated in NumPy with its three mistakes, and what it computes from two seeds.

    python3 original.py [FOLDER]    writes original-seed-*.json, training-losses.json and parameters-seed-42*.npz
    python3 original.py --check     compares them with the committed ones

The names are the original's. Its formulas are what the workbook calls the published rule.
"""
from copy import deepcopy

import numpy as np

import records

SIZES = 6, 7, 5
X, Y = [1, 3, 3], [0, 2, 1]

# A gradient adds up at most 21 products (three steps of seven units), each rounded by at most 1.1e-16: 2.3e-15 if all lean one way,
# and a few such sums follow each other. The losses have 200 training steps of that behind them.
TOLERANCES = {
    "original-seed-0.json": 1e-14,
    "original-seed-42.json": 1e-14,
    "training-losses.json": 1e-12,
    "parameters-seed-42.npz": 1e-15,
    "parameters-seed-42-compressed.npz": 1e-15,
}


class RNN:
    def __init__(self, x_embd, h_embd, y_embd, lr=1e-3):
        self.lr, self.sizes = lr, (x_embd, h_embd, y_embd)
        self.parameters = {
            "Wxh": np.random.randn(h_embd, x_embd) * 0.01,
            "Whh": np.random.randn(h_embd, h_embd) * 0.01,
            "Why": np.random.randn(y_embd, h_embd) * 0.01,
            "bh": np.random.randn(h_embd, 1),  # not scaled
            "by": np.random.randn(y_embd, 1),
        }
        self.gradients = {name: np.zeros_like(parameter) for name, parameter in self.parameters.items()}
        self.gradients["dnext_h"] = np.zeros((h_embd, 1))

    def forward_step(self, x, h):
        p = self.parameters
        h = np.tanh(p["Wxh"] @ x + p["Whh"] @ h + p["bh"])
        return h, p["Why"] @ h + p["by"]

    def forward(self, X, Y):
        x_embd, h_embd, y_embd = self.sizes
        self.x, self.y, self.y_hat = {}, {}, {}
        self.h = {-1: np.zeros((h_embd, 1))}
        for t in range(len(X)):
            self.x[t], self.y[t] = one_hot(X[t], x_embd), one_hot(Y[t], y_embd)
            self.h[t], self.y_hat[t] = self.forward_step(self.x[t], self.h[t - 1])

    def output_gradient(self, t):
        return self.y[t] - self.y_hat[t]  # the first mistake: the sign

    def from_next_step(self):
        return self.parameters["Whh"] @ self.gradients["dnext_h"]  # the second: Whh instead of its transpose

    def backward_step(self, t):
        g = self.gradients
        dy = self.output_gradient(t)
        g["Why"] += dy @ self.h[t].T
        g["by"] += dy
        dh = self.parameters["Why"].T @ dy + self.from_next_step()
        delta = (1 - self.h[t] ** 2) * dh
        g["Wxh"] += delta @ self.x[t].T
        g["Whh"] += delta @ self.h[t - 1].T
        g["bh"] += delta
        g["dnext_h"] = delta

    def rnn_backward(self, X, Y):
        for t in reversed(range(len(X))):  # the third: gradients, dnext_h included, start from the previous call's
            self.backward_step(t)

    def update_parameters(self, lr=None):
        for name in self.parameters:
            self.parameters[name] -= (self.lr if lr is None else lr) * self.gradients[name]


class Exact(RNN):
    """The network with the first two mistakes corrected; `losses` sees to the third."""

    def output_gradient(self, t):
        return self.y_hat[t] - self.y[t]

    def from_next_step(self):
        return self.parameters["Whh"].T @ self.gradients["dnext_h"]


def one_hot(token, size):
    vector = np.zeros((size, 1))
    vector[token] = 1
    return vector


def loss(model):
    """½ Σ ‖ŷ − y‖², which the original never computes."""
    return 0.5 * sum(float(np.sum((model.y_hat[t] - model.y[t]) ** 2)) for t in model.y)


def drawn(seed, rule=RNN):
    np.random.seed(seed)
    return rule(*SIZES)


def both_passes(model):
    """What a forward and a backward pass leave in the model."""
    model.forward(X, Y)
    model.rnn_backward(X, Y)
    return {
        "hidden": [model.h[t] for t in range(len(X))],
        "logits": [model.y_hat[t] for t in range(len(X))],
        "loss": loss(model),
        "gradients": deepcopy(model.gradients),
    }


def run(seed):
    """Two training steps. No gradient is set to zero between them."""
    np.random.seed(seed)
    draws = np.random.randn(138)
    model = drawn(seed)
    record = {
        "about": "what the original NumPy notebook computes after np.random.seed(seed), restated in original.py and run under NumPy "
                 f"{np.__version__}; every matrix is a list of rows; 'gradients' are the original's own (its sign, its missing transpose)",
        "seed": seed, "input_size": SIZES[0], "hidden_size": SIZES[1], "output_size": SIZES[2], "learning_rate": model.lr, "X": X, "Y": Y,
        "draw_order": "randn: Wxh (times 0.01), Whh (times 0.01), Why (times 0.01), bh, by",
        "randn": draws,
        "parameters": deepcopy(model.parameters),
    } | both_passes(model)
    aside = deepcopy(model)  # the second backward pass is not part of the two steps
    aside.rnn_backward(X, Y)
    record["gradients_after_a_second_backward_without_reset"] = aside.gradients
    model.update_parameters()
    record["parameters_after_update"] = deepcopy(model.parameters)
    record["second_step_without_reset"] = both_passes(model)
    model.update_parameters()
    record["second_step_without_reset"]["parameters_after_update"] = model.parameters
    return record


def losses(model, steps=200, lr=0.01):
    """The loss before each training step and after the last, with all gradients zero before every backward pass."""
    curve = []
    for _ in range(steps):
        model.forward(X, Y)
        curve.append(loss(model))
        for gradient in model.gradients.values():
            gradient.fill(0)
        model.rnn_backward(X, Y)
        model.update_parameters(lr)
    model.forward(X, Y)
    return curve + [loss(model)]


if __name__ == "__main__":
    seeds = 0, 42
    files = {f"original-seed-{seed}.json": run(seed) for seed in seeds}
    files["training-losses.json"] = {
        "about": "loss before each of 200 SGD steps (and after the last) at learning rate 0.01 on X=[1,3,3], Y=[0,2,1], gradients zeroed "
                 "before every backward pass; 'as_published' follows the original's formulas, 'exact' the true gradient",
        "runs": {str(seed): {"as_published": losses(drawn(seed)), "exact": losses(drawn(seed, Exact))} for seed in seeds},
    }
    for name in "parameters-seed-42.npz", "parameters-seed-42-compressed.npz":
        files[name] = drawn(42).parameters
    records.main(files, TOLERANCES)
