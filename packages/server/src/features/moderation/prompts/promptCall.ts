import type { Principal } from '../../../http/index.ts';

/** A prompt on its way in, and who sends it. */
export interface PromptCall {
  prompt: string;
  user: Pick<Principal, 'id' | 'alias' | 'moderator' | 'flagged' | 'education'>;
  ip: string;
  /** Address of the service that calls for one of its users. */
  proxyIp?: string | undefined;
  models: readonly string[];
  /** One of them may be unsafe for work. */
  nsfwModel: boolean;
  /** Rather rewritten than refused. */
  replacementFilter: boolean;
}
