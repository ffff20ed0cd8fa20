// secret.unseen: `--explain`. The key is one of the gateway's secrets, looked for before anything runs; what is sent is said, and every
// known secret in it masked.
import type { Settings } from '../../config/settings.js';
import { readApiAddress } from '../../core/api-address.js';
import { PymcpError } from '../../core/errors.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { KnownSecret } from '../../secrets/redact/compile-redactor.js';
import type { Analysis } from '../../services/algorithms/analysis.js';
import { toPlain } from '../../services/algorithms/report/escape-text.js';
import { renderMarkdown } from '../../services/algorithms/report/render-markdown.js';

export interface Explaining {
  readonly secrets: readonly KnownSecret[];
  /** @throws PymcpError `explain.…` */
  readonly explain: (
    analysis: Analysis,
    source: string,
    redactor: SecretRedactor,
    signal: AbortSignal,
  ) => Promise<void>;
}

const keyName = 'ANTHROPIC_API_KEY';
const addressVariable = 'ANTHROPIC_BASE_URL';
const usualAddress = 'https://api.anthropic.com';
const usualModel = 'claude-sonnet-5-5';

/** @throws PymcpError `secret.missing`, `usage.invalid` */
export async function openExplaining(settings: Settings, model = usualModel): Promise<Explaining> {
  const address = readAddress();
  const secrets = await findKey(settings);
  const apiKey = checkKey(secrets.find(({ name }) => name === keyName)?.value ?? '');
  return {
    secrets,
    explain: async (analysis, source, redactor, signal) => {
      const [{ explainByAnthropic }, { toExplainRequest }] = await Promise.all([
        import('../../services/algorithms/explain/anthropic-explainer.js'),
        import('../../services/algorithms/explain/explain-prompt.js'),
      ]);
      const request = redactor.redactValue(toExplainRequest(renderMarkdown(analysis), source));
      say(
        `sending the report and the source, ${request.text.length} characters, to ${address.host} (${model})`,
      );
      const options = { apiKey, address, model };
      const onText = (characters: number): void => {
        if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${characters} characters`);
      };
      const { text, cutOff } = await explainByAnthropic(options, request, { signal, onText });
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
      process.stdout.write(`\n${toLines(redactor.redactText(text))}\n`);
      if (cutOff !== null) say(`the explanation is not whole: ${toPlain(cutOff)}`);
    },
  };
}

/** For tests and proxies; the key goes there. */
function readAddress(): URL {
  const text = process.env[addressVariable] ?? '';
  const address = readApiAddress(text === '' ? usualAddress : text);
  if (address !== null) return address;
  throw new PymcpError(
    'usage.invalid',
    `${addressVariable} is no address that a key may be sent to`,
    'give one that begins with https://, or leave it out; http:// is for loopback alone',
  );
}

async function findKey(settings: Settings): Promise<readonly KnownSecret[]> {
  const [{ declareSecrets }, { requireSecrets }] = await Promise.all([
    import('../../secrets/declared-secret.js'),
    import('../../secrets/require-secrets.js'),
  ]);
  try {
    const declared = declareSecrets(['explanations'], settings.secrets);
    return await requireSecrets(declared, { envFile: '.env', isGhUsable: false });
  } catch (error) {
    if (!(error instanceof PymcpError) || error.code !== 'secret.missing') throw error;
    throw new PymcpError(
      error.code,
      `--explain needs the secret ${keyName}, which is not there`,
      `pymcp secrets set ${keyName}, with one from https://console.anthropic.com/settings/keys; or leave out --explain: an MCP client explains with its own model (the prompt analyze_algorithm)`,
      { cause: error },
    );
  }
}

/** It goes into a header. */
function checkKey(text: string): string {
  const key = text.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new PymcpError(
    'secret.missing',
    `${keyName} is no key: it has spaces or other characters that none has`,
    `pymcp secrets set ${keyName}, with one from https://console.anthropic.com/settings/keys`,
  );
}

/** Nothing that a terminal obeys. */
function toLines(text: string): string {
  return text
    .split('\n')
    .map((line) => toPlain(line, 10_000))
    .join('\n');
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
