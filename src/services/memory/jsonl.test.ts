import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { parseJsonl, refuseBadLines, toJsonl } from './jsonl.js';

const entity = { name: '__proto__', entityType: 'x', observations: ['a\nb', '💾'] };
const relation = { from: 'a', to: 'b', relationType: 'knows' };

describe('the file of the reference server', () => {
  it('comes back as it was written', () => {
    const graph = { entities: [entity], relations: [relation] };
    assert.deepEqual(parseJsonl(toJsonl(graph)), {
      ...graph,
      lines: { entities: [1], relations: [2] },
      bad: [],
    });
    assert.equal(
      toJsonl({ entities: [], relations: [relation] }),
      '{"type":"relation","from":"a","to":"b","relationType":"knows"}\n',
    );
  });

  it('hides nothing from whoever looks at it, and speaks to no terminal', () => {
    const odd = { name: '\u202eevil\u009b31m', entityType: '\u200b', observations: ['\u{e0041}'] };
    const text = toJsonl({ entities: [odd], relations: [] });
    assert.ok(/^[ -~\n]+$/.test(text), text);
    assert.deepEqual(parseJsonl(text).entities, [odd]);
  });

  it('is read with a mark of its encoding, blank lines, ends of lines of Windows and no newline at the end', () => {
    const text = `\ufeff${toJsonl({ entities: [entity], relations: [] })}\r\n\n${JSON.stringify({ type: 'relation', ...relation })}`;
    assert.deepEqual(parseJsonl(text), {
      entities: [entity],
      relations: [relation],
      lines: { entities: [1], relations: [4] },
      bad: [],
    });
  });

  it('says of each line that it cannot take which it is and why, and takes the others', () => {
    const text = [
      JSON.stringify({ type: 'entity', ...entity }),
      '{"type":"entity","name":"cut o',
      '[]',
      'null',
      '{"type":"other"}',
      '{"type":"entity","name":"a"}',
      '{"type":"entity","name":"a","entityType":"b","observations":[1]}',
      '{"type":"relation","from":"a","to":"b"}',
      '{"type":"relation","from":"a","to":"b\\u0000","relationType":"c"}',
      '{"type":"entity","name":"a","entityType":"b","observations":["\\ud800"]}',
      JSON.stringify({ type: 'entity', name: 'é'.repeat(513), entityType: 'x', observations: [] }),
      JSON.stringify({ type: 'entity', name: 'a', entityType: 'x', observations: ['x'.repeat(16_385)] }),
    ].join('\n');
    const read = parseJsonl(text);
    assert.deepEqual(read.entities, [entity]);
    assert.deepEqual(
      read.bad.map(({ line }) => line),
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    );
    assert.throws(
      () => {
        refuseBadLines(read);
      },
      (error) => error instanceof PymcpError && /nothing was imported: line 2 is no JSON/.test(error.message),
    );
  });
});
