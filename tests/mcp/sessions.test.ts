// What a client can do with sessions, in both eras of the protocol, on the real engine.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from '@modelcontextprotocol/client';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { markProgram, runsOf, survivorsOf } from '../support/host-processes.js';
import { eras, openClient, type RunResult, type ServedClient, withClient } from '../support/mcp-client.js';
import { slow } from '../support/time.js';

async function create(served: ServedClient, args: Record<string, unknown> = {}): Promise<string> {
  const { fields, text } = await served.call('create_session', args);
  assert.equal(fields['status'], 'done', text);
  return (fields['session'] as { session_id: string }).session_id;
}

/** Runs code in a session, which must live on. */
async function runIn(served: ServedClient, id: string, code: string, more = {}): Promise<RunResult> {
  const result = await served.run(code, { session_id: id, ...more });
  assert.deepEqual(result.structured.session, { id, alive: true }, result.text);
  assert.ok(result.text.includes(`The session ${id} lives on`), result.text);
  return result;
}

async function valueIn(served: ServedClient, id: string, code: string): Promise<string | null> {
  const { structured, text } = await runIn(served, id, code);
  assert.equal(structured.status, 'completed', text);
  return structured.value;
}

for (const era of eras) {
  describe(`a session, protocol ${era}`, () => {
    let served: ServedClient;
    let id = '';

    before(async () => {
      served = await openClient(era);
      id = await create(served);
    });

    after(async () => {
      await served.close();
    });

    it('keeps variables, imports, files and the working folder', async () => {
      await runIn(
        served,
        id,
        'import math, os\nx = 41\nos.mkdir("d"); os.chdir("d")\nopen("f.txt", "w").write("kept")',
      );
      assert.equal(await valueIn(served, id, '(math.floor(x + 1.5), open("f.txt").read())'), "(42, 'kept')");
      await runIn(served, id, 'os.chdir("..")');
    });

    it('is not seen by a call without it', async () => {
      await runIn(served, id, 'import builtins; builtins.left = 1; open("left.txt", "w").close()');
      const { structured } = await served.run(
        'import builtins, os\n(hasattr(builtins, "left"), os.path.exists("left.txt"))',
      );
      assert.deepEqual([structured.value, structured.session], ['(False, False)', null]);
    });

    it('survives an exception, a syntax error and sys.exit', async () => {
      await runIn(served, id, 'kept = "still"');
      const raised = await runIn(served, id, 'def fail():\n    return 1 / 0\nfail()');
      assert.equal(raised.structured.error?.name, 'ZeroDivisionError');
      assert.match(raised.structured.error.traceback, /return 1 \/ 0/);
      assert.equal((await runIn(served, id, 'this is no Python')).structured.error?.name, 'SyntaxError');
      const { structured } = await runIn(served, id, 'import sys; sys.exit(3)');
      assert.deepEqual([structured.status, structured.exit_code], ['completed', 3]);
      assert.equal(await valueIn(served, id, 'kept'), "'still'");
    });

    it('shows the line of a function that an earlier call defined', async () => {
      await runIn(served, id, 'def later():\n    raise ValueError("from before")');
      const { structured } = await runIn(served, id, 'later()');
      assert.match(structured.error?.traceback ?? '', /raise ValueError\("from before"\)/);
    });

    it('survives a time-out where its code stops', async () => {
      await runIn(served, id, 'kept = "still"');
      const { structured } = await runIn(
        served,
        id,
        'import time\nn = 0\nwhile True:\n    n += 1; time.sleep(0.01)',
        {
          timeout_s: 0.5,
        },
      );
      assert.deepEqual([structured.status, structured.limit], ['limit', 'wall']);
      assert.equal(await valueIn(served, id, 'kept, n > 0'), "('still', True)");
    });

    it('is killed after a time-out where its code goes on, and that is said then and later', async () => {
      const stubborn = await create(served);
      const code = 'import time\nwhile True:\n    try: time.sleep(1)\n    except KeyboardInterrupt: pass';
      const { structured, text } = await served.run(code, { session_id: stubborn, timeout_s: 0.5 });
      assert.equal(structured.status, 'limit');
      assert.equal(structured.session?.alive, false);
      assert.notEqual(structured.session.reason ?? '', '');
      assert.match(text, new RegExp(`The session ${stubborn} is gone`));
      const late = await served.run('1', { session_id: stubborn });
      assert.equal(late.structured.status, 'refused');
      assert.match(late.structured.message, /gone|ended|killed/);
    });

    it('is copied with numpy and pandas data, and the copy goes its own way', async () => {
      await runIn(
        served,
        id,
        'import numpy as np, pandas as pd\narray = np.arange(1_000_000)\nframe = pd.DataFrame({"a": [1, 2, 3]})\nopen("data.txt", "w").write("one")',
      );
      const { fields } = await served.call('fork_session', { session_id: id });
      const copy = fields['session'] as { session_id: string; forked_from: string };
      assert.equal(copy.forked_from, id);
      await runIn(
        served,
        copy.session_id,
        'array[0] = 7\nframe.loc[0, "a"] = 100\nopen("data.txt", "w").write("two")',
      );
      const look = '(int(array[0]), int(frame.a.sum()), open("data.txt").read())';
      assert.equal(await valueIn(served, copy.session_id, look), "(7, 105, 'two')");
      assert.equal(await valueIn(served, id, look), "(0, 6, 'one')");
      const { structured } = await runIn(served, copy.session_id, '1');
      assert.equal(structured.isolation?.scope, 'family');
      await served.call('close_session', { session_id: copy.session_id });
      assert.equal(await valueIn(served, id, 'int(array.sum())'), '499999500000');
    });

    it('is interrupted, and keeps its state', async () => {
      await runIn(served, id, 'kept = "still"');
      const running = runIn(served, id, 'import time\ntime.sleep(60)');
      await waitForState(served, id, 'busy');
      const interrupted = await served.call('interrupt_session', { session_id: id });
      assert.equal(interrupted.fields['was'], 'busy');
      const { structured } = await running;
      assert.deepEqual([structured.status, structured.error?.name], ['raised', 'KeyboardInterrupt']);
      assert.equal(await valueIn(served, id, 'kept'), "'still'");
      assert.equal((await served.call('interrupt_session', { session_id: id })).fields['was'], 'idle');
    });

    it('survives a call that is cancelled', async () => {
      await runIn(served, id, 'kept = "still"');
      const cancel = new AbortController();
      const running = assert.rejects(
        served.run('import time\ntime.sleep(60)', { session_id: id }, cancel.signal),
      );
      await waitForState(served, id, 'busy');
      cancel.abort('enough');
      await running;
      await waitForState(served, id, 'idle');
      assert.equal(await valueIn(served, id, 'kept'), "'still'");
    });

    it('serves calls that come together one after the other, in their order', async () => {
      await runIn(served, id, 'seen = []');
      const calls = Array.from({ length: 10 }, (_, number) =>
        runIn(served, id, `import time; time.sleep(${number === 0 ? 0.3 : 0}); seen.append(${number})`),
      );
      await Promise.all(calls);
      assert.equal(await valueIn(served, id, 'seen'), '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]');
    });

    it('has the habits of a notebook', async () => {
      assert.equal(
        await valueIn(served, id, 'import asyncio\nawait asyncio.sleep(0.01, "awaited")'),
        "'awaited'",
      );
      assert.equal((await runIn(served, id, 'input()')).structured.error?.name, 'EOFError');
      const frame = await runIn(served, id, 'import pandas as pd\npd.DataFrame({"column": [1, 2]})');
      assert.match(frame.structured.value ?? '', /column/);
      const figure = await runIn(served, id, 'import matplotlib.pyplot as plt\nplt.plot([1, 2])\nNone');
      assert.equal(figure.structured.images.length, 1);
      assert.equal((await runIn(served, id, '1')).structured.images.length, 0);
    });

    it('runs threads, subprocess, multiprocessing and asyncio', async () => {
      const code = [
        'import asyncio, multiprocessing, subprocess, sys, threading',
        'out = []',
        'thread = threading.Thread(target=lambda: out.append("thread")); thread.start(); thread.join()',
        'out.append(subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, text=True).stdout.strip())',
        'with multiprocessing.get_context("fork").Pool(2) as pool: out.append(sum(pool.map(abs, [-1, -2])))',
        'async def two(): return 2',
        'out.append(await two())',
        'out',
      ];
      assert.equal(await valueIn(served, id, code.join('\n')), "['thread', '1', 3, 2]");
    });

    it('shows what it writes while it writes it, and no bar floods', async () => {
      const told: Progress[] = [];
      const code =
        'import sys, time\nprint("begin", flush=True); time.sleep(1)\n' +
        'for n in range(5000): sys.stderr.write(f"\\r{n} of 5000"); sys.stderr.flush()\ntime.sleep(0.6)';
      const raw = await served.client.callTool(
        { name: 'run_python', arguments: { code, session_id: id } },
        { onprogress: (progress) => void told.push(progress), timeout: slow(60_000) },
      );
      assert.equal(told[0]?.message, 'begin\n');
      assert.ok(told.length <= 8, String(told.length));
      assert.equal((raw.structuredContent as { stderr: string }).stderr, '4999 of 5000');
    });

    it('has files that are listed, read in parts and deleted', async () => {
      const files = [{ path: 'given/in.txt', content: 'abc' }];
      await runIn(served, id, 'open("made.bin", "wb").write(bytes(range(256)) * 8192)', { files });
      const list = async (): Promise<Map<string, number>> => {
        const { fields } = await served.call('list_session_files', { session_id: id });
        return new Map(
          (fields['files'] as { path: string; size: number }[]).map(({ path, size }) => [path, size]),
        );
      };
      const listed = await list();
      assert.deepEqual([listed.get('given/in.txt'), listed.get('made.bin')], [3, 2 * 1024 * 1024]);
      const text = await served.call('read_session_file', {
        session_id: id,
        path: 'given/in.txt',
        offset: 1,
      });
      assert.deepEqual([text.fields['content'], text.fields['next_offset']], ['bc', null]);
      const path = 'made.bin';
      const part = await served.call('read_session_file', { session_id: id, path, offset: 250, length: 10 });
      const [, resource] = part.raw.content;
      assert.ok(resource?.type === 'resource' && 'blob' in resource.resource);
      assert.deepEqual(
        [...Buffer.from(resource.resource.blob, 'base64')],
        [250, 251, 252, 253, 254, 255, 0, 1, 2, 3],
      );
      await served.call('delete_session_file', { session_id: id, path });
      assert.equal((await list()).has(path), false);
      assert.equal(await valueIn(served, id, 'import os; os.path.exists("made.bin")'), 'False');
      for (const bad of ['../../etc/passwd', '/etc/passwd', 'not-there.txt']) {
        const { raw, fields } = await served.call('read_session_file', { session_id: id, path: bad });
        assert.deepEqual([raw.isError, fields['status']], [true, 'refused']);
      }
    });

    it('is closed with all its processes', async () => {
      const other = await create(served);
      await runIn(
        served,
        other,
        `${markProgram}\nimport subprocess, sys\nsubprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)\nNone`,
      );
      const [processes] = runsOf(served.pid);
      assert.ok(processes !== undefined && processes.length >= 3);
      const { text } = await served.call('close_session', { session_id: other });
      assert.match(text, /nothing of it is left/);
      assert.deepEqual(await survivorsOf(processes), []);
      const late = await served.run('1', { session_id: other });
      assert.equal(late.structured.status, 'refused');
    });

    it('that is not there is refused, with what to do', async () => {
      for (const session of ['s_not_there', '../x', '__proto__']) {
        const { structured } = await served.run('1', { session_id: session });
        assert.equal(structured.status, 'refused');
        assert.notEqual(structured.hint ?? '', '');
      }
    });

    it('was silent on stderr', () => {
      assert.equal(served.stderr(), '');
    });
  });
}

async function waitForState(served: ServedClient, id: string, state: 'idle' | 'busy'): Promise<void> {
  const deadline = Date.now() + slow(30_000);
  for (;;) {
    const { fields } = await served.call('list_sessions');
    const sessions = fields['sessions'] as { session_id: string; state: string }[];
    if (sessions.find(({ session_id: own }) => own === id)?.state === state) return;
    assert.ok(Date.now() < deadline, `the session is not ${state}`);
    await delay(20);
  }
}

describe('sessions', () => {
  it('are closed when they were idle too long, and say so', async () => {
    await withClient('2025-11-25', ['--session-idle', '1'], async (served) => {
      const id = await create(served);
      await runIn(served, id, 'x = 1');
      await delay(slow(2_500));
      const { structured } = await served.run('x', { session_id: id });
      assert.equal(structured.status, 'refused');
      assert.match(structured.message, /nobody used it/);
      const { fields, text } = await served.call('list_sessions');
      assert.deepEqual(fields['sessions'], []);
      assert.ok(text.includes(id), text);
    });
  });

  it('make room for another: the one that was idle longest goes, and both say so', async () => {
    await withClient('2025-11-25', ['--sessions', '2'], async (served) => {
      const [first, second] = [await create(served), await create(served)];
      await runIn(served, second, '1');
      await runIn(served, first, 'x = 1');
      const { fields, text } = await served.call('create_session');
      const [ended] = fields['ended'] as { session_id: string; reason: string }[];
      assert.equal(ended?.session_id, second);
      assert.ok(text.includes(second), text);
      assert.equal(await valueIn(served, first, 'x'), '1');
      const late = await served.run('1', { session_id: second });
      assert.equal(late.structured.status, 'refused');
      assert.ok(late.text.includes(ended.reason), late.text);
    });
  });

  it('of one connection are not seen or used by another', async () => {
    await withClient('2025-11-25', [], async (one) => {
      await withClient('2025-11-25', [], async (other) => {
        const id = await create(one);
        assert.deepEqual((await other.call('list_sessions')).fields['sessions'], []);
        const foreign = await other.run('1', { session_id: id });
        const unknown = await other.run('1', { session_id: 's_not_there' });
        assert.equal(foreign.structured.status, 'refused');
        assert.equal(foreign.text.replaceAll(id, 'ID'), unknown.text.replaceAll('s_not_there', 'ID'));
      });
    });
  });

  it('run in the environment that they were made with', async () => {
    await withClient('2025-11-25', [], async (served) => {
      const id = await create(served, { env: 'data' });
      assert.equal(await valueIn(served, id, 'import sys; "pandas" in sys.modules'), 'True');
      const { structured } = await served.run('import sys; "pandas" in sys.modules', { env: 'python' });
      assert.equal(structured.value, 'False');
      const refused = await served.call('create_session', { env: 'nowhere' });
      assert.equal(refused.fields['status'], 'refused');
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
