// The structured result as text that a model or a person reads. What the program wrote stands between fences and is
// named as the program's: data, never instructions to whoever reads it.
import { sayDenied, sayRules, sayWhy } from '../../core/say-denied.js';
import { showLine } from './show-controls.js';
import { toSection } from './to-section.js';
import type { StructuredResult } from './output-schema.js';

export function toText(result: StructuredResult): string {
  const parts = [
    toHeadline(result),
    ...toSection("The last expression's value", result.value),
    ...toStream('stdout', result),
    ...toStream('stderr', result),
    ...toSection('Traceback', result.error?.traceback ?? null),
    ...toFrames(result),
    ...toImages(result),
    ...toPages(result),
    ...toFiles(result),
    ...toWarning(result),
    ...toDenied(result),
    ...toUsage(result),
  ];
  return parts.join('\n\n');
}

function toHeadline({ status, message, hint, duration_ms: ms, session }: StructuredResult): string {
  const time = status === 'refused' ? '' : ` after ${(ms / 1000).toFixed(2)} s`;
  const lines = [`Status: ${status}${time}. ${showLine(toSentence(message))}`];
  if (hint !== undefined) lines.push(`Hint: ${showLine(hint)}.`);
  if (session !== null) lines.push(toSessionLine(session));
  return lines.join('\n');
}

/** Whether what the next call needs is there is worth a line, however the program ended. */
function toSessionLine({ id, alive, reason }: NonNullable<StructuredResult['session']>): string {
  if (alive) return `The session ${id} lives on: its variables and files are kept.`;
  const why = reason === undefined ? '' : `: ${showLine(reason)}`;
  return `The session ${id} is gone${why}. Its variables and files are lost; create_session makes a new one.`;
}

function toStream(name: 'stdout' | 'stderr', result: StructuredResult): string[] {
  const { bytes, uri } = result.output[name];
  const more =
    uri === undefined
      ? []
      : [`More of the ${bytes} bytes of ${name} can be read in parts as the resource ${uri}`];
  return [...toSection(name, result[name]), ...more];
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Names of files that are there; whoever made one chose it. */
function toFrames({ error }: StructuredResult): string[] {
  const frames = error?.frames ?? [];
  if (frames.length === 0) return [];
  const shown = frames.map(({ path, line }) => `${toName(path)} line ${line}`).join(', ');
  return [`Of the traceback in the workspace: ${shown}.`];
}

function toImages({ images, images_omitted: omitted }: StructuredResult): string[] {
  if (images.length + omitted === 0) return [];
  const sizes = images.map(({ width, height }) => `${width} × ${height}`).join(', ');
  const more = omitted === 0 ? '' : ` ${omitted} more were left out: draw fewer, or smaller ones.`;
  return [`Images, beside this text: ${images.length} (${sizes} pixels).${more}`];
}

function toPages({ html_omitted: omitted = 0 }: StructuredResult): string[] {
  return omitted === 0 ? [] : [`${omitted} values as HTML were left out: show fewer, or smaller ones.`];
}

function toFiles({ files, files_omitted: omitted }: StructuredResult): string[] {
  if (files.length + omitted === 0) return [];
  const lines = files.map((file) => `- ${toName(file.path)}, ${file.size} bytes${toDelivery(file)}`);
  const more = omitted === 0 ? [] : [`- ${omitted} more, not listed`];
  return [
    `Files that the program left:\n${[...lines, ...more].join('\n')}`,
    ...files.flatMap(({ path, content }) => toSection(toName(path), content)),
  ];
}

function toDelivery({ delivery, uri = '', why = 'is too large' }: StructuredResult['files'][number]): string {
  switch (delivery) {
    case 'content':
      return '';
    case 'resource':
      return ' (beside this text, as a resource)';
    case 'link':
      return `, to be read in parts as the resource ${showLine(uri)}`;
    case 'left out':
      return ` (left out: it ${showLine(why)}; print a part of it, or write less)`;
  }
}

/** A name is the program's word too. */
function toName(path: string): string {
  return showLine(JSON.stringify(path));
}

function toWarning({ created_protected: created = [] }: StructuredResult): string[] {
  if (created.length === 0) return [];
  const names = created.map(toName).join(', ');
  return [
    `Warning: the program created files that tools on the host may execute: ${names}. Read them before anything uses them.`,
  ];
}

/** The names are the program's words. */
function toDenied({ network_denied: denied = [] }: StructuredResult): string[] {
  if (denied.length === 0) return [];
  const rules = sayRules(denied);
  const lines = [sayDenied(denied), ...denied.map((attempt) => `- ${sayWhy(attempt)}`)];
  return [
    [...lines, ...(rules === null ? [] : [`Whoever runs this server can permit it: ${rules}`])]
      .map(showLine)
      .join('\n'),
  ];
}

/** Only where it may matter: a short program that ended well needs no figures. */
function toUsage({ usage, status, duration_ms: ms }: StructuredResult): string[] {
  if (usage === null || (ms < 1000 && status !== 'limit' && usage.limited_by.length === 0)) return [];
  const { cpu_ms: cpuMs, peak_memory_bytes: bytes, pids_refused: refused } = usage;
  const parts = [
    ...(cpuMs === null ? [] : [`${(cpuMs / 1000).toFixed(2)} s of processor time`]),
    ...(bytes === null ? [] : [`${Math.ceil(bytes / 1024 / 1024)} MB of memory at its peak`]),
    ...(refused === 0 ? [] : [`${refused} new processes or threads refused`]),
  ];
  return parts.length === 0 ? [] : [`Usage: ${parts.join(', ')}.`];
}
