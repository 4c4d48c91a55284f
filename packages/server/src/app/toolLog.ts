import { createLog } from '../platform/log.ts';

/**
 * The log of a command. Standard output is the command's own; and what is worth a warning in a node that stays, such as a
 * connection that was lost while it ends, is worth none in a command that is over in a second.
 */
export const toolLog = () => createLog('error', process.stderr);
