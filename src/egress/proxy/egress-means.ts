// What all runs of a proxy share: the way to the internet, whom it trusts there, and what it presents to programs.
import type { AuthorityInForce } from '../authority/authority-in-force.js';
import type { EgressNetwork } from '../net/egress-network.js';
import type { AnswerRedactors } from '../placeholders/answer-redactors.js';
import type { RootStore } from '../tls/root-store.js';

export interface EgressMeans {
  readonly network: EgressNetwork;
  readonly roots: RootStore;
  readonly authorities: AuthorityInForce;
  readonly redactors: AnswerRedactors;
}
