// install.verified: commands that run what they download before anybody could have looked at it. Any text may hold one: a script, a
// makefile, a workflow, a document whose commands people copy. The patterns are put together from pieces, so that this file finds not itself.

const join = (...pieces: string[]): string => pieces.join('');

const fetcher = join(
  '(?:\\b(?:cu',
  'rl|wg',
  'et|aria2c|xh|Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\\b|\\bfetch\\s+(?:-\\S*\\s+)*["\']?https?:)',
);
const before = '(?:(?:\\S*/)?(?:sudo|env|exec|nohup|time|command|xargs)\\s+(?:-\\S+\\s+|\\w+=\\S*\\s+)*)*';
const interpreter =
  '(?:\\S*/)?(?:(?:ba|z|da|k|fi|a)?sh|python[0-9.]*|node|deno|bun|perl|ruby|php|pwsh|iex|Invoke-Expression)\\b';
const evaluator = '(?:eval|source|\\.)';
const substitution = '(?:<\\(|\\$\\(|`)';
const installer = '\\b(?:pip[0-9.]*|pipx|uv|uvx|npm|npx|pnpm|yarn|bunx)\\s+(?:[^\\n|;&]*\\s)?';

const patterns: readonly RegExp[] = [
  // Into an interpreter, also through other programs.
  new RegExp(join(fetcher, '[^;&\\n]*\\|\\s*', before, interpreter)),
  new RegExp(
    join(
      '(?:^|[\\s;&|("\'])(?:',
      before,
      interpreter,
      '|',
      evaluator,
      ')\\s[^\\n]*',
      substitution,
      '\\s*',
      fetcher,
    ),
  ),
  // Run in the same breath.
  new RegExp(
    join(
      fetcher,
      '[^\\n]*(?:&&|;)\\s*',
      before,
      '(?:',
      interpreter,
      '|',
      evaluator,
      '\\s|chmod\\s+\\S*\\+\\S*x)',
    ),
  ),
  // Code from an address, without a checksum.
  new RegExp(join(installer, '["\']?(?:git\\+)?https?://')),
  new RegExp(join('\\b(?:deno\\s+run|bun\\s+run|node\\s+--import)\\b[^\\n|;&]*\\shttps?://')),
  new RegExp(join('^\\s*ADD\\s+(?!.*--checksum=)[^\\n]*https?://')),
];

/** The lines, from 1, at which such a command begins. Lines that go on in the next one are read as one. */
export function findUnseenDownloads(text: string): readonly number[] {
  return toCommands(text)
    .filter(({ command }) => patterns.some((pattern) => pattern.test(command)))
    .map(({ line }) => line);
}

function toCommands(text: string): readonly { readonly line: number; readonly command: string }[] {
  const commands: { line: number; command: string }[] = [];
  let open = '';
  let begun = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (open === '') begun = index + 1;
    const goesOn = /\\\s*$|\|\s*$|&&\s*$/.test(line) && open.length < 10_000;
    open += `${line.replace(/\\\s*$/, '').trim()} `;
    if (goesOn) continue;
    commands.push({ line: begun, command: open.trim() });
    open = '';
  }
  if (open !== '') commands.push({ line: begun, command: open.trim() });
  return commands;
}
