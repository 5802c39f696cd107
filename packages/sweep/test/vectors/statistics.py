"""Golden numbers of the statistics of repeats: python statistics.py > statistics.json"""

import json
import sys

import numpy as np
import scipy
from scipy import stats

A = [0.9902, 0.9899, 0.9904, 0.9897, 0.99]
B = [0.9921, 0.9922, 0.9915, 0.992, 0.9905]
SKEWED = [0.1, 0.3, -0.1, 0.2, 0.15, 1.4, 0.05, 0.25, 0.4, -0.2, 0.1, 2.1]


def flip_p(differences):
    result = stats.permutation_test(
        (np.array(differences),), np.mean, permutation_type="samples", n_resamples=np.inf
    )
    return result.pvalue


def bca(values, method):
    result = stats.bootstrap(
        (np.array(values),), np.mean, n_resamples=1_000_000, batch=10_000, method=method,
        rng=np.random.default_rng(0),
    )
    return list(result.confidence_interval)


def seeds(difference, deviation, power, level):
    """The exact count by the non-central t."""
    n = 2
    while True:
        shift = difference / deviation * np.sqrt(n)
        bound = stats.t.ppf(1 - level / 2, n - 1)
        # scipy gives nan for far tails, which are 0.
        if stats.nct.sf(bound, n - 1, shift) + np.nan_to_num(stats.nct.cdf(-bound, n - 1, shift)) >= power:
            return n
        n += 1


t = stats.ttest_rel(B, A)
json.dump(
    {
        "source": f"statistics.py with scipy {scipy.__version__}, numpy {np.__version__}",
        "a": A,
        "b": B,
        "skewed": SKEWED,
        "logGamma": [[x, float(scipy.special.gammaln(x))] for x in (0.5, 1, 1.5, 2, 10.25, 1000, 50000.5)],
        "incompleteBeta": [
            [x, a, b, float(scipy.special.betainc(a, b, x))]
            for x, a, b in (
                (0.5, 0.5, 0.5), (0.1, 2, 3), (0.9, 2, 3), (0.99, 50, 0.5), (0.5, 50, 31), (1e-6, 0.5, 4),
            )
        ],
        "twoSidedP": [
            [x, v, float(2 * stats.t.sf(x, v))]
            for x, v in ((0.5, 1), (2.5, 4), (6.39, 4), (1.96, 7.3), (3, 100), (1.96, 1e5), (30, 9))
        ],
        "studentQuantile": [
            [p, v, float(stats.t.ppf(p, v))]
            for p, v in ((0.975, 1), (0.975, 4), (0.9975, 4), (0.8, 9), (0.2, 2.5), (0.975, 1e5), (0.99975, 1))
        ],
        "summary": {
            "mean": float(np.mean(A)),
            "standardDeviation": float(np.std(A, ddof=1)),
            "interval95": list(stats.t.interval(0.95, 4, np.mean(A), stats.sem(A))),
            "interval80": list(stats.t.interval(0.8, 4, np.mean(A), stats.sem(A))),
        },
        "pairedTest": {"p": float(t.pvalue), "interval": list(t.confidence_interval(0.95))},
        "signFlip": [
            [d, float(flip_p(d))]
            for d in ([0.2, 0.1, 0.3, 0.2, 0.1], [3, -1, 2, 2, -4, 5, 1], [1, 1, -1, 1, 0, 1, 1, -1], SKEWED)
        ],
        "mcnemar": [
            [b, c, float(stats.binomtest(min(b, c), b + c).pvalue)]
            for b, c in ((20, 35), (20, 40), (30, 45), (30, 50), (30, 52), (0, 3), (7, 7), (900, 1000))
        ],
        "bootstrap": {"bca": bca(SKEWED, "BCa"), "percentile": bca(SKEWED, "percentile")},
        "seedsNeeded": [
            [*case, seeds(*case)]
            for case in (
                (0.1, 0.1, 0.8, 0.05), (0.05, 0.07, 0.8, 0.05), (0.2, 0.07, 0.8, 0.005),
                (0.02, 0.0933, 0.8, 0.05), (0.1, 0.07, 0.95, 0.01), (0.01, 0.1158, 0.8, 0.05),
                (0.01, 0.1, 0.95, 0.005), (0.01, 0.12, 0.9, 0.001),
            )
        ],
    },
    sys.stdout,
    indent=2,
    default=float,
)
print()
