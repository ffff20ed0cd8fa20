// The advisories that GitHub has of npm packages (REST API, "List global security advisories"), those of malware too. Asked without a token.
import { z } from 'zod';
import type { NpmAdvisories, NpmAdvisory } from '../../src/services/updates/data-schemas.js';
import { askJson } from './ask-json.js';

const pageSize = 100;
const namesAtOnce = 50;

const answerSchema = z
  .array(
    z.object({
      ghsa_id: z.string(),
      summary: z.string(),
      html_url: z.string(),
      severity: z.enum(['critical', 'high', 'medium', 'low', 'unknown']),
      withdrawn_at: z.string().nullable(),
      vulnerabilities: z
        .array(
          z.object({
            package: z.object({ ecosystem: z.string(), name: z.string().nullable() }).nullable(),
            vulnerable_version_range: z.string().nullable(),
            first_patched_version: z.string().nullable(),
          }),
        )
        .nullable(),
    }),
  )
  .max(pageSize);

/** @throws Error */
export async function askAdvisories(
  origin: string,
  names: readonly string[],
  today: string,
): Promise<NpmAdvisories> {
  const covers = [...new Set(names)].sort();
  const found: NpmAdvisory[] = [];
  for (let start = 0; start < covers.length; start += namesAtOnce)
    for (const type of ['reviewed', 'malware'])
      found.push(...(await askPage(origin, type, covers.slice(start, start + namesAtOnce))));
  const advisories = [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
  const key = ({ package: name, id, vulnerable }: NpmAdvisory): string => `${name} ${id} ${vulnerable}`;
  advisories.sort((one, other) => (key(one) < key(other) ? -1 : 1));
  return { source: `${origin}/advisories`, read: today, covers, advisories };
}

/** A full page may be the first of several: then half as many are asked about at once. */
async function askPage(origin: string, type: string, names: readonly string[]): Promise<NpmAdvisory[]> {
  const query = new URLSearchParams({
    ...{ ecosystem: 'npm', type, per_page: `${pageSize}`, affects: names.join(',') },
  });
  const answer = await askJson(`${origin}/advisories?${query.toString()}`, answerSchema);
  if (answer.length < pageSize)
    return answer
      .filter(({ withdrawn_at }) => withdrawn_at === null)
      .flatMap((one) => toAdvisories(one, names));
  if (names.length < 2) throw new Error(`${names.join()} has more advisories than a page holds`);
  const half = Math.ceil(names.length / 2);
  return [
    ...(await askPage(origin, type, names.slice(0, half))),
    ...(await askPage(origin, type, names.slice(half))),
  ];
}

function toAdvisories(
  { ghsa_id, summary, html_url, severity, vulnerabilities }: z.infer<typeof answerSchema>[number],
  names: readonly string[],
): NpmAdvisory[] {
  return (vulnerabilities ?? []).flatMap((one) => {
    const name = one.package?.name ?? '';
    if (one.package?.ecosystem !== 'npm' || !names.includes(name)) return [];
    return {
      ...{ id: ghsa_id, package: name, severity, summary: summary.slice(0, 500), url: html_url },
      // `>= 1.0.0, < 1.2.0`; where there is none, all versions are meant.
      vulnerable: one.vulnerable_version_range?.replaceAll(',', ' ') ?? '*',
      fixed: one.first_patched_version,
    };
  });
}
