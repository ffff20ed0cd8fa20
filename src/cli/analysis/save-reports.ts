// path.contained: reports as new files of a folder. Nothing is overwritten, and the usual folder is not entered through a link, which
// whoever wrote this repository could have put there.
import { PymcpError } from '../../core/errors.js';
import { createFileBelow } from '../../host/create-file-below.js';
import { errnoOf, hasCode } from '../../host/errno.js';
import { exists, mkdir } from '../../host/files.js';
import { nowMs } from '../../host/clock.js';

export const reportsFolder = 'analysis_results';

export interface Report {
  /** With its period. */
  readonly ending: string;
  readonly text: string;
}

const mostTries = 20;

/**
 * All under one name that is free, such as `fibonacci-20260131-142501.html`.
 * @param folder chosen by the person; null for the usual one @returns the paths
 * @throws PymcpError `output.not-saved`
 */
export async function saveReports(
  folder: string | null,
  name: string,
  reports: readonly Report[],
): Promise<readonly string[]> {
  try {
    const place = await openPlace(folder);
    const stem = await createFirst(place, `${name}-${stamp(nowMs())}`, reports[0]);
    for (const { ending, text } of reports.slice(1)) await create(place, `${stem}${ending}`, text);
    return reports.map(({ ending }) => `${folder ?? reportsFolder}/${stem}${ending}`);
  } catch (error) {
    throw notSaved(folder, error);
  }
}

interface Place {
  readonly root: string;
  /** Before each name. */
  readonly below: string;
}

async function openPlace(folder: string | null): Promise<Place> {
  if (folder !== null) {
    if (!(await exists(`${folder}/.`))) await mkdir(folder);
    return { root: folder, below: '' };
  }
  // Reports are of one machine and one day: they are not committed.
  await createFileBelow('.', `${reportsFolder}/.gitignore`, Buffer.from('*\n')).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  return { root: '.', below: `${reportsFolder}/` };
}

/** @returns the name that was free */
async function createFirst(place: Place, wanted: string, report: Report | undefined): Promise<string> {
  for (let attempt = 1; attempt < mostTries; attempt += 1) {
    const stem = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    try {
      if (report !== undefined) await create(place, `${stem}${report.ending}`, report.text);
      return stem;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
  throw new Error('all names are taken');
}

function create({ root, below }: Place, name: string, text: string): Promise<void> {
  return createFileBelow(root, `${below}${name}`, Buffer.from(text));
}

/** 20260131-142501, in UTC. */
function stamp(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}

function notSaved(folder: string | null, cause: unknown): PymcpError {
  const code = errnoOf(cause);
  const why =
    {
      ELOOP: 'it is a link, or a link stands in its way',
      ENOTDIR: 'it is a link or no folder',
      ENOENT: 'the folder above it is not there',
      EACCES: 'it may not be written',
      EROFS: 'it may not be written',
      ENOSPC: 'there is no room',
    }[code] ?? (cause instanceof Error ? cause.message : code);
  return new PymcpError(
    'output.not-saved',
    `the reports were not saved in ${JSON.stringify(folder ?? reportsFolder)}: ${why}`,
    'name a folder that can be written, as --out DIR, or print the report alone, with --no-save',
    { cause },
  );
}
