// The configuration that the documents show starts a server that works, as a client starts it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { packageRoot } from '../../src/host/package-root.js';
import type { StructuredResult } from '../../src/mcp/run-python/output-schema.js';

interface Configuration {
  readonly mcpServers: Readonly<Record<string, { readonly command: string; readonly args: string[] }>>;
}

const example = readFileSync(join(packageRoot(), 'examples/.mcp.json'), 'utf8');

describe('examples/.mcp.json', () => {
  let project = '';
  before(() => {
    project = mkdtempSync(join(tmpdir(), 'pymcp-project-'));
    writeFileSync(join(project, 'note.txt'), 'seen');
    writeFileSync(join(project, '.env'), 'SECRET=hidden');
  });
  after(() => {
    rmSync(project, { recursive: true, force: true });
  });

  it('shows the folder of the project to the programs, but for its secrets', async () => {
    const text = example.replaceAll('/path/to/isolated-pymcp', packageRoot());
    const [server] = Object.values((JSON.parse(text) as Configuration).mcpServers);
    assert.ok(server !== undefined);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ ...server, cwd: project }));
    try {
      const code =
        'text = open("note.txt").read()\ntry: text += open(".env").read()\nexcept OSError: pass\ntext';
      const result = await client.callTool({ name: 'run_python', arguments: { code } });
      assert.equal((result.structuredContent as StructuredResult).value, "'seen'");
    } finally {
      await client.close();
    }
  });

  it('is what the README shows', () => {
    assert.ok(
      readFileSync(join(packageRoot(), 'README.md'), 'utf8').includes(`\`\`\`json\n${example}\`\`\``),
    );
  });
});
