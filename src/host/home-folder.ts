// The home of whoever started this process: HOME, or what the system says.
import { homedir } from 'node:os';

export function homeFolder(): string {
  return homedir();
}
