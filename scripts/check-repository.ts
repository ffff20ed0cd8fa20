// Looks through every file that git tracks for what must not be there (rules in check/repository-rules.ts).
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findProblems } from './check/repository-rules.js';

const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && existsSync(path));

const problems = findProblems(tracked.map((path) => ({ path, text: readFileSync(path, 'latin1') })));
for (const { path, line, message } of problems) console.error(`${path}:${line} ${message}`);
if (problems.length > 0) {
  console.error(
    `error: ${problems.length} lines must not be in the repository\nhint: take them out, also from commits that are not handed over yet`,
  );
}
process.exitCode = problems.length > 0 ? 1 : 0;
