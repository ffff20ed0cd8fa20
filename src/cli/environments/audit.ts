// `pymcp env audit NAME`.
import { parseEnvironmentName } from '../../core/names.js';
import { toShownPath } from '../../core/shown-path.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import { auditEnvironment } from '../../services/environments/audit-environment.js';

interface JsonOption {
  readonly json?: true;
}

const damagedExitCode = 3;

export async function auditCommand(text: string, { json }: JsonOption): Promise<number> {
  const audit = await auditEnvironment(openEnvironmentStore(), parseEnvironmentName(text));
  const { name, packages, files, bytes, problems } = audit;
  if (json === true) process.stdout.write(`${JSON.stringify(audit)}\n`);
  else if (problems.length === 0)
    process.stdout.write(
      `${name}: ${packages} packages, ${files} files, ${(bytes / 1_000_000).toFixed(1)} MB: all as they were made\n` +
        'Known flaws of packages are not looked up.\n',
    );
  else {
    process.stdout.write(problems.map((problem) => `${name}: ${toShownPath(problem)}\n`).join(''));
    process.stderr.write(`hint: pymcp env remove ${name}, then make it again of its requirements\n`);
  }
  return problems.length === 0 ? 0 : damagedExitCode;
}
