// Proves: audit.chain. What a tool of the code service writes is one change, whole or not at all, also where the gateway is killed
// in the middle of it; it is written down, and taken back as one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openCodeClient } from '../support/code-client.js';
import { commandLine } from '../support/command-line.js';
import { waitFor } from '../support/host-processes.js';
import type { ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const sources = {
  'shapes.py': 'def area(side: float) -> float:\n    return side * side\n',
  'report.py': 'from shapes import area\n\nprint(area(2))\n',
};
const renamed = {
  'shapes.py': sources['shapes.py'].replace('area', 'surface'),
  'report.py': sources['report.py'].replaceAll('area', 'surface'),
};
const toSurface = { symbol: 'area', path: 'shapes.py', new_name: 'surface', apply: true };

/** All but what lies beside them for a moment. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

async function withGateway(
  folder: string,
  home: string,
  beside: readonly string[],
  work: (served: ServedClient) => Promise<void>,
): Promise<void> {
  const served = await openCodeClient(folder, ['--writable'], { beside, home });
  try {
    await work(served);
  } finally {
    await served.close();
  }
}

describe('a change by a tool of the code service', () => {
  it('is one change of all files, which is taken back and made again as one, and written down', async () => {
    const [folder, home] = [makeFolder(sources), makeFolder()];
    await withGateway(folder, home, ['files'], async (served) => {
      const { fields, text } = await served.call('rename', toSurface);
      assert.deepEqual([fields['applied'], fields['change_id']], [true, 1], text);
      assert.match(text, /undo_change \{id: 1\} takes it back/);
      assert.deepEqual(filesOf(folder), renamed);
      const { changes } = (await served.call('list_changes')).fields as { changes: { what: string }[] };
      assert.equal(changes.length, 1);
      assert.match(changes[0]?.what ?? '', /^changed 2 files by rename: "/);
      await served.call('undo_change');
      assert.deepEqual(filesOf(folder), sources);
      await served.call('undo_change', { id: 2 });
      assert.deepEqual(filesOf(folder), renamed);
      // And the language server knows.
      assert.equal((await served.call('diagnostics', { path: 'report.py' })).fields['errors'], 0);
    });
    assert.deepEqual(callsOf(home, 'rename'), [
      { service: 'code', access: 'write', subjects: ['/workspace/report.py', '/workspace/shapes.py'] },
    ]);
  });

  it('is not taken back, not even in part, where somebody has changed one of the files since', async () => {
    const [folder, home] = [makeFolder(sources), makeFolder()];
    await withGateway(folder, home, ['files'], async (served) => {
      await served.call('rename', toSurface);
      writeFileSync(join(folder, 'report.py'), '# mine\n');
      const { text, raw } = await served.call('undo_change');
      assert.deepEqual([raw.isError, /not as the change left it/.test(text)], [true, true], text);
      assert.deepEqual(filesOf(folder), { ...renamed, 'report.py': '# mine\n' });
    });
  });

  it('offers no way back where the tools for that are not there', async () => {
    const [folder, home] = [makeFolder({ 'style.py': 'x=1\n' }), makeFolder()];
    await withGateway(folder, home, [], async (served) => {
      const { fields, text } = await served.call('format', { path: 'style.py', apply: true });
      assert.deepEqual([fields['applied'], 'change_id' in fields], [true, false], text);
      assert.deepEqual(filesOf(folder), { 'style.py': 'x = 1\n' });
      const { tools } = await served.client.listTools();
      assert.doesNotMatch(JSON.stringify([tools, text]), /undo|change_id/);
    });
  });

  it('is refused in a workspace that is read-only, and that is written down', async () => {
    const [folder, home] = [makeFolder(sources), makeFolder()];
    const served = await openCodeClient(folder, [], { home });
    try {
      const { text, raw } = await served.call('rename', toSurface);
      assert.deepEqual([raw.isError, /read-only[\s\S]*--writable/.test(text)], [true, true], text);
      assert.deepEqual(filesOf(folder), sources);
    } finally {
      await served.close();
    }
    assert.match(auditOf(home), /"refus[^\n]*"tool":"rename"/);
  });

  it('loses nothing where the gateway is killed in the middle of it', async () => {
    const many: Record<string, string> = { 'shapes.py': sources['shapes.py'] };
    for (let number = 0; number < 60; number += 1) many[`use_${number}.py`] = sources['report.py'];
    const [folder, home] = [makeFolder(many), makeFolder()];
    const served = await openCodeClient(folder, ['--writable'], { beside: ['files'], home });
    const answer = served.call('rename', toSurface).catch(() => null);
    const hasBegun = (): boolean =>
      Object.entries(filesOf(folder)).some(([, text]) => text.includes('surface'));
    await waitFor('the first file is written', hasBegun);
    process.kill(served.pid, 'SIGKILL');
    await answer;
    await served.close().catch(() => undefined);
    for (const [name, text] of Object.entries(filesOf(folder)))
      assert.ok([many[name], many[name]?.replaceAll('area', 'surface')].includes(text), name);
    await withGateway(folder, home, ['files'], async (again) => {
      const { text } = await again.call('undo_change');
      assert.match(text, /61 files by rename/);
    });
    assert.deepEqual(filesOf(folder), many);
    assert.equal(readdirSync(folder).length, 61);
  });
});

function auditOf(home: string): string {
  const env = { PATH: String(process.env['PATH']), HOME: home };
  return execFileSync(process.execPath, [commandLine, 'audit', 'show', '--json', '--last', '1000'], {
    env,
    encoding: 'utf8',
  });
}

interface Shown {
  readonly kind: string;
  readonly tool?: string;
  readonly service?: string;
  readonly access?: string;
  readonly subjects?: readonly string[];
}

function callsOf(home: string, wanted: string): readonly unknown[] {
  const records = auditOf(home)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Shown);
  return records
    .filter(({ kind, tool }) => kind === 'call' && tool === wanted)
    .map(({ service, access, subjects = [] }) => ({ service, access, subjects: [...subjects].sort() }));
}

alsoAsOrdinaryUser(import.meta.url, ['node_modules/pyright', 'node_modules/@astral-sh/ruff-wasm-nodejs']);
