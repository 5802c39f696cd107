"""Writes trajectory.json: where the checks against other libraries start, and the gradients of a hundred steps.

    python3 trajectory.py > trajectory.json

Four tensors of different shapes; the elements' gradients differ in size by factors of ten.
"""

import json
import random
from math import prod

SHAPES = {"matrix": [3, 4], "kernel": [2, 2, 2, 3], "vector": [5], "scalar": []}
STEPS = 100
SCALES = [1, 0.1, 10, 0.01]


def trajectory():
    numbers = random.Random(7)
    initial = {name: [round(numbers.uniform(-1, 1), 4) for _ in range(prod(shape))] for name, shape in SHAPES.items()}
    gradients = [
        {
            name: [round(numbers.gauss(0.2, 1) * SCALES[i % len(SCALES)], 5) for i in range(prod(shape))]
            for name, shape in SHAPES.items()
        }
        for _ in range(STEPS)
    ]
    return {"shapes": SHAPES, "initial": initial, "gradients": gradients}


if __name__ == "__main__":
    print(json.dumps(trajectory()))
