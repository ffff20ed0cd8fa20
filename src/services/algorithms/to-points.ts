// From samples to the points that are fitted: one cost for each size. Pure.
import type { Costs } from './growth/decide-growth.js';
import type { Point } from './growth/rank-classes.js';
import type { Sample } from './measured.js';

export function toCosts(samples: readonly Sample[]): Costs {
  return {
    counts: toCounts(samples),
    elements: toElementCounts(samples),
    times: toTimes(samples),
    fresh: samples.some(({ fresh }) => fresh === true),
  };
}

function toCounts(samples: readonly Sample[]): readonly Point[] {
  return samples.flatMap(({ sizes, events }) => (events === undefined ? [] : [{ sizes, cost: events }]));
}

/** What is done to the values of lists, by C too; none where they are of other kinds. */
function toElementCounts(samples: readonly Sample[]): readonly Point[] {
  return samples.flatMap(({ sizes, element_events }) =>
    element_events === undefined ? [] : [{ sizes, cost: element_events + 1 }],
  );
}

/** The least of several times is the one that was disturbed least. Of a function that was ended early, the first calls. */
export function toTimes(samples: readonly Sample[]): readonly Point[] {
  const repeated = samples.filter(({ cpu_ns }) => cpu_ns.length > 0);
  if (repeated.length > 0) return repeated.map(({ sizes, cpu_ns }) => ({ sizes, cost: Math.min(...cpu_ns) }));
  return samples.flatMap(({ sizes, cold_ns }) => (cold_ns === undefined ? [] : [{ sizes, cost: cold_ns }]));
}

/** Of a frame of Python, about; the stack is no part of what is traced. */
const frameBytes = 120;
/** What any call takes, whatever the size. */
const floorBytes = 256;

const enough = 6;

/** With the stack, where it is known how deep it was. */
export function toSpace(samples: readonly Sample[]): readonly Point[] {
  const weighed = samples.filter(({ peak_bytes }) => peak_bytes !== undefined);
  const deep = weighed.filter(({ depth }) => depth !== undefined);
  return (deep.length < enough ? weighed : deep).map(({ sizes, peak_bytes = 0, depth = 1 }) => ({
    sizes,
    cost: floorBytes + peak_bytes + frameBytes * Math.max(0, depth - 1),
  }));
}
