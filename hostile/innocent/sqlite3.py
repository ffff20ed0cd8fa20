# sqlite3 writes a database with a journal and reads it again.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import sqlite3

from attack import broke, held

with sqlite3.connect("/home/mcp/db.sqlite") as database:
    database.execute("pragma journal_mode=wal")
    database.execute("create table t (a, b)")
    database.executemany("insert into t values (?, ?)", [(n, n * n) for n in range(100)])
found = sqlite3.connect("/home/mcp/db.sqlite").execute("select sum(b) from t").fetchone()
held("sqlite3") if found == (328350,) else broke(str(found))
