// Proves: net.none, path.protected, limit.memory. The examples do what they say, by the command line and through a real MCP client over
// stdio.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { StructuredResult } from '../src/mcp/run-python/output-schema.js';
import { commandLine } from './support/command-line.js';
import { openClient } from './support/mcp-client.js';
import { slow } from './support/time.js';

interface Example {
  readonly name: string;
  readonly options?: readonly string[];
  readonly more?: Record<string, unknown>;
  readonly exitCode: number;
  readonly status: StructuredResult['status'];
  readonly stdout: RegExp;
  readonly stderr: RegExp;
  readonly images?: number;
}

const canary = 'TOKEN=canary-of-the-examples';

const examples: readonly Example[] = [
  {
    name: 'analyse',
    exitCode: 0,
    status: 'completed',
    stdout: /^12 months, 3 places$/m,
    stderr: /^$/,
    images: 1,
  },
  {
    name: 'fail',
    exitCode: 1,
    status: 'raised',
    stdout: /^tea: 3\.2$/m,
    stderr:
      /could not convert string to float: 'n\/a'[\s\S]*raise RuntimeError\("a price is missing"\) from error/,
  },
  {
    name: 'endless',
    options: ['--timeout', '2'],
    more: { timeout_s: 2 },
    exitCode: 124,
    status: 'limit',
    stdout: /^counting$/m,
    stderr: /still running after 2 s/,
  },
  { name: 'memory', exitCode: 137, status: 'limit', stdout: /^$/, stderr: /memory/ },
  {
    name: 'snoop',
    exitCode: 0,
    status: 'completed',
    stdout:
      /^passwords: refused[\s\S]*keys in the workspace: refused[\s\S]*pid 1: refused[\s\S]*network: refused[\s\S]*metadata: refused/,
    stderr: /^$/,
  },
  {
    name: 'parallel',
    exitCode: 0,
    status: 'completed',
    stdout: /^threads 285, subprocess 42, processes 285, asyncio 13$/m,
    stderr: /^$/,
  },
];

describe('the examples', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'pymcp-examples-'));
    cpSync('examples', folder, { recursive: true });
    writeFileSync(join(folder, '.env'), canary);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const example of examples) {
    it(`${example.name} by the command line`, () => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [
          commandLine,
          'run',
          '--workspace',
          folder,
          ...(example.options ?? []),
          join(folder, `${example.name}.py`),
        ],
        { encoding: 'utf8', timeout: slow(90_000) },
      );
      assert.match(stdout, example.stdout);
      assert.match(stderr, example.stderr);
      assert.equal(status, example.exitCode);
      assert.ok(!stdout.includes(canary));
    });

    it(`${example.name} through a client`, async () => {
      const server = await openClient('2025-11-25', ['--workspace', folder]);
      try {
        const code = readFileSync(join(folder, `${example.name}.py`), 'utf8');
        const { raw, structured, text } = await server.run(code, example.more);
        assert.equal(structured.status, example.status, text);
        assert.match(structured.stdout, example.stdout);
        const images = raw.content.filter((part) => part.type === 'image' && part.mimeType === 'image/png');
        assert.equal(images.length, example.images ?? 0);
        assert.ok(!JSON.stringify(raw).includes(canary));
      } finally {
        await server.close();
      }
    });
  }

  it('control: outside the jail snoop reads the key file', () => {
    // Without its last attempts: outside, the network is there, and no test goes beyond loopback.
    const [files = ''] = readFileSync(join(folder, 'snoop.py'), 'utf8').split('attempt("network"');
    const outside = files.replace('/workspace', folder);
    const { stdout } = spawnSync('/usr/bin/python3', ['-I', '-c', outside], {
      encoding: 'utf8',
      timeout: slow(60_000),
    });
    assert.ok(stdout.includes(canary));
  });
});
