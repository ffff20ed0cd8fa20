// `pymcp memory`: a file of the reference server goes in, the same comes out, and what is damaged is named.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { commandLine } from '../support/command-line.js';

const lines = [
  '{"type":"entity","name":"Alice","entityType":"person","observations":["likes \\u001b[31mtea","has a dog"]}',
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

  const pymcp = (...args: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [commandLine, 'memory', ...args], {
      env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home },
      encoding: 'utf8',
    });

  it('imports a file once, however often it is asked to, and exports the same', () => {
    writeFileSync(file, text);
    const first = pymcp('import', file, '--json');
    assert.deepEqual(JSON.parse(first.stdout), { entities: 1, observations: 2, relations: 1, left_out: [] });
    const second = pymcp('import', file, '--json');
    assert.deepEqual(JSON.parse(second.stdout), { entities: 0, observations: 0, relations: 0, left_out: [] });
    assert.equal(pymcp('export').stdout, text);
  });

  it('shows it without a character that a terminal obeys, and says who stored it', () => {
    const { stdout } = pymcp('show');
    assert.match(stdout, /likes \\x1b\[31mtea {2}\[command-line, 20/);
    assert.match(stdout, /Alice —works_at→ Acme/);
  });

  it('keeps the memory of a workspace apart', () => {
    assert.match(pymcp('show', '--workspace', join(home, 'project')).stdout, /^Nothing is remembered/);
  });

  it('imports nothing of a damaged file unless it is told to, and names the lines', () => {
    writeFileSync(
      file,
      `${text}{"type":"ent\n{"type":"entity","name":"Bob","entityType":"person","observations":[]}\n`,
    );
    const refused = pymcp('import', file);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /error: nothing was imported: line 3 is no JSON/);
    assert.equal(pymcp('export').stdout, text);
    const taken = pymcp('import', file, '--skip-damaged', '--json');
    assert.deepEqual((JSON.parse(taken.stdout) as { entities: number }).entities, 1);
    assert.match(taken.stderr, /line 3 is no JSON, and was left out/);
  });

  it('forgets only where it is told so, and then all of it', () => {
    assert.equal(pymcp('clear').status, 2);
    assert.equal(pymcp('clear', '--yes', '--json').status, 0);
    assert.equal(pymcp('export').stdout, '');
  });
});
