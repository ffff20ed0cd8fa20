import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHeader } from './parse-header.js';

const lines = {
  title: '# Reads a secret: by name.',
  empty: '#',
  promise: '# promise: jail.kernel',
  group: '# group: files',
  expects: '# expects: completed, limit:memory, lost:SIGSYS, refused:workspace.changed',
  stopped: '# stopped-by: mounts, landlock',
};

function source(changes: Readonly<Record<string, string | null>> = {}, ...more: readonly string[]): string {
  const all: Record<string, string | null> = { ...lines, ...changes };
  return [...Object.values(all).filter((line) => line !== null), ...more, '', 'print()'].join('\n');
}

describe('the header of an attack', () => {
  it('is data: who is attacked, how it may end, what stops it', () => {
    assert.deepEqual(parseHeader(source()), {
      title: 'Reads a secret: by name.',
      promise: 'jail.kernel',
      group: 'files',
      expects: [
        { status: 'completed' },
        { status: 'limit', limit: 'memory' },
        { status: 'lost', signal: 'SIGSYS' },
        { status: 'refused', code: 'workspace.changed' },
      ],
      stoppedBy: ['mounts', 'landlock'],
      workspace: 'none',
      network: 'none',
      runs: 'once',
      limits: {},
      isAlone: false,
      mustDiffer: false,
      isSafeOutside: false,
    });
  });

  it('says how it is to be run', () => {
    const header = parseHeader(
      source(
        {},
        ...['# workspace: writable', '# network: named', '# runs: 2', '# limits: memory=96 pids=24 wall=1.5'],
        ...['# alone: yes', '# differ: yes', '# outside: safe'],
      ),
    );
    assert.deepEqual(
      [
        header.workspace,
        header.network,
        header.runs,
        header.isAlone,
        header.mustDiffer,
        header.isSafeOutside,
      ],
      ['writable', 'named', 'twice', true, true, true],
    );
    assert.deepEqual(header.limits, { memoryBytes: 96 * 1024 * 1024, pids: 24, wallMs: 1500 });
  });

  const wrong: Readonly<Record<string, [string, RegExp]>> = {
    'no title': [source({ title: '#' }), /line 1: no title/],
    'a title that is no sentence': [source({ title: '# reads' }), /line 1/],
    'no empty comment': [source({ empty: null }), /line 2/],
    'a missing field': [source({ expects: null }), /line 5: expects must stand here/],
    'fields out of order': [
      source({ promise: lines.group, group: lines.promise }),
      /line 3: promise must stand here/,
    ],
    'a header that ends too soon': [source({ stopped: null }), /stopped-by is missing/],
    'an unknown field': [source({}, '# harmless: yes'), /line 7: "# harmless: yes" is no field/],
    'a field twice': [source({}, '# alone: yes', '# alone: yes'), /line 8: alone is given twice/],
    'a field without value': [source({}, '# alone: '), /is no field/],
    'words after it': [source().replace('\n\nprint()', '\nprint()'), /no empty line after the header/],
    'an unknown promise': [
      source({ promise: '# promise: jail.colonel' }),
      /promise: jail\.colonel is none of/,
    ],
    'a promise that no program can attack': [source({ promise: '# promise: cmd.noshell' }), /is none of/],
    'an unknown group': [source({ group: '# group: misc' }), /group: misc is none of/],
    'an unknown end': [source({ expects: '# expects: escaped' }), /escaped is no way to end/],
    'a limit without name': [source({ expects: '# expects: limit' }), /limit is no way to end/],
    'an unknown limit': [source({ expects: '# expects: limit:luck' }), /limit:luck is no way to end/],
    'a refusal without code': [source({ expects: '# expects: refused' }), /refused is no way to end/],
    'a detail where none belongs': [source({ expects: '# expects: completed:0' }), /is no way to end/],
    'an unknown layer': [source({ stopped: '# stopped-by: luck' }), /there is no layer luck/],
    'the name of what every object has': [source({ stopped: '# stopped-by: toString' }), /there is no layer/],
    'a layer twice': [source({ stopped: '# stopped-by: mounts, mounts' }), /named twice/],
    'an attack that nothing stops': [source({ stopped: '# stopped-by: none' }), /none is for what must work/],
    'another value of a switch': [source({}, '# alone: no'), /alone: no is none of yes/],
    'an unknown limit to set': [source({}, '# limits: luck=7'), /luck=7 is no limit/],
    'one run that differs from itself': [source({}, '# differ: yes'), /only two runs can differ/],
  };
  for (const [what, [text, message]] of Object.entries(wrong)) {
    it(`is refused: ${what}`, () => {
      assert.throws(() => parseHeader(text), message);
    });
  }
});
