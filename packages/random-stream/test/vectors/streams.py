"""Independent reimplementation of the streams in Python and NumPy; prints streams.json.

hash: FNV-1a and MurmurHash3's finalizer, 32 bits. randomStream: xoroshiro128+ of 64-bit words with the shifts 24, 16 and
37 (Blackman and Vigna); uniform: 26 and 27 low bits of two outputs' low words; normal: the polar method; permutation: the
low word as a signed number, an unbiased remainder, Fisher-Yates from the end. mersenneStream: numpy.random.RandomState.

Run: python streams.py > streams.json (NumPy 2). The polar method is compared with NumPy's own before anything is printed.
"""
import json
import math

import numpy

M32, M64 = 2**32 - 1, 2**64 - 1


def fnv1a(text):
    x = 0x811C9DC5
    for byte in text.encode("ascii"):
        x = ((x ^ byte) * 0x01000193) & M32
    return x


def mix(x):
    x = ((x ^ x >> 16) * 0x85EBCA6B) & M32
    x = ((x ^ x >> 13) * 0xC2B2AE35) & M32
    return x ^ x >> 16


def hash32(*keys):
    return mix(fnv1a(":".join(map(str, keys))))


def rotate(x, k):
    return (x << k | x >> 64 - k) & M64


def xoroshiro(*keys):
    high0, low0, high1, low1 = (hash32(word, *keys) for word in range(4))
    a, b = high0 << 32 | low0, high1 << 32 | low1
    while True:
        yield a + b & M32
        b ^= a
        a, b = rotate(a, 24) ^ b ^ (b << 16) & M64, rotate(b, 37)


def uniforms(words):
    while True:
        high, low = next(words) & 2**26 - 1, next(words) & 2**27 - 1
        yield (high * 2**27 + low) / 2**53


def normals(numbers):
    while True:
        x, y = 2 * next(numbers) - 1, 2 * next(numbers) - 1
        square = x * x + y * y
        if 0 < square < 1:
            factor = math.sqrt(-2 * math.log(square) / square)
            yield factor * y
            yield factor * x


def below(words, size):
    limit = 2**32 // size * size
    return next(number for word in words if (number := (word + 2**31) & M32) < limit) % size


def permutation(length, *keys):
    words, order = xoroshiro(*keys), list(range(length))
    for last in range(length - 1, 0, -1):
        chosen = below(words, last + 1)
        order[chosen], order[last] = order[last], order[chosen]
    return order


def take(count, numbers):
    return [next(numbers) for _ in range(count)]


def numpy_doubles(seed):
    state = numpy.random.RandomState(seed)
    while True:
        yield state.random_sample()


def mersenne(name):
    words = numpy.random.RandomState(fnv1a(name)).randint(0, 2**32, 4, numpy.uint32)
    return [int(word & 2**24 - 1) / 2**24 for word in words]


def main():
    ours = take(1000, normals(numpy_doubles(7)))
    assert numpy.allclose(ours, numpy.random.RandomState(7).standard_normal(1000), rtol=1e-15, atol=0)
    names = [("shuffle", 42, 1), ("shuffle", 42, 2), ("split", -7), ("sampler", 1, 7), ("", 0), ("noise", 2**53 - 1)]
    sections = {
        "streams": [{
            "name": name,
            "keys": keys,
            "hash": hash32(name, *keys),
            "uniform": take(4, uniforms(xoroshiro(name, *keys))),
            "normal": take(6, normals(uniforms(xoroshiro(name, *keys)))),
            "permutation": permutation(12, name, *keys),
        } for name, *keys in names],
        "mersenne": [{"name": name, "uniform": mersenne(name)} for name in ["a stream", "42/conv1.weight", ""]],
        "mixBits": [[bits, mix(bits)] for bits in [0, 1, 0x80000000, 0xDEADBEEF]],
    }
    print('{\n  "source": "streams.py, NumPy %s",' % numpy.__version__)
    print(",\n".join('  "%s": [\n    %s\n  ]' % (name, ",\n    ".join(map(json.dumps, rows)))
                     for name, rows in sections.items()), "\n}")


if __name__ == "__main__":
    main()
