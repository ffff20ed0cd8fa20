// Proves: install.verified. The data that is published is as its schemas have it; what is fetched by workflows and images is pinned, or is the
// one exception that docs/updates.md tells of; and each kind of dependency is looked after.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { listFiles } from '../../scripts/list-files.js';
import { dataSchemas } from '../../src/services/updates/data-schemas.js';

const read = (path: string): string => readFileSync(path, 'utf8');

/** Whether each stage is one of before, nothing, or pinned; `BASE_IMAGE` is the exception: its digest is written once its bytes were seen. */
function findUnpinned(text: string): readonly string[] {
  const stages = new Set(['scratch', '${BASE_IMAGE}']);
  return [...text.matchAll(/^FROM +(?:--\S+ +)*(\S+)(?: +AS +(\S+))?/gim)].flatMap(
    ([, image = '', stage]) => {
      const isPinned = stages.has(image) || /@sha256:[0-9a-f]{64}$/.test(image);
      if (stage !== undefined) stages.add(stage);
      return isPinned ? [] : [image];
    },
  );
}

describe('what is published of the data', () => {
  it('is as its schemas have it, and all of it', () => {
    assert.deepEqual(
      readdirSync('updates').sort(),
      Object.keys(dataSchemas)
        .map((name) => `${name}.json`)
        .sort(),
    );
    for (const [name, schema] of Object.entries(dataSchemas))
      schema.parse(JSON.parse(read(`updates/${name}.json`)));
  });
});

describe('what is fetched', () => {
  it('is pinned in every workflow by 40 hex digits', () => {
    const workflows = listFiles(/^\.github\/workflows\/.*\.ya?ml$/);
    assert.ok(workflows.length >= 3);
    for (const path of workflows)
      for (const [, action = ''] of read(path).matchAll(/^\s*(?:- )?uses:\s*(\S+)/gm))
        assert.match(action, /^[\w./-]+@[0-9a-f]{40}$/, path);
  });

  it('is pinned in every Containerfile by digest, but for the documented base', () => {
    for (const path of listFiles(/(?:^|\/)(?:Containerfile|Dockerfile)[^/]*$/).filter(
      (one) => !one.endsWith('.dockerignore'),
    ))
      assert.deepEqual(findUnpinned(read(path)), [], path);
    const text = `FROM a:1 AS one\nFROM one\nFROM b@sha256:${'0'.repeat(64)} AS two\nFROM \${BASE_IMAGE}\nFROM scratch\nFROM c@sha256:12\n`;
    assert.deepEqual(findUnpinned(text), ['a:1', 'c@sha256:12']);
    assert.match(read('docs/updates.md'), /`BASE_IMAGE`/);
  });

  it('is looked after by Dependabot, after a wait', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as {
      updates: readonly { 'package-ecosystem': string; cooldown?: { 'default-days': number } }[];
    };
    assert.deepEqual(updates.map((one) => one['package-ecosystem']).sort(), [
      'docker',
      'github-actions',
      'npm',
    ]);
    for (const { cooldown } of updates) assert.ok((cooldown?.['default-days'] ?? 0) >= 3);
  });
});
