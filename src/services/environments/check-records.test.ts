import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { EnvironmentPackage } from '../../core/environment-record.js';
import type { TreeEntry } from '../../host/read-tree.js';
import { checkRecords } from './check-records.js';
import { parsePackageRecord } from './parse-record.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const row = (path: string, text: string): string =>
  `${path},sha256=${digest(text).toString('base64url')},${text.length}\n`;

const metadata = 'Metadata-Version: 2.1\nName: My_Base\nVersion: 1.0\n\nName: other\n';
const folder = 'my_base-1.0.dist-info';
const good: Readonly<Record<string, string>> = {
  'my_base.py': 'x = 1\n',
  [`${folder}/METADATA`]: metadata,
  [`${folder}/RECORD`]: `${row('my_base.py', 'x = 1\n')}${row(`${folder}/METADATA`, metadata)}${folder}/RECORD,,\n`,
};
const packages: readonly EnvironmentPackage[] = [
  {
    name: 'my-base',
    version: '1.0',
    sha256: 'a'.repeat(64),
    file: 'my_base-1.0-py3-none-any.whl',
    kind: 'wheel',
  },
];

function check(texts: Readonly<Record<string, string>>, wanted = packages): readonly string[] {
  const shared = { isExecutable: false, mode: 0o444, uid: 0 };
  const folders = [
    ...new Set(Object.keys(texts).flatMap((path) => (path.includes('/') ? [path.split('/')[0] ?? ''] : []))),
  ];
  const files: readonly TreeEntry[] = [
    ...folders.map((path) => ({ ...shared, path, kind: 'folder' as const, bytes: 0, sha256: '' })),
    ...Object.entries(texts).map(([path, text]) => ({
      ...{ ...shared, path, kind: 'file' as const, bytes: text.length, sha256: digest(text).toString('hex') },
    })),
  ];
  return checkRecords(files, wanted, (path) => texts[path] ?? '');
}

describe('checkRecords', () => {
  it('finds nothing wrong with what is as its packages say', () => {
    assert.deepEqual(check(good), []);
  });

  for (const [what, texts, words] of [
    [
      'a changed file',
      { ...good, 'my_base.py': 'x = 2\n' },
      'my_base.py of my-base==1.0 has other bytes than its RECORD says',
    ],
    ['a file of nobody', { ...good, 'more.py': '' }, 'more.py is of no package'],
    [
      'a record that is none',
      { ...good, [`${folder}/RECORD`]: 'x' },
      `${folder} has no RECORD that can be read`,
    ],
  ] as const)
    it(`finds ${what}`, () => {
      assert.ok(check(texts).includes(words), check(texts).join('\n'));
    });

  it('finds a file that is gone, a package that is, and one that nobody asked for', () => {
    const { 'my_base.py': gone, ...rest } = good;
    assert.equal(gone, 'x = 1\n');
    assert.deepEqual(check(rest), ['my_base.py of my-base==1.0 is gone']);
    assert.deepEqual(check(good, []), ['my-base==1.0 was not asked for']);
    assert.deepEqual(check({}), ['my-base==1.0 is not there']);
  });

  it('lets no file but RECORD itself be without a hash', () => {
    const record = `my_base.py,,\n${row(`${folder}/METADATA`, metadata)}${folder}/RECORD,,\n`;
    assert.deepEqual(check({ ...good, [`${folder}/RECORD`]: record }), [
      'my_base.py of my-base==1.0 has other bytes than its RECORD says',
    ]);
  });
});

describe('parsePackageRecord', () => {
  it('reads quoted paths, and nothing that is half right', () => {
    assert.deepEqual(parsePackageRecord('"a,""b"".py",,\n'), [{ path: 'a,"b".py', sha256: null }]);
    for (const text of [
      'a.py\n',
      'a.py,sha256=abc,1\n',
      'a.py,md5=abc,1\n',
      '"a.py,,\n',
      '"a"b,,\n',
      'a,b,c,d\n',
    ])
      assert.equal(parsePackageRecord(text), null, text);
  });
});
