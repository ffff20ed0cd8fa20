// One item of the CIS Docker Benchmark, as data: what it asks for in our words, and how it is read and judged, or why it is not
// for a container.
import type { ContainerFacts } from './facts.js';

export interface CheckedItem {
  readonly kind: 'checked';
  /** Of the benchmark, version 1.6.0. */
  readonly id: string;
  /** What it asks for. */
  readonly title: string;
  /** Where that is read: of `docker inspect` or `podman inspect`, of the layers, or inside. */
  readonly readFrom: string;
  /** Why it does not hold; null where it does. */
  readonly whyNot: (facts: ContainerFacts) => string | null;
}

export interface InapplicableItem {
  readonly kind: 'not applicable';
  readonly id: string;
  readonly title: string;
  /** Why this is nobody's to check from outside a container, and what stands in for it. */
  readonly why: string;
}

export type BenchmarkItem = CheckedItem | InapplicableItem;

/** Null where a list is empty; else what is in it. */
export function noneOf(what: string, found: readonly string[]): string | null {
  return found.length === 0 ? null : `${what}: ${found.join(', ')}`;
}

/** What an item says of a namespace of the host. Podman 4.3 does not tell all of them by `inspect`, the kernel does. */
export function sharedNamespace(mode: string, name: string, { machine }: ContainerFacts): string | null {
  return mode === 'host' || machine.sharedNamespaces.includes(name) ? 'it is shared' : null;
}
