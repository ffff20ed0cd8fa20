// Proves: jail.kernel. The jail is no cage for ordinary work: what Python programs do works inside, or fails as on a
// machine without it. A wall that people must take down protects nobody.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, describeResult, openJail } from '../support/jail.js';

const jail = await openJail();

/** Each program ends with an expression that must be true. */
const programs: Readonly<Record<string, string>> = {
  'threads and a pool of them': `
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool: found = sum(pool.map(abs, range(-100, 0)))
found == 5050`,
  'a subprocess of the same Python': `
import subprocess, sys
subprocess.run([sys.executable, "-c", "print(sum(range(10)))"], capture_output=True, text=True, check=True).stdout == "45\\n"`,
  'a subprocess by the name python3': `
import subprocess
subprocess.check_output(["python3", "-c", "print(1)"]) == b"1\\n"`,
  'a process pool by fork': `
from multiprocessing import Pool
with Pool(3) as pool: found = sum(pool.map(abs, range(-100, 0)))
found == 5050`,
  'a process by spawn': `
import multiprocessing
def work(queue): queue.put(42)
if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=work, args=(queue,)); process.start()
    found = queue.get(timeout=20); process.join()
found == 42 if __name__ == "__main__" else True`,
  'a process by forkserver': `
import multiprocessing
def work(queue): queue.put(42)
if __name__ == "__main__":
    context = multiprocessing.get_context("forkserver")
    queue = context.Queue()
    process = context.Process(target=work, args=(queue,)); process.start()
    found = queue.get(timeout=20); process.join()
found == 42 if __name__ == "__main__" else True`,
  'shared memory, locks and a manager': `
import multiprocessing
from multiprocessing import shared_memory
memory = shared_memory.SharedMemory(create=True, size=100)
lock = multiprocessing.Lock()
def work():
    with lock: memory.buf[0] = 7
process = multiprocessing.Process(target=work); process.start(); process.join()
found = memory.buf[0]; memory.close(); memory.unlink()
with multiprocessing.Manager() as manager: many = list(manager.list([1, 2]))
found == 7 and many == [1, 2]`,
  'asyncio with a subprocess and a server on loopback': `
import asyncio, sys
async def main():
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(5)", stdout=asyncio.subprocess.PIPE)
    said = (await child.communicate())[0]
    async def serve(reader, writer):
        writer.write(await reader.readline()); await writer.drain(); writer.close()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"echo\\n"); echoed = await reader.readline(); writer.close(); server.close()
    return said, echoed
asyncio.run(main()) == (b"5\\n", b"echo\\n")`,
  'an HTTP server and its client on loopback': `
import http.server, threading, urllib.request
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.end_headers(); self.wfile.write(b"hi")
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
urllib.request.urlopen("http://localhost:%d/" % server.server_port, timeout=20).read() == b"hi"`,
  'SQLite in memory and in a file that two connections lock': `
import sqlite3
one, two = sqlite3.connect("/tmp/x.db"), sqlite3.connect("/tmp/x.db", timeout=0)
one.execute("create table t(n)"); one.commit()
one.execute("begin exclusive")
try: two.execute("insert into t values (1)"); locked = False
except sqlite3.OperationalError: locked = True
one.commit(); two.execute("insert into t values (2)"); two.commit()
locked and one.execute("select n from t").fetchall() == [(2,)] and sqlite3.connect(":memory:").execute("select 1").fetchone() == (1,)`,
  'SQLite with a write-ahead log': `
import sqlite3
db = sqlite3.connect("/tmp/x.db")
mode = db.execute("pragma journal_mode=wal").fetchone()[0]
db.execute("create table t(n)"); db.execute("insert into t values (1)"); db.commit()
mode == "wal"`,
  'temporary files and folders, and moving them about': `
import pathlib, shutil, tempfile
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "a"); path.write_text("x")
    shutil.copytree(folder, folder + "-copy"); shutil.move(folder + "-copy", "/tmp/moved")
    archive = shutil.make_archive("/tmp/archive", "zip", folder)
pathlib.Path("/tmp/moved/a").read_text() == "x" and tempfile.NamedTemporaryFile().name.startswith("/tmp/")`,
  'signals, alarms and handlers': `
import os, signal, time
seen = []
signal.signal(signal.SIGALRM, lambda number, frame: seen.append(number))
signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.02); os.kill(os.getpid(), signal.SIGUSR1)
while len(seen) < 2: time.sleep(0.01)
sorted(seen) == sorted([signal.SIGALRM, signal.SIGUSR1])`,
  'children are waited for, and orphans do not stay as zombies': `
import os, time
for _ in range(5):
    if os.fork() == 0:
        if os.fork() == 0: time.sleep(0.05)
        os._exit(0)
    os.wait()
deadline = time.monotonic() + 20
while len([p for p in os.listdir("/proc") if p.isdigit()]) > 2 and time.monotonic() < deadline: time.sleep(0.01)
len([p for p in os.listdir("/proc") if p.isdigit()]) == 2`,
  'locale, time zones and dates': `
import datetime, locale, zoneinfo
locale.setlocale(locale.LC_ALL, "")
offset = datetime.datetime(2026, 7, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")).utcoffset()
locale.getpreferredencoding() in ("UTF-8", "utf-8") and offset == datetime.timedelta(hours=2)`,
  'ctypes with callbacks': `
import ctypes
libc = ctypes.CDLL(None)
numbers = (ctypes.c_int * 3)(3, 1, 2)
compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))(lambda a, b: a[0] - b[0])
libc.qsort(numbers, 3, ctypes.sizeof(ctypes.c_int), compare)
list(numbers) == [1, 2, 3]`,
  'TLS contexts and hashes': `
import hashlib, ssl
context = ssl.create_default_context()
hashlib.sha256(b"").hexdigest().startswith("e3b0c442") and context.verify_mode == ssl.CERT_REQUIRED`,
  'a pseudo terminal': `
import os, pty
parent, child = pty.openpty()
os.write(child, b"hello\\n")
os.read(parent, 100).strip() == b"hello" and os.isatty(child)`,
  'pipes, sockets, selectors, eventfd, memory maps': `
import mmap, os, selectors, socket
a, b = socket.socketpair(); read, write = os.pipe()
selector = selectors.DefaultSelector(); selector.register(b, selectors.EVENT_READ)
a.sendall(b"x"); ready = selector.select(20)
memory = mmap.mmap(-1, 4096); memory[0] = 5
os.eventfd_write(event := os.eventfd(0), 3)
len(ready) == 1 and memory[0] == 5 and os.eventfd_read(event) == 3`,
  'what platform, resource and psutil-like code look at': `
import os, platform, resource
platform.platform() and os.cpu_count() and os.getloadavg and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0 and os.sched_getaffinity(0) and True`,
  'the whole standard library imports': `
import importlib, sys, warnings
warnings.simplefilter("ignore")
failed = {}
for name in sorted(sys.stdlib_module_names):
    if name in ("antigravity", "this", "idlelib", "turtledemo", "__main__") or name.startswith("_"): continue
    try: importlib.import_module(name)
    except ImportError as error: failed[name] = str(error)
# Parts that Debian packages on their own, or that are for other systems.
set(failed) <= {"tkinter", "turtle", "lib2to3", "distutils", "ensurepip", "msilib", "msvcrt", "nt", "winreg", "winsound", "dbm", "venv"} or failed`,
  numpy: `
import numpy
numpy.linalg.svd(numpy.eye(50))[1].sum() == 50.0 and numpy.random.default_rng().random(3).shape == (3,)`,
};

describe('a program may use', () => {
  for (const [what, code] of Object.entries(programs)) {
    it(what, async () => {
      const result = await jail.run(code, { pids: 64, cpus: 2 });
      assertCompleted(result);
      const value = result.outcome.status === 'completed' ? result.outcome.value : null;
      assert.equal(value, 'True', describeResult(result));
    });
  }
});

describe('a crash is a result:', () => {
  const crashes: Readonly<Record<string, [string, string]>> = {
    abort: ['import os; os.abort()', 'SIGABRT'],
    'a segmentation fault': ['import ctypes; ctypes.string_at(0)', 'SIGSEGV'],
    'a bus error': ['import os, signal; os.kill(os.getpid(), signal.SIGBUS)', 'SIGBUS'],
    'a stack that overflows in C': [
      'import ctypes\nf = ctypes.CFUNCTYPE(None)(lambda: f())\nimport sys; sys.setrecursionlimit(10 ** 9)\nf()',
      'SIGSEGV',
    ],
    'SIGKILL to itself': ['import os, signal; os.kill(os.getpid(), signal.SIGKILL)', 'SIGKILL'],
  };
  for (const [what, [code, signal]] of Object.entries(crashes)) {
    it(`${what} is lost by ${signal}`, async () => {
      const result = await jail.run(code);
      assert.deepEqual(
        { status: result.outcome.status, signal: 'signal' in result.outcome ? result.outcome.signal : null },
        { status: 'lost', signal },
        describeResult(result),
      );
    });
  }

  it('and the next run works', async () => {
    assertCompleted(await jail.run('1'));
  });
});

alsoAsOrdinaryUser(import.meta.url);
