// The other commands know the choice: the MCP server, doctor, verify, analyze.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namedBackends } from '../../src/core/backend-names.js';
import { isAble } from '../../src/sandbox/abilities.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { pymcp } from '../support/command-line.js';
import { useDockerDaemon } from '../support/docker-daemon.js';
import { openClient } from '../support/mcp-client.js';

interface Finding {
  readonly group: string;
  readonly name: string;
  readonly state: string;
  readonly detail: string;
  readonly fix: string | null;
}

interface Verified {
  readonly backend: string;
  readonly promises: readonly {
    readonly promise: string;
    readonly verdict: string;
    readonly attacks: readonly { readonly verdict: string; readonly problems: readonly string[] }[];
    readonly gaps: readonly { readonly what: string; readonly why: string }[];
  }[];
}

useDockerDaemon();

/** A client hands on less by itself: not where Docker is. */
const environment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

for (const backend of namedBackends) {
  describe(`an MCP server with --backend ${backend}`, () => {
    it('runs programs and sessions in it, says so, and copies a session where it can', async () => {
      const served = await openClient('2025-11-25', ['--backend', backend, '--no-audit'], environment());
      try {
        const { structured } = await served.run('6 * 7');
        assert.equal(structured.value, '42', structured.message);
        assert.equal(structured.isolation?.backend, backend);
        assert.match(structured.isolation.reason ?? '', /^it was chosen by its name/);
        const created = await served.call('create_session');
        const { session_id: id } = created.fields['session'] as { session_id: string };
        await served.run('x = 20', { session_id: id });
        const kept = await served.run('x + 1', { session_id: id });
        assert.deepEqual([kept.structured.value, kept.structured.isolation?.backend], ['21', backend]);
        const copy = await served.call('fork_session', { session_id: id });
        assert.equal(copy.raw.isError === true, !isAble(backend, 'copies'), copy.text);
        if (!isAble(backend, 'copies')) assert.match(copy.text, /bubblewrap/);
      } finally {
        await served.close();
      }
    });
  });

  describe(`doctor --backend ${backend}`, () => {
    it('tries that one fully, and has a line for each', async () => {
      const { stdout, exitCode, stderr } = await pymcp(['doctor', '--backend', backend, '--json']);
      const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
      const find = (name: string): Finding | undefined => findings.find((one) => one.name === name);
      assert.equal(exitCode, 0, stderr);
      assert.equal(find('sealed-run')?.state, 'ok', JSON.stringify(findings, null, 1));
      assert.deepEqual(
        findings.filter(({ group }) => group === 'backends').map(({ name }) => name),
        namedBackends.map((name) => `backend-${name}`),
      );
      assert.equal(find(`backend-${backend}`)?.detail, 'usable, as shown above');
    });
  });

  describe(`verify --backend ${backend}`, () => {
    it('attacks that one', async () => {
      const { stdout, stderr } = await pymcp([
        'verify',
        '--backend',
        backend,
        '--only',
        'innocent/threads',
        '--json',
      ]);
      assert.notEqual(stdout, '', stderr);
      const { backend: attacked, promises } = JSON.parse(stdout) as Verified;
      const seen = promises[0]?.attacks.map(({ verdict, problems }) => [verdict, ...problems]);
      assert.deepEqual([attacked, seen], [backend, [['held']]]);
    });

    it('says of what it cannot be asked for that it is not enforceable, with the reason, and leaves nothing out', async () => {
      if (isAble(backend, 'network')) return;
      const ended = await pymcp([
        'verify',
        '--backend',
        backend,
        '--only',
        'innocent/named-network',
        '--json',
      ]);
      const [row] = (JSON.parse(ended.stdout) as Verified).promises;
      assert.equal(ended.exitCode, 3);
      assert.equal(row?.verdict, 'not enforceable here');
      assert.match(row.attacks[0]?.problems[0] ?? '', new RegExp(`^it was not run: ${backend} cannot `));
      assert.equal(row.gaps[0]?.what, 'network');
    });
  });
}

describe('analyze', () => {
  it('measures in the backend that was named, or is refused', async () => {
    const { exitCode, stderr } = await pymcp(['analyze', '-', '--backend', 'none'], 'def f(n): return n');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: --backend "none" does not fit\nhint: give auto or /);
  });
});

alsoAsOrdinaryUser(import.meta.url, ['dist'], true);
