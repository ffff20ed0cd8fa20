// From values to places on an axis, and the values that an axis names. Pure.
import type { Axis } from './chart.js';

export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
  readonly holds: (value: number) => boolean;
}

const most = 6;

/** @param range where the least and the most of the values are drawn */
export function openScale(
  { scale, round }: Pick<Axis, 'scale' | 'round'>,
  values: readonly number[],
  range: readonly [from: number, to: number],
): Scale {
  const usable = values.filter((value) => Number.isFinite(value) && (scale === 'linear' || value > 0));
  const [least, greatest] = usable.length === 0 ? [1, 10] : [Math.min(...usable), Math.max(...usable)];
  if (scale === 'linear') return linear(least, greatest, range);
  return logarithmic(least, greatest, range, round === 'binary' ? pickBinaryTicks : pickTicks);
}

function logarithmic(
  least: number,
  greatest: number,
  [from, to]: readonly [number, number],
  pick: (low: number, high: number) => readonly number[],
): Scale {
  const wide = greatest / least < 1.5 ? 1.5 : 1.12;
  const [low, high] = [Math.log10(least / wide), Math.log10(greatest * wide)];
  return {
    place: (value) => from + ((to - from) * (Math.log10(value) - low)) / (high - low),
    ticks: pick(low, high),
    holds: (value) => value > 0 && Number.isFinite(value),
  };
}

/** Powers of ten, or 1, 2 and 5 of each where there are few. */
function pickTicks(low: number, high: number): readonly number[] {
  const decades = Array.from(
    { length: Math.floor(high) - Math.floor(low) + 1 },
    (_, at) => at + Math.floor(low),
  );
  const within = (tick: number): boolean => Math.log10(tick) >= low && Math.log10(tick) <= high;
  const powers = decades.map((decade) => 10 ** decade).filter(within);
  const finer = decades.flatMap((decade) => [1, 2, 5].map((digit) => digit * 10 ** decade)).filter(within);
  if (powers.length < 3 && finer.length >= 2) return finer;
  if (powers.length < 2) return linear(10 ** low, 10 ** high, [0, 1]).ticks.filter(within);
  const step = Math.ceil(powers.length / most);
  return powers.filter((_, at) => at % step === 0);
}

/** Powers of two, of four, … as many as there is room for. */
function pickBinaryTicks(low: number, high: number): readonly number[] {
  const [first, last] = [Math.ceil(low / Math.log10(2)), Math.floor(high / Math.log10(2))];
  if (last - first < 1) return linear(10 ** low, 10 ** high, [0, 1]).ticks.filter((tick) => tick > 0);
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => 2 ** (first + at * step));
}

function linear(least: number, greatest: number, [from, to]: readonly [number, number]): Scale {
  const span = greatest - least || Math.abs(greatest) || 1;
  const [low, high] = [least - 0.04 * span, greatest + 0.04 * span];
  const step = roundUp((high - low) / most);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return {
    place: (value) => from + ((to - from) * (value - low)) / (high - low),
    ticks: Array.from({ length: Math.max(0, count) }, (_, at) =>
      Number(((first + at) * step).toPrecision(12)),
    ),
    holds: Number.isFinite,
  };
}

/** To the next of 1, 2 or 5 times a power of ten. */
function roundUp(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5, 10].find((digit) => digit * power >= step * 0.999) ?? 10) * power;
}
