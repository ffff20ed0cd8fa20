// Where data is, in words that tell the model how its program gets at it.
import { showStart } from '../../core/show-start.js';
import { whyNotContained } from '../../core/contained-path.js';
import { PymcpError } from '../../core/errors.js';
import { parseResourceUri } from '../../core/resource-uri.js';
import { showControls } from '../run-python/show-controls.js';
import type { PromptSetting } from './prompt-setting.js';

/**
 * @param session where a path is meant to be in its scratch folder
 * @throws PymcpError where it names no place that a program could read
 */
export function describeSource(
  { workspaceAccess }: PromptSetting,
  source: string,
  session: string | undefined,
): string {
  if (source.startsWith('pymcp://')) return describeAddress(source, session);
  const path = source.replace(/^\/(?:workspace|home\/mcp)\//, '');
  const why = whyNotContained(path);
  if (why !== null) throw invalid(source, why);
  const quoted = quote(path);
  if (session !== undefined && !source.startsWith('/workspace/'))
    return `The data is the file ${quoted} in the scratch folder (/home/mcp) of the session.`;
  if (workspaceAccess === 'none') throw invalid(source, 'is in no workspace, because this server shows none');
  return `The data is the file ${quoted} in the workspace (/workspace).`;
}

function describeAddress(uri: string, session: string | undefined): string {
  const place = parseResourceUri(uri);
  if (place === null) throw invalid(uri, 'is no address here');
  if (place.kind === 'sessions' && place.id === session)
    return `The data is the file ${quote(place.path)} in the scratch folder (/home/mcp) of the session.`;
  const name = place.path.split('/').at(-1) ?? place.path;
  return (
    `The data is the resource ${quote(uri)}: put it beside the program by files: ` +
    `[{"path": ${quote(name)}, "uri": ${quote(uri)}}] of run_python.`
  );
}

/** A name is data too: nothing in it ends its quotes. */
const quote = (text: string): string => showControls(JSON.stringify(text));

function invalid(source: string, why: string): PymcpError {
  return new PymcpError(
    'input.argument-invalid',
    `the source ${JSON.stringify(showStart(source, 120))} ${why}`,
    'give a path in the workspace, a path in a session together with session_id, or a pymcp:// address of resources/list',
  );
}
