// Looks through every file that git tracks for what must not be there (rules in check/repository-rules.ts).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findProblems } from './check/repository-rules.js';

const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
});
if (git.status !== 0) {
  console.error(`error: git cannot list the files: ${git.error?.message ?? git.stderr.trim()}`);
  console.error('hint: run the linters in a git checkout, with git installed');
  process.exit(1);
}
const tracked = git.stdout.split('\0').filter((path) => path !== '' && existsSync(path));

const problems = findProblems(tracked.map((path) => ({ path, text: readFileSync(path, 'latin1') })));
for (const { path, line, message } of problems) console.error(`${path}:${line} ${message}`);
if (problems.length > 0) {
  console.error(
    `error: ${problems.length} lines must not be in the repository\nhint: take them out, also from commits that are not handed over yet`,
  );
}
process.exitCode = problems.length > 0 ? 1 : 0;
