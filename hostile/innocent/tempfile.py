# tempfile makes files and folders, named and nameless, and removes them.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import os
import tempfile

from attack import broke, held

with (
    tempfile.TemporaryDirectory() as folder,
    tempfile.NamedTemporaryFile(dir=folder) as named,
    tempfile.TemporaryFile() as nameless,
):
    named.write(b"x")
    nameless.write(b"y")
    inside = os.listdir(folder)
held("tempfile") if len(inside) == 1 and not os.path.exists(folder) else broke(str(inside))
