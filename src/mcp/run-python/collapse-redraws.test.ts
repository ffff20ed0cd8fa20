import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collapseRedraws } from './collapse-redraws.js';

const bar = (done: number): string => `\r${done}%|${'█'.repeat(done / 10)}${' '.repeat(10 - done / 10)}|`;

describe('collapseRedraws', () => {
  for (const { what, text, shown } of [
    {
      what: 'a bar',
      text: `before\n${bar(10)}${bar(50)}${bar(100)}\nafter\n`,
      shown: 'before\n100%|██████████|\nafter\n',
    },
    { what: 'a bar that is not at its end', text: `${bar(10)}${bar(50)}`, shown: '50%|█████     |' },
    { what: 'a bar that was removed', text: `${bar(100)}\r${' '.repeat(16)}\rafter\n`, shown: 'after\n' },
    { what: 'a counter with its return behind', text: '1 of 2\r2 of 2\rdone\n', shown: 'done\n' },
    { what: 'a counter that stands still', text: '1 of 2\r2 of 2\r', shown: '2 of 2' },
    { what: 'a longer text below a shorter', text: 'reading a file\rdone\n', shown: 'done\n' },
    { what: 'an erased line', text: '10 %\r\u001b[K20 %\r\u001b[2K30 %\n', shown: '30 %\n' },
    {
      what: 'bars in bars',
      text: '\router 0\n\rinner 0\u001b[A\n\rinner 1\u001b[A\n\rinner 2\u001b[A\router 1\n\rinner 3\u001b[A\n\nend\n',
      shown: 'outer 1\ninner 3\nend\n',
    },
  ]) {
    it(`shows the last state of ${what}`, () => {
      assert.equal(collapseRedraws(text), shown);
    });
  }

  it('makes a line of ten thousand updates', () => {
    const updates = Array.from({ length: 10_000 }, (_, number) => `\rstep ${number} of 10000`);
    assert.equal(collapseRedraws(`${updates.join('')}\n`), 'step 9999 of 10000\n');
  });

  it('leaves alone what was not drawn twice', () => {
    for (const text of [
      '',
      'a\nb',
      'a\r\nb\r\n',
      'a  \r\n\r\n',
      '\u001b[31mred\u001b[0m\n',
      '\u001b[2J',
      'a\n\n',
    ]) {
      assert.equal(collapseRedraws(text), text);
    }
  });

  it('lets nothing draw over what says that text was left out', () => {
    const text = 'a\r\n… 12 bytes left out …\n\u001b[9Ab\r\u001b[9Ac';
    assert.match(collapseRedraws(text), /^… 12 bytes left out …$/m);
  });
});
