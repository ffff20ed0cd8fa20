// The time that stands in what is built (https://reproducible-builds.org/specs/source-date-epoch/).

/** @returns seconds since 1970 @throws where the variable is not there or is no such number */
export function readSourceDate(environment: NodeJS.ProcessEnv = process.env): number {
  const said = environment['SOURCE_DATE_EPOCH'] ?? '';
  if (/^\d{1,11}$/.test(said)) return Number(said);
  throw new Error(`SOURCE_DATE_EPOCH is ${JSON.stringify(said)}, and must be seconds since 1970`);
}
