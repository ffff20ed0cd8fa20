// A program of Python that asks for addresses by the standard library, and by the standard variables for its proxy.
import { spawn } from 'node:child_process';
import { slow } from '../support/time.js';

export interface PythonAnswer {
  /** null: no answer of HTTP came. */
  readonly status: number | null;
  /** The body, or the error's words. */
  readonly text: string;
}

const program = `
import json, ssl, sys, urllib.request
asked = json.load(sys.stdin)
context = ssl.create_default_context(cadata=asked["trust"]) if asked["trust"] else None
answers = []
for url in asked["urls"]:
    try:
        with urllib.request.urlopen(url, timeout=20, context=context) as answer:
            answers.append({"status": answer.status, "text": answer.read().decode("latin1")})
    except urllib.error.HTTPError as error:
        answers.append({"status": error.code, "text": error.read().decode("latin1")})
    except Exception as error:
        answers.append({"status": None, "text": f"{type(error).__name__}: {error}"})
print(json.dumps(answers))
`;

/** @param trust a certificate, for https */
export async function askPython(
  proxy: string,
  urls: readonly string[],
  trust = '',
): Promise<readonly PythonAnswer[]> {
  const env = {
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    http_proxy: proxy,
    https_proxy: proxy,
    ALL_PROXY: proxy,
  };
  const child = spawn('/usr/bin/python3', ['-c', program], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: slow(60_000),
  });
  child.stdin.end(JSON.stringify({ urls, trust }));
  let output = '';
  for await (const piece of child.stdout) output += String(piece);
  return JSON.parse(output) as PythonAnswer[];
}
