// Where the standard library of the system's Python lies.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export async function pythonStandardLibrary(): Promise<string> {
  const program = 'import sysconfig; print(sysconfig.get_path("stdlib"))';
  const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-I', '-c', program]);
  return stdout.trim();
}
