// The memory with 100,000 observations: what a search takes and what storing one entity more takes, against what the reference
// server does for both: it reads all of its file, and writes all of it (bench/participants/jsonl-memory.ts).
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCaller } from '#pymcp/core/caller.js';
import { monotonicMs } from '#pymcp/host/clock.js';
import { rm } from '#pymcp/host/files.js';
import type { Entity } from '#pymcp/services/memory/graph.js';
import { MemoryService } from '#pymcp/services/memory/memory-service.js';
import type { Arena } from '../arena.js';
import { JsonlMemory } from '../participants/jsonl-memory.js';
import type { Row } from '../report.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const entityCount = 1_000;
const observationsEach = 100;
/** Of each query in each round. */
const searchesInTurn = 5;
const roundsPerRound = 3;
const asker = { caller: toCaller('bench'), tool: 'bench' };
const scan = 'search, as the reference server does it';
const rewrite = 'create_entities, as the reference server does it';

const queries = [
  ['a word of 20 observations', 'needle'],
  ['a word of half of them', 'frequent'],
  ['three words, each of thousands', 'frequent about road'],
  ['a phrase of three observations', 'needle in the river'],
  ['two characters of 20', '東京'],
  ['one letter, which all have', 'e'],
  ['the name of an entity', 'entity 3 of many'],
  ['what nothing has', 'zzzz'],
] as const;

export const memorySearch: Scenario = {
  name: 'memory-search',
  title: `The memory with ${(entityCount * observationsEach).toLocaleString('en')} observations`,
  async measure(arena) {
    const scratch = mkdtempSync(join(tmpdir(), 'pymcp-bench-memory-'));
    const ours = new MemoryService({ workspace: null, folder: join(scratch, 'memory', 'default') });
    const theirs = new JsonlMemory(join(scratch, 'memory.jsonl'));
    try {
      const entities = makeEntities();
      await theirs.createEntities(entities);
      for (let start = 0; start < entityCount; start += 50)
        await ours.createEntities(asker, entities.slice(start, start + 50));
      return {
        rows: [...(await measureSearch(arena, ours, theirs)), ...(await measureCreate(arena, ours, theirs))],
        notes: [
          `${entityCount} entities with ${observationsEach} observations of ten words each; ours answers with the best 20, within a bound`,
          'ours is on the disk when it answers (fsync), the other is not',
          'in this process, without a protocol, an audit log or known secrets',
        ],
      };
    } finally {
      await ours.close();
      await rm(scratch, { recursive: true, force: true });
    }
  },
};

async function measureSearch(arena: Arena, ours: MemoryService, theirs: JsonlMemory): Promise<Row[]> {
  const entrants: readonly Entrant[] = [
    { label: scan, side: 'baseline', measure: () => time(() => theirs.searchNodes('needle')) },
    ...queries.map(([what, query]) => ({
      label: `search_nodes, ${what}`,
      side: 'ours' as const,
      measure: () => timeInTurn(searchesInTurn, () => ours.searchNodes(asker, query)),
    })),
  ];
  const tried = await measureRounds(entrants, toOptions(arena));
  return toRows(tried, {
    unit: 'ms',
    reference: scan,
    judge: (label, p50) => (label === scan ? [] : [judge('memorySearch', p50)]),
  });
}

async function measureCreate(arena: Arena, ours: MemoryService, theirs: JsonlMemory): Promise<Row[]> {
  let count = 0;
  const next = (): Entity[] => {
    count += 1;
    return [
      { name: `new ${count}`, entityType: 'thing', observations: [`what was seen as number ${count}`] },
    ];
  };
  const tried = await measureRounds(
    [
      { label: rewrite, side: 'baseline', measure: () => time(() => theirs.createEntities(next())) },
      {
        label: 'create_entities, one with one observation',
        side: 'ours',
        measure: () => timeInTurn(searchesInTurn, () => ours.createEntities(asker, next())),
      },
    ],
    toOptions(arena),
  );
  return toRows(tried, { unit: 'ms', reference: rewrite });
}

function toOptions({ options }: Arena): { rounds: number; warmUp: number; pauseMs: number } {
  return {
    rounds: Math.max(3, Math.ceil(options.rounds / roundsPerRound)),
    warmUp: 1,
    pauseMs: options.pauseMs,
  };
}

async function timeInTurn(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let time_ = 0; time_ < times; time_ += 1) samples.push(await time(work));
  return samples;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = monotonicMs();
  await work();
  return monotonicMs() - started;
}

/** The same in every run. */
function makeEntities(): readonly Entity[] {
  const words = [
    'about',
    'road',
    'river',
    'letter',
    'summer',
    'between',
    'module',
    'figure',
    'window',
    'answer',
  ];
  return Array.from({ length: entityCount }, (_, index) => ({
    name: `entity ${index} of many`,
    entityType: 'thing',
    observations: Array.from({ length: observationsEach }, (_nothing, number) => {
      const at = index * observationsEach + number;
      const some = Array.from(
        { length: 8 },
        (_none, word) => `${words[(at * 7 + word * 3) % 10] ?? ''}${(at * (word + 3)) % 211}`,
      );
      const rare = at % 5_000 === 0 ? ['needle', '東京'] : [];
      const phrase = at % 40_000 === 1 ? ['needle in the river'] : [];
      return [...some, ...(at % 2 === 0 ? ['frequent'] : []), ...rare, ...phrase, at].join(' ');
    }),
  }));
}
