// The bundle for Claude Desktop, unpacked somewhere else, is a server that works; and what the registry is told is so.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import type { StructuredResult } from '../src/mcp/run-python/output-schema.js';
import { slow } from './support/time.js';
import { makeFolder } from './support/workspace.js';

const facts = JSON.parse(readFileSync('package.json', 'utf8')) as Readonly<Record<string, unknown>>;

/** What MCPB 0.3 asks for, as far as we use it; nothing else may stand there. */
const manifestShape = z.strictObject({
  manifest_version: z.literal('0.3'),
  name: z.string().regex(/^[a-z0-9-]+$/),
  display_name: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  description: z.string().min(1),
  long_description: z.string(),
  author: z.strictObject({ name: z.string().min(1) }),
  license: z.string(),
  keywords: z.array(z.string()),
  server: z.strictObject({
    type: z.enum(['node', 'python', 'binary']),
    entry_point: z.string(),
    mcp_config: z.strictObject({ command: z.string(), args: z.array(z.string()) }),
  }),
  tools_generated: z.boolean(),
  compatibility: z.strictObject({
    platforms: z.array(z.enum(['darwin', 'win32', 'linux'])),
    runtimes: z.strictObject({ node: z.string() }),
  }),
  user_config: z.record(
    z.string(),
    z.strictObject({
      type: z.enum(['string', 'number', 'boolean', 'directory', 'file']),
      title: z.string(),
      description: z.string(),
      required: z.boolean(),
    }),
  ),
});

describe('the .mcpb bundle', () => {
  let scratch = '';
  let unpacked = '';
  let names: string[] = [];

  const build = (folder: string): Buffer => {
    execFileSync(process.execPath, ['dist-test/scripts/build-mcpb.js', folder], { timeout: slow(60_000) });
    const [name] = readdirSync(folder);
    assert.equal(name, `isolated-pymcp-${String(facts['version'])}.mcpb`);
    return readFileSync(join(folder, name));
  };

  before(() => {
    scratch = mkdtempSync(join(tmpdir(), 'bundle-'));
    chmodSync(scratch, 0o755);
    unpacked = join(scratch, 'unpacked');
    const files = unzipSync(build(join(scratch, 'one')));
    names = Object.keys(files);
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(unpacked, name)), { recursive: true });
      writeFileSync(join(unpacked, name), bytes);
    }
  });

  after(() => {
    rmSync(scratch, { recursive: true, force: true });
  });

  const manifest = (): z.infer<typeof manifestShape> =>
    manifestShape.parse(JSON.parse(readFileSync(join(unpacked, 'manifest.json'), 'utf8')));

  it('has a manifest as the specification wants it, of this version', () => {
    const { name, version, server, compatibility } = manifest();
    assert.deepEqual([name, version], [facts['name'], facts['version']]);
    assert.ok(names.includes(server.entry_point));
    assert.deepEqual(compatibility.platforms, ['linux']);
  });

  it('is the same bytes when it is built again', () => {
    const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    assert.equal(
      hash(build(join(scratch, 'two'))),
      hash(readFileSync(join(scratch, 'one', readdirSync(join(scratch, 'one'))[0] ?? ''))),
    );
  });

  it('holds no test, no development package and nothing hidden', () => {
    assert.deepEqual(
      names.filter((name) =>
        /(?:^|\/)\.|\.test\.|(?:^|\/)\.\.|^\/|node_modules\/(?:typescript|eslint|fast-check|yaml|prettier)\//.test(
          name,
        ),
      ),
      [],
    );
    assert.ok(names.some((name) => name.startsWith('guest/')));
    assert.ok(!names.some((name) => name.startsWith('guest/tests/')));
  });

  it('is a server that runs Python, started as the manifest says', async () => {
    const { command, args } = manifest().server.mcp_config;
    const workspace = makeFolder({ 'note.txt': 'seen' });
    const words = args.map((word) =>
      word.replace('${__dirname}', unpacked).replace('${user_config.workspace}', workspace),
    );
    assert.equal(command, 'node');
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: words, cwd: scratch }));
    try {
      const code = 'open("/workspace/note.txt").read()';
      const result = await client.callTool(
        { name: 'run_python', arguments: { code } },
        { timeout: slow(60_000) },
      );
      assert.equal((result.structuredContent as StructuredResult).value, "'seen'");
    } finally {
      await client.close();
    }
  });
});

/** https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json, as far as we use it. */
const registryShape = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  version: z.string().max(255),
  packages: z
    .array(
      z.strictObject({
        registryType: z.literal('npm'),
        identifier: z.string(),
        version: z.string().regex(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/),
        runtimeHint: z.literal('npx'),
        transport: z.strictObject({ type: z.literal('stdio') }),
        packageArguments: z.array(
          z.union([
            z.strictObject({ type: z.literal('positional'), value: z.string() }),
            z.strictObject({
              type: z.literal('named'),
              name: z.string().startsWith('--'),
              description: z.string(),
              format: z.enum(['string', 'number', 'boolean', 'filepath']),
              isRequired: z.boolean(),
            }),
          ]),
        ),
      }),
    )
    .length(1),
});

describe('server.json', () => {
  it('tells the MCP registry of this package, in its form', () => {
    const told = registryShape.parse(JSON.parse(readFileSync(resolve('server.json'), 'utf8')));
    const [published] = told.packages;
    assert.deepEqual(
      [told.version, published?.version, published?.identifier, told.name],
      [facts['version'], facts['version'], facts['name'], facts['mcpName']],
    );
    assert.equal(told.name.split('/')[1], facts['name']);
  });
});
