// Whether one run of an attack ended as its header allows and says that it was held. Pure.
import type { Expectation } from './attack.js';
import type { RunAnswer, SeenResult } from './wire.js';

/** What came of a run, in one word or two: `completed`, `limit:memory`, `lost:SIGSYS`, `refused:workspace.changed`. */
export function describeAnswer(answer: RunAnswer | null): string {
  if (answer === null) return 'the gateway has ended';
  switch (answer.kind) {
    case 'refused':
      return `refused:${answer.code}`;
    case 'fault':
      return 'fault';
    case 'result': {
      const { outcome } = answer.result;
      if (outcome.status === 'limit') return `limit:${outcome.limit}`;
      if (outcome.status === 'lost' && outcome.signal !== null) return `lost:${outcome.signal}`;
      return outcome.status;
    }
  }
}

/** The last line of a verdict that the attack itself has printed. */
export function findVerdict({ stdout, stderr }: SeenResult): string | null {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => /^(?:HELD|BROKE): /.test(line));
  return lines.find((line) => line.startsWith('BROKE')) ?? lines.at(-1) ?? null;
}

/** Empty where it was held. */
export function problemsOf(answer: RunAnswer | null, expects: readonly Expectation[]): string[] {
  if (answer === null) return ['the gateway has ended'];
  if (answer.kind === 'fault') return [`the gateway failed: ${answer.message}`];
  if (!expects.some((one) => isExpected(answer, one)))
    return [`it ended as ${describeAnswer(answer)}${explain(answer)}`];
  if (answer.kind === 'refused') return [];
  const verdict = findVerdict(answer.result);
  if (verdict?.startsWith('BROKE') === true) return [verdict];
  const isOver = answer.result.outcome.status === 'completed';
  return isOver && verdict === null ? ['it completed and does not say that it was held'] : [];
}

function isExpected(answer: RunAnswer, expected: Expectation): boolean {
  if (answer.kind === 'refused') return expected.status === 'refused' && expected.code === answer.code;
  if (answer.kind === 'fault') return false;
  const { outcome } = answer.result;
  switch (expected.status) {
    case 'limit':
      return outcome.status === 'limit' && outcome.limit === expected.limit;
    case 'lost':
      return outcome.status === 'lost' && (expected.signal === null || expected.signal === outcome.signal);
    case 'completed':
    case 'raised':
    case 'refused':
      return outcome.status === expected.status;
  }
}

function explain(answer: RunAnswer): string {
  if (answer.kind === 'refused') return `: ${answer.message}`;
  if (answer.kind === 'fault') return '';
  const { outcome, stderr } = answer.result;
  if (outcome.status === 'raised') return `: ${outcome.error.name}: ${outcome.error.message}`;
  const words = 'message' in outcome ? outcome.message : '';
  return [words, stderr.slice(-200)]
    .filter((word) => word !== '')
    .map((word) => `: ${word}`)
    .join('');
}
