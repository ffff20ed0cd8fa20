// What redaction costs: output of programs in which there is no secret, against looking for the values alone.
import { randomBytes } from 'node:crypto';
import { parseSecretName } from '#pymcp/core/names.js';
import { monotonicMs } from '#pymcp/host/clock.js';
import { compileRedactor, type KnownSecret } from '#pymcp/secrets/redact/compile-redactor.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const outputBytes = 10_000_000;
/** As a pipe brings them. */
const chunkBytes = 65_536;
const secretCount = 10;
const roundsPerRound = 5;

const ours = 'every encoding, over a stream';
const reference = 'the values as they are, with Buffer.indexOf';

export const redaction: Scenario = {
  name: 'redaction',
  title: `Redaction of 10 MB of output, ${secretCount} secrets known and none in it`,
  async measure({ options }) {
    const secrets = Array.from({ length: secretCount }, makeSecret);
    const chunks = cut(makeOutput());
    const entrants: readonly Entrant[] = [
      {
        label: reference,
        side: 'baseline',
        measure: () =>
          time(() => {
            find(secrets, chunks);
          }),
      },
      { label: ours, side: 'ours', measure: toRedaction(secrets, chunks) },
    ];
    const tried = await measureRounds([...entrants], {
      rounds: Math.max(3, Math.ceil(options.rounds / roundsPerRound)),
      warmUp: 1,
      pauseMs: options.pauseMs,
    });
    const rows = toRows(tried, {
      unit: 'ms',
      reference,
      judge: (label, p50) => (label === ours ? [judge('redaction', p50)] : []),
    });
    return { rows, notes: ['Buffer.indexOf does not see what lies across two chunks'] };
  },
};

function toRedaction(secrets: readonly KnownSecret[], chunks: readonly Buffer[]): () => Promise<number> {
  const redactor = compileRedactor(secrets);
  return () =>
    time(() => {
      const stream = redactor.openStream();
      const shown = chunks.reduce((sum, chunk) => sum + stream.push(chunk).length, 0);
      if (shown + stream.end().length !== outputBytes) throw new Error('the output was changed');
    });
}

function find(secrets: readonly KnownSecret[], chunks: readonly Buffer[]): void {
  for (const { value } of secrets) {
    if (chunks.some((chunk) => chunk.includes(value))) throw new Error('a secret was in the output');
  }
}

function time(work: () => void): Promise<number> {
  const started = monotonicMs();
  work();
  return Promise.resolve(monotonicMs() - started);
}

function makeSecret(_nothing: unknown, index: number): KnownSecret {
  return { name: parseSecretName(`KEY_${index}`), value: `ghp_${randomBytes(27).toString('base64url')}` };
}

/** Lines of a log, of numbers, of JSON, and some base64. */
function makeOutput(): Buffer {
  const lines = Array.from({ length: 2000 }, (_, index) =>
    [
      `2026-01-01 12:00:00 INFO step ${index} of 2000: loss=${(1 / (index + 1)).toFixed(6)}`,
      JSON.stringify({ index, path: `/workspace/data/${index}.csv`, values: [index, index * 2.5] }),
      randomBytes(48).toString('base64'),
    ].join('\n'),
  );
  const text = Buffer.from(lines.join('\n'));
  return Buffer.alloc(outputBytes, text);
}

function cut(bytes: Buffer): readonly Buffer[] {
  const count = Math.ceil(bytes.length / chunkBytes);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
}
