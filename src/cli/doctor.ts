// `pymcp doctor`
import type { Command } from 'commander';
export function addDoctorCommand(program: Command, setExitCode: (code: number) => void): void {
  program.command('doctor').action(() => {
    setExitCode(0);
  });
}
