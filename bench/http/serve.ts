// `pymcp serve` as it is, but that it also ends with its stdin.
//   node dist/bench/http/serve.js OPTIONS
import { Command } from 'commander';
import { addServeCommand } from '#pymcp/cli/serve.js';
import { untilStdinEnds } from './until-stdin-ends.js';

untilStdinEnds(() => process.kill(process.pid, 'SIGTERM'));
const program = new Command('pymcp');
addServeCommand(program);
await program.parseAsync(['serve', ...process.argv.slice(2)], { from: 'user' });
