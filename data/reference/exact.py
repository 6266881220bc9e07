"""True gradients by PyTorch's autograd in float64, which shares no formula with the workbook's backward pass.

    python3 exact.py [FOLDER]    writes exact-*.json
    python3 exact.py --check     compares them with the committed ones
"""
import numpy as np
import torch

import records

# seed, input size, hidden size, output size, scale of the weights, tokens
MODELS = {"7x20": (7, 6, 7, 5, 0.5, 20), "16x40": (16, 12, 16, 9, 0.3, 40)}
LOSSES = {
    "squared_error": lambda logits, target: 0.5 * ((logits - one_hot(target, len(logits))) ** 2).sum(),
    "cross_entropy": lambda logits, target: -torch.log_softmax(logits, 0)[target, 0],
}

# The 40 steps of 16 units multiply and add 16 products each, 640 in a row, each rounded by at most 1.1e-16: 7e-14 if all lean one way.
TOLERANCE = 1e-13


def one_hot(token, size):
    vector = torch.zeros((size, 1), dtype=torch.float64)
    vector[token] = 1
    return vector


def run(loss_kind, seed, inputs, hidden, outputs, scale, steps):
    np.random.seed(seed)
    parameters = {
        "Wxh": np.random.randn(hidden, inputs) * scale,
        "Whh": np.random.randn(hidden, hidden) * scale,
        "Why": np.random.randn(outputs, hidden) * scale,
        "bh": np.random.randn(hidden, 1),
        "by": np.random.randn(outputs, 1),
    }
    X, Y = np.random.randint(0, inputs, steps), np.random.randint(0, outputs, steps)
    p = {name: torch.tensor(values, requires_grad=True) for name, values in parameters.items()}
    h, loss, states, logits = torch.zeros((hidden, 1), dtype=torch.float64), 0, [], []
    for token, target in zip(X, Y):
        h = torch.tanh(p["Wxh"] @ one_hot(token, inputs) + p["Whh"] @ h + p["bh"])
        states.append(h)
        logits.append(p["Why"] @ h + p["by"])
        loss = loss + LOSSES[loss_kind](logits[-1], target)
    loss.backward()
    return {
        "about": f"exact gradients by torch {torch.__version__} autograd in float64; parameters: np.random.seed(seed), then randn in the "
                 "order Wxh, Whh, Why (each times scale), bh, by, then X, Y by randint",
        "seed": seed, "input_size": inputs, "hidden_size": hidden, "output_size": outputs, "scale": scale, "loss_kind": loss_kind,
        "X": X, "Y": Y, "parameters": parameters,
        "hidden": [state.detach().numpy() for state in states],
        "logits": [column.detach().numpy() for column in logits],
        "loss": loss.item(),
        "gradients": {name: tensor.grad.numpy() for name, tensor in p.items()},
    }


if __name__ == "__main__":
    files = {f"exact-{loss.replace('_', '-')}-{size}.json": run(loss, *model) for loss in LOSSES for size, model in MODELS.items()}
    records.main(files, dict.fromkeys(files, TOLERANCE))
