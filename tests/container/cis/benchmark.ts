// The CIS Docker Benchmark 1.6.0, sections 4 and 5: every item, in its order, and who fails.
import type { ContainerFacts } from './facts.js';
import type { BenchmarkItem } from './item.js';
import { boundaryItems } from './boundary-items.js';
import { imageItems } from './image-items.js';
import { runtimeItems } from './runtime-items.js';

export const benchmark: readonly BenchmarkItem[] = [...imageItems, ...runtimeItems, ...boundaryItems];

export interface FailedItem {
  readonly id: string;
  readonly why: string;
}

export function failedItems(facts: ContainerFacts): FailedItem[] {
  return benchmark.flatMap((item) => {
    const why = item.kind === 'checked' ? item.whyNot(facts) : null;
    return why === null ? [] : [{ id: item.id, why }];
  });
}
