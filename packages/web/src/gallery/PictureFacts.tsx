import { useTranslation } from 'react-i18next';
import { formatBytes, formatMoment, formatNumber } from '../ui/format.ts';
import { askedSize, batchIndexOf, type Picture } from './picture.ts';

/** What a picture was made of, as a list of names and values. */
export function PictureFacts({ picture }: { picture: Picture }) {
  const { t, i18n } = useTranslation();
  const { settings } = picture;
  const batchIndex = batchIndexOf(picture);
  const asked = askedSize(picture);
  const facts: [string, string | null][] = [
    [t('facts.model'), picture.model],
    [
      t('facts.seed'),
      batchIndex === null
        ? settings.seed
        : t('facts.seedInBatch', { seed: settings.seed, index: batchIndex }),
    ],
    [t('facts.size'), `${picture.widthPixels} × ${picture.heightPixels}`],
    [t('facts.askedSize'), asked && `${asked.widthPixels} × ${asked.heightPixels}`],
    [t('facts.steps'), String(settings.steps)],
    [t('facts.guidance'), formatNumber(settings.guidance, i18n.language)],
    [t('facts.sampler'), `${settings.sampler.replace(/^k_/, '')}${settings.karras ? ', karras' : ''}`],
    [t('facts.denoising'), picture.fromPicture ? formatNumber(settings.denoising, i18n.language) : null],
    [t('facts.worker'), picture.workerName],
    [t('facts.kudos'), picture.kudos === null ? null : formatNumber(picture.kudos, i18n.language)],
    [t('facts.time'), formatMoment(picture.createdAtMs, i18n.language)],
    [
      t('facts.file'),
      `${picture.mimeType.replace('image/', '').toUpperCase()}, ${formatBytes(picture.sizeBytes, i18n.language)}`,
    ],
  ];
  return (
    <dl className="picture-facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
