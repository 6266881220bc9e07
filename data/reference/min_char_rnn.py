"""What min-char-rnn.py by Andrej Karpathy (https://gist.github.com/karpathy/d4dee566867f8291f086) computes on elements.txt.

    python3 min_char_rnn.py [FOLDER]    writes min-char-rnn.json
    python3 min_char_rnn.py --check     compares it with the committed one

Restated for Python 3, with its mathematics and its order of random draws and operations. It differs in three ways: the seed is set,
the symbols are sorted, and every entry that the clipping changes is written down.
"""
import numpy as np

import records

HIDDEN, CHUNK, SAMPLE, SEED, LIMIT = 100, 25, 200, 0, 5
TEXT = (records.HERE.parent / "elements.txt").read_text(encoding="ascii")
SYMBOLS = sorted(set(TEXT))


def one_hot(token):
    column = np.zeros((len(SYMBOLS), 1))
    column[token] = 1
    return column


class Network:
    def __init__(self):
        size = len(SYMBOLS)
        self.Wxh = np.random.randn(HIDDEN, size) * 0.01
        self.Whh = np.random.randn(HIDDEN, HIDDEN) * 0.01
        self.Why = np.random.randn(size, HIDDEN) * 0.01
        self.bh = np.zeros((HIDDEN, 1))
        self.by = np.zeros((size, 1))
        self.squares = {name: np.zeros_like(parameter) for name, parameter in vars(self).items()}  # Adagrad's memory

    def step(self, x, h):
        """The next hidden state, and the probabilities of the symbol after x."""
        h = np.tanh(np.dot(self.Wxh, x) + np.dot(self.Whh, h) + self.bh)
        exponentials = np.exp(np.dot(self.Why, h) + self.by)
        return h, exponentials / np.sum(exponentials)

    def sample(self, h, token, length):
        drawn = []
        for _ in range(length):
            h, p = self.step(one_hot(token), h)
            token = np.random.choice(len(SYMBOLS), p=p.ravel())
            drawn.append(SYMBOLS[token])
        return "".join(drawn)

    def loss_and_gradients(self, inputs, targets, start):
        """The summed loss of a chunk, its gradients, unclipped, and the last hidden state."""
        xs, ps, hs, loss = [one_hot(token) for token in inputs], [], {-1: start}, 0
        for t, x in enumerate(xs):
            hs[t], p = self.step(x, hs[t - 1])
            ps.append(p)
            loss += -np.log(p[targets[t], 0])
        g = {name: np.zeros_like(memory) for name, memory in self.squares.items()}
        from_next = np.zeros((HIDDEN, 1))
        for t in reversed(range(len(xs))):
            dy = ps[t]
            dy[targets[t]] -= 1
            g["Why"] += np.dot(dy, hs[t].T)
            g["by"] += dy
            delta = (1 - hs[t] * hs[t]) * (np.dot(self.Why.T, dy) + from_next)
            g["bh"] += delta
            g["Wxh"] += np.dot(delta, xs[t].T)
            g["Whh"] += np.dot(delta, hs[t - 1].T)
            from_next = np.dot(self.Whh.T, delta)
        return loss, g, hs[len(xs) - 1]

    def update(self, gradients, rate):
        for name, gradient in gradients.items():
            self.squares[name] += gradient * gradient
            setattr(self, name, getattr(self, name) - rate * gradient / np.sqrt(self.squares[name] + 1e-8))


def train(rate, iterations, tolerance):
    np.random.seed(SEED)
    network, tokens = Network(), [SYMBOLS.index(symbol) for symbol in TEXT]
    losses, clipped, position = [], [], 0
    for iteration in range(iterations):
        if iteration == 0 or position + CHUNK + 1 >= len(tokens):
            h, position = np.zeros((HIDDEN, 1)), 0
        inputs, targets = (tokens[start:start + CHUNK] for start in (position, position + 1))
        if iteration == 0:
            sample = network.sample(h, inputs[0], SAMPLE)
        loss, gradients, h = network.loss_and_gradients(inputs, targets, h)
        losses.append(loss)
        for name, gradient in gradients.items():
            for row, column in np.argwhere(np.abs(gradient) > LIMIT).tolist():
                clipped.append([iteration, name, row, column, 1 if gradient[row, column] > 0 else -1])
            np.clip(gradient, -LIMIT, LIMIT, out=gradient)
        network.update(gradients, rate)
        position += CHUNK
    return sample, {"rate": rate, "tolerance": tolerance, "losses": losses, "clipped": clipped}


if __name__ == "__main__":
    # A chunk adds up to 2,500 products in a row, each rounded by at most 1.1e-16: 3e-13 if all lean one way. Nothing enlarges that
    # at rate 0.01. At 0.1 it grows: six builds of BLAS are 7e-10 apart after 10 iterations, 4e-8 after 20 and 9 % after 100.
    slow_sample, slow = train(0.01, iterations=100, tolerance=1e-12)
    fast_sample, fast = train(0.1, iterations=20, tolerance=1e-5)
    assert slow_sample == fast_sample
    record = {
        "about": f"min-char-rnn on elements.txt with np.random.seed({SEED}), restated in min_char_rnn.py "
                 f"and run under NumPy {np.__version__}; "
                 "losses are of a chunk of 25 symbols, summed; clipped entries are [iteration, parameter, row, column, sign]; "
                 "tolerance is how far apart, relatively, two right programs may be",
        "symbols": "".join(SYMBOLS), "first_sample": slow_sample, "runs": [slow, fast],
    }
    records.main({"min-char-rnn.json": record}, {"min-char-rnn.json": 1e-12})
