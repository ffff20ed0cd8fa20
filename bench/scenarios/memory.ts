// What a waiting child and an idle session weigh beyond the template that they share, with so many of them that what is
// shared is shared.
import type { EnvironmentName } from '#pymcp/core/names.js';
import { sleep } from '#pymcp/host/clock.js';
import { type Arena, data, python } from '../arena.js';
import { type JailMemory, measureJailMemory } from '../jail-memory.js';
import type { Use } from '../library/question.js';
import type { Library } from '../participants/library.js';
import { messageOf } from '../message-of.js';
import type { Row } from '../report.js';
import type { Tried } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge, type TargetName } from '../targets.js';
import { toRows } from '../to-rows.js';

const few = 2;
const many = 32;
/** Until what a birth or a call has left over is freed. */
const settleMs = 500;

interface Labels {
  readonly each: string;
  readonly further: string;
}

interface Subject {
  readonly what: string;
  readonly target: TargetName;
  readonly use: Use;
  readonly bring: (library: Library, count: number) => Promise<void>;
  /** The pid namespaces of those that are meant; null for all that there are. */
  readonly find: (library: Library) => Promise<readonly string[] | null>;
}

export const memory: Scenario = {
  name: 'memory',
  title: 'Memory beyond the shared template (PSS)',
  async measure(arena) {
    const rows: Row[] = [];
    for (const subject of [python, data].flatMap(toSubjects)) {
      rows.push(...(await measureSubject(arena, subject)));
    }
    return {
      rows,
      notes: [
        `"its own processes" are init and agent of each of ${many}, with a share of what they and the template map`,
        `"each further one" is what the whole jail grows by between ${few} and ${many} of them, for each`,
      ],
    };
  },
};

function toSubjects(environment: EnvironmentName): Subject[] {
  return [
    {
      what: `waiting child (${environment})`,
      target: 'waitingChild',
      use: { way: 'cold', environment },
      bring: (library, count) => library.wait(count),
      find: () => Promise.resolve(null),
    },
    {
      what: `idle session (${environment})`,
      target: 'idleSession',
      use: { way: 'sessions', environment, total: 'raised', most: 2 * many },
      async bring(library, count) {
        const { open, stoppedBy } = await library.open(count);
        if (open < count) throw new Error(stoppedBy ?? `only ${open} were opened`);
      },
      // Others wait in the pool beside them.
      find: (library) => library.namespaces(),
    },
  ];
}

async function measureSubject(arena: Arena, { what, target, use, bring, find }: Subject): Promise<Row[]> {
  const labels: Labels = { each: `${what}, its own processes`, further: `${what}, each further one` };
  const library = arena.library(use);
  try {
    await bring(library, few);
    await sleep(settleMs);
    const before = measureJailMemory(library.pid);
    const first = await findAll(library, before, find);
    await bring(library, many);
    await sleep(settleMs);
    const after = measureJailMemory(library.pid);
    const all = await findAll(library, after, find);
    const samples = ofThese(after, all);
    const born = samples.length - ofThese(before, first).length;
    if (born !== many - few) throw new Error(`${born} of them were found, not ${many - few}`);
    const further = (withoutOthers(after, all) - withoutOthers(before, first)) / born;
    return toMemoryRows(
      [measured(labels.each, samples), measured(labels.further, [further])],
      labels,
      target,
    );
  } catch (error) {
    return toMemoryRows(
      [failed(labels.each, messageOf(error)), failed(labels.further, 'see above')],
      labels,
      target,
    );
  } finally {
    // So many processes must not wait beside the next measurement.
    await arena.closeLibrary(use);
  }
}

/** Asked after the measurement, so that what the question costs them is not in it. */
async function findAll(
  library: Library,
  { sandboxesMb }: JailMemory,
  find: Subject['find'],
): Promise<readonly string[]> {
  return (await find(library)) ?? [...sandboxesMb.keys()];
}

function ofThese({ sandboxesMb }: JailMemory, meant: readonly string[]): number[] {
  return meant.flatMap((namespace) => sandboxesMb.get(namespace) ?? []);
}

/** The template and those that are meant. */
function withoutOthers({ sandboxesMb, wholeMb }: JailMemory, meant: readonly string[]): number {
  const others = [...sandboxesMb].filter(([namespace]) => !meant.includes(namespace));
  return others.reduce((sum, [, megabytes]) => sum - megabytes, wholeMb);
}

/** Only what each further one costs is judged: the other figure has a share of the template in it. */
function toMemoryRows(tried: readonly Tried[], { further }: Labels, target: TargetName): Row[] {
  return toRows(tried, {
    unit: 'MB',
    reference: null,
    judge: (label, p50) => (label === further ? [judge(target, p50)] : []),
  });
}

function measured(label: string, samples: readonly number[]): Tried {
  return { label, side: 'ours', outcome: { kind: 'measured', samples } };
}

function failed(label: string, why: string): Tried {
  return { label, side: 'ours', outcome: { kind: 'failed', why } };
}
