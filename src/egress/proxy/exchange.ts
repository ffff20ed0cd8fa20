// secret.unseen: one request and its answer, over a connection to the host that is there already. Bodies go through as they come:
// placeholders are swapped or refused on the way out, secrets are masked on the way back.
import { type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import { whyUnreadable } from '../placeholders/readable-answer.js';
import { redactHeaders, redactLine } from '../placeholders/redact-head.js';
import type { MetIn } from '../placeholders/run-secrets.js';
import type { Misuse } from '../placeholders/placeholder-stream.js';
import { type ByteChange, openBodyChange } from '../placeholders/swap-body.js';
import type { EgressRule } from '../policy/rule.js';
import { answerRefusal } from './answer-refusal.js';
import type { Flow } from './flow.js';
import { gatherBody, mostGatheredBytes } from './gather-body.js';
import { type Attempt, deny, fail } from './open-flow.js';
import { pump } from './pump.js';
import type { PlainRequest } from './read-request.js';
import type { Refusal } from './refusal.js';
import { toEndToEnd } from './to-end-to-end.js';
import { toUpstreamHeaders } from './to-upstream-headers.js';

const headerBytes = 64 * 1024;

export interface ExchangeOptions {
  readonly attempt: Attempt;
  /** By which the request is permitted. */
  readonly rule: EgressRule;
  readonly flow: Flow;
  readonly met: MetIn;
  /** Whether the host knows a secret, or may get one. */
  readonly isBound: boolean;
  /** As it goes on. */
  readonly read: PlainRequest;
  readonly rawHeaders: readonly string[];
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export class Exchange {
  readonly #options: ExchangeOptions;
  /** It was answered by us, or cannot be answered any more: what comes of the host from now on counts for nothing. */
  #isOver = false;
  readonly #touch = (): void => {
    this.#options.flow.touch();
  };
  readonly #breakOff = (): void => {
    this.#options.flow.destroy();
  };

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  /** Resolves when all of it is under way. */
  async run(): Promise<void> {
    const { request, response } = this.#options;
    // A client that goes away takes its request with it.
    response.on('close', this.#breakOff);
    // One whose turn to be answered has not come hears of it by its request alone.
    request.on('error', this.#breakOff);
    if (response.destroyed) {
      this.#breakOff();
      return;
    }
    if (request.headers.expect !== undefined) response.writeContinue();
    await this.#send();
  }

  async #send(): Promise<void> {
    const { request, read, attempt, met } = this.#options;
    if (read.body === 'none') {
      this.#open(read).end();
      return;
    }
    const change = openBodyChange(attempt.run.secrets, met, request.headers, (misuse) => {
      this.#refuseMisuse(misuse);
    });
    if (change === null || !attempt.run.secrets.maySwap(met, 'body'))
      pump(request, this.#open(read), this.#touch, change ?? undefined);
    else if (read.body === 'chunked' || read.body > mostGatheredBytes)
      pump(request, this.#open({ ...read, body: 'chunked' }), this.#touch, change);
    else await this.#sendGathered(change);
  }

  /** There are hosts that want to know the length, which is another one when a secret stands in it. */
  async #sendGathered(change: ByteChange): Promise<void> {
    const { request, read } = this.#options;
    const body = await gatherBody(request, this.#touch);
    if (body === null) {
      this.#breakOff();
      return;
    }
    const changed = Buffer.concat([change.push(body), change.end()]);
    if (!this.#isOver) this.#open({ ...read, body: changed.length }).end(changed);
  }

  #open(read: PlainRequest): ReturnType<typeof openRequest> {
    const { flow, rawHeaders } = this.#options;
    const upstream = openRequest({
      createConnection: () => flow.channel,
      method: read.method,
      path: read.path,
      headers: toUpstreamHeaders(read, rawHeaders),
      setHost: false,
      insecureHTTPParser: false,
      maxHeaderSize: headerBytes,
    });
    // All headers are read, or none is believed: the default leaves out what comes behind the 2000th.
    upstream.maxHeadersCount = 0;
    upstream.on('information', this.#touch);
    upstream.on('response', (answer) => {
      this.#answerWith(answer);
    });
    upstream.on('error', () => {
      this.#refuse(broken(read));
    });
    return upstream;
  }

  #answerWith(answer: IncomingMessage): void {
    const { attempt, isBound, rule } = this.#options;
    answer.on('error', () => {
      this.#giveUp();
    });
    if (this.#isOver) return;
    const why = isBound ? whyUnreadable(answer) : null;
    if (why === null) {
      this.#handOn(answer);
      return;
    }
    this.#isOver = true;
    this.#breakOff();
    fail(attempt, why, rule).then(
      ({ refusal }) => {
        answerRefusal(this.#options.response, refusal);
      },
      () => {
        this.#giveUp();
      },
    );
  }

  #handOn(answer: IncomingMessage): void {
    const { response, attempt, read } = this.#options;
    const { redactor } = attempt.run;
    const rawHeaders = toEndToEnd(answer.rawHeaders);
    const hasBody = read.method !== 'HEAD' && answer.statusCode !== 204 && answer.statusCode !== 304;
    const isChanged = redactor.isActive && hasBody;
    response.sendDate = false;
    try {
      response.writeHead(
        answer.statusCode ?? 502,
        redactLine(redactor, answer.statusMessage ?? ''),
        redactor.isActive ? redactHeaders(redactor, rawHeaders, isChanged) : rawHeaders,
      );
    } catch {
      // A header that may not be written: it is the host that is wrong.
      this.#giveUp();
      return;
    }
    this.#touch();
    pump(answer, response, this.#touch, isChanged ? redactor.openStream() : undefined);
  }

  #refuseMisuse({ why, hint }: Misuse): void {
    if (this.#isOver) return;
    const { attempt, response } = this.#options;
    this.#isOver = true;
    // Nothing of the body goes on from here, and the host cannot take what it has for the whole.
    this.#breakOff();
    deny(attempt, why, hint).then(
      ({ refusal }) => {
        answerRefusal(response, refusal);
      },
      () => {
        this.#giveUp();
      },
    );
  }

  #refuse(refusal: Refusal): void {
    this.#breakOff();
    if (this.#isOver) return;
    this.#isOver = true;
    answerRefusal(this.#options.response, refusal);
  }

  #giveUp(): void {
    this.#isOver = true;
    this.#breakOff();
    this.#options.response.destroy();
  }
}

const broken = ({ target }: PlainRequest): Refusal => ({
  status: 502,
  asked: `${target.host.text}:${target.port}`,
  why: 'the host broke off, gave no answer that can be read, or the bounds of this run ended it',
  hint: 'try again, or look whether the host speaks HTTP at this port',
});
