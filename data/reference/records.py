"""How the scripts beside this one write their records, and how they compare them with the committed ones.

    python3 SCRIPT.py [FOLDER]    writes the script's records into FOLDER, or beside the script if omitted
    python3 SCRIPT.py --check     computes them again and compares them with the files beside the script
"""
import json
import math
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


def main(records, tolerances):
    """Writes or checks the records, each a dictionary by its file's name; a tolerance is a relative difference."""
    arguments = sys.argv[1:]
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-") and arguments[0] != "--check"):
        sys.exit(__doc__)
    if arguments != ["--check"]:
        folder = Path(arguments[0]) if arguments else HERE
        folder.mkdir(parents=True, exist_ok=True)
        for name, record in records.items():
            write(folder / name, record)
        return
    off = False
    for name, record in records.items():
        distance, tolerance = difference(read(HERE / name), plain(record), tolerances[name])
        off |= distance > tolerance
        print(f"{name}: {'OFF' if distance > tolerance else 'ok'}, differs by {distance:.1e}, tolerance {tolerance:.0e}")
    sys.exit(1 if off else 0)


def write(path, record):
    if path.suffix == ".npz":
        (np.savez_compressed if "compressed" in path.name else np.savez)(path, **record)
    else:
        path.write_text(text(plain(record)) + "\n")


def read(path):
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            return plain(dict(arrays))
    return json.loads(path.read_text())


def plain(value):
    """The same value with a list of rows in place of every array."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def text(value, indent=""):
    """JSON with one row per line. A column is one line too, so that a list of states has one line per time step."""
    inner = indent + " "
    if isinstance(value, dict):
        lines = [f"{json.dumps(key)}: {text(item, inner)}" for key, item in value.items()]
        return f"{{\n{inner}" + f",\n{inner}".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(item, (list, dict)) for item in value) and not (is_matrix(value) and len(value[0]) == 1):
        return f"[\n{inner}" + f",\n{inner}".join(text(item, inner) for item in value) + f"\n{indent}]"
    return json.dumps(value)


def is_matrix(value):
    return (isinstance(value, list) and len(value) > 0
            and all(isinstance(row, list) and len(row) == len(value[0]) and all(isinstance(entry, float) for entry in row)
                    for row in value))


def difference(committed, computed, tolerance):
    """The largest relative difference, measured by its tolerance, and that tolerance; infinite if anything but a number differs.

    A matrix is compared as a whole, relative to its largest entry, because its small entries are what is left of larger numbers
    that cancelled. Every other number is compared relative to itself. "about" is not compared. A dictionary that has a "tolerance"
    is compared with that one.
    """
    if isinstance(committed, dict) and isinstance(computed, dict) and committed.keys() == computed.keys():
        tolerance = committed.get("tolerance", tolerance)
        return worst(difference(committed[key], computed[key], tolerance) for key in committed if key != "about")
    if is_matrix(committed) and is_matrix(computed) and np.shape(committed) == np.shape(computed):
        return relative(np.subtract(committed, computed), committed), tolerance
    if isinstance(committed, list) and isinstance(computed, list) and len(committed) == len(computed):
        return worst([difference(*pair, tolerance) for pair in zip(committed, computed)] or [(0.0, tolerance)])
    if isinstance(committed, float) and isinstance(computed, float):
        return relative(committed - computed, committed), tolerance
    return 0.0 if committed == computed else math.inf, tolerance


def worst(differences):
    return max(differences, key=lambda pair: pair[0] / pair[1])


def relative(error, size):
    error, size = float(np.abs(error).max()), float(np.abs(size).max())
    return 0.0 if error == 0 else error / size if 0 < size and math.isfinite(error) else math.inf
