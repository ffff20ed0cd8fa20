// A project of somebody who lets an assistant at GitHub: a folder with a git remote, a home of its own, and `pymcp stdio` in it with a
// real client that can be asked.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { commandLine, type Ended, pymcp } from './command-line.js';
import type { FakeGitHub } from './fake-github.js';
import { type Era, negotiations, type ToolResult } from './mcp-client.js';
import { slow } from './time.js';

export interface GitHubClientOptions {
  readonly era?: Era;
  /** What the user says when asked; nobody can be asked where it is left out. */
  readonly user?: (question: string) => 'yes' | 'no' | 'away';
}

export class GitHubProject {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), 'pymcp-github-')));
  readonly folder = join(this.home, 'project');
  readonly env: Record<string, string>;
  readonly #clients: Client[] = [];
  /** Of all that was started here. */
  stderr = '';

  constructor(github: FakeGitHub) {
    chmodSync(this.home, 0o711);
    mkdirSync(this.folder);
    this.env = {
      PATH: '/usr/bin:/bin',
      HOME: this.home,
      XDG_RUNTIME_DIR: this.home,
      GH_PAT: github.token,
      GITHUB_API_URL: github.address,
      GITHUB_SERVER_URL: 'https://github.com',
    };
  }

  setRemote(address: string): void {
    for (const args of [
      ['init', '-q', this.folder],
      ['-C', this.folder, 'remote', 'add', 'origin', address],
    ])
      assert.equal(spawnSync('git', args).status, 0);
  }

  /** @param args after `pymcp stdio --services github` */
  async open(
    args: readonly string[] = [],
    { era = '2026-07-28', user }: GitHubClientOptions = {},
  ): Promise<Client> {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [commandLine, 'stdio', '--services', 'github', ...args],
      env: this.env,
      cwd: this.folder,
      stderr: 'pipe',
    });
    transport.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    const capabilities = user === undefined ? {} : { elicitation: { form: {} } };
    const client = new Client(
      { name: 'test', version: '1' },
      { versionNegotiation: negotiations[era], capabilities },
    );
    if (user !== undefined)
      client.setRequestHandler('elicitation/create', ({ params }) => {
        const said = user(params.message);
        return said === 'away'
          ? { action: 'cancel' }
          : { action: 'accept', content: { permit: said === 'yes' } };
      });
    await client.connect(transport);
    this.#clients.push(client);
    return client;
  }

  run(args: readonly string[]): Promise<Ended> {
    return pymcp(args, '', { cwd: this.folder, env: this.env });
  }

  async remove(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    rmSync(this.home, { recursive: true, force: true });
  }
}

export async function callTool(
  client: Client,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<ToolResult> {
  const raw = await client.callTool({ name, arguments: args }, { timeout: slow(60_000) });
  const [first] = raw.content;
  assert.equal(first?.type, 'text');
  return { raw, text: first.text, fields: raw.structuredContent as ToolResult['fields'] };
}
