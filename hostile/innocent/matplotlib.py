# matplotlib draws and saves.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none
# limits: wall=20
# alone: yes

import importlib.util
import os

from attack import broke, held

if importlib.util.find_spec("matplotlib") is None:
    held("matplotlib is not installed here")
else:
    import matplotlib.pyplot as plt

    plt.plot([1, 2, 3], [1, 4, 9])
    plt.savefig("/home/mcp/out.png")
    held("a figure") if os.path.getsize("/home/mcp/out.png") > 1000 else broke("no figure")
