import { useTranslation } from 'react-i18next';
import { useModes } from '../api/queries.ts';
import { Icon } from '../ui/Icon.tsx';

/** Says when the horde is in maintenance or takes new workers by invitation only. Usually nothing. */
export function ModesBanner() {
  const { t } = useTranslation();
  const modes = useModes().data;
  if (!modes?.maintenance_mode) return null;
  return (
    <div className="banner" role="status">
      <Icon name="warning" />
      <span>{t('modes.maintenance')}</span>
    </div>
  );
}
