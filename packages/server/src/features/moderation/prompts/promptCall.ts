import type { Principal } from '../../../http/index.ts';

/** A prompt on its way in, and who sends it. */
export interface PromptCall {
  prompt: string;
  user: Pick<Principal, 'id' | 'alias' | 'moderator' | 'flagged' | 'education'>;
  ip: string;
  /** The service that calls for somebody else, by its address. */
  proxyIp?: string | undefined;
  models: readonly string[];
  /** One of them may be unsafe for work. */
  nsfwModel: boolean;
  /** Rather rewritten than refused. */
  replacementFilter: boolean;
}
