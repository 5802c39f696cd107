"""Writes quantiles.json: what Optuna makes of uniform numbers, and SciPy's inverse of the normal distribution.

    python3 quantiles.py > quantiles.json && npx prettier --write quantiles.json
"""

import json

import numpy as np
import optuna
import scipy
from optuna._transform import _SearchSpaceTransform
from optuna.distributions import FloatDistribution, IntDistribution
from scipy.special import ndtri

UNIFORMS = [0.0, 0.001, 0.1, 0.123456789, 0.26, 0.3, 0.51, 0.62, 0.74, 0.9, 0.987654321, 0.999999]
PROBABILITIES = [2.0**-54, 1e-12, 1e-6, 0.001, 0.02425, 0.074, 0.076, 0.3, 0.5, 0.7, 0.924, 0.926, 0.999, 1 - 1e-9]
DISTRIBUTIONS = [
    FloatDistribution(-2.0, 3.0),
    FloatDistribution(1e-5, 0.1, log=True),
    FloatDistribution(0.0, 1.0, step=0.1),
    FloatDistribution(-0.35, 0.5, step=0.25),
    IntDistribution(-3, 12),
    IntDistribution(16, 250, step=16),
    IntDistribution(1, 1000, log=True),
    IntDistribution(3, 5, log=True),
]


def case(distribution):
    transform = _SearchSpaceTransform({"x": distribution})
    low, high = transform.bounds[0]
    values = [transform.untransform(np.array([low + u * (high - low)]))["x"] for u in UNIFORMS]
    is_int = isinstance(distribution, IntDistribution)
    parameter = {
        "kind": "int" if is_int else "float",
        "low": distribution.low,
        "high": distribution.high,
        "log": distribution.log,
        **({} if distribution.step is None else {"step": distribution.step}),
    }
    return {"parameter": parameter, "values": values}


print(
    json.dumps(
        {
            "source": f"Optuna {optuna.__version__} and scipy.special.ndtri of SciPy {scipy.__version__}, quantiles.py",
            "uniforms": UNIFORMS,
            "cases": [case(distribution) for distribution in DISTRIBUTIONS],
            "normal": [{"p": p, "x": float(ndtri(p))} for p in PROBABILITIES],
        },
        indent=1,
    )
)
