// Writes the files of container/ that are made of code.
//   node dist-test/scripts/write-container-files.js
import { writeFileSync } from 'node:fs';
import { renderSeccompProfile, seccompProfilePath } from './container/to-seccomp-profile.js';

writeFileSync(seccompProfilePath, renderSeccompProfile());
process.stdout.write(`${seccompProfilePath} is what the tables say now\n`);
