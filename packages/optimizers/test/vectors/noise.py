"""Noise of two variables from the independent implementation of the random streams; prints noise.json.

The key is the 24-bit hash of the variable's name. Run: python noise.py > noise.json
"""
import json
import sys
from itertools import islice
from pathlib import Path

import numpy

sys.path.append(str(Path(__file__).parents[3] / "random-stream/test/vectors"))
from streams import normals, uniforms, xoroshiro

M32 = 2**32 - 1


def key_of(name):
    state = 0x9E3779B9
    for number in (number for letter in name for number in (ord(letter), 0)):
        once = ((state ^ number ^ state >> 16) * 0x85EBCA6B) & M32
        state = (((once ^ once >> 13) * 0xC2B2AE35) + 1) & M32
    return (state ^ state >> 16) & 0xFFFFFF


def noise(name, t, seed, eta, gamma):
    numbers = normals(uniforms(xoroshiro("noise", seed, key_of(name), t)))
    deviation = (eta / t**gamma) ** 0.5
    return [float(numpy.float32(deviation * number)) for number in islice(numbers, 3)]


options = {"seed": 7, "eta": 0.3, "gamma": 0.55}
print(json.dumps({
    "source": "noise.py",
    "options": options,
    "keys": {name: key_of(name) for name in ("conv1.weight", "b")},
    "steps": {name: [noise(name, t, **options) for t in range(1, 5)] for name in ("conv1.weight", "b")},
}, indent=2))
