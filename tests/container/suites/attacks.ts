// The hostile corpus, inside: `pymcp verify`, group by group, by the user that the gateway has there.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { boxOf, type Stage } from '../support/stage.js';

interface Verified {
  readonly promises: readonly {
    readonly promise: string;
    readonly attacks: readonly {
      readonly name: string;
      readonly verdict: string;
      readonly problems: unknown;
    }[];
  }[];
}

/** Nothing weaker than without a container. */
const isHeld = ({ verdict }: { readonly verdict: string }): boolean => verdict === 'held';

export function attacks(stage: Stage): void {
  const groups = readdirSync('hostile', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((group) => readdirSync(`hostile/${group}`).some((name) => name.endsWith('.py')));

  describe('the hostile corpus in the container', () => {
    for (const group of groups)
      it(`is held: ${group}`, async (test) => {
        const words = ['/usr/local/bin/pymcp', 'verify', '--json', '--only', group];
        const { stdout, stderr } = await boxOf(stage).exec(words, 110_000);
        assert.match(stdout, /^\{/, stderr);
        const { promises } = JSON.parse(stdout) as Verified;
        const tried = new Map(promises.flatMap(({ attacks: some }) => some).map((one) => [one.name, one]));
        test.diagnostic(`${tried.size} attacks`);
        assert.ok(tried.size > 0);
        assert.deepEqual(
          [...tried.values()].filter((one) => !isHeld(one)),
          [],
        );
      });
  });
}
