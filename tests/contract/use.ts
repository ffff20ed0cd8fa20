// What a person does with a sandbox, the same on every backend: sessions, output as it comes, interrupts, cancelling, files, figures.
// A backend's test file is a call of this, beside that of backend-contract.ts.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PymcpError } from '../../src/core/errors.js';
import { defaultLimits } from '../../src/core/limits.js';
import { isWithin } from '../../src/host/clock.js';
import type { Backend, Sandbox, SandboxPolicy, Template } from '../../src/sandbox/backend-contract.js';
import type { OutputListener } from '../../src/sandbox/channel/redacted-output.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { assertCompleted, type Jail, toJail } from '../support/jail.js';
import { slow } from '../support/time.js';

const policy: SandboxPolicy = {
  interpreter: '/usr/bin/python3',
  preload: [],
  optionalPreload: ['matplotlib.pyplot'],
  strict: false,
};
const pngStart = '89504e470d0a1a0a';

export interface UseOptions {
  /** Whether a session can be copied. */
  readonly copies: boolean;
  /** Whether it has mounts of its own, so that its folders are where they are everywhere. */
  readonly ownRoot?: boolean;
}

export function describeUse(backend: Backend, { copies, ownRoot = true }: UseOptions): void {
  describe(`in use, the backend ${backend.name}`, () => {
    let template: Template;
    let jail: Jail;
    before(async () => {
      template = await openLoneTemplate(backend, policy);
      jail = toJail(template);
    });
    after(() => template.close());

    it('keeps what a cell has left for the next one, in a session', async () => {
      await withSession(template, async (session) => {
        assert.equal((await session.cell('x = [1, 2]')).status, 'completed');
        assert.equal((await session.cell('x.append(3); x')).value, '[1, 2, 3]');
        assert.equal((await session.cell('1 / 0')).status, 'raised');
        assert.equal((await session.cell('sum(x)')).value, '6');
      });
    });

    it('interrupts a cell, and the session goes on', async () => {
      await withSession(template, async (session) => {
        const cell = session.cell('print("begun", flush=True)\nwhile True: pass');
        await session.whenSaid('begun');
        await session.sandbox.interrupt();
        const interrupted = await cell;
        assert.equal(interrupted.status, 'raised');
        assert.equal((await session.cell('"alive"')).value, "'alive'");
      });
    });

    it('lists, reads and deletes the files of a session', async () => {
      await withSession(template, async (session) => {
        await session.cell('open("a.txt", "w").write("some text")');
        const { channel } = session.sandbox;
        const { files } = await channel.listFiles();
        assert.deepEqual(
          files.map(({ path }) => path),
          ['a.txt'],
        );
        const part = await channel.readFile('a.txt', 5, 4);
        assert.equal(part.bytes.toString(), 'text');
        await channel.deleteFile('a.txt');
        assert.deepEqual((await channel.listFiles()).files, []);
      });
    });

    it(copies ? 'copies a session' : 'refuses to copy a session, with a hint', async () => {
      await withSession(template, async (session) => {
        await session.cell('x = 1');
        if (copies) {
          const copy = await session.sandbox.fork(defaultLimits);
          copy.kill();
          await copy.ended;
        } else {
          await assert.rejects(
            session.sandbox.fork(defaultLimits),
            (error) =>
              error instanceof PymcpError && error.code === 'session.fork-failed' && error.hint !== '',
          );
          assert.equal((await session.cell('x')).value, '1');
        }
      });
    });

    it('passes output on as it comes', async () => {
      let onStdout: OutputListener = () => undefined;
      const seen = new Promise<void>((resolve) => {
        let said = '';
        onStdout = (chunk) => {
          said += chunk.toString();
          if (said.includes('first')) resolve();
          return undefined;
        };
      });
      const over = new AbortController();
      const code = 'import time\nprint("first", flush=True)\ntime.sleep(3600)';
      const run = jail.run(code, {}, { onStdout, signal: over.signal });
      assert.ok(await isWithin(seen, slow(20_000)));
      over.abort();
      assert.equal((await run).outcome.status, 'cancelled');
    });

    it('tells all of the output before the result, whoever wrote it', async () => {
      const lines = 2_000;
      const code = `import os, subprocess, sys
for number in range(${lines}): print(number)
sys.stdout.flush()
subprocess.run([sys.executable, "-c", "print('from a child')"])
os.write(1, b"the end")`;
      for (let round = 0; round < 3; round += 1) {
        const result = await jail.run(code);
        assertCompleted(result);
        const numbers = Array.from({ length: lines }, (_, number) => `${number}\n`).join('');
        assert.equal(result.stdout.text, `${numbers}from a child\nthe end`);
      }
    });

    const locks = ownRoot
      ? 'has locks for processes that are spawned, and for those of a server that forks them'
      : 'has no locks for processes to share: the folder of shared memory is that of everybody';
    it(locks, async () => {
      const code = `import multiprocessing
if __name__ == "__main__":
    sums = []
    for method in ("spawn", "forkserver"):
        with multiprocessing.get_context(method).Pool(2) as pool:
            sums.append(pool.map(abs, range(-3, 1)))
    answer(sums)`;
      if (!ownRoot) {
        const { outcome } = await jail.run(code);
        assert.ok(outcome.status === 'raised' && outcome.error.name === 'PermissionError');
        return;
      }
      const sums = await jail.ask<number[][]>(code, { wallMs: slow(60_000) });
      assert.deepEqual(sums, [
        [3, 2, 1, 0],
        [3, 2, 1, 0],
      ]);
    });

    it('takes files in and brings files out', async () => {
      const bytes = Buffer.from([0, 1, 2, 255]);
      const code = 'data = open("in.bin", "rb").read(); open("out.bin", "wb").write(data[::-1])';
      const result = await jail.run(code, {}, {}, [{ path: 'in.bin', bytes }]);
      assertCompleted(result);
      const out = result.files.find(({ path }) => path === 'out.bin');
      assert.ok(out?.content.kind === 'memory');
      assert.deepEqual(Buffer.from(out.content.bytes), Buffer.from([255, 2, 1, 0]));
    });

    it('brings figures out', async () => {
      const code = 'import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()';
      const result = await jail.run(code);
      assertCompleted(result);
      assert.equal(result.images.length, 1);
      assert.equal(Buffer.from(result.images[0] ?? []).toString('hex', 0, 8), pngStart);
    });

    it('reads input as at its end, and has a home, a temporary folder and a name', async () => {
      const code = `import getpass, os, sys, tempfile
answer([sys.stdin.read(), os.path.expanduser("~"), getpass.getuser(), os.getuid(), tempfile.gettempdir()])`;
      const { isolation } = await jail.run('1');
      const uid = isolation.namespaces.includes('user') ? 1000 : isolation.hostUid;
      const [input, home, name, user, temporary] = await jail.ask<unknown[]>(code);
      assert.deepEqual([input, name, user], ['', 'mcp', uid]);
      if (ownRoot) assert.deepEqual([home, temporary], ['/home/mcp', '/tmp']);
    });
  });
}

interface CellEnd {
  readonly status: string;
  readonly value: string | null;
}

class TriedSession {
  readonly sandbox: Sandbox;
  #said = '';
  #waiting: { readonly words: string; readonly resolve: () => void } | null = null;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    sandbox.stdout.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString();
      if (this.#waiting !== null && this.#said.includes(this.#waiting.words)) this.#waiting.resolve();
    });
    sandbox.stderr.resume();
  }

  async cell(code: string): Promise<CellEnd> {
    this.sandbox.setPace('running');
    this.sandbox.channel.runCell({ code });
    const event = await this.sandbox.channel.receive();
    const value = event.type === 'completed' ? event.value : null;
    return { status: event.type, value };
  }

  async whenSaid(words: string): Promise<void> {
    if (this.#said.includes(words)) return;
    const said = new Promise<void>((resolve) => {
      this.#waiting = { words, resolve };
    });
    assert.ok(await isWithin(said, slow(20_000)), `never said ${words}`);
  }
}

async function withSession(
  template: Template,
  work: (session: TriedSession) => Promise<void>,
): Promise<void> {
  const sandbox = await template.launch(defaultLimits);
  try {
    await work(new TriedSession(sandbox));
  } finally {
    sandbox.kill();
    assert.deepEqual((await sandbox.ended).leftovers, []);
  }
}
