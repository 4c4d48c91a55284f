import type { RequestReasons } from '@openhorde/sdk';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/Icon.tsx';
import type { Job } from './job.ts';
import { type Note, noteText } from './notes.ts';
import { type Change, proposalOf } from './proposal.ts';
import { takeProposal } from './runner.ts';

/** How many constraints are shown; a longer list does not help the reader. */
const CONSTRAINTS_MAX = 3;

/** No worker online fits. The request stays; the page tells the horde's reasons, and offers its proposal at one click. */
export function Impossible({ job }: { job: Job }) {
  const { t } = useTranslation();
  const reasons = job.look?.reasons ?? null;
  return (
    <div className="note" role="alert">
      <Icon name="warning" />
      <div>
        <p>{t('progress.impossible')}</p>
        {reasons ? <Constraints reasons={reasons} /> : <Said notes={job.notes} />}
        {reasons?.nearest && <Offer job={job} nearest={reasons.nearest} />}
      </div>
    </div>
  );
}

function Constraints({ reasons }: { reasons: RequestReasons }) {
  const { t, i18n } = useTranslation();
  const constraints = (reasons.constraints ?? []).slice(0, CONSTRAINTS_MAX);
  if (constraints.length === 0) return null;
  return (
    <ul className="soft small">
      {constraints.map(({ name = '', message = '', workers = 0 }) => (
        <li key={name}>
          {i18n.exists(`reason.${name}`, { count: workers })
            ? t(`reason.${name as 'size'}`, { count: workers })
            : t('failure.said', { message })}
        </li>
      ))}
    </ul>
  );
}

function Said({ notes }: { notes: readonly Note[] }) {
  const { t, i18n } = useTranslation();
  return notes.map(note => (
    <p key={note.message} className="soft small">
      {t('failure.said', { message: noteText(note, i18n) })}
    </p>
  ));
}

function Offer({ job, nearest }: { job: Job; nearest: NonNullable<RequestReasons['nearest']> }) {
  const { t, i18n } = useTranslation();
  const proposal = proposalOf(nearest, job.settings);
  const words = ({ key, value }: Change) => t(`proposal.${key}`, { value });
  const changes = new Intl.ListFormat(i18n.language).format(proposal.changes.map(words));
  return (
    <>
      <p>{t('proposal.found', { changes })}</p>
      <button type="button" className="button compact" onClick={() => takeProposal(job, proposal)}>
        <Icon name="check" />
        {t('proposal.take')}
      </button>
    </>
  );
}
