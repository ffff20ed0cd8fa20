// What was written for a client starts a server that works, exactly as it stands in the file.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { parse } from 'smol-toml';
import type { StructuredResult } from '../../src/mcp/run-python/output-schema.js';
import { type ConnectHome, makeHome } from '../support/connect-home.js';
import { slow } from '../support/time.js';
import { makeFolder } from '../support/workspace.js';

interface Server {
  readonly command: string;
  readonly args: string[];
}

/** Read as the client does, not as we do. */
const readers: Readonly<
  Record<string, readonly [string, (text: string) => Readonly<Record<string, Server>>]>
> = {
  'claude-code': [
    '.claude.json',
    (text) => (JSON.parse(text) as { mcpServers: Record<string, Server> }).mcpServers,
  ],
  'claude-desktop': [
    '.config/Claude/claude_desktop_config.json',
    (text) => (JSON.parse(text) as { mcpServers: Record<string, Server> }).mcpServers,
  ],
  cursor: [
    '.cursor/mcp.json',
    (text) => (JSON.parse(text) as { mcpServers: Record<string, Server> }).mcpServers,
  ],
  vscode: [
    '.config/Code/User/mcp.json',
    (text) => (JSON.parse(text) as { servers: Record<string, Server> }).servers,
  ],
  codex: [
    '.codex/config.toml',
    (text) => (parse(text) as unknown as { mcp_servers: Record<string, Server> }).mcp_servers,
  ],
  'gemini-cli': [
    '.gemini/settings.json',
    (text) => (JSON.parse(text) as { mcpServers: Record<string, Server> }).mcpServers,
  ],
  windsurf: [
    '.codeium/windsurf/mcp_config.json',
    (text) => (JSON.parse(text) as { mcpServers: Record<string, Server> }).mcpServers,
  ],
  zed: [
    '.config/zed/settings.json',
    (text) => (JSON.parse(text) as { context_servers: Record<string, Server> }).context_servers,
  ],
};

/** What the file says, after the client has put the folder of the project in. */
function readServer(
  home: ConnectHome,
  path: string,
  read: (text: string) => Readonly<Record<string, Server>>,
  project = '',
): Server {
  const server = read(home.read(path))['pymcp'];
  assert.ok(server !== undefined);
  return {
    command: server.command,
    args: server.args.map((word) => (word === '${workspaceFolder}' ? project : word)),
  };
}

async function runNote({ command, args }: Server): Promise<string | null | undefined> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command, args }));
  try {
    const code = 'open("/workspace/note.txt").read()';
    const result = await client.callTool(
      { name: 'run_python', arguments: { code } },
      { timeout: slow(60_000) },
    );
    return (result.structuredContent as StructuredResult).value;
  } finally {
    await client.close();
  }
}

describe('what pymcp connect writes', () => {
  for (const [name, [path, read]] of Object.entries(readers)) {
    it(`starts a server: ${name}`, async () => {
      const home = makeHome();
      const folder = makeFolder({ 'a b/note.txt': `for ${name}` });
      const { exitCode, stderr } = await home.connect(name, '--workspace', join(folder, 'a b'), '--yes');
      assert.equal(exitCode, 0, stderr);
      assert.equal(await runNote(readServer(home, path, read)), `'for ${name}'`);
    });
  }

  for (const [name, path] of [
    ['cursor', '.cursor/mcp.json'],
    ['claude-code', '.mcp.json'],
    ['codex', '.codex/config.toml'],
  ] as const) {
    it(`starts a server for a project: ${name}`, async () => {
      const home = makeHome();
      const folder = makeFolder({ 'note.txt': 'of the project' });
      assert.equal((await home.connect(name, '--project', folder, '--yes')).exitCode, 0);
      const read = readers[name]?.[1];
      assert.ok(read !== undefined);
      const inFolder = { ...home, read: () => home.read(join('..', folder.split('/').at(-1) ?? '', path)) };
      assert.equal(await runNote(readServer(inFolder, path, read, folder)), "'of the project'");
    });
  }
});
