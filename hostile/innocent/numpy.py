# numpy computes, also with BLAS.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import importlib.util

from attack import broke, held

if importlib.util.find_spec("numpy") is None:
    held("numpy is not installed here")
else:
    import numpy as np

    one = np.arange(10_000, dtype=float).reshape(100, 100)
    product = one @ np.linalg.inv(np.eye(100))
    held("numpy") if np.allclose(product, one) else broke("numpy computes wrongly")
