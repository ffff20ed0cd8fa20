// What the package imports when it runs is among its dependencies: what stands elsewhere is there in a checkout, and not where the package is
// installed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { listImports, readSourceFiles, type SourceFiles } from './architecture/source-files.js';

/** `@scope/name` of `@scope/name/part`; files of ours and modules of Node.js are none. */
function packagesIn(files: SourceFiles): ReadonlySet<string> {
  const named = listImports(files).filter(({ to, kind }) => kind === 'value' && !/^(?:node:|src\/)/.test(to));
  return new Set(
    named.map(({ to }) =>
      to
        .split('/')
        .slice(0, to.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  );
}

describe('what the package imports', () => {
  it('is among its dependencies', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
    const used = packagesIn(readSourceFiles());
    assert.ok(used.size > 10);
    assert.deepEqual(
      [...used].filter((name) => !Object.hasOwn(dependencies, name)),
      [],
    );
  });

  it('is seen however it is imported: the rule can fail', () => {
    const text = `import { a } from 'one';\nimport { b } from '@two/three/four';\nimport { c } from './own.js';
import { d } from 'node:fs';\nconst e = await import('five/six');\nimport type { f } from 'seven';`;
    assert.deepEqual([...packagesIn(new Map([['src/core/x.ts', text]]))], ['one', '@two/three', 'five']);
  });
});
