// Proves: audit.chain. Every way to run a program is written down before it runs, with who, under which policy and how it ended;
// a caller reads its own records and nobody else's; what cannot be written down does not run.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { openAudit } from '../../src/audit/open-audit.js';
import type { RecordBody } from '../../src/audit/chain.js';
import { verifyAudit } from '../../src/audit/verify-audit.js';
import { toCaller } from '../../src/core/caller.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import { PythonService } from '../../src/services/python/python-service.js';
import { toPythonMcpService } from '../../src/mcp/python-mcp-service.js';
import { findRoot, listResources } from '../../src/mcp/serving/serve-resources.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type AuditHome, hashOf, makeAuditHome } from '../support/audit-home.js';
import { type Ended, pymcp } from '../support/command-line.js';

type Fields = Readonly<Record<string, unknown>>;

const runHere = (home: AuditHome, args: readonly string[], input = ''): Promise<Ended> =>
  pymcp(args, input, { env: { ...process.env, ...home.env } });

const of = (records: readonly RecordBody[], kind: string): Fields[] =>
  records.filter((one) => one.kind === kind);

const logOf = (home: AuditHome): string => basename([...home.files().keys()][0] ?? '').split('.')[0] ?? '';

interface Page {
  readonly records: readonly RecordBody[];
  readonly next: string | null;
}

async function withService(
  home: AuditHome,
  work: (service: PythonService, problems: unknown[]) => Promise<void>,
): Promise<void> {
  const problems: unknown[] = [];
  const onProblem = (error: unknown): void => void problems.push(error);
  const audit = openAudit({
    places: home.places,
    command: 'test',
    sync: 'second',
    code: 'hash',
    fileBytes: 1024 * 1024,
    keepMs: null,
    onProblem,
  });
  const environment = parseEnvironmentName('python');
  const service = new PythonService({ environment, limits: {}, strict: false, onProblem, audit });
  try {
    await work(service, problems);
  } finally {
    await service.close();
    await audit.close();
  }
}

async function readPage(service: PythonService, name: string, uri = 'pymcp://audit/records'): Promise<Page> {
  const { resources } = await toPythonMcpService(service).offer(toCaller(name), Promise.resolve());
  const { contents } = await findRoot(resources, uri).read(uri);
  const [content] = contents;
  assert.ok(content !== undefined && 'text' in content);
  return JSON.parse(content.text) as Page;
}

describe('pymcp run', () => {
  it('is written down with its policy before it runs and with its outcome after it', async () => {
    const home = makeAuditHome();
    const workspace = join(home.folder, 'workspace');
    mkdirSync(workspace);
    const code = 'print("a secret word")';
    const { exitCode } = await runHere(home, ['run', '-', '--timeout', '7', '--workspace', workspace], code);
    assert.equal(exitCode, 0);
    const records = await home.records();
    assert.deepEqual(
      records.map(({ kind }) => kind),
      ['opened', 'begin', 'end', 'closed'],
    );
    const [begin] = of(records, 'begin');
    const [end] = of(records, 'end');
    assert.ok(begin !== undefined && end !== undefined);
    assert.equal(begin['caller'], 'command-line');
    assert.deepEqual(begin['code'], { sha256: hashOf(code), bytes: Buffer.byteLength(code) });
    assert.deepEqual(begin['workspace'], { path: workspace, access: 'read-only' });
    assert.deepEqual([begin['network'], begin['environment']], ['none', 'python']);
    assert.equal((begin['limits'] as Fields)['wall_ms'], 7000);
    assert.equal(end['id'], begin['id']);
    assert.deepEqual([end['status'], end['exit_code']], ['completed', 0]);
    assert.equal((end['output'] as Fields)['stdout_bytes'], 14);
    assert.ok(Number((end['usage'] as Fields)['wall_ms']) > 0);
    for (const bytes of home.files().values()) assert.ok(!bytes.toString().includes('secret word'));
  });

  it('is written down with its end whatever that is', async () => {
    const home = makeAuditHome();
    await runHere(home, ['run', '-'], '1/0');
    await runHere(home, ['run', '-', '--timeout', '0.3'], 'while True: pass');
    await runHere(home, ['run', '-'], 'import os; os.kill(os.getpid(), 9)');
    const ends = of(await home.records(), 'end').map(({ status, limit, signal }) => [status, limit, signal]);
    assert.deepEqual(ends, [
      ['raised', null, null],
      ['limit', 'wall', null],
      ['lost', null, 'SIGKILL'],
    ]);
  });

  it('has the id of its records in its result, and none where nothing is recorded', async () => {
    const home = makeAuditHome();
    const idIn = async (...more: string[]): Promise<unknown> => {
      const { stdout } = await runHere(home, ['run', '-', '--json', ...more], '1/0');
      return (JSON.parse(stdout) as Fields)['audit'];
    };
    const id = await idIn();
    assert.match(String(id), /^[0-9a-f]{16}$/);
    const records = (await home.records()).filter((record) => 'id' in record);
    assert.deepEqual(
      records.map((record) => [record.kind, (record as Fields)['id']]),
      [
        ['begin', id],
        ['end', id],
      ],
    );
    assert.equal(await idIn('--no-audit'), null);
  });

  it('leaves no record where there is nothing to run: bad input is told to whoever gave it', async () => {
    const home = makeAuditHome();
    const wrong = [
      ['run', 'no-such-file.py'],
      ['run', '-'],
      ['run', '-', '--timeout', 'soon'],
      ['run', '-', '--env', 'no such'],
    ];
    for (const args of wrong) {
      const { exitCode, stderr } = await runHere(home, args);
      assert.equal(exitCode, 2, stderr);
    }
    assert.deepEqual(await home.records(), []);
  });

  it('is refused where it cannot be written down, and nothing of it has run', async () => {
    const home = makeAuditHome();
    await runHere(home, ['run', '-'], '1');
    chmodSync(home.places.logs, 0o755);
    const made = join(home.folder, 'workspace');
    mkdirSync(made);
    const refused = await runHere(home, ['run', '-'], 'print("it ran")');
    assert.deepEqual([refused.exitCode, refused.stdout], [3, '']);
    assert.match(refused.stderr, /^error: the folder of the audit log is not trusted.*\nhint: chmod 0700 /);
    const off = await runHere(home, ['run', '-', '--no-audit'], 'print("it ran")');
    assert.deepEqual([off.exitCode, off.stdout], [0, 'it ran\n']);
    assert.match(off.stderr, /^warning: the audit log is off/);
  });

  it('has its text where that is asked for', async () => {
    const home = makeAuditHome();
    const code = 'x = "é\\n"\n';
    const env = { ...process.env, ...home.env, PYMCP_AUDIT_CODE: 'text' };
    assert.equal((await pymcp(['run', '-'], code, { env })).exitCode, 0);
    const [begin] = of(await home.records(), 'begin');
    assert.equal((begin?.['code'] as Fields)['text'], code);
  });
});

describe('a gateway', () => {
  it('writes down runs, sessions, their calls, copies and ends, and what it refuses', async () => {
    const home = makeAuditHome();
    const me = toCaller('token:me');
    await withService(home, async (service) => {
      await service.facts;
      const ran = await service.run(me, { code: 'print(1)' });
      const made = await service.sessions.create(me);
      assert.ok(made.kind === 'done');
      const { id } = made.value.session;
      const called = await service.run(me, { code: 'x = 1', sessionId: id });
      const copy = await service.sessions.fork(me, id);
      assert.ok(copy.kind === 'done');
      await service.run(me, { code: '' });
      await service.run(me, { code: '1', sessionId: 'nosuch' });
      await service.sessions.close(me, id);
      const records = (await home.records()).filter(({ caller }) => caller === me);
      assert.deepEqual(
        records.map(({ kind, tool, session }) => [kind, tool ?? null, session ?? null]),
        [
          ['begin', 'run_python', null],
          ['end', null, null],
          ['session', 'create_session', id],
          ['begin', 'run_python', id],
          ['end', null, id],
          ['session', 'fork_session', copy.value.session.id],
          ['refused', 'run_python', null],
          ['refused', 'run_python', null],
          ['session-end', null, id],
        ],
      );
      assert.deepEqual(
        [ran, called].map((answer) => answer.kind === 'ran' && answer.result.auditId),
        of(records, 'begin').map(({ id: recorded }) => recorded),
      );
      assert.deepEqual(
        of(records, 'refused').map(({ error }) => error),
        ['input.code-empty', 'session.unknown'],
      );
      assert.equal(of(records, 'session')[1]?.['forked_from'], id);
    });
    const [log] = await verifyAudit(home.places);
    assert.deepEqual(log?.problems, []);
    const begun = of(await home.records(), 'begin').map(({ id }) => id);
    assert.deepEqual(
      of(await home.records(), 'end').map(({ id }) => id),
      begun,
    );
  });

  it('refuses runs and sessions that it cannot write down, and takes them again when it can', async () => {
    const home = makeAuditHome();
    const me = toCaller('token:me');
    await withService(home, async (service) => {
      await service.facts;
      const [path = ''] = [...home.files().keys()];
      chmodSync(path, 0o644);
      for (let count = 0; count < 2; count += 1) {
        const refused = await service.run(me, { code: 'print(1)' });
        assert.ok(refused.kind === 'refused' && /^audit\./.test(refused.error.code));
        assert.notEqual(refused.error.hint, '');
        const session = await service.sessions.create(me);
        assert.ok(session.kind === 'refused' && /^audit\./.test(session.error.code));
      }
      chmodSync(path, 0o600);
      assert.equal((await service.run(me, { code: 'print(1)' })).kind, 'ran');
    });
    const [log] = await verifyAudit(home.places);
    assert.deepEqual(log?.problems, []);
  });

  it('shows each caller its own records, in pages, and never another’s', async () => {
    const home = makeAuditHome();
    const [me, other] = [toCaller('token:me'), toCaller('token:other')];
    await withService(home, async (service) => {
      await service.facts;
      for (let count = 0; count < 120; count += 1) {
        await service.run(count % 3 === 0 ? other : me, { code: '' });
      }
      const seen: RecordBody[] = [];
      let pages = 0;
      for (let uri: string | null = 'pymcp://audit/records'; uri !== null; pages += 1) {
        const page: Page = await readPage(service, me, uri);
        assert.ok(page.records.length <= 50);
        // Meanwhile others, and the caller itself, go on.
        await service.run(other, { code: '' });
        await service.run(me, { code: '' });
        seen.push(...page.records);
        uri = page.next;
      }
      assert.deepEqual([pages, seen.length], [2, 80]);
      assert.equal(new Set(seen.map(({ n }) => n)).size, 80);
      assert.ok(seen.every(({ caller }) => caller === me));
      const [first, second] = seen;
      assert.ok(Number(first?.['n']) > Number(second?.['n']));
      const next = `pymcp://audit/records?before=${logOf(home)}.9999999`;
      assert.ok((await readPage(service, other, next)).records.every(({ caller }) => caller === other));
      assert.deepEqual(await readPage(service, 'token:nobody'), { records: [], next: null });
    });
  });

  it('lists that resource, and refuses addresses that are none', async () => {
    const home = makeAuditHome();
    await withService(home, async (service) => {
      const { resources } = await toPythonMcpService(service).offer(toCaller('a'), Promise.resolve());
      assert.deepEqual(
        (await listResources(resources)).resources.map(({ uri }) => uri),
        ['pymcp://audit/records'],
      );
      for (const uri of ['pymcp://audit/', 'pymcp://audit/records?caller=b', 'pymcp://audit/../audit'])
        await assert.rejects(findRoot(resources, uri).read(uri), /no address here/);
    });
  });
});

describe('pymcp audit', () => {
  it('shows the last records, of one caller where that is asked for', async () => {
    const home = makeAuditHome();
    assert.equal((await runHere(home, ['audit', 'show'])).stdout, 'There is no record.\n');
    await runHere(home, ['run', '-'], '1');
    const table = (await runHere(home, ['audit', 'show'])).stdout.trimEnd().split('\n');
    assert.equal(table.length, 5);
    const lines = (await runHere(home, ['audit', 'show', '--json', '--last', '2'])).stdout
      .trimEnd()
      .split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as Fields)['kind']),
      ['end', 'closed'],
    );
    const own = await runHere(home, ['audit', 'show', '--json', '--caller', 'command-line']);
    assert.equal(own.stdout.trimEnd().split('\n').length, 2);
    for (const args of [
      ['--last', '0'],
      ['--last', 'x'],
    ])
      assert.equal((await runHere(home, ['audit', 'show', ...args])).exitCode, 2);
  });

  it('says that the log is whole, and which record of which file is not', async () => {
    const home = makeAuditHome();
    const verify = (...args: readonly string[]): Promise<Ended> =>
      runHere(home, ['audit', 'verify', ...args]);
    assert.deepEqual(
      [(await verify()).exitCode, (await verify()).stdout],
      [0, 'There is no audit log yet.\n'],
    );
    await runHere(home, ['run', '-'], '1');
    const whole = await verify();
    assert.equal(whole.exitCode, 0);
    const noted = /[0-9a-f]{8}-0:4:[0-9a-f]{64}/.exec(whole.stdout)?.[0] ?? '';
    assert.equal((await verify('--noted', noted)).exitCode, 0);
    assert.equal((await verify('--noted', noted.replace('-0:4', '-0:5'))).exitCode, 1);
    assert.equal((await verify('--noted', 'x')).exitCode, 2);
    const [path = ''] = [...home.files().keys()];
    const lines = readFileSync(path, 'utf8').split('\n');
    const spoiled: readonly (readonly [string, readonly string[], RegExp])[] = [
      [
        'changed',
        lines.map((line) => line.replace('"completed"', '"cancelled"')),
        /log [0-9a-f]{8}-0: changed: record 3 .*line 3/,
      ],
      ['dropped', lines.filter((_, index) => index !== 1), /log [0-9a-f]{8}-0: dropped: record 2 is missing/],
      [
        'reordered',
        [1, 0, 2, 3, 4].map((index) => lines[index] ?? ''),
        /log [0-9a-f]{8}-0: reordered: record 1 /,
      ],
      [
        'cut',
        [...lines.slice(0, 2), ''],
        /log [0-9a-f]{8}-0: cut: each of the records 3 to 4 is missing at the end/,
      ],
    ];
    for (const [kind, text, says] of spoiled) {
      writeFileSync(path, text.join('\n'));
      const { exitCode, stdout, stderr } = await verify();
      assert.equal(exitCode, 1, kind);
      assert.match(stdout, says);
      assert.match(stdout, /-0\.00000001\.jsonl/);
      assert.match(stderr, /^error: .*\nhint: ./);
      const json = JSON.parse((await verify('--json')).stdout) as { whole: boolean; logs: Fields[] };
      assert.equal(json.whole, false);
      assert.equal((json.logs[0]?.['problems'] as Fields[])[0]?.['kind'], kind);
    }
    writeFileSync(path, lines.join('\n'));
    assert.equal((await verify()).exitCode, 0);
  });
});

alsoAsOrdinaryUser(import.meta.url);
