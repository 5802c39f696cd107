"""Independent reimplementation of the shuffled order; prints shuffle.json.

FNV-1a and MurmurHash3's finalizer (32 bits) -> xoroshiro128+ of 64-bit words, shifts 24, 16, 37 (Blackman and
Vigna), low 32 bits as a signed number -> unbiased remainder -> Fisher-Yates from the end.
"""
import json

M32, M64 = 2**32 - 1, 2**64 - 1


def hash32(text):
    x = 0x811C9DC5
    for byte in text.encode():
        x = ((x ^ byte) * 0x01000193) & M32
    x = ((x ^ x >> 16) * 0x85EBCA6B) & M32
    x = ((x ^ x >> 13) * 0xC2B2AE35) & M32
    return x ^ x >> 16


def rotate(x, k):
    return (x << k | x >> 64 - k) & M64


def stream(*keys):
    high0, low0, high1, low1 = (hash32(":".join(map(str, (word, *keys)))) for word in range(4))
    a, b = high0 << 32 | low0, high1 << 32 | low1
    while True:
        yield (a + b + 2**31) & M32
        b ^= a
        a, b = rotate(a, 24) ^ b ^ (b << 16) & M64, rotate(b, 37)


def uniform(numbers, size):
    limit = 2**32 // size * size
    return next(number for number in numbers if number < limit) % size


def permutation(length, *keys):
    numbers, order = stream(*keys), list(range(length))
    for last in range(length - 1, 0, -1):
        chosen = uniform(numbers, last + 1)
        order[chosen], order[last] = order[last], order[chosen]
    return order


cases = [(42, 1), (42, 2), (43, 1), (-7, 0)]
print(json.dumps({
    "source": "shuffle.py",
    "cases": [{"seed": s, "epoch": e, "order": permutation(12, "shuffle", s, e)} for s, e in cases],
    "of60000": {"seed": 42, "epoch": 1, "first": permutation(60000, "shuffle", 42, 1)[:6]},
}))
