// What `pymcp connect` is told, and which of it does not go together.
import { PymcpError } from '../core/errors.js';

export interface ConnectOptions {
  /** True where the option has no folder: the working folder. */
  readonly project?: string | true;
  readonly name: string;
  readonly workspace?: string;
  readonly writable?: true;
  readonly services?: string;
  readonly attach?: true;
  readonly http?: true;
  readonly port?: string;
  readonly via?: string;
  readonly distro?: string;
  readonly windowsHome?: string;
  readonly replace?: true;
  readonly undo?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

type Option = keyof ConnectOptions;

/** @throws PymcpError `usage.invalid` */
export function refuseContradictions(options: ConnectOptions): void {
  const isGiven = (option: Option): boolean => options[option] !== undefined;
  const refuse = (what: string, hint: string): never => {
    throw new PymcpError('usage.invalid', what, hint);
  };
  const onlyStdio = (['workspace', 'writable', 'attach'] as const).find(isGiven);
  if (isGiven('http') && onlyStdio !== undefined)
    refuse(`--${onlyStdio} is of no use with --http`, 'give it to pymcp serve, which answers there');
  if (isGiven('http') && options.via === 'container')
    refuse('--http goes to a port, not into a container', 'leave out --via');
  if (isGiven('port') && !isGiven('http'))
    refuse('--port is of no use without --http', 'add --http, or leave it out');
  if (isGiven('distro') && options.via !== 'wsl')
    refuse('--distro is of no use without --via wsl', 'add --via wsl');
  if (isGiven('windowsHome') && options.via !== 'wsl')
    refuse('--windows-home is of no use without --via wsl', 'add --via wsl');
  if (isGiven('windowsHome') && isGiven('project'))
    refuse(
      "--windows-home says where a user's files are, --project where a project's",
      'leave out one of them',
    );
  if (isGiven('undo') && isGiven('replace')) refuse('--replace is of no use with --undo', 'leave it out');
}
