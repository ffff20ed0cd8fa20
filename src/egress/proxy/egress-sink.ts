// Where decisions go: the audit log and the result of the run. No bodies, no paths, no headers.

export type Way = 'request' | 'tunnel' | 'socks';

export interface EgressDecision {
  readonly way: Way;
  /** Canonical; as it came, cut, where it could not be read. */
  readonly host: string;
  /** 0 where it could not be read. */
  readonly port: number;
  readonly verdict: 'allowed' | 'denied' | 'failed';
  /** Null where it is allowed. */
  readonly why: string | null;
  /** The rule that permits it, in the words of the configuration. */
  readonly rule: string | null;
  /** The address that was judged first; null where it did not come to that. */
  readonly address: string | null;
  /** Names of those that stand in its head, where it is allowed. */
  readonly secrets: readonly string[];
}

export interface EgressTraffic {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly ms: number;
  /** Names of those that went with it, its body included. */
  readonly secrets: readonly string[];
}

export interface EgressSink {
  /**
   * Told before anything is dialled; what is allowed waits for it, and where it rejects nothing is dialled (audit.chain).
   */
  readonly decided: (decision: EgressDecision) => Promise<void>;
  /** Of what was allowed, when it is over. Never throws: nobody is there to catch it. */
  readonly ended: (decision: EgressDecision, traffic: EgressTraffic) => void;
}
