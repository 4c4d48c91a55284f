/** Whether kudos may go from one account to another (rules-kudos §7.2). */
import { isSuspicious } from './suspicion.ts';

/** An account as a transfer looks at it. */
export interface TransferParty {
  trusted: boolean;
  flagged: boolean;
  education: boolean;
  deleted: boolean;
  suspicions: number;
}

export interface TransferQuestion {
  source: TransferParty;
  target: TransferParty;
  /** Whole kudos, as they were asked for. */
  kudos: number;
  /** The target sent kudos to the source within `TRANSFER_PAUSE_SECONDS`. */
  justReceived: boolean;
}

/** Kudos do not go straight back: so long an account cannot send to one that has just sent to it. */
export const TRANSFER_PAUSE_SECONDS = 60;

export type TransferRefusal =
  | 'TooFastKudosTransfers'
  | 'FaultWhenKudosSending'
  | 'SourceAccountFlagged'
  | 'EducationCannotSendKudos'
  | 'FaultWhenKudosReceiving'
  | 'TargetAccountFlagged'
  | 'DeletedUser'
  | 'NegativeKudosTransfer'
  | 'InvalidKudosTransferAmount';

/** The first reason to refuse a transfer, in the order of the wire; whether the kudos are there is asked afterwards. */
export function transferRefusal(question: TransferQuestion): TransferRefusal | undefined {
  const { source, target, kudos, justReceived } = question;
  if (justReceived) return 'TooFastKudosTransfers';
  if (isSuspicious(source)) return 'FaultWhenKudosSending';
  if (source.flagged) return 'SourceAccountFlagged';
  if (source.education) return 'EducationCannotSendKudos';
  if (isSuspicious(target)) return 'FaultWhenKudosReceiving';
  if (target.flagged) return 'TargetAccountFlagged';
  if (source.deleted || target.deleted) return 'DeletedUser';
  if (kudos < 0) return 'NegativeKudosTransfer';
  return kudos === 0 ? 'InvalidKudosTransferAmount' : undefined;
}
