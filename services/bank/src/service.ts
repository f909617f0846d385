import type { Customers } from './access/customers.js';
import type { Passkeys } from './access/passkeys.js';
import type { Switches } from './adapters/switches.js';
import type { Visitors } from './http/visitors.js';
import type { Enrolments } from './journeys/enrolments.js';
import type { Ndid } from './journeys/ndid.js';
import type { VerificationPoints } from './journeys/points.js';
import type { Requests } from './journeys/requests.js';
import type { Sandbox } from './journeys/sandbox.js';
import type { Parts } from './parts.js';

/** Everything that routes call. */
export interface Service {
  parts: Parts;
  visitors: Visitors;
  customers: Customers;
  passkeys: Passkeys;
  enrolments: Enrolments;
  ndid: Ndid;
  requests: Requests;
  points: VerificationPoints;
  sandbox: Sandbox;
  switches: Switches;
  /** The switches were changed: whoever keeps a copy takes them over. */
  adaptersChanged(): Promise<void>;
}
