import { parseBridgeAgent } from '../image/bridge.ts';

/** Software whose answers are known to come from the model that it names, at full quality (domain-rules §5). */
export const VALIDATED_BACKENDS: ReadonlySet<string> = new Set([
  'AI Horde Worker',
  'AI Horde Worker~aphrodite~oai',
  'AI Horde Worker~aphrodite~kai',
  'KoboldCppEmbedWorker',
  'TabbyAPI',
]);

/** Whether a bridge agent (`name:version:url`) is such software. */
export const isValidatedBackend = (bridgeAgent: string): boolean =>
  VALIDATED_BACKENDS.has(parseBridgeAgent(bridgeAgent).name);
