// A process that uses the library in one way, and answers each question on stdin with a line on stdout.
//   node dist/bench/library/worker.js USE-AS-JSON
import { createInterface } from 'node:readline';
import { messageOf } from '../message-of.js';
import { openCold } from './open-cold.js';
import { openPooled } from './open-pooled.js';
import { openSessions } from './open-sessions.js';
import type { Question, Use } from './question.js';
import { RunWorker } from './run-worker.js';
import { SessionWorker } from './session-worker.js';
import { totals } from './totals.js';

interface Worker {
  readonly answer: (question: Question) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

async function openWorker(use: Use): Promise<Worker> {
  if (use.way === 'sessions') {
    return toSessionAnswers(new SessionWorker(openSessions({ ...use, total: totals[use.total] })));
  }
  if (use.way === 'pooled') return toRunAnswers(new RunWorker(await openPooled(use.environment)));
  const library = await openCold(use.environment);
  const { answer, close } = toRunAnswers(new RunWorker(library));
  return {
    close,
    answer: async (question) =>
      question.what === 'wait' ? library.wait(question.count).then(() => true) : answer(question),
  };
}

function toRunAnswers(worker: RunWorker): Worker {
  return {
    close: () => worker.close(),
    async answer(question) {
      if (question.what === 'run') return worker.run(question.code);
      if (question.what === 'many') return worker.many(question.code, question.count, question.atOnce);
      if (question.what === 'held') return worker.held();
      throw new Error(`this worker does not ${question.what}`);
    },
  };
}

function toSessionAnswers(worker: SessionWorker): Worker {
  return {
    close: () => worker.close(),
    async answer(question) {
      if (question.what === 'open') return worker.open(question.count);
      if (question.what === 'namespaces') return worker.namespaces();
      if (question.what === 'call') return worker.call(question.whom, question.code);
      throw new Error(`this worker does not ${question.what}`);
    },
  };
}

/** What cannot be opened is the answer to every question: whoever asks has the reason. */
const opening = openWorker(JSON.parse(process.argv[2] ?? '') as Use);
opening.catch(() => undefined);
for await (const line of createInterface({ input: process.stdin })) {
  let answer: unknown;
  try {
    answer = await (await opening).answer(JSON.parse(line) as Question);
  } catch (error) {
    answer = { failed: messageOf(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await opening.then(
  (worker) => worker.close(),
  () => undefined,
);
