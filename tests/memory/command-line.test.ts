// `pymcp memory`: a file of the reference server goes in, the same comes out, and what is damaged is named.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { commandLine } from '../support/command-line.js';
import { plantSecret } from '../support/planted-secret.js';

const lines = [
  '{"type":"entity","name":"Alice","entityType":"person","observations":["likes \\u001b[31mtea","has a dog"]}',
  '{"type":"entity","name":"Bob","entityType":"person","observations":["likes coffee"]}',
  '{"type":"relation","from":"Alice","to":"Acme","relationType":"works_at"}',
];
const text = `${lines.join('\n')}\n`;

describe('pymcp memory', () => {
  let home: string;
  let file: string;

  before(() => {
    home = mkdtempSync(join(tmpdir(), 'pymcp-memory-'));
    file = join(home, 'memory.jsonl');
    mkdirSync(join(home, 'project'));
  });

  after(() => {
    rmSync(home, { recursive: true, force: true });
  });

  const pymcpWith = (
    env: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [commandLine, 'memory', ...args], {
      env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home, ...env },
      encoding: 'utf8',
    });
  const pymcp = (...args: readonly string[]): ReturnType<typeof pymcpWith> => pymcpWith({}, ...args);

  it('imports a file once, however often it is asked to, and exports the same', () => {
    writeFileSync(file, text);
    const first = pymcp('import', file, '--json');
    assert.deepEqual(JSON.parse(first.stdout), { entities: 2, observations: 3, relations: 1, left_out: [] });
    const second = pymcp('import', file, '--json');
    assert.deepEqual(JSON.parse(second.stdout), { entities: 0, observations: 0, relations: 0, left_out: [] });
    assert.equal(pymcp('export').stdout, text);
  });

  it('shows it without a character that a terminal obeys, and says who stored it', () => {
    const { stdout } = pymcp('show');
    assert.match(stdout, /likes \\x1b\[31mtea {2}\[command-line, 20/);
    assert.match(stdout, /Alice —works_at→ Acme/);
    const { stdout: one } = pymcp('show', 'Bob', '--json');
    const { entities, relations } = JSON.parse(one) as { entities: unknown[]; relations: unknown[] };
    assert.deepEqual(entities, [{ name: 'Bob', entityType: 'person', observations: ['likes coffee'] }]);
    assert.deepEqual(relations, []);
  });

  it('finds words, and says where nothing is found', () => {
    const { stdout } = pymcp('search', 'LIKES', 'coff', '--json');
    const { entities } = JSON.parse(stdout) as { entities: { name: string }[] };
    assert.deepEqual(
      entities.map(({ name }) => name),
      ['Bob', 'Alice'],
    );
    assert.equal(pymcp('search', 'found nowhere').stdout, 'Nothing was found.\n');
  });

  it('keeps the memory of a workspace apart', () => {
    assert.match(pymcp('show', '--workspace', join(home, 'project')).stdout, /^Nothing is remembered/);
  });

  it('imports nothing of a damaged file unless it is told to, and names the lines', () => {
    writeFileSync(
      file,
      `${text}{"type":"ent\n{"type":"entity","name":"Carol","entityType":"person","observations":[]}\n`,
    );
    const refused = pymcp('import', file);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /error: nothing was imported: line 4 is no JSON\nhint: .*--skip-damaged/);
    assert.equal(pymcp('export').stdout, text);
    const taken = pymcp('import', file, '--skip-damaged', '--json');
    assert.deepEqual((JSON.parse(taken.stdout) as { entities: number }).entities, 1);
    assert.match(taken.stderr, /line 4 is no JSON, and was left out/);
  });

  it('imports no secret of its user, and says in which line it is', () => {
    const secret = plantSecret();
    const entity = { type: 'entity', name: 'Key', entityType: 'note', observations: [secret.value] };
    writeFileSync(file, `${text}${JSON.stringify(entity)}\n`);
    const refused = pymcpWith(secret.env, 'import', file);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /a secret of this user in line 4: entity\.observations\[0\]\n/);
    secret.assertAbsent({ stdout: refused.stdout, stderr: refused.stderr });
  });

  it('forgets what it is told to, and says what it does not have', () => {
    const unknown = pymcp('forget', 'Alice', 'Nobody');
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /^error: the memory has no entity "Nobody"\nhint: pymcp memory search/);
    const forgotten = pymcp('forget', 'Alice', '--json');
    assert.deepEqual(JSON.parse(forgotten.stdout), {
      deleted: { entities: 1, observations: 2, relations: 1 },
    });
    assert.doesNotMatch(pymcp('export').stdout, /Alice/);
  });

  it('ends quietly where nobody reads on', async () => {
    const long = Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat(10_000)}`);
    writeFileSync(
      file,
      JSON.stringify({ type: 'entity', name: 'Long', entityType: 'note', observations: long }),
    );
    assert.equal(pymcp('import', file).status, 0);
    const child = spawn(process.execPath, [commandLine, 'memory', 'show'], {
      env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home },
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const [status] = (await once(child, 'close')) as [number | null];
    assert.deepEqual([status, said], [0, '']);
    assert.equal(pymcp('forget', 'Long').status, 0);
  });

  it('forgets all of it only where it is told so', () => {
    const refused = pymcp('clear');
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /2 entities and 0 relations would be gone/);
    assert.equal(pymcp('clear', '--yes', '--json').status, 0);
    assert.equal(pymcp('export').stdout, '');
  });
});
