// What was measured at some sizes, for whoever explains a verdict: the smallest, the largest and some between. Pure.
import type { Judged } from '../../services/algorithms/judge-measured.js';
import type { Sample } from '../../services/algorithms/measured.js';
import { showLine } from '../run-python/show-controls.js';
import { shorten } from '../run-python/shorten.js';
import { toSection } from '../run-python/to-section.js';

const mostSizes = 8;
const mostCharacters = 10_000;

export function showSamples(functions: readonly Judged[]): string[] {
  const lines = functions.flatMap(({ measured: { name, kind, samples } }) => [
    showLine(`${name} (${kind})`),
    ...spread(samples).map((sample) => `  ${say(sample)}`),
  ]);
  return toSection('At some sizes', shorten(lines.join('\n'), mostCharacters));
}

function spread(samples: readonly Sample[]): readonly Sample[] {
  if (samples.length <= mostSizes) return samples;
  const step = (samples.length - 1) / (mostSizes - 1);
  return Array.from({ length: mostSizes }, (_, at) => samples[Math.round(at * step)]).filter(
    (one) => one !== undefined,
  );
}

function say({ sizes, events, cpu_ns, peak_bytes, depth }: Sample): string {
  return [
    `size ${sizes.join(' and ')}`,
    ...(events === undefined ? [] : [`${events} steps`]),
    ...(cpu_ns.length === 0 ? [] : [`${(Math.min(...cpu_ns) / 1_000).toPrecision(3)} µs`]),
    ...(peak_bytes === undefined ? [] : [`${peak_bytes} bytes`]),
    ...(depth === undefined || depth < 2 ? [] : [`${depth} frames deep`]),
  ].join(', ');
}
