// Proves: jail.once. An environment that a person has made, used by the command line, by clients and in sessions; and what becomes of
// what runs when it is made again or removed meanwhile.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { removeStrangeTree } from '../../src/host/remove-strange-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { pymcp } from '../support/command-line.js';
import { makeEnvironment, removeEnvironment } from '../support/made-environment.js';
import { openClient, type ServedClient, type ToolResult } from '../support/mcp-client.js';

const home = mkdtempSync(join(tmpdir(), 'pymcp-home-'));
after(() => removeStrangeTree(home));
const env = { PATH: String(process.env['PATH']), HOME: home };

const roads = (version: string): Record<string, string> => ({
  'roads/__init__.py': `import os\nversion = "${version}"\nloaded_by = os.getpid()\n`,
  [`roads-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: roads\nVersion: ${version}\n`,
});
const make = (version: string, name = 'maps'): Promise<void> =>
  makeEnvironment(home, { name, files: roads(version), preload: ['roads'] });

const idOf = ({ fields }: ToolResult): string => (fields['session'] as { session_id: string }).session_id;
const where = 'import roads, sys; [roads.version, roads.loaded_by == 1, "numpy" in sys.modules]';

describe('an environment of one’s own', () => {
  let served: ServedClient;
  const run = (args: Record<string, unknown>): Promise<ToolResult> => served.call('run_python', args);
  const value = async (args: Record<string, unknown>): Promise<unknown> => {
    const { fields, text } = await run(args);
    assert.equal(fields['status'], 'completed', text);
    return fields['value'];
  };
  const refusal = async (args: Record<string, unknown>): Promise<string> => {
    const { fields, text } = await run(args);
    assert.equal(fields['status'], 'refused', text);
    return text;
  };
  before(async () => {
    await make('1.0');
    served = await openClient('2025-11-25', ['--services', 'python'], env);
  });
  after(() => served.close());

  it('is used by pymcp run --env', async () => {
    const ended = await pymcp(['run', '--env', 'maps', '-'], 'import roads; print(roads.version)', { env });
    assert.equal(ended.stdout, '1.0\n', ended.stderr);
    const unknown = await pymcp(['run', '--env', 'seas', '-'], '1', { env });
    assert.match(unknown.stderr, /no Python environment named seas\nhint: use one of: python, data, maps/);
  });

  it('is used by run_python, with what it preloads loaded, and without the packages of others', async () => {
    assert.equal(await value({ code: where, env: 'maps' }), "['1.0', True, False]");
    const other = await run({ code: 'import roads' });
    assert.equal(other.fields['status'], 'raised');
    const numpy = await run({ code: 'import numpy', env: 'maps' });
    assert.equal(numpy.fields['status'], 'raised', numpy.text);
  });

  it('is told in the description of the tool, as soon as it is there', async () => {
    const describe = async (): Promise<string> => {
      const { tools } = await served.client.listTools();
      return tools.find(({ name }) => name === 'run_python')?.description ?? '';
    };
    assert.match(await describe(), /with these packages and no others: maps \(roads\)\./);
    await make('1.0', 'more');
    assert.match(await describe(), /maps \(roads\), more \(roads\)\./);
    await removeEnvironment(home, 'more');
    assert.doesNotMatch(await describe(), /more \(roads\)/);
  });

  it('is told of to whoever has listed the tools, when it comes and when it goes', async () => {
    let told = 0;
    let isTold: () => void = () => undefined;
    served.client.setNotificationHandler('notifications/tools/list_changed', () => {
      told += 1;
      isTold();
    });
    const next = (): Promise<void> => new Promise((resolve) => (isTold = resolve));
    for (const change of [() => make('1.0', 'rivers'), () => removeEnvironment(home, 'rivers')]) {
      const before = told;
      const news = next();
      await change();
      await news;
      assert.ok(told > before);
    }
    // Made again of the same packages, it is described in the same words.
    await delay(2_500);
    const before = told;
    await make('1.0');
    await delay(2_500);
    assert.equal(told, before);
  });

  it('is what a session was made with, also when it is made again or removed, and so are its copies', async () => {
    const session = idOf(await served.call('create_session', { env: 'maps' }));
    assert.equal(
      await value({ session_id: session, code: 'import roads; kept = 1; roads.version' }),
      "'1.0'",
    );
    await make('2.0');
    assert.equal(await value({ code: where, env: 'maps' }), "['2.0', True, False]");
    const copy = idOf(await served.call('fork_session', { session_id: session }));
    assert.equal(await value({ session_id: copy, code: '[kept, roads.version]' }), "[1, '1.0']");
    await removeEnvironment(home, 'maps');
    assert.match(await refusal({ code: where, env: 'maps' }), /no Python environment named maps/);
    assert.equal(await value({ session_id: session, code: '[kept, roads.version]' }), "[1, '1.0']");
    assert.equal(await value({ session_id: copy, code: '[kept, roads.version]' }), "[1, '1.0']");
    for (const id of [session, copy]) await served.call('close_session', { session_id: id });
    await make('3.0');
    assert.equal(await value({ code: where, env: 'maps' }), "['3.0', True, False]");
  });

  it('that is removed under a run lets it end', async () => {
    await make('4.0');
    await value({ code: where, env: 'maps' });
    const slow = value({ code: 'import time, roads; time.sleep(3); roads.version', env: 'maps' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await removeEnvironment(home, 'maps');
    assert.match(await refusal({ code: where, env: 'maps' }), /no Python environment named maps/);
    assert.equal(await slow, "'4.0'");
  });

  it('whose preload fails is refused with the reason', async () => {
    await makeEnvironment(home, { name: 'broken', files: roads('1.0'), preload: ['rails'] });
    assert.match(await refusal({ code: '1', env: 'broken' }), /rails: ModuleNotFoundError/);
  });
});

alsoAsOrdinaryUser(import.meta.url);
