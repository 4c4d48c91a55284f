import { validate } from '@openhorde/contract';
import { Complaint } from './terminal.ts';

/**
 * What over HTTP the schema of a body refuses, a command refuses as well.
 * @throws Complaint with a line for each fault
 */
export function checked<Body extends object>(schema: Parameters<typeof validate>[0], body: Body): Body {
  const faults = validate(schema, body);
  if (!faults) return body;
  const lines = Object.entries(faults).map(([field, fault]) => `${field}: ${fault}`);
  throw new Complaint(...lines);
}
