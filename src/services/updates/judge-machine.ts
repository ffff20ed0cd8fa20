// From what is on the machine, and what is known of it, to what is to be done. Pure.
import type { DebianPackage } from '../../host/debian-package.js';
import { judgeBaseImage } from './judge-base-image.js';
import { judgeBubblewrap } from './judge-bubblewrap.js';
import { judgeComponents } from './judge-components.js';
import { judgeEngine } from './judge-engine.js';
import { judgeNpm, type NpmAdvice } from './judge-npm.js';
import { judgeRelease, type ReleaseData, type ReleasedProgram } from './judge-release.js';
import { judgeSystem } from './judge-system.js';
import type { Loaded, UpdateData } from './load-update-data.js';
import type { Machine, SurveyedProgram } from './survey-machine.js';
import type { UpdateCheck } from './update-check.js';

/** When a line ends is known years before. */
const daysOfLines = 365;
/** Node.js has security releases every few weeks. */
const daysOfSecurityReleases = 60;

export function judgeMachine(machine: Machine, data: UpdateData, today: string): readonly UpdateCheck[] {
  const advice = adviceFor(machine);
  return [
    judgeBaseImage(machine.image, data['base-image'], today),
    judgeSystem(machine.system, data.distributions, today),
    judgeNode(machine.node, partOf(data, 'node'), today, advice),
    ...machine.programs.flatMap((one) => judgeProgram(one, data, today, advice)),
    ...judgeNpm(machine.packages, data['npm-advisories'], today, advice),
    ...judgeAllComponents(machine),
  ];
}

function judgeProgram(
  { program, package: found }: SurveyedProgram,
  data: UpdateData,
  today: string,
  { refresh }: NpmAdvice,
): readonly UpdateCheck[] {
  if (program.state === 'absent')
    return [{ name: program.name, state: 'unknown', detail: program.why, fix: program.fix }];
  if (program.name === 'bubblewrap') return judgeBubblewrap(program, found);
  if (program.name !== 'python') return [judgeEngine(program, found)];
  const python: ReleasedProgram = {
    ...{ name: program.name, title: 'Python', version: program.version, path: program.path },
    ...{ lineParts: 2, refresh, mostDays: daysOfLines },
    ...{ package: found, renew: 'install a newer Python: https://www.python.org/downloads/' },
    moveTo: (line: string) => `install Python ${line}: https://www.python.org/downloads/`,
  };
  return [judgeRelease(python, partOf(data, 'python'), today)];
}

function judgeNode(
  { version, path, package: found }: Machine['node'],
  data: Loaded<ReleaseData>,
  today: string,
  { refresh }: NpmAdvice,
): UpdateCheck {
  const node: ReleasedProgram = {
    ...{ name: 'node', title: 'Node.js', version, path, package: distributed(found) },
    ...{ lineParts: 1, refresh, mostDays: daysOfSecurityReleases },
    moveTo: (line: string) =>
      `install Node.js ${line} as you installed this one, such as by: nvm install ${line}; or https://nodejs.org/en/download`,
    renew: `install the newest Node.js of this line, such as by: nvm install ${version.split('.')[0] ?? ''}; or https://nodejs.org/en/download`,
  };
  return judgeRelease(node, data, today);
}

/** NodeSource packs what the makers give out, and mends nothing itself. */
const distributed = (found: DebianPackage | null): DebianPackage | null =>
  found !== null && /nodesource/.test(found.version) ? null : found;

function partOf(data: UpdateData, part: 'node' | 'python'): Loaded<ReleaseData> {
  const loaded = data['release-lines'];
  return loaded.kind === 'read' ? { kind: 'read', value: loaded.value[part] } : loaded;
}

function adviceFor({ isCheckout }: Machine): NpmAdvice {
  return isCheckout
    ? {
        refresh: 'make update-data',
        renew: (name) => `npm update --ignore-scripts ${name}`,
      }
    : {
        refresh: 'npm install --global --ignore-scripts isolated-pymcp@latest',
        renew: () => 'npm install --global --ignore-scripts isolated-pymcp@latest',
      };
}

function judgeAllComponents({ components }: Machine): readonly UpdateCheck[] {
  if (components.kind === 'read') return judgeComponents(components.listed, components.old);
  return [{ name: 'component', state: 'unknown', detail: components.why, fix: components.fix }];
}
