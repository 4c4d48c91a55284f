import { useTranslation } from 'react-i18next';
import { askedSize, type Picture } from '../gallery/picture.ts';
import { formatNumber } from '../ui/format.ts';
import type { Job } from './job.ts';
import { type Note, noteText } from './notes.ts';

/** Model, size, seed, workers and what it cost in the end, as one line. */
export function JobFacts({ job, pictures }: { job: Job; pictures: readonly Picture[] }) {
  const { t, i18n } = useTranslation();
  const first = pictures[0];
  if (!first) return null;
  const kudos = job.look?.kudos ?? 0;
  const workers = [...new Set(pictures.map(picture => picture.workerName))];
  const facts = [
    first.model,
    `${first.widthPixels} × ${first.heightPixels}`,
    pictures.length === 1 ? t('picture.seed', { seed: first.settings.seed }) : null,
    t('picture.by', { worker: workers.join(', ') }),
    t('price.after', { count: kudos, amount: formatNumber(kudos, i18n.language) }),
  ];
  return (
    <ul className="facts">
      {facts.filter(Boolean).map(fact => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

function sizes({ settings, widthPixels, heightPixels }: Picture) {
  return {
    asked: `${settings.widthPixels} × ${settings.heightPixels}`,
    drawn: `${widthPixels} × ${heightPixels}`,
  };
}

/** Remarks of the workers on these pictures, and sentences of the horde. */
export function JobRemarks({ pictures, notes }: { pictures: readonly Picture[]; notes: readonly Note[] }) {
  const { t, i18n } = useTranslation();
  const remarks = pictures
    .flatMap(picture => picture.remarks)
    .filter(remark => remark.type !== 'batch_index');
  const texts = [
    ...(pictures.some(picture => picture.censored) ? [t('picture.censored')] : []),
    ...pictures
      .filter(picture => askedSize(picture) !== null)
      .map(picture => t('picture.resized', sizes(picture))),
    ...remarks.map(remark => t('picture.remark', { type: remark.type, value: remark.ref ?? remark.value })),
    ...notes.map(note => noteText(note, i18n)),
  ];
  if (texts.length === 0) return null;
  return (
    <ul className="remarks small">
      {[...new Set(texts)].map(text => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
