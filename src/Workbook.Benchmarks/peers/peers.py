"""The training step of the workbook's network in other hands: NumPy three ways, and PyTorch.

    peers.py                                       says which peers there are and which are missing, and why
    peers.py NAME INPUT,HIDDEN,OUTPUT,STEPS        trains one of them

A process trains one peer at one size, so that no peer inherits what another has left in memory.
It reads a number of seconds per line from standard input, trains for that long, and answers "minimum median" in microseconds per
training step. One thread, float64.
"""
import ctypes
import os
import sys
import time

for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
for hint in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # let OpenBLAS see the processor for itself
    os.environ.pop(hint, None)

# Memory that a step has freed is kept for the next one. By default, the C library returns it to the system when much is freed at
# once, as at the end of PyTorch's backward pass. Then each step with 512 units has 10,000 page faults and is seven times slower.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
try:
    ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, 32 << 20)  # the largest that glibc accepts
    ctypes.CDLL(None).mallopt(M_TRIM_THRESHOLD, (1 << 31) - 1)
except (AttributeError, OSError, TypeError):
    pass  # not glibc

asked = sys.argv[1] if len(sys.argv) == 3 else None
missing = {}
try:
    import numpy as np
except ImportError as problem:
    np, missing["NumPy"] = None, str(problem)
torch = None
if asked in (None, "torch"):
    try:
        import torch
        torch.set_num_threads(1)
    except ImportError as problem:
        missing["PyTorch"] = str(problem)

RATE = 1e-9  # so small that the numbers stay ordinary ones, however many steps are timed


def tokens(inputs, outputs, steps):
    return [(7 * t + 3) % inputs for t in range(steps)], [(5 * t + 1) % outputs for t in range(steps)]


class Original:
    """The original notebook's way: dictionaries, (n, 1) columns, one-hot vectors multiplied out, a method per time step.

    Its formulas are kept with their mistakes, which cost what the right ones do. Only its gradients are set to zero before each step.
    """

    def __init__(self, inputs, hidden, outputs, steps):
        random = np.random.RandomState(0)
        self.parameters = {
            "Wxh": random.randn(hidden, inputs) * 0.01,
            "Whh": random.randn(hidden, hidden) * 0.01,
            "Why": random.randn(outputs, hidden) * 0.01,
            "bh": random.randn(hidden, 1),
            "by": random.randn(outputs, 1),
        }
        self.gradients = {name: np.zeros_like(parameter) for name, parameter in self.parameters.items()}
        self.gradients["dnext_h"] = np.zeros((hidden, 1))
        self.X, self.Y = tokens(inputs, outputs, steps)
        self.sizes = inputs, hidden, outputs

    @staticmethod
    def one_hot(token, size):
        vector = np.zeros((size, 1))
        vector[token] = 1
        return vector

    def forward_step(self, x, h):
        h = np.tanh(self.parameters["Wxh"] @ x + self.parameters["Whh"] @ h + self.parameters["bh"])
        return h, self.parameters["Why"] @ h + self.parameters["by"]

    def forward(self):
        inputs, hidden, outputs = self.sizes
        self.x, self.y, self.h, self.y_hat = {}, {}, {-1: np.zeros((hidden, 1))}, {}
        for t in range(len(self.X)):
            self.x[t], self.y[t] = self.one_hot(self.X[t], inputs), self.one_hot(self.Y[t], outputs)
            self.h[t], self.y_hat[t] = self.forward_step(self.x[t], self.h[t - 1])

    def backward_step(self, t):
        dy = self.y[t] - self.y_hat[t]
        self.gradients["Why"] += dy @ self.h[t].T
        self.gradients["by"] += dy
        dh = self.parameters["Why"].T @ dy + self.parameters["Whh"] @ self.gradients["dnext_h"]
        delta = (1 - self.h[t] ** 2) * dh
        self.gradients["Wxh"] += delta @ self.x[t].T
        self.gradients["Whh"] += delta @ self.h[t - 1].T
        self.gradients["bh"] += delta
        self.gradients["dnext_h"] = delta

    def step(self):
        self.forward()
        for gradient in self.gradients.values():
            gradient.fill(0)
        for t in reversed(range(len(self.X))):
            self.backward_step(t)
        for name in self.parameters:
            self.parameters[name] -= RATE * self.gradients[name]


class WellWritten:
    """Columns picked by index, whole-sequence matrix products outside the two recurrences, new arrays every step."""

    def __init__(self, inputs, hidden, outputs, steps):
        random = np.random.RandomState(0)
        self.Wxh, self.Whh, self.Why = (random.randn(*shape) * 0.01 for shape in ((hidden, inputs), (hidden, hidden), (outputs, hidden)))
        self.bh, self.by = random.randn(hidden), random.randn(outputs)
        x, y = tokens(inputs, outputs, steps)
        self.x, self.y, self.all = np.array(x), np.array(y), np.arange(steps)

    def step(self):
        steps, hidden = len(self.x), len(self.bh)
        pre = self.Wxh.T[self.x] + self.bh
        h = np.zeros((steps + 1, hidden))  # h[t + 1] is h_t
        for t in range(steps):
            np.tanh(self.Whh @ h[t] + pre[t], out=h[t + 1])
        dy = h[1:] @ self.Why.T + self.by
        dy[self.all, self.y] -= 1
        delta = dy @ self.Why
        slope = 1 - h[1:] ** 2
        delta[-1] *= slope[-1]
        for t in range(steps - 2, -1, -1):
            delta[t] = slope[t] * (delta[t] + delta[t + 1] @ self.Whh)
        one_hot = np.zeros((steps, self.Wxh.shape[1]))
        one_hot[self.all, self.x] = 1
        self.Wxh -= RATE * (delta.T @ one_hot)
        self.Whh -= RATE * (delta.T @ h[:-1])
        self.Why -= RATE * (dy.T @ h[1:])
        self.bh -= RATE * delta.sum(0)
        self.by -= RATE * dy.sum(0)


class Buffers(WellWritten):
    """The same products into arrays that are kept, so that nothing large is allocated in a step."""

    def __init__(self, inputs, hidden, outputs, steps):
        super().__init__(inputs, hidden, outputs, steps)
        self.pre, self.h = np.empty((steps, hidden)), np.zeros((steps + 1, hidden))
        self.slope, self.delta, self.dy = (np.empty((steps, n)) for n in (hidden, hidden, outputs))
        self.one_hot, self.row = np.zeros((steps, inputs)), np.empty(hidden)
        self.one_hot[self.all, self.x] = 1
        self.dWxh, self.dWhh, self.dWhy = (np.empty_like(weight) for weight in (self.Wxh, self.Whh, self.Why))

    def step(self):
        pre, h, slope, delta, dy, row = self.pre, self.h, self.slope, self.delta, self.dy, self.row
        np.take(self.Wxh.T, self.x, axis=0, out=pre)
        pre += self.bh
        for t in range(len(self.x)):
            np.dot(self.Whh, h[t], out=row)
            row += pre[t]
            np.tanh(row, out=h[t + 1])
        np.dot(h[1:], self.Why.T, out=dy)
        dy += self.by
        dy[self.all, self.y] -= 1
        np.dot(dy, self.Why, out=delta)
        np.multiply(h[1:], h[1:], out=slope)
        np.subtract(1, slope, out=slope)
        delta[-1] *= slope[-1]
        for t in range(len(self.x) - 2, -1, -1):
            np.dot(delta[t + 1], self.Whh, out=row)
            delta[t] += row
            delta[t] *= slope[t]
        for weight, gradient, left, right in (
                (self.Wxh, self.dWxh, delta, self.one_hot), (self.Whh, self.dWhh, delta, h[:-1]), (self.Why, self.dWhy, dy, h[1:])):
            np.dot(left.T, right, out=gradient)
            gradient *= RATE
            weight -= gradient
        self.bh -= RATE * delta.sum(0)
        self.by -= RATE * dy.sum(0)


class Torch:
    """torch.nn.RNN and autograd, a plain SGD optimizer."""

    def __init__(self, inputs, hidden, outputs, steps):
        torch.manual_seed(0)
        self.rnn = torch.nn.RNN(inputs, hidden, nonlinearity="tanh").double()
        self.head = torch.nn.Linear(hidden, outputs).double()
        self.optimizer = torch.optim.SGD([*self.rnn.parameters(), *self.head.parameters()], lr=RATE)
        x, y = tokens(inputs, outputs, steps)
        self.x, self.y = (torch.nn.functional.one_hot(torch.tensor(each), size).double() for each, size in ((x, inputs), (y, outputs)))

    def step(self):
        self.optimizer.zero_grad()
        logits = self.head(self.rnn(self.x.unsqueeze(1))[0].squeeze(1))
        (0.5 * ((logits - self.y) ** 2).sum()).backward()
        self.optimizer.step()


PEERS = {"original": Original, "numpy": WellWritten, "numpy-buffers": Buffers} if np else {}
if torch:
    PEERS["torch"] = Torch


def main():
    if not asked:
        there = [f"{name} {library.__version__}" for name, library in (("NumPy", np), ("PyTorch", torch)) if library]
        print("; ".join(there + [f"{name} is missing ({why})" for name, why in missing.items()]))
        return
    if asked not in PEERS:
        return
    step = PEERS[asked](*map(int, sys.argv[2].split(","))).step
    step()
    for seconds in sys.stdin:
        times, end = [], time.perf_counter() + float(seconds)
        while len(times) < 3 or time.perf_counter() < end:
            start = time.perf_counter()
            step()
            times.append(time.perf_counter() - start)
        times.sort()
        print(f"{times[0] * 1e6:.2f} {times[len(times) // 2] * 1e6:.2f}", flush=True)


if __name__ == "__main__":
    main()
