// Which lines of Node.js and Python there are, until when each is mended, and the newest security release of each line of Node.js.
import lt from 'semver/functions/lt.js';
import { z } from 'zod';
import type { ReleaseLine, ReleaseLines } from '../../src/services/updates/data-schemas.js';
import { askJson } from './ask-json.js';

export interface ReleaseAddresses {
  readonly schedule: string;
  readonly versions: string;
  readonly python: string;
}

const oldestNode = 18;
const oldestPython = 9;
const day = z.iso.date();
const scheduleSchema = z.record(z.string(), z.object({ start: day, lts: day.optional(), end: day }));
const versionsSchema = z
  .array(z.object({ version: z.string().regex(/^v\d+\.\d+\.\d+$/), security: z.boolean() }))
  .min(1)
  .max(10_000);
const pythonSchema = z.record(
  z.string(),
  z.object({ first_release: z.string(), end_of_life: z.string().regex(/^\d{4}-\d\d(?:-\d\d)?$/) }),
);

/** @throws Error */
export async function askReleaseLines(addresses: ReleaseAddresses, today: string): Promise<ReleaseLines> {
  const schedule = await askJson(addresses.schedule, scheduleSchema);
  const versions = await askJson(addresses.versions, versionsSchema);
  const python = await askJson(addresses.python, pythonSchema);
  return {
    node: {
      source: `${addresses.schedule} ${addresses.versions}`,
      read: today,
      lines: toNode(schedule, versions),
    },
    python: { source: addresses.python, read: today, lines: toPython(python) },
  };
}

function toNode(
  schedule: z.infer<typeof scheduleSchema>,
  versions: z.infer<typeof versionsSchema>,
): ReleaseLine[] {
  return Object.entries(schedule).flatMap(([name, { start, lts, end }]) => {
    const line = name.replace(/^v/, '');
    if (!/^\d+$/.test(line) || Number(line) < oldestNode) return [];
    const mended = versions
      .filter(({ version, security }) => security && version.startsWith(`v${line}.`))
      .map(({ version }) => version.slice(1))
      .sort((one, other) => (lt(one, other) ? 1 : -1));
    return { line, from: start, longTermFrom: lts ?? null, until: end, security: mended[0] ?? null };
  });
}

function toPython(lines: z.infer<typeof pythonSchema>): ReleaseLine[] {
  return Object.entries(lines)
    .filter(([line]) => /^3\.\d+$/.test(line) && Number(line.slice(2)) >= oldestPython)
    .sort(([one], [other]) => Number(one.slice(2)) - Number(other.slice(2)))
    .map(([line, { first_release, end_of_life }]) => ({
      ...{ line, from: first_release, longTermFrom: null, until: lastDayOf(end_of_life), security: null },
    }));
}

/** Of a month, where no day is given. */
function lastDayOf(text: string): string {
  const [year = 0, month = 0] = text.split('-').map(Number);
  return text.length > 7 ? text : new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
