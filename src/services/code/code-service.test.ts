// Whatever the language server does, a question is answered or fails within its time, and the next one works.
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Workspace, WorkspacePath } from '../../core/workspace.js';
import { askHover } from './ask/hover.js';
import { CodeService } from './code-service.js';
import type { LintSession } from './lint-session.js';
import { type Behave, type FakeServer, openFakes } from './fake-server.test-support.js';

const place = { path: 'main.py', line: 1 };
const patientMs = 60_000;
const shortMs = 500;

function makeWorkspace(): Workspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pymcp-code-')));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, 'main.py'), 'value = 1\n');
  const { dev: device, ino: inode } = statSync(folder, { bigint: true });
  return { path: folder as WorkspacePath, access: 'read-only', owner: null, device, inode };
}

const workspace = makeWorkspace();
const undo = 'not-offered';

function open(
  behaviours: readonly Behave[],
  timeoutMs = patientMs,
): { service: CodeService; servers: FakeServer[] } {
  const { openTemplate, servers } = openFakes(behaviours);
  const bugs = (error: unknown): void => {
    throw error;
  };
  const changedBy = {
    files: { replaceAll: () => Promise.reject(new Error('nothing is changed')) },
    undo,
  } as const;
  const service = new CodeService({ workspace, openTemplate, onProblem: bugs, timeoutMs, changedBy });
  after(() => service.close());
  return { service, servers };
}

const hover = (service: CodeService, signal?: AbortSignal): ReturnType<CodeService['ask']> =>
  service.ask((session) => askHover(session, place), signal);

async function textOf(answer: Promise<unknown>): Promise<unknown> {
  const { kind, value, error } = (await answer) as {
    kind: string;
    value?: { text: string };
    error?: { code: string };
  };
  return kind === 'done' ? value?.text : error?.code;
}

const answering: Behave = ({ id, method }, { answer }) => {
  if (method === 'textDocument/hover') answer(id, { contents: { value: 'int' } });
  else if (id !== undefined) answer(id, null);
};
/** Does something else when it is asked the first question. */
const instead =
  (act: Behave): Behave =>
  (asked, server) => {
    if (asked.method === 'textDocument/hover' || asked.method === '$/cancelRequest') act(asked, server);
    else answering(asked, server);
  };

const megabyte = Buffer.alloc(1_000_000, 'x');

describe('CodeService', () => {
  for (const [what, act] of [
    ['ends', ({ output }) => output.end()],
    ['writes what is no message', ({ output }) => output.write('x'.repeat(1_000))],
    [
      'writes a line of 100 MB',
      ({ output }) => {
        for (let count = 0; count < 100 && !output.destroyed; count += 1) output.write(megabyte);
      },
    ],
    ['announces a message of 900 MB', ({ output }) => output.write('Content-Length: 900000000\r\n\r\n')],
    ['answers with what is no JSON', ({ output }) => output.write('Content-Length: 4\r\n\r\n{"id')],
  ] as readonly (readonly [string, (server: FakeServer) => unknown])[])
    it(`asks another server where the first one ${what}`, async () => {
      const { service, servers } = open([
        instead((_, server) => {
          act(server);
        }),
        answering,
      ]);
      assert.equal(await textOf(hover(service)), 'int');
      assert.equal(servers.length, 2);
    });

  it('fails in time where no server ever lives, and says so', async () => {
    const { service } = open([instead((_, { output }) => output.end())]);
    assert.equal(await textOf(hover(service)), 'code.server-failed');
  });

  it('keeps a server that is too slow and gives up when it is told to', async () => {
    let isSlow = true;
    const { service, servers } = open(
      [
        instead((asked, server) => {
          if (asked.method === '$/cancelRequest') server.refuse(asked.params?.id);
          else if (!isSlow) answering(asked, server);
        }),
      ],
      shortMs,
    );
    assert.equal(await textOf(hover(service)), 'code.server-failed');
    isSlow = false;
    assert.equal(await textOf(hover(service)), 'int');
    assert.equal(servers.length, 1);
  });

  it('ends a server that hangs, and asks the next question of another', async () => {
    const { service, servers } = open([instead(() => undefined), answering], shortMs);
    assert.equal(await textOf(hover(service)), 'code.server-failed');
    assert.equal(await textOf(hover(service)), 'int');
    assert.equal(servers.length, 2);
  });

  it('tells the server that nobody waits any more, and asks it the next question', async () => {
    const stop = new AbortController();
    let times = 0;
    const { service, servers } = open([
      instead((asked, server) => {
        if (asked.method === '$/cancelRequest') server.refuse(asked.params?.id);
        else if ((times += 1) > 1) answering(asked, server);
        else stop.abort();
      }),
    ]);
    const [first, next] = [hover(service, stop.signal), hover(service)];
    assert.equal(await textOf(first), 'gateway.cancelled');
    assert.equal(await textOf(next), 'int');
    const [server] = servers;
    const ids = (method: string): unknown[] =>
      (server?.asked ?? []).filter((one) => one.method === method).map(({ id, params }) => id ?? params?.id);
    assert.deepEqual(ids('$/cancelRequest'), ids('textDocument/hover').slice(0, 1));
    assert.equal(servers.length, 1);
  });

  it('does not ask what was cancelled while it waited', async () => {
    const [stop, held] = [new AbortController(), [] as (() => void)[]];
    const { service, servers } = open([
      instead((asked, server) => {
        held.push(() => {
          answering(asked, server);
        });
      }),
    ]);
    const [first, second] = [hover(service), hover(service, stop.signal)];
    while (held.length === 0) await setImmediate();
    stop.abort();
    held[0]?.();
    assert.deepEqual([await textOf(first), await textOf(second)], ['int', 'gateway.cancelled']);
    assert.equal(servers[0]?.asked.filter(({ method }) => method === 'textDocument/hover').length, 1);
  });

  it('does not let a question to ruff wait for one about types', async () => {
    const held: (() => void)[] = [];
    const { service } = open([
      instead((asked, server) => {
        held.push(() => {
          answering(asked, server);
        });
      }),
    ]);
    const slow = hover(service);
    while (held.length === 0) await setImmediate();
    const lint = await service.askLinter((session: LintSession) =>
      Promise.resolve(session.textOf('main.py')),
    );
    assert.deepEqual(lint, { kind: 'done', value: 'value = 1\n' });
    held[0]?.();
    assert.equal(await textOf(slow), 'int');
  });
});
