"""Orders of images from the independent implementation of the random streams; prints shuffle.json.

Run: python shuffle.py > shuffle.json
"""
import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3] / "random-stream/test/vectors"))
from streams import permutation

cases = [(42, 1), (42, 2), (43, 1), (-7, 0)]
print(json.dumps({
    "source": "shuffle.py",
    "cases": [{"seed": s, "epoch": e, "order": permutation(12, "shuffle", s, e)} for s, e in cases],
    "of60000": {"seed": 42, "epoch": 1, "first": permutation(60000, "shuffle", 42, 1)[:6]},
}))
