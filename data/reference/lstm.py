"""Gradients of an LSTM by PyTorch's torch.nn.LSTM and autograd in float64.

    python3 lstm.py [FOLDER]    writes lstm-*.json
    python3 lstm.py --check     compares them with the committed ones
"""
import numpy as np
import torch

import records
from exact import LOSSES, TOLERANCE, one_hot

# seed, input size, hidden size, output size, scale of the weights, tokens
MODELS = {"4x3": (3, 6, 4, 5, 0.5, 3), "8x30": (8, 7, 8, 7, 0.3, 30)}


def run(loss_kind, seed, inputs, hidden, outputs, scale, steps):
    np.random.seed(seed)
    parameters = {
        "Wxh": np.random.randn(4 * hidden, inputs) * scale,
        "Whh": np.random.randn(4 * hidden, hidden) * scale,
        "Why": np.random.randn(outputs, hidden) * scale,
        "bh": np.random.randn(4 * hidden, 1),
        "by": np.random.randn(outputs, 1),
    }
    start = np.random.randn(2 * hidden, 1)
    X, Y = np.random.randint(0, inputs, steps), np.random.randint(0, outputs, steps)

    # The layer has two biases; the second stays zero. Its own h and c are rows of the shape (layers, hidden).
    layer, output = torch.nn.LSTM(inputs, hidden).double(), torch.nn.Linear(hidden, outputs).double()
    with torch.no_grad():
        layer.weight_ih_l0[:] = torch.tensor(parameters["Wxh"])
        layer.weight_hh_l0[:] = torch.tensor(parameters["Whh"])
        layer.bias_ih_l0[:] = torch.tensor(parameters["bh"][:, 0])
        layer.bias_hh_l0[:] = 0
        output.weight[:] = torch.tensor(parameters["Why"])
        output.bias[:] = torch.tensor(parameters["by"][:, 0])
    h0, c0 = (torch.tensor(half.T, requires_grad=True) for half in (start[:hidden], start[hidden:]))

    h, c, loss, states, cells, logits = h0, c0, 0, [], [], []
    for token, target in zip(X, Y):
        _, (h, c) = layer(one_hot(token, inputs).T, (h, c))
        states.append(h.T)
        cells.append(c.T)
        logits.append(output(h).T)
        loss = loss + LOSSES[loss_kind](logits[-1], target)
    loss.backward()
    gradients = {
        "Wxh": layer.weight_ih_l0.grad, "Whh": layer.weight_hh_l0.grad, "Why": output.weight.grad,
        "bh": layer.bias_ih_l0.grad[:, None], "by": output.bias.grad[:, None],
    }
    return {
        "about": f"torch {torch.__version__} nn.LSTM and autograd in float64; parameters: np.random.seed(seed), then randn in the order "
                 "Wxh, Whh, Why (each times scale), bh, by, start, then X, Y by randint; Wxh is weight_ih_l0, Whh weight_hh_l0",
        "seed": seed, "input_size": inputs, "hidden_size": hidden, "output_size": outputs, "scale": scale, "loss_kind": loss_kind,
        "X": X, "Y": Y, "parameters": parameters, "start": start,
        "hidden": [state.detach().numpy() for state in states],
        "cells": [cell.detach().numpy() for cell in cells],
        "logits": [column.detach().numpy() for column in logits],
        "loss": loss.item(),
        "gradients": {name: gradient.numpy() for name, gradient in gradients.items()},
        "start_gradient": torch.cat([h0.grad, c0.grad], 1).T.numpy(),
    }


if __name__ == "__main__":
    files = {f"lstm-{loss.replace('_', '-')}-{size}.json": run(loss, *model) for loss in LOSSES for size, model in MODELS.items()}
    records.main(files, dict.fromkeys(files, TOLERANCE))
