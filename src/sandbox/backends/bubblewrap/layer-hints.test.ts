// Proves: fail.closed. Every layer that may fail has a hint that names the fix.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { toLayerError } from './layer-hints.js';

const guest = 'guest/pymcp_guest';

/** Every layer that the guest can name. */
function findLayers(): Set<string> {
  const text = readdirSync(guest)
    .filter((name) => name.endsWith('.py'))
    .map((name) => readFileSync(`${guest}/${name}`, 'utf8'))
    .join('\n');
  return new Set([...text.matchAll(/\b(?:layer|LayerError)\("([a-z-]+)"/g)].map(([, name = '']) => name));
}

describe('toLayerError', () => {
  it('names the layer, the reason and a way on, for every layer of the guest (fail.closed)', () => {
    const layers = findLayers();
    assert.ok(layers.size > 8);
    assert.ok(layers.delete('workspace-changed'));
    for (const layer of layers) {
      const error = toLayerError(layer, 'EPERM');
      assert.equal(error.code, 'jail.layer-failed');
      assert.match(error.message, new RegExp(`"${layer}" could not be set up: EPERM; nothing was run`));
      assert.notEqual(error.hint, '');
    }
  });

  it('tells a workspace that changed meanwhile apart, which is worth another look (path.protected)', () => {
    const { code, message } = toLayerError('workspace-changed', 'a/.env is not where it was');
    assert.equal(code, 'workspace.changed');
    assert.match(message, /a\/\.env is not where it was; nothing was run$/);
  });

  it('has something to say about a layer that it does not know', () => {
    assert.match(toLayerError('unheard-of', 'EPERM').hint, /pymcp doctor/);
  });
});
