import { HordeError } from '@openhorde/contract';
import { ANONYMOUS_ID } from '@openhorde/rules';
import type { Report } from '../../../core/needs.ts';
import type { Database } from '../../../platform/db.ts';
import { countReport, timeoutEndMs } from '../addresses/report.ts';
import type { AddressTimeouts } from '../addresses/timeouts.ts';
import type { Notices } from '../notices.ts';
import type { PromptCall } from './promptCall.ts';

/** Of a prompt that is kept for moderators. */
const KEPT_LENGTH_MAX = 10_000;
/** Refused prompts of one service within an hour that moderators are not told of. */
const PROXIED_MAX = 10;

export interface RefusalNeeds {
  db: Database;
  now(): number;
  timeouts: AddressTimeouts;
  notices: Pick<Notices, 'tell'>;
  /** Addresses of services that call for many people. */
  isService(ip: string): boolean;
  suspect(report: Report): Promise<void>;
}

/**
 * Refuses a prompt: it is kept for the moderators, its sender comes under suspicion, and its address has time to think.
 * To a moderator, who knows what he does, nothing of this happens.
 * @throws HordeError CorruptPrompt, always
 */
export async function refusePrompt(needs: RefusalNeeds, call: PromptCall): Promise<never> {
  if (!call.user.moderator) await putOnRecord(needs, call);
  throw new HordeError('CorruptPrompt');
}

async function putOnRecord(needs: RefusalNeeds, { user, ip, proxyIp, prompt }: PromptCall): Promise<void> {
  const { db, timeouts, notices, isService, suspect } = needs;
  const nowMs = needs.now();
  const service = isService(ip);
  // One that a moderator has set stays theirs.
  const forPrompt = timeouts.isForPrompt(ip);
  const { expiresAtMs, proxied } = await db.transaction(async transaction => {
    await transaction.query(
      'INSERT INTO refused_prompts (user_id, ip, prompt, created_at) VALUES ($1, $2, $3, $4)',
      [user.id, ip, prompt.slice(0, KEPT_LENGTH_MAX), new Date(nowMs)],
    );
    const reports = await countReport(transaction, ip, service, nowMs);
    // One that a moderator has made longer stays as long.
    const until = Math.max(
      timeoutEndMs(reports, service, nowMs),
      nowMs + (timeouts.secondsLeft(ip) ?? 0) * 1000,
    );
    await timeouts.put({ address: ip, expiresAtMs: until, forPrompt }, transaction);
    return {
      expiresAtMs: until,
      proxied: proxyIp === undefined ? 0 : await countReport(transaction, `proxy ${proxyIp}`, true, nowMs),
    };
  });
  timeouts.applied(ip, expiresAtMs, forPrompt);
  if (proxied > PROXIED_MAX) {
    notices.tell(
      `The service at ${proxyIp} has sent ${proxied} refused prompts within an hour, the last by ${user.alias}.`,
    );
  }
  if (user.id !== ANONYMOUS_ID) await suspect({ userId: user.id, reason: 'CORRUPT_PROMPT', atMs: nowMs });
}
