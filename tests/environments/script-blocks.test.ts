// What counts as a block of a program is what the regular expression of PEP 723 says, run by Python itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findScriptBlock } from '../../src/services/scripts/find-script-block.js';

/** As the specification has it, word by word. */
const reference = String.raw`
import json, re, sys
REGEX = r'(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$'
said = []
for script in json.load(sys.stdin):
    script = script.replace("\r\n", "\n").replace("\r", "\n")
    matches = list(filter(lambda m: m.group("type") == "script", re.finditer(REGEX, script)))
    if len(matches) > 1:
        said.append({"kind": "twice"})
    elif len(matches) == 1:
        said.append({"kind": "found", "text": "".join(
            line[2:] if line.startswith("# ") else line[1:]
            for line in matches[0].group("content").splitlines(keepends=True)
        )})
    else:
        said.append({"kind": "none"})
json.dump(said, sys.stdout)
`;

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('# /// script', '# ///', '# a = 1', '#', '# ') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '# /// other',
      '# /// script ',
      ' # ///',
      '#///',
      '#a',
      '',
      '# /// a_b',
      '# /// SCRIPT',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('# /// ', '# ////', '# \t', 'print()', '# ä', '# # ///', '"""', '# \u2028x'),
  },
);
const comment = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\n', '\r\n', '\r'), fc.boolean())
  .map(([lines, lineEnd, isEnded]) => lines.join(lineEnd) + (isEnded ? lineEnd : ''));

/** Two of them, so that some have two blocks. */
const program = fc.tuple(comment, comment).map((parts) => parts.join('\n\n'));

describe('the blocks of programs', () => {
  it('are those that the reference finds', () => {
    const programs = fc.sample(program, { numRuns: 20_000, seed: Date.now() });
    const output = execFileSync('/usr/bin/python3', ['-I', '-c', reference], {
      input: JSON.stringify(programs),
      maxBuffer: 64 * 1024 * 1024,
    });
    const said = JSON.parse(output.toString()) as readonly { kind: string; text?: string }[];
    const kinds = new Map<string, number>();
    for (const [index, text] of programs.entries()) {
      const found = findScriptBlock(text);
      const ours = found.kind === 'found' ? { kind: found.kind, text: found.text } : { kind: found.kind };
      kinds.set(ours.kind, (kinds.get(ours.kind) ?? 0) + 1);
      // What some take for the end of a line is refused, whatever the reference makes of it.
      if (ours.kind === 'odd') assert.equal(said[index]?.kind, 'found', JSON.stringify(text));
      else assert.deepEqual(ours, said[index], JSON.stringify(text));
    }
    for (const kind of ['none', 'found', 'twice', 'odd'])
      assert.ok((kinds.get(kind) ?? 0) > 20, `${kind}: ${kinds.get(kind) ?? 0}`);
  });
});
