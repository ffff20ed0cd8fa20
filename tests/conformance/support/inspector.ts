// The MCP Inspector's two command lines: one call a connection (`--cli`), and a connection that is kept (`mcpdo`, which has a
// process of its own for it, ended with the test).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { familyOf } from '../../../src/host/process-tree.js';
import { startTimeOf } from '../../../src/host/start-time.js';
import { survivorsOf } from '../../support/host-processes.js';
import type { Era } from '../../support/mcp-client.js';
import { slow } from '../../support/time.js';
import type { Fields } from '../every-tool.js';
import type { Tools } from './installed-tools.js';

/** What the Inspector is told to connect to, as arguments. */
export type Target = readonly string[];

export interface Told {
  /** Of the protocol: what stands in `result`. */
  readonly result: Fields;
  readonly exitCode: number | null;
}

/** The words of the Inspector for an era. */
const eraNames: Record<Era, string> = { '2025-11-25': 'legacy', '2026-07-28': 'modern' };

export class Inspector {
  readonly #tools: Tools;
  /** Its home, so that it neither reads nor writes anything of this user. */
  readonly #home = mkdtempSync(join(tmpdir(), 'inspector-'));
  readonly #token = randomBytes(32).toString('base64url');
  #connection = '';

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** One method over a connection of its own. */
  async ask(era: Era, target: Target, method: string, args: readonly string[] = []): Promise<Told> {
    const options = ['--protocol-era', eraNames[era], '--format', 'json', '--quiet', '--method', method];
    const { stdout, stderr, exitCode } = await this.#run(this.#tools.inspector, [
      ...['--cli', ...options, ...args, ...target],
    ]);
    const said = JSON.parse(stdout === '' ? '{}' : stdout) as { result?: Fields };
    assert.ok(said.result !== undefined, `${method} ${args.join(' ')}: ${stdout}${stderr}`);
    return { result: said.result, exitCode };
  }

  async call(era: Era, target: Target, tool: string, args: Fields): Promise<Told> {
    const words = ['--tool-name', tool, '--tool-args-json', JSON.stringify(args)];
    const told = await this.ask(era, target, 'tools/call', words);
    // Results say who has made them since 2026-07-28: that the era was spoken, and not only asked for.
    const meta = (told.result['_meta'] ?? {}) as Fields;
    assert.equal('io.modelcontextprotocol/serverInfo' in meta, era === '2026-07-28');
    return told;
  }

  /** Opens the connection that `askKept` uses. @returns the era that it says it has */
  async keep(era: Era, target: Target): Promise<string> {
    const said = await this.#kept(['connect', '--era', eraNames[era], ...target]);
    this.#connection = String(said['name']);
    return String(said['protocolEra']);
  }

  askKept(method: string, args: readonly string[] = []): Promise<Fields> {
    return this.#kept([method, '--connection', this.#connection, ...args]);
  }

  /** Ends the connection that is kept, its process, and the server with it. */
  async stopKeeping(): Promise<void> {
    const { stdout } = await this.#run(this.#tools.mcpdo, ['daemon', 'status']);
    const pid = Number(/pid (\d+)/.exec(stdout)?.[1]);
    const family = familyOf(pid).flatMap((member) => {
      const startTime = startTimeOf(member);
      return startTime === null ? [] : [{ pid: member, startTime }];
    });
    await this.#run(this.#tools.mcpdo, ['daemon', 'stop']);
    assert.deepEqual(await survivorsOf(family), []);
  }

  remove(): void {
    rmSync(this.#home, { recursive: true });
  }

  async #kept(args: readonly string[]): Promise<Fields> {
    const { stdout, stderr, exitCode } = await this.#run(this.#tools.mcpdo, ['--format', 'json', ...args]);
    assert.equal(exitCode, 0, `${args.join(' ')}: ${stdout}${stderr}`);
    return JSON.parse(stdout) as Fields;
  }

  async #run(
    program: string,
    args: readonly string[],
  ): Promise<{ stdout: string; stderr: string; exitCode: number | null }> {
    const child = spawn(this.#tools.node, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: slow(60_000),
      killSignal: 'SIGKILL',
      env: {
        PATH: process.env['PATH'],
        HOME: this.#home,
        MCP_INSPECTOR_SECRET_STORE: 'memory',
        MCP_INSPECTOR_DAEMON_DIR: this.#home,
        MCP_INSPECTOR_DAEMON_TOKEN: this.#token,
      },
    });
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { stdout, stderr, exitCode };
  }
}
