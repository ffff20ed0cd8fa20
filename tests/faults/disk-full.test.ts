// Scratch that is full is an error of the program's, or a refusal with a hint; it ends no session and takes nothing away.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InputFile } from '../../src/core/exchanged-file.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, refusedWith, withGateway } from '../support/gateway.js';
import { sandboxProcessesOf, waitFor } from '../support/host-processes.js';
import { describeResult } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';

const MiB = 1024 * 1024;
const small = { scratchBytes: 4 * MiB, scratchInodes: 40 };

const fill = `
import os
def fill(name, most=100):
    try:
        with open(name, "wb", buffering=0) as file:
            for _ in range(most): file.write(bytes(1 << 20))
    except OSError as error: return error.strerror
def fill_names():
    try:
        for n in range(1000): open("n%d" % n, "x").close()
    except OSError as error: return error.strerror
`;

const noSpace = "'No space left on device'";

function inputs(count: number, size: number): readonly InputFile[] {
  return Array.from({ length: count }, (_, number) => ({
    path: `in/${number}.txt`,
    bytes: Buffer.alloc(size, 'x'),
  }));
}

describe('a run whose scratch is full', () => {
  it('sees an ordinary error and completes', async () => {
    await withGateway({}, async (gateway) => {
      for (const what of ['fill("big")', 'fill_names()']) {
        const result = await gateway.run(`${fill}\n${what}`, { limits: small });
        assert.ok(result.outcome.status === 'completed', describeResult(result));
        assert.equal(result.outcome.value, noSpace);
      }
    });
  });

  it('is not begun where its input files do not fit, in bytes or in number, and that is said', async () => {
    await withGateway({}, async (gateway) => {
      for (const files of [inputs(6, MiB), inputs(60, 1)]) {
        const result = await gateway.run('print("begun")', { limits: small, files });
        assert.ok(result.outcome.status === 'raised', describeResult(result));
        assert.match(result.outcome.error.message, /No space left on device.*nothing was run/s);
        assert.equal(result.stdout.text, '');
      }
      await assertServes(gateway);
    });
  });
});

describe('a session whose scratch is full', () => {
  it('sees an ordinary error, lives on, and goes on once there is room', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create(small);
      assert.equal(await gateway.value(id, `${fill}\nfill("big")`), noSpace);
      assert.equal(await gateway.value(id, 'fill("more")'), noSpace);
      assert.equal(await gateway.value(id, 'os.remove("big"); os.remove("more"); fill("next", 2)'), null);
    });
  });

  it('is as before where input files do not fit: nothing of the call is run, and the next one works', async () => {
    await withGateway({}, async (gateway) => {
      const id = await gateway.create(small);
      await gateway.value(id, 'x = 1');
      const result = await gateway.call(id, 'x = 2', { files: inputs(6, MiB) });
      assert.equal(result.outcome.status, 'raised', describeResult(result));
      assert.equal(result.session?.alive, true);
      assert.equal(await gateway.value(id, 'x'), '1');
    });
  });

  for (const [what, code] of [
    ['bytes', 'fill("big", 3)'],
    ['number', '[open("n%d" % n, "x").close() for n in range(28)] and None'],
  ] as const) {
    it(`is not copied where its files do not fit twice, in ${what}: refused, the original as before, nothing stays`, async () => {
      await withGateway({}, async (gateway) => {
        const id = await gateway.create(small);
        assert.equal(await gateway.value(id, `${fill}\nkept = 7\n${code}`), null);
        const names = await gateway.value(id, 'sorted(os.listdir())');
        const [processes, groups] = [sandboxProcessesOf(process.pid).length, leavingsOf(process.pid).groups];
        await assert.rejects(gateway.fork(id), (error) => {
          assert.match(String(error), /No space left on device/);
          return refusedWith('session.fork-failed')(error);
        });
        await waitFor(
          'the end of what was begun',
          () => sandboxProcessesOf(process.pid).length === processes,
        );
        // The family's own first process has a group to itself from the first attempt on.
        const isNew = (path: string): boolean => !groups.includes(path) && !path.endsWith('-init');
        assert.deepEqual(leavingsOf(process.pid).groups.filter(isNew), []);
        assert.equal(await gateway.value(id, 'kept'), '7');
        const left = await gateway.value(id, 'sorted(n for n in os.listdir() if n != ".copies")');
        assert.equal(left, names);
        await gateway.value(id, '[os.remove(n) for n in os.listdir() if not n.startswith(".")] and None');
        assert.equal(await gateway.value(await gateway.fork(id), 'kept'), '7');
      });
    });
  }
});

alsoAsOrdinaryUser(import.meta.url);
