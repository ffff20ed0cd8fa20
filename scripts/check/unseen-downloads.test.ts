// Proves: install.verified. Commands that run a download unseen are found in every shape that is known, and others are let be.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findUnseenDownloads } from './unseen-downloads.js';

/** Put together here, so that no line of this file is one. */
const [get, take, site] = [['cu', 'rl'].join(''), ['wg', 'et'].join(''), 'https://example.org/x'];
const ask = ['ir', 'm'].join('');

const refused: readonly string[] = [
  `${get} ${site} | sh`,
  `${get} -fsSL ${site} | sudo -E bash -s -- --yes`,
  `${get} ${site} | /usr/bin/env python3 -`,
  `${get} ${site} | tee x | bash`,
  `${get} ${site} | gunzip | sh`,
  `${get} ${site} \\\n  | sh`,
  `${get} ${site} |\n  bash`,
  `${take} -qO- ${site} | python3`,
  `${take} -O x ${site} && sh x`,
  `${get} -o x ${site}; chmod a+x x; ./x`,
  `${get} -o x ${site} && \\\n  sudo bash x`,
  `bash <(${get} ${site})`,
  `sh -c "$(${get} ${site})"`,
  `eval "$(${take} -qO- ${site})"`,
  `source <(${get} ${site})`,
  `. <(${get} ${site})`,
  `python3 -c "$(${get} ${site})"`,
  `${ask} ${site} | iex`,
  `fetch -o - ${site} | sh`,
  `pip install ${site}.tar.gz`,
  `pip3 install git+${site}`,
  `npx ${site}.tgz`,
  `npm install ${site}.tgz`,
  `deno run ${site}.ts`,
  `ADD ${site} /bin/x`,
];

const allowed: readonly string[] = [
  `${get} -o x.tgz ${site}`,
  `${get} -o x.tgz ${site} && sha256sum --check sums`,
  `${get} ${site} | jq .`,
  `${get} ${site} | sha256sum`,
  'cat x | sh',
  'npm ci --ignore-scripts',
  'pip install numpy',
  'python3 program.py',
  `ADD --checksum=sha256:abc ${site} /x`,
  `const answer = await fetch('${site}');`,
];

describe('downloads that are run unseen', () => {
  for (const text of refused)
    it(`are found: ${text.replaceAll('\n', '⏎')}`, () => {
      assert.deepEqual(findUnseenDownloads(`first\n${text}\nlast`), [2]);
    });

  it('are not seen in what is none', () => {
    for (const text of allowed) assert.deepEqual(findUnseenDownloads(text), [], text);
  });
});
