// `pymcp audit show|verify`: what ran, and whether the log of it is as it was written.
import { type Command, Option } from 'commander';
import { readAuditKey } from '../audit/audit-key.js';
import { findAuditPlaces } from '../audit/audit-places.js';
import { type FoundRecord, readRecords } from '../audit/read-records.js';
import { type NotedRecord, verifyAudit } from '../audit/verify-audit.js';
import { PymcpError } from '../core/errors.js';
import { parseNumber } from '../core/parse-number.js';
import { renderRecord, renderRecords } from './render-records.js';
import { renderVerdict, renderVerdictJson } from './render-verdict.js';

interface ShowOptions {
  readonly last: string;
  readonly caller?: string;
  readonly json?: true;
}

interface VerifyOptions {
  readonly noted: readonly string[];
  readonly json?: true;
}

const brokenExitCode = 1;
const mostShown = 1_000_000;

export function addAuditCommand(program: Command, setExitCode: (code: number) => void): void {
  const audit = program
    .command('audit')
    .summary('show and check the log of everything that ran')
    .description(
      'Every execution is written down before it begins and after it has ended, in a log whose records are chained and\n' +
        'marked with a key. What is not as it was written shows; whoever has the key can forge (docs/audit.md).',
    );
  audit
    .command('show')
    .summary('print the last records')
    .description(
      'Prints the last records of all gateways of this user, the newest at the end. A line with ! is not as it was\n' +
        'written: pymcp audit verify says more.',
    )
    .option('--last <n>', 'how many', '20')
    .option('--caller <name>', 'of this caller alone, as the records name it')
    .option('--json', 'print each record as a line of JSON')
    .action(show);
  audit
    .command('verify')
    .summary('check that no record was changed, dropped, reordered or cut off')
    .description(
      'Reads the whole log and says which record of which file is not as it was written. Exit code 0 only where all of it\n' +
        'is. It prints the last record of each log as LOG:NUMBER:MARK: noted elsewhere, it proves later with --noted that\n' +
        'the log was not put back to an earlier state.',
    )
    .addOption(
      new Option('--noted <log:number:mark>', 'a record that must be there as it was noted; may be repeated')
        .default([], 'none')
        .argParser((text: string, before: readonly string[]) => [...before, text]),
    )
    .option('--json', 'print what was found as JSON')
    .action(async (options: VerifyOptions) => {
      setExitCode(await verify(options));
    });
}

async function show({ last, caller, json }: ShowOptions): Promise<void> {
  const most = parseNumber('--last', last, { values: 'whole', least: 1, most: mostShown, unit: 'records' });
  const places = findAuditPlaces();
  const key = await readAuditKey(places.key);
  const found: FoundRecord[] = [];
  if (key !== null)
    for await (const record of readRecords(places, key)) {
      if (found.length === most) break;
      if (caller === undefined || record.body?.['caller'] === caller) found.push(record);
    }
  found.reverse();
  if (json === true) for (const record of found) process.stdout.write(renderRecord(record));
  else process.stdout.write(renderRecords(found));
}

async function verify({ noted, json }: VerifyOptions): Promise<number> {
  const logs = await verifyAudit(findAuditPlaces(), noted.map(parseNoted));
  process.stdout.write(json === true ? renderVerdictJson(logs) : renderVerdict(logs));
  const broken = logs.filter(({ problems }) => problems.length > 0);
  if (broken.length === 0) return 0;
  process.stderr.write(
    `error: the audit log is not as it was written (${broken.map(({ log }) => `log ${log}`).join(', ')})\n` +
      'hint: find out who could write to it; keep the files, and move them elsewhere to begin a new log\n',
  );
  return brokenExitCode;
}

function parseNoted(text: string): NotedRecord {
  const [, log, number, mark] = /^([0-9a-f]{8}-\d{1,3}):([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (log !== undefined && number !== undefined && mark !== undefined)
    return { log, number: Number(number), mark };
  throw new PymcpError(
    'usage.invalid',
    `--noted ${JSON.stringify(text.slice(0, 100))} is no record`,
    'give it as pymcp audit verify printed it: LOG:NUMBER:MARK',
  );
}
