import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { parseRequirements } from './parse-requirements.js';
import { isPinned } from './requirement.js';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];

describe('parseRequirements', () => {
  it('reads what pip-compile and uv write: pins, hashes over several lines, comments, markers, extras', () => {
    const text = [
      '# made by a tool',
      'Foo_Bar[Extra.One, two]==1.2.3 ; python_version < "3.13" \\',
      `    --hash=sha256:${a} \\`,
      `    --hash=sha256:${b.toUpperCase()}`,
      '    # via other',
      `other == 2!1.0.post1+local --hash=sha256:${b}  # a comment`,
      '',
    ].join('\n');
    assert.deepEqual(parseRequirements(text), [
      {
        ...{ line: 2, name: 'foo-bar', extras: ['extra-one', 'two'], specifier: '==1.2.3', version: '1.2.3' },
        ...{ hashes: [a, b], marker: 'python_version < "3.13"' },
      },
      {
        ...{
          line: 6,
          name: 'other',
          extras: [],
          specifier: '==2!1.0.post1+local',
          version: '2!1.0.post1+local',
        },
        ...{ hashes: [b], marker: '' },
      },
    ]);
  });

  it('tells what is pinned with a hash from what has to be resolved', () => {
    const text = `one==1 --hash=sha256:${a}\ntwo==1\nthree>=1,<2\nfour\nfive (==1.*)\n`;
    const found = parseRequirements(text);
    assert.deepEqual(found.map(isPinned), [true, false, false, false, false]);
    assert.deepEqual(
      found.map(({ specifier }) => specifier),
      ['==1', '==1', '>=1,<2', '', '==1.*'],
    );
  });

  for (const [line, words] of [
    ['-e .', /editable/],
    ['--editable=git+https://example.org/x', /editable/],
    ['-r other.txt', /another file/],
    ['-c limits.txt', /constraints/],
    ['--index-url https://example.org/simple', /another source.*\n.*--index/],
    ['-i https://example.org/simple', /another source/],
    ['--extra-index-url=https://example.org/simple', /another source/],
    ['-f https://example.org/', /another source/],
    ['--find-links .', /another source/],
    ['--trusted-host example.org', /another source/],
    ['--no-binary :all:', /choice of archives.*\n.*--allow-source/],
    ['--pre', /an option/],
    ['foo @ https://example.org/foo.whl', /address/],
    ['foo@https://example.org/foo.whl', /address/],
    ['https://example.org/foo.whl', /address/],
    ['git+ssh://example.org/foo', /address/],
    ['file:///tmp/foo.whl', /address/],
    ['./foo', /path/],
    ['../foo-1.0-py3-none-any.whl', /path/],
    ['/srv/foo', /path/],
    ['foo-1.0-py3-none-any.whl', /path/],
    ['folder/foo', /path/],
    ['foo==${VERSION}', /variable/],
    ['foo===1.0', /no requirement/],
    ['foo=1.0', /no requirement/],
    ['foo bar', /no requirement/],
    ['foo==1.0 bar', /no requirement/],
    ['-foo==1', /option/],
    ['foo_==1', /no requirement/],
    ['foo[a b]==1', /extra/],
    ['foo>=1.*', /star/],
    ['foo==1 ; `id`', /marker/],
    ['foo==1 --hash=md5:d41d8cd98f00b204e9800998ecf8427e', /kind md5/],
    ['foo==1 --hash=sha256:abcd', /64 digits/],
    ['foo==1 --config-settings=x', /--config-settings=x is not taken/],
  ] as const)
    it(`refuses ${line}, with its line and a hint`, () => {
      assert.throws(
        () => parseRequirements(`fine==1\n\n${line}\n`),
        (error) =>
          error instanceof PymcpError &&
          error.code === 'environment.requirements-refused' &&
          error.message.startsWith('line 3 of the requirements: ') &&
          words.test(`${error.message}\n${error.hint}`),
      );
    });

  it('joins no comment to a line that goes on, as pip does, and hides nothing behind one', () => {
    assert.deepEqual(
      parseRequirements('foo==1 \\\n# --hash\nbar==2\n').map(({ name }) => name),
      ['foo', 'bar'],
    );
    assert.throws(() => parseRequirements('# only a comment\n'), {
      code: 'environment.requirements-refused',
    });
    assert.throws(() => parseRequirements('foo==1\0'), { code: 'environment.requirements-refused' });
  });
});
