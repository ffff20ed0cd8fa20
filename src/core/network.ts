// The network of one run or session: what was decided of it, and what is told of it. Pure types; src/egress/ makes it.

/** A rule as a person would write it in the configuration. */
export type ShownRule = Readonly<Record<string, unknown>>;

/** What a run may reach, decided before it begins: what the configuration grants, less what the client did not ask for. */
export interface NetworkGrant {
  /** For the audit log. */
  readonly rules: readonly ShownRule[];
  /** `example.org:443`, for the result. */
  readonly hosts: readonly string[];
  /** Of the proxy, which is opened by the first who asks. @throws PymcpError `egress.not-listening`, `host.runtime-folder` */
  readonly openSocket: () => Promise<string>;
  /** The caller closes it. @throws PymcpError as openSocket */
  readonly openRun: (options: NetworkOptions) => Promise<RunNetwork>;
}

export interface NetworkOptions {
  readonly sink: NetworkSink;
  /** How long it lasts at most. */
  readonly wallMs: number;
}

/** The network of a run that is under way. */
export interface RunNetwork {
  readonly grant: NetworkGrant;
  readonly equipment: Equipment;
  /** So far: each host once, no more of them than somebody reads. */
  readonly listDenied: () => readonly DeniedAttempt[];
  /** Ends all its connections at once; resolves when what they were is told to the sink. Never rejects. */
  readonly close: () => Promise<void>;
}

/** What a sandbox is given for one run, before its code. */
export interface Equipment {
  /** Opens the network of this run and nothing else. */
  readonly networkToken: string;
  /** Of the program. */
  readonly variables: Readonly<Record<string, string>>;
  /** Certificates to trust, as PEM, in the file caBundlePath; none where it is null. */
  readonly caBundle: string | null;
}

/** Where the jail finds the bundle of its equipment (guest/pymcp_guest/equipment.py). */
export const caBundlePath = '/tmp/.pymcp/ca.pem';

export interface DeniedAttempt {
  readonly host: string;
  readonly port: number;
  readonly why: string;
  readonly count: number;
}

/** Nothing of what was said: no path, no header, no body. */
export interface NetworkDecision {
  readonly way: string;
  readonly host: string;
  readonly port: number;
  readonly verdict: 'allowed' | 'denied' | 'failed';
  readonly why: string | null;
  readonly rule: string | null;
  readonly address: string | null;
  /** Names of those that stand in its head, where it is allowed. */
  readonly secrets: readonly string[];
}

export interface NetworkTraffic {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly ms: number;
  /** Names of those that went with it, its body included. */
  readonly secrets: readonly string[];
}

export interface NetworkSink {
  /** audit.chain: what is allowed waits for it, and where it rejects nothing is dialled. */
  readonly decided: (decision: NetworkDecision) => Promise<void>;
  /** Of what was allowed, when it is over. Never throws. */
  readonly ended: (decision: NetworkDecision, traffic: NetworkTraffic) => void;
}
