// A process that writes down executions that there are none of, as fast as it can, and says each when it is written:
//   node audit-writer.js COUNT [FILE-BYTES]      COUNT 0: until it is ended
import { openAudit } from '../../src/audit/open-audit.js';
import { findAuditPlaces } from '../../src/audit/audit-places.js';
import { writeSync } from 'node:fs';
import { describedRun, madeUpResult } from './audit-run.js';

const [count = 0, fileBytes = 16 * 1024 * 1024] = process.argv.slice(2).map(Number);
const audit = openAudit({
  places: findAuditPlaces(),
  command: 'test',
  sync: 'second',
  code: 'hash',
  fileBytes,
  keepMs: null,
  onProblem: (error) => {
    writeSync(2, `${error.code}: ${error.message}\n`);
  },
});
try {
  for (let done = 0; count === 0 || done < count; done += 1) {
    const code = `${process.pid}:${done}`;
    const entry = await audit.journal.begin(describedRun(code));
    writeSync(1, `${code}\n`);
    entry.end(madeUpResult);
  }
} catch (error) {
  writeSync(2, `${String((error as { code?: unknown }).code)}: ${String(error)}\n`);
  process.exitCode = 3;
}
await audit.close();
