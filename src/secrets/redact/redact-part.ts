// One part of a file, whose reader goes on behind it: what begins before it or ends behind it is masked once, in the part in
// which it begins.
import { nothingUnderWay } from './automaton.js';
import { earliestStart } from './earliest-start.js';
import type { Search } from './redactor.js';
import { addRegion, type Region } from './region.js';

/** @param bytes the part from `from` to `to` and, around it, as much as the longest encoding has */
export function redactPart(search: Search, bytes: Buffer, from: number, to: number): Buffer {
  const parts: Buffer[] = [];
  let shown = from;
  for (const { start, end, mask } of findRegions(search, bytes)) {
    if (end <= from || start >= to) continue;
    if (start > shown) parts.push(bytes.subarray(shown, start));
    if (start >= from) parts.push(search.masks[mask] ?? Buffer.alloc(0));
    shown = Math.max(shown, Math.min(end, to));
  }
  parts.push(bytes.subarray(shown, to));
  return parts.length === 1 ? (parts[0] ?? bytes) : Buffer.concat(parts);
}

function findRegions({ automaton, maskOf }: Search, bytes: Buffer): readonly Region[] {
  const regions: Region[] = [];
  automaton.read(bytes, 0, nothingUnderWay, (chain, end) => {
    const units = automaton.threads.chains[chain] ?? [];
    addRegion(regions, {
      start: earliestStart(units, units.length, bytes, end),
      end,
      mask: maskOf[chain] ?? 0,
    });
  });
  return regions;
}
