// Many clients of one gateway for a minute, which also run programs: whether all are answered, and whether its memory grows.
import { monotonicMs, sleep } from '#pymcp/host/clock.js';
import { readKernelFile } from '#pymcp/host/files.js';
import { eras } from '../http/tool-call.js';
import { type AnswerCount, askUntil } from '../participants/busy-client.js';
import { HttpClient } from '../participants/http-client.js';
import { openServedGateway, type ServedGateway } from '../participants/served-gateway.js';
import type { Measurement } from '../report.js';
import type { Tried } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { toRows } from '../to-rows.js';

const many = 64;
const tokens = 4;
const seconds = 60;
/** Code is compiled and caches are filled before memory is looked at. */
const warmUpSeconds = 20;
const settleMs = 500;
const MiB = 1024 * 1024;

export const load: Scenario = {
  name: 'load',
  title: `${many} clients over HTTP at once for ${seconds} seconds`,
  async measure(arena) {
    const gateway = arena.keep(await openServedGateway(['--connections', String(4 * many)]));
    const clients: HttpClient[] = [];
    try {
      clients.push(...(await openClients(gateway)));
      return await measureLoad(gateway.pid, clients);
    } finally {
      for (const client of clients) client.close();
      await gateway.close();
    }
  },
};

async function openClients({ url, makeToken }: ServedGateway): Promise<HttpClient[]> {
  const made: string[] = [];
  while (made.length < tokens) made.push(await makeToken(`load_${made.length}`));
  return Promise.all(
    Array.from({ length: many }, (_, number) => {
      // Every token has clients of both eras.
      const era = eras[Math.floor(number / tokens) % eras.length] ?? '2026-07-28';
      return HttpClient.open({ url, era, token: made[number % tokens] ?? '' });
    }),
  );
}

async function measureLoad(gateway: number, clients: readonly HttpClient[]): Promise<Measurement> {
  await useAll(clients, warmUpSeconds);
  await sleep(settleMs);
  const before = residentMb(gateway);
  const { count, perSecond } = await useAll(clients, seconds);
  await sleep(settleMs);
  const after = residentMb(gateway);
  const { answers, refusals, errors } = count;
  const measured = (label: string, samples: readonly number[]): Tried => ({
    label,
    side: 'ours',
    outcome: { kind: 'measured', samples },
  });
  const answered: Tried =
    errors[0] === undefined
      ? measured('answers', perSecond)
      : {
          label: 'answers',
          side: 'ours',
          outcome: { kind: 'failed', why: `${errors.length}: ${errors[0]}` },
        };
  const memory = [measured('resident memory, before', [before]), measured('and after', [after])];
  return {
    rows: [
      ...toRows([answered], { unit: '/s', reference: null }),
      ...toRows(memory, { unit: 'MB', reference: null }),
    ],
    notes: [`${answers} answers, ${refusals} documented refusals, ${errors.length} errors`],
  };
}

/** @returns what they all got, and the answers of each second */
async function useAll(
  clients: readonly HttpClient[],
  forSeconds: number,
): Promise<{ count: AnswerCount; perSecond: number[] }> {
  const count: AnswerCount = { answers: 0, refusals: 0, errors: [] };
  const until = monotonicMs() + forSeconds * 1000;
  const using = Promise.all(clients.map((client, seed) => askUntil(client, until, count, seed)));
  const perSecond: number[] = [];
  while (perSecond.length < forSeconds) {
    const [answers, started] = [count.answers, monotonicMs()];
    await sleep(1000);
    perSecond.push(((count.answers - answers) / (monotonicMs() - started)) * 1000);
  }
  await using;
  return { count, perSecond };
}

/** proc_pid_status(5). */
function residentMb(pid: number): number {
  const found = /^VmRSS:\s*(\d+) kB$/m.exec(readKernelFile(`/proc/${pid}/status`) ?? '')?.[1];
  if (found === undefined) throw new Error(`the memory of process ${pid} cannot be read`);
  return (Number(found) * 1024) / MiB;
}
