"""Writes sobol.json: points of SciPy's unscrambled Sobol sequence in 64 dimensions, as integers of 32 bits.

    python3 sobol.py > sobol.json && npx prettier --write sobol.json
"""

import json

import scipy
from scipy.stats import qmc

DIMENSIONS, BITS = 64, 32
INDICES = [*range(32), 1000, 1001, 65535, 65536, 699050, 1048575]


def point(index):
    engine = qmc.Sobol(DIMENSIONS, scramble=False, bits=BITS)
    if index:
        engine.fast_forward(index)
    return [int(x * 2**BITS) for x in engine.random(1)[0]]


print(
    json.dumps(
        {
            "source": f"scipy.stats.qmc.Sobol of SciPy {scipy.__version__}, sobol.py",
            "points": [{"index": index, "coordinates": point(index)} for index in INDICES],
        }
    )
)
