# pandas reads, groups and writes.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none
# limits: wall=20
# alone: yes

import importlib.util
import io

from attack import broke, held

if importlib.util.find_spec("pandas") is None:
    held("pandas is not installed here")
else:
    import pandas as pd

    table = pd.read_csv(io.StringIO("a,b\nx,1\ny,2\nx,3\n"))
    table.to_csv("/home/mcp/out.csv")
    held("pandas") if table.groupby("a").b.sum()["x"] == 4 else broke("pandas computes wrongly")
