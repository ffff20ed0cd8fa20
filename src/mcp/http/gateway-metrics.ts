// `/metrics` in the text format of Prometheus: counts and times. Labels come from tables of ours: no names of users, no
// paths, no code, no output.
import type { ServerResponse } from 'node:http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { monotonicMs } from '../../host/clock.js';
import { type RefusalReason, safeHeaders } from './refusal.js';

/** One request, filled in while it is judged. */
export interface Served {
  endpoint: string;
  readonly startedMs: number;
  /** Stays open as long as the client wants: its time says nothing. */
  isStream: boolean;
}

export interface GatewayGauges {
  readonly calls: () => number;
  readonly streams: () => number;
  readonly connections: () => number;
  readonly callers: () => number;
  readonly protocolSessions: () => number;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120] as const;

export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'endpoint' | 'status'>;
  readonly #refusals: Counter<'reason'>;
  readonly #times: Histogram<'endpoint'>;
  readonly #runs: Counter<'status'>;
  readonly #runTimes: Histogram;

  constructor() {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: 'pymcp_http_requests_total',
      help: 'Requests of HTTP that were answered or given up, by endpoint and status.',
      labelNames: ['endpoint', 'status'],
      registers,
    });
    this.#refusals = new Counter({
      name: 'pymcp_http_refusals_total',
      help: 'Requests of HTTP that were refused before their message was looked at, by reason.',
      labelNames: ['reason'],
      registers,
    });
    this.#times = new Histogram({
      name: 'pymcp_http_request_seconds',
      help: 'From the first line of a request to the end of its answer, without streams that stay open.',
      labelNames: ['endpoint'],
      buckets: [...seconds],
      registers,
    });
    this.#runs = new Counter({
      name: 'pymcp_runs_total',
      help: 'Programs that were run, by what became of them.',
      labelNames: ['status'],
      registers,
    });
    this.#runTimes = new Histogram({
      name: 'pymcp_run_seconds',
      help: 'From a call of run_python to its result.',
      buckets: [...seconds],
      registers,
    });
    this.#addProcess();
  }

  /** What is asked for when somebody reads. */
  watch(gauges: GatewayGauges): void {
    this.#addGauge('pymcp_calls', 'Calls that are being answered.', gauges.calls);
    this.#addGauge('pymcp_streams', 'Streams of changes that are open.', gauges.streams);
    this.#addGauge('pymcp_connections', 'Connections that are open.', gauges.connections);
    this.#addGauge(
      'pymcp_callers',
      'Tokens that have asked since the start, and clients that are attached.',
      gauges.callers,
    );
    this.#addGauge(
      'pymcp_protocol_sessions',
      'Sessions of the protocol of the 2025 era.',
      gauges.protocolSessions,
    );
  }

  countServed({ endpoint, startedMs, isStream }: Served, response: ServerResponse): void {
    // As logs of web servers have it where the client went first.
    const status = response.writableFinished ? String(response.statusCode) : '499';
    this.#requests.inc({ endpoint, status });
    if (!isStream) this.#times.observe({ endpoint }, (monotonicMs() - startedMs) / 1000);
  }

  countRefusal(reason: RefusalReason): void {
    this.#refusals.inc({ reason });
  }

  countRun({ status, durationMs }: { readonly status: string; readonly durationMs: number }): void {
    this.#runs.inc({ status });
    this.#runTimes.observe(durationMs / 1000);
  }

  async answer(response: ServerResponse): Promise<null> {
    const text = await this.#registry.metrics();
    response.writeHead(200, { ...safeHeaders, 'content-type': this.#registry.contentType }).end(text);
    return null;
  }

  #addProcess(): void {
    const startedS = Date.now() / 1000;
    this.#addGauge(
      'process_start_time_seconds',
      'Start of the gateway, in seconds since 1970.',
      () => startedS,
    );
    this.#addGauge('process_resident_memory_bytes', 'Memory of the gateway itself, without sandboxes.', () =>
      process.memoryUsage.rss(),
    );
  }

  #addGauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }
}
