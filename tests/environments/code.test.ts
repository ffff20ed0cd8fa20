// What a client learns of the packages of an environment from the real language server in its real jail: that of its calls, or another
// one that is named for it; and that it is never that of an environment as it was before.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { removeStrangeTree } from '../../src/host/remove-strange-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openCodeClient } from '../support/code-client.js';
import { makeEnvironment, removeEnvironment } from '../support/made-environment.js';
import type { ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const home = mkdtempSync(join(tmpdir(), 'pymcp-home-'));
after(() => removeStrangeTree(home));

const make = (length: string): Promise<void> =>
  makeEnvironment(home, {
    name: 'maps',
    files: {
      'roads/py.typed': '',
      'roads/__init__.py': `def measure(name: str) -> ${length}:\n    """How long a road is."""\n    return ${length}(len(name))\n`,
    },
  });

describe('the language server in an environment of one’s own', () => {
  const folder = makeFolder({ 'plan.py': 'from roads import measure\n\nlong = measure("A1")\n' });
  let served: ServedClient;
  before(async () => {
    await make('int');
    served = await openCodeClient(folder, ['--code-env', 'maps'], { home });
  });
  after(() => served.close());

  const ask = async (tool: string): Promise<string> => {
    const { fields, text } = await served.call(tool, { path: 'plan.py', pattern: 'long = <|>measure' });
    assert.equal(fields['status'], 'done', text);
    return text;
  };

  it('knows what its packages define', async () => {
    assert.match(await ask('hover'), /measure\(name: str\) -> int[\s\S]*How long a road is/);
  });

  it('leads into them', async () => {
    assert.match(await ask('definition'), /\/env\/site-packages\/roads\/__init__\.py/);
  });

  it('finds no fault with an import of them, and does with any other', async () => {
    const { text } = await served.call('diagnostics', { path: 'plan.py' });
    assert.doesNotMatch(text, /could not be resolved/);
  });

  it('is another one as soon as the environment was made again', async () => {
    await make('float');
    assert.match(await ask('hover'), /measure\(name: str\) -> float/);
  });

  it('is refused where the environment was removed, with the names that there are', async () => {
    await removeEnvironment(home, 'maps');
    const { fields, text } = await served.call('hover', { path: 'plan.py', pattern: 'long = <|>measure' });
    assert.equal(fields['status'], 'refused');
    assert.match(text, /no Python environment named maps[\s\S]*python, data/);
    await make('int');
    assert.match(await ask('hover'), /measure\(name: str\) -> int/);
  });
});

alsoAsOrdinaryUser(import.meta.url, ['node_modules/pyright', 'node_modules/@astral-sh/ruff-wasm-nodejs']);
